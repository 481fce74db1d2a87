"""The rule of a kind in the language in which a text is written: what is wrong is named, and said rightly, in that one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from desk.banned.plain_speech import CHINESE
from desk.banned.rule import Rule
from desk.normal_form import fold

Script = Literal["simplified", "traditional", "other"]


class OwnLanguage:
    def __init__(self, rules: Iterable[Rule]) -> None:
        self._scripts: dict[str, Script] = {}
        """By the rule's id, of its right wording."""
        self._of_kind: dict[tuple[str, Script], Rule] = {}
        for rule in rules:
            if rule.kind and rule.say:
                script = self._scripts[rule.id] = script_of(rule.say)
                self._of_kind.setdefault((rule.kind, script), rule)

    def rule(self, broken: Rule, text: str, scope: tuple[str, str, str]) -> Rule:
        """The one that stands for it in the text's language; itself where there is none, or it does not hold here."""
        script = script_of(text)
        if self._scripts.get(broken.id, script) == script:
            return broken
        own = self._of_kind.get((broken.kind, script))
        return own if own is not None and own.verdict == broken.verdict and own.holds(*scope) else broken

    def say(self, kind: str, text: str) -> str:
        """How to say rightly what is of this kind."""
        own = self._of_kind.get((kind, script_of(text))) or self._of_kind.get((kind, "other"))
        return own.say if own else ""


def script_of(text: str) -> Script:
    if CHINESE.search(text) is None:
        return "other"
    return "traditional" if any(_is_traditional(letter) for letter in set(text)) else "simplified"


def _is_traditional(letter: str) -> bool:
    return CHINESE.match(letter) is not None and fold(letter).text != letter
