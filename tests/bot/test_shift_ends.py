"""The board opens by itself a quarter of an hour before the end of a shift, once, for whoever is at the desk."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.timers import Timers
from desk.agent import Agent
from desk.deadlines import Kind
from desk.house_rules import HouseRules
from desk.presence import GRACE, Presence
from desk.shift import week_written
from desk.shift_handover import ShiftHandover
from desk.shop import Hours
from desk.store import Book, Store, agents, handing, posts, shift_handovers, shifts
from desk.store.tables import deadline, event
from desk.targets import Targets
from desk.typing import Typing
from tests.bot.test_timers import ladders
from tests.cast import hire
from tests.conftest import Watch
from tests.console.room import ZONE

HOURS = Hours(ZONE)
NINE_TO_SIX = week_written([((time(9), time(18)),)] * 7)


class Desk:
    def __init__(self, store: Store, watch: Watch) -> None:
        self.store, self.watch = store, watch
        self.starts()

    def starts(self) -> None:
        targets = Targets(HouseRules(HOURS))
        self.timers = Timers(self.store, self.watch, targets, ladders(Typing()))

    async def hires(self, name: str = "Otto") -> Agent:
        found = await hire(self.store, self.watch, name)

        def unit(book: Book) -> None:
            posts.of(book, found.id, self.watch()).choose(Presence.AVAILABLE, "", self.watch())
            agent = agents.by_id(book, found.id)
            assert agent is not None
            shifts.set_hours(book, agent, NINE_TO_SIX, ZONE, self.watch())

        await self.store.write(unit)
        return found

    async def at(self, written: str) -> None:
        self.watch.at = datetime.fromisoformat(f"2026-11-{written}+08:00")
        await self.timers._fire_what_is_due()

    async def board(self, of: Agent) -> ShiftHandover | None:
        return await self.store.read(lambda book: shift_handovers.open_of(book, of.id))

    async def told(self) -> int:
        wanted = select(event.c.data).where(event.c.kind == "shift_handover")
        rows = await self.store.read(lambda book: book.rows(wanted))
        return sum('"open"' in row[0] for row in rows)

    async def armed(self) -> list[str]:
        wanted = select(deadline.c.due_at).where(
            deadline.c.kind == str(Kind.SHIFT_END), deadline.c.state == "armed"
        )
        rows = await self.store.read(lambda book: book.rows(wanted))
        return [f"{datetime.fromtimestamp(row[0] / 1000, ZONE):%d %H:%M}" for row in rows]


@pytest.fixture
async def desk(store: Store, watch: Watch) -> Desk:
    return Desk(store, watch)


async def test_it_opens_at_its_minute_and_the_next_one_is_armed(desk: Desk) -> None:
    otto = await desk.hires()
    await desk.at("23T17:44:59")
    assert await desk.board(otto) is None
    await desk.at("23T17:45:00")
    board = await desk.board(otto)
    assert board is not None and board.opened_by is None and board.ends_at is not None
    assert f"{board.ends_at.astimezone(ZONE):%H:%M}" == "18:00"
    assert await desk.told() == 1 and await desk.armed() == ["24 17:45"]


async def test_it_survives_a_restart_and_fires_once(desk: Desk) -> None:
    otto = await desk.hires()
    desk.starts()
    await desk.at("23T17:50:00")  # the desk stood still meanwhile
    assert await desk.board(otto) is not None
    desk.starts()
    await desk.at("23T17:51:00")
    assert await desk.told() == 1 and await desk.armed() == ["24 17:45"]


async def test_found_days_later_it_opens_once_and_not_for_every_day(desk: Desk) -> None:
    otto = await desk.hires()
    await desk.at("26T12:00:00")
    assert await desk.board(otto) is not None
    assert await desk.told() == 1 and await desk.armed() == ["26 17:45"]


async def test_a_board_that_is_open_already_stays_as_it_is(desk: Desk) -> None:
    otto = await desk.hires()
    await desk.store.write(lambda book: handing.open_board(book, otto, otto.id, ZONE, desk.watch()))
    await desk.at("23T17:45:00")
    assert await desk.told() == 1


@pytest.mark.parametrize("how", ["signed off", "vanished", "left the shop"])
async def test_who_is_not_there_is_told_nothing_today(desk: Desk, how: str) -> None:
    otto = await desk.hires()

    def unit(book: Book) -> None:
        place = posts.of(book, otto.id, desk.watch())
        if how == "signed off":
            place.choose(Presence.OFFLINE, "", desk.watch())
        elif how == "vanished":
            place.vanish(desk.watch() + GRACE + timedelta(seconds=1))
        else:
            found = agents.by_id(book, otto.id)
            assert found is not None
            found.active = False

    await desk.store.write(unit)
    await desk.at("23T17:45:00")
    assert await desk.board(otto) is None
    assert await desk.armed() == ([] if how == "left the shop" else ["24 17:45"])


async def test_old_hours_open_nothing(desk: Desk) -> None:
    otto = await desk.hires()

    def unit(book: Book) -> None:
        found = agents.by_id(book, otto.id)
        assert found is not None
        shifts.set_hours(book, found, week_written([((time(10), time(20)),)] * 7), ZONE, desk.watch())

    await desk.store.write(unit)
    await desk.at("23T17:45:00")
    assert await desk.board(otto) is None
    await desk.at("23T19:45:00")
    assert await desk.board(otto) is not None
