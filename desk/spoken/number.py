"""Small numbers as people write them: 3, 3.5, 三, 十二, 两三, 半, three, an, half an, twenty-four."""

from __future__ import annotations

ENGLISH = {
    "half an": 0.5, "a couple of": 2, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "twenty-four": 24, "thirty": 30, "forty": 40, "forty-five": 45, "forty-eight": 48, "seventy-two": 72,
}  # fmt: skip
CHINESE = {letter: n for n, letter in enumerate("零一二三四五六七八九十")} | {"两": 2}

ZH_NUMBER = r"(?:(?<![0-9.])[0-9]{1,3}(?:\.5)?|[一二两三四五六七八九十]{1,3}|半)"
_LONGEST_FIRST = sorted(ENGLISH, key=len, reverse=True)
EN_NUMBER = rf"(?:[0-9]{{1,3}}(?:\.5)?|{'|'.join(_LONGEST_FIRST)})".replace(
    " ", "[ ]"
)  # also in verbose patterns


def number(said: str) -> float:
    """Of two Chinese digits side by side (两三天, 三五天) the greater, which comes last."""
    if said[0].isascii() and said[0].isdigit():
        return float(said)
    if said in ENGLISH:
        return ENGLISH[said]
    if said == "半":
        return 0.5
    tens, ten, ones = said.rpartition("十")
    if not ten:
        return CHINESE[said[-1]]
    return (CHINESE[tens[-1]] if tens else 1) * 10 + (CHINESE[ones[-1]] if ones else 0)
