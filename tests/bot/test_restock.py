"""Back in stock: told first come, first served, no more than there are units, and never in quiet hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from bot.perform import Performing
from bot.restock import Restock
from desk.allotment import Place
from desk.conversation import Mode, Reach
from desk.house_rules import HouseRules
from desk.money import Money
from desk.shelf import Shelf
from desk.shop import Hours
from desk.shops.embedded import EmbeddedShop
from desk.shops.files import Import
from desk.shops.importing import apply_import
from desk.stock import Listing, Variant
from desk.store import Store, conversations, waiting
from desk.store.tables import message, outbox, restock_request
from tests import shipped
from tests.cast import FREE, TARGETS, Loopback, Writer, hire
from tests.conftest import Watch

PACKS = shipped.packs()


class Shelves:
    def __init__(self, store: Store, watch: Watch) -> None:
        self.store, self.watch, self.channel = store, watch, Loopback()
        self.rules = HouseRules(Hours(watch().tzinfo))  # type: ignore[arg-type]
        performing = Performing(Shelf(PACKS, FREE), TARGETS, {"loopback": Reach()})
        self.restock = Restock(store, EmbeddedShop(store, watch), performing, self.rules, watch)

    async def holds(self, stock: int) -> None:
        lamp = Variant("LAMP-G", {"colour": "grey"}, Money(12900, "CNY"), stock, date(2026, 12, 1), "")
        await apply_import(
            self.store, Import((Listing("亚麻台灯", "Linen lamp", (), lamp),), (), ()), self.watch()
        )

    async def waits(self, name: str, chat: str) -> Writer:
        buyer = Writer(self.store, self.watch, self.channel, name=name, chat=chat)
        heard = await buyer.writes("I will wait")
        talk = await buyer.conversation()
        await self.store.write(
            lambda book: waiting.join(book, "LAMP-G", talk.buyer_id, heard.conversation_id or 0, self.watch())
        )
        return buyer

    async def told(self) -> list[str]:
        await self.restock._tell_all()
        return await self.store.read(
            lambda book: [row[0] for row in book.rows(select(outbox.c.chat).order_by(outbox.c.id))]
        )


@pytest.fixture
async def shelf(store: Store, watch: Watch) -> Shelves:
    shelf = Shelves(store, watch)
    await shelf.holds(0)
    for name, chat in (("Mina", "7"), ("Nils", "8"), ("Lena", "9")):
        await shelf.waits(name, chat)
    return shelf


async def test_the_first_two_hear_of_two_and_the_third_when_there_are_three(shelf: Shelves) -> None:
    assert await shelf.told() == []
    await shelf.holds(2)
    assert await shelf.told() == ["7", "8"]
    assert await shelf.told() == ["7", "8"]
    await shelf.holds(3)
    assert await shelf.told() == ["7", "8", "9"]


async def test_nobody_is_woken_at_night(shelf: Shelves, watch: Watch) -> None:
    watch.move(hours=14)  # 23:00 in the shop
    await shelf.holds(3)
    assert await shelf.told() == []
    watch.move(hours=10)
    assert await shelf.told() == ["7", "8", "9"]


async def test_who_gave_up_is_not_told_and_the_next_one_is(shelf: Shelves) -> None:
    await shelf.store.write(lambda book: waiting.leave(book, "LAMP-G", 1))
    await shelf.holds(1)
    assert await shelf.told() == ["8"]


async def test_waiting_twice_is_one_place(shelf: Shelves, watch: Watch) -> None:
    await shelf.store.write(lambda book: waiting.join(book, "LAMP-G", 1, 1, watch()))
    assert await shelf.store.read(lambda book: waiting.places(book, 3)) == {"LAMP-G": 3}


async def test_a_closed_conversation_gets_a_new_one_to_answer_in(shelf: Shelves, watch: Watch) -> None:
    await shelf.store.write(lambda book: conversations.by_id(book, 1).close(watch()))
    await shelf.holds(1)
    assert await shelf.told() == ["7"]
    latest = await shelf.store.read(lambda book: conversations.latest_of_chat(book, "loopback", "main", "7"))
    assert latest is not None and latest.id != 1 and latest.mode == Mode.BOT


async def test_while_a_person_has_the_buyer_the_desk_does_not_talk_over_them(
    shelf: Shelves, watch: Watch
) -> None:
    otto = await hire(shelf.store, watch, "Otto")
    await shelf.store.write(lambda book: conversations.by_id(book, 1).take(otto.id, watch()))
    await shelf.holds(1)
    assert await shelf.told() == []
    notes = select(message.c.text).where(message.c.author == "note")
    assert len(await shelf.store.read(lambda book: book.rows(notes))) == 1  # Otto is told, and tells Mina


async def test_the_suppliers_request_is_asked_once_and_closed_when_it_is_back(
    shelf: Shelves, watch: Watch
) -> None:
    for _ in range(2):
        await shelf.store.write(lambda book: waiting.ask_supplier(book, "LAMP-G", watch()))
    open_ones = select(restock_request.c.id).where(restock_request.c.closed_at.is_(None))
    assert len(await shelf.store.read(lambda book: book.rows(open_ones))) == 1
    await shelf.holds(1)
    await shelf.told()
    assert await shelf.store.read(lambda book: book.rows(open_ones)) == []


async def test_whom_the_policy_chooses_is_served(shelf: Shelf, watch: Watch) -> None:
    """Another policy is another function; it sees the list in the order of asking, and what is free."""
    await shelf.holds(1)
    seen: list[tuple[list[int], int]] = []

    def the_last(places: Sequence[Place], free: int) -> Sequence[Place]:
        seen.append(([place.buyer_id for place in places], free))
        return places[-1:]

    served = await shelf.store.write(lambda book: waiting.serve_next(book, watch(), the_last))
    assert served is not None and served.buyer_id == 3 and seen[0] == ([1, 2, 3], 1)
    assert await shelf.store.write(lambda book: waiting.serve_next(book, watch(), the_last)) is None
