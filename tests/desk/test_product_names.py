"""A product's own name is no claim: the guard knows them from the catalogue, also those that come later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace

import pytest

from desk.product_names import ProductNames, names_of
from desk.shelf import Shelf
from desk.stock import Product
from desk.wording import Edit, Place
from tests import shipped
from tests.desk.banned.test_bans import ban

PACKS = shipped.packs()


def product(name: str, name_en: str = "", *aliases: str) -> Product:
    return Product(name, name, name_en, aliases, ())


class Lamps:
    """A shop of which only the list is asked for."""

    def __init__(self, *products: Product) -> None:
        self.sells(*products)

    def sells(self, *products: Product) -> None:
        held: Mapping[str, Product] = {one.id: one for one in products}
        self.list = SimpleNamespace(products=held)

    async def catalogue(self) -> SimpleNamespace:
        return self.list


CLAIMS = "The Best Ever Lamp is back on Friday."


async def test_the_name_of_a_product_is_no_claim_and_every_other_best_is() -> None:
    shelf, shop = Shelf(PACKS), Lamps()
    names = ProductNames(shelf, shop)  # type: ignore[arg-type]
    await names.look()
    assert shelf.guard.check(CLAIMS, "agent").decision == "block"
    shop.sells(product("最强之光台灯", "Best Ever Lamp"))
    await names.look()
    assert shelf.guard.check(CLAIMS, "agent").decision == "pass"
    assert shelf.guard.check("It is the best lamp in the world.", "agent").decision == "block"


async def test_a_guard_that_is_made_later_knows_them_too() -> None:
    shelf = Shelf(PACKS)
    await ProductNames(shelf, Lamps(product("最强之光台灯", "Best Ever Lamp"))).look()  # type: ignore[arg-type]
    first, edit = shelf.guard, Edit(Place("banned", "en", "mates"), ban("no worries mate"))
    shelf.lay({edit.place: edit}, 1, date(2026, 12, 24))
    assert shelf.guard is not first
    assert shelf.guard.check(CLAIMS, "agent").decision == "pass"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (product("最好"), []),
        (product("Best"), []),
        (
            product("最好睡枕头", "Best Sleep Pillow", "BSP", "best pillow"),
            ["最好睡枕头", "Best Sleep Pillow", "best pillow"],
        ),
    ],
)
def test_one_word_is_no_name(told: Product, kept: list[str]) -> None:
    assert names_of([told]) == kept
