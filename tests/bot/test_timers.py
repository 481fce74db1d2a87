"""Timers: each deadline fires once, at its time, and does what it is for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.ladder import Ladders
from bot.perform import Performing
from bot.timers import Timers
from desk.alert import Cause
from desk.conversation import Conversation, Mode, Reach
from desk.deadlines import Deadline, DeadlineState
from desk.handover import Reason
from desk.shelf import Shelf
from desk.store import Book, Store, alerts, clockwork, conversations
from desk.store.tables import deadline, event
from desk.typing import Typing
from tests import shipped
from tests.cast import FREE, TARGETS, Loopback, Writer, hire
from tests.conftest import Watch

PACKS = shipped.packs()


def ladders(typing: Typing) -> Ladders:
    return Ladders(Performing(Shelf(PACKS, FREE), TARGETS, {"loopback": Reach()}), typing, TARGETS)


class Clockwork:
    def __init__(self, store: Store, watch: Watch) -> None:
        self.store, self.watch = store, watch
        self.mina = Writer(store, watch, Loopback())
        self.typing = Typing()
        self.timers = Timers(store, watch, TARGETS, ladders(self.typing))

    async def fire(self) -> float:
        return await self.timers._fire_what_is_due()

    async def hand_off(self) -> int:
        heard = await self.mina.writes("a person please")
        assert heard.conversation_id is not None
        number = heard.conversation_id
        await self.store.write(
            lambda book: conversations.by_id(book, number).hand_off(Reason.ASKED, self.watch(), TARGETS)
        )
        return number

    async def alerts(self) -> list[tuple[int | None, str]]:
        """What somebody outside must hear of: which conversation, and who waits there."""
        found = await self.store.read(alerts.unheard)
        return [(one.conversation_id, one.who) for one in found if one.cause == Cause.WAITS]

    async def states(self, kind: str) -> list[str]:
        def unit(book: Book) -> list[str]:
            return [row[0] for row in book.rows(select(deadline.c.state).where(deadline.c.kind == kind))]

        return await self.store.read(unit)

    async def events(self) -> list[str]:
        return await self.store.read(
            lambda book: [row[0] for row in book.rows(select(event.c.kind).order_by(event.c.number))]
        )


@pytest.fixture
def clockwork_of_the_desk(store: Store, watch: Watch) -> Clockwork:
    return Clockwork(store, watch)


async def test_a_buyer_without_an_answer_is_late_at_the_target_and_not_before(
    clockwork_of_the_desk: Clockwork, watch: Watch
) -> None:
    desk = clockwork_of_the_desk
    await desk.mina.writes("hello?")
    watch.move(seconds=29.999)
    await desk.fire()
    assert "late" not in await desk.events()
    watch.move(seconds=0.001)
    await desk.fire()
    assert (await desk.events()).count("late") == 1
    watch.move(seconds=60)
    await desk.fire()
    assert (await desk.events()).count("late") == 1


async def test_when_nobody_comes_the_owners_phone_rings_once(
    clockwork_of_the_desk: Clockwork, watch: Watch
) -> None:
    desk = clockwork_of_the_desk
    number = await desk.hand_off()
    watch.move(seconds=61)
    await desk.fire()
    await desk.fire()
    assert await desk.alerts() == [(number, "Mina")]


async def test_who_is_taken_and_not_answered_still_rings_at_the_limit(
    clockwork_of_the_desk: Clockwork, watch: Watch
) -> None:
    desk = clockwork_of_the_desk
    number = await desk.hand_off()
    otto = await hire(desk.store, watch, "Otto")
    await desk.store.write(lambda book: conversations.by_id(book, number).take(otto.id, watch()))
    watch.move(seconds=59.999)
    await desk.fire()
    assert await desk.alerts() == []
    watch.move(seconds=0.001)
    await desk.fire()
    assert await desk.alerts() == [(number, "Mina")]


async def test_given_back_to_the_bot_nothing_rings(clockwork_of_the_desk: Clockwork, watch: Watch) -> None:
    desk = clockwork_of_the_desk
    number = await desk.hand_off()
    otto = await hire(desk.store, watch, "Otto")
    await desk.store.write(lambda book: conversations.by_id(book, number).take(otto.id, watch()))
    await desk.store.write(lambda book: conversations.by_id(book, number).give_back(watch(), otto.id))
    watch.move(seconds=61)
    await desk.fire()
    assert await desk.alerts() == []
    assert await desk.states("alarm") == [DeadlineState.CANCELLED]


async def test_an_idle_conversation_closes_and_one_that_went_on_does_not(
    clockwork_of_the_desk: Clockwork, watch: Watch
) -> None:
    desk = clockwork_of_the_desk
    await desk.mina.writes("hello")
    watch.move(hours=23)
    await desk.mina.writes("one more thing")
    watch.move(hours=2)
    await desk.fire()
    assert (await desk.mina.conversation()).mode == Mode.BOT
    watch.move(hours=23)
    await desk.fire()
    assert (await desk.mina.conversation()).mode == Mode.CLOSED


async def test_a_buyer_who_waits_for_a_person_is_never_closed_by_the_clock(
    clockwork_of_the_desk: Clockwork, watch: Watch
) -> None:
    desk = clockwork_of_the_desk
    await desk.hand_off()
    for _ in range(3):
        watch.move(days=2)
        await desk.fire()
    assert (await desk.mina.conversation()).mode == Mode.WAITING


async def test_a_clock_that_jumps_a_year_makes_no_storm(
    clockwork_of_the_desk: Clockwork, watch: Watch
) -> None:
    desk = clockwork_of_the_desk
    for _ in range(5):
        await desk.mina.writes("hello")
    watch.move(days=365)
    await desk.fire()
    assert (await desk.events()).count("late") == 1


async def test_two_processes_fire_one_deadline_once(clockwork_of_the_desk: Clockwork, watch: Watch) -> None:
    desk = clockwork_of_the_desk
    await desk.mina.writes("hello?")
    watch.move(seconds=31)
    found = await desk.store.read(lambda book: clockwork.due(book, watch(), 10))
    fired = [
        await desk.store.write(lambda book: clockwork.fire(book, found[0].id, watch())) for _ in range(3)
    ]
    assert fired == [True, False, False]


async def test_it_sleeps_until_the_next_one_is_due(clockwork_of_the_desk: Clockwork, watch: Watch) -> None:
    desk = clockwork_of_the_desk
    await desk.mina.writes("hello?")
    watch.move(seconds=29.5)
    assert await desk.fire() == pytest.approx(0.5)


async def test_a_lease_is_held_by_one_and_passes_on_when_it_runs_out(store: Store, watch: Watch) -> None:
    span = timedelta(seconds=15)

    async def hold(who: str) -> bool:
        return await store.write(lambda book: clockwork.hold(book, "timers", who, watch(), span))

    assert await hold("one") and not await hold("two")
    watch.move(seconds=14)
    assert await hold("one")
    watch.move(seconds=14)
    assert not await hold("two")
    watch.move(seconds=2)
    assert await hold("two") and not await hold("one")


async def test_who_waits_on_a_channel_that_is_no_more_keeps_nobody_elses_time(
    clockwork_of_the_desk: Clockwork, watch: Watch
) -> None:
    desk = clockwork_of_the_desk
    desk.mina = Writer(desk.store, watch, Loopback(name="gone"))
    await desk.hand_off()
    desk.mina = Writer(desk.store, watch, Loopback(), chat="8", name="Nils")
    await desk.hand_off()
    watch.move(seconds=26)
    await desk.fire()
    watch.move(seconds=35)
    await desk.fire()
    assert [name for _, name in sorted(await desk.alerts())] == ["Mina", "Nils"]


async def test_what_cannot_be_done_is_tried_again_and_keeps_nobody_elses_time(
    clockwork_of_the_desk: Clockwork, watch: Watch
) -> None:
    desk, broken = clockwork_of_the_desk, True
    number = await desk.hand_off()
    desk.mina = Writer(desk.store, watch, Loopback(), chat="8", name="Nils")
    await desk.hand_off()
    climb = desk.timers._ladders.climb

    def fails(book: Book, conversation: Conversation, deadline: Deadline, at: datetime) -> None:
        if conversation.id == number and broken:
            raise KeyError
        climb(book, conversation, deadline, at)

    desk.timers._ladders.climb = fails  # type: ignore[method-assign]
    watch.move(seconds=61)
    await desk.fire()
    assert [name for _, name in await desk.alerts()] == ["Nils"]
    broken = False
    watch.move(seconds=60)
    await desk.fire()
    assert [name for _, name in await desk.alerts()] == ["Nils", "Mina"]
