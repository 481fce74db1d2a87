"""Chinese mobile numbers that are told by letters of the same sound (幺吧午临尔思奇), in pinyin with its tones (yāo jiǔ bā), or as
whole numbers (一百三十九、一千七百零四)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from desk.banned.pairs import pairs
from desk.banned.said_number import CHINESE_MOBILE
from desk.banned.syllables import table

SOUNDS = pairs("ling=0 dong=0 yi=1 yao=1 er=2 liang=2 san=3 si=4 wu=5 liu=6 qi=7 guai=7 ba=8 jiu=9 gou=9")
TONED = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔù]")
BETWEEN = r"[\s,，.、·_-]{0,2}"
PINYIN = re.compile(rf"(?<![a-z])(?:(?:{'|'.join(SOUNDS)})(?![a-z]){BETWEEN}){{11}}")
FIGURES = {
    letter: value
    for value, letters in enumerate(("零", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for letter in letters
}
MOST_PLAIN = 5
"""Digits that are written as such in a number that is told by its sound."""
TIMES = {"十": 10, "百": 100, "千": 1000}
WHOLE = re.compile(
    "[一二三四五六七八九两]百[零一二三四五六七八九十]{0,4}"
    + 2 * f"{BETWEEN}[一二三四五六七八九两]千[零一二三四五六七八九两十百]{{0,6}}"
)


def mobiles_by_ear(text: str) -> Iterator[tuple[int, int]]:
    """Places in a folded text."""
    run, digits = _same_sound()
    for found in run.finditer(text):
        said = "".join(digits[letter] for letter in found[0] if letter in digits)
        if CHINESE_MOBILE.fullmatch(said) and sum(map(str.isdigit, found[0])) <= MOST_PLAIN:
            yield found.span()
    if TONED.search(text):
        plain = "".join(map(_untoned, text))
        for found in PINYIN.finditer(plain):
            if CHINESE_MOBILE.fullmatch("".join(SOUNDS[one] for one in re.findall("[a-z]+", found[0]))):
                yield found.span()
    for found in WHOLE.finditer(text):
        numbers = re.findall("[零一二三四五六七八九两十百千]+", found[0])
        if CHINESE_MOBILE.fullmatch("".join(str(_value(one)) for one in numbers)):
            yield found.span()


def _untoned(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0] if TONED.match(letter) else letter


def _value(number: str) -> int:
    """一千七百零四 → 1704; 一百三十九 → 139."""
    value = figure = 0
    for letter in number:
        if letter in TIMES:
            value, figure = value + (figure or 1) * TIMES[letter], 0
        else:
            figure = FIGURES[letter]
    return value + figure


@cache
def _same_sound() -> tuple[re.Pattern[str], dict[str, str]]:
    """A run of so many letters that sound like digits, and the digit of each."""
    digits = {letter: SOUNDS[sound] for sound, letters in table() if sound in SOUNDS for letter in letters}
    digits |= dict.fromkeys("陆", "6") | {str(n): str(n) for n in range(10)}
    letters = "".join(digits)
    return re.compile(rf"(?<!\d)[{letters}](?:{BETWEEN}[{letters}]){{10}}(?!\d)"), digits
