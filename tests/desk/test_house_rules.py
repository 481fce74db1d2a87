"""The rules of Lantern & Loom while everything runs: live at once in every process, kept in versions, safe from rubbish."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from bot.answer import ShopFront
from desk.agent import Role
from desk.health import Health
from desk.house_rules import HouseRules, RulesKeeper
from desk.response_time import USUAL, Act, Ladder, Scope, Step
from desk.setting import (
    AFTER_SALES,
    HOURS,
    RESPONSE_TIMES,
    Key,
    hours_written,
    ladders_written,
    policy_written,
)
from desk.shop import Hours
from desk.store import Store, settings
from desk.ticket.policy import USUALLY as POLICY
from tests.cast import hire
from tests.conftest import Watch
from tests.desk.test_hours import on

SHANGHAI = ZoneInfo("Asia/Shanghai")
AFTERNOONS = Hours(SHANGHAI, on("0123456", "13:00-18:00"))
SLOW = Ladder(Scope("web"), (Step(Act.MISS, timedelta(seconds=45)), Step(Act.ALARM, timedelta(seconds=90))))


class Process:
    """One of those that serve the shop."""

    def __init__(self, store: Store) -> None:
        self.rules, self.health = HouseRules(Hours(SHANGHAI)), Health()
        self.keeper = RulesKeeper(self.rules, store, self.health)


class Desk:
    def __init__(self, store: Store, watch: Watch) -> None:
        self.store, self.watch = store, watch
        self.here, self.there = Process(store), Process(store)

    async def saves(self, key: Key, value: Any, was: int, by: int | None = None) -> bool:
        return await self.store.write(lambda book: settings.save(book, key, value, self.watch(), by, was=was))

    async def looks(self) -> None:
        await self.here.keeper.look()
        await self.there.keeper.look()


@pytest.fixture
def desk(store: Store, watch: Watch) -> Desk:
    return Desk(store, watch)


async def test_what_ruth_saves_holds_in_every_process(desk: Desk) -> None:
    await desk.looks()
    assert desk.here.rules.hours == Hours(SHANGHAI)
    assert await desk.saves(HOURS, hours_written(AFTERNOONS), 0)
    assert await desk.saves(RESPONSE_TIMES, ladders_written((USUAL, SLOW)), 0)
    strict = replace(POLICY, agent_cap=10_000)
    assert await desk.saves(AFTER_SALES, policy_written(strict), 0)
    await desk.looks()
    for process in (desk.here, desk.there):
        assert process.rules.hours == AFTERNOONS
        assert process.rules.after_sales == strict
        assert process.rules.promptness.hours is process.rules.hours
        assert process.rules.promptness.ladder_for("web") == SLOW
        assert process.rules.promptness.ladder_for("telegram") == USUAL


async def test_a_running_keeper_needs_no_call(desk: Desk) -> None:
    running = asyncio.create_task(desk.there.keeper.run())
    await desk.saves(HOURS, hours_written(AFTERNOONS), 0)
    async with asyncio.timeout(30):
        while desk.there.rules.hours != AFTERNOONS:
            await asyncio.sleep(0.01)
    running.cancel()


async def test_of_two_who_change_the_same_the_second_is_told(desk: Desk) -> None:
    ruth = await hire(desk.store, desk.watch, "Ruth", Role.SUPERVISOR)
    assert await desk.saves(HOURS, hours_written(AFTERNOONS), 0, ruth.id)
    assert not await desk.saves(HOURS, hours_written(Hours(SHANGHAI)), 0, ruth.id)
    assert not await desk.saves(HOURS, hours_written(Hours(SHANGHAI)), 7, ruth.id)
    assert await desk.saves(RESPONSE_TIMES, ladders_written((SLOW,)), 0)
    desk.watch.move(hours=1)
    assert await desk.saves(HOURS, None, 1)
    kept = await desk.store.read(lambda book: settings.versions(book, HOURS))
    assert [(v.n, v.by, v.value is None) for v in kept] == [(2, None, True), (1, ruth.id, False)]
    assert kept[0].at - kept[1].at == timedelta(hours=1)
    await desk.looks()
    assert desk.here.rules.hours == Hours(SHANGHAI)


@pytest.mark.parametrize(
    "rubbish",
    [
        {"form": 7, "week": "new"},
        [],
        "hours",
        hours_written(Hours(SHANGHAI, {})),
        hours_written(AFTERNOONS) | {"quiet": [["00:00", "00:00"]]},
    ],
)
async def test_rubbish_leaves_the_last_good_hours_in_force_and_is_told(desk: Desk, rubbish: Any) -> None:
    await desk.saves(HOURS, hours_written(AFTERNOONS), 0)
    await desk.saves(HOURS, rubbish, 1)
    await desk.looks()
    assert desk.here.rules.hours == AFTERNOONS
    assert "version 2 of hours" in desk.here.health.faults()["setting:hours"]
    assert desk.here.health.can_serve
    await desk.saves(HOURS, hours_written(Hours(SHANGHAI)), 2)
    await desk.looks()
    assert desk.here.health.faults() == {}


async def test_with_nothing_but_rubbish_the_shipped_rules_hold(desk: Desk) -> None:
    await desk.saves(RESPONSE_TIMES, ladders_written((Ladder(steps=()),)), 0)
    await desk.saves(HOURS, {"form": 0}, 0)
    await desk.looks()
    assert desk.here.rules.ladders == (USUAL,)
    assert set(desk.here.health.faults()) == {"setting:hours", "setting:response_times"}


async def test_the_bot_says_the_new_hours_within_the_same_minute(desk: Desk) -> None:
    monday = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
    front = ShopFront("Lantern & Loom", "", desk.here.rules)
    assert front.at(monday).open_now
    await desk.saves(HOURS, hours_written(AFTERNOONS), 0)
    await desk.looks()
    told = front.at(monday)
    assert not told.open_now
    assert cast("datetime", told.opens_at).astimezone(SHANGHAI).hour == 13
