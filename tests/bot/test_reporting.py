"""Ruth has her report at eight: made once, sent to every address by real protocols, kept while one is down, never lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import orjson
import pytest
import pytest_asyncio
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.reporting import Letter, Reporting, Ring
from bot.ringing import ring, why
from desk.addresses import Addresses
from desk.figures.report import Kind, Report
from desk.figures.span import Span
from desk.health import Health
from desk.house_rules import HouseRules
from desk.log import set_up
from desk.reckoner import Reckoner
from desk.report_plan import ReportPlan
from desk.report_sending import LEFT_BY_A_DEAD_ONE, Fault, MadeReport, ReportSending
from desk.shop import Hours
from desk.store import Book, Store, reports
from tests.conftest import Watch
from tests.standins.mail_server import PASSWORD, MailServer

ZONE = ZoneInfo("Asia/Shanghai")
PLAN = ReportPlan((Kind.DAILY,), time(8), ("ruth", "alerts:1"), "en")

# apprise looks at pictures with it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@dataclass
class Phone:
    """A service that rings people. It says no as long as it is broken."""

    broken: bool = False
    titles: list[str] = field(default_factory=list)
    url: str = ""

    async def ring(self, request: web.Request) -> web.Response:
        if self.broken:
            raise web.HTTPServiceUnavailable
        self.titles.append(orjson.loads(await request.read())["title"])
        return web.Response()


@pytest_asyncio.fixture
async def phone() -> AsyncIterator[Phone]:
    app, phone = web.Application(), Phone()
    app.router.add_post("/ring", phone.ring)
    async with TestServer(app) as server:
        phone.url = f"json://127.0.0.1:{server.port}/ring"
        yield phone


@pytest_asyncio.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with MailServer() as mail:
        yield mail


def write(id: int, report: Report, language: str) -> Letter:
    return f"{report.kind} {report.span.first} {report.span.last}", f"number {id}, in {language}"


class Killed(BaseException):
    """The process ends here."""


class Desk:
    """A desk that can be killed and started again."""

    def __init__(self, store: Store, watch: Watch, addresses: Addresses, plan: ReportPlan = PLAN) -> None:
        self.store, self.watch, self.addresses = store, watch, addresses
        self.rules = HouseRules(Hours(ZONE))
        self.rules.reports = plan
        self.starts()

    def starts(self, ring: Ring = ring) -> None:
        self.health = Health()
        self.reporting = Reporting(
            self.store, Reckoner(self.store, self.rules, self.watch), self.rules, self.addresses, write, self.watch,
            self.health, ring,
        )  # fmt: skip

    async def looks(self) -> None:
        await self.reporting.look()

    async def made(self) -> list[MadeReport]:
        return await self.store.read(reports.listed)

    async def ways(self) -> dict[str, ReportSending]:
        def unit(book: Book) -> dict[str, ReportSending]:
            return {one.address: one for one in reports.sendings_of(book, reports.listed(book))}

        return await self.store.read(unit)


@pytest.fixture
def desk(store: Store, watch: Watch, phone: Phone, mail: MailServer) -> Desk:
    return Desk(store, watch, Addresses({"ruth": mail.url}, [phone.url]))


async def test_at_its_hour_it_is_made_once_and_both_have_it(
    desk: Desk, phone: Phone, mail: MailServer
) -> None:
    await desk.looks()
    await desk.looks()
    desk.starts()
    await desk.looks()
    [made] = await desk.made()
    assert (made.kind, made.span.first.isoformat(), made.made_by) == (Kind.DAILY, "2026-11-22", None)
    title = "daily 2026-11-22 2026-11-22"
    assert phone.titles == [title] and [one["subject"] for one in mail.received] == [title]
    body = mail.received[0].get_body(("plain", "html"))
    assert body is not None and f"number {made.id}, in en" in body.get_content()
    assert {one.state for one in (await desk.ways()).values()} == {"sent"} and desk.health.faults() == {}


async def test_killed_after_it_was_made_it_is_sent_after_the_start(
    desk: Desk, phone: Phone, mail: MailServer
) -> None:
    await desk.reporting._make()
    desk.starts()
    await desk.looks()
    assert len(phone.titles) == len(mail.received) == 1


async def test_killed_amid_the_sending_it_arrives_twice_at_most_and_is_shown(
    desk: Desk, phone: Phone
) -> None:
    def rings_and_dies(url: str, title: str, body: str) -> None:
        assert ring(url, title, body) is None
        raise Killed

    desk.rules.reports = ReportPlan((Kind.DAILY,), time(8), ("alerts:1",), "en")
    for _ in range(4):
        desk.starts(rings_and_dies)
        with contextlib.suppress(Killed):
            await desk.looks()
        desk.watch.at += LEFT_BY_A_DEAD_ONE
    assert len(phone.titles) == 2
    assert (await desk.ways())["alerts:1"].state == "unsure"
    # A person looked, and wants it.
    [made] = await desk.made()
    await desk.store.write(lambda book: reports.send(book, made.id, "alerts:1", desk.watch()))
    desk.starts()
    await desk.looks()
    assert len(phone.titles) == 3 and (await desk.ways())["alerts:1"].state == "sent"


async def test_killed_before_it_left_it_is_not_lost(desk: Desk, phone: Phone, mail: MailServer) -> None:
    def dies(url: str, title: str, body: str) -> None:
        raise Killed

    desk.starts(dies)
    with pytest.raises(Killed):
        await desk.looks()
    desk.watch.at += LEFT_BY_A_DEAD_ONE
    desk.starts()
    await desk.looks()
    assert len(phone.titles) == len(mail.received) == 1


async def test_a_server_that_is_down_has_it_later_and_keeps_nobody_waiting(
    desk: Desk, phone: Phone, mail: MailServer
) -> None:
    await mail.goes_down()
    await desk.looks()
    way = (await desk.ways())["ruth"]
    assert (len(phone.titles), way.state, way.fault, way.attempts) == (1, "due", "not_reached", 1)
    assert way.due_at - desk.watch() == timedelta(minutes=1) and "reports" in desk.health.faults()
    desk.watch.move(seconds=59)
    desk.starts()
    await desk.looks()
    assert "reports" in desk.health.faults()
    assert (await desk.ways())["ruth"].attempts == 1
    await mail.comes_back()
    mail.refuses = True
    desk.watch.move(seconds=1)
    await desk.looks()
    way = (await desk.ways())["ruth"]
    assert (way.fault, way.due_at - desk.watch()) == ("refused", timedelta(minutes=5)) and mail.tried == 1
    mail.refuses = False
    desk.watch.move(minutes=5)
    await desk.looks()
    assert len(mail.received) == len(phone.titles) == 1 and desk.health.faults() == {}
    assert ((await desk.ways())["ruth"].state, (await desk.ways())["ruth"].fault) == ("sent", "")


async def test_three_days_down_is_given_up_and_says_why(desk: Desk, phone: Phone) -> None:
    phone.broken = True
    await desk.looks()
    way = (await desk.ways())["alerts:1"]
    assert (way.fault, way.code) == ("refused", "503")
    desk.rules.reports = ReportPlan()
    desk.watch.move(days=3)
    await desk.looks()
    assert (await desk.ways())["alerts:1"].state == "failed" and desk.health.faults() == {}


async def test_up_again_after_days_the_last_one_is_made_and_none_before_it(desk: Desk, phone: Phone) -> None:
    await desk.looks()
    desk.watch.move(days=3)
    desk.starts()
    await desk.looks()
    assert phone.titles == ["daily 2026-11-22 2026-11-22", "daily 2026-11-25 2026-11-25"]


async def test_whoever_is_added_to_the_plan_has_the_latest_one_and_the_others_have_it_once(
    desk: Desk, phone: Phone, mail: MailServer
) -> None:
    desk.rules.reports = ReportPlan((Kind.DAILY,), time(8), ("ruth",), "en")
    await desk.looks()
    desk.rules.reports = PLAN
    await desk.looks()
    assert len(phone.titles) == len(mail.received) == 1


async def test_without_an_address_it_is_made_all_the_same(desk: Desk) -> None:
    desk.rules.reports = ReportPlan((Kind.DAILY, Kind.WEEKLY, Kind.MONTHLY))
    await desk.looks()
    assert [one.kind for one in await desk.made()] == [Kind.MONTHLY, Kind.WEEKLY, Kind.DAILY]
    assert await desk.ways() == {}


async def test_an_address_that_was_taken_out_of_the_settings_is_told_as_such(
    desk: Desk, phone: Phone
) -> None:
    desk.rules.reports = ReportPlan((Kind.DAILY,), time(8), ("alerts:1", "jun"), "en")
    await desk.looks()
    ways = await desk.ways()
    assert (ways["jun"].state, ways["jun"].fault, len(phone.titles)) == ("failed", "unknown", 1)


async def test_two_desks_at_once_make_one_report_and_send_it_once(desk: Desk, phone: Phone) -> None:
    other = Desk(desk.store, desk.watch, desk.addresses)
    await desk.reporting._make()
    await other.reporting._make()
    due = await desk.store.read(lambda book: reports.due(book, desk.watch()))
    assert [await one.reporting._claimed(due[0].id) for one in (desk, other)] == [True, False]
    assert len(await desk.made()) == 1


async def test_asked_for_by_hand_and_by_the_clock_it_is_one(desk: Desk, phone: Phone) -> None:
    sunday = Span(*(2 * [(desk.watch() - timedelta(days=1)).date()]))
    at = desk.watch()
    await desk.store.write(lambda book: reports.make(book, Kind.DAILY, sunday, (), at))
    await desk.looks()
    assert len(await desk.made()) == 1 and len(phone.titles) == 1
    so_far = Span(sunday.first, sunday.first)
    await desk.store.write(lambda book: reports.make(book, Kind.SO_FAR, so_far, (), at))
    assert len(await desk.made()) == 2


async def test_the_secret_of_an_address_is_neither_kept_nor_told(
    desk: Desk, mail: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    await mail.goes_down()
    with caplog.at_level(logging.WARNING):
        await desk.looks()
    kept = repr((await desk.ways(), desk.health.faults(), desk.addresses.all))
    assert PASSWORD not in kept and "127.0.0.1" not in kept
    assert PASSWORD not in caplog.text


def test_why_is_found_out_though_nothing_of_it_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    before = list(logging.getLogger().handlers)
    set_up("info", "text")
    try:
        assert ring("json://127.0.0.1:9/hunter2", "x", "y") == (Fault.NOT_REACHED, "")
    finally:
        logging.getLogger().handlers = before
        structlog.reset_defaults()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("Failed to send JSON POST notification: Service Unavailable, error=503.", (Fault.REFUSED, "503")),
        ("A Connection error occurred sending JSON notification to 10.0.0.7.", (Fault.NOT_REACHED, "")),
        ('Connection error while submitting email to "mail.example"', (Fault.NOT_REACHED, "")),
        ('Sending email to "ruth@lantern.example" failed.', (Fault.REFUSED, "")),
        ("Socket Exception: (535, b'5.7.8 Bad credentials')", (Fault.REFUSED, "535")),
        ("Service 'JSON' did not finish within 60.0s.", (Fault.NOT_REACHED, "")),
        ("It has no such room", (Fault.REFUSED, "")),
        ("", (Fault.NOT_REACHED, "")),
    ],
)
def test_a_complaint_comes_to_a_word_and_a_number(said: str, fault: tuple[Fault, str]) -> None:
    assert why(said) == fault


async def test_a_wrong_password_is_no_server_that_is_down(mail: MailServer) -> None:
    logging.getLogger("apprise").setLevel(logging.DEBUG)  # as the running desk has it
    wrong = mail.url.replace(PASSWORD, "other")
    assert await asyncio.to_thread(ring, wrong, "x", "y") == (Fault.REFUSED, "535")
    mail.refuses = True
    assert await asyncio.to_thread(ring, mail.url, "x", "y") == (Fault.REFUSED, "451")


def test_an_address_that_apprise_does_not_know() -> None:
    assert ring("nonsense", "x", "y") == (Fault.NO_ADDRESS, "")


def test_of_an_address_only_its_name_and_service_are_known() -> None:
    found = Addresses({"Ruth 1": "mailto://u:p@h/", "bare": "123:TOKEN"}, ["tgram://T/C"]).all
    assert [(one.name, one.service, one.rung) for one in found] == [
        ("Ruth 1", "mailto", 0), ("bare", "", 0), ("alerts:1", "tgram", 1),
    ]  # fmt: skip
    assert not re.search(r"TOKEN|u:p|T/C", repr(found))
