"""The list of tickets, by the real console: what each sees first, filters, columns of one's own, giving, files."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import orjson
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from console.ticket_columns import EVERY
from console.ticket_file import safe
from console.ticket_workbook import TIME, form
from desk.store import agents
from desk.store.tables import event
from desk.store.ticket_list import PAGE
from tests.console.counter import goes_on, held, mina_opens
from tests.console.room import ZONE, Person, Room

ROW = re.compile(r'id="ticket-row-(\d+)"')


async def shown(who: Person, query: str = "") -> list[int]:
    return [int(id) for id in ROW.findall(await who.page(f"/tickets{query}"))]


async def test_each_begins_with_what_awaits_them(both: Room) -> None:
    review, pay = await mina_opens(both), await mina_opens(both, "refund")
    await goes_on(both, pay, "approve")
    parcel = await mina_opens(both, "exchange")
    await goes_on(both, parcel, "approve", "send")
    found = {}
    for name in ("Otto", "Ruth", "Faye", "Walt"):
        who = await both.person(name)
        found[name] = set(await shown(who))
        if name != "Ruth":
            assert 'id="tickets-count" >1</b>' in await who.page("/tickets")
    assert found == {"Otto": {review}, "Ruth": {review, pay, parcel}, "Faye": {pay}, "Walt": {parcel}}


async def test_filters_sort_search_and_counts(both: Room) -> None:
    otto = await both.person("Otto")
    first = await mina_opens(both)
    second = await mina_opens(both, "complaint", order_number="", sku="", item="")
    await goes_on(both, first, "approve", "send")
    assert await shown(otto, "?show=all") == [second, first]
    assert await shown(otto, "?show=running&kind=complaint") == [second]
    assert await shown(otto, "?show=returning") == [first]
    assert await shown(otto, "?show=done") == []
    assert await shown(otto, "?show=running&sort=newest") == [second, first]
    assert await shown(otto, "?q=%23SF1234") == await shown(otto, "?q=1007") == [first]
    assert await shown(otto, f"?q={second}") == [second]
    page = await otto.page("/tickets?show=running")
    assert "On its way back <b>1</b>" in page and "Service review <b>1</b>" in page
    assert "¥129.00" in page and "Linen lamp" in page and "loopback · main" in page


async def test_what_is_late_says_so_in_words(room: Room) -> None:
    otto = await room.person("Otto")
    await mina_opens(room)
    assert 'data-late="later"' in await otto.page("/tickets")
    room.clock.at += timedelta(days=4)  # type: ignore[attr-defined]
    page = await (await room.person("Otto")).page("/tickets")
    assert 'data-late="late"' in page and ">late: " in page


@pytest.mark.parametrize(
    "query",
    [
        "?show=x",
        "?kind=x&sort=x",
        "?from=1.2.3",
        "?from=-1",
        "?q=%00",
        "?q=%ed%a0%80",
        "?q=" + "9" * 400,
        "?since=&until=",
    ],
)
async def test_a_strange_wish_is_a_list(room: Room, query: str) -> None:
    assert await shown(await room.person("Otto"), query) == []


async def test_days_are_the_shops_and_count_whole(both: Room) -> None:
    """The shop is in Shanghai, eight hours ahead."""
    otto = await both.person("Otto")
    both.clock.at = datetime(2026, 11, 22, 15, 59, tzinfo=UTC)  # type: ignore[attr-defined]
    evening = await mina_opens(both)
    both.clock.at += timedelta(minutes=2)  # type: ignore[attr-defined]
    after_midnight = await mina_opens(both)
    assert await shown(otto, "?show=all&since=2026-11-22&until=2026-11-22") == [evening]
    assert await shown(otto, "?show=all&since=2026-11-23") == [after_midnight]
    assert await shown(otto, "?show=running&until=2026-11-22") == [evening]
    page = await otto.page(f"/tickets?show=all&since=2026/11/22&until={quote('2026年11月２２日')}")
    assert ROW.findall(page) == [str(evening)]
    address = "show=all&amp;sort=newest&amp;since=2026-11-22&amp;until=2026-11-22"
    assert f'data-again="/tickets?{address}"' in page
    back = {"name": "That day", "back": f"/tickets?{address}".replace("&amp;", "&")}
    await otto.post("/tickets/views", back)
    page = await otto.page(f"/tickets?{address}".replace("&amp;", "&"))
    assert f'href="/tickets?{address}" aria-current="true"' in page
    assert 'type="date" value="2026-11-22"' in page


@pytest.mark.parametrize(
    ("days", "word", "kept"),
    [
        ("since=2026-02-30", "“2026-02-30” is no day", 'type="text" value="2026-02-30"'),
        ("since=2026-11-01&until=soon", "“soon” is no day", 'type="text" value="soon"'),
        ("until=0001-01-01", "“0001-01-01” is no day", 'type="date" value=""'),
        ("until=9999-12-31", "“9999-12-31” is no day", 'value="9999-12-31"'),
        ("since=2026-11-22&until=2026-11-21", "2026-11-22 is later than 2026-11-21", 'value="2026-11-21"'),
    ],
)
async def test_a_day_that_is_none_is_told_and_nothing_is_lost(
    room: Room, days: str, word: str, kept: str
) -> None:
    otto = await room.person("Otto")
    await mina_opens(room)
    page = await otto.page(f"/tickets?show=all&kind=return&{days}", status=422)
    assert word in page and kept in page and not ROW.findall(page)
    assert '<option value="return" selected>' in page and '<option value="all" selected>' in page
    assert 'aria-invalid="true" aria-describedby="days-fault"' in page and 'id="days-fault"' in page
    answer = await (await room.person("Ruth")).post(
        "/tickets/file", {"back": f"/tickets?show=all&{days}", "as": "csv"}
    )
    assert answer.status == 303 and days in answer.headers["Location"]


async def test_a_page_leads_to_the_next(room: Room) -> None:
    otto = await room.person("Otto")
    made = [await mina_opens(room) for _ in range(PAGE + 2)]
    page = await otto.page("/tickets?show=running")
    more = re.search(r'href="(/tickets\?[^"]*from=[^"]*)"', page)
    assert more is not None
    rest = ROW.findall(await otto.page(more[1].replace("&amp;", "&")))
    assert [int(id) for id in [*ROW.findall(page), *rest]] == made


async def test_everybody_has_columns_of_their_own(both: Room) -> None:
    otto, ruth = await both.person("Otto"), await both.person("Ruth")
    await mina_opens(both)
    wish = {
        "shown-state": "1",
        "place-state": "1",
        "place-ticket": "2",
        "shown-due": "1",
        "place-due": "3",
        "frozen": "2",
    }
    answer = await otto.post("/tickets/columns", {**wish, "back": "/tickets?show=all"})
    assert (answer.status, answer.headers["Location"]) == (303, "/tickets?show=all")
    heads = re.findall(r'<th scope="col" data-column="(\w+)" (data-stays)?', await otto.page("/tickets"))
    assert heads == [("state", "data-stays"), ("ticket", "data-stays"), ("due", "")]
    assert 'data-column="amount"' in await ruth.page("/tickets")
    await otto.post("/tickets/columns", {"reset": "1", "back": "//evil.example/x?show=mine"})
    assert 'data-column="amount"' in await otto.page("/tickets")


async def test_when_it_was_ordered_and_reviewed_are_columns_like_the_others(both: Room) -> None:
    otto = await both.person("Otto")
    ordered = both.clock() - timedelta(days=9)
    id = await mina_opens(both, ordered_at=ordered)
    both.clock.at += timedelta(hours=5)  # type: ignore[attr-defined]
    await mina_opens(both, order_number="")
    page = await otto.page("/tickets?show=all")
    assert re.findall(r'<th scope="col" data-column="(\w+)"', page) == list(EVERY)
    assert page.count(">9 d ago</time>") == 1
    await goes_on(both, id, "approve")
    wish = {"shown-reviewed": "1", "place-reviewed": "1", "shown-ordered": "1", "place-ordered": "2"}
    await otto.post("/tickets/columns", {**wish, "place-ticket": "3", "frozen": "1", "back": "/tickets"})
    found = re.findall(
        r'<td data-column="(\w+)" (data-stays)?.*?datetime="([^"]+)"', await otto.page(f"/tickets?q={id}")
    )
    shanghai = [at.astimezone(ZONE).isoformat(timespec="seconds") for at in (both.clock(), ordered)]
    assert found == [("reviewed", "data-stays", shanghai[0]), ("ordered", "", shanghai[1])]
    mine = await both.hires("Otto")
    await both.store.write(lambda book: agents.by_id(book, mine.id).roles.append("finance"))  # type: ignore[union-attr]
    rows = await copied(otto, "/tickets?show=all")
    assert rows[2] == [*(at[:16].replace("T", " ") for at in shanghai), str(id)] and rows[1][:2] == ["", ""]


async def test_everybody_keeps_views_of_their_own(both: Room) -> None:
    otto, ruth = await both.person("Otto"), await both.person("Ruth")
    filters = "/tickets?show=finance&kind=return"
    answer = await otto.post("/tickets/views", {"name": "  Returns to <pay> ", "back": filters})
    assert (answer.status, answer.headers["Location"]) == (303, f"{filters}&said=saved")
    page = await otto.page("/tickets")
    assert 'href="/tickets?show=finance&amp;kind=return"' in page and "Returns to &lt;pay&gt;" in page
    assert "Returns to" not in await ruth.page("/tickets")
    await otto.post("/tickets/views", {"name": "Returns to <pay>", "back": "/tickets?show=mine"})
    page = await otto.page("/tickets")
    assert "kind=return" not in page and page.count("<bdi>Returns to &lt;pay&gt;</bdi>") == 1
    await otto.post("/tickets/views/forgetting", {"name": "Returns to <pay>", "back": "//evil.example/x"})
    assert "Returns to" not in await otto.page("/tickets")


@pytest.mark.parametrize("name", ["", "   "])
async def test_a_view_without_a_name_is_not_kept(room: Room, name: str) -> None:
    otto = await room.person("Otto")
    await otto.post("/tickets/views", {"name": name, "back": "/tickets?show=mine"})
    assert "ticket-views" not in await otto.page("/tickets")


async def test_otto_gives_several_to_ines_at_once(both: Room) -> None:
    otto, ines = await both.person("Otto"), await both.hires("Ines")
    first, over, third = [await mina_opens(both) for _ in range(3)]
    await goes_on(both, over, "withdraw")
    form = {f"ticket-{id}": "1" for id in (third, over, first)} | {"back": "/tickets?show=running"}
    answer = await otto.post("/tickets/assigning", {**form, "to": str(ines.id)})
    assert answer.headers["Location"] == "/tickets?show=running&said=ticket_assigned"
    assert [(await held(both, id)).assignee_id for id in (first, over, third)] == [ines.id, None, ines.id]
    assert "Ines" in await otto.page("/tickets?show=running")
    assert await shown(otto, "?show=mine") == []


async def test_walt_takes_one_for_himself_but_gives_none_away(room: Room) -> None:
    walt, otto = await room.person("Walt"), await room.hires("Otto")
    id = await mina_opens(room)
    assert (await walt.post("/tickets/assigning", {f"ticket-{id}": "1", "to": str(otto.id)})).status == 403
    await walt.post("/tickets/assigning", {f"ticket-{id}": "1", "to": str(room.people["Walt"].id)})
    assert await shown(walt, "?show=mine") == [id]
    bea = await room.hires("Bea")
    otto_here = await room.person("Otto")
    answer = await otto_here.post("/tickets/assigning", {f"ticket-{id}": "1", "to": str(bea.id)})
    assert answer.status == 403, "who sees no tickets gets none"


async def copied(who: Person, back: str) -> list[list[str]]:
    answer = await who.post("/tickets/file", {"back": back, "as": "csv"})
    assert answer.status == 200 and answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO((await answer.text()).removeprefix("\ufeff"))))


async def test_the_list_is_a_file_of_the_columns_that_are_seen(room: Room) -> None:
    ruth = await room.person("Ruth")
    id = await mina_opens(room, item="=HYPERLINK(1)")
    rows = await copied(ruth, "/tickets?show=running")
    assert rows[0][:3] == ["Ticket", "Order", "Shop"] and rows[0][-1] == "Currency"
    assert rows[1][0] == str(id) and "'=HYPERLINK(1) × 1" in rows[1] and "129.00" in rows[1]
    assert (await ruth.post("/tickets/file", {"as": "exe"})).status == 404


async def test_in_a_workbook_amounts_are_numbers_and_times_are_times(room: Room) -> None:
    ruth = await room.person("Ruth")
    ordered = datetime(2026, 2, 28, 16, 30, 5, 999_000, UTC)
    id = await mina_opens(room, item="=HYPERLINK(1)", goods=922_337_203_685_477_580, ordered_at=ordered)
    second = await mina_opens(room, item="＝1+1\x01", goods=-5, currency="JPY")
    await mina_opens(room, "complaint", item="#N/A", order_number="1e5")
    answer = await ruth.post("/tickets/file", {"back": "/tickets?show=running", "as": "xlsx"})
    made = await answer.read()
    sheet = load_workbook(io.BytesIO(made)).active
    assert sheet is not None and sheet.freeze_panes == "A2"
    heads, first, yen, complaint = (list(row) for row in sheet.iter_rows())
    at = {cell.value: place for place, cell in enumerate(heads)}
    assert [row[0].value for row in (first, yen)] == [id, second]
    assert (first[at["Ordered"]].value, first[at["Ordered"]].number_format) == (
        datetime(2026, 3, 1, 0, 30, 5),
        TIME,
    )
    assert first[at["Applied"]].is_date and first[at["Due"]].is_date and first[at["Reviewed"]].value is None
    amounts = [(row[at["Amount"]].data_type, row[at["Amount"]].number_format) for row in (first, yen)]
    assert amounts == [("n", "[$¥]#,##0.00"), ("n", "[$¥]#,##0")]
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>9223372036854775.80</v>" in xml and "<v>-5</v>" in xml, "as they are, and through no float"
    assert "<f>" not in xml and first[at["Article"]].value == "'=HYPERLINK(1) × 1"
    assert yen[at["Article"]].value == "'＝1+1 × 1"
    assert [complaint[at[name]].value for name in ("Article", "Order", "Amount")] == ["#N/A × 1", "1e5", None]


@pytest.mark.parametrize(
    ("currency", "shown"),
    [("USD", "[$$]#,##0.00"), ("KWD", '#,##0.000 "KWD"'), ("KRW", '#,##0 "KRW"'), ('"x', "#,##0.00")],
)
def test_an_amount_is_shown_as_its_currency_is_written(currency: str, shown: str) -> None:
    assert form(currency) == shown


async def test_a_copy_of_the_list_needs_a_right_and_is_recorded_with_its_filters_and_how_many(
    both: Room,
) -> None:
    otto, faye = await both.person("Otto"), await both.person("Faye")
    for kind in ("return", "return", "complaint"):
        await mina_opens(both, kind)
    assert "/tickets/file" not in await otto.page("/tickets?show=all")
    assert "/tickets/file" in await faye.page("/tickets?show=all")
    assert (await otto.post("/tickets/file", {"as": "csv"})).status == 403
    back = "/tickets?show=all&kind=return&since=2026-11-01"
    for way in ("csv", "xlsx"):
        await (await faye.post("/tickets/file", {"back": back, "as": way})).read()
    kept = await both.store.read(
        lambda book: book.rows(select(event.c.agent_id, event.c.data).where(event.c.kind == "revealed"))
    )
    which = "show=all&kind=return&sort=newest&since=2026-11-01"
    said = {"what": "tickets", "which": which, "count": 2}
    assert [(by, orjson.loads(data)) for by, data in kept] == [(both.people["Faye"].id, said)] * 2
    assert not list(both.files.arriving.iterdir()), "what was sent is not kept"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}" and safe(f"x{cell}") == f"x{cell}"


@pytest.mark.parametrize("before", ["\u200b", " ", "\n", "\x01", "\u202e", "\u200b" * 99])
@pytest.mark.parametrize("sign", ["=", "＝", "＋", "@"])
def test_nor_when_what_nobody_sees_is_left_out(before: str, sign: str) -> None:
    cell = f"{before}{sign}1+1"
    assert safe(cell) == f"'{cell}", "a workbook leaves out what XML cannot hold"


async def test_what_is_no_address_leads_to_the_list(room: Room) -> None:
    answer = await (await room.person("Otto")).post("/tickets/columns", {"reset": "1", "back": "//["})
    assert (answer.status, answer.headers["Location"]) == (303, "/tickets?")
