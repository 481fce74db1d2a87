"""Hours and response times as they are written down, and what Ruth cannot save."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.figures.report import Kind
from desk.hours_check import Part, Why, Wrong, faults
from desk.ladder_check import contradictions
from desk.report_plan import NO_REPORTS, ReportPlan
from desk.response_time import USUAL, Act, Ladder, Scope, Step
from desk.setting import (
    NotASetting,
    hours_written,
    ladders_written,
    plan_written,
    policy_written,
    read_hours,
    read_ladders,
    read_plan,
    read_policy,
)
from desk.shop import Hours, SpecialDays
from desk.ticket.policy import USUALLY as POLICY
from tests.desk.minutes import a_case
from tests.desk.test_hours import on, spans

SHANGHAI = ZoneInfo("Asia/Shanghai")
OCTOBER = date(2026, 10, 1)


@settings(max_examples=50)
@given(st.randoms(use_true_random=False))
def test_hours_are_read_as_they_were_written(dice: Random) -> None:
    hours = a_case(dice).hours
    assert read_hours(json.loads(json.dumps(hours_written(hours))), hours.zone) == hours


def test_ladders_are_read_as_they_were_written() -> None:
    slow = Ladder(
        Scope("web", "refunds", "upset"),
        (Step(Act.OFFER, timedelta(seconds=40), "second"), *USUAL.steps[2:]),
        True,
        timedelta(minutes=5),
        1,
    )
    assert read_ladders(json.loads(json.dumps(ladders_written((USUAL, slow))))) == (USUAL, slow)


def test_the_rules_of_after_sales_are_read_as_they_were_written() -> None:
    ours = replace(
        POLICY,
        window=timedelta(days=7),
        automatic=5_000,
        agent_cap=10_000,
        second_person=False,
        return_address="Hall 3",
    )
    assert read_policy(json.loads(json.dumps(policy_written(ours)))) == ours
    assert read_policy(policy_written(POLICY)) == POLICY


@pytest.mark.parametrize(
    "wrong",
    [
        {"window_days": 0},
        {"automatic": -1},
        {"agent_cap": 1.5},
        {"second_person": "no"},
        {"form": 2},
        {"x": 1},
    ],
)
def test_rules_of_after_sales_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotASetting):
        read_policy(policy_written(POLICY) | wrong)


GOOD_HOURS = hours_written(Hours(SHANGHAI))
GOOD_LADDERS = ladders_written((USUAL,))


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"form": 2}, "form"),
        ({"form": None}, "form"),
        ({"colour": "red"}, "colour"),
        ({"week": [[]] * 6}, "week"),
        ({"week": [[["25:00", "26:00"]]] * 7}, "week.0.0.0"),
        ({"week": [[["09:00"]]] * 7}, "week.0.0"),
        ({"quiet": [["09:00", "10:00"]] * 9}, "quiet"),
        ({"holidays": [{"first": "2026-02-30", "last": "2026-03-01"}]}, "holidays.0.first"),
        ({"holidays": [{"first": "2026-02-20", "last": "2026-03-01", "name": "x" * 81}]}, "holidays.0.name"),
    ],
)
def test_hours_that_nobody_can_read_are_refused(change: dict[str, Any], names: str) -> None:
    with pytest.raises(NotASetting, match=names):
        read_hours(GOOD_HOURS | change, SHANGHAI)


@pytest.mark.parametrize(
    "written", [None, 1, "", [], {}, {"form": 1}, {"form": 1, "ladders": [{"steps": 1}]}]
)
def test_rubbish_is_no_ladder_and_no_hours(written: object) -> None:
    with pytest.raises(NotASetting):
        read_ladders(written)
    with pytest.raises(NotASetting):
        read_hours(written, SHANGHAI)


PLAN = ReportPlan((Kind.DAILY, Kind.MONTHLY), time(7, 30), ("ruth", "alerts:1"), "en")


@pytest.mark.parametrize("plan", [NO_REPORTS, PLAN])
def test_a_plan_of_reports_is_read_as_it_was_written(plan: ReportPlan) -> None:
    assert read_plan(plan_written(plan)) == plan


@pytest.mark.parametrize(
    "wrong",
    [
        {"form": 2}, {"kinds": ["yearly"]}, {"kinds": ["so_far"]}, {"hour": "24:00"}, {"hour": "8:00"}, {"hour": None},
        {"to": [3]}, {"to": "ruth"}, {"language": "fr"}, {"url": "mailto://u:p@h"},
    ],
)  # fmt: skip
def test_a_plan_that_nobody_can_read_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotASetting):
        read_plan(plan_written(PLAN) | wrong)


def test_times_are_whole_seconds_and_within_reason() -> None:
    for after in (-1, 1.5, "15", 10**12, None):
        ladder = GOOD_LADDERS["ladders"][0] | {"steps": [{"act": "signal", "after_s": after}]}
        with pytest.raises(NotASetting, match="after_s"):
            read_ladders({"form": 1, "ladders": [ladder]})


def test_the_shipped_hours_and_ladder_have_no_fault() -> None:
    assert faults(Hours(SHANGHAI)) == []
    assert contradictions((USUAL,)) == []


def days(first: int, last: int, open_at: str = "") -> SpecialDays:
    return SpecialDays(OCTOBER + timedelta(days=first), OCTOBER + timedelta(days=last), "", spans(open_at))


USUAL_WEEK = on("01234", "09:00-17:00")


@pytest.mark.parametrize(
    ("hours", "part", "why", "n"),
    [
        (Hours(SHANGHAI, on("2", "09:00-09:00")), "week", "no_length", 2),
        (Hours(SHANGHAI, on("2", "09:00-13:00 12:00-17:00")), "week", "overlap", 2),
        (Hours(SHANGHAI, on("2", "20:00-02:00 23:00-23:30")), "week", "overlap", 2),
        (Hours(SHANGHAI, on("2", "00:00-00:00 09:00-10:00")), "week", "overlap", 2),
        (Hours(SHANGHAI, {}), "week", "never_open", None),
        (Hours(SHANGHAI, USUAL_WEEK, spans("00:00-00:00")), "quiet", "always_quiet", None),
        (Hours(SHANGHAI, USUAL_WEEK, spans("08:00-20:00 20:00-08:00")), "quiet", "always_quiet", None),
        (Hours(SHANGHAI, USUAL_WEEK, spans("08:00-10:00 09:00-11:00")), "quiet", "overlap", None),
        (Hours(SHANGHAI, USUAL_WEEK, holidays=(days(3, 2),)), "holidays", "backwards", 0),
        (Hours(SHANGHAI, USUAL_WEEK, holidays=(days(0, 366),)), "holidays", "too_long", 0),
        (Hours(SHANGHAI, USUAL_WEEK, holidays=(days(0, 3), days(3, 5))), "holidays", "twice", 1),
        (Hours(SHANGHAI, USUAL_WEEK, holidays=(days(0, 1, "09:00-09:00"),)), "holidays", "no_length", 0),
        (Hours(SHANGHAI, USUAL_WEEK, promotions=(days(0, 1),)), "promotions", "closed", 0),
    ],
)  # fmt: skip
def test_hours_that_contradict_themselves_are_told(hours: Hours, part: Part, why: Why, n: int | None) -> None:
    assert faults(hours) == [Wrong(part, why, n)]


@pytest.mark.parametrize(
    "hours",
    [
        Hours(SHANGHAI, on("0123456", "00:00-00:00")),
        Hours(SHANGHAI, on("0123456", "20:00-02:00 09:00-12:00")),
        Hours(SHANGHAI, on("0", "09:00-12:00 12:00-18:00"), ()),
        Hours(
            SHANGHAI, USUAL_WEEK, holidays=(days(0, 6), days(7, 8)), promotions=(days(3, 3, "08:00-02:00"),)
        ),
    ],
)
def test_hours_that_are_unusual_and_right(hours: Hours) -> None:
    assert faults(hours) == []
