"""Back in stock: whoever waits is told, first come first served, no more of them than there are units (A2, A3)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime

import structlog

from bot.dialogue.steps import Say
from bot.dialogue.variants import variant_name
from bot.perform import Performing
from desk.clock import Clock
from desk.conversation import Conversation, Mode, Targets, opening
from desk.errors import StoreBusy
from desk.message import Author
from desk.shop import Hours
from desk.shops import Shop, ShopDown
from desk.stock import Catalogue, Product, Variant
from desk.store import Book, Store, conversations, waiting

LOOK_SECONDS = 60.0
"""Quiet hours end without a ring of the bell."""

log = structlog.get_logger()


class Restock:
    def __init__(
        self, store: Store, shop: Shop, performing: Performing, hours: Hours, clock: Clock, targets: Targets
    ) -> None:
        self._store, self._shop, self._performing = store, shop, performing
        self._hours, self._clock, self._targets = hours, clock, targets

    async def run(self) -> None:
        listener = self._store.bell.listen("variant")
        try:
            while True:
                try:
                    await self._tell_all()
                except (StoreBusy, ShopDown) as error:
                    log.warning("restock_waits", reason=str(error))
                    await asyncio.sleep(1)
                await listener.wait(LOOK_SECONDS)
        finally:
            listener.close()

    async def _tell_all(self) -> None:
        """Never in quiet hours: these messages start from our side (D7)."""
        at = self._clock()
        if self._hours.is_quiet(at):
            return
        sold = _sold(await self._shop.catalogue())
        while await self._store.write(lambda book: self._tell_next(book, sold, at)):
            pass

    def _tell_next(self, book: Book, sold: Mapping[str, tuple[Product, Variant]], at: datetime) -> bool:
        place = waiting.serve_next(book, at)
        if place is None:
            return False
        if place.sku in sold:
            conversation = self._conversation(book, place.conversation_id, at)
            say = _notice(*sold[place.sku], conversation.language)
            if conversation.mode == Mode.HUMAN:
                # The desk does not talk over a person: they are told, and tell the buyer in their own words.
                conversation.note(self._performing.words(conversation, say), None, at)
            elif not conversation.gone:
                self._performing.say(conversation, say, at, f"restock:{place.id}", author=Author.TIMER)
        return True

    def _conversation(self, book: Book, id: int, at: datetime) -> Conversation:
        """The chat's open conversation, or a new one: the buyer may answer at once."""
        then = conversations.by_id(book, id)
        latest = conversations.latest_of_chat(book, then.channel, then.account, then.chat)
        if latest is not None and latest.mode != Mode.CLOSED:
            return latest
        names = ("buyer_id", "buyer_name", "channel", "account", "chat", "identity", "language", "in_group")
        fresh = book.add(opening({name: getattr(then, name) for name in names}, at))
        fresh.watch_idle(at, self._targets)
        return fresh


def _sold(catalogue: Catalogue) -> dict[str, tuple[Product, Variant]]:
    return {v.sku: (product, v) for product in catalogue.products.values() for v in product.variants}


def _notice(product: Product, variant: Variant, language: str) -> Say:
    title, name = product.title(language), variant_name(variant, language)
    item = f"{title} ({name})" if name else title
    values = {"item": item, "product": title, "variant": name, "price": str(variant.price), "url": variant.url}
    return Say("back_in_stock", 0, values)



