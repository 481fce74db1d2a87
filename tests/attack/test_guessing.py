"""Guessing at the orders of others: under one name or a new one each time, for orders that exist or do not."""

from __future__ import annotations

import pytest

from bot.answer import MOST_GUESSES, PROOFS_COUNT
from desk.money import Money
from desk.order import Order, Status
from desk.store import Book, Store, conversations
from tests import shipped
from tests.bot.test_answer import Desk, NoShop
from tests.cast import Writer, hire
from tests.conftest import Watch

UNDERSTANDING = shipped.understands()
TOO_MANY = "could not be confirmed after several tries"
ASKED = "which are the last four digits"


class OneOrder(NoShop):
    """1008 is Nils's, whose phone ends with 2222."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch

    async def order(self, number: str) -> Order | None:  # type: ignore[override]
        if number.lstrip("#") != "1008":
            return None
        return Order(
            "1008",
            "Nils",
            "13911112222",
            "loopback",
            "99",
            Status.PAID,
            self.watch(),
            Money(100, "CNY"),
            "London",
        )


class Shop(Desk):
    def __init__(self, store: Store, watch: Watch) -> None:
        super().__init__(store, watch)
        self.otto = 0
        self.thinking._shop = OneOrder(watch)  # type: ignore[assignment]
        self.thinking._understander = UNDERSTANDING  # type: ignore[assignment]

    async def hears(self, writer: Writer, text: str) -> str:
        """The bot's last words."""
        await writer.writes(text)
        await self._think((await writer.conversation()).id)
        return (await self.said())[-1]

    def stranger(self, number: int) -> Writer:
        return Writer(self.store, self.watch, self.mina.channel, chat=str(5000 + number))


@pytest.fixture
def shop(store: Store, watch: Watch) -> Shop:
    return Shop(store, watch)


async def test_a_new_name_each_time_gives_no_more_tries(shop: Shop, watch: Watch) -> None:
    for number in range(MOST_GUESSES // 4):
        guesser = shop.stranger(number)
        await shop.hears(guesser, "where is my order 1008")
        for digits in ("0001", "0002", "0003", "0004"):
            await shop.hears(guesser, digits)
    nobody = shop.stranger(900)
    assert TOO_MANY in await shop.hears(nobody, "where is my order #1008")
    assert ASKED in await shop.hears(shop.stranger(901), "where is my order 1009"), (
        "another order is as it was"
    )
    watch.move(seconds=PROOFS_COUNT.total_seconds() + 1)
    nils = shop.stranger(902)
    await shop.hears(nils, "where is my order 1008")
    assert "1008" in (told := await shop.hears(nils, "2222")) and TOO_MANY not in told


async def test_who_has_guessed_too_often_hears_the_same_of_every_order(shop: Shop, watch: Watch) -> None:
    """Also when a person has given the conversation back to the bot."""
    mina = shop.mina
    await shop.hears(mina, "where is my order 1007")
    for digits in ("0001", "0002", "0003", "0004", "0005"):
        last = await shop.hears(mina, digits)
    assert TOO_MANY in last
    for number in ("1008", "999999"):
        await _given_back(shop, mina)
        assert TOO_MANY in await shop.hears(mina, f"where is my order {number}"), number


async def _given_back(shop: Shop, mina: Writer) -> None:
    otto = shop.otto = shop.otto or (await hire(shop.store, shop.watch, "Otto")).id
    id, at = (await mina.conversation()).id, shop.watch()

    def unit(book: Book) -> None:
        held = conversations.by_id(book, id)
        held.take(otto, at)
        held.give_back(at, otto)

    await shop.store.write(unit)
