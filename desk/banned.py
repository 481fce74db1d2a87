"""Words the shop never uses 禁语: which rule a text breaks, where, and how to say it rightly."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import add
from typing import Literal

from desk.normal_form import MOST_LETTERS_KEPT, Folded, fold

Decision = Literal["pass", "warn", "ask", "block"]
SEVERITY: dict[Decision, int] = {"pass": 0, "warn": 1, "ask": 2, "block": 3}

MACHINES = frozenset({"bot", "timer"})
"""Roles that cannot ask anybody: for them `ask` is `block`."""

SENTENCE_ENDS = frozenset("。!?;\n…")

START = 4
"""Letters by which a phrase is looked up."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Hit:
    """`start` and `end` are code points of the text as it was written, end exclusive."""

    rule: str
    start: int
    end: int
    say: str


@dataclass(frozen=True, slots=True)
class Verdict:
    decision: Decision
    hits: tuple[Hit, ...] = ()


CLEAN = Verdict("pass")


@dataclass(frozen=True, slots=True)
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
        self._sizes: dict[str, set[int]] = {}
        """First two letters of a phrase → by how many letters it is looked up (four, where it has as many)."""
        self._by_start: dict[str, dict[int, dict[str, list[Known]]]] = {}
        """These first letters → length → letters → what they mean: many phrases begin alike."""
        self._whole: dict[str, Rule] = {}
        self._known: set[tuple[str, str]] = set()
        for rule in rules:
            self._learn(rule)

    def check(self, text: str, role: str) -> Verdict:
        """What `role` (bot, timer, or a person's role) may do with this text."""
        close = fold(text).text.translate(_kept())
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

    def _learn(self, rule: Rule) -> None:
        around = tuple(_close_up(fold(word)).text for word in rule.unless)
        warnings = tuple(_close_up(fold(word)).text for word in rule.warned_by)
        for phrase in rule.phrases:
            letters = _close_up(fold(phrase)).text
            if rule.whole:
                self._whole[letters] = rule
            elif len(letters) > 1 and (letters, rule.id) not in self._known:
                self._known.add((letters, rule.id))
                word = letters.isascii() and phrase.isalnum()
                start = letters[:START]
                self._sizes.setdefault(letters[:2], set()).add(len(start))
                same_length = self._by_start.setdefault(start, {}).setdefault(len(letters), {})
                same_length.setdefault(letters, []).append(Known(letters, word, rule, around, warnings))

    def _said(self, text: str) -> list[tuple[int, Known]]:
        """Where the letters of a known phrase stand. Most texts hold none: the pairs of letters are made and
        looked up without a step of our own for each."""
        sizes, begun, found = self._sizes, self._by_start, list[tuple[int, Known]]()
        for at in [at for at, pair in enumerate(map(add, text, text[1:])) if pair in sizes]:
            for size in sizes[text[at : at + 2]]:
                start = text[at : at + size]
                if (lengths := begun.get(start)) and len(start) == size:
                    for length, phrases in lengths.items():
                        found += [(at, known) for known in phrases.get(text[at : at + length], ())]
        return found

    def _meant(self, said: list[tuple[int, Known]], original: str) -> Iterator[tuple[Hit, Rule]]:
        close = _close_up(fold(original))
        for at, known in said:
            if known.excused(close.text, at):
                continue
            start, end = close.span(at, at + len(known.letters))
            if _stands_alone(original, start, end, known.word):
                yield Hit(known.rule.id, start, end, known.rule.say), known.rule


def _close_up(folded: Folded) -> Folded:
    """Without what is put between letters to hide a word: spaces, dots, dashes, stars, pictures."""
    text, at, kept_as = folded.text, folded.at, _kept()
    kept = [i for i, c in enumerate(text) if kept_as[ord(c)] is not None]
    return Folded("".join([text[i] for i in kept]), [at[i] for i in kept])


class Kept(dict[int, str | None]):
    """Each letter → itself, or None where it only fills; found out when first met."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        kept = None if _filler(letter) else letter
        if len(self) < MOST_LETTERS_KEPT:
            self[code] = kept
        return kept


@cache
def _kept() -> Kept:
    return Kept()


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
