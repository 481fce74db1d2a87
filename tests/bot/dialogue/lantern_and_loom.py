"""The shop of the tests as values: four products and some orders, at 14:03 on a Sunday in Shanghai."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.dialogue.facts import Front
from desk.money import Money
from desk.order import Order, OrderLine, Status
from desk.shops import ShopDown
from desk.stock import Catalogue, Product, StockNow, Variant
from desk.width import narrow

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 6, 3, tzinfo=UTC)
OPEN = Front("Lantern & Loom", SHANGHAI, "https://lantern.example/privacy")
CLOSED = Front(
    "Lantern & Loom",
    SHANGHAI,
    "https://lantern.example/privacy",
    open_now=False,
    opens_at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
)


def variant(sku: str, stock: int, restock_on: date | None = None, **options: str) -> Variant:
    return Variant(sku, options, Money(12900, "CNY"), stock, restock_on, f"https://lantern.example/{sku}")


LAMP = Product(
    "LAMP-W",
    "亚麻台灯",
    "Linen lamp",
    ("台灯",),
    (
        variant("LAMP-W", 12, colour="white"),
        variant("LAMP-G", 0, date(2026, 11, 30), colour="grey"),
        variant("LAMP-B", 3, colour="black"),
    ),
)
BRASS = Product("BRASS-1", "黄铜台灯", "Brass lamp", (), (variant("BRASS-1", 8),))
RUG = Product(
    "RUG-S",
    "羊毛地毯",
    "Wool rug",
    ("地毯",),
    (variant("RUG-S", 9, size="S"), variant("RUG-M", 0, size="M"), variant("RUG-L", 20, size="L")),
)
THROW = Product(
    "THROW-W",
    "棉麻盖毯",
    "Cotton throw",
    (),
    (
        variant("THROW-W", 0, 颜色="白色", 尺码="大号"),
        variant("THROW-P", 0, date(2026, 11, 1), 颜色="粉色", 尺码="大号"),
    ),
)
PRODUCTS = {p.id: p for p in (LAMP, BRASS, RUG, THROW)}


def order(number: str, status: Status, buyer: str = "", phone: str = "13800001234", **more: object) -> Order:
    placed = NOW - timedelta(days=2)
    return Order(
        number=number,
        buyer_name="Mina",
        phone=phone,
        channel="telegram" if buyer else "",
        identity=buyer,
        status=status,
        placed_at=placed,
        total=Money(25800, "CNY"),
        **more,  # type: ignore[arg-type]
    )


SHIPPED = {
    "shipped_at": NOW - timedelta(days=1),
    "carrier": "中通",
    "tracking": "ZT730001",
    "last_scan": "上海转运中心",
}


def bought(number: str, status: Status, ago: timedelta, sku: str, **more: object) -> Order:
    """One of Ada's three, each placed on its own day and with its own article."""
    whole = order(
        number, status, "ada", "13600002468", lines=(OrderLine(sku, 1, Money(12900, "CNY")),), **more
    )
    return replace(whole, placed_at=NOW - ago)


def several(number: str, status: Status, *lines: tuple[str, int]) -> Order:
    """Vera's, with more than one article."""
    return order(
        number,
        status,
        "vera",
        "13600001357",
        shipped_at=NOW - timedelta(days=1),
        lines=tuple(OrderLine(sku, count, Money(12900, "CNY")) for sku, count in lines),
    )


ORDERS = {
    o.number: o
    for o in (
        order("1007", Status.SHIPPED, "mina", **SHIPPED, last_scan_at=NOW - timedelta(hours=5)),
        order("1008", Status.PAID, "nora", "13900005678"),
        order("1010", Status.AWAITING_PAYMENT, "lena"),
        order("1011", Status.DELIVERED, "lena", delivered_at=NOW - timedelta(days=1)),
        order("1012", Status.PAID, "", "13700004321", paid_at=NOW - timedelta(days=9)),
        bought("2203", Status.AWAITING_PAYMENT, timedelta(hours=3), "RUG-L"),
        bought("2202", Status.PAID, timedelta(days=1), "LAMP-B", paid_at=NOW - timedelta(days=1)),
        bought("2201", Status.SHIPPED, timedelta(days=9), "THROW-W", **SHIPPED),
        order("1013", Status.COMPLETED, "", "13700004321"),
        order("1014", Status.CLOSED, "", ""),
        order("LL-2026-15", Status.SHIPPED, "", "13700004321", shipped_at=NOW - timedelta(days=1)),
        order(
            "1016",
            Status.SHIPPED,
            "",
            "13700004321",
            carrier="SF",
            tracking="SF1",
            expected_on=date(2026, 11, 20),
        ),
        several("3301", Status.DELIVERED, ("LAMP-W", 1), ("LAMP-B", 1), ("RUG-S", 3)),
        order("2001", Status.PAID, "petra", address="上海市静安区愚园路1号"),
        order("2002", Status.AWAITING_PAYMENT, "petra"),
        order(
            "2003", Status.SHIPPED, "tess", **SHIPPED, extended_until=datetime(2026, 12, 4, 6, 3, tzinfo=UTC)
        ),
        order("2004", Status.COMPLETED, "cora"),
        order("2005", Status.SHIPPED, "iris", **SHIPPED, expected_on=date(2026, 11, 20)),
        order("2006", Status.SHIPPED, "pia", carrier="中国邮政平邮", shipped_at=NOW - timedelta(days=1)),
    )
}


class LanternAndLoom:
    """The shop's back end, answering from these values."""

    at_hand = True

    def __init__(self, *, down: bool = False) -> None:
        self.down = down

    async def catalogue(self) -> Catalogue:
        self._up()
        return Catalogue(1, PRODUCTS)

    async def stock(self, skus: Collection[str]) -> dict[str, StockNow]:
        self._up()
        sold = [v for p in PRODUCTS.values() for v in p.variants]
        return {v.sku: StockNow(v.sku, v.stock, v.restock_on, NOW) for v in sold if v.sku in skus}

    async def order(self, number: str) -> Order | None:
        self._up()
        return ORDERS.get(narrow(number).upper())

    async def orders_of(self, channel: str, identity: str, limit: int = 5) -> list[Order]:
        self._up()
        return [o for o in ORDERS.values() if o.bound_to(channel, identity)][:limit]

    def _up(self) -> None:
        if self.down:
            raise ShopDown
