"""A report out of the facts of its span and of the one before."""

from __future__ import annotations

import asyncio
from datetime import datetime

from desk.figures import pack
from desk.figures.facts import Piece, Queueing
from desk.figures.metrics import METRICS
from desk.figures.reading import Reading
from desk.figures.report import Kind, Report, before, report
from desk.figures.span import Span
from desk.reckoner import Reckoner

KINDS = {*(metric.of for metric in METRICS), Piece, Queueing}


async def reckoned(reckoner: Reckoner, kind: Kind, span: Span, at: datetime) -> Report:
    """By the shop's own rules as they are now; what is still open is judged as it stands at `at`."""
    rules = reckoner.packs[pack.OWN]
    now = await reckoner.facts(span, KINDS, rules)
    then = await reckoner.facts(before(kind, span), KINDS, rules)
    # A month of a large shop takes seconds: buyers are answered meanwhile.
    return await asyncio.to_thread(report, kind, span, now, then, Reading(rules, at))
