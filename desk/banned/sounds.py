"""Words written by how they sound: 囯鎵級, G家级 and guo家级 for 国家级.

Looked for are only the words that a pack names (`sounding`), and only where the letters that differ are odd: rare ones,
pinyin, or, in a word of three, the first letter of one. 手机好 is no 手机号."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from operator import add

from desk.banned.disguise import bare
from desk.banned.pinyin_rows import Spoken, rows_of_pinyin
from desk.banned.shapes import misshapen
from desk.banned.syllables import LONGEST, syllables_of, table
from desk.normal_form import Folded
from desk.record import record

CHINESE = re.compile("[\u3400-\u9fff]")
PINYIN = re.compile(f"[a-z]{{1,{LONGEST}}}")
LATIN = re.compile("[a-z]{1,18}")
"""One sound or several: bu知道, ziji看."""
LONG, SHORTEST = 4, 3
"""Letters of a word in which one may also be a common letter of the same sound; and in which one may be an initial."""
NO_SIGN = "\uf8ff"
FULLER = {"iong": "ueng", "ong": "ueng", "ing": "ieng", "ui": "uei", "iu": "iou", "un": "uen", "in": "ien"}
"""Ends of sounds as the signs of Taiwan have them, the longest first."""
FIRST_SIGN = 0xF0000


@record(frozen=True, slots=True)
class Sounded:
    word: str
    signs: str
    """Its sounds, each as one letter of no script."""


class Sounds:
    def __init__(self, words: Iterable[str]) -> None:
        """Without words nothing is loaded."""
        folded = dict.fromkeys(bare(word) for word in words)
        self._signs: dict[int, str] = {}
        self._named: dict[str, str] = {}
        """Pinyin, as disguise.py leaves it → its sign."""
        wanted = {letter for word in folded for letter in word}
        for sound, letters in table() if wanted else ():
            if wanted.isdisjoint(letters):
                continue
            sign = chr(FIRST_SIGN + len(set(self._named.values())))
            self._named[bare(sound)] = self._named[bare(_in_zhuyin(sound))] = sign
            self._signs |= dict.fromkeys(map(ord, letters), sign)
        self._words = [Sounded(word, word.translate(self._signs)) for word in folded]
        sounds = {sign: sound[0] for sound, sign in reversed(self._named.items())}
        self._disguised: dict[str, list[tuple[str, str]]] = {}
        """By their first two letters, words with initials or other shapes for letters, and what they are."""
        for one in self._words:
            if len(one.word) >= SHORTEST:
                for hidden in _disguises(one.word, [sounds.get(sign, "") for sign in one.signs]):
                    self._disguised.setdefault(hidden[:2], []).append((hidden, one.word))

    def may_be_heard(self, letters: str) -> bool:
        return bool(self._words) and CHINESE.search(letters) is not None

    def in_pinyin(self, text: str) -> list[Spoken]:
        """From where to where one of these words is written in pinyin, syllable by syllable or not, and the word."""
        found: list[Spoken] = []
        for row in rows_of_pinyin(text) if self._words else ():
            signs = "".join(self._named.get(bare(sound), NO_SIGN) for sound, _ in row)
            for one in self._words:
                at = signs.find(one.signs) if len(one.word) >= SHORTEST else -1
                if at >= 0:
                    (_, start), (sound, last) = row[at], row[at + len(one.word) - 1]
                    if all(start >= end or last < begin for begin, end, _ in found):
                        found.append((start, last + len(sound), one.word))
        return sorted(found)

    def heard(self, read: Folded) -> Folded | None:
        """The same with these words as they should be written; None where there are none that are not."""
        letters, at = self._spelt(read)
        signs = letters.translate(self._signs)
        found: dict[int, str] = {}
        for place, word in self._found(letters, signs):
            if len(word) > len(found.get(place, "")):
                found[place] = word
        if not found:
            return None
        for place, word in found.items():
            letters = letters[:place] + word + letters[place + len(word) :]
        return Folded(letters, at)

    def _spelt(self, read: Folded) -> tuple[str, list[int] | range]:
        """With the sign of its sound for pinyin beside Chinese letters."""
        text = read.text
        runs = [(run, self._sounds_in(run[0])) for run in LATIN.finditer(text) if _beside(text, run)]
        if not any(sounds for _, sounds in runs):
            return text, read.at
        pieces, at, done = [], [], 0
        for run, sounds in runs:
            if not sounds:
                continue
            pieces += [text[done : run.start()], "".join(self._named[sound] for sound in sounds)]
            at += [*read.at[done : run.start()]]
            start = run.start()
            for sound in sounds:
                at.append(read.at[start])
                start += len(sound)
            done = run.end()
        return "".join([*pieces, text[done:]]), [*at, *read.at[done:]]

    def _sounds_in(self, run: str) -> list[str]:
        return [run] if run in self._named else syllables_of(run, self._named)

    def _found(self, letters: str, signs: str) -> Iterator[tuple[int, str]]:
        for one in self._words:
            place = signs.find(one.signs)
            while place >= 0:
                if _is_meant(letters[place : place + len(one.word)], one.word):
                    yield place, one.word
                place = signs.find(one.signs, place + 1)
        for pair in self._disguised.keys() & map(add, letters, letters[1:]):
            for hidden, word in self._disguised[pair]:
                place = letters.find(hidden)
                if place >= 0 and not _within_latin(letters, place, place + len(hidden)):
                    yield place, word


def _disguises(word: str, initials: list[str]) -> Iterator[str]:
    """With letters of another shape, backwards, and with the first letters of its sounds."""
    yield from (found for one in misshapen(word) if (found := bare(one)) != word)
    if word[::-1] != word:
        yield word[::-1]
    yield from _with_initials(word, initials)


def _with_initials(word: str, initials: list[str]) -> Iterator[str]:
    """With the first letter of one sound; of long words also of two, or of all (bgwg)."""
    for many in (1, 2, len(word)) if len(word) >= LONG else (1,):
        for places in combinations(range(len(word)), many):
            if all(initials[at] for at in places):
                yield "".join(initials[at] if at in places else letter for at, letter in enumerate(word))


def _in_zhuyin(sound: str) -> str:
    """As disguise.py spells what is written in the signs of Taiwan, letter by letter: zuei for zui."""
    for end, full in FULLER.items():
        if sound.endswith(end) and len(sound) > len(end):
            return sound[: -len(end)] + full
    return sound


def _is_meant(said: str, word: str) -> bool:
    other = [letter for letter, right in zip(said, word, strict=True) if letter != right]
    common = sum(map(_is_common, other))
    return bool(other) and (not common or (common == 1 == len(other) and len(word) >= LONG))


def _is_common(letter: str) -> bool:
    """Of the first level of GB 2312: the 3,755 that one meets every day."""
    try:
        return 0xB0 <= letter.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def _within_latin(letters: str, start: int, end: int) -> bool:
    return any(
        PINYIN.fullmatch(pair)
        for pair in (letters[max(0, start - 1) : start + 1], letters[end - 1 : end + 1])
        if len(pair) == 2
    )


def _beside(text: str, run: re.Match[str]) -> bool:
    """Not a part of a Latin word, and next to a Chinese letter."""
    return bool(CHINESE.match(text, run.end()) or (run.start() and CHINESE.match(text[run.start() - 1])))
