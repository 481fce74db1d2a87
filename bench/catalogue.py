"""A made-up shop of any size, and sentences about it of which no two are the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, tzinfo

from desk.money import Money
from desk.order import Order, OrderLine, Status
from desk.shops.files import Import
from desk.stock import Listing, Variant

THINGS = [("台灯", "table lamp"), ("灯笼", "lantern"), ("抱枕", "cushion"), ("毛毯", "throw"), ("窗帘", "curtain"),
          ("地毯", "rug"), ("蜡烛", "candle"), ("桌布", "tablecloth"), ("花瓶", "vase"), ("靠垫", "bolster")]  # fmt: skip
STUFFS = [("亚麻", "linen"), ("竹编", "bamboo"), ("陶瓷", "ceramic"), ("羊毛", "wool"), ("纯棉", "cotton"),
          ("藤编", "rattan"), ("黄铜", "brass"), ("丝绒", "velvet"), ("宣纸", "paper"), ("胡桃木", "walnut")]  # fmt: skip
PLACES = [("江南", "Jiangnan"), ("北岸", "Northbank"), ("云栖", "Yunqi"), ("海棠", "Begonia"), ("松风", "Pinewind"),
          ("月湖", "Moonlake"), ("听雨", "Rainsong"), ("晚枫", "Maple"), ("青石", "Bluestone"), ("雪溪", "Snowbrook")]  # fmt: skip
COLOURS = [("白色", "white"), ("灰色", "grey"), ("米色", "beige"), ("黑色", "black")]

IDENTITIES = 500


def shop(products: int, orders: int, at: datetime, zone: tzinfo) -> Import:
    """`products` of two variants each, and `orders` of which order n belongs to Telegram identity 1000 + n % 500."""
    listings = []
    for n in range(products):
        (place, place_en), (stuff, stuff_en), (thing, thing_en) = (
            PLACES[n % 10],
            STUFFS[n // 10 % 10],
            THINGS[n // 100 % 10],
        )
        for k in range(2):
            colour = COLOURS[(n + k) % 4]
            variant = Variant(
                f"B{n:05d}-{k}", {"颜色": colour[0]}, Money(9900 + n, "CNY"), (n * 7 + k) % 13, None, ""
            )
            names = (f"{place}{stuff}{thing}", f"{place_en} {stuff_en} {thing_en}")
            listings.append(Listing(names[0], names[1], (), variant))
    return Import(
        tuple(listings), tuple(_order(n, at) for n in range(orders)), tuple(_line(n) for n in range(orders))
    )


def _order(n: int, at: datetime) -> Order:
    return Order(
        number=f"N{n:07d}",
        buyer_name="Mina",
        phone=f"13900{n:06d}",
        channel="telegram",
        identity=str(1000 + n % IDENTITIES),
        status=Status.SHIPPED,
        placed_at=at,
        total=Money(9900, "CNY"),
        paid_at=at,
        shipped_at=at,
        carrier="SF Express",
        tracking=f"SF{n:013d}",
    )


def _line(n: int) -> tuple[str, OrderLine]:
    return f"N{n:07d}", OrderLine("B00000-0", 1, Money(9900, "CNY"))


def sentences(count: int, seed: int = 1) -> Iterator[tuple[int, str]]:
    """(identity, text), each text once; half ask for stock, half for an order that is theirs; both languages."""
    chance = random.Random(seed)
    for n in range(count):
        identity = 1000 + n % IDENTITIES
        place, stuff, thing = chance.choice(PLACES), chance.choice(STUFFS), chance.choice(THINGS)
        colour = chance.choice(COLOURS)
        yield (
            identity,
            chance.choice(
                (
                    f"{place[0]}{stuff[0]}{thing[0]}{colour[0]}的还有{n}个现货吗",
                    f"do you have the {place[1]} {stuff[1]} {thing[1]} in {colour[1]} in stock, {n} pieces?",
                    f"我的订单 N{n:07d} 到哪了",
                    f"where is my order N{n:07d}",
                )
            ),
        )
