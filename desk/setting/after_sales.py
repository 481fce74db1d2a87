"""The rules of after-sales, written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from desk.setting.written import Written, read_as
from desk.ticket.policy import Policy

LONGEST_ADDRESS = 500
DAYS = {
    "window": "window_days",
    "return_within": "return_days",
    "remind_before": "remind_days",
    "reship_within": "reship_days",
    "settled_after": "settled_days",
    "disputed_after": "disputed_days",
}
SAME = ("automatic", "agent_cap", "finance_cap", "buyer_cap", "second_person", "return_address")
"""Of a Policy: its spans of whole days, and what is written down as it is."""
Days = Annotated[int, Field(ge=1, le=365, strict=True)]
Minor = Annotated[int, Field(ge=0, le=10**12, strict=True)]


class _AfterSales(Written):
    form: Literal[1]
    window_days: Days
    return_days: Days
    remind_days: Days
    reship_days: Days
    settled_days: Days
    disputed_days: Days
    automatic: Minor
    agent_cap: Minor | None
    finance_cap: Minor | None
    buyer_cap: Minor | None
    second_person: StrictBool
    return_address: Annotated[str, Field(max_length=LONGEST_ADDRESS)] = ""
    """Versions of before have none."""


def read_policy(written: object) -> Policy:
    kept = read_as(_AfterSales, written)
    values: dict[str, Any] = {name: timedelta(days=getattr(kept, key)) for name, key in DAYS.items()}
    return Policy(**values, **{name: getattr(kept, name) for name in SAME})


def policy_written(policy: Policy) -> dict[str, Any]:
    days = {key: getattr(policy, name) // timedelta(days=1) for name, key in DAYS.items()}
    return {"form": 1, **days, **{name: getattr(policy, name) for name in SAME}}
