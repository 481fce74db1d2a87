"""Messages that say nothing else: ok, noted, 嗯嗯."""

from __future__ import annotations

import re

from desk.banned.disguise import bare
from desk.banned.fillers import Fillers
from desk.banned.phrase_notation import wordings
from desk.banned.rule import Rule
from desk.normal_form import fold

AGAIN = re.compile(r"(.)\1+")
LONGEST = 60
"""Letters of a message that can be one of them."""


class SaidAlone:
    def __init__(self) -> None:
        self._rules: dict[str, list[Rule]] = {}
        self._fillers = Fillers()

    def add(self, rule: Rule) -> None:
        self._fillers.add(rule)
        for phrase in rule.phrases:
            for wording in wordings(phrase):
                self._rules.setdefault(_alone(wording, bare(wording)), []).append(rule)

    def broken(self, text: str, letters: str) -> list[Rule]:
        """The rules that the whole text breaks, also one said after the other (ok, noted)."""
        if len(text) > LONGEST:
            return []
        if rules := self._rules.get(_alone(text, letters)):
            return rules
        pieces = [self._rules.get(_alone(piece, bare(piece))) for piece in _pieces(text)]
        if len(pieces) > 1 and all(pieces):
            return pieces[0] or []
        filled = self._fillers.chained(text)
        return [filled] if filled else []


def _alone(text: str, letters: str) -> str:
    """What a text says where it says nothing else; signs where there are no letters (👍)."""
    return letters.strip("!?。.,，;；…~\n ") or AGAIN.sub(r"\1", fold(text).text.strip(" "))


def _pieces(text: str) -> list[str]:
    for mark in ",，。.!！、;；~～\n":
        text = text.replace(mark, " ")
    return text.split()
