"""Words the shop never uses 禁语: which rule a text breaks, where, and how to say it rightly."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from operator import add
from typing import Literal

from desk.normal_form import Folded, Learnt, fold
from desk.record import record

Decision = Literal["pass", "warn", "ask", "block"]
SEVERITY: dict[Decision, int] = {"pass": 0, "warn": 1, "ask": 2, "block": 3}

MACHINES = frozenset({"bot", "timer"})
"""Roles that cannot ask anybody: for them `ask` is `block`."""

SENTENCE_ENDS = frozenset("。!?;\n…")

USUAL = {letter: rank for rank, letter in enumerate(reversed("etaoinsrhldcumfpgwybvk"), 1)}
"""Letters of English, the commonest with the highest rank: a pair of them tells little."""


@record(frozen=True, slots=True)
class Rule:
    """Phrases that share a right wording."""

    id: str
    family: str
    verdict: Decision
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Longer words that contain one of the phrases and are fine (微信支付)."""
    warned_by: tuple[str, ...] = ()
    """Words before it in the same sentence that make it a warning (请勿, never)."""
    whole: bool = False
    """Only when the text says nothing else."""
    say: str = ""


@record(frozen=True, slots=True)
class Hit:
    """`start` and `end` are code points of the text as it was written, end exclusive."""

    rule: str
    start: int
    end: int
    say: str


@record(frozen=True, slots=True)
class Verdict:
    decision: Decision
    hits: tuple[Hit, ...] = ()


CLEAN = Verdict("pass")


@record(frozen=True, slots=True)
class Known:
    """A phrase of a rule as it is searched for: closed up, at least two letters."""

    letters: str
    word: bool
    """One Latin word: pulled apart it is still meant, written as two words it is not."""
    rule: Rule
    around: tuple[str, ...]
    warnings: tuple[str, ...]

    def excused(self, text: str, at: int) -> bool:
        end = at + len(self.letters)
        if any(text.find(word, max(0, end - len(word)), at + len(word)) >= 0 for word in self.around):
            return True
        if not self.warnings:
            return False
        begin = max(text.rfind(mark, 0, at) for mark in SENTENCE_ENDS) + 1
        return any(word in text[begin:at] for word in self.warnings)


class Guard:
    """All rules of a shop, ready to be asked. A text costs its length, not the number of rules."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_pair: dict[str, list[str]] = {}
        """The least usual two neighbouring letters of a phrase → the letters of all phrases looked up by them."""
        self._meanings: dict[str, list[Known]] = {}
        self._whole: dict[str, Rule] = {}
        for rule in rules:
            self._learn(rule)

    def check(self, text: str, role: str) -> Verdict:
        """What `role` (bot, timer, or a person's role) may do with this text."""
        close = _closed_up(text)
        hits: list[tuple[Hit, Rule]] = []
        whole = self._whole.get(close.strip("!?。.,，~ "))
        if whole:
            hits.append((Hit(whole.id, 0, len(text), whole.say), whole))
        if said := self._said(close):
            hits.extend(self._meant(said, text))
        if not hits:
            return CLEAN
        decision: Decision = max((rule.verdict for _, rule in hits), key=SEVERITY.__getitem__)
        if decision == "ask" and role in MACHINES:
            decision = "block"
        return Verdict(decision, tuple(sorted((hit for hit, _ in hits), key=lambda h: (h.start, -h.end))))

    def is_perfunctory(self, text: str) -> bool:
        """Whether it says nothing else than a word that answers nothing (嗯, ok)."""
        rule = self._whole.get(_closed_up(text).strip("!?。.,，~ "))
        return rule is not None and rule.verdict == "warn"

    def _learn(self, rule: Rule) -> None:
        around = tuple(_close_up(fold(word)).text for word in rule.unless)
        warnings = tuple(_close_up(fold(word)).text for word in rule.warned_by)
        for phrase in rule.phrases:
            letters = _close_up(fold(phrase)).text
            if rule.whole:
                self._whole[letters] = rule
            elif len(letters) > 1:
                word = letters.isascii() and phrase.isalnum()
                self._add(Known(letters, word, rule, around, warnings))

    def _add(self, known: Known) -> None:
        if known.letters not in self._meanings:
            pair = min(map(add, known.letters, known.letters[1:]), key=_usual)
            self._by_pair.setdefault(pair, []).append(known.letters)
        meanings = self._meanings.setdefault(known.letters, [])
        if all(other.rule.id != known.rule.id for other in meanings):
            meanings.append(known)

    def _said(self, text: str) -> list[tuple[int, Known]]:
        """Where the letters of a known phrase stand, from the left. Most texts hold none, nor many of the pairs
        by which phrases are looked up: all pairs of a text are made and looked up without a step of our own for each."""
        pairs = self._by_pair.keys() & map(add, text, text[1:])
        there = [letters for pair in pairs for letters in self._by_pair[pair] if letters in text]
        found = [
            (at, known)
            for letters in there
            for at in _places(letters, text)
            for known in self._meanings[letters]
        ]
        return sorted(found, key=lambda said: (said[0], len(said[1].letters)))

    def _meant(self, said: list[tuple[int, Known]], original: str) -> Iterator[tuple[Hit, Rule]]:
        close = _close_up(fold(original))
        for at, known in said:
            if known.excused(close.text, at):
                continue
            start, end = close.span(at, at + len(known.letters))
            if _stands_alone(original, start, end, known.word):
                yield Hit(known.rule.id, start, end, known.rule.say), known.rule


def _usual(pair: str) -> int:
    return sum(USUAL.get(letter, 0) for letter in pair)


def _places(letters: str, text: str) -> Iterator[int]:
    at = text.find(letters)
    while at >= 0:
        yield at
        at = text.find(letters, at + 1)


def _closed_up(text: str) -> str:
    """The same as `_close_up(fold(text)).text`, where nobody asks for the places: in one pass."""
    return fold(text).text.translate(_kept()) if text.isascii() else text.translate(_closed())


def _close_up(folded: Folded) -> Folded:
    """Without what is put between letters to hide a word: spaces, dots, dashes, stars, pictures."""
    text, at, kept_as = folded.text, folded.at, _kept()
    kept = [i for i, c in enumerate(text) if kept_as[ord(c)] is not None]
    return Folded("".join([text[i] for i in kept]), [at[i] for i in kept])


@cache
def _kept() -> Learnt[str | None]:
    """Each letter of a folded text → itself, or None where it only fills."""
    return Learnt(lambda letter: None if _filler(letter) else letter)


@cache
def _closed() -> Learnt[str]:
    """Each letter of a text that is not ASCII alone → what is left of it, folded and closed up."""
    # Folding goes letter by letter, but ASCII alone is folded more plainly: so it stands beside one that is not.
    return Learnt(lambda letter: fold(f"一{letter}").text[1:].translate(_kept()))


def _filler(letter: str) -> bool:
    if letter.isalnum() or letter in "!?。,，;\n…":
        return False
    return letter in " .·•・-_*~'’|/\\+" or unicodedata.category(letter) in {"So", "Sk"}


def _latin(letter: str) -> bool:
    return (letter.isascii() and letter.isalnum()) or "ａ" <= letter.lower() <= "ｚ"


def _stands_alone(text: str, start: int, end: int, word: bool) -> bool:
    """A Latin word is not a part of a longer one, nor two words side by side (shall we chat); Chinese has no such borders."""
    before = start > 0 and _latin(text[start]) and _latin(text[start - 1])
    after = end < len(text) and _latin(text[end - 1]) and _latin(text[end])
    pieces = text[start:end].split() if word else []
    words = len(pieces) > 1 and all(len(piece) > 1 for piece in pieces)
    return not (before or after or words)
