"""The guard as it would be with one rule in the making, without building all of it anew at every key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from desk.banned.guard import MACHINES, SEVERITY, Decision, Guard, Rule, Verdict


class Checks(Protocol):
    """A guard, or one that would be."""

    @property
    def rules(self) -> Mapping[str, Rule]: ...

    def check(self, text: str, role: str, *, channel: str = "") -> Verdict: ...


class Draft:
    """What is in force, with `rule` instead of the one of the same id; `gone`: without it."""

    def __init__(self, now: Guard, rule: Rule, *, gone: bool = False) -> None:
        self._now, self._id = now, rule.id
        self._alone = Guard([] if gone else [rule])
        others = {id: known for id, known in now.rules.items() if id != rule.id}
        self.rules: Mapping[str, Rule] = others if gone else {**others, rule.id: rule}

    def check(self, text: str, role: str, *, channel: str = "") -> Verdict:
        now = self._now.check(text, role, channel=channel)
        alone = self._alone.check(text, role, channel=channel)
        hits = [*(hit for hit in now.hits if hit.rule != self._id), *alone.hits]
        if not hits:
            return Verdict("pass")
        # What no rule of a list said is asked about.
        found = (self.rules[hit.rule].verdict if hit.rule in self.rules else "ask" for hit in hits)
        decision: Decision = max(found, key=SEVERITY.__getitem__)
        if decision == "ask" and role in MACHINES:
            decision = "block"
        return Verdict(decision, tuple(sorted(hits, key=lambda hit: (hit.start, -hit.end))))
