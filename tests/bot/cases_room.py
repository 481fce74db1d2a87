"""A shop whose orders have articles, Mina who has a case, and all that sees to it: understanding, cards, timers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import select

from bot.answer import ShopFront, Thinking
from bot.at_once import AtOnce
from bot.hear import Hearing
from bot.ticket_cards import TicketCards
from bot.timers import Timers
from desk.agent import Agent, Role
from desk.money import Money
from desk.order import OrderLine, Status
from desk.shops.files import Import
from desk.shops.importing import apply_import
from desk.stock import Listing, Variant
from desk.store import Book, Store, conversations, ticket_reasons, tickets
from desk.store.tables import message
from desk.ticket.amounts import Amounts
from desk.ticket.facts import Facts, Mover
from desk.ticket.policy import USUALLY
from desk.ticket.ticket import Ticket
from desk.typing import Typing
from tests import shipped
from tests.bot.orders_room import OrdersRoom
from tests.bot.test_timers import ladders
from tests.cast import TARGETS, Writer, hire
from tests.conftest import Watch

UNDERSTANDING = shipped.understands()
WHITE, BLACK, BRASS, RUG = "LAMP-W", "LAMP-B", "BRASS-1", "RUG-S"
GOODS = Facts(amounts=Amounts(12_900), address="1 Loom Lane, Leeds")


def _listing(zh: str, en: str, sku: str, stock: int, **options: str) -> Listing:
    return Listing(zh, en, (), Variant(sku, options, Money(12_900, "CNY"), stock, None, ""))


LISTINGS = (
    _listing("亚麻台灯", "Linen lamp", WHITE, 12, colour="white"),
    _listing("亚麻台灯", "Linen lamp", BLACK, 3, colour="black"),
    _listing("黄铜台灯", "Brass lamp", BRASS, 0),
    _listing("羊毛地毯", "Wool rug", RUG, 9),
)


class CasesRoom(OrdersRoom):
    """With the real understanding; a letter is answered before the next one comes."""

    def __init__(self, store: Store, watch: Watch) -> None:
        super().__init__(store, watch)
        front = ShopFront("Lantern & Loom", "https://lantern.example/privacy", self.rules)
        self.thinking = Thinking(
            store, UNDERSTANDING, self.shop, front, self.performing, watch, settle=timedelta(0)
        )
        self.cards = TicketCards(store, self.performing, self.rules, watch)
        self.timers = Timers(store, watch, TARGETS, ladders(Typing()))
        self.mina = self.buyer("7", "Mina")

    def buyer(self, chat: str, name: str) -> Writer:
        writer = Writer(self.store, self.watch, self.channel, name=name, chat=chat)
        at_once = AtOnce(self.store, self.thinking, self.performing, TARGETS)
        writer.hearing = Hearing(self.store, self.watch, TARGETS, self.thinking.owe, at_once)
        return writer

    async def opens(self) -> None:
        await self.store.write(ticket_reasons.begin)
        await apply_import(self.store, Import(LISTINGS, (), ()), self.watch())
        self.otto = await hire(self.store, self.watch, "Otto")
        self.ruth = await hire(self.store, self.watch, "Ruth", Role.SUPERVISOR)
        self.faye = await hire(self.store, self.watch, "Faye", Role.FINANCE)
        self.walt = await hire(self.store, self.watch, "Walt", Role.WAREHOUSE)

    async def bought(
        self, number: str, *skus: str, status: Status = Status.DELIVERED, chat: str = "7", each: int = 1
    ) -> None:
        lines = tuple((number, OrderLine(sku, each, Money(12_900, "CNY"))) for sku in skus)
        order = replace(
            self.an_order(number, status, days=3, chat=chat),
            paid_at=self.watch() - timedelta(days=3),
            total=Money(12_900 * each * len(skus), "CNY"),
            shipped_at=None if status is Status.PAID else self.watch() - timedelta(days=2),
        )
        await apply_import(self.store, Import((), (order,), lines), self.watch())

    async def says(self, text: str = "", *, who: Writer | None = None, **more: Any) -> str:
        """Returns what is answered."""
        before = len(await self.told())
        await (who or self.mina).writes(text, **more)
        while self.thinking._tasks:
            await asyncio.gather(*self.thinking._tasks)
        return "\n".join((await self.told())[before:])

    async def said_last(self) -> str:
        return (await self.told())[-1]

    async def presses(self, label: str, *, who: Writer | None = None) -> str:
        data = (await self.buttons())[label]
        return await self.says(label, who=who, kind="press", button=data)

    async def sends(self, *names: str, text: str = "", **more: Any) -> str:
        photos = [{"ref": name, **more} for name in names]
        return await self.says(text, kind="photo", photos=photos)

    async def buttons(self) -> dict[str, str]:
        """Of everything said so far, the latest of each label."""
        rows = select(message.c.buttons).where(message.c.author != "buyer").order_by(message.c.id)

        found = await self.store.read(lambda book: book.rows(rows))
        return {label: data for (pairs,) in found for label, data in orjson.loads(pairs or "[]")}

    # --- what stands in the book

    async def tickets(self) -> list[Ticket]:
        def unit(book: Book) -> list[Ticket]:
            rows = book.rows(select(tickets.ticket.c.id).order_by(tickets.ticket.c.id))
            return [tickets.by_id(book, id) for (id,) in rows]

        return await self.store.read(unit)

    async def ticket(self) -> Ticket:
        [one] = await self.tickets()
        return one

    async def reason(self) -> str:
        ticket = await self.ticket()
        if ticket.reason_id is None:
            return ""
        id = ticket.reason_id
        return (await self.store.read(lambda book: ticket_reasons.by_id(book, id))).in_words("en")

    async def shows(self) -> list[str]:
        id = (await self.ticket()).id
        found = await self.store.read(lambda book: tickets.photos(book, id))
        return [f"{shows}: {photo.ref}" for shows, photo in found]

    async def verbs(self) -> list[str]:
        id = (await self.ticket()).id
        return [step.verb for step in await self.store.read(lambda book: tickets.steps(book, id))]

    # --- the shop's side

    async def does(self, who: Agent, verb: str, facts: Facts = Facts()) -> str:  # noqa: B008
        """Returns what the buyer hears of it."""
        return await self.does_to((await self.tickets())[-1].id, who, verb, facts)

    async def does_to(self, id: int, who: Agent, verb: str, facts: Facts = Facts()) -> str:  # noqa: B008
        await self.store.write(
            lambda book: tickets.by_id(book, id).do(verb, Mover.of(who), self.watch(), USUALLY, facts)
        )
        return await self.card()

    async def is_answered(self) -> None:
        """The channel has taken everything that was said: Mina waits for nothing."""
        number = (await self.mina.conversation()).id

        def unit(book: Book) -> None:
            conversations.by_id(book, number).waiting_since = None

        await self.store.write(unit)

    async def card(self) -> str:
        before = len(await self.told())
        await self.cards._tell_all()
        return "\n".join((await self.told())[before:])

    async def fire(self) -> None:
        await self.timers._fire_what_is_due()
