"""English phrases that are spelt by ear, without vowels, or backwards: carm dahn, cmpny plcy, tahceW.

Looked for are only the phrases that a pack names (`by_ear`), and only where some word of them is one that nobody writes who
means what they say: ordinary words are in ordinary_words.txt. Letters may be told by their names (you-ess-dee-tee)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from desk.banned.backwards import Turned, Word, forwards
from desk.banned.disguise import bare, bared, shown_plainly
from desk.banned.glued import RUN, cuts
from desk.banned.letter_names import NO_WORDS, letters_named
from desk.banned.ordinary_words import ordinary_words
from desk.banned.pairs import pairs
from desk.banned.phrase_notation import wordings
from desk.banned.slips import is_slip
from desk.banned.spelling import has_vowels, skeleton, sounds
from desk.normal_form import Folded

WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:['’@$][^\W_\u3400-\u9fff]+)*")
HYPHENED = re.compile(r"(?<![\w-])[^\W_\u3400-\u9fff]+(?:-[^\W_\u3400-\u9fff]+){1,4}(?![\w-])")
JOINED = re.compile(f"{HYPHENED.pattern}|{WORD.pattern}")
"""The same words, those with hyphens as one (comp'ny polly-see)."""
LETTER_FOR = str.maketrans("013457@$", "oieastas", "'’-")
HOMOPHONES = pairs(
    "knot=not hour=our are=our yer=your reed=read red=read sum=some eye=i aye=i no=know noe=know teh=the de=the da=the "
    "mai=my az=as u=you ya=you ewe=you yoo=you ur=your r=are nt=not sed=said wat=what wot=what bye=buy by=buy "
    "hoo=who wee=we sew=so tew=to too=to dun=dont tel=tell tolled=told weir=were doan=dont donno=dunno uv=have ov=have of=have wun=one wan=one won=one brakes=breaks whut=what urself=yourself tek=take probz=problem probs=problem prob=problem coz=cause or=our ore=our"
)
"""Words that are words themselves: beside an odd one they are heard as another of the same sound."""
ALONE, SURE, LIKE = 5, 4, 0.5
"""Letters of a word that is looked for alone, and of its sound; and the share of its letters that must be there."""
TOGETHER = 4
"""Sounds that a phrase of several words has at least."""

Heard = tuple[int, int, str]
"""From which place up to which, and what is meant."""


class ByEar:
    def __init__(self, phrases: Iterable[str]) -> None:
        """Without phrases nothing is loaded."""
        known = {tuple(said.replace("'", "").split()) for phrase in phrases for said in wordings(phrase)}
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        """By their first word, the longest first."""
        for words in sorted(known, key=len, reverse=True):
            self._phrases.setdefault(words[0], []).append(words)
        self._words = frozenset(word for words in known for word in words)
        self._backwards = frozenset(word[::-1] for word in self._words)
        self._by_sound: dict[str, set[str]] = {}
        self._by_letter: dict[str, list[str]] = {}
        for word in self._words:
            for sound in (*sounds(word), _without_vowels(word), _mixed(word)):
                self._by_sound.setdefault(sound, set()).add(word)
            self._by_letter.setdefault(word[0], []).append(word)

    def odd(self, text: str) -> list[Word]:
        """Its words; none where all are ordinary."""
        words = [_word(found) for found in WORD.finditer(text)] if self._phrases else []
        return words if any(word.odd or word.said in NO_WORDS for word in words) else []

    def heard(self, text: str, words: list[Word]) -> Folded | None:
        """With these phrases as they should be written; None where all is as it should be."""
        found = [*self._hyphened(text), *letters_named([(word.start, word.end, word.said) for word in words])]
        taken = {place for start, end, _ in found for place in range(start, end)}
        joined = [*map(_word, JOINED.finditer(text))] if "-" in text else words
        for row in (words, joined) if len(joined) < len(words) else (words,):
            more = [one for one in self._meant_in(row) if one[0] not in taken]
            found += more
            taken |= {place for start, end, _ in more for place in range(start, end)}
        return put(bared(text), sorted(found)) if found else None

    def forwards(self, text: str, words: list[Word]) -> Iterator[Turned]:
        """With what is written backwards as it should be."""
        return forwards(text, words, self._backwards)

    def glued(self, text: str) -> frozenset[int]:
        """Where words begin that are written as one with those before."""
        if not self._phrases or RUN.search(text) is None:
            return frozenset()
        return cuts(text, lambda word: word in self._words or word in ordinary_words())

    def _hyphened(self, text: str) -> Iterator[Heard]:
        """Words that are cut by hyphens, and spelt by ear (veri-fi-kay-shun)."""
        for word in map(_word, HYPHENED.finditer(text)):
            if right := self._phrase_at(0, [word], [self._meant(word)]):
                yield word.start, word.end, right[0]

    def _meant_in(self, words: list[Word]) -> Iterator[Heard]:
        meant = [*map(self._meant, words)]
        at = 0
        while at < len(words):
            phrase = self._phrase_at(at, words, meant)
            for word, right in zip(words[at:], phrase, strict=False):
                if word.said != right:
                    yield word.start, word.end, right
            at += len(phrase) or 1

    def _phrase_at(self, at: int, words: list[Word], meant: list[set[str]]) -> tuple[str, ...]:
        for phrase in (one for first in sorted(meant[at]) for one in self._phrases.get(first, ())):
            said = words[at : at + len(phrase)]
            if (
                len(said) == len(phrase)
                and any(word.odd for word in said)
                and all(right in there for right, there in zip(phrase, meant[at:], strict=False))
                and _is_sure(phrase, said[0].said)
            ):
                return phrase
        return ()

    def _meant(self, word: Word) -> set[str]:
        """The words that may be meant by one."""
        may_be = {word.said, HOMOPHONES.get(word.said, "")} & self._words
        if word.odd:
            said = word.said
            for sound in (*sounds(said), _mixed(said)) if has_vowels(said) else (_without_vowels(said),):
                may_be |= self._by_sound.get(sound, set())
            may_be.update(right for right in self._by_letter.get(said[0], ()) if is_slip(said, right))
        return may_be


def _without_vowels(word: str) -> str:
    return f"_{skeleton(word)}"


def _mixed(word: str) -> str:
    """The same for all that begin with the same letter and have the same ones in another order."""
    return f"{word[0]}~{''.join(sorted(word[1:])) if len(word) >= ALONE else word}"


def _is_sure(phrase: tuple[str, ...], said: str) -> bool:
    """Whether there is enough of it: a word alone must be long, and have most of the letters."""
    if len(phrase) > 1:
        return sum(len(min(sounds(word), key=len)) for word in phrase) >= TOGETHER
    letters = set(phrase[0])
    long = len(phrase[0]) >= ALONE and len(min(sounds(phrase[0]), key=len)) >= SURE
    return long and len(letters & set(said)) >= LIKE * len(letters)


def _word(found: re.Match[str]) -> Word:
    said = found[0].lower() if found[0].isascii() else "".join(map(shown_plainly, found[0]))
    said = said if said.isdigit() else said.translate(LETTER_FOR)
    odd = len(said) > 1 and said.isascii() and said.isalpha() and said not in ordinary_words()
    return Word(found.start(), found.end(), said, odd)


def put(read: Folded, found: Iterable[Heard]) -> Folded:
    """With the right words in the places of the others."""
    pieces: list[str] = []
    at: list[int] = []
    done = 0
    for start, end, right in found:
        letters, first = bare(right), bisect_left(read.at, start)
        pieces += [read.text[done:first], letters]
        at += read.at[done:first]
        at += (start + (end - 1 - start) * n // max(1, len(letters) - 1) for n in range(len(letters)))
        done = bisect_left(read.at, end)
    return Folded("".join([*pieces, read.text[done:]]), [*at, *read.at[done:]])
