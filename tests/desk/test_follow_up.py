"""Follow-ups: when one is made, what calls it off, and by when its answer is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.afterwards import Afterwards
from desk.errors import NotNow
from desk.follow_up import Because, FollowUp, FollowUpState, Now, Standing, Why, answer_by, now
from desk.shop import Hours

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = FollowUp(
    1, Because.CASE, "ticket:81", 1, 3, 7, 81, "", NOON - 3 * DAY, FollowUpState.DUE, NOON
)  # fmt: skip
FREE = Standing(True, True, False, True, no_more=False, quiet=False, busy=False, asked_today=False)


@pytest.mark.parametrize(
    ("standing", "after", "what"),
    [
        (FREE, timedelta(0), "send"),
        (replace(FREE, quiet=True), timedelta(0), "later"),
        (replace(FREE, busy=True), timedelta(0), "later"),
        (replace(FREE, asked_today=True), timedelta(0), "later"),
        (replace(FREE, wanted=False), timedelta(0), Why.SWITCHED_OFF),
        (replace(FREE, no_more=True, busy=True), timedelta(0), Why.NO_MORE),
        (replace(FREE, chat=False, in_window=False), timedelta(0), Why.NO_CHAT),
        (replace(FREE, blocked=True), timedelta(0), Why.BLOCKED),
        (replace(FREE, in_window=False), timedelta(0), Why.WINDOW),
        (FREE, 27 * DAY, "send"),
        (FREE, 27 * DAY + timedelta(milliseconds=1), Why.TOO_LATE),
    ],
)
def test_a_contact_is_put_off_but_not_lost_and_called_off_only_for_good(
    standing: Standing, after: timedelta, what: Now
) -> None:
    assert now(DUE, standing, NOON + after) == what


def test_the_second_comes_so_many_days_after_the_first_and_there_is_no_third() -> None:
    first = replace(DUE)
    assert first.second(Afterwards()) is None  # not sent yet
    first.send(7)
    first.accept(NOON)
    second = first.second(Afterwards(second=4 * DAY))
    assert second is not None
    assert (second.n, second.state, second.due_at) == (2, FollowUpState.DUE, NOON + 4 * DAY)
    second.send(7)
    second.accept(NOON + 4 * DAY)
    assert second.second(Afterwards()) is None


def test_once_it_is_under_way_it_is_not_sent_again() -> None:
    first = replace(DUE)
    first.send(7)
    with pytest.raises(NotNow):
        first.send(7)


SHANGHAI = ZoneInfo("Asia/Shanghai")
SHIFTS = Hours(SHANGHAI, {day: ((time(9), time(12)), (time(14), time(18))) for day in range(5)})
LATE = Hours(SHANGHAI, dict.fromkeys(range(7), ((time(18), time(2)),)))
NEVER_CLOSED = Hours(SHANGHAI, dict.fromkeys(range(7), ((time(0), time(0)),)))
NEVER_OPEN = Hours(SHANGHAI, {})


def at(day: int, clock: str) -> datetime:
    """Of November 2026; the 23rd is a Monday."""
    return datetime.combine(datetime(2026, 11, day), time.fromisoformat(clock), SHANGHAI)


@pytest.mark.parametrize(
    ("hours", "asked", "by"),
    [
        (SHIFTS, at(23, "10:00"), at(23, "18:00")),
        (SHIFTS, at(23, "13:00"), at(23, "18:00")),  # at noon rest
        (SHIFTS, at(23, "17:59"), at(23, "18:00")),
        (SHIFTS, at(23, "18:00"), at(24, "18:00")),
        (SHIFTS, at(28, "11:00"), at(30, "18:00")),  # Saturday: the day it opens again
        (LATE, at(23, "19:00"), at(24, "02:00")),
        (NEVER_CLOSED, at(23, "19:00"), at(24, "00:00")),
        (NEVER_OPEN, at(23, "19:00"), at(24, "00:00")),
    ],
)
def test_what_they_answer_is_answered_the_same_day(hours: Hours, asked: datetime, by: datetime) -> None:
    assert answer_by(asked, hours) == by
