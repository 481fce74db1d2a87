"""Numbers in a sentence: which is an order, a parcel, a phone, an article; what measures is in measures.py.

Every pattern is linear: no repeated group inside a repeated group that could match the same letters twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.understanding import Slot, SlotType
from bot.understanding.days import DAY, DAY_SIGN
from bot.understanding.measures import (
    AROUND,
    MONEY_AFTER,
    MOST,
    NUMBER,
    TIMES_SIGN,
    dimensions,
    measured,
    money_before,
    with_thousands,
)
from bot.understanding.names import slot
from bot.understanding.said import find_said
from bot.understanding.words import Words

DIGIT = re.compile("[0-9]")
SPACED_PHONE = re.compile(r"(?:\+[0-9]{1,3}[ -]?)?(?:\([0-9]{2,4}\) ?)?[0-9]{2,5}(?:[ .-][0-9]{2,5}){1,4}")
TOKEN = re.compile(r"#?\+?[a-z0-9]{1,40}(?:[-_/.:][a-z0-9]{1,40}){0,6}")

TRACKING_SHAPE = re.compile(
    r"(?:sf|yt|jd[a-z]{0,4}|jt|dpk|sto|zto|yd|ky)[0-9]{9,18}$|1z[0-9a-z]{16}$|[a-z]{2}[0-9]{9}[a-z]{2}$"
)
ORDER_SHAPE = re.compile(r"#?t-[0-9]{6,20}$|#?[a-z]{1,4}[0-9]{6,8}-[0-9]{1,6}$|#[a-z]{0,8}-?[0-9]{3,20}$")
INVOICE_BEFORE = re.compile(
    r"(?:发票(?:号码?|编号)?|统编|invoice|bill)(?: ?(?:no\.?|number))?(?:是|为| is)?[ :#：.]{0,3}$"
)
MOBILE = re.compile(r"(?:\+?86-?)?1[3-9][0-9]{9}$")

ORDER_BEFORE = re.compile(
    r"(?:订单(?:号|编号|号码)?|定单号?|单号|编号|这单|order|purchase|ordr|orders|单|, no\.?)"
    r"(?: ?(?:no\.?|number|num|nr\.?|id|code))?(?: is| was|是|为)?[ :#：.]{0,3}$"
)
ORDER_AFTER = re.compile(r"[ ]?(?:这个?(?:订)?单|那个?(?:订)?单|的?订单|号订单|order)")
TRACKING_BEFORE = re.compile(
    r"(?:快递单?号?|运单号?|物流单?号?|物流|包裹|parcel|package|tracking|track|waybill|pickup code|取货代码|取货码|取件码|顺丰|中通|圆通|申通|韵达|德邦|邮政|京东|极兔|dhl|ups|fedex|ems|usps)"
    r"(?:单号|编号|号)?(?: ?(?:no\.?|number|num|code|id))?(?: is|是|为)?[ :#：.]{0,3}$"
)
PHONE_BEFORE = re.compile(
    r"(?:手机号?码?|电话号?码?|联系方式|phone|phone number|mobile|cell|tel|call me (?:at|on)?|txt|text me)(?: no\.?)?(?: is|是|为)?[ :：.]{0,3}$"
)
LAST_FOUR_BEFORE = re.compile(
    r"(?:尾号|后四位|后4位|末四位|last (?:four|4)(?: digits)?|ending(?: in)?|ends (?:in|with))(?: are| is|是|为)?[ :：]{0,2}$"
)
SKU_BEFORE = re.compile(
    r"(?:sku|货号|款号|商品编号|商品号|条码|条形码|型号|item|article|art\.?|model)(?: ?(?:no\.?|number|id))?(?:是|为| is)?[ :#：.]{0,3}$"
)

UNITS = "个件包袋盒箱双套只条瓶支把张斤份组罐台本副对棵枚卷桶束串板打捆床顶盏幅株粒颗片"
NOT_NUMBERED = re.compile(rf" ?(?:元|块|人民币|小?[{UNITS}]|dollars?|usd|eur|yuan|rmb|rs\b|cm|mm|ml|kg)")
"""Behind a number that counts or measures, and so is not an order's."""
SUM_OR_SIZE = re.compile(
    r"(?:(?:rs|usd|eur|gbp|rmb|cny|inr|nt|hk)\.?)?([0-9]{1,7}(?:\.[0-9]{1,2})?)(?:usd|eur|gbp|rmb|cny|inr|rs|yuan|dollars?|euros?|bucks?"
    r"|cm|mm|ml|kg|pcs|pieces|sets|pairs|inch(?:es)?)?$"
)
COMPACT_DAY = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]$")
SIZE_SHAPE = re.compile(r"[0-9]{2,3}/[0-9]{2,3}[a-z]?$|[0-9]{1,2}t$")
GROUPS_SIGN = re.compile(r"[0-9)][ .-]\(?[0-9]")
"""One quick look for what SPACED_PHONE cannot do without."""


def find_numbers(words: Words) -> Iterator[Slot]:
    """Slots with digits in them, surest first; who sorts out overlaps keeps the earlier one."""
    text, first = words.folded.text, words.first_digit
    if first < 0:
        yield from find_said(words)
        return
    if DAY_SIGN.search(text, first):
        yield from (slot(words, "date", *m.span()) for m in _some(DAY, text))
    if TIMES_SIGN.search(text):
        yield from dimensions(words)
    if "," in text:
        yield from with_thousands(words)
    if GROUPS_SIGN.search(text, first - 3):
        for found in _some(SPACED_PHONE, text):
            if spaced := _spaced(words, found):
                yield spaced
    # No token reaches over a space; in a short text those before the first digit's cannot be too many either.
    begin = text.rfind(" ", 0, first) + 1 if len(text) <= 2 * MOST else 0
    for found in _some(TOKEN, text, begin):
        token = found[0]
        if not token.isalpha() and DIGIT.search(token) and (one := _one(words, found)):
            yield one
    yield from find_said(words)


def _some(pattern: re.Pattern[str], text: str, begin: int = 0) -> Iterator[re.Match[str]]:
    return islice(pattern.finditer(text, begin), MOST)


def _spaced(words: Words, found: re.Match[str]) -> Slot | None:
    """A number in groups: a phone, or a parcel's number typed as it is printed."""
    text, (start, end) = words.folded.text, found.span()
    digits = sum(map(str.isdigit, found[0]))
    if digits >= 14:  # of no phone: an order's, typed in the groups that it is shown in
        return None if text[end : end + 1].isalnum() else slot(words, "order_number", start, end)
    if digits < 7 or (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum():
        return None
    before = text[max(0, start - AROUND) : start]
    if TRACKING_BEFORE.search(before) or (ORDER_BEFORE.search(before) and " " in found[0]):
        return slot(words, "tracking_number", start, end)
    if ORDER_BEFORE.search(before):
        return slot(words, "order_number", start, end)
    if found[0][0] in "+(" or (9 <= digits <= 13 and "/" not in found[0] and found[0].count(".") != 1):
        return slot(words, "phone", start, end)
    return None


def _one(words: Words, found: re.Match[str]) -> Slot | None:
    text, (start, end) = words.folded.text, found.span()
    token = found[0]
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    whole = token.isdigit() and not (text[:start].strip() or text[end:].strip(" ?!.。？"))
    kind = _written(token, before, after, whole)
    if kind:
        # 订单#1007 is the number 1007; set apart by a space, the sign belongs to it.
        joined = token[0] == "#" and text[start - 1 : start] not in ("", " ") and ORDER_BEFORE.search(before)
        return slot(words, kind, start + 1 if joined else start, end)
    number = NUMBER.match(token)
    return measured(words, start, start + number.end()) if number else _after_currency(words, found)


def _after_currency(words: Words, found: re.Match[str]) -> Slot | None:
    """Rs.1200, usd20: the letters touch the number."""
    number = SUM_OR_SIZE.match(found[0])
    return measured(words, found.start() + number.start(1), found.start() + number.end(1)) if number else None


def _written(token: str, before: str, after: str, whole: bool) -> SlotType | None:
    """What a token with digits is by its shape and by what stands around it."""
    only_digits = token.isdigit()
    digits = len(token) if only_digits else sum(map(str.isdigit, token))
    if digits == 4 and LAST_FOUR_BEFORE.search(before):
        return "phone"
    if digits >= 3 and INVOICE_BEFORE.search(before):
        return None
    if not only_digits and (shape := _shape(token)):
        return shape
    if digits >= 7 and (MOBILE.match(token) or PHONE_BEFORE.search(before)):
        return "phone"
    if token.startswith("sku") or (digits >= 3 and SKU_BEFORE.search(before)):
        return "sku"
    if money_before(before):
        return None
    if digits >= 3 and TRACKING_BEFORE.search(before) and (digits >= 8 or "cod" in before or "码" in before):
        return "tracking_number"
    if (
        digits >= 3
        and not MONEY_AFTER.match(after)
        and (ORDER_BEFORE.search(before) or ORDER_AFTER.match(after))
    ):
        return "order_number"
    if only_digits and 7 <= digits <= 9 and not (NOT_NUMBERED.match(after) or COMPACT_DAY.match(token)):
        return "order_number"
    return _by_length(token, digits, whole)


def _shape(token: str) -> SlotType | None:
    if SIZE_SHAPE.match(token):
        return "size"
    if TRACKING_SHAPE.match(token):
        return "tracking_number"
    return "order_number" if ORDER_SHAPE.match(token) else None


def _by_length(token: str, digits: int, whole: bool) -> SlotType | None:
    if token.isdigit():
        if digits >= 14 or (whole and digits >= 3):
            return "order_number"
        return "sku" if digits >= 10 else None
    letters = sum(map(str.isalpha, token))
    if (
        digits >= 4
        and letters >= 1
        and digits + letters >= 6
        and ("-" in token or letters >= 2)
        and ":" not in token
        and not SUM_OR_SIZE.match(token)
    ):
        return "sku"
    return None
