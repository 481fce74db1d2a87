"""What is asked afterwards, written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool

from desk.afterwards import FIRST_DAYS, MOST_DELAY_MINUTES, MOST_REST_DAYS, SECOND_DAYS, Afterwards
from desk.setting.written import Written, read_as

SWITCHES = ("after_person", "after_bot", "after_case", "follow_deliveries", "follow_cases")
"""Of what is asked afterwards: what is on or off."""


class _Afterwards(Written):
    form: Literal[1]
    after_person: StrictBool
    after_bot: StrictBool
    after_case: StrictBool
    delay_minutes: Annotated[int, Field(ge=0, le=MOST_DELAY_MINUTES, strict=True)]
    rest_days: Annotated[int, Field(ge=1, le=MOST_REST_DAYS, strict=True)]
    follow_deliveries: StrictBool
    follow_cases: StrictBool
    first_days: Annotated[int, Field(ge=FIRST_DAYS.start, lt=FIRST_DAYS.stop, strict=True)]
    second_days: Annotated[int, Field(ge=SECOND_DAYS.start, lt=SECOND_DAYS.stop, strict=True)]


def read_afterwards(written: object) -> Afterwards:
    kept = read_as(_Afterwards, written)
    return Afterwards(
        delay=timedelta(minutes=kept.delay_minutes),
        rest=timedelta(days=kept.rest_days),
        first=timedelta(days=kept.first_days),
        second=timedelta(days=kept.second_days),
        **{name: getattr(kept, name) for name in SWITCHES},
    )


def afterwards_written(rules: Afterwards) -> dict[str, Any]:
    day = timedelta(days=1)
    return {
        "form": 1,
        **{name: getattr(rules, name) for name in SWITCHES},
        "delay_minutes": rules.delay // timedelta(minutes=1),
        "rest_days": rules.rest // day,
        "first_days": rules.first // day,
        "second_days": rules.second // day,
    }
