"""Settings that the shop edits in the console, as they are written down: JSON at the edge, values inside.

Every version is kept with its author and hour. A form that we do not know, and rubbish, raise NotASetting."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from desk.record import record
from desk.setting.after_sales import DAYS, LONGEST_ADDRESS, policy_written, read_policy
from desk.setting.afterwards import SWITCHES, afterwards_written, read_afterwards
from desk.setting.hours import hours_written, read_hours
from desk.setting.reports import plan_written, read_plan
from desk.setting.response_times import ladders_written, read_ladders
from desk.setting.rule_packs import MOST_PACKS, packs_written, read_packs
from desk.setting.written import MOST_SPANS, MOST_SPECIAL, NotASetting

__all__ = [
    "AFTERWARDS",
    "AFTER_SALES",
    "DAYS",
    "HOURS",
    "LONGEST_ADDRESS",
    "MOST_PACKS",
    "MOST_SPANS",
    "MOST_SPECIAL",
    "REPORTS",
    "RESPONSE_TIMES",
    "RULE_PACKS",
    "SWITCHES",
    "Key",
    "NotASetting",
    "Version",
    "afterwards_written",
    "hours_written",
    "ladders_written",
    "packs_written",
    "plan_written",
    "policy_written",
    "read_afterwards",
    "read_hours",
    "read_ladders",
    "read_packs",
    "read_plan",
    "read_policy",
]

Key = Literal["hours", "response_times", "after_sales", "afterwards", "reports", "rule_packs"]
HOURS: Key = "hours"
RESPONSE_TIMES: Key = "response_times"
AFTER_SALES: Key = "after_sales"
AFTERWARDS: Key = "afterwards"
REPORTS: Key = "reports"
RULE_PACKS: Key = "rule_packs"


@record(frozen=True, slots=True)
class Version:
    """One version of one setting; `value` is its JSON, None what was shipped."""

    n: int
    value: Any
    at: datetime
    by: int | None
