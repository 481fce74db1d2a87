"""How a phrase of a rule is written down, and the letters that are searched for.

`{messenger}` stands for every word of that list, `(me|us)` for one of these, `(very|)` for one or none. `…` joins
parts that stand in this order in one sentence, `..` parts with a word or two between them, ` & ` parts in any order. A
space may not be missing in a text, unless the whole phrase is written together; where it may, the phrase has a hyphen.
A comma at the end of words: nothing follows them in their clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from itertools import pairwise, product
from math import prod

from desk.banned.disguise import bare, latin, mute_picture
from desk.errors import DeskError
from desk.record import record

LIST = re.compile(r"\{([a-z][a-z0-9_]{0,63})\}")
GAP = re.compile(r" ?… ?| ?(?<!\.)\.\.(?!\.) ?")
PIECE = re.compile(r"[()|]|[^()|]+")
FAR, NEAR, BESIDE = 70, 16, 0
"""Letters that may stand at the place of `…`, of `..`, and between words that follow each other."""
PAUSES = frozenset(",，：:！!")
MOST, TOGETHER = 4_000, 20
"""Wordings of one choice; and of words that are looked for as one."""


class NotAPhrase(DeskError):
    """It cannot be read; the message says why, in plain words."""


@record(frozen=True, slots=True)
class Known:
    """How words that are searched for by their letters are written. Of tens of thousands nearly all are written alike:
    what is alike is one."""

    spaces: frozenset[int]
    """Places of the letters before which there must be a space, or something like it."""
    optional: frozenset[int]
    """And before which there may be one."""
    digits: int
    """How many of the letters are digits: of a word without any, most letters must be letters."""
    pause: bool = False
    """Only at the end of a clause."""


@record(frozen=True, slots=True)
class Part:
    """What stands together: any one of these."""

    words: Mapping[str, tuple[Known, ...]]
    """By their letters: `my-job` and `my job` have the same."""
    optional: bool = False
    pause: bool = False
    """Or a pause instead of a word."""

    @property
    def spared(self) -> bool:
        return self.optional or self.pause


@record(frozen=True, slots=True)
class Pattern:
    parts: tuple[Part, ...]
    in_order: bool
    gaps: tuple[int, ...] = ()
    """Before each part but the first, how many letters there may be."""


def spelt_out(phrase: str, lists: Mapping[str, Sequence[str]], deep: int = 4) -> str:
    """With the words of the lists instead of their names. Raises NotAPhrase for a list that is not there."""
    if not LIST.search(phrase):
        return phrase
    if not deep:
        raise NotAPhrase(f"{phrase!r}: the lists name each other in a circle")

    def words(found: re.Match[str]) -> str:
        if found[1] not in lists:
            raise NotAPhrase(f"{phrase!r}: there is no list {found[1]!r}")
        return f"({'|'.join(spelt_out(word, lists, deep - 1) for word in lists[found[1]])})"

    return LIST.sub(words, phrase)


def wordings(phrase: str) -> list[str]:
    """Every wording of a phrase without gaps."""
    return _product(choices(phrase), phrase)


def choices(phrase: str) -> list[list[str]]:
    """One after the other, what may stand there."""
    found, rest = _sequence(PIECE.findall(phrase), phrase)
    if rest:
        raise NotAPhrase(f"{phrase!r}: a bracket has no partner")
    return found


def _sequence(pieces: list[str], phrase: str) -> tuple[list[list[str]], list[str]]:
    """Up to the bracket or bar that ends it, and what is left from there."""
    found: list[list[str]] = []
    while pieces and pieces[0] not in ")|":
        if pieces[0] != "(":
            found.append([pieces[0]])
            pieces = pieces[1:]
            continue
        options: list[str] = []
        while pieces and pieces[0] in "(|":
            inner, pieces = _sequence(pieces[1:], phrase)
            options += _product(inner, phrase)
        if not pieces:
            raise NotAPhrase(f"{phrase!r}: a bracket has no partner")
        found.append(list(dict.fromkeys(options)))
        pieces = pieces[1:]
    return found, pieces


def _product(options: list[list[str]], phrase: str) -> list[str]:
    count = 1
    for choice in options:
        count *= len(choice)
    if count > MOST:
        raise NotAPhrase(f"{phrase!r}: has {count} wordings; {MOST} are the most")
    return ["".join(chosen) for chosen in product(*options)]


class Notation:
    """Reads phrases; what was read once is the same part the next time, so that it is looked for once in a text."""

    def __init__(self) -> None:
        self._parts: dict[bytes, Part] = {}
        """By a hash of their wordings: those are a megabyte or two, and nobody asks for them again."""
        self._patterns: dict[str, Pattern] = {}
        self._lists: dict[tuple[str, ...], Part] = {}

    def pattern(self, phrase: str) -> Pattern:
        """Raises NotAPhrase."""
        if (known := self._patterns.get(phrase)) is None:
            known = self._patterns[phrase] = self._read(phrase)
        return known

    def _read(self, phrase: str) -> Pattern:
        if mute := mute_picture(phrase):
            raise NotAPhrase(f"{phrase!r}: {mute} stands for no word")
        in_order = " & " not in phrase
        if not in_order:
            return Pattern(tuple(self.any_of(wordings(piece)) for piece in phrase.split(" & ")), in_order)
        pieces = [_grouped(choices(piece)) for piece in GAP.split(phrase)]
        found = self._pattern(pieces, phrase)
        while not any(map(looked_up, found.parts)):
            smallest = min((g for g in pieces if len(g) > 1), key=_smallest_join, default=None)
            if smallest is None:
                raise NotAPhrase(f"{phrase!r}: has less than two letters to look for")
            pieces[pieces.index(smallest)] = _two_joined(smallest)
            found = self._pattern(pieces, phrase)
        return found

    def _pattern(self, pieces: list[Groups], phrase: str) -> Pattern:
        parts: list[Part] = []
        gaps: list[int] = []
        between = [BESIDE, *(FAR if "…" in found[0] else NEAR for found in GAP.finditer(phrase))]
        for gap, groups in zip(between, pieces, strict=True):
            beside = [self._part(tuple(_product(group, phrase))) for group in groups]
            beside = [part for part in beside if part.words or part.pause]
            parts += beside
            gaps += [gap, *[BESIDE] * (len(beside) - 1)]
        return Pattern(tuple(parts), True, tuple(gaps[1:]))

    def any_of(self, phrases: Iterable[str]) -> Part:
        """One part of them all."""
        phrases = tuple(phrases)
        if (known := self._lists.get(phrases)) is None:
            words = tuple(wording for phrase in phrases for wording in wordings(phrase))
            known = self._lists[phrases] = self._part(words)
        return known

    @staticmethod
    def names(names: Iterable[str]) -> Part:
        """Names as they are: what would be notation in a phrase is none in them."""
        return Part(_by_letters(names))

    def _part(self, words: tuple[str, ...]) -> Part:
        key = blake2b("\0".join(words).encode(errors="surrogatepass"), digest_size=16).digest()
        part = self._parts.get(key)
        if part is None:
            empty = [word.strip() for word in words if not bare(word)]
            pause = any(word in PAUSES for word in empty if word)
            part = self._parts[key] = Part(_by_letters(words), "" in empty, pause)
        return part


COMMON = Notation()
"""Of all guards of a process: a supervisor's change of one rule, and every look at a rule in the making, makes another
guard, and reading the shipped phrases is most of what that costs."""

Groups = list[list[list[str]]]
"""What is looked for as one; of each the choices one after the other."""


def _grouped(options: list[list[str]]) -> Groups:
    groups: Groups = [[]]
    count = 1
    for choice in options:
        if count * len(choice) > TOGETHER and groups[-1] and len(choice) > 1:
            groups.append([])
            count = 1
        groups[-1].append(choice)
        count *= len(choice)
    return groups


def _joins(groups: Groups) -> list[int]:
    """Of each two neighbours how many words they would make together."""
    return [prod(map(len, one + other)) for one, other in pairwise(groups)]


def _smallest_join(groups: Groups) -> int:
    return min(_joins(groups))


def _two_joined(groups: Groups) -> Groups:
    """The two neighbours made one that make the fewest words."""
    joins = _joins(groups)
    at = joins.index(min(joins))
    return [*groups[:at], groups[at] + groups[at + 1], *groups[at + 2 :]]


def looked_up(part: Part) -> bool:
    """Whether a phrase can be found by it: never by a single letter, of which every text is full."""
    return bool(part.words) and not part.spared and all(len(letters) > 1 for letters in part.words)


def _by_letters(words: Iterable[str]) -> dict[str, tuple[Known, ...]]:
    found: dict[str, tuple[Known, ...]] = {}
    for word in words:
        letters, known = _known(word)
        if not letters:
            continue
        others = found.get(letters)
        if others is None:
            found[letters] = known
        elif known[0] not in others:
            found[letters] = others + known
    return found


NOWHERE: frozenset[int] = frozenset()


@cache
def _written(spaces: frozenset[int], optional: frozenset[int], digits: int, pause: bool) -> tuple[Known, ...]:
    """Alone: thousands of words share a few hundred."""
    return (Known(spaces, optional, digits, pause),)


def _known(phrase: str) -> tuple[str, tuple[Known, ...]]:
    """Its letters, and how it is written."""
    digits, pauses = sum(map(str.isdigit, phrase)), phrase.rstrip()[-1:] in PAUSES
    if " " not in phrase and "-" not in phrase:
        # Most are one word, and tens of thousands are read at a start.
        letters = bare(phrase)
        return phrase if letters == phrase else letters, _written(NOWHERE, NOWHERE, digits, pauses)
    spaces: set[int] = set()
    optional: set[int] = set()
    letters = ""
    for word in phrase.split():
        for at, piece in enumerate(word.split("-")):
            if letters:
                (optional if at else spaces).add(len(letters))
            letters += bare(piece)
    # Chinese has no spaces that could be missing.
    needed = frozenset(p for p in spaces if p < len(letters) and latin(letters[p - 1]) and latin(letters[p]))
    return letters, _written(needed, frozenset(optional), digits, pauses)
