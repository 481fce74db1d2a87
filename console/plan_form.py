"""Which reports are sent, when and to whom, as a form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, tzinfo
from typing import cast

from console import report_shapes as shapes
from console.form import Form
from console.report_shapes import PlanForm, Planned
from console.reports import addresses
from desk.addresses import Addresses
from desk.report_plan import SCHEDULED, ReportPlan

TO = "to:"
"""Before the name of an address."""


def form_of(plan: ReportPlan, all: Addresses, usual: str, zone: tzinfo, at: datetime, was: int) -> PlanForm:
    """`usual`: the shop's own language."""
    kinds = (
        Planned(
            cast(shapes.Kind, str(kind)),
            kind in plan.kinds,
            plan.next(kind, zone, at) if kind in plan.kinds else None,
        )
        for kind in SCHEDULED
    )
    return PlanForm(tuple(kinds), f"{plan.hour:%H:%M}", plan.language or usual, addresses(all, plan.to), was)


def read(sent: Form, now: ReportPlan, all: Addresses, languages: Iterable[str]) -> ReportPlan | None:
    """What shall be kept; None where the hour is none."""
    hour = _hour(sent.text("hour"))
    if hour is None:
        return None
    kinds = tuple(kind for kind in SCHEDULED if sent.text(str(kind)) == "1")
    to = tuple(one.name for one in addresses(all, now.to) if sent.text(f"{TO}{one.name}") == "1")
    language = sent.text("language")
    return ReportPlan(kinds, hour, to, language if language in languages else now.language)


def as_sent(sent: Form, shown: PlanForm) -> PlanForm:
    """The form with what was typed, and what is wrong with it."""
    return replace(
        shown,
        kinds=tuple(replace(one, chosen=sent.text(one.kind) == "1") for one in shown.kinds),
        hour=sent.text("hour")[:20],
        language=sent.text("language"),
        addresses=tuple(replace(one, chosen=sent.text(f"{TO}{one.name}") == "1") for one in shown.addresses),
        wrong=None if _hour(sent.text("hour")) else "hour",
    )


def _hour(written: str) -> time | None:
    """`8:00`, `08:00`; browsers that have seconds send them."""
    parts = written.strip().replace("：", ":").split(":")
    if not 2 <= len(parts) <= 3 or not all(
        part.isascii() and part.isdecimal() and len(part) <= 2 for part in parts
    ):
        return None
    hour, minute = int(parts[0]), int(parts[1])
    return time(hour, minute) if hour < 24 and minute < 60 else None
