"""Sums, counts and sizes: by the unit behind a number, or by the sign or word before it.

Every pattern is linear: no repeated group inside a repeated group that could match the same letters twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.understanding import Slot
from bot.understanding.names import slot
from bot.understanding.words import Words

MOST = 64
"""Numbers of one kind looked at in one message."""
AROUND = 26
NUMBER = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,2})?")
THOUSANDS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3}){1,3}(?:\.[0-9]{1,2})?(?![0-9,])")

MONEY_BEFORE = re.compile(
    r"(?:(?:(?<![a-z])(?:nt|hk|us|sg|ca|au|[acs]))?(\$)|([¥€£])|(?<![a-z])(?:rs\.?|usd|eur|gbp|rmb|cny|inr|twd|ntd|hkd|sgd)) ?$"
)
MONEY_ENDS = frozenset("$¥€£.spdrby")
"""What a sign or short name of money can end with; looking at one letter is a tenth of the search."""
MONEY_AFTER_LATIN = re.compile(
    r" ?(?:(?:dollars?|usd|eur|euros?|yuan|rmb|cny|bucks?|pounds?|gbp|hkd|twd|ntd|rs|inr|rupees?)\b|[€£$])"
)
MONEY_AFTER = re.compile(r" ?[百千万]?(?:元(?![旦宵素])|块钱|块|人民币|蚊|港币|台币|美金|美元|欧元)")

COUNTED = (
    "(?:个(?!半|多|来?月|小时|钟|星期|礼拜|工作|人|问题|订单|地址|电话|号)|包(?![邮裹括含退换赔运税]|安装)|件(?!套)"
    "|打(?![开折包算印]|电话)|对(?![一于比方不])|只(?![有能是想])|本(?![来身])|条(?![码件])|组(?![装合])|份(?!子)"
    "|张(?!图|照片|截图)|[袋盒箱双套瓶支把斤罐台副棵枚卷桶束串板捆床顶盏幅株粒颗片])(?:装(?![修饰置]))?"
)
"""A unit, and what it must not be the beginning of: 一个半月, 3个多小时, 四件套, 99包邮."""
COUNT_AFTER = re.compile(rf" ?[小大]?{COUNTED}")
NOT_COUNTED = (
    "days|weeks|months|years|hours|minutes|seconds|nights|times|hrs|mins|yrs|miles|inches|business|working|percent"
    "|dollars|euros|pounds|rs|bucks|cents|rupees|orders|digits|cards|stars|points|degrees|grams|kilos|lbs|litres|liters"
    "|ounces|watts|volts|emails|calls|messages|questions|photos|pictures|persons|adults|kids|friends|accounts|addresses"
    "|as|is|was|has|does|its|this|us|plus|less|unless|always|perhaps|thanks|yes|across|address|process|express"
)
COUNT_AFTER_LATIN = re.compile(
    r" ?(?:pcs?|pieces?|pairs?|sets?|units?|items?|boxes|packs?|bottles|x)\b"
    rf"|(?! (?:{NOT_COUNTED})\b) [a-z]{{3,20}}s\b"
)
WANTED_BEFORE = re.compile(
    r"\b(?:need|want|got|get|take|buy|bought|ordered|received|sent)(?: me| only| just)? $"
)
WANTED_AFTER = re.compile(r"$|[,.!?;]|(?: instead| only| more| please| of\b)")

SIZE_AFTER = re.compile(
    r" ?(?:码|寸|cm|mm|厘米|毫米|毫升|公斤|inch(?:es)?|kg|ml|(?:us|eu|uk|ft|oz)(?![a-z])|克(?![服隆])|升(?!级)|米(?![色白饭粉线面黄])"
    r"|(?<=[0-9]{2})(?:g(?![a-z])|号)|(?<=[.][0-9])[ml](?![a-z]))"
)
SIZE_BEFORE = ("size", "尺码", "尺寸", "码数")
IN_BEFORE = re.compile(r"\bin an? $|\bin $")
WORD_AFTER = re.compile(r" ?[a-z]")
BODY_BEFORE = re.compile(
    r"(?:体重|身高|(?:^|[^给帮送寄退])我|weigh|weight|height|tall|\bi am|\bi['’ ]?m)(?:大概|差不多|is|是|有|约)?[ :]{0,2}$"
)
"""How heavy or tall the buyer is, is no size of a thing."""
WORN_AFTER = re.compile(r" ?斤(?:左右|的)?(?:[能可该]|应该)?以?[穿选要拍买]?[穿什哪多]|斤的人")
BY = re.compile(r"[0-9.]{1,6} ?(?:inch(?:es)?|cm|寸)? ?[x×*] ?[0-9.]{1,6}(?: ?(?:inch(?:es)?|cm|ft|寸))?")
TIMES = re.compile(r"(?:^| )[x×*] ?([0-9]{1,3})(?![0-9a-z])")
TIMES_SIGN = re.compile(r"[x×*] ?[0-9.]")


def measured(words: Words, start: int, end: int) -> Slot | None:
    """What the number from `start` to `end` measures; None where it measures nothing."""
    text = words.folded.text
    before = text[max(0, start - AROUND) : start]
    if money := _money(words, before, start, end):
        return money
    if unit := SIZE_AFTER.match(text, end):
        return None if BODY_BEFORE.search(before) else slot(words, "size", start, unit.end())
    if unit := COUNT_AFTER.match(text, end):
        # 第3个 is which, 双11 a day on which much is sold, 我130斤 somebody's weight.
        other = before.endswith(("第", "双")) or ("斤" in unit[0] and _weighs(text, before, end))
        return None if other else slot(words, "quantity", start, unit.end())
    if end - start > 4:
        return None
    if before.rstrip(" :").endswith(SIZE_BEFORE):
        return slot(words, "size", start, end)
    wanted = COUNT_AFTER_LATIN.match(text, end) or (
        WANTED_BEFORE.search(before) and WANTED_AFTER.match(text, end)
    )
    if wanted and end - start <= 3:
        return slot(words, "quantity", start, end)
    if IN_BEFORE.search(before) and not WORD_AFTER.match(text, end):
        return slot(words, "size", start, end)
    return None


def _money(words: Words, before: str, start: int, end: int) -> Slot | None:
    """The unit is part of the sum in Chinese, 5元 as ¥5; an English sum is its number: 5 dollars as $5."""
    text = words.folded.text
    if sign := money_before(before):
        kept = sign[2] == "¥" or (words.language != "en" and (sign[1] or sign[2]))
        return slot(words, "amount", start - len(before) + sign.start() if kept else start, end)
    if unit := MONEY_AFTER.match(text, end):
        return slot(words, "amount", start, unit.end())
    return slot(words, "amount", start, end) if MONEY_AFTER_LATIN.match(text, end) else None


def money_before(before: str) -> re.Match[str] | None:
    """The sign or name of money that a number stands behind."""
    return (
        MONEY_BEFORE.search(before, max(0, len(before) - 6)) if before.rstrip()[-1:] in MONEY_ENDS else None
    )


def _weighs(text: str, before: str, end: int) -> bool:
    return bool(BODY_BEFORE.search(before) or WORN_AFTER.match(text, end))


def with_thousands(words: Words) -> Iterator[Slot]:
    """2,400 元, $1,299.00, 1,200 pieces: one number, where the comma is no stop of a sentence (，)."""
    text = words.folded.text
    for found in islice(THOUSANDS.finditer(text), MOST):
        measure = measured(words, *found.span())
        if not measure and COUNT_AFTER_LATIN.match(text, found.end()):
            measure = slot(words, "quantity", *found.span())
        if measure and "，" not in measure.value:
            yield measure


def dimensions(words: Words) -> Iterator[Slot]:
    """75x57 is a size, x2 how many."""
    text = words.folded.text
    yield from (slot(words, "size", *m.span()) for m in islice(BY.finditer(text), MOST))
    yield from (slot(words, "quantity", *m.span(1)) for m in islice(TIMES.finditer(text), MOST))
