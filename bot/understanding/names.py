"""Words with a fixed spelling: carriers, colours, sizes, days. Looked up, never searched for by pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding import Slot, SlotType
from bot.understanding.options import ONE_NAME
from bot.understanding.words import Words

CARRIERS = """
顺丰快递|顺丰速运|顺丰|中通快递|中通|圆通快递|圆通|申通快递|申通|韵达快递|韵达|百世汇通
百世快递|百世|天天快递|邮政快递|邮政|中国邮政|德邦快递|德邦|京东快递|京东物流|极兔快递|极兔
黑猫宅急便|黑猫|新竹物流|宅配通|嘉里大荣|大荣货运|优速快递|宅急送|丹鸟|菜鸟裹裹|安能|跨越速运|邮局|ems|dhl|ups|fedex|usps
hermes|evri|dpd|gls|tnt|aramex|sf-express|yodel|bluedart|delhivery
royal mail|sf express|yto express|canada post|australia post|blue dart|deutsche post
"""
SIZES = ("均码", "大号", "中号", "小号", "特大号", "加大码", "大码", "中码", "小码", "one size", "free size")
SIZE_WORDS = (
    "king size",
    "queen size",
    "single size",
    "double size",
    "extra large",
    "extra small",
    "xxs",
    "xs",
    "xl",
    "xxl",
    "xxxl",
    "2xl",
    "3xl",
    "4xl",
)
LATIN_SIZES = ("small", "medium", "large")
DAYS = [
    "今天",
    "明天",
    "后天",
    "大后天",
    "昨天",
    "前天",
    "今晚",
    "明早",
    "明晚",
    "today",
    "tomorrow",
    "tonight",
    "yesterday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
] + [w + d for w in ("周", "星期", "礼拜", "下周", "这周", "本周", "上周") for d in "一二三四五六日天"]
NOT_COLOURS = frozenset(
    {"coffee", "clear", "natural", "gold", "orange", "golden", "ivory", "cream", "charcoal"}
)
"""As often the thing itself; a colour only when the shop's own options say so."""
ONE_LETTER_COLOURS = frozenset("白黑灰红蓝绿黄紫粉")


def _listed() -> dict[str, SlotType]:
    listed: dict[str, SlotType] = {}
    groups: tuple[tuple[SlotType, Iterable[str]], ...] = (
        ("colour", (name for name in ONE_NAME if len(name) > 1 and name not in NOT_COLOURS)),
        ("size", SIZES + SIZE_WORDS + LATIN_SIZES),
        ("date", DAYS),
        ("carrier", CARRIERS.replace("\n", "|").strip("|").split("|")),
    )
    for kind, names in groups:
        listed.update(dict.fromkeys(names, kind))
    return listed


class Names:
    """The fixed words and the values of the shop's own options, found in one walk over the sentence."""

    def __init__(self, option_values: Iterable[tuple[str, SlotType]] = ()) -> None:
        listed = _listed()
        listed.update(
            {value: kind for value, kind in option_values if len(value) > 1 and not value.isdigit()}
        )
        self._by_start: dict[str, list[tuple[str, SlotType]]] = {}
        for name in sorted(listed, key=len, reverse=True):
            self._by_start.setdefault(name[:2], []).append((name, listed[name]))
        self._starts = where_names_start(self._by_start)

    def find(self, words: Words) -> Iterator[Slot]:
        text = words.folded.text
        end = 0
        for start in self._starts.finditer(text):
            at = start.start()
            if at < end:
                continue
            for name, kind in self._by_start.get(text[at : at + 2], ()):
                if text.startswith(name, at) and apart(text, at, at + len(name)):
                    end = at + len(name)
                    yield slot(words, kind, at, end)
                    break


def where_names_start(starts: Iterable[str]) -> re.Pattern[str]:
    """Where one of these (all of one length) may stand, letter by letter and within no Latin word.

    Finds a few places too many; which of them to look at is then found in C, not letter by letter."""
    letters = [f"[{''.join(map(re.escape, sorted(set(column))))}]" for column in zip(*starts, strict=True)]
    if not letters:
        return re.compile("(?!)")
    return re.compile(rf"{letters[0]}(?<![a-z0-9]{{2}})(?={''.join(letters[1:])})")


def slot(words: Words, kind: SlotType, start: int, end: int) -> Slot:
    """A slot where the normal form has it; its value is what the buyer wrote."""
    first, last = words.folded.span(start, end)
    return Slot(kind, words.original[first:last], first, last)


def apart(text: str, start: int, end: int) -> bool:
    """Latin words stand alone; Chinese ones need no border."""
    if not text[start].isascii():
        return True
    before = start == 0 or not (text[start - 1].isascii() and text[start - 1].isalnum())
    return before and (end == len(text) or not (text[end].isascii() and text[end].isalnum()))
