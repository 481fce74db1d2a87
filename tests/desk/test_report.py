"""What a report holds: Ruth reads three numbers, the worst waits and what changed, and nobody is blamed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desk.figures.facts import Ended, Left, Phase, Piece, Queueing, Round, Session
from desk.figures.metric import Figure
from desk.figures.metrics import BY_KEY
from desk.figures.other_facts import Case, PaidBack, Score
from desk.figures.pack import own
from desk.figures.reading import Reading
from desk.figures.report import CHANGING, Compared, Kind, Report, before, report
from desk.figures.sheet import ALL, Facts, sheet
from desk.figures.span import Span
from desk.figures.worst import Wait, Why, worst
from desk.response_time import USUAL, Promptness
from desk.shop import Hours
from tests.conftest import MONDAY_NINE

READING = Reading(own(Promptness(Hours(MONDAY_NINE.tzinfo), (USUAL,))), MONDAY_NINE + timedelta(hours=8))  # type: ignore[arg-type]
MONDAY = Span(date(2026, 11, 23), date(2026, 11, 23))


def at(seconds: float) -> datetime:
    """So long after nine."""
    return MONDAY_NINE + timedelta(seconds=seconds)


def fact(kind: type[Any], **values: Any) -> Any:
    """With what does not matter filled in."""
    usual: Mapping[str, Any] = {
        "channel": "loopback", "account": "main", "language": "en", "queue": None, "topic": "", "reason": "asked",
        "agent_id": None, "first": True, "last": True, "n": 1, "k": 1, "buyer_id": 1, "ended_at": None,
        "bot_first_at": None, "heard": 1, "bot_said": 0, "people_said": 1, "again_at": None, "in_hand": (),
        "kind": "return", "state": "done", "reviewed_at": None, "closed_at": None,
    }  # fmt: skip
    names = {field.name for field in fields(kind)}
    return kind(**{**{name: one for name, one in usual.items() if name in names}, **values})


def waited(
    id: int, since: float, until: float | None, ended: Ended, *takers: int, queued: float = 0, n: int = 1
) -> list[Any]:
    """A round, its pieces by these people, and the time in the queue before the first of them."""
    over = None if until is None else at(until)
    found = [fact(Round, conversation_id=id, n=n, since=at(since), until=over, ended=ended)]
    for k, taker in enumerate(takers or (None,), start=1):
        piece = {"conversation_id": id, "n": n, "k": k, "since": at(since), "until": over, "ended": ended}
        found.append(fact(Piece, **piece, agent_id=taker))
    if queued or not takers:
        left = at(since + queued) if takers else over
        how = Left.TAKEN if takers else Left.ABANDONED if over else Left.WAITS
        found.append(fact(Queueing, conversation_id=id, entered_at=at(since), left_at=left, left=how))
    return found


def facts(*some: Iterable[Any]) -> Facts:
    found: dict[type[Any], list[Any]] = {}
    for one in (one for group in some for one in group):
        found.setdefault(type(one), []).append(one)
    return found


def answered(count: int, seconds: float, first_id: int = 1) -> list[Any]:
    """So many sessions, each answered after so long."""
    found = []
    for id in range(first_id, first_id + count):
        phase = Phase(at(id), at(id), at(id + seconds), None, 1)
        found.append(fact(Session, conversation_id=id, started_at=at(id), phases=(phase,)))
        found += waited(id, id, id + seconds, Ended.ANSWERED, 1)
    return found


def told(kind: Kind, span: Span, now: Facts, then: Facts | None = None) -> Report:
    figures = (sheet(some, READING).get(ALL, {}) for some in (now, then or {}))
    return report(kind, span, *figures, worst(now, READING))


# --- the worst

OTTO, INES = 1, 2
WHYS = [
    ("nobody has come yet", waited(7, 0, None, Ended.OPEN), Why.WAITS, 8 * 3600, 8 * 3600, 0),
    ("Otto has it, and writes nothing", waited(7, 0, None, Ended.OPEN, OTTO, queued=40), Why.IN_HAND, 8 * 3600, 40, 0),
    ("Mina went before anybody came", waited(7, 0, 90, Ended.GONE), Why.UNTAKEN, 90, 90, 0),
    ("closed without an answer", waited(7, 0, 90, Ended.CLOSED, OTTO, queued=5), Why.LET_GO, 90, 5, 0),
    ("Otto came after a minute", waited(7, 0, 70, Ended.ANSWERED, OTTO, queued=60), Why.TAKEN_LATE, 70, 60, 0),
    ("half of it in the queue is not most", waited(7, 0, 120, Ended.ANSWERED, OTTO, queued=60), Why.ANSWERED_LATE, 120, 60, 0),
    ("Otto came at once, and passed it on", waited(7, 0, 70, Ended.ANSWERED, OTTO, INES), Why.ANSWERED_LATE, 70, 0, 1),
]  # fmt: skip


@pytest.mark.parametrize("case", WHYS, ids=lambda case: case[0])
def test_each_wait_says_of_what_it_consisted(case: tuple[str, list[Any], Why, float, float, int]) -> None:
    _, some, why, seconds, untaken, passed = case
    [found] = worst(facts(some), READING)
    assert found == Wait(7, at(0), int(seconds * 1000), why, int(untaken * 1000), passed, "asked")


def test_only_the_part_of_the_queue_that_lies_in_the_wait_counts() -> None:
    """It stood there before Mina asked, and again after she had her answer."""
    some = waited(7, 100, 170, Ended.ANSWERED, OTTO)
    for entered, left in ((0, 120), (165, 400)):
        some.append(
            fact(Queueing, conversation_id=7, entered_at=at(entered), left_at=at(left), left=Left.TAKEN)
        )
    [found] = worst(facts(some), READING)
    assert (found.ms, found.untaken_ms) == (70_000, 25_000)


def test_every_why_is_reached_by_a_case() -> None:
    assert {case[2] for case in WHYS} == set(Why)


def test_who_was_never_answered_comes_before_who_waited_longer_and_each_conversation_once() -> None:
    some = facts(
        waited(1, 0, 900, Ended.ANSWERED, OTTO),
        waited(2, 0, 45, Ended.CLOSED, OTTO),
        waited(3, 0, 600, Ended.ANSWERED, OTTO), waited(3, 1000, 1300, Ended.ANSWERED, OTTO, n=2),
        waited(4, 0, 50, Ended.GONE),
        waited(5, 0, 700, Ended.ANSWERED, OTTO),
    )  # fmt: skip
    assert [(one.conversation_id, one.silent) for one in worst(some, READING)] == [
        (4, True),
        (2, True),
        (1, False),
    ]
    assert [one.conversation_id for one in worst(some, READING, most=9)] == [4, 2, 1, 5, 3]


def test_exactly_on_the_target_is_no_wait_and_a_millisecond_more_is() -> None:
    assert worst(facts(waited(1, 0, 30, Ended.ANSWERED, OTTO)), READING) == ()
    assert [one.ms for one in worst(facts(waited(1, 0, 30.001, Ended.ANSWERED, OTTO)), READING)] == [30_001]
    assert worst(facts(waited(1, 0, 29, Ended.GONE)), READING) == ()


# --- the numbers


def test_the_third_number_is_satisfaction_where_anybody_was_asked_and_what_the_bot_solved_otherwise() -> None:
    score = [fact(Score, conversation_id=1, value=None, at=at(0))]
    assert [one.metric.key for one in told(Kind.DAILY, MONDAY, {}).numbers] == [
        "first_response_within_30", "first_response_median", "bot_solved",
    ]  # fmt: skip
    asked = told(Kind.DAILY, MONDAY, facts(score)).numbers[2]
    assert (asked.metric.key, asked.now) == ("satisfaction", Figure(None, 0))


def test_a_day_is_told_beside_the_one_before() -> None:
    paid = [fact(PaidBack, ticket_id=3, conversation_id=1, minor=5000, currency=c, at=at(9)) for c in ("CNY", "EUR", "CNY")]  # fmt: skip
    cases = [fact(Case, ticket_id=n, conversation_id=1, submitted_at=at(0)) for n in range(2)]
    got = told(
        Kind.DAILY, MONDAY, facts(answered(12, 10), answered(4, 31, 100), cases, paid), facts(answered(20, 31))
    )  # fmt: skip
    share, median, _ = got.numbers
    assert (share.now, share.before) == (Figure(7500, 16, 12), Figure(0, 20, 0))
    assert (median.now.value, median.before.value, share.turn, median.turn) == (10_000, 31_000, 1, 1)
    assert [one.now.n for one in got.of("cases")] == [2]
    assert [(one.now.currency, one.now.value, one.before.value) for one in got.of("refunded")] == [
        ("CNY", 10_000, 0), ("EUR", 5_000, 0),
    ]  # fmt: skip
    assert got.before == Span(date(2026, 11, 22), date(2026, 11, 22)) and not got.empty
    # What stands among the three numbers is not told again.
    assert [one.metric.key for one in got.better] == [] and got.worse == ()


def test_better_and_worse_leave_out_the_numbers_and_keep_the_order_of_what_matters() -> None:
    slow = [one for one in answered(20, 70) if not isinstance(one, Session)]
    quick = [one for one in answered(20, 20) if not isinstance(one, Session)]
    assert [one.metric.key for one in told(Kind.DAILY, MONDAY, facts(quick), facts(slow)).better] == [
        "response_in_limit"
    ]  # fmt: skip
    assert [one.metric.key for one in told(Kind.DAILY, MONDAY, facts(slow), facts(quick)).worse] == [
        "response_in_limit"
    ]  # fmt: skip
    assert {BY_KEY[key].better for key in CHANGING} == {1, -1}


def test_nothing_happened() -> None:
    got = told(Kind.MONTHLY, Span(date(2026, 10, 1), date(2026, 10, 31)), {})
    assert got.empty and got.worst == () and got.before == Span(date(2026, 9, 1), date(2026, 9, 30))


TURNS = [
    ("a point more", "first_response_within_30", (9700, 10), (9600, 10), 1),
    ("less than a point", "first_response_within_30", (9699, 10), (9600, 10), 0),
    ("a point less", "first_response_within_30", (9600, 10), (9700, 10), -1),
    ("fewer left the queue", "abandoned", (100, 50), (300, 50), 1),
    ("nine are too few", "first_response_within_30", (9900, 9), (1000, 10), 0),
    ("nine before are too few", "first_response_within_30", (9900, 10), (1000, 9), 0),
    ("a tenth longer", "queue_median", (11_000, 10), (10_000, 10), -1),
    ("not quite a tenth", "queue_median", (10_999, 10), (10_000, 10), 0),
    ("from nothing to something", "queue_median", (1, 10), (0, 10), -1),
    ("the same", "queue_median", (0, 10), (0, 10), 0),
    ("nothing before", "queue_median", (5, 10), (None, 0), 0),
    ("neither good nor bad", "handling_median", (50_000, 10), (10_000, 10), 0),
]


@pytest.mark.parametrize("case", TURNS, ids=lambda case: case[0])
def test_when_something_is_called_better_or_worse(case: tuple[str, str, Any, Any, int]) -> None:
    _, key, now, then, turn = case
    assert Compared(BY_KEY[key], Figure(*now), Figure(*then)).turn == turn


BEFORE = [
    (Kind.DAILY, (2026, 11, 23), (2026, 11, 23), (2026, 11, 22), (2026, 11, 22)),
    (Kind.WEEKLY, (2026, 11, 16), (2026, 11, 22), (2026, 11, 9), (2026, 11, 15)),
    (Kind.MONTHLY, (2026, 3, 1), (2026, 3, 31), (2026, 2, 1), (2026, 2, 28)),
    # Of a week that is not over, the same days of the week before: a Sunday is no Wednesday.
    (Kind.SO_FAR, (2026, 11, 23), (2026, 11, 25), (2026, 11, 16), (2026, 11, 18)),
    (Kind.SO_FAR, (2026, 11, 23), (2026, 11, 23), (2026, 11, 22), (2026, 11, 22)),
    (Kind.SO_FAR, (2026, 11, 1), (2026, 11, 10), (2026, 10, 22), (2026, 10, 31)),
]


@pytest.mark.parametrize("case", BEFORE)
def test_with_what_a_span_is_compared(case: tuple[Kind, Any, Any, Any, Any]) -> None:
    kind, *days = case
    first, last, first_before, last_before = (date(*day) for day in days)
    assert before(kind, Span(first, last)) == Span(first_before, last_before)
