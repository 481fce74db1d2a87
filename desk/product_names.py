"""The names of the shop's products, which claim nothing (D4): told to the guard, anew after each change of the catalogue."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import structlog

from desk.errors import DeskError
from desk.shelf import Shelf
from desk.shops import Shop
from desk.stock import Catalogue, Product

LOOK_SECONDS = 30.0
"""Seldom: whoever asks for the list makes others wait a second for what was imported meanwhile by another process."""
FEWEST_WORDS, FEWEST_LETTERS = 2, 4
"""Of a name that is one, in English and in Chinese: a lamp that is called Best does not make every best a name."""

log = structlog.get_logger()


def names_of(products: Iterable[Product]) -> list[str]:
    """By which they are called in the list, each once; what is only a word is none."""
    told = (name for one in products for name in (one.name, one.name_en, *one.aliases))
    return [name for name in dict.fromkeys(told) if _is_a_name(name)]


def _is_a_name(name: str) -> bool:
    return len(name.split()) >= FEWEST_WORDS or (not name.isascii() and len(name) >= FEWEST_LETTERS)


class ProductNames:
    def __init__(self, shelf: Shelf, shop: Shop) -> None:
        self._shelf, self._shop = shelf, shop
        self._known: Catalogue | None = None

    async def run(self) -> None:
        """While the shop does not answer, the names it told last hold."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.look()
            except DeskError as error:
                log.warning("product_names_wait", reason=str(error))

    async def look(self) -> None:
        """The same catalogue is the same object: looking again costs nothing."""
        found = await self._shop.catalogue()
        if found is not self._known:
            self._shelf.know(names_of(found.products.values()))
            self._known = found
