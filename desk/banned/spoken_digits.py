"""Digits in a text, however they are written: full width, in circles, on keys, as words; and which stand together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from desk.normal_form import Folded, Learnt
from desk.record import record

FEWEST = 7
"""Digits of a number that could be anybody's."""
CHINESE = {
    letter: str(digit)
    for digit, letters in enumerate(
        (
            "零〇○洞",
            "一壹幺弌妖",
            "二两贰貳弍",
            "三叁參参弎",
            "四肆",
            "五伍",
            "六陆陸",
            "七柒拐",
            "八捌",
            "九玖勾",
        )
    )
    for letter in letters
}
WORDS = {
    "zero": "0", "oh": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "hundred": "00", "ten": "10", "eleven": "11",
    "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18",
    "nineteen": "19", "o": "0", "ling": "0", "yi": "1", "yao": "1", "er": "2", "liang": "2", "san": "3", "si": "4", "wu": "5",
    "liu": "6", "qi": "7", "ba": "8", "jiu": "9",
    # German, Spanish and French, where the letters are no English word
    "null": "0", "eins": "1", "zwei": "2", "drei": "3", "vier": "4", "fünf": "5", "sechs": "6", "sieben": "7", "acht": "8",
    "neun": "9", "cero": "0", "uno": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7",
    "ocho": "8", "nueve": "9", "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "sept": "7", "huit": "8", "neuf": "9",
}  # fmt: skip
TENS = {
    word: str(ten) for ten, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2
    )
}  # fmt: skip
TENS["fourty"] = "4"
TIMES = {"double": 2, "triple": 3, "treble": 3}
_THEN = (
    r",? (?:and )?(?:then|next|after that|followed by|end(?:ing|s)? (?:with|in|on)|finish(?:ing|es)? (?:with|on)|last(?:ly)?|finally)"
    r"(?: comes?| with| it's)?:? |,? ?\((?:space|pause|gap|dash|stop|then|break)\) ?| (?:dash|hyphen|space|pause) "
)
"""What is said between the parts of a number."""
BETWEEN = re.compile(rf"[\s.\-_()\[\]/·•*~|—–]{{0,4}}|{_THEN}")
BETWEEN_WORDS = re.compile(rf"[\s.&()\[\],，、\-_/·•*~|]{{0,4}}|{_THEN}|,? and ")
MEASURES = frozenset("个個件块塊条條双雙只隻套盒袋瓶次天年种種款支根包斤米样樣些")
FEWEST_OF_THEM = 4
"""Real digits in a number that has letters for some."""
_LETTERS_LIKE = frozenset("oOlIS")
PLAIN = re.compile("[0-9０-９]")
MASKED = re.compile(r"[*•·.…]{3}|\*\*|\.\.")


@record(frozen=True, slots=True)
class Run:
    """Digits that stand together, in groups as they are written."""

    groups: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    """Of each group: where it stands in the folded text."""
    spoken: bool
    """Written as words or with a sign each: nobody writes an order number so."""

    def numbers(self, longest: int) -> Iterator[tuple[str, int, int]]:
        """Every number that begins and ends with a group, the longest first, and its place."""
        for first in range(len(self.groups)):
            said = []
            digits = ""
            for last in range(first, len(self.groups)):
                digits += self.groups[last]
                if len(digits) > longest:
                    break
                if len(digits) >= FEWEST:
                    said.append((digits, self.places[first][0], self.places[last][1]))
            yield from reversed(said)


def many_digits(text: str) -> bool:
    """Whether there could be a number in it; for most texts this is all that is asked."""
    digits = len(text.translate(_digits()))
    if digits >= FEWEST or (digits >= FEWEST_OF_THEM and LETTERED.search(text)):
        return True
    if GLUED.search(text):
        return True
    return sum(word in _WORDS_SAID for word in _NO_WORD.sub(" ", text.lower()).split()) > 2


def runs(folded: Folded, original: str) -> Iterator[Run]:
    """Of a folded text: digits in it are ASCII already, except for words."""
    groups: list[tuple[str, int, int]] = []
    spelt = False
    for digits, start, end, word in _groups(folded.text):
        told = word
        if groups:
            gap = folded.text[groups[-1][2] : start]
            pattern = BETWEEN_WORDS if word or spelt else BETWEEN
            if not pattern.fullmatch(gap) or MASKED.search(gap):
                yield _run(groups, spelt, folded, original)
                groups = []
            told = told or "then" in gap
        groups.append((digits, start, end))
        spelt = told
    if groups:
        yield _run(groups, spelt, folded, original)


def _run(groups: list[tuple[str, int, int]], spelt: bool, folded: Folded, original: str) -> Run:
    digits, starts, ends = zip(*groups, strict=True)
    whole = original[folded.at[starts[0]] : folded.at[ends[-1] - 1] + 1]
    spoken = (
        spelt
        or not _LETTERS_LIKE.isdisjoint(whole)
        or (sum(map(len, digits)) >= FEWEST and PLAIN.search(whole) is None)
    )
    keys = sum(
        c == "\ufe0f" or c == "\u20e3" for c in original[folded.at[starts[0]] : folded.at[ends[-1] - 1] + 3]
    )
    return Run(digits, tuple(zip(starts, ends, strict=True)), spoken or keys >= FEWEST)


def _groups(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """Digits next to each other, place, and whether they are words."""
    for found in _ANY.finditer(text):
        said = found[0]
        if said in CHINESE and text[found.end() : found.end() + 1] in MEASURES:
            continue  # one of a thing: 一个6块8
        if said[0] in CHINESE:
            yield "".join(CHINESE[c] for c in said), found.start(), found.end(), True
        elif said.isdigit():
            yield said, found.start(), found.end(), False
        else:
            yield from _in_pieces(found) if found["glued"] else ((_in_digits(found), *found.span(), True),)


def _in_pieces(found: re.Match[str]) -> Iterator[tuple[str, int, int, bool]]:
    """Of digits and words for them written as one: o7seven00, nineoo."""
    for piece in _PIECE.finditer(found[0]):
        start, end = (found.start() + at for at in piece.span())
        yield WORDS.get(piece[0], piece[0]), start, end, not piece[0].isdigit()


def _in_digits(found: re.Match[str]) -> str:
    if found["ten"]:
        return TENS[found["ten"]] + WORDS.get(found["unit"] or "", "0")
    return WORDS.get(found["word"], found["word"]) * TIMES.get(found["times"] or "", 1)


_SHORT = "zero|oh|nought|one|two|three|four|five|six|seven|eight|nine"
_PIECE = re.compile(rf"{_SHORT}|o|[0-9]+")
_ANY = re.compile(
    rf"(?P<glued>(?<![a-z0-9])(?=[a-z0-9]*(?:{_SHORT}))(?:{_SHORT}|o|[0-9]){{2,}}(?![a-z0-9]))|[0-9]+|[{''.join(CHINESE)}]+"
    rf"|(?<![a-z])(?P<ten>{'|'.join(TENS)})(?:[ -]?(?P<unit>one|two|three|four|five|six|seven|eight|nine))?(?![a-z])"
    rf"|(?<![a-z])(?:(?P<times>{'|'.join(TIMES)})[ -]?)?(?P<word>{'|'.join(WORDS)}|o(?=[ -](?:{'|'.join(WORDS)}|[0-9]))|(?<=double[ -])[o0-9]|(?<=triple[ -])[o0-9])(?![a-z])"
)


GLUED = re.compile(rf"(?i)(?<![a-z])(?:{_SHORT}|o){{5,}}(?![a-z])")
"""Words for digits written as one: ohsevensevenohoh."""
LIKE_DIGITS = re.compile(r"(?<![a-zA-Z])(?=[oOlI]*\d)[\doOlI]*[oOlI][\doOlI]*(?![a-zA-Z])")
"""Letters beside digits that stand for some: 07 7oo 9oo, l38 O57I."""
AS_DIGITS = str.maketrans("oOlI", "0011")
LETTERED = re.compile(
    rf"(?:{LIKE_DIGITS.pattern}|\b[oO]{{2,3}}\b|\d+)(?:[ .\-()]{{0,2}}(?:{LIKE_DIGITS.pattern}|\b(?:[oO]{{1,3}}|[oOlI]{{2,4}})\b|\d+))+"
)


FOURS = re.compile(r"(?<![a-zA-Z0-9])[\doOlISB]{4}(?:([^\w\n]{1,2})[\doOlISB]{4}){3}(?![a-zA-Z0-9])")
"""A bank card's, in which letters stand for some: Sl72 8O44 3l96 O2S7."""
AS_CARD = str.maketrans("oOlISB", "001158")
FEWEST_OF_CARD = 8
DATE = re.compile(r"(?<![a-zA-Z0-9])[\doOlIS]{1,2}([/.-])[\doOlIS]{1,2}\1[\doOlIS]{2,4}(?![a-zA-Z0-9])")
AS_DATE = str.maketrans("oOlIS", "00115")
LIKE_A_DIGIT = {**dict.fromkeys("ᴏоОοΟ", "o"), "З": "3", "з": "3", "Ч": "4", "ч": "4", "б": "6"}


def plain_digits(text: str) -> str:
    """With digits in circles as digits, every dash and space as the plain one; as long as before."""
    plain = text.translate(_plain())
    if _LETTERS_LIKE.isdisjoint(plain):
        return plain
    return LETTERED.sub(_as_digits, DATE.sub(_as_date, FOURS.sub(_as_card, plain)))


def _as_card(found: re.Match[str]) -> str:
    said = found[0]
    return said.translate(AS_CARD) if sum(map(str.isdigit, said)) >= FEWEST_OF_CARD else said


def _as_date(found: re.Match[str]) -> str:
    said = found[0]
    return said.translate(AS_DATE) if sum(map(str.isdigit, said)) >= FEWEST_OF_THEM else said


def _as_digits(found: re.Match[str]) -> str:
    """Of what has digits enough: an O7 is a size, 4ml a measure."""
    said = found[0]
    return said.translate(AS_DIGITS) if sum(map(str.isdigit, said)) >= FEWEST_OF_THEM else said


@cache
def _plain() -> Learnt[str]:
    return Learnt(_plainly)


def _plainly(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    if "㈠" <= letter <= "㈨" or "㊀" <= letter <= "㊈":
        return str(int(unicodedata.numeric(letter)))
    if letter in LIKE_A_DIGIT:
        return LIKE_A_DIGIT[letter]
    return {"Pd": "-", "Zs": " "}.get(unicodedata.category(letter), letter)


_WORDS_SAID = frozenset((*WORDS, *TENS, *TIMES))
_NO_WORD = re.compile("[^a-z]+")


@cache
def _digits() -> Learnt[str]:
    """Each letter → a digit if it can be read as one, else nothing."""
    return Learnt(lambda letter: "0" if letter in CHINESE or _plainly(letter).isdigit() else "")
