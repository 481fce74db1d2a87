"""Numbers that are told in parts: a Chinese or Taiwanese mobile (139 first, then 0571, and 6628 at the end), a bank card in
its fours, an identity number, and one with letters between that are to be left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.banned.number_checks import identity_checks, is_a_day
from desk.banned.number_kinds import ISSUERS, MADE_LIKE_IDENTITY
from desk.banned.said_number import CHINESE_MOBILE
from desk.banned.spoken_digits import CHINESE

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
FEWEST_PARTS = 2
"""Words for parts in a text of which all digits are taken together."""
ONE_BY_ONE = re.compile(r"(?<![\d.,])\d(?:[ ,、]{1,3}\d){9,10}(?![\d.])")
"""With commas: 0,7,7,0,0,9,0,0,4,5,6."""
WITHOUT_LETTERS = re.compile(r"字母|letters?\b")
LETTERED = re.compile(r"(?<![a-z0-9])\d+(?:[a-z]{1,2}\d+){1,6}(?![a-z0-9])")
BRITISH_MOBILE = re.compile(r"07\d{9}")
NATIONAL = re.compile(r"0[1-9]\d{8,9}|[2-9]\d{2}[2-9]\d{6}")
"""With an area's code, or as in America; no row of sizes begins so and has so many."""
CARD = re.compile(r"卡号|银行卡|\bcards?\b|\b(?:visa|mastercard|maestro|amex)\b|[建工农招交中]行")
SO_MANY_PARTS = re.compile("分[两二三四五](?=[截段次部组条])")
IDENTITY_PART = re.compile(r"\d{1,14}x?")
IDENTITY_DIGITS, MOST_PARTS = 18, 8
CARD_PART = re.compile(r"\d{1,4}")
CARD_DIGITS = (15, 16, 19)
OTHER_NUMBERS = re.compile(
    r"end(?:s|ing)\b|last four|尾号|后四位|order|单号|订单|track|invoice|£|\$|€|元|\b20[0-3]\d\b"
)
"""In a text that speaks of a card, and of other numbers or a part of its own."""


def told_in_parts(text: str) -> Iterator[tuple[int, int]]:
    """Places in a folded text."""
    yield from _in_order(text)
    if SO_MANY.search(text) and any(_in_order(SO_MANY.sub(_so_many, text))):
        digits = [found.span() for found in DIGIT.finditer(text)]
        yield digits[0][0], digits[-1][1]
    if sum(1 for _ in PART.finditer(text)) >= FEWEST_PARTS and WHOSE.search(text):
        yield from _all_together(text)
    for code in LETTERED.finditer(text) if WITHOUT_LETTERS.search(text) else ():
        left = re.sub(r"\D", "", code[0])
        if CHINESE_MOBILE.fullmatch(left) or BRITISH_MOBILE.fullmatch(left):
            yield code.span()
    for row in ONE_BY_ONE.finditer(text):
        one_by_one = re.sub(r"\D", "", row[0])
        if CHINESE_MOBILE.fullmatch(one_by_one) or NATIONAL.fullmatch(one_by_one):
            yield row.span()
    parts = [found for part in ANY_ORDER if (found := part.search(text)) is not None]
    if len(parts) == len(ANY_ORDER) and sum(len(found[1]) for found in parts) == ALL_DIGITS:
        yield min(found.start(1) for found in parts), max(found.end(1) for found in parts)


def _all_together(text: str) -> Iterator[tuple[int, int]]:
    """All its digits, however far apart: 一后面是六，再来个一，然后0428再3957."""
    digits = [*DIGIT.finditer(text)]
    said = "".join(one[0] for one in digits).translate(_AS_DIGITS)
    if len(said) == ALL_DIGITS and CHINESE_MOBILE.fullmatch(said):
        yield digits[0].start(), digits[-1].end()


def cards_in_parts(text: str) -> Iterator[tuple[int, int]]:
    """A bank card's number of which no part is longer than four, with whatever between."""
    if not CARD.search(text) or OTHER_NUMBERS.search(text):
        return
    said = SO_MANY_PARTS.sub("__", text).translate(_AS_DIGITS) if "卡" in text else text
    parts = [*re.compile(r"\d+").finditer(said)]
    digits = "".join(one[0] for one in parts)
    if (
        len(digits) in CARD_DIGITS
        and ISSUERS.match(digits)
        and all(CARD_PART.fullmatch(one[0]) for one in parts)
    ):
        yield parts[0].start(), parts[-1].end()


def identities_in_parts(text: str) -> Iterator[tuple[int, int]]:
    """A Chinese identity number in parts, with whatever between; its last place tells it from any other."""
    for said in dict.fromkeys((text, SO_MANY_PARTS.sub("__", text).translate(_AS_DIGITS))):
        parts = [*IDENTITY_PART.finditer(said)]
        for first in range(len(parts)):
            digits = ""
            for last in range(first, min(len(parts), first + MOST_PARTS)):
                digits += parts[last][0]
                if len(digits) >= IDENTITY_DIGITS:
                    break
            if (
                len(digits) == IDENTITY_DIGITS
                and MADE_LIKE_IDENTITY.fullmatch(digits)
                and is_a_day(digits[6:14])
                and identity_checks(digits)
            ):
                yield parts[first].start(), parts[last].end()
                return


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
