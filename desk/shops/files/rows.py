"""The rows of the three import files: their columns, what each may hold, and the values they become."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    model_validator,
)

from desk.money import Money
from desk.order import Order, OrderLine, Status, number_key
from desk.record import record
from desk.shops.files import cells
from desk.stock import Listing, Variant
from desk.width import narrow

MOST = 1_000_000_000


@record(frozen=True, slots=True)
class Terms:
    """What a row needs to know besides its cells. `currencies`: of orders, by the key of their number."""

    currency: str
    zone: tzinfo
    currencies: Mapping[str, str]


def _terms(info: ValidationInfo) -> Terms:
    assert isinstance(info.context, Terms)
    return info.context


def _money_of_shop(cell: str, info: ValidationInfo) -> Money:
    return cells.amount(cell, _terms(info).currency)


def _money_of_order(cell: str, info: ValidationInfo) -> Money:
    written = info.data.get("currency")
    return cells.amount(cell, written or _currency_of(info.data.get("order", ""), _terms(info)))


def _money_of_line(cell: str, info: ValidationInfo) -> Money:
    return cells.amount(cell, _currency_of(info.data.get("order", ""), _terms(info)))


def _currency_of(order: str, terms: Terms) -> str:
    return terms.currencies.get(number_key(order), terms.currency)


def _moment(cell: str, info: ValidationInfo) -> datetime:
    return cells.moment(cell, _terms(info).zone)


def _whole(least: int, most: int) -> Callable[[str], int]:
    return lambda cell: cells.whole(cell, least, most)


Key = Annotated[str, Field(max_length=64), BeforeValidator(narrow)]
Word = Annotated[str, Field(max_length=32, pattern=r"^[a-z0-9_-]+$"), BeforeValidator(cells.word)]
Short = Annotated[str, Field(max_length=100)]
Long = Annotated[str, Field(max_length=500)]
Plain = Annotated[str, Field(max_length=100), BeforeValidator(narrow)]
Url = Annotated[str, Field(max_length=2_000), BeforeValidator(cells.web_address)]
Names = Annotated[tuple[Short, ...], Field(max_length=50), BeforeValidator(cells.aliases)]
Options = Annotated[dict[Short, Short], Field(max_length=12), BeforeValidator(cells.options)]
Day = Annotated[date, PlainValidator(cells.day)]
Moment = Annotated[datetime, PlainValidator(_moment)]
ShopMoney = Annotated[Money, PlainValidator(_money_of_shop)]
OrderMoney = Annotated[Money, PlainValidator(_money_of_order)]
LineMoney = Annotated[Money, PlainValidator(_money_of_line)]
Stock = Annotated[int, PlainValidator(_whole(0, MOST))]
Quantity = Annotated[int, PlainValidator(_whole(1, 1_000_000))]


class Row(BaseModel):
    """Cells arrive as clean, non-empty text under their column's name; an empty cell does not arrive."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    optional: ClassVar[frozenset[str]] = frozenset()
    """Columns that the header may lack."""

    def key(self) -> tuple[str, ...]:
        """What may be there only once."""
        raise NotImplementedError


class ProductRow(Row):
    sku: Key
    name: Short
    name_en: Short = ""
    aliases: Names = ()
    options: Options = {}
    price: ShopMoney
    stock: Stock
    restock_on: Day | None = None
    url: Url = ""

    def key(self) -> tuple[str, ...]:
        return (self.sku,)

    def listing(self) -> Listing:
        variant = Variant(self.sku, self.options, self.price, self.stock, self.restock_on, self.url)
        return Listing(self.name, self.name_en, self.aliases, variant)


class OrderRow(Row):
    optional = frozenset({"expected_on", "last_scan", "last_scan_at", "freight", "discount", "currency"})

    order: Key
    # Before the amounts, which are read in it.
    currency: Annotated[str, PlainValidator(cells.currency)] = ""
    buyer_name: Short = ""
    phone: Plain = ""
    channel: Word = ""
    identity: Annotated[str, Field(max_length=200)] = ""
    status: Annotated[Status, BeforeValidator(cells.word)]
    placed_at: Moment
    paid_at: Moment | None = None
    shipped_at: Moment | None = None
    delivered_at: Moment | None = None
    carrier: Short = ""
    tracking: Plain = ""
    address: Long = ""
    total: OrderMoney
    expected_on: Day | None = None
    last_scan: Long = ""
    last_scan_at: Moment | None = None
    freight: OrderMoney | None = None
    discount: OrderMoney | None = None

    def key(self) -> tuple[str, ...]:
        return (number_key(self.order),)

    @model_validator(mode="after")
    def _bound_to_an_account_or_not(self) -> OrderRow:
        if bool(self.channel) != bool(self.identity):
            raise ValueError("channel and identity belong together: give both or neither")
        return self

    def value(self) -> Order:
        plain: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        del plain["currency"]
        return Order(number=plain.pop("order"), **plain)


class LineRow(Row):
    optional = frozenset({"paid"})

    order: Key
    sku: Key
    quantity: Quantity
    unit_price: LineMoney
    paid: LineMoney | None = None

    def key(self) -> tuple[str, ...]:
        return (number_key(self.order), self.sku)

    def value(self) -> OrderLine:
        return OrderLine(self.sku, self.quantity, self.unit_price, self.paid)
