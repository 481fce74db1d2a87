"""When a report is due: at the shop's hour, once for each span, whatever the clocks and the desk did meanwhile."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from desk.figures.report import Kind
from desk.report_plan import ReportPlan
from desk.report_sending import GIVES_UP, LEFT_BY_A_DEAD_ONE, PAUSES, Fault, ReportSending, SendingState
from tests.conftest import MONDAY_NINE

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
EIGHT, HALF_PAST_TWO = time(8), time(2, 30)

# In Berlin the clock goes forward on 29 March 2026 at two, and back on 25 October 2026 at three.
DUE = [
    ("just before the hour", Kind.DAILY, EIGHT, SHANGHAI, "2026-11-24T07:59:59", "2026-11-22/2026-11-22"),
    ("on the hour", Kind.DAILY, EIGHT, SHANGHAI, "2026-11-24T08:00:00", "2026-11-23/2026-11-23"),
    ("down for three days: the last one only", Kind.DAILY, EIGHT, SHANGHAI, "2026-11-27T07:00:00", "2026-11-25/2026-11-25"),
    ("on Monday before the hour", Kind.WEEKLY, EIGHT, SHANGHAI, "2026-11-23T07:59:00", "2026-11-09/2026-11-15"),
    ("on Monday", Kind.WEEKLY, EIGHT, SHANGHAI, "2026-11-23T08:00:00", "2026-11-16/2026-11-22"),
    ("down on Monday, up on Sunday", Kind.WEEKLY, EIGHT, SHANGHAI, "2026-11-29T23:00:00", "2026-11-16/2026-11-22"),
    ("on the first before the hour", Kind.MONTHLY, EIGHT, SHANGHAI, "2026-03-01T07:00:00", "2026-01-01/2026-01-31"),
    ("on the first", Kind.MONTHLY, EIGHT, SHANGHAI, "2026-03-01T08:00:00", "2026-02-01/2026-02-28"),
    ("January tells of another year", Kind.MONTHLY, EIGHT, SHANGHAI, "2026-01-15T08:00:00", "2025-12-01/2025-12-31"),
    ("an hour that is left out is passed in that moment", Kind.DAILY, HALF_PAST_TWO, BERLIN, "2026-03-29T03:00:00", "2026-03-28/2026-03-28"),
    ("just before it is passed", Kind.DAILY, HALF_PAST_TWO, BERLIN, "2026-03-29T01:59:59", "2026-03-27/2026-03-27"),
    ("an hour that comes twice counts the first time", Kind.DAILY, HALF_PAST_TWO, BERLIN, "2026-10-25T02:30:00+02:00", "2026-10-24/2026-10-24"),
    ("and not the second time", Kind.DAILY, HALF_PAST_TWO, BERLIN, "2026-10-25T02:15:00+01:00", "2026-10-24/2026-10-24"),
    ("at midnight", Kind.DAILY, time(0), BERLIN, "2026-10-26T00:00:00", "2026-10-25/2026-10-25"),
]  # fmt: skip


def instant(written: str, zone: ZoneInfo) -> datetime:
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else at.replace(tzinfo=zone)


@pytest.mark.parametrize("case", DUE, ids=lambda case: case[0])
def test_the_newest_span_whose_hour_has_come(case: tuple[str, Kind, time, ZoneInfo, str, str]) -> None:
    _, kind, hour, zone, now, expected = case
    [(found, span)] = ReportPlan((kind,), hour).due(zone, instant(now, zone))
    assert (found, f"{span.first}/{span.last}") == (kind, expected)


NEXT = [
    (Kind.DAILY, EIGHT, SHANGHAI, "2026-11-23T07:00:00", "2026-11-23T08:00:00"),
    (Kind.DAILY, EIGHT, SHANGHAI, "2026-11-23T08:00:00", "2026-11-24T08:00:00"),
    (Kind.WEEKLY, EIGHT, SHANGHAI, "2026-11-23T08:00:00", "2026-11-30T08:00:00"),
    (Kind.MONTHLY, EIGHT, SHANGHAI, "2026-11-01T08:00:00", "2026-12-01T08:00:00"),
    (Kind.DAILY, HALF_PAST_TWO, BERLIN, "2026-03-28T12:00:00", "2026-03-29T03:00:00"),
]


@pytest.mark.parametrize("case", NEXT)
def test_when_it_comes_next(case: tuple[Kind, time, ZoneInfo, str, str]) -> None:
    kind, hour, zone, now, expected = case
    assert ReportPlan((kind,), hour).next(kind, zone, instant(now, zone)) == instant(expected, zone)


@pytest.mark.parametrize("zone", [SHANGHAI, BERLIN, ZoneInfo("America/St_Johns")])
@pytest.mark.parametrize("kind", [Kind.DAILY, Kind.WEEKLY, Kind.MONTHLY])
def test_through_a_year_no_span_is_left_out_and_none_overlaps(zone: ZoneInfo, kind: Kind) -> None:
    plan, at = ReportPlan((kind,), HALF_PAST_TWO), instant("2026-01-01T12:00:00", zone)
    spans = [next(iter(plan.due(zone, at + timedelta(days=n))))[1] for n in range(366)]
    told = list(dict.fromkeys(spans))
    assert all((b.first - a.last).days == 1 for a, b in pairwise(told))
    assert len(told) == {Kind.DAILY: 366, Kind.WEEKLY: 53, Kind.MONTHLY: 13}[kind]


# --- one address


def sending() -> ReportSending:
    return ReportSending(1, 1, "ruth", SendingState.DUE, MONDAY_NINE, MONDAY_NINE)


def test_the_pauses_grow_and_after_three_days_it_is_given_up() -> None:
    one, at, pauses = sending(), MONDAY_NINE, []
    while one.state is SendingState.DUE:
        assert one.is_due(at) and one.claim(at)
        one.not_taken(Fault.REFUSED, "503", at)
        pauses.append(one.due_at - at)
        at = max(at, one.due_at)
    assert pauses[:6] == [*PAUSES, PAUSES[-1]] and pauses[:5] == sorted(pauses[:5])
    assert one.state is SendingState.FAILED and at - MONDAY_NINE >= GIVES_UP
    one.again(at)
    assert (one.state, one.attempts, one.fault) == (SendingState.DUE, 0, "refused") and one.is_due(at)


def test_left_amid_an_attempt_it_is_sent_once_more_and_then_by_a_person_only() -> None:
    one, at = sending(), MONDAY_NINE
    assert one.claim(at) and not one.is_due(at + LEFT_BY_A_DEAD_ONE - timedelta(seconds=1))
    at += LEFT_BY_A_DEAD_ONE
    assert one.is_due(at) and one.claim(at)
    at += LEFT_BY_A_DEAD_ONE
    assert one.is_due(at) and not one.claim(at)
    assert one.state is SendingState.UNSURE and not one.is_due(at + timedelta(days=9))
    one.again(at)
    assert one.claim(at) and one.state is SendingState.SENDING


def test_an_address_that_is_no_more_is_not_waited_for() -> None:
    one = sending()
    one.claim(MONDAY_NINE)
    one.not_taken(Fault.UNKNOWN, "", MONDAY_NINE)
    assert one.state is SendingState.FAILED and one.may_again
