"""Who is asked for whom: every rule as a table, and what always holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.asked_again import DECLINED, LAPSED, LetGo, let_go, next_again
from desk.handover import Reason
from desk.offer import OfferState
from desk.routing import (
    GENERAL,
    Colleague,
    Queue,
    Waiting,
    by_priority,
    candidates,
    next_for,
    queue_of,
    without_anybody,
)
from tests.conftest import MONDAY_NINE

OTTO, INES, RUTH = 1, 2, 3
NOW = MONDAY_NINE + timedelta(hours=1)
M = timedelta(minutes=1)
LET_GO = LetGo(NOW - M, NOW + M)
LONG_AGO, LONGER_AGO = LetGo(NOW - 2 * M, NOW), LetGo(NOW - 3 * M, NOW)
RETURNS = Queue(1, "Returns", 1, topics=["return_refund", "exchange"], skill="returns", priority=1)
TAIWAN = Queue(2, "Taiwan", 2, languages=["zh-TW"])
TELEGRAM = Queue(3, "Telegram", 3, channels=["telegram"], reasons=["asked", "upset"])
QUEUES = [TELEGRAM, RETURNS, TAIWAN]


def mina(seconds: float = 0, id: int = 1, **more: Any) -> Waiting:
    return Waiting(id, MONDAY_NINE + timedelta(seconds=seconds), **more)


def agent(id: int, load: int = 0, idle_minutes: float = 0, **more: Any) -> Colleague:
    words = {name: frozenset(more.pop(name, ())) for name in ("skills", "speaks")}
    idle = MONDAY_NINE - timedelta(minutes=idle_minutes)
    return Colleague(id, more.pop("capacity", 5), load, idle, **words)


def ids(found: list[Colleague]) -> list[int]:
    return [one.id for one in found]


# --- in which queue


@pytest.mark.parametrize(
    ("waits", "queue"),
    [
        ({"topic": "exchange"}, RETURNS),
        ({"topic": "exchange", "language": "zh-TW"}, RETURNS),  # the first that fits
        ({"topic": "stock", "language": "zh-TW"}, TAIWAN),
        ({"language": "en", "channel": "telegram", "reason": "asked"}, TELEGRAM),
        ({"language": "en", "channel": "telegram", "reason": "topic"}, GENERAL),
        ({"language": "en", "channel": "web", "reason": "asked"}, GENERAL),
        ({}, GENERAL),
        ({"topic": "exchange", "queue_id": 3}, TELEGRAM),  # put there by hand
        ({"topic": "exchange", "queue_id": 99}, RETURNS),  # there is no such queue any more
    ],
)
def test_a_conversation_waits_in_the_first_queue_that_fits(waits: dict[str, Any], queue: Queue) -> None:
    assert queue_of(mina(**waits), QUEUES) is queue


def test_a_queue_that_is_put_aside_takes_nobody() -> None:
    aside = [replace(one, active=False) for one in QUEUES]
    assert queue_of(mina(topic="exchange", queue_id=1), aside) is GENERAL


# --- who is asked


@pytest.mark.parametrize(
    ("waits", "there", "asked"),
    [
        # the buyer's last agent first, if they can
        ({"last_agent": OTTO}, [agent(OTTO, load=4), agent(INES)], [OTTO, INES]),
        ({"last_agent": OTTO}, [agent(OTTO, load=5), agent(INES)], [INES]),
        ({"last_agent": OTTO}, [agent(INES), agent(RUTH, load=1)], [INES, RUTH]),
        # for whom it was meant before even them
        ({"last_agent": OTTO, "meant_for": INES}, [agent(OTTO), agent(INES, load=3)], [INES, OTTO]),
        # who speaks the language; nobody's languages said = any
        ({"language": "en"}, [agent(OTTO, speaks=["zh-CN"]), agent(INES, load=3, speaks=["en"])], [INES, OTTO]),
        ({"language": "zh-TW"}, [agent(OTTO, speaks=["en"]), agent(INES, load=1, speaks=["zh-CN"])], [INES, OTTO]),
        ({"language": "en"}, [agent(OTTO), agent(INES, load=1, speaks=["en"])], [OTTO, INES]),
        # the least busy, by what they can carry
        ({}, [agent(OTTO, load=2), agent(INES, load=1)], [INES, OTTO]),
        ({}, [agent(OTTO, load=3, capacity=10), agent(INES, load=2, capacity=5)], [OTTO, INES]),
        # who is idle longest
        ({}, [agent(OTTO, idle_minutes=1), agent(INES, idle_minutes=9)], [INES, OTTO]),
        # nobody beyond what they can carry
        ({}, [agent(OTTO, load=5), agent(INES, load=6), agent(RUTH, capacity=0)], []),
        # who let it go is asked again only after a pause, and where nobody else can be; who put it back is not
        ({"let_go": {OTTO: LET_GO}}, [agent(OTTO), agent(INES, load=4)], [INES]),
        ({"let_go": {OTTO: LONG_AGO}}, [agent(OTTO), agent(INES, load=4)], [INES]),
        ({"let_go": {OTTO: LET_GO}}, [agent(OTTO), agent(INES, load=5)], []),
        ({"let_go": {OTTO: LONG_AGO}}, [agent(OTTO), agent(INES, load=5)], [OTTO]),
        ({"let_go": {OTTO: LONG_AGO, INES: LONGER_AGO}}, [agent(OTTO), agent(INES, load=4)], [INES, OTTO]),
        ({"given_by": OTTO, "last_agent": OTTO}, [agent(OTTO), agent(INES, load=4)], [INES]),
        # not the same one twice in a row while another fits
        ({"last_asked": OTTO}, [agent(OTTO), agent(INES, load=4)], [INES]),
        ({"last_asked": OTTO}, [agent(OTTO)], [OTTO]),
    ],
)  # fmt: skip
def test_who_is_asked_first(waits: dict[str, Any], there: list[Colleague], asked: list[int]) -> None:
    assert ids(candidates(mina(**waits), GENERAL, there, NOW)) == asked


def test_a_queue_with_a_skill_asks_those_who_have_it_and_the_buyers_own_agent() -> None:
    there = [agent(OTTO), agent(INES, load=4, skills=["returns"]), agent(RUTH)]
    assert ids(candidates(mina(), RETURNS, there, NOW)) == [INES]
    assert ids(candidates(mina(last_agent=RUTH), RETURNS, there, NOW)) == [RUTH, INES]


def test_a_queue_whose_skill_nobody_has_is_without_anybody() -> None:
    there = [agent(OTTO, skills=["glass"])]
    glass, aside = Queue(7, "Glass", 1, skill="glass"), replace(RETURNS, id=8, active=False)
    assert without_anybody([RETURNS, TAIWAN, glass, aside], there) == [RETURNS.id]


# --- who is asked again


def test_who_let_it_lapse_is_asked_again_two_minutes_after_the_last_answer_and_who_declined_after_ten() -> (
    None
):
    found = let_go(
        [
            (OTTO, OfferState.EXPIRED, NOW),
            (INES, OfferState.DECLINED, NOW + M),
            (RUTH, OfferState.DECLINED, NOW - DECLINED + 2 * M),
        ]
    )
    last = NOW + M
    assert {id: one.again_at for id, one in found.items()} == {
        OTTO: last + LAPSED,
        INES: last + DECLINED,
        RUTH: last + LAPSED,  # its own ten minutes are over sooner, but nobody is asked again so soon
    }
    assert (LAPSED, DECLINED) == (2 * M, 10 * M)


def test_the_latest_answer_of_somebody_counts() -> None:
    found = let_go([(OTTO, OfferState.DECLINED, NOW), (OTTO, OfferState.EXPIRED, NOW + M)])
    assert found == {OTTO: LetGo(NOW + M, NOW + M + LAPSED)}
    assert let_go([]) == {}


def test_the_next_pause_that_ends_is_looked_for() -> None:
    assert next_again([{OTTO: LONG_AGO}, {INES: LET_GO}, {}], NOW) == NOW + M
    assert next_again([{OTTO: LONG_AGO}], NOW) is None


# --- who comes first


def test_priority_is_the_queue_then_upset_then_vip_then_the_longest_debt() -> None:
    queue = {1: GENERAL, 2: GENERAL, 3: GENERAL, 4: GENERAL, 5: RETURNS, 6: GENERAL}
    waiting = [
        mina(50, 1),
        mina(10, 2),
        mina(60, 3, reason=Reason.UPSET),
        mina(70, 4, vip=True),
        mina(90, 5),
        mina(65, 6, reason=Reason.ABUSE, vip=True),
    ]
    assert [one.id for one in by_priority(waiting, queue)] == [5, 6, 3, 4, 2, 1]


def test_two_who_wait_go_to_two_who_are_free() -> None:
    given = next_for([mina(0, 1), mina(1, 2), mina(2, 3)], [agent(OTTO), agent(INES, load=4)], [], NOW)
    assert [(one.id, who.id) for one, who in given] == [(1, OTTO), (2, OTTO), (3, OTTO)]
    given = next_for([mina(0, 1), mina(1, 2)], [agent(OTTO), agent(INES)], [], NOW)
    assert [(one.id, who.id) for one, who in given] == [(1, OTTO), (2, INES)]


# --- what always holds

words = st.sampled_from(["", "en", "zh-CN", "zh-TW", "fr"])
colleagues = st.lists(
    st.builds(
        agent,
        st.integers(1, 12),
        st.integers(0, 6),
        st.integers(0, 3),
        capacity=st.integers(0, 6),
        skills=st.sets(st.sampled_from(["returns", "glass"])),
        speaks=st.sets(words.filter(bool)),
    ),
    unique_by=lambda one: one.id,
    max_size=12,
)
somebody = st.none() | st.integers(1, 12)
crowds = st.lists(
    st.builds(
        mina,
        st.integers(0, 600),
        st.integers(1, 60),
        language=words,
        reason=st.sampled_from([*map(str, Reason)]),
        topic=st.sampled_from(["", "exchange", "stock"]),
        queue_id=st.none() | st.integers(1, 4),
        last_agent=somebody,
        meant_for=somebody,
        given_by=somebody,
        vip=st.booleans(),
        let_go=st.dictionaries(
            st.integers(1, 12), st.sampled_from([LET_GO, LONG_AGO, LONGER_AGO]), max_size=4
        ),
        last_asked=somebody,
    ),
    unique_by=lambda one: one.id,
    max_size=40,
)


@given(crowds, colleagues)
def test_nobody_gets_more_than_they_can_carry_and_nobody_waits_where_there_is_room(
    waiting: list[Waiting], there: list[Colleague]
) -> None:
    given = next_for(waiting, there, QUEUES, NOW)
    got = Counter(who.id for _, who in given)
    left = [replace(one, load=one.load + got[one.id]) for one in there]
    assert all(one.load <= one.capacity for one in left if got[one.id])
    assert len({one.id for one, _ in given}) == len(given)
    for one in waiting:
        if one not in [given_to[0] for given_to in given]:
            assert candidates(one, queue_of(one, QUEUES), left, NOW) == []


@given(crowds, colleagues)
def test_nobody_is_asked_twice_in_a_row_while_another_fits_nor_for_what_they_let_go(
    waiting: list[Waiting], there: list[Colleague]
) -> None:
    for one in waiting:
        found = candidates(one, queue_of(one, QUEUES), there, NOW)
        asked = set(ids(found))
        assert one.given_by not in asked
        assert not asked & one.let_go.keys() or asked <= {
            id for id, let in one.let_go.items() if let.again_at <= NOW
        }
        assert one.last_asked not in ids(found) or ids(found) == [one.last_asked]


@given(crowds, colleagues)
def test_who_is_served_before_another_of_the_same_wishes_has_priority(
    waiting: list[Waiting], there: list[Colleague]
) -> None:
    alike = [Waiting(one.id, one.since, reason=one.reason, vip=one.vip) for one in waiting]
    served = [one for one, _ in next_for(alike, there, [], NOW)]
    assert served == by_priority(alike, {one.id: GENERAL for one in alike})[: len(served)]
