"""Promises and escalations by the clock, on both stores: reminded once, broken at their time, told to the supervisor."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest
from sqlalchemy import select

from bot.timers import Timers
from desk.agent import Agent, Role
from desk.alert import Cause
from desk.escalation import Matter
from desk.presence import Presence
from desk.promise import Promise, PromiseState, PromiseTimes
from desk.promise_words import About
from desk.store import Book, Store, agents, alerts, conversations, escalations, left_promises, posts, promises
from desk.store.tables import event
from desk.typing import Typing
from tests.bot.test_timers import ladders
from tests.cast import TARGETS, Loopback, Writer, hire
from tests.conftest import Watch

HOUR = timedelta(hours=1)


class Desk:
    def __init__(self, store: Store, watch: Watch) -> None:
        self.store, self.watch = store, watch
        self.mina = Writer(store, watch, Loopback())
        self.timers = Timers(store, watch, TARGETS, ladders(Typing()))

    async def opens(self) -> None:
        self.otto = await hire(self.store, self.watch, "Otto")
        self.ines = await hire(self.store, self.watch, "Ines")
        self.ruth = await hire(self.store, self.watch, "Ruth", Role.SUPERVISOR)
        heard = await self.mina.writes("when will you know?")
        assert heard.conversation_id is not None
        self.number = heard.conversation_id
        await self.takes(self.otto)

    async def alerts(self) -> list[str]:
        found = await self.store.read(alerts.unheard)
        return [
            f"{one.cause}: {one.who}{f' about {one.why}' if one.why else ''}"
            for one in found
            if one.cause != Cause.WAITS
        ]

    async def takes(self, agent: Agent) -> None:
        def unit(book: Book) -> None:
            conversations.by_id(book, self.number).take(agent.id, self.watch(), may_take_over=True)

        await self.store.write(unit)

    async def promises(self, **ahead: float) -> int:
        def unit(book: Book) -> Promise:
            return promises.make(
                book,
                conversations.by_id(book, self.number),
                owner_id=self.otto.id,
                about=About.ANSWER,
                words="I'll check by 6 pm",
                due_at=self.watch() + timedelta(**ahead),
                at=self.watch(),
                times=PromiseTimes(),
            )

        return (await self.store.write(unit)).id

    async def changes(self, id: int, verb: str, *more: object) -> None:
        await self.store.write(lambda book: getattr(promises.by_id(book, id), verb)(*more))

    async def promise(self, id: int) -> Promise:
        return await self.store.read(lambda book: promises.by_id(book, id))

    async def fire(self) -> None:
        await self.timers._fire_what_is_due()

    async def happened(self, kind: str) -> list[str]:
        def unit(book: Book) -> list[str]:
            found = book.rows(select(event.c.data).where(event.c.kind == kind).order_by(event.c.number))
            return [row[0].split('"verb":"')[1].split('"')[0] for row in found]

        return await self.store.read(unit)


@pytest.fixture
async def desk(store: Store, watch: Watch) -> Desk:
    desk = Desk(store, watch)
    await desk.opens()
    return desk


async def test_otto_is_reminded_half_an_hour_before_once_and_not_earlier(desk: Desk, watch: Watch) -> None:
    await desk.promises(hours=2)
    watch.move(minutes=89.99)
    await desk.fire()
    assert await desk.happened("promise") == ["make"]
    watch.move(minutes=0.01)
    await desk.fire()
    watch.move(minutes=5)
    await desk.fire()
    assert await desk.happened("promise") == ["make", "remind"]
    assert await desk.alerts() == []


async def test_at_its_time_an_unkept_promise_is_broken_and_the_supervisor_hears_of_it_once(
    desk: Desk, watch: Watch
) -> None:
    id = await desk.promises(hours=2)
    watch.move(hours=1.999)
    await desk.fire()
    assert (await desk.promise(id)).state == PromiseState.OPEN
    watch.move(hours=0.001)
    await desk.fire()
    await desk.fire()
    held = await desk.promise(id)
    assert (held.state, held.settled_at, held.by) == (PromiseState.BROKEN, held.due_at, desk.otto.id)
    assert await desk.alerts() == ["broken: Otto"]
    assert await desk.happened("promise") == ["make", "remind", "lapse"]


async def test_a_kept_promise_is_left_alone(desk: Desk, watch: Watch) -> None:
    id = await desk.promises(hours=2)
    await desk.changes(id, "keep", desk.otto.id, watch.move(hours=1))
    watch.move(days=3)
    await desk.fire()
    assert (await desk.promise(id)).state == PromiseState.KEPT and await desk.alerts() == []
    assert await desk.happened("promise") == ["make", "keep"]


async def test_put_off_it_counts_from_its_new_time_alone(desk: Desk, watch: Watch) -> None:
    id = await desk.promises(hours=2)
    await desk.changes(id, "put_off_to", watch() + 10 * HOUR, desk.otto.id, watch(), PromiseTimes())
    watch.move(hours=3)
    await desk.fire()
    assert await desk.happened("promise") == ["make", "put_off"]
    watch.move(hours=7)
    await desk.fire()
    assert await desk.happened("promise") == ["make", "put_off", "lapse"]


async def test_after_a_night_of_darkness_all_that_broke_is_told(desk: Desk, watch: Watch) -> None:
    for hours in (1, 2, 3):
        await desk.promises(hours=hours)
    watch.move(days=1)
    await desk.fire()
    assert await desk.alerts() == ["broken: Otto"] * 3
    assert "remind" not in await desk.happened("promise"), "it is too late to be reminded"


async def test_whoever_takes_the_conversation_over_owes_what_was_promised_in_it(
    desk: Desk, watch: Watch
) -> None:
    late = await desk.promises(minutes=10)
    id = await desk.promises(hours=2)
    watch.move(hours=1)
    await desk.fire()
    await desk.takes(desk.ines)
    owed = await desk.store.read(lambda book: promises.owed_to(book, 1))
    assert [(one.owner_id, one.state) for one in owed] == [
        (desk.ines.id, PromiseState.BROKEN),
        (desk.ines.id, PromiseState.OPEN),
    ]
    assert (await desk.promise(id)).state == PromiseState.PASSED_ON
    assert owed[1].passed_from == id and owed[0].id == late
    assert (await desk.happened("promise"))[-3:] == ["pass_on", "pass_on", "inherit"]
    watch.move(hours=1)
    await desk.fire()
    assert await desk.alerts() == ["broken: Otto", "broken: Ines"]
    settled = await desk.store.read(lambda book: promises.settled(book, watch() - 5 * HOUR, watch() + HOUR))
    assert settled == {desk.otto.id: (0, 1), desk.ines.id: (0, 1)}, "each answers for their own"


async def test_taking_it_again_passes_nothing_on(desk: Desk, watch: Watch) -> None:
    await desk.promises(hours=2)
    await desk.takes(desk.otto)
    assert await desk.happened("promise") == ["make"]


async def test_the_list_holds_what_is_owed_by_its_time(desk: Desk, watch: Watch) -> None:
    for hours in (5, 1, 30):
        await desk.promises(hours=hours)
    day = (watch() - HOUR, watch() + 24 * HOUR)

    def unit(book: Book) -> tuple[int, int, int, int]:
        mine, all_ = promises.listed(book, *day, desk.otto.id), promises.listed(book, *day, None)
        assert [one.promise.due_at for one in all_] == [watch() + HOUR, watch() + 5 * HOUR]
        assert {one.buyer_name for one in all_} == {"Mina"}
        others = left_promises.count_of_others(book, desk.ines.id)
        return len(mine), len(all_), others, promises.count(book, desk.otto.id)

    assert await desk.store.read(unit) == (2, 2, 0, 3)
    assert await desk.store.read(promises.owed_by) == {desk.otto.id: 3}


async def test_an_escalation_rings_at_once_and_again_at_its_deadline(desk: Desk, watch: Watch) -> None:
    def unit(book: Book) -> int:
        return escalations.escalate(
            book,
            Matter.DANGER,
            "The lamp smokes",
            raised_by=desk.otto.id,
            at=watch(),
            due_at=watch() + HOUR,
        ).id

    id = await desk.store.write(unit)
    await desk.fire()
    await desk.fire()
    assert await desk.alerts() == ["escalated: Otto about danger"]
    await desk.store.write(lambda book: escalations.by_id(book, id).take(desk.ruth.id, watch()))
    watch.move(hours=1)
    await desk.fire()
    await desk.fire()
    assert await desk.alerts() == ["escalated: Otto about danger", "overdue: Otto about danger"]
    assert await desk.happened("escalation") == ["raise", "take", "overdue"]
    assert await desk.store.read(escalations.waiting) == 1


async def test_what_is_done_in_time_is_not_told_again(desk: Desk, watch: Watch) -> None:
    def unit(book: Book) -> None:
        one = escalations.escalate(
            book, Matter.FEEDBACK, "x" * 9_000, raised_by=desk.otto.id, at=watch(), due_at=watch() + HOUR
        )
        assert len(one.text) == 2_000
        one.take(desk.ruth.id, watch())
        one.finish(desk.ruth.id, "thanked", watch())

    await desk.store.write(unit)
    watch.move(hours=2)
    await desk.fire()
    assert await desk.alerts() == []
    done = await desk.store.read(lambda book: escalations.listed(book, "done", before=99))
    assert [one.outcome for one in done] == ["thanked"]
    assert (
        await desk.store.read(lambda book: escalations.listed(book, "done", kind=Matter.DANGER, before=99))
        == []
    )


async def test_supervisors_are_those_who_work_here_as_such(desk: Desk) -> None:
    found = await desk.store.read(escalations.supervisors)
    assert [one.display_name for one in found] == ["Ruth"]


# --- left with nobody


async def is_there(desk: Desk, agent: Agent, state: Presence, because: str = "") -> None:
    at = desk.watch()
    await desk.store.write(lambda book: posts.of(book, agent.id, at).choose(state, because, at))


async def left(desk: Desk) -> list[int]:
    found = await desk.store.read(lambda book: left_promises.listed(book, None))
    assert len(found) == await desk.store.read(lambda book: left_promises.count_of_others(book, desk.ruth.id))
    return [one.promise.id for one in found]


async def reminders(desk: Desk) -> list[bool]:
    statement = select(event.c.data).where(event.c.kind == "promise").order_by(event.c.number)
    rows = [orjson.loads(row[0]) for row in await desk.store.read(lambda book: book.rows(statement))]
    return [row["unattended"] for row in rows if row["verb"] == "remind"]


async def test_who_is_gone_leaves_promises_to_the_supervisor_until_they_are_back(
    desk: Desk, watch: Watch
) -> None:
    id = await desk.promises(hours=2)
    await is_there(desk, desk.otto, Presence.AVAILABLE)
    assert await left(desk) == []
    await is_there(desk, desk.otto, Presence.AWAY, "stepped_out")
    assert await left(desk) == [], "they come back in a moment"
    await is_there(desk, desk.otto, Presence.AVAILABLE)
    watch.move(minutes=3)
    await desk.store.write(lambda book: posts.vanished(book, watch()))
    assert await left(desk) == [id]
    watch.move(minutes=87)
    await desk.fire()
    assert await reminders(desk) == [True]
    await is_there(desk, desk.otto, Presence.AVAILABLE)
    assert await left(desk) == []


async def test_on_a_break_from_which_somebody_does_not_come_back_who_supervises_is_reminded(
    desk: Desk, watch: Watch
) -> None:
    await desk.promises(hours=2)
    await is_there(desk, desk.otto, Presence.BREAK, "meal")
    watch.move(minutes=90)
    await desk.fire()
    assert await reminders(desk) == [True]


async def test_who_works_here_no_more_keeps_nothing(desk: Desk) -> None:
    id = await desk.promises(hours=2)
    await is_there(desk, desk.otto, Presence.AVAILABLE)

    def unit(book: Book) -> None:
        otto = agents.by_id(book, desk.otto.id)
        assert otto is not None
        otto.active = False

    await desk.store.write(unit)
    assert await left(desk) == [id]
    await desk.changes(id, "keep", desk.ruth.id, desk.watch())
    assert await left(desk) == []


async def test_a_reminder_of_somebody_who_is_there_is_theirs(desk: Desk, watch: Watch) -> None:
    await desk.promises(hours=2)
    watch.move(minutes=90)
    await is_there(desk, desk.otto, Presence.AVAILABLE)
    await desk.fire()
    assert await reminders(desk) == [False]
