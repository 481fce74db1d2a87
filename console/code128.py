"""A bar code that every scanner reads: Code 128, set B, drawn as one path."""

from __future__ import annotations

PATTERNS = [
    "212222",
    "222122",
    "222221",
    "121223",
    "121322",
    "131222",
    "122213",
    "122312",
    "132212",
    "221213",
    "221312",
    "231212",
    "112232",
    "122132",
    "122231",
    "113222",
    "123122",
    "123221",
    "223211",
    "221132",
    "221231",
    "213212",
    "223112",
    "312131",
    "311222",
    "321122",
    "321221",
    "312212",
    "322112",
    "322211",
    "212123",
    "212321",
    "232121",
    "111323",
    "131123",
    "131321",
    "112313",
    "132113",
    "132311",
    "211313",
    "231113",
    "231311",
    "112133",
    "112331",
    "132131",
    "113123",
    "113321",
    "133121",
    "313121",
    "211331",
    "231131",
    "213113",
    "213311",
    "213131",
    "311123",
    "311321",
    "331121",
    "312113",
    "312311",
    "332111",
    "314111",
    "221411",
    "431111",
    "111224",
    "111422",
    "121124",
    "121421",
    "141122",
    "141221",
    "112214",
    "112412",
    "122114",
    "122411",
    "142112",
    "142211",
    "241211",
    "221114",
    "413111",
    "241112",
    "134111",
    "111242",
    "121142",
    "121241",
    "114212",
    "124112",
    "124211",
    "411212",
    "421112",
    "421211",
    "212141",
    "214121",
    "412121",
    "111143",
    "111341",
    "131141",
    "114113",
    "114311",
    "411113",
    "411311",
    "113141",
    "114131",
    "311141",
    "411131",
    "211412",
    "211214",
    "211232",
    "2331112",
]
"""Of each value: how wide its bars and gaps are, a bar first."""
START_B, STOP, MODULUS = 104, 106, 103
QUIET = 10
HEIGHT = 40


def values(text: str) -> list[int]:
    """With start, check and stop. Raises ValueError for what set B has no sign for."""
    signs = [ord(letter) - 32 for letter in text]
    if not text or not all(0 <= sign <= 95 for sign in signs):
        raise ValueError(f"{text!r} cannot be a bar code")
    check = (START_B + sum(place * sign for place, sign in enumerate(signs, start=1))) % MODULUS
    return [START_B, *signs, check, STOP]


def bars(text: str) -> tuple[str, int]:
    """The path of an SVG picture, and how wide the picture is; it is HEIGHT high."""
    path, at = [], QUIET
    for value in values(text):
        for place, width in enumerate(map(int, PATTERNS[value])):
            if place % 2 == 0:
                path.append(f"M{at} 0h{width}v{HEIGHT}h-{width}z")
            at += width
    return "".join(path), at + QUIET
