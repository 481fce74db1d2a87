"""Colours and sizes under all their names: 白色, 白, white and White are one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.understanding import SlotType
from desk.normal_form import fold
from desk.stock import Catalogue

COLOUR_KEYS = frozenset({"colour", "color", "颜色", "色", "顏色", "colours", "shade"})
SIZE_KEYS = frozenset({"size", "尺码", "尺寸", "码", "尺碼", "规格", "大小", "sizes"})

COLOURS: dict[str, tuple[str, ...]] = {
    "white": ("白色", "白", "white", "ivory white"),
    "off-white": ("米白色", "米白", "off-white", "off white", "cream", "奶白色", "奶白", "ivory", "象牙白"),
    "black": ("黑色", "黑", "black"),
    "grey": ("灰色", "灰", "grey", "gray"),
    "light grey": ("浅灰色", "浅灰", "light grey", "light gray"),
    "dark grey": ("深灰色", "深灰", "dark grey", "dark gray", "charcoal", "炭灰"),
    "red": ("红色", "红", "red"),
    "wine red": ("酒红色", "酒红", "wine red", "burgundy"),
    "pink": ("粉色", "粉红色", "粉红", "pink"),
    "orange": ("橙色", "橘色", "橙", "orange"),
    "yellow": ("黄色", "黄", "yellow"),
    "green": ("绿色", "绿", "green"),
    "dark green": ("墨绿色", "墨绿", "dark green"),
    "blue": ("蓝色", "蓝", "blue"),
    "light blue": ("浅蓝色", "浅蓝", "天蓝色", "天蓝", "light blue", "sky blue"),
    "navy": ("藏青色", "藏青", "深蓝色", "深蓝", "navy", "navy blue", "dark blue"),
    "purple": ("紫色", "紫", "purple", "violet"),
    "brown": ("棕色", "咖啡色", "咖色", "褐色", "brown", "coffee"),
    "beige": ("米色", "杏色", "beige"),
    "khaki": ("卡其色", "卡其", "khaki"),
    "gold": ("金色", "gold", "golden"),
    "silver": ("银色", "silver"),
    "natural": ("原色", "本色", "原木色", "natural"),
    "transparent": ("透明", "clear", "transparent"),
    "turquoise": ("青色", "teal", "turquoise"),
}
ONE_NAME = {name: colour for colour, names in COLOURS.items() for name in names}

SIZES: dict[str, tuple[str, ...]] = {
    "xs": ("xs", "加小码", "extra small"),
    "s": ("s", "小号", "小码", "small"),
    "m": ("m", "中号", "中码", "medium"),
    "l": ("l", "大号", "大码", "large"),
    "xl": ("xl", "加大码", "特大号", "extra large"),
    "xxl": ("xxl", "2xl"),
    "xxxl": ("xxxl", "3xl"),
    "one size": ("均码", "one size", "free size"),
}
ONE_SIZE = {name: size for size, names in SIZES.items() for name in names}


@lru_cache(maxsize=4096)
def canonical(value: str) -> str:
    """The one name of a colour or size; anything else in its normal form."""
    plain = fold(value).text.strip()
    bare = plain.removeprefix("size ").removesuffix("码").removesuffix("号").removesuffix(" size").strip()
    return (
        ONE_NAME.get(plain)
        or ONE_SIZE.get(plain)
        or ONE_SIZE.get(bare)
        or ONE_NAME.get(bare)
        or bare
        or plain
    )


def same(one: str, other: str) -> bool:
    """Whether two values of an option mean the same: 白色 and white, M码 and M."""
    return canonical(one) == canonical(other)


def option_values(catalogue: Catalogue) -> Iterator[tuple[str, SlotType]]:
    """Colours and sizes in the shop's own words, normal form."""
    for product in catalogue.products.values():
        for variant in product.variants:
            for key, value in variant.options.items():
                kind = _kind(fold(key).text.strip())
                if kind:
                    yield fold(value).text.strip(), kind


def _kind(key: str) -> SlotType | None:
    return "colour" if key in COLOUR_KEYS else "size" if key in SIZE_KEYS else None
