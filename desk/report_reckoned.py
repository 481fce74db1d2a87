"""A report out of the figures of its span and of the one before."""

from __future__ import annotations

from desk.figures import pack
from desk.figures.facts import Piece, Queueing, Round
from desk.figures.report import Kind, Report, before, report
from desk.figures.sheet import ALL
from desk.figures.span import Span
from desk.figures.worst import worst
from desk.reckoner import Reckoner

WAITED = (Round, Piece, Queueing)


async def reckoned(reckoner: Reckoner, kind: Kind, span: Span) -> Report:
    """By the shop's own rules as they are now; what is still open is judged as it stands."""
    rules = reckoner.packs[pack.OWN]
    now = await reckoner.sheet(span, rules=rules)
    then = await reckoner.sheet(before(kind, span), rules=rules)
    waits, _ = await reckoner.judged(worst, span, WAITED, rules)
    return report(kind, span, now.get(ALL, {}), then.get(ALL, {}), waits)
