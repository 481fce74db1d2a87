"""Whether the right product is found among ten thousand, by names with typos, by nicknames, in pieces, in either script.

A made-up shop in which every name is one word away from dozens of others. Fifty sentences of each kind are said twenty
times over: 1,000 queries, each of another product, spoilt by chance from a fixed seed."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from collections.abc import Callable
from typing import Any

from opencc import OpenCC

from bench.catalogue import STUFFS, THINGS
from bot.understanding.products import ProductIndex
from bot.understanding.words import read
from desk.clock import ticks
from desk.money import Money
from desk.stock import Catalogue, Product, Variant

PRODUCTS, QUERIES, SEED = 10_000, 1_000, 7
HOUSES_ZH = "松风月湖听雨晚枫青石雪溪云栖海棠江南北岸竹影荷塘归燕星野拾光半夏南山鹿鸣秋水长安白露惊蛰半山流萤"
HOUSES_EN = [
    "Pinewind",
    "Moonlake",
    "Rainsong",
    "Maplefall",
    "Bluestone",
    "Snowbrook",
    "Cloudrest",
    "Begonia",
    "Southbank",
    "Northshore",
    "Bambooshade",
    "Lotuspond",
    "Swallow",
    "Starfield",
    "Gatherlight",
    "Midsummer",
    "Southhill",
    "Deerbell",
    "Autumnriver",
    "Longpeace",
    "Whitedew",
    "Thunderwake",
    "Halfhill",
    "Firefly",
]
STYLES = [("经典", "classic"), ("加大", "grand"), ("迷你", "mini"), ("雕花", "carved"), ("素面", "plain")]
ASKED_ZH = ("{}还有货吗", "请问{}多少钱", "我想问下{}有现货没", "亲{}什么时候补货", "{}")
ASKED_EN = ("do you have the {}", "is the {} in stock", "how much is the {}?", "hi, any {} left", "{}")
TO_TRADITIONAL = OpenCC("s2t")


def catalogue() -> Catalogue:
    """Twenty-four houses, ten stuffs, ten things, five styles, in the order of a shuffled pack; nicknames for every third."""
    chance = random.Random(SEED)
    houses = list(zip((HOUSES_ZH[i : i + 2] for i in range(0, len(HOUSES_ZH), 2)), HOUSES_EN, strict=False))
    names = [(h, s, t, w) for h in houses for s in STUFFS for t in THINGS for w in STYLES]
    chance.shuffle(names)
    products = [_product(n, *name) for n, name in enumerate(names[:PRODUCTS])]
    return Catalogue(1, {product.id: product for product in products})


def _product(
    n: int, house: tuple[str, str], stuff: tuple[str, str], thing: tuple[str, str], style: tuple[str, str]
) -> Product:
    sku = f"Q{n:05d}"
    variant = Variant(sku, {}, Money(9900, "CNY"), 3, None, "")
    nicknames = (f"{_syllables(n)}{thing[0]}", f"{_sounds(n)} {thing[1]}") if n % 3 == 0 else ()
    zh, en = (f"{house[0]}{style[0]}{stuff[0]}{thing[0]}", f"{house[1]} {style[1]} {stuff[1]} {thing[1]}")
    return Product(sku, zh, en, nicknames, (variant,))


def _syllables(n: int) -> str:
    letters = "小阿圆团糖豆花米月星云朵果叶青橙蓝紫暖安乐福禄喜欢"
    return letters[n % 25] + letters[n // 25 % 25] + letters[n // 625 % 25]


def _sounds(n: int) -> str:
    starts, middles = (
        ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z"],
        ["a", "e", "i", "o", "u", "ai", "oo", "ee"],
    )
    sound = [starts[n % 14], middles[n // 14 % 8], starts[n // 112 % 14], middles[n // 1568 % 8], "x"]
    return "".join(sound)


# --- how people write a name


def _as_it_is(product: Product, chance: random.Random) -> str:
    return chance.choice((product.name, product.name_en, product.name_en.lower()))


def _traditional(product: Product, chance: random.Random) -> str:
    return str(TO_TRADITIONAL.convert(product.name))


def _one_letter_wrong_in_english(product: Product, chance: random.Random) -> str:
    words = product.name_en.lower().split()
    spoilt = chance.choice([i for i, word in enumerate(words) if len(word) > 4])
    words[spoilt] = _spoilt(words[spoilt], "abcdefghijklmnopqrstuvwxyz", chance)
    return " ".join(words)


def _one_sign_wrong_in_chinese(product: Product, chance: random.Random) -> str:
    return _spoilt(product.name, "的一了是我不在人有他", chance)


def _spoilt(word: str, letters: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    match chance.randrange(4):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 2:
            return word[:at] + chance.choice(letters) + word[at + 1 :]
        case _:
            return word[:at] + chance.choice(letters) + word[at:]


def _words_in_another_order(product: Product, chance: random.Random) -> str:
    house, style, stuff, *thing = product.name_en.lower().split()
    return " ".join((style, stuff, house, *thing))


def _by_nickname(product: Product, chance: random.Random) -> str:
    return chance.choice(product.aliases)


def _by_sku(product: Product, chance: random.Random) -> str:
    return chance.choice((product.id, product.id.lower()))


KINDS: tuple[Callable[[Product, random.Random], str], ...] = (
    _as_it_is,
    _traditional,
    _one_letter_wrong_in_english,
    _one_sign_wrong_in_chinese,
    _words_in_another_order,
    _by_nickname,
    _by_sku,
)


async def measure() -> dict[str, Any]:
    sold, chance = catalogue(), random.Random(SEED + 1)
    began = ticks()
    index = ProductIndex(sold)
    built = ticks() - began
    products = list(sold.products.values())
    right, asked, took = Counter[str](), Counter[str](), []
    missed: list[str] = []
    for n in range(QUERIES):
        kind = KINDS[n % len(KINDS)]
        product = chance.choice([p for p in products if p.aliases] if kind is _by_nickname else products)
        name = kind(product, chance)
        sentence = chance.choice(ASKED_EN if name.isascii() else ASKED_ZH).format(name)
        began = ticks()
        found = index.find(read(sentence))
        took.append((ticks() - began) * 1000)
        name_of = kind.__name__.strip("_")
        asked[name_of] += 1
        if found and found[0].product == product.id:
            right[name_of] += 1
        else:
            missed.append(sentence)
    return {
        "products": len(products),
        "built_s": round(built, 2),
        "first_right": round(right.total() / QUERIES, 4),
        "by_kind": {kind: round(right[kind] / count, 3) for kind, count in asked.items()},
        "p50_ms": round(statistics.median(took), 3),
        "p99_ms": round(sorted(took)[QUERIES * 99 // 100], 3),
        "missed": missed[:8],
    }
