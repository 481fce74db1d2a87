"""What goes wrong on demand: planned for the next requests of a method, or at random by a rate and a seed."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

What = Literal["refuse", "reset", "answer_lost", "half_json", "page", "stall", "late", "cut"]


@dataclass(frozen=True, slots=True)
class Fault:
    """refuse: answered `code` in words, nothing accepted; page: the same as an HTML page of a gateway;
    reset: connection reset, nothing accepted; answer_lost: accepted, then reset; half_json: accepted, the answer
    breaks off; stall: accepted, answered after `seconds`; late: accepted only after `seconds`;
    cut: a download breaks off after the share `seconds` (0 to 1) of its bytes.
    `accepted` turns refuse and page into an error told after the deed was done."""

    what: What
    code: int = 502
    description: str = "Bad Gateway"
    parameters: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    accepted: bool = False


def too_many(retry_after: object = 3) -> Fault:
    """`None` leaves the figure out, as broken proxies do."""
    words = f"Too Many Requests: retry after {retry_after}"
    parameters = {} if retry_after is None else {"retry_after": retry_after}
    return Fault("refuse", 429, words, parameters)


def refused(code: int, description: str, **parameters: Any) -> Fault:
    return Fault("refuse", code, description, parameters)


@dataclass(slots=True)
class Faults:
    _planned: dict[str, deque[Fault | None]] = field(default_factory=lambda: defaultdict(deque))
    _rate: float = 0.0
    _choice: Sequence[Fault] = ()
    _methods: frozenset[str] = frozenset()
    _dice: random.Random = field(default_factory=lambda: random.Random(0))

    def plan(self, method: str, *faults: Fault | None) -> None:
        """The next requests of `method` meet these, in order; None lets one through. `download` is the file route."""
        self._planned[method.lower()].extend(faults)

    def at_random(self, rate: float, choice: Sequence[Fault], seed: int, methods: Sequence[str]) -> None:
        self._rate, self._choice, self._dice = rate, choice, random.Random(seed)
        self._methods = frozenset(method.lower() for method in methods)

    def none(self) -> None:
        self._planned.clear()
        self._rate = 0.0

    def next(self, method: str) -> Fault | None:
        planned = self._planned[method.lower()]
        if planned:
            return planned.popleft()
        if method.lower() in self._methods and self._dice.random() < self._rate:
            return self._dice.choice(self._choice)
        return None
