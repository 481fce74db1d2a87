"""Answers that are made of fillers only: 好的收到, 都行都行, okay sure whatever. A list of whole answers never has them all; so a
pack names the fillers (`fillers`) and what is said beside them (`beside_fillers`: particles, thanks, forms of address)."""

from __future__ import annotations

import re

from desk.banned.phrase_notation import wordings
from desk.banned.rule import Rule
from desk.normal_form import fold

TOKEN = re.compile(r"[a-z]+(?:['’][a-z]+)*|[^\W_]")
"""A word, or a Chinese letter, which is one. A digit is one, too, that no filler has."""
AGAIN = re.compile(r"([a-z])\1+")
MOST = 24
"""Words of an answer that can be one: who says more says something."""

Tokens = tuple[str, ...]


class Fillers:
    def __init__(self) -> None:
        self._known: dict[Tokens, Rule | None] = {}
        """A filler → its rule; what only stands beside one → None."""
        self._longest = 0

    def add(self, rule: Rule) -> None:
        for phrases, says in ((rule.beside_fillers, None), (rule.fillers, rule)):
            for tokens in (_tokens(wording) for phrase in phrases for wording in wordings(phrase)):
                self._known[tokens] = self._known.get(tokens) or says
                self._longest = max(self._longest, len(tokens))

    def chained(self, text: str) -> Rule | None:
        """The rule of the first filler, where there is nothing else."""
        if text.rstrip().endswith(("?", "？")):
            return None  # who asks wants to know something
        tokens = _tokens(text)
        return self._from(tokens) if len(tokens) <= MOST else None

    def _from(self, tokens: Tokens) -> Rule | None:
        # By where one gets to, so that each place is looked at once.
        reached: dict[int, Rule | None] = {0: None}
        for at in range(len(tokens)):
            if at not in reached:
                continue
            for behind in range(at + 1, min(len(tokens), at + self._longest) + 1):
                if (piece := tokens[at:behind]) in self._known:
                    reached[behind] = reached[at] or reached.get(behind) or self._known[piece]
        return reached.get(len(tokens))


def _tokens(text: str) -> Tokens:
    """Its words; one that is drawn out (okaaay, hmmmm) as others say it."""
    return tuple(
        AGAIN.sub(r"\1", word.replace("'", "").replace("’", "")) for word in TOKEN.findall(fold(text).text)
    )
