"""Numbers in a sentence: which is an order, a parcel, a phone, an article, a sum, a size or how many.

Every pattern is linear: no repeated group inside a repeated group that could match the same letters twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.understanding import Slot, SlotType
from bot.understanding.names import slot
from bot.understanding.words import Words

MOST = 64
"""Numbers looked at in one message."""

DIGIT = re.compile("[0-9]")
SPACED_PHONE = re.compile(r"(?:\+[0-9]{1,3}[ -]?)?(?:\([0-9]{2,4}\) ?)?[0-9]{2,5}(?:[ .-][0-9]{2,5}){1,4}")
TOKEN = re.compile(r"#?\+?[a-z0-9]{1,40}(?:[-_/.:][a-z0-9]{1,40}){0,6}")
NUMBER = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,2})?")
AROUND = 26

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

MONEY_BEFORE = re.compile(r"(?:¥|￥|\$|€|£|rs\.?|usd|eur|rmb|cny|inr) ?$")
MONEY_AFTER_LATIN = re.compile(r" ?(?:dollars?|usd|eur|euros?|yuan|rmb|bucks?|pounds?|rs\b|rupees?|€|£|\$)")
MONEY_AFTER = re.compile(r" ?(?:元|块钱|块|人民币)")
UNITS = "个件包袋盒箱双套只条瓶支把张斤份组罐台本副对棵枚卷桶束串板打捆床顶盏幅株粒颗片"
COUNT_AFTER = re.compile(rf" ?(?:小|大)?[{UNITS}](?:装(?![修饰置]))?")
WANTED_BEFORE = re.compile(r"\b(?:need|want|got|get|take|buy|bought|ordered|received|sent)(?: me| only| just)? $")
WANTED_AFTER = re.compile(r"$|[,.!?;]|(?: instead| only| more| please| of\b)")
COUNT_AFTER_LATIN = re.compile(
    r" ?(?:pcs?|pieces?|pairs?|sets?|units?|items?|boxes|packs?|bottles|x)\b"
    r"|(?! (?:days|weeks|months|years|hours|minutes|times|inches|percent|hrs|mins|miles|dollars|euros|pounds|rs|orders|digits|as|is|was|cards)\b) [a-z]{3,20}s\b"
)
NOT_NUMBERED = re.compile(rf" ?(?:元|块|人民币|小?[{UNITS}]|dollars?|usd|eur|yuan|rmb|rs\b|cm|mm|ml|kg)")
"""Behind a number that counts or measures, and so is not an order's."""
COMPACT_DAY = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]$")
SIZE_SHAPE = re.compile(r"[0-9]{2,3}/[0-9]{2,3}[a-z]?$|[0-9]{1,2}t$")
SIZE_AFTER = re.compile(r" ?(?:码|寸|cm|mm|厘米|inch(?:es)?|kg|ml|us\b|eu\b|uk\b|公斤)")
BY = re.compile(r"[0-9.]{1,6} ?(?:inch(?:es)?|cm|寸)? ?[x×*] ?[0-9.]{1,6}(?: ?(?:inch(?:es)?|cm|ft|寸))?")
TIMES = re.compile(r"(?:^| )[x×*] ?([0-9]{1,3})(?![0-9a-z])")
SIZE_BEFORE = re.compile(r"(?:size|尺码|尺寸|码数)[ :：]{0,2}$")
IN_BEFORE = re.compile(r"\bin an? $|\bin $")
WORD_AFTER = re.compile(r" ?[a-z]")
LETTER_SIZE = re.compile(
    r"(?<![a-z0-9'’])([sml])(?:码|号)|(?:size |尺码|in an? |in )([sml])(?![a-z0-9'’])|(?<![a-z0-9])((?:[2-5]|x{1,3})[sl])(?:码|号)?(?![a-z0-9])"
)
SAID_COUNT = re.compile(
    rf"(?<!第)(?:[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]百?|半)(?:小|大)?[{UNITS}]"
)
SAID_COUNT_LATIN = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|a dozen)\b"
    r"(?= (?!days|weeks|months|years|hours|minutes|times|business|working|orders|cards|digits)[a-z]{3,20}s\b| more\b| of (?:these|them|those)\b)"
)
DAY = re.compile(
    r"20[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}[日号]?|[0-9]{1,2}月[0-9]{1,2}[日号]?"
    r"|[0-9]{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6}\b"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]{0,6} [0-9]{1,2}(?:st|nd|rd|th)?\b|(?<![0-9])[0-9]{1,2}号"
)

# One quick look for what the costly patterns cannot do without.
DAY_SIGN = re.compile(
    r"[0-9](?:[-/.年月日号]|(?<=[a-z] [0-9])|(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)
TIMES_SIGN = re.compile(r"[x×*] ?[0-9.]")
GROUPS_SIGN = re.compile(r"[0-9)][ .-]\(?[0-9]")
LETTER_SIZE_SIGN = re.compile(r"[sml](?<![a-wyz016-9'’][sml])(?![a-z0-9])")
SAID_COUNT_ELSE = re.compile("[一二两三四五六七八九十半]"), SAID_COUNT
SAID_COUNT_IN_LATIN = re.compile(r" (?<=(?:two|ree|our|ive|six|ven|ght|ine|ten|zen) )"), SAID_COUNT_LATIN


def find_numbers(words: Words) -> Iterator[Slot]:
    """Slots with digits in them, surest first; who sorts out overlaps keeps the earlier one."""
    text, first = words.folded.text, words.first_digit
    if first < 0:
        yield from _said(words)
        return
    if DAY_SIGN.search(text, first):
        yield from (slot(words, "date", *m.span()) for m in _some(DAY, text))
    if TIMES_SIGN.search(text):
        yield from (slot(words, "size", *m.span()) for m in _some(BY, text))
        yield from (slot(words, "quantity", *m.span(1)) for m in _some(TIMES, text))
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
    yield from _said(words)


def _some(pattern: re.Pattern[str], text: str, begin: int = 0) -> Iterator[re.Match[str]]:
    return islice(pattern.finditer(text, begin), MOST)


def _said(words: Words) -> list[Slot]:
    text, said = words.folded.text, []
    if LETTER_SIZE_SIGN.search(text):
        for found in _some(LETTER_SIZE, text):
            group = 1 if found[1] else 2 if found[2] else 3
            end = found.end() if group != 2 else found.end(2)
            said.append(slot(words, "size", found.start(group), end))
    sign, count = SAID_COUNT_IN_LATIN if text.isascii() else SAID_COUNT_ELSE
    if sign.search(text):
        said += [slot(words, "quantity", *found.span()) for found in _some(count, text) if not _each(text, found.start())]
    return said


def _each(text: str, at: int) -> bool:
    """15元一袋 is a price for each, not a wish for one."""
    return at > 0 and text[at] == "一" and text[at - 1] in "元块钱"


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
        named = token[0] == "#" and ORDER_BEFORE.search(before)
        return slot(words, kind, start + 1 if named else start, end)
    number = NUMBER.match(token)
    return _measured(words, start, start + number.end()) if number else None


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
    if MONEY_BEFORE.search(before):
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
    ):
        return "sku"
    return None


def _measured(words: Words, start: int, end: int) -> Slot | None:
    """A sum, a count or a size: by the unit behind it or the sign before it."""
    text = words.folded.text
    before, after = text[max(0, start - AROUND) : start], text[end : end + 24]
    if MONEY_BEFORE.search(before) or MONEY_AFTER_LATIN.match(after):
        return slot(words, "amount", start, end)
    if unit := MONEY_AFTER.match(after):
        return slot(words, "amount", start, end + unit.end())
    if unit := SIZE_AFTER.match(after):
        return slot(words, "size", start, end + unit.end())
    if unit := COUNT_AFTER.match(after):
        return None if before.endswith("第") else slot(words, "quantity", start, end + unit.end())
    if end - start <= 3 and (
        COUNT_AFTER_LATIN.match(after) or (WANTED_BEFORE.search(before) and WANTED_AFTER.match(after))
    ):
        return slot(words, "quantity", start, end)
    if end - start <= 4 and (
        SIZE_BEFORE.search(before) or (IN_BEFORE.search(before) and not WORD_AFTER.match(after))
    ):
        return slot(words, "size", start, end)
    return None
