"""Words the shop never uses 禁语: which rule a text breaks, where, and how to say it rightly."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from desk.normal_form import Folded, fold

Decision = Literal["pass", "warn", "ask", "block"]
SEVERITY: dict[Decision, int] = {"pass": 0, "warn": 1, "ask": 2, "block": 3}

MACHINES = frozenset({"bot", "timer"})
"""Roles that cannot ask anybody: for them `ask` is `block`."""

SENTENCE_ENDS = frozenset("。!?;\n…")


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
        self._by_start: dict[str, dict[int, dict[str, list[Known]]]] = {}
        """First two letters → length → letters → what they mean: many phrases begin alike."""
        self._whole: dict[str, Rule] = {}
        self._known: set[tuple[str, str]] = set()
        for rule in rules:
            self._learn(rule)

    def check(self, text: str, role: str) -> Verdict:
        """What `role` (bot, timer, or a person's role) may do with this text."""
        close = _close_up(fold(text))
        hits: list[tuple[Hit, Rule]] = []
        whole = self._whole.get(close.text.strip("!?。.,，~ "))
        if whole:
            hits.append((Hit(whole.id, 0, len(text), whole.say), whole))
        hits.extend(self._found(close, text))
        decision: Decision = max((rule.verdict for _, rule in hits), key=SEVERITY.__getitem__, default="pass")
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
                same_length = self._by_start.setdefault(letters[:2], {}).setdefault(len(letters), {})
                same_length.setdefault(letters, []).append(Known(letters, word, rule, around, warnings))

    def _found(self, close: Folded, original: str) -> Iterator[tuple[Hit, Rule]]:
        text = close.text
        for at, known in self._said(text):
            if known.excused(text, at):
                continue
            start, end = close.span(at, at + len(known.letters))
            if _stands_alone(original, start, end, known.word):
                yield Hit(known.rule.id, start, end, known.rule.say), known.rule

    def _said(self, text: str) -> Iterator[tuple[int, Known]]:
        """Where the letters of a known phrase stand."""
        starts = self._by_start
        for at in [i for i in range(len(text) - 1) if text[i : i + 2] in starts]:
            for length, phrases in starts[text[at : at + 2]].items():
                for known in phrases.get(text[at : at + length], ()):
                    yield at, known


def _close_up(folded: Folded) -> Folded:
    """Without what is put between letters to hide a word: spaces, dots, dashes, stars, pictures."""
    text, at = folded.text, folded.at
    kept = [i for i, c in enumerate(text) if not _filler(c)]
    return Folded("".join([text[i] for i in kept]), [at[i] for i in kept])


@lru_cache(maxsize=4096)
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
