"""Packs read the same facts by other rules: other hours, another target, only what began while they are open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desk.figures import judging, pack
from desk.figures.facts import Ended, Left, Phase, Piece, Queueing, Round, Session, Stint
from desk.figures.pack import Pack
from desk.figures.reading import Reading
from desk.response_time import Act, Ladder, Promptness, Scope, Step
from desk.shop import Hours

ZONE = ZoneInfo("Asia/Shanghai")
SHOPS = Promptness(Hours(ZONE))
OWN, JD = pack.own(SHOPS), pack.jd(ZONE)
LATER = datetime(2026, 11, 24, 12, tzinfo=ZONE)


def at(clock: str) -> datetime:
    return datetime.combine(datetime(2026, 11, 23), time.fromisoformat(clock), ZONE).astimezone(UTC)


def waited(since: str, until: str | None, ended: Ended = Ended.ANSWERED, **more: Any) -> Round:
    values: dict[str, Any] = {"queue": None, "topic": "", "reason": "asked", **more}
    return Round(
        1, 1, "web", "main", "en", **values, since=at(since), until=None if until is None else at(until), ended=ended,
        agent_id=1, first=True,
    )  # fmt: skip


def in_queue(since: str, until: str, left: Left) -> Queueing:
    return Queueing(1, 1, "web", "main", "en", None, "", "asked", at(since), at(until), left, None)


def session(since: str, *phases: Phase, **more: Any) -> Session:
    return Session(1, 1, "web", "main", "en", None, "", at(since), None, None, phases, 1, 0, 0, **more)


@pytest.mark.parametrize(
    ("rules", "began", "counts"),
    [
        (JD, "08:59:59.999", False),
        (JD, "09:00:00", True),
        (JD, "22:59:59.999", True),
        (JD, "23:00:00", False),
        (OWN, "03:00:00", True),  # the shop's own pack leaves nothing out
    ],
)
def test_only_what_began_in_the_hours_counts_where_a_pack_says_so(
    rules: Pack, began: str, counts: bool
) -> None:
    reading = Reading(rules, LATER)
    phase = Phase(at(began), at(began), at(began), None, 1)
    facts: list[tuple[Callable[..., judging.Judged], Any]] = [
        (judging.counted, waited(began, began)),
        (judging.response, waited(began, began)),
        (judging.within(judging.target), waited(began, began)),
        (judging.unanswered, waited(began, None, Ended.OPEN)),
        (judging.session, session(began)),
        (judging.first_response, session(began, phase)),
        (judging.felt, session(began, phase)),
        (judging.first_within(judging.target), session(began, phase)),
        (judging.queued, in_queue(began, began, Left.TAKEN)),
        (judging.abandoned, in_queue(began, began, Left.ABANDONED)),
        (judging.abandoned_after, in_queue(began, began, Left.ABANDONED)),
    ]
    judged = [judge(fact, reading) for judge, fact in facts]
    left_out = [one == judging.OUTSIDE for one in judged]
    assert left_out == [not counts] * len(facts), judged


def test_what_a_person_did_counts_whenever_it_was() -> None:
    """A pack's hours are about waiting; work is work, and the bot is there around the clock."""
    stint = Stint(1, 1, "web", "main", "en", None, "", 1, at("23:30:00"), at("23:31:00"), 2, 3, 1)
    reading = Reading(JD, LATER)
    judges = judging.taken, judging.handled, judging.said, judging.heard, judging.perfunctory
    assert [judge(stint, reading)[0] for judge in judges] == [1, 60_000, 3, 2, 1]


def test_a_pack_has_its_own_hours() -> None:
    """From 22:00:00 to 22:01:00 the shop is closed, and JD's rule is not."""
    one = waited("22:00:00", "22:01:00")
    assert judging.response(one, Reading(OWN, LATER)) == (0, "answered")
    assert judging.response(one, Reading(JD, LATER)) == (60_000, "answered")


def test_what_if_the_target_or_the_limit_were_another() -> None:
    web = Ladder(Scope(channel="web"), (Step(Act.MISS, _s(10)), Step(Act.ALARM, _s(20))))
    own = pack.own(Promptness(Hours(ZONE), (*SHOPS.ladders, web)))
    trial = pack.what_if(own, target=_s(45))
    assert {ladder.target for ladder in trial.promptness.ladders} == {_s(45)}
    assert [ladder.limit for ladder in trial.promptness.ladders] == [_s(60), _s(20)]
    one, reading = waited("10:00:00", "10:00:40"), Reading(trial, LATER)
    assert judging.within(judging.target)(one, Reading(own, LATER)) == (0, "late")
    assert judging.within(judging.target)(one, reading) == (1, "in_time")
    assert judging.within(judging.limit)(one, reading) == (0, "late")
    longer = pack.what_if(own, limit=_s(40))
    assert judging.within(judging.limit)(one, Reading(longer, LATER)) == (1, "in_time"), "exactly"
    assert {ladder.target for ladder in longer.promptness.ladders} == {_s(30), _s(10)}
    assert own.promptness.ladders[-1] is web, "the shop's own is as it was"


def test_what_if_the_shop_were_open_at_lunch() -> None:
    lunch = Hours(ZONE, dict.fromkeys(range(7), ((time(9), time(12)), (time(13, 30), time(18)))))
    own, one = pack.own(Promptness(lunch)), waited("11:59:50", "13:30:15")
    open_at_lunch = pack.what_if(own, hours=Hours(ZONE, dict.fromkeys(range(7), ((time(9), time(18)),))))
    assert judging.response(one, Reading(own, LATER)) == (25_000, "answered")
    assert judging.response(one, Reading(open_at_lunch, LATER)) == (5_425_000, "answered")
    assert open_at_lunch.promptness.ladders == own.promptness.ladders and open_at_lunch.name == "what_if"


@pytest.mark.parametrize(
    ("queue", "topic", "reason", "target"),
    [
        (None, "", "asked", 30),
        (2, "", "asked", 60),
        (2, "refund", "asked", 120),  # a topic comes before a queue
        (None, "", "upset", 20),
        (None, "", "release", 90),  # put back, or passed on: one thing to a ladder
        (None, "", "pass_on", 90),
    ],
)
def test_a_round_is_judged_by_its_own_ladder(queue: int | None, topic: str, reason: str, target: int) -> None:
    ladders = [
        Ladder(scope, (Step(Act.MISS, _s(seconds)), Step(Act.ALARM, _s(600))))
        for scope, seconds in (
            (Scope(queue="2"), 60), (Scope(topic="refund"), 120), (Scope(topic="upset"), 20), (Scope(topic="passed_on"), 90),
        )
    ]  # fmt: skip
    own = pack.own(Promptness(Hours(ZONE), (*SHOPS.ladders, *ladders)))
    one = waited("10:00:00", "10:00:01", queue=queue, topic=topic, reason=reason)
    piece = Piece(
        1, 1, 1, "web", "main", "en", queue, topic, 1, one.since, one.until, one.ended, True, reason
    )
    reading = Reading(own, LATER)
    assert reading.limits(one).target == reading.limits(piece).target == 1000 * target


def _s(seconds: int) -> timedelta:
    return timedelta(seconds=seconds)
