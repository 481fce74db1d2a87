"""Which variants of a product a sentence means, and how a variant is named in the buyer's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.dialogue.written import chinese, english
from desk.record import record
from desk.stock import Product, Variant

# The same colour or size in the words people use; first Chinese, then English, as we write them ourselves.
SAME = (
    ("白色", "white", "白", "白的", "纯白", "純白", "纯白色", "純白色"),
    ("黑色", "black", "黑", "黑的", "纯黑", "純黑"),
    ("灰色", "grey", "灰", "灰的", "gray"),
    ("浅灰", "light grey", "浅灰色", "淺灰", "淺灰色", "light gray"),
    ("深灰", "dark grey", "深灰色", "dark gray", "charcoal"),
    ("红色", "red", "红", "紅", "紅色", "红的", "大红", "大红色"),
    ("蓝色", "blue", "蓝", "藍", "藍色", "蓝的"),
    ("藏青", "navy", "藏青色", "navy blue", "深蓝", "深蓝色", "深藍色"),
    ("绿色", "green", "绿", "綠", "綠色", "绿的"),
    ("黄色", "yellow", "黄", "黃", "黃色", "黄的"),
    ("粉色", "pink", "粉", "粉红", "粉红色", "粉紅色", "粉的"),
    ("紫色", "purple", "紫", "紫的"),
    ("橙色", "orange", "橙", "橘色", "橘", "橘红"),
    ("棕色", "brown", "棕", "褐色", "咖啡色", "咖色"),
    ("米色", "beige", "米", "米白", "米白色", "杏色"),
    ("奶油色", "cream", "奶白", "奶白色", "奶油白"),
    ("金色", "gold", "金", "golden"),
    ("银色", "silver", "银", "銀", "銀色"),
    ("原木色", "natural", "本色", "原色", "原木"),
    ("小号", "S", "s", "small", "小號", "小码"),
    ("中号", "M", "m", "medium", "中號", "中码"),
    ("大号", "L", "l", "large", "大號", "大码"),
    ("加大号", "XL", "xl", "x-large", "extra large", "加大", "加大號", "加大码"),
    ("均码", "one size", "均碼", "onesize", "free size"),
)
COLOURS = 19
"""The rows of SAME that are colours: those we name in the buyer's language. Sizes stay as the shop writes them."""


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().strip()


KEY = {_plain(word): row[1].casefold() for row in SAME for word in row}
SPOKEN = {key: tuple({w for w, k in KEY.items() if k == key and len(w) > 1} | {key}) for key in KEY.values()}
NAMED = {row[1]: (row[0], row[1]) for row in SAME[:COLOURS]}
TRADITIONAL = {"红色": "紅色", "蓝色": "藍色", "绿色": "綠色", "黄色": "黃色", "银色": "銀色", "浅灰": "淺灰"}
LATIN = re.compile(r"[A-Za-z0-9]+")


@lru_cache(maxsize=4096)
def option_key(word: str) -> str:
    """White, 白色 and 白 are one; what we have no row for is itself."""
    plain = _plain(word)
    return KEY.get(plain) or KEY.get(plain.removesuffix("的").removesuffix("码")) or plain


@record(frozen=True, slots=True)
class Fitting:
    variants: tuple[Variant, ...]
    unknown: tuple[str, ...]
    """Colours and sizes that were named and that this product never has."""


def fitting(product: Product, words: Iterable[str], text: str) -> Fitting:
    """The variants that have every option named; all of them where none was."""
    has = {option_key(value) for variant in product.variants for value in variant.options.values()}
    title = f"{product.name} {product.name_en}".casefold()
    named = {option_key(word): word for word in words if word.casefold() not in title}
    plain = text.casefold()
    wanted = (named.keys() & has) | {key for key in has if _names(key, text, plain)}
    unknown = tuple(word for key, word in named.items() if key not in has)
    if unknown and not wanted:
        return Fitting((), unknown)
    if not wanted:
        return Fitting(product.variants, unknown)
    asked: dict[str, set[str]] = {}
    for variant in product.variants:
        for option, value in variant.options.items():
            if (key := option_key(value)) in wanted:
                asked.setdefault(option, set()).add(key)
    return Fitting(tuple(v for v in product.variants if _has(v, asked)), unknown)


def _has(variant: Variant, asked: Mapping[str, set[str]]) -> bool:
    """Several values of one option mean either; of two options, both."""
    for option, keys in asked.items():
        if option in variant.options and option_key(variant.options[option]) not in keys:
            return False
    return True


def _names(key: str, text: str, plain: str) -> bool:
    """Whether the sentence names this option by itself."""
    there = [spoken for spoken in SPOKEN.get(key, (key,)) if spoken in plain]
    return bool(there) and any(_meant(spoken, text, plain) for spoken in there)


def _meant(spoken: str, text: str, plain: str) -> bool:
    """A lone letter counts only in capitals, `M` and not `I'm`; a lone sign (白 in 明白) never."""
    if len(spoken) == 1:
        return spoken.isascii() and spoken.upper() in LATIN.findall(text)
    return not spoken.isascii() or _stands_alone(plain, spoken)


def _stands_alone(plain: str, word: str) -> bool:
    at = plain.find(word)
    before, after = plain[at - 1 : at], plain[at + len(word) : at + len(word) + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def variant_name(variant: Variant, language: str) -> str:
    """White M; empty for a product that comes in one way only."""
    return " ".join(_named(value, language) for value in variant.options.values())


def _named(value: str, language: str) -> str:
    names = NAMED.get(option_key(value))
    if names and chinese(language):
        return TRADITIONAL.get(names[0], names[0]) if language == "zh-TW" else names[0]
    return names[1] if names and english(language) else value
