"""The slip on paper: what stands on it, who reads phone and address on it, and bars that a scanner reads."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from console.code128 import PATTERNS, QUIET, bars, values
from desk.store import Book, reveals
from tests.console.counter import goes_on, mina_opens
from tests.console.room import ADDRESS, PHONE, Room


async def test_a_slip_says_all_that_the_goods_need(both: Room) -> None:
    walt, id = await both.person("Walt"), await mina_opens(both)
    await goes_on(both, id, "approve", "send")
    page = await walt.page(f"/tickets/{id}/slip?paper=a5&language=zh-CN")
    for word in (
        "退换货单",
        "Mina",
        "1007",
        "LAMP-W × 1",
        "It flickers",
        "Seen",
        "Hall 3",
        "SF SF1234",
        "¥129.00",
        'data-paper="a5"',
    ):
        assert word in page, word
    assert bars(f"#{id}")[0] in page and "138******47" in page
    assert PHONE not in page and ADDRESS not in page
    assert "Return and exchange slip" in await walt.page(f"/tickets/{id}/slip")


async def test_phone_and_address_are_for_who_may_reveal_them_and_that_is_recorded(both: Room) -> None:
    otto, walt = await both.person("Otto"), await both.person("Walt")
    first, second = await mina_opens(both), await mina_opens(both, "exchange")
    form = {f"ticket-{first}": "1", f"ticket-{second}": "1"}
    assert PHONE not in await (await otto.post("/tickets/slips", form)).text()
    page = await (await otto.post("/tickets/slips", {**form, "full": "1"})).text()
    assert page.count(PHONE) == 2 and ADDRESS in page and page.count('class="slip"') == 2
    me = both.people["Otto"].id
    assert await both.store.read(lambda book: _looked(book, me, both)) == 4, "phone and address on each"
    assert (await walt.post("/tickets/slips", {**form, "full": "1"})).status == 403
    assert (await walt.post("/tickets/slips", form)).status == 200
    assert (await walt.post("/tickets/slips", {})).status == 404


async def test_full_slips_count_as_what_they_show_and_too_many_show_nothing(both: Room) -> None:
    otto = await both.person("Otto")
    ids = [await mina_opens(both) for _ in range(13)]
    form = {f"ticket-{id}": "1" for id in ids}
    me = both.people["Otto"].id
    assert (await otto.post("/tickets/slips", {**form, "full": "1"})).status == 200
    again = await otto.post("/tickets/slips", {**form, "full": "1"})
    assert again.status == 429 and PHONE not in await again.text()
    assert await both.store.read(lambda book: _looked(book, me, both)) == 26, "all of them or none"
    assert (await otto.post("/tickets/slips", form)).status == 200, "masked they are printed as ever"


def _looked(book: Book, me: int, room: Room) -> int:
    return reveals.since(book, me, room.clock().replace(year=2000))


async def test_a_slip_is_printed_while_the_shops_system_is_down(room: Room) -> None:
    otto, id = await room.person("Otto"), await mina_opens(room)
    room.shop.down = True
    page = await otto.page(f"/tickets/{id}/slip")
    assert "does not answer" in page and "Linen lamp" in page


def test_the_signs_of_the_code_are_all_of_one_width_and_none_is_twice() -> None:
    assert len(set(PATTERNS)) == len(PATTERNS) == 107
    assert {sum(map(int, pattern)) for pattern in PATTERNS[:-1]} == {11} and sum(map(int, PATTERNS[-1])) == 13
    assert all(sum(map(int, pattern[::2])) % 2 == 0 for pattern in PATTERNS[:-1]), (
        "the bars of a sign are even"
    )


def test_the_check_is_that_of_the_standards_own_example() -> None:
    assert values("PJJ123C") == [104, 48, 42, 42, 17, 18, 19, 35, 55, 106]


@pytest.mark.parametrize("text", ["#1", "#81", "#999999999"])
def test_what_is_drawn_reads_as_what_was_written(text: str) -> None:
    path, width = bars(text)
    drawn = [(int(at), int(wide)) for at, wide in re.findall(r"M(\d+) 0h(\d+)v", path)]
    edges = [edge for at, wide in drawn for edge in (at, at + wide)]
    assert edges[0] == QUIET and width - edges[-1] == QUIET
    widths = "".join(str(after - before) for before, after in pairwise(edges))
    read = [PATTERNS.index(widths[at : at + 6]) for at in range(0, len(widths) - 7, 6)]
    assert "".join(chr(value + 32) for value in read[1:-1]) == text and widths.endswith(PATTERNS[-1])


@pytest.mark.parametrize("text", ["", "工单", "a\n"])
def test_what_set_b_cannot_say_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="bar code"):
        bars(text)
