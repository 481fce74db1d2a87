"""A Chinese or Taiwanese mobile number that is told in parts: 139 first, then 0571, and 6628 at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.spoken_digits import CHINESE

_AS_DIGITS = str.maketrans(CHINESE)
_GAP = r"[^\d\n]{1,9}?"
THREE = re.compile(rf"(?<!\d)(?:1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}|09\d\d{_GAP}\d{{3}}{_GAP}\d{{3}})(?!\d)")
ANY_ORDER = tuple(
    re.compile(part)
    for part in (
        r"(?:前面?|前[三四]位?|开头|起头)(?:是|:)?(1[3-9]\d{1,2})(?!\d)",
        r"中间(?:[三四]位)?(?:是|:)?(\d{3,4})(?!\d)",
        r"(?:后面?|后[三四]位?|末尾|尾号|最后)(?:[三四]位)?(?:是|:)?(\d{3,4})(?!\d)",
    )
)
ALL_DIGITS = 11
SO_MANY = re.compile(r"([两二三四五六])个([\d零〇一二三四五六七八九])")
DIGIT = re.compile(r"[\d零一二三四五六七八九]")
PART = re.compile(
    r"开头|起头|开始|打头|前三|前四|前面|中间|接着|接上?|然后|再|最后|末尾|尾|后面|后四|加|拼|连|空"
)
"""Words between the parts that say how they belong together."""
WHOSE = re.compile(
    r"号码|电话|手机|号是|号我|联系|收件|收货|师傅|小哥|司机|阿姨|先生|小姐|女士|太太|老板|找|打给|拨|tel|phone"
)
MEASURE = re.compile(r"[元块米毫厘克斤升度岁]|cm|mm|kg|ml|\$|￥|¥")
NEAR = 14
"""Letters before it in which one says whose it is."""


def told_in_parts(text: str) -> Iterator[tuple[int, int]]:
    """Places in a folded text."""
    yield from _in_order(text)
    if SO_MANY.search(text) and any(_in_order(SO_MANY.sub(_so_many, text))):
        digits = [found.span() for found in DIGIT.finditer(text)]
        yield digits[0][0], digits[-1][1]
    parts = [found for part in ANY_ORDER if (found := part.search(text)) is not None]
    if len(parts) == len(ANY_ORDER) and sum(len(found[1]) for found in parts) == ALL_DIGITS:
        yield min(found.start(1) for found in parts), max(found.end(1) for found in parts)


def _in_order(text: str) -> Iterator[tuple[int, int]]:
    for said in {text, text.translate(_AS_DIGITS)}:
        for found in THREE.finditer(said):
            around = text[max(0, found.start() - NEAR) : found.end() + NEAR]
            gaps = re.sub(r"\d", "", said[found.start() : found.end()])
            if MEASURE.search(gaps) or MEASURE.match(said[found.end() : found.end() + 2]):
                continue
            if PART.search(gaps) or (WHOSE.search(around) and not re.search(r"[\u3400-\u9fff]", gaps)):
                yield found.span()


def _so_many(found: re.Match[str]) -> str:
    """四个零: 0000."""
    return found[2] * int(found[1].translate(_AS_DIGITS))
