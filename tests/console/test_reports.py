"""Reports in the console: Ruth looks at one, has it sent again, and chooses when they come; Bea sees no buyer in them."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from console.report_letter import letters
from console.report_words import plain, why
from desk.addresses import Addresses
from desk.banned.guard import Guard
from desk.clock import to_ms
from desk.conversation import Reach
from desk.figures import pack
from desk.figures.facts import Ended
from desk.figures.report import Kind, Report
from desk.figures.span import Span
from desk.figures.worst import Wait, Why
from desk.message import Author
from desk.report_plan import NO_REPORTS
from desk.report_sending import Fault, ReportSending
from desk.response_time import USUAL, Promptness
from desk.shop import Hours
from desk.store import Book, conversations, reports
from desk.store.sqlite import SqliteStore
from tests.conftest import MONDAY_NINE, Watch
from tests.console.conftest import free_port
from tests.console.room import RENDERER, ZONE, Person, Room
from tests.desk.test_report import MONDAY, answered, facts, waited
from tests.desk.test_report import told as report_of

SECRETS = ("hunter2", "TOKEN-OF-THE-BOT", "mail.example")


@pytest.fixture
async def room(sqlite_store: SqliteStore, watch: Watch, tmp_path: Path) -> AsyncIterator[Room]:
    addresses = Addresses({"ruth": "mailto://u:hunter2@mail.example/"}, ["tgram://TOKEN-OF-THE-BOT/C"])
    async with Room(sqlite_store, watch, tmp_path, free_port(), addresses=addresses) as room:
        yield room


@pytest.fixture
async def ruth(room: Room) -> Person:
    return await room.person("Ruth")


async def ways(room: Room) -> list[ReportSending]:
    return await room.store.read(lambda book: reports.sendings_of(book, reports.listed(book)))


async def settles(room: Room, *faults: Fault | None) -> None:
    """The worker tried each of them, in their order."""
    at = room.clock()

    def unit(book: Book) -> None:
        for one, fault in zip(reports.sendings_of(book, reports.listed(book)), faults, strict=True):
            held = reports.sending(book, one.id)
            held.claim(at)
            if fault is None:
                held.sent(at)
            else:
                held.not_taken(fault, "503", at)

    await room.store.write(unit)


def say_at_once(book: Book, id: int, room: Room) -> None:
    """The bot answers in the instant in which the buyer asked."""
    held = conversations.by_id(book, id)
    held.say(
        "One moment.", author=Author.TIMER, at=room.clock(), guard=Guard([]), idem_key="c", reach=Reach()
    )


async def test_ruth_has_this_weeks_report_at_once_and_opens_the_worst_conversation(
    room: Room, ruth: Person, watch: Watch
) -> None:
    id = await room.asked_for(room.mina())
    await room.store.write(lambda book: say_at_once(book, id, room))
    watch.move(minutes=12)
    answer = await ruth.post("/reports", {"span": "this_week", "to": "ruth"})
    assert answer.status == 303 and answer.headers["Location"] == "/reports/1?said=report_sent"
    page = await ruth.page(answer.headers["Location"])
    assert "Report so far" in page and "Mon 23 Nov 2026" in page and "On its way" in page
    assert "12:00" in page and "no answer yet; nobody has taken it so far" in page
    behind = "/figures/first_response_within_30?from=2026-11-23&amp;to=2026-11-23"
    assert f'href="{behind}"' in page
    assert "First response within 30 s" in await ruth.page(behind.replace("&amp;", "&"))
    assert "Asked for a person" in page
    [address] = re.findall(rf'href="(/desk/{id}/at/\d+)"', page)
    message = await room.store.read(lambda book: conversations.message_at(book, id, 1))
    there = await ruth.get(address)
    assert there.headers["Location"] == f"/desk/{id}#message-{message.id}" and message.author == "buyer"
    assert [(one.address, one.state) for one in await ways(room)] == [("ruth", "due")]
    assert not any(secret in page for secret in SECRETS)


async def test_asked_for_twice_it_is_one_report_and_is_sent_again(room: Room, ruth: Person) -> None:
    await ruth.post("/reports", {"span": "last_week", "to": "*"})
    await settles(room, None, Fault.REFUSED)
    await ruth.post("/reports", {"span": "last_week", "to": "ruth"})
    assert [(one.address, one.state, one.attempts) for one in await ways(room)] == [
        ("ruth", "due", 0), ("alerts:1", "due", 1),
    ]  # fmt: skip
    assert (await ruth.page("/reports")).count('id="report-') == 1


async def test_what_a_server_did_not_take_is_shown_with_why_and_tried_at_once_by_a_press(
    room: Room, ruth: Person
) -> None:
    await ruth.post("/reports", {"span": "yesterday", "to": "alerts:1"})
    await settles(room, Fault.REFUSED)
    listed = await ruth.page("/reports")
    assert "Alert address 1" in listed and "not taken, next try" in listed
    assert "The service did not take it (503)" in listed and "2026-11-23 09:01" in listed
    page = await ruth.page("/reports/1")
    assert "Try now" in page
    await ruth.post("/reports/1/sending", {"to": "alerts:1"})
    [way] = await ways(room)
    assert (way.state, way.attempts, way.due_at) == ("due", 0, room.clock())
    assert not any(secret in listed + page for secret in SECRETS)


async def test_an_address_that_nobody_set_up_and_a_report_that_is_none_are_refused(
    room: Room, ruth: Person
) -> None:
    assert (await ruth.post("/reports", {"span": "this_week", "to": "mallory"})).status == 404
    assert (await ruth.post("/reports", {"span": "for_ever", "to": ""})).status == 404
    assert (await ruth.post("/reports/9/sending", {"to": "ruth"})).status == 404
    await ruth.page("/reports/9", 404)
    assert await ways(room) == []


async def test_only_to_show_it_nobody_is_told(room: Room, ruth: Person) -> None:
    answer = await ruth.post("/reports", {"span": "last_month", "to": ""})
    page = await ruth.page(answer.headers["Location"])
    assert "Monthly report" in page and "Nothing happened" in page and await ways(room) == []


async def test_bea_sees_how_it_went_and_no_way_into_a_conversation(
    room: Room, ruth: Person, watch: Watch
) -> None:
    await room.asked_for(room.mina())
    watch.move(minutes=2)
    await ruth.post("/reports", {"span": "today", "to": ""})
    page = await (await room.person("Bea")).page("/reports/1")
    assert "Conversation 1" in page and "/desk/" not in page and "Mina" not in page


async def test_otto_has_no_reports(room: Room) -> None:
    otto = await room.person("Otto")
    await otto.page("/reports", 403)
    assert 'href="/reports"' not in await otto.page("/desk")


async def test_the_workbook_has_a_sheet_for_each_group_numbers_as_numbers_and_no_formula(
    room: Room, ruth: Person, watch: Watch
) -> None:
    await room.asked_for(room.mina())
    watch.move(minutes=2)
    await ruth.post("/reports", {"span": "today", "to": ""})
    answer = await ruth.get("/reports/1/xlsx")
    assert 'filename="report-so_far-2026-11-23.xlsx"' in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(await answer.read()))
    assert book.sheetnames == [
        "Report so far", "Answers", "Queue", "Work", "Bot", "Manners", "After-sales", "Buyers",
    ]  # fmt: skip
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"n", "s", "d"}
    rows = {row[0].value: row[1:] for row in book["Answers"].iter_rows(min_row=2)}
    share = rows["First response within 30 s"]
    assert (share[0].value, share[0].number_format, share[1].value) == (0, "0.00%", 1)
    [wait] = [row for row in book["Report so far"].iter_rows() if row[3].value == "#1"]
    assert wait[1].value == timedelta(minutes=2) and wait[1].number_format == "[h]:mm:ss.000"


# --- when they come

GOOD = {"daily": "1", "monthly": "1", "hour": "7:30", "language": "zh-CN", "to:ruth": "1", "was": "0"}


async def test_what_ruth_chooses_holds_at_once_and_can_be_put_back(room: Room, ruth: Person) -> None:
    page = await ruth.page("/report-times")
    assert "Daily: of the day before" in page and 'value="08:00"' in page and "Alert address 1" in page
    assert (await ruth.post("/report-times", GOOD)).status == 303
    plan = room.rules.reports
    assert (plan.kinds, plan.hour, plan.to) == ((Kind.DAILY, Kind.MONTHLY), time(7, 30), ("ruth",))
    page = await ruth.page("/report-times")
    assert "next 2026-11-24 07:30" in page and "next 2026-12-01 07:30" in page
    await ruth.post("/report-times/putting-back", {"was": "1", "to": "0"})
    assert room.rules.reports == NO_REPORTS
    assert not any(secret in page for secret in SECRETS)


@pytest.mark.parametrize("hour", ["", "25:00", "8", "8:60", "noon", "1:2:3:4", "١٢:٠٠", "-1:00"])
async def test_an_hour_that_is_none_is_said_and_nothing_typed_is_lost(
    room: Room, ruth: Person, hour: str
) -> None:
    answer = await ruth.post("/report-times", {**GOOD, "hour": hour})
    text = await answer.text()
    assert answer.status == 422 and "no time of day" in text and f'name="hour" value="{hour}"' in text
    assert 'name="monthly" value="1" checked' in text and 'name="to:ruth" value="1" checked' in text
    assert room.rules.reports == NO_REPORTS


async def test_a_colleague_was_quicker(room: Room, ruth: Person) -> None:
    await ruth.post("/report-times", GOOD)
    answer = await ruth.post("/report-times", {**GOOD, "hour": "9:00"})
    assert answer.status == 409 and "A colleague has changed this" in await answer.text()
    assert room.rules.reports.hour == time(7, 30)


async def test_an_address_taken_out_of_the_settings_can_be_unticked(room: Room, ruth: Person) -> None:
    await ruth.post("/report-times", {**GOOD, "to:alerts:1": "1"})
    room.addresses._urls.pop("alerts:1", None)
    page = await ruth.page("/report-times")
    assert 'name="to:alerts:1" value="1" checked' in page and "not set up any more" in page
    await ruth.post("/report-times", {**GOOD, "was": "1"})
    assert room.rules.reports.to == ("ruth",)


# --- the letter

WRITE = letters(RENDERER.languages, "en", "Lantern & Loom", "https://desk.example")


def a_day(some: Any, then: Any = ()) -> Report:
    return report_of(Kind.DAILY, MONDAY, facts(some), facts(then))


def test_the_letter_says_the_numbers_the_worst_waits_with_links_and_the_rest() -> None:
    late = [*waited(101, 0, 300, Ended.ANSWERED, 1, queued=250), *waited(102, 10, 95, Ended.GONE)]
    title, text = WRITE(4, a_day([*answered(12, 10), *late], answered(12, 40)), "en")
    began = to_ms(MONDAY_NINE)
    assert title == "Lantern & Loom · Daily report · Mon 23 Nov 2026"
    assert text.splitlines() == [
        "First response within 30 s: 100.00 % (n 12), before 0.00 % (n 12), better",
        "First response, median: 10.0 s (n 12), before 40.0 s (n 12), better",
        "Solved by the bot: 0.00 % (n 12), before 0.00 % (n 12)",
        "",
        "The worst waits, those without an answer first",
        "1. 1:25: no answer; it ended before anybody took it",
        f"https://desk.example/desk/102/at/{began + 10_000}",
        "2. 5:00: answered; 4:10 until somebody took it, 50.0 s more to the answer",
        f"https://desk.example/desk/101/at/{began}",
        "",
        "Worse: Answered within the limit 100.00 % → 85.71 %.",
        "Cases: 0 (before: 0).",
        "",
        "All figures: https://desk.example/reports/4",
        "Compared with Sun 22 Nov 2026",
    ]


SAID = [
    (Why.WAITS, 60, 60, 0, "no answer yet; nobody has taken it so far"),
    (Why.IN_HAND, 60, 5, 0, "no answer yet; taken after 5.0 s"),
    (Why.IN_HAND, 60, 0.999, 0, "no answer yet; somebody has it"),
    (Why.UNTAKEN, 60, 60, 0, "no answer; it ended before anybody took it"),
    (Why.LET_GO, 60, 5, 2, "no answer; taken after 5.0 s, it ended without one; passed on 2 ×"),
    (Why.LET_GO, 60, 0, 0, "no answer; somebody had it, and it ended without one"),
    (Why.TAKEN_LATE, 90, 60, 0, "answered; 1:00 until somebody took it, 30.0 s more to the answer"),
    (Why.ANSWERED_LATE, 90, 30, 1, "answered; taken after 30.0 s, 1:00 more to the answer; passed on 1 ×"),
    (Why.ANSWERED_LATE, 90, 0, 0, "answered; somebody had it already"),
]


@pytest.mark.parametrize("case", SAID, ids=lambda case: case[-1])
def test_why_a_wait_was_long_is_one_plain_sentence(case: tuple[Why, float, float, int, str]) -> None:
    kind, waited, untaken, passed, said = case
    wait = Wait(7, MONDAY_NINE, int(waited * 1000), kind, int(untaken * 1000), passed, "asked")
    assert why(wait, plain(RENDERER.languages["en"])) == said
    assert why(wait, plain(RENDERER.languages["zh-CN"]))


def test_in_chinese_and_in_the_shops_own_language() -> None:
    title, text = WRITE(4, a_day(answered(3, 10)), "zh-CN")
    assert title == "Lantern & Loom · 日报 · 2026年11月23日 周一"
    assert (
        "30 秒首响应答率：100.00 %（n=3），上期 –（n=0），样本少" in text
        and "没有买家的等待超出目标时间。" in text
    )
    assert WRITE(4, a_day(answered(3, 10)), "") == WRITE(4, a_day(answered(3, 10)), "en")
    assert "Nothing happened" in WRITE(4, a_day([]), "en")[1]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_however_bad_a_month_was_the_letter_fits_what_services_take(language: str) -> None:
    """WeCom takes 2,048 bytes."""
    bad = [
        one
        for id in range(10**9, 10**9 + 3)
        for one in waited(id, 0, 90_000, Ended.CLOSED, 1, 2, 3, queued=80_000)
    ]
    month = Span(date(2026, 10, 1), date(2026, 10, 31))
    told = report_of(Kind.MONTHLY, month, facts(bad, answered(500, 200)), facts(answered(500, 10)))
    assert len(told.worst) == 3 and isinstance(told.every[0].now.n, int)
    assert len("\n".join(WRITE(10**6, told, language)).encode()) < 2_048


def test_a_shops_name_neither_goes_on_in_another_line_nor_turns_the_rest_around() -> None:
    write = letters(RENDERER.languages, "en", "L\r\nBcc: x@evil.example\u202e", "https://desk.example")
    assert write(1, a_day([]), "en")[0].isprintable()


async def test_a_change_of_the_rules_changes_what_the_page_says(
    room: Room, ruth: Person, watch: Watch
) -> None:
    """A report keeps no numbers."""
    await room.asked_for(room.mina())
    watch.move(seconds=40)
    await ruth.post("/reports", {"span": "today", "to": ""})
    assert "nobody has taken it so far" in await ruth.page("/reports/1")
    slow = pack.what_if(pack.own(Promptness(Hours(ZONE), (USUAL,))), target=timedelta(minutes=5))
    room.rules.promptness = slow.promptness
    assert "Nobody waited beyond the target" in await ruth.page("/reports/1")
