"""The pages of the loss audit: Ruth sees that nothing is lost, or goes from a figure to the rows and on to the message."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import text

from desk.audit import Check
from desk.store import Book, agents, audit
from tests.console.room import Room

DAYS = "since=2026-11-22&until=2026-11-23"


async def doctored(room: Room, statement: str) -> None:
    assert await room.store.write(lambda book: book.run(text(statement))), statement


def line(page: str, check: str) -> str:
    """What the page says of one check, without its marks."""
    row = re.search(rf'<tr [^>]*data-check="{check}".*?</tr>', page, re.S)
    assert row is not None, check
    return " ".join(re.sub(r"<[^>]+>", " ", row[0]).split())


async def test_what_is_whole_is_said_out_loud(both: Room) -> None:
    await both.mina().writes("hello")
    ruth = await both.person("Ruth")
    page = await ruth.page("/audit")
    assert "Nothing is lost. Letters of these days: 1, and all of them add up." in page
    assert line(page, "stored") == "Letters in: 1, each stored once, where it belongs to do 1 0"
    assert line(page, "timers").startswith("Deadlines that are set: ")
    assert "/audit/" not in page.split("<main")[1], "there is nothing to list"


async def test_from_a_figure_to_the_rows_and_to_the_message(both: Room) -> None:
    heard = await both.mina().writes("hello")
    await doctored(both, "update message set inbox_id = null")
    ruth = await both.person("Ruth")
    page = await ruth.page("/audit")
    assert 'data-verdict="lost"' in page
    assert line(page, "heard").startswith("Messages of buyers: 1, and without a letter of their own: 1")
    href = re.search(r'href="(/audit/heard\?[^"]+)"', page)
    assert href is not None
    rows = await ruth.page(href[1].replace("&amp;", "&"))
    link = re.search(rf'href="(/desk/{heard.conversation_id})#message-(\d+)"', rows)
    assert link is not None and "Mina" in rows and "message 1" in rows
    assert f'id="message-{link[2]}"' in await ruth.page(link[1])


async def test_what_waits_for_somebody_leads_to_where_it_is_dealt_with(room: Room) -> None:
    mina, ruth = room.mina(), await room.person("Ruth")
    await mina.hearing.hear(mina.channel, b"\xff\x00")
    page = await ruth.page("/audit")
    assert 'data-verdict="waits"' in page and line(page, "dead").startswith(
        "Letters in: 1, and unreadable: 1"
    )
    assert (
        'href="/dead-letters"'
        in (await ruth.page(f"/audit/dead?{DAYS}&channel=loopback&account=main")).split("<main")[1]
    )


async def test_bea_sees_what_was_found_and_no_way_into_the_conversation(room: Room) -> None:
    await room.mina().writes("hello")
    await doctored(room, "update message set inbox_id = null")
    bea = await room.person("Bea")
    rows = await bea.page(f"/audit/heard?{DAYS}&channel=loopback&account=main")
    assert "Mina" in rows and "/desk/" not in rows


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("since=2026-11-23&until=2026-11-22", 422, "2026-11-23"),
        ("since=2026-13-45", 422, "2026-13-45"),
        ("since=2026-01-01&until=2026-11-23", 422, "At most 31 days"),
        ("since=2016-01-01", 422, "At most 31 days"),
        ("since=2026-12-24", 200, "No letters on these days"),
        ("until=2026-10-02", 200, "No letters on these days"),
        ("since=2026%2F11%2F23", 200, "Nothing is lost"),
        ("since=%00&until=%ed%a0%80", 422, "days-fault"),
    ],
)
async def test_days_as_they_are_typed(room: Room, query: str, status: int, said: str) -> None:
    await room.mina().writes("hello")
    ruth = await room.person("Ruth")
    assert said in await ruth.page(f"/audit?{query}", status)
    listed = await ruth.get(f"/audit/heard?{query}")
    assert listed.status == (404 if status == 422 else 200)


@pytest.mark.parametrize("check", [*Check, "nothing", "STORED"])
async def test_every_list_can_be_opened_whatever_is_asked_for(room: Room, check: Any) -> None:
    await room.mina().writes("hello")
    ruth = await room.person("Ruth")
    for whose in (
        "",
        "&channel=loopback&account=main",
        "&channel=%00&account=%ed%a0%80",
        "&channel=" + "x" * 5000,
    ):
        answer = await ruth.get(f"/audit/{check}?{DAYS}{whose}")
        assert answer.status == (200 if check in [*Check] else 404)


async def test_a_longer_list_is_cut_and_says_so(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    mina = room.mina()
    for _ in range(3):
        await mina.writes("hello")
    await doctored(room, "update message set inbox_id = null")
    monkeypatch.setattr(audit, "ROWS", 2)
    monkeypatch.setattr("console.auditing.ROWS", 2)
    ruth = await room.person("Ruth")
    rows = await ruth.page(f"/audit/heard?{DAYS}&channel=loopback&account=main")
    assert rows.count('class="line"') == 2 and "The first 2 are listed." in rows


async def test_it_speaks_the_language_of_its_reader(room: Room) -> None:
    await room.mina().writes("hello")
    ruth = await room.person("Ruth")

    def unit(book: Book) -> None:
        found = agents.by_id(book, room.people["Ruth"].id)
        assert found is not None
        found.language = "zh-CN"

    await room.store.write(unit)
    page = await ruth.page("/audit")
    assert "没有丢失：这些天的 1 封信件全部对得上。" in page and "来信 1 封，每封只存一次" in page
