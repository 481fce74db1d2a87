"""Follow-ups: some days after a case or a delivery Mina is asked how it went, at most twice, and never in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels import Refused
from desk.afterwards import Afterwards
from desk.conversation import Mode, Reach
from desk.follow_up import FollowUpState, Why
from desk.handover import Reason
from desk.order import Status
from desk.promise import PromiseState
from desk.satisfaction import ScoreState
from desk.store import Book, Store, conversations, promises
from tests.bot.afterwards_room import AfterwardsRoom, a_refused_case
from tests.conftest import Watch

S = FollowUpState


@pytest.fixture
async def room(store: Store, watch: Watch, tmp_path: Path) -> AfterwardsRoom:
    room = AfterwardsRoom(store, watch, tmp_path)
    await room.opens()
    return room


@pytest.fixture
async def over(room: AfterwardsRoom) -> tuple[AfterwardsRoom, int]:
    return room, await a_refused_case(room)


async def test_after_a_case_mina_is_asked_for_satisfaction_and_followed_up_days_later(
    over: tuple[AfterwardsRoom, int],
) -> None:
    room, number = over
    ended = room.watch() - timedelta(seconds=1)
    [due] = await room.contacts()
    assert (due.state, due.due_at) == (S.DUE, ended + timedelta(days=3))
    await room.later(minutes=2)
    assert (await room.score()).ticket_id == due.ticket_id  # and the conversation itself is not asked about
    await room.later(hours=1)
    assert [one.state for one in await room.scores()] == [ScoreState.ASKED]
    await room.follows_up(days=2, hours=22)
    assert [one.state for one in await room.contacts()] == [S.DUE]
    await room.follows_up(hours=1)
    first, second = await room.contacts()
    assert (first.state, first.sent_at, second.state) == (S.SENT, room.watch(), S.DUE)
    assert second.due_at == room.watch() + timedelta(days=7)
    assert (await room.stand(number)).mode == Mode.CLOSED
    said = len(room.heard)
    await room.follows_up()
    assert len(room.heard) == said  # once


async def test_who_does_not_answer_is_asked_once_more_and_never_again(
    over: tuple[AfterwardsRoom, int],
) -> None:
    room, _ = over
    await room.follows_up(days=3, hours=1)
    await room.follows_up(days=7)
    assert [one.state for one in await room.contacts()] == [S.OVER, S.SENT]
    await room.follows_up(days=7)
    assert [one.state for one in await room.contacts()] == [S.OVER, S.OVER]
    said = len(room.heard)
    await room.follows_up(days=30)
    assert len(room.heard) == said


async def test_a_press_that_all_is_well_ends_it_and_begins_nothing(over: tuple[AfterwardsRoom, int]) -> None:
    room, number = over
    await room.follows_up(days=3, hours=1)
    held = (await room.contacts())[0].id
    await room.mina.writes("All is well", kind="press", button=f"f:{held}:well")
    assert [(one.state, one.why) for one in await room.contacts()] == [
        (S.ANSWERED, Why.NONE),
        (S.CALLED_OFF, Why.ANSWERED),
    ]
    after = await room.mina.conversation()
    assert (after.id, after.mode, after.waiting_since) == (number, Mode.CLOSED, None)


@pytest.mark.parametrize("how", ["press", "words"])
async def test_who_wants_no_more_of_these_is_never_followed_up_again(
    over: tuple[AfterwardsRoom, int], how: str
) -> None:
    room, _ = over
    await room.follows_up(days=3, hours=1)
    held = (await room.contacts())[0].id
    if how == "press":
        await room.mina.writes("no", kind="press", button=f"f:{held}:no_more")
    else:
        await room.mina.writes("Please don't ask me again")
    assert (await room.mina.conversation()).mode == Mode.CLOSED
    assert (await room.contacts())[0].why == Why.NO_MORE
    await a_refused_case(room)
    await room.follows_up(days=4)
    assert [one.why for one in await room.contacts()][1:] == [Why.ANSWERED, Why.NO_MORE]


async def test_what_she_asks_in_answer_is_owed_the_same_day_by_whoever_takes_it(
    over: tuple[AfterwardsRoom, int],
) -> None:
    room, number = over
    await room.follows_up(days=3, hours=1)
    await room.says("the lamp flickers again, my phone is 13800001234")
    held = await room.mina.conversation()
    first, second = await room.contacts()
    assert (held.id != number, held.topic) == (True, "follow_up")
    assert (first.answered_in, second.why) == (held.id, Why.ANSWERED)
    assert "13800001234" not in first.said

    def taken(book: Book) -> None:
        theirs = conversations.by_id(book, held.id)
        theirs.hand_off(Reason.ASKED, room.watch(), room.targets, topic="quality_issue")
        assert theirs.topic == "follow_up"
        theirs.take(room.otto.id, room.watch(), targets=room.targets)

    await room.store.write(taken)
    [owed] = await room.store.read(lambda book: promises.owed_to(book, held.buyer_id))
    assert (owed.owner_id, owed.due_at) == (room.otto.id, room.watch().replace(hour=21, minute=0, second=0))

    def passed_on(book: Book) -> None:
        theirs = conversations.by_id(book, held.id)
        theirs.take(room.ruth.id, room.watch(), may_take_over=True, targets=room.targets)

    await room.store.write(passed_on)
    [owed] = await room.store.read(lambda book: promises.owed_to(book, held.buyer_id))
    assert owed.owner_id == room.ruth.id
    await room.later(days=1)
    assert (await room.store.read(lambda book: promises.by_id(book, owed.id))).state == PromiseState.BROKEN


async def test_taken_only_after_that_day_it_is_owed_within_the_hour(over: tuple[AfterwardsRoom, int]) -> None:
    room, _ = over
    await room.follows_up(days=3, hours=1)
    await room.mina.writes(kind="sticker")
    held = await room.mina.conversation()
    room.watch.move(hours=13)

    def taken(book: Book) -> None:
        conversations.by_id(book, held.id).take(room.otto.id, room.watch(), targets=room.targets)

    await room.store.write(taken)
    [owed] = await room.store.read(lambda book: promises.owed_to(book, held.buyer_id))
    assert (owed.due_at, owed.text) == (room.watch() + timedelta(hours=1), "[sticker]")


async def test_it_waits_for_quiet_hours_an_open_conversation_and_an_open_case(
    over: tuple[AfterwardsRoom, int],
) -> None:
    room, _ = over
    await room.follows_up(days=3, hours=14)  # 23:00
    assert (await room.contacts())[0].state == S.DUE
    await room.says("hello?")
    await room.follows_up(hours=12)
    [due] = await room.contacts()
    assert (due.state, due.due_at) == (S.DUE, room.watch() + timedelta(hours=6))
    await room.later(days=2)  # silent for a day, the conversation is over
    await room.follows_up(minutes=1)
    assert (await room.contacts())[0].state == S.SENT


async def test_on_the_day_on_which_she_was_asked_for_satisfaction_nothing_else_is_asked(
    over: tuple[AfterwardsRoom, int],
) -> None:
    room, _ = over
    room.rules.afterwards = replace(Afterwards(), rest=timedelta(days=1))
    await room.later(days=3)
    await room.answered_by_otto()
    await room.later(minutes=2)
    await room.follows_up(minutes=1)
    assert (await room.score()).ticket_id is None
    assert [one.state for one in await room.contacts()] == [S.DUE]


async def test_one_follow_up_at_a_time(over: tuple[AfterwardsRoom, int]) -> None:
    room, _ = over
    await a_refused_case(room)
    await room.follows_up(days=3, hours=1)
    states = [one.state for one in await room.contacts()]
    assert (states.count(S.SENT), states.count(S.DUE)) == (1, 2)  # the other case's, and the second of this


async def test_switched_off_blocked_and_refused_are_called_off_and_said_so(
    over: tuple[AfterwardsRoom, int],
) -> None:
    room, _ = over
    room.rules.afterwards = Afterwards(follow_cases=False)
    await room.follows_up(days=3, hours=1)
    assert [(one.state, one.why) for one in await room.contacts()] == [(S.CALLED_OFF, Why.SWITCHED_OFF)]


async def test_what_does_not_arrive_is_called_off_and_nobody_is_called(
    over: tuple[AfterwardsRoom, int],
) -> None:
    room, number = over
    room.channel.answers = [Refused("chat not found")]
    await room.follows_up(days=3, hours=1)
    assert [(one.state, one.why) for one in await room.contacts()] == [(S.CALLED_OFF, Why.UNDELIVERED)]
    held = await room.stand(number)
    assert (held.undelivered, held.owed_since) == (0, None)


async def test_where_the_channel_does_not_let_us_begin_it_is_called_off(
    store: Store, watch: Watch, tmp_path: Path
) -> None:
    room = AfterwardsRoom(store, watch, tmp_path, Reach(begins_within=timedelta(hours=24)))
    await room.opens()
    await a_refused_case(room)
    await room.later(minutes=2)
    assert len(await room.scores()) == 1  # within the window
    await room.follows_up(days=3, hours=1)
    assert [(one.state, one.why) for one in await room.contacts()] == [(S.CALLED_OFF, Why.WINDOW)]


async def test_deliveries_are_followed_up_where_the_shop_wants_it_and_each_once(room: AfterwardsRoom) -> None:
    await room.says("hello")
    await room.is_answered()
    delivered = room.an_order("1007", Status.DELIVERED, days=5, delivered_at=room.watch() - timedelta(days=2))
    of_nobody = room.an_order("1008", Status.DELIVERED, days=5, chat="99", delivered_at=room.watch())
    long_ago = room.an_order("1009", Status.COMPLETED, days=30, delivered_at=room.watch() - timedelta(days=9))
    await room.has(delivered, of_nobody, long_ago)
    await room.follows_up()
    assert await room.contacts() == []
    room.rules.afterwards = Afterwards(follow_deliveries=True)
    await room.follows_up()
    [due] = await room.contacts()
    assert (due.order_number, due.due_at) == ("1007", room.watch() + timedelta(days=1))
    await room.later(days=1)  # her conversation has been silent for a day, and is over
    await room.follows_up(minutes=1)
    await room.follows_up(hours=1)
    assert [one.state for one in await room.contacts()] == [S.SENT, S.DUE]
    assert "1007" in room.heard[-1]


async def test_the_press_of_a_stranger_changes_nothing(over: tuple[AfterwardsRoom, int]) -> None:
    room, _ = over
    held = (await room.contacts())[0]
    await room.mina.writes("no", kind="press", button=f"f:{held.id}:well")  # before it was sent
    await room.follows_up(days=3, hours=1)
    for chat, data in (("8", f"f:{held.id}:no_more"), ("7", f"f:{held.id}:all"), ("7", "f:999:well")):
        await room.buyer(chat, "Eve").writes("no", kind="press", button=data)
    assert (await room.contacts())[0].why == Why.NONE
