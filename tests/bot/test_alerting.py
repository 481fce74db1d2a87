"""Whose telephone rings: alerts are told by apprise to a real address, and stay in their rows until it has heard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import orjson
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.alerting import PATIENCE, Alerting
from desk.alert import Alert, Cause, messages
from desk.health import Health
from desk.store import Book, Store, alerts
from tests.conftest import MONDAY_NINE, Watch

DESK = "https://desk.example"

# apprise looks at pictures with it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@dataclass
class Phone:
    """A service that rings people. It says no as long as it is broken."""

    broken: bool = False
    titles: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    asked: int = 0
    url: str = ""

    async def ring(self, request: web.Request) -> web.Response:
        self.asked += 1
        if self.broken:
            raise web.HTTPServiceUnavailable
        told = orjson.loads(await request.read())
        self.titles.append(told["title"])
        self.bodies.append(told["message"])
        return web.Response()


@pytest_asyncio.fixture
async def phones() -> AsyncIterator[tuple[Phone, Phone]]:
    """Ruth's and Jun's."""
    app, both = web.Application(), (Phone(), Phone())
    for place, phone in enumerate(both):
        app.router.add_post(f"/{place}", phone.ring)
    async with TestServer(app) as server:
        for place, phone in enumerate(both):
            phone.url = f"json://127.0.0.1:{server.port}/{place}"
        yield both


class Outside:
    def __init__(self, store: Store, watch: Watch, *phones: Phone) -> None:
        self.store, self.watch, self.health, self.phones = store, watch, Health(), phones
        self.starts()

    def starts(self) -> None:
        urls = [phone.url for phone in self.phones]
        self.alerting = Alerting(self.store, urls, DESK, self.watch, self.health)

    async def happens(self, cause: Cause, *who: str) -> None:
        def unit(book: Book) -> None:
            for name in who:
                alerts.raise_alert(book, cause, name, "asked", at=self.watch())

        await self.store.write(unit)

    async def unheard(self) -> list[str]:
        return [one.who for one in await self.store.read(alerts.unheard)]


async def test_who_waits_is_told_once(store: Store, watch: Watch, phones: tuple[Phone, Phone]) -> None:
    desk = Outside(store, watch, phones[0])
    await desk.happens(Cause.WAITS, "Mina")
    await desk.alerting._tell()
    await desk.alerting._tell()
    assert phones[0].titles == ["Mina is waiting · Mina 在等人工"]
    assert await desk.unheard() == []


async def test_killed_before_it_was_told_the_desk_rings_after_its_start(
    store: Store, watch: Watch, phones: tuple[Phone, Phone]
) -> None:
    desk = Outside(store, watch, phones[0])
    await desk.happens(Cause.WAITS, "Mina")
    desk.starts()
    await desk.alerting._tell()
    assert phones[0].titles == ["Mina is waiting · Mina 在等人工"]


async def test_an_address_that_is_down_hears_later_and_keeps_nobody_else_waiting(
    store: Store, watch: Watch, phones: tuple[Phone, Phone]
) -> None:
    ruth, jun = phones
    desk, jun.broken = Outside(store, watch, ruth, jun), True
    await desk.happens(Cause.ESCALATED, "Otto")
    assert await desk.alerting._tell() == 5
    assert await desk.alerting._tell() == 10
    assert (len(ruth.titles), jun.titles) == (1, [])
    assert "alerts" in desk.health.faults() and await desk.unheard() == ["Otto"]
    jun.broken = False
    await desk.happens(Cause.WAITS, "Nils")
    await desk.alerting._tell()
    assert ruth.titles == ["Escalation · 新的上报", "Nils is waiting · Nils 在等人工"]
    assert sorted(jun.titles) == sorted(ruth.titles)
    assert desk.health.faults() == {} and await desk.unheard() == []


async def test_after_an_hour_nobody_is_called_to_what_is_over(
    store: Store, watch: Watch, phones: tuple[Phone, Phone]
) -> None:
    ruth = phones[0]
    desk, ruth.broken = Outside(store, watch, ruth), True
    await desk.happens(Cause.WAITS, "Mina")
    watch.at += PATIENCE
    await desk.alerting._tell()
    assert await desk.unheard() == ["Mina"]
    watch.move(seconds=1)
    await desk.alerting._tell()
    assert await desk.unheard() == [] and ruth.asked == 2


async def test_without_addresses_nothing_is_kept(store: Store, watch: Watch) -> None:
    desk = Outside(store, watch)
    await desk.happens(Cause.WAITS, "Mina")
    assert await desk.alerting._tell() == 0
    assert await desk.unheard() == [] and desk.health.faults() == {}


def alert(number: int, cause: Cause, who: str, why: str = "") -> Alert:
    since = MONDAY_NINE - timedelta(minutes=number)
    return Alert(number, cause, who, why, number, since, MONDAY_NINE)


def test_few_who_wait_are_told_one_by_one_and_many_are_one_call() -> None:
    waiting = [alert(number, Cause.WAITS, f"Mina {number}", "asked") for number in range(1, 5)]
    three, four = messages(waiting[:3]), messages(waiting)
    assert [(one.path, one.tells) for one in three] == [
        ("/desk/1", (1,)),
        ("/desk/2", (2,)),
        ("/desk/3", (3,)),
    ]
    assert three[0].body == "08:59 UTC · asked"
    assert [(one.title, one.body, one.tells) for one in four] == [
        ("4 buyers are waiting · 4 位买家在等人工", "08:56 UTC", (1, 2, 3, 4))
    ]


def test_promises_that_lapsed_together_are_one_call_and_each_escalation_is_its_own() -> None:
    told = messages([
        alert(1, Cause.BROKEN, "Otto"), alert(2, Cause.BROKEN, "Ines"), alert(3, Cause.BROKEN, "Otto"),
        alert(4, Cause.ESCALATED, "Otto", "danger"), alert(5, Cause.OVERDUE, "Ines", "dispute"),
    ])  # fmt: skip
    assert [(one.title, one.body) for one in told] == [
        ("Promises not kept: 3 · 承诺未兑现：3", "Otto, Ines"),
        ("Escalation · 新的上报", "danger · Otto"),
        ("Escalation overdue · 上报已超时", "dispute · Ines"),
    ]


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_is_told(cause: Cause) -> None:
    assert [one.tells for one in messages([alert(7, cause, "Mina")])] == [(7,)]


def test_a_name_that_is_long_or_missing_does_not_hide_the_matter() -> None:
    assert messages([alert(1, Cause.WAITS, "M" * 500)])[0].title.count("M") == 80
    assert messages([alert(1, Cause.WAITS, "")])[0].title.startswith("? is waiting")


def test_a_name_neither_goes_on_in_another_line_nor_turns_ours_around() -> None:
    [told] = messages([alert(1, Cause.WAITS, "Mina\r\nBcc: x@evil.example\u202e\u200b\x00")])
    assert told.title.startswith("Mina Bcc: x@evil.example is waiting") and told.title.isprintable()


def test_an_overdue_case_is_told_with_its_page() -> None:
    [told] = messages([Alert(3, Cause.TICKET, "81", "finance_review", 7, MONDAY_NINE, MONDAY_NINE)])
    assert (told.path, told.tells, told.body) == ("/tickets/81", (3,), "finance_review")
    assert "81" in told.title


def test_many_tickets_that_are_overdue_are_one_message() -> None:
    every = [Alert(n, Cause.TICKET, str(n), "submitted", 7, MONDAY_NINE, MONDAY_NINE) for n in range(1, 201)]
    assert len(messages(every[:3])) == 3
    [told] = messages(every)
    assert (told.path, len(told.tells)) == ("/tickets?show=raised", 200)
    assert told.title.startswith("200 tickets") and told.body.startswith("#1, #2") and len(told.body) <= 200


def test_goods_that_were_not_booked_are_one_message_however_many() -> None:
    every = [Alert(n, Cause.GOODS, str(n), "LAMP -1", 7, MONDAY_NINE, MONDAY_NINE) for n in range(1, 4)]
    [one] = messages(every[:1])
    assert (one.path, one.body) == ("/tickets/1", "LAMP -1") and "ticket 1 " in one.title
    [told] = messages(every)
    assert (told.path, told.body, told.tells) == ("/tickets?show=raised", "LAMP -1", (1, 2, 3))
