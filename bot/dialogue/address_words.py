"""An address in a letter: what looks like one, what is plainly not the whole of one, and words that correct."""

from __future__ import annotations

import re

from bot.dialogue.digits import folded, order_key
from desk.normal_form import fold
from desk.order_change import LONGEST_ADDRESS

SHORTEST = 8
PLACE = re.compile(
    r"[省市区县镇乡村州旗]|[路街道巷弄里]|[号栋幢座楼层室院]|单元|小区|大厦|公寓|门市|门店"
    r"|\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|square|way|court|place|apt|apartment|flat|floor"
    r"|suite|unit|city|district|p\.?o\.? box|house|building|block)\b"
)
NUMBERED = re.compile(r"[0-9]|[一二三四五六七八九十百]+(?:号|栋|幢|楼|层|室|单元|弄|巷|段)")
LIKELY_PLACES = 3
"""So many different marks of a place, and a number: an address, whatever else the sentence seems to mean."""
INTRODUCED = re.compile(
    r"(?:地址|收货地址|新地址)?\s*(?:改成|改为|改到|换成|换到|寄到|送到|发到|更改为|变更为)\s*[:,]?\s*"
    r"|(?:新?的?(?:收货)?地址)(?:是|为|:)\s*"
    r"|\b(?:new )?address(?: is|:| to)\s*:?\s*|\b(?:send|ship|deliver|change)(?: it| that| this)? to:?\s+"
    r"|\bto this (?:new )?address:?\s*",
    re.IGNORECASE,
)
CORRECTS = re.compile(
    r"^(?:啊|哦|嗯|抱歉|不好意思|[,.!\s])*(?:不对|不是|错了|搞错了?|写错了?|弄错了?|no|not that(?: one)?|sorry|wrong|i meant|correction|actually)"
    r"(?:[,.:!\s]|了|的)*(?:应该)?(?:是|it's|it is|i meant)?[\s,:]*"
)
OTHER = re.compile(
    r"另外?一?[个张笔单]|另一|另外那|别的订单|不是这[个张笔]?订?单|不是这[个张笔]$|换一?[个张笔]?订单"
    r"|\b(?:the )?other (?:order|one)\b|\banother order\b|\bwrong order\b|\bnot (?:this|that) order\b"
)
ONLY_NUMBER = re.compile(
    r"(?:订单号?|单号|号码|那?[个单张笔]|order|number|no\.|#|[:,.\s])*([a-z0-9][a-z0-9_-]*[0-9][a-z0-9_-]*)"
    r"(?:号?订单|那?[个单张笔]|[,.!\s])*"
)
WAITS = re.compile(
    r"稍等|等一?下|等等|稍后|我找|我看看|我查|我问|\b(?:one moment|moment please|wait|hold on|let me (?:check|see|look))\b"
)
SHORT = 40


def places(text: str) -> int:
    """How many different marks of a place are in it."""
    return len(set(PLACE.findall(fold(text[:LONGEST_ADDRESS]).text)))


def is_likely(text: str) -> bool:
    """Surely an address. A question about one is none."""
    if text.rstrip().endswith(("?", "？", "吗", "嗎", "呢")) or not NUMBERED.search(fold(text).text):
        return False
    english = folded(text).isascii()
    return places(text) >= (1 if english else LIKELY_PLACES) and len(text.strip()) >= SHORTEST + (
        4 if english else 0
    )


def is_incomplete(address: str) -> bool:
    """Plainly not the whole of it: too short, or with neither a number nor a street."""
    words = fold(address).text
    return len(address.strip()) < SHORTEST or not (NUMBERED.search(words) or places(address) >= LIKELY_PLACES)


def address_in(text: str) -> str:
    """The address that a sentence brings along: what it introduces, or all of it. Empty where there is none."""
    told = fold(text)
    introduced = [found.end() for found in INTRODUCED.finditer(told.text)]
    if introduced and introduced[-1] < len(told.text):
        text = text[told.at[introduced[-1]] :]
    elif introduced:
        return ""
    address = written(text)
    return address if is_likely(address) else ""


def written(text: str) -> str:
    """As it is kept: one line, without the `no, it is` before it."""
    told = fold(text)
    corrected = CORRECTS.match(told.text)
    if corrected and corrected.end() and corrected.end() < len(told.text):
        text = text[told.at[corrected.end()] :]
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line.strip(" ,，。;；:：")[:LONGEST_ADDRESS]


def corrects(text: str) -> bool:
    return bool(CORRECTS.match(fold(text[:SHORT]).text))


def means_other_order(text: str) -> bool:
    return len(text) <= SHORT and bool(OTHER.search(fold(text).text))


def corrected_number(text: str) -> str:
    """`no, it is 1008`: the order's number; empty where the letter corrects something else, a house number say."""
    words = fold(text[: SHORT + 1]).text
    corrected = CORRECTS.match(words) if len(words) <= SHORT else None
    number = ONLY_NUMBER.fullmatch(words[corrected.end() :]) if corrected else None
    return order_key(number[1]) if number else ""


def is_rest(text: str) -> bool:
    """A house number by itself: what an address lacked that had none."""
    words = fold(text[:SHORT]).text
    return len(text) < SHORT and bool(NUMBERED.search(words)) and places(text) > 0


def has_number(address: str) -> bool:
    return bool(NUMBERED.search(fold(address).text))


def asks_to_wait(text: str) -> bool:
    return len(text) <= SHORT and bool(WAITS.search(fold(text).text))
