"""Back in stock: whoever waits is told, as the shop allots it, no more of them than there are units (A2, A3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.dialogue.steps import Say
from bot.dialogue.variants import variant_name
from bot.looking import keep_looking
from bot.notices import Notices
from bot.perform import Performing
from desk.allotment import POLICIES
from desk.clock import Clock
from desk.house_rules import HouseRules
from desk.shops import Shop
from desk.stock import Catalogue, Product, Variant
from desk.store import Book, Store, waiting

LOOK_SECONDS = 60.0
"""Quiet hours end without a ring of the bell."""


class Restock:
    def __init__(
        self,
        store: Store,
        shop: Shop,
        performing: Performing,
        rules: HouseRules,
        clock: Clock,
        allotment: str = "first_come",
    ) -> None:
        self._store, self._shop, self._notices = store, shop, Notices(performing)
        self._rules, self._clock, self._policy = rules, clock, POLICIES[allotment]

    async def run(self) -> None:
        await keep_looking(
            self._store, "variant", self._tell_all, "restock_waits", again=LOOK_SECONDS, seldom=LOOK_SECONDS
        )

    async def _tell_all(self) -> bool:
        """Never in quiet hours: these messages start from our side (D7)."""
        at = self._clock()
        if self._rules.hours.is_quiet(at):
            return False
        sold = _sold(await self._shop.catalogue())
        while await self._store.write(lambda book: self._tell_next(book, sold, at)):
            pass
        return False

    def _tell_next(self, book: Book, sold: Mapping[str, tuple[Product, Variant]], at: datetime) -> bool:
        place = waiting.serve_next(book, at, self._policy)
        if place is None:
            return False
        if place.sku in sold:
            conversation = self._notices.open_chat(book, place.conversation_id, at)
            self._notices.tell(
                conversation, _notice(*sold[place.sku], conversation.language), at, f"restock:{place.id}"
            )
        return True


def _sold(catalogue: Catalogue) -> dict[str, tuple[Product, Variant]]:
    return {v.sku: (product, v) for product in catalogue.products.values() for v in product.variants}


def _notice(product: Product, variant: Variant, language: str) -> Say:
    title, name = product.title(language), variant_name(variant, language)
    item = f"{title} ({name})" if name else title
    values = {
        "item": item,
        "product": title,
        "variant": name,
        "price": str(variant.price),
        "url": variant.url,
    }
    return Say("back_in_stock", 0, values)
