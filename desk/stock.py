"""What the shop sells: products, their variants, and how many are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from desk.money import Money
from desk.record import record


@record(frozen=True, slots=True)
class Variant:
    """One SKU: what is counted, priced and shipped."""

    sku: str
    options: Mapping[str, str]
    """`colour: white`, `size: M`; keys and values in the shop's own words, any language."""
    price: Money
    stock: int
    restock_on: date | None
    url: str


@record(frozen=True, slots=True)
class Product:
    """Variants that share a name."""

    id: str
    """The SKU of the first variant: stable as long as the shop keeps that row."""
    name: str
    name_en: str
    aliases: tuple[str, ...]
    variants: tuple[Variant, ...]

    def title(self, language: str) -> str:
        return (self.name_en or self.name) if language == "en" else (self.name or self.name_en)


@record(frozen=True, slots=True)
class Listing:
    """One row of the shop's list: a variant, and the names under which it is sold."""

    name: str
    name_en: str
    aliases: tuple[str, ...]
    variant: Variant


def products(listings: Iterable[Listing]) -> dict[str, Product]:
    """Rows of one name are one product, in the order of the list; keyed by the product's id."""
    groups: dict[str, list[Listing]] = {}
    for listing in listings:
        groups.setdefault(listing.name, []).append(listing)
    return {group[0].variant.sku: _product(group) for group in groups.values()}


def _product(rows: list[Listing]) -> Product:
    aliases = dict.fromkeys(alias for row in rows for alias in row.aliases)
    return Product(
        id=rows[0].variant.sku,
        name=rows[0].name,
        name_en=next((row.name_en for row in rows if row.name_en), ""),
        aliases=tuple(aliases),
        variants=tuple(row.variant for row in rows),
    )


@record(frozen=True, slots=True)
class Catalogue:
    """All products as of one version of the shop's tables."""

    version: int
    products: Mapping[str, Product]


@record(frozen=True, slots=True)
class StockNow:
    """Live stock of one SKU."""

    sku: str
    stock: int
    restock_on: date | None
    as_of: datetime
