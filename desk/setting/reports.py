"""Which reports are sent by themselves, written down."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any, Literal

from pydantic import Field

from desk.report_plan import SCHEDULED, ReportPlan
from desk.setting.written import Clock, Name, Written, read_as


class _Reports(Written):
    form: Literal[1]
    kinds: Annotated[list[Literal["daily", "weekly", "monthly"]], Field(max_length=3)]
    hour: Clock
    to: Annotated[list[Name], Field(max_length=100)]
    language: Literal["", "zh-CN", "en"]


def read_plan(written: object) -> ReportPlan:
    kept = read_as(_Reports, written)
    kinds = tuple(kind for kind in SCHEDULED if kind in kept.kinds)
    return ReportPlan(kinds, time.fromisoformat(kept.hour), tuple(dict.fromkeys(kept.to)), kept.language)


def plan_written(plan: ReportPlan) -> dict[str, Any]:
    return {
        "form": 1, "kinds": [str(kind) for kind in plan.kinds], "hour": f"{plan.hour:%H:%M}", "to": list(plan.to),
        "language": plan.language,
    }  # fmt: skip
