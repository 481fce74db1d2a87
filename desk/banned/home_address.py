"""Where somebody lives, in what is said: a street with a house and a postcode; or either of them, said of a person.

The shop's own places (a branch, the address for returns) are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.banned.disguise import unmarked
from desk.banned.plain_speech import LEET, LETTERS
from desk.banned.streets import (
    ABROAD,
    ASIAN,
    BLOCK,
    DOOR,
    ENGLISH,
    NAMED_HOUSE,
    OPEN_ABROAD,
    OPEN_ENGLISH,
    ROOM,
    SINGAPORE,
)

_N = r"[\d一二三四五六七八九十百零两○]{1,6} ?"
_STREET = r"[\u3400-\u9fff]{2,9}?(?:路|街|大道|(?<![知味频管渠顺])道|巷|弄|段|里(?![那的面头边有个这写看是])|苑|园|花园|家园|新城|天地|豪庭|公馆|山庄|别墅|大厦|华府|小区|公寓|村|胡同|广场|[一二三四五六七八九]区|[一二三四五六七八九十头某]条)"
CHINESE = re.compile(
    rf"{_STREET}[\u3400-\u9fff\d ,-]{{0,20}}?{_N}(?:号院|号楼|号|弄|栋|座|幢|楼|巷)[\u3400-\u9fffa-z\d ,-]{{0,20}}?"
    rf"(?:{_N}(?:室|楼|层|户|号|之\d|单元|门)(?:[\u3400-\u9fff ,-]{{0,4}}?{_N}(?:室|楼|层|户|号|单元|门)){{0,3}}|\d{{1,2}}-\d{{1,2}}(?:-\d{{2,4}})?(?!\d)|\d{{3,4}}(?!\d)|[一二三四五六七八九][一二三四五六七八九十零]{{2,3}}(?![\u3400-\u9fff]))"
    rf"|{_STREET}[\u3400-\u9fff ,]{{0,10}}?[a-z] ?(?:座|栋|幢) ?\d{{3,4}}(?!\d)"
    rf"|{_STREET}[\u3400-\u9fff ,]{{0,12}}?\d{{1,2}}-\d{{1,2}}-\d{{3,4}}(?!\d)"
)
HOUSE = re.compile(
    rf"[\u3400-\u9fff]{{2,6}}?(?:市|县|区|镇|乡|州)[\u3400-\u9fff]{{2,8}}?(?:路|街|大道|巷|弄|段|里|村)[\u3400-\u9fff]{{0,6}}? ?{_N}(?:号|之 ?\d)"
    r"|(?:路|街|道|巷|弄|段|里|村)[^。！？\n]{0,6}门牌(?:号码?)?(?:是|为|:)? ?[\d一二三四五六七八九十零两]"
)
"""A house without a flat: somebody's only where somebody is named with it."""
LIVES = re.compile(
    rf"(?:住|家(?:里|就)?(?:在|住|是)|宿舍|寝室)(?:[^。！？\n]{{0,14}}?)[\u3400-\u9fff]{{1,8}}?(?:路|街|巷|弄|苑|里|坊|胡同|宿舍|小区|公寓|村|花园|大道|[一二三四五六七八九]期|[东南西北]区)"
    rf"[\u3400-\u9fff ,]{{0,6}}?{_N}(?:号楼|号|栋|幢|弄)"
    r"|(?:住|家在)[^。！？\n]{0,6}?[\u3400-\u9fff]{2,8}?[区县镇][\u3400-\u9fff]{2,8}\d{1,4}(?:-\d{1,3}|号)"
)
"""Said of whoever lives there: 家在静安路45号."""
LIVES_ENGLISH = re.compile(
    r"\b(?:lives?|living|stays|home is|house is)\b[^.!?\n]{0,60}?\b[a-z'’-]{3,20} (?:street|road|lane|avenue|close|drive|grove|crescent|terrace|court|place|square|buildings?|gardens|mews|hill)\b"
    r",? ?(?:number |no\.? ?|nr\.? ?)?(?:\d{1,4}[a-z]?\b|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen)\b)"
)
SOMEONE = re.compile(
    r"先生|小姐|女士|太太|老师|师傅|阿姨|叔|婆婆|爸|妈|爷爷|奶奶|收件|收货|客人|客户|买家|买主|您|你|她|他|住|那家|那户|邻居|[\u3400-\u9fff]{2,3}收"
)
HAN = re.compile("[\u3400-\u9fff]")
PARTED = re.compile("(?<=[\u3400-\u9fff])[.·_*~ 、-]{1,2}(?=[\u3400-\u9fff])")
"""What somebody put between the letters: 上.海.市 奉.贤.区."""
LATIN = re.compile("[a-z]{4}")
WHOLE = (ENGLISH, ABROAD, ASIAN, SINGAPORE)
"""An address by itself."""
HALF = (OPEN_ENGLISH, BLOCK, NAMED_HOUSE, OPEN_ABROAD, ROOM)
"""One only where it is said of somebody."""
LIVING = re.compile(
    r"\b(?:lives?|living|lived|stays|staying|resides?|sleeps?|(?:his|her|their) (?:home|door|place|house|flat)|at home|he's in|she's in|"
    r"he is in|she is in|is (?:hers|his)|[a-z]+'s (?:home|house|flat|place|door))\b"
)
OURS = re.compile(
    r"门店|仓库|维修|返修|售后|我们店|店铺|本店|退货|退件|退回|寄回|自提|公司|展厅|总部|驿站|网点|超商|柜|我们在|店址|门市|"
    r"\bour\b(?! (?:courier|driver|rider|fitter|technician|colleague|cleaner|tailor|manager|packer))|\bwe(?:'re| are)\b|\breturns?\b|warehouse|showroom|\bshop|\bstore|depot|locker|branch|office|pick ?up|collection|collect (?:it|from)|workshop|studio|hub\b|"
    r"station|market\b|museum|kiosk|counter|caf[eé]|hotel|pharmacy|supermarket|drop.?off|stand at|fair\b|exhibition|outlet|boutique|agent"
)
THEIRS = re.compile(
    r"(?:customer|buyer|client|lady|gentleman|someone|somebody)(?:'s)? (?:at|in|from|of|on|living)\b|我家|家里|本人|ask for (?:mdm|mr|mrs|ms|madam|miss)\b|my home|my flat|my house|my place|own home|[a-z]'s home|home is|同事|朋友|邻居|老家|colleague|flatmate|roommate|neighbou?r|\bsister|\bbrother|cousin|\bmum\b|\bdad\b|\bwife|husband|my friend|lives|\bher own\b|\bhis own\b"
)
SOMEBODY = re.compile(
    r"\b(?:lives?|stays|living|lived|resides?|home|house|flat|address|addr\b|billing|shipping|ship(?:ped|s|ping)? (?:it |this )?to|"
    r"deliver\w* (?:it |this |the \w+ )?(?:to|at)|sent (?:it |this |the \w+ )?to|sending (?:it |this |the \w+ )?to|goes to|going to|"
    r"ask for|name's|sleeps?|top bell|bell|madame|monsieur|mme|signora?|that's [a-z]+$|find (?:him|her|them|our [a-z]+)|signed|handed|left (?:it )?(?:with|at)|name:?|neighbou?rs?|buyer|customer|recipient|lady|gentleman|mr|mrs|ms|miss|he|she|they|"
    r"he's|she's|they're|his|her|their|your|you|knock|round to|moved|staying|family|parents|mum|dad|wife|husband|daughter|son|of|c/o|i've|i have|"
    r"confirm|correct|right|say if|still (?:good|there|right)|down as|family|familie|frau|herr|señora?|uncle|auntie?)\b"
)
CHANGED = re.compile(r"\b(?:changed|updated|corrected|amended)\b[^.!?]{0,30}\b(?:to|as) $")
"""What the buyer said it should be, said again so that it is right."""
NEAR, FAR, VERY_FAR = 30, 60, 90
"""Letters before it in which one says whose it is."""


def homes(text: str) -> Iterator[tuple[int, int]]:
    """Places in a folded text."""
    if HAN.search(text):
        found = [*_chinese(text)]
        yield from found
        if not found and (parted := [*PARTED.finditer(text)]) and any(_chinese(PARTED.sub("", text))):
            yield parted[0].start() - 1, parted[-1].end() + 1
        if not LATIN.search(text):
            return
    for said in dict.fromkeys((text, LEET.sub(_with_letters, unmarked(text)))):
        yield from _english(said)


def _chinese(text: str) -> Iterator[tuple[int, int]]:
    yield from _whole(text, CHINESE)
    yield from _house(text)
    for found in LIVES.finditer(text):
        if not OURS.search(text[max(0, found.start() - NEAR) : found.end()]):
            yield found.span()


def _with_letters(found: re.Match[str]) -> str:
    """C@stle Str33t; as long as before."""
    return found[0].translate(LETTERS)


def _english(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in LIVES_ENGLISH.finditer(text))
    for found in DOOR.finditer(text):
        around = text[max(0, found.start() - FAR) : found.end() + VERY_FAR]
        if LIVING.search(around) and not OURS.search(around):
            yield found.span()
    whole = [place for pattern in WHOLE for place in _whole(text, pattern)]
    yield from whole
    for pattern in HALF if not whole else ():
        yield from _half(text, pattern)


def _house(text: str) -> Iterator[tuple[int, int]]:
    for found in HOUSE.finditer(text):
        around = text[max(0, found.start() - NEAR) : found.end() + NEAR]
        if SOMEONE.search(around) and not OURS.search(around):
            yield found.span()


def _whole(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(text):
        before = text[max(0, found.start() - NEAR) : found.start()] + found[0][:8]
        if not OURS.search(before) or THEIRS.search(before):
            yield found.span()


def _half(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(text):
        before = text[max(0, found.start() - FAR) : found.start()]
        around = before + text[found.end() : found.end() + FAR]
        told = SOMEBODY.search(around) or (
            not LATIN.search(before) and text[found.end() : found.end() + 1] == ","
        )
        if told and not CHANGED.search(before) and (not OURS.search(around) or THEIRS.search(before)):
            yield found.span()
