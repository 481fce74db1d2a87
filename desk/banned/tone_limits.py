"""How sure the tone must be: from which it asks, and below which it holds a sentence for harmless whatever the lists say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from desk.banned.guard import Guard
from desk.banned.tone import CLOSED, OPEN, Opinion, Tone, says_enough
from desk.banned.tone_weights import unlearnt
from desk.record import record

WRITTEN = 1.5
"""How much more a sentence counts that was written for this than what the packs say anyway."""
ALARMS = {
    "off_platform_contact": 0.0006,
    "personal_data": 0.0004,
    "absolute_claims": 0.0006,
    "off_platform_payment": 0.0006,
    "not_our_job": 0.0003,
    "rudeness": 0.0005,
}
"""By kind, the share of what is said on any day, and was not learnt, about which it may ask. Where one share was allowed to all
closed kinds at once, the nervous ones took it, and the others found less than they could."""
OTHERS = 0.0002
"""Of each kind that is not named there."""
LEAST = {True: -3.0, False: -2.0}
"""By whether it is a closed kind, how bad it must sound at least: below, hardly anything more is found of what strangers write."""
SPARED = {True: 0.006, False: 0.012}
"""By whether it is a closed kind: the share of the bad sentences stopped by the lists that the tone may free again."""
FEWEST = 50
"""Of such sentences, of which it can be told."""


@record(frozen=True, slots=True)
class Sentence:
    kind: str
    text: str
    weight: float = 1.0
    everyday: bool = False
    """Said on any day, by nobody who thought of what is forbidden."""


@record(frozen=True, slots=True)
class Limits:
    """By kind, as desk/banned/tone_weights.py has them."""

    asks: Mapping[str, float]
    spares: Mapping[str, float]

    def lines(self, kinds: Sequence[str]) -> NDArray[np.float32]:
        parts = ((self.asks, np.inf), (self.spares, -np.inf))
        return np.array([[part.get(kind, other) for kind in kinds] for part, other in parts], np.float32)


Heard = Sequence[tuple[float, str]]
"""Of each sentence how bad it sounds to those who have not learnt from it, and like what."""


def limits_of(known: Sequence[Sentence], heard: Heard, lists: Guard, lenient: Guard) -> Limits:
    """`lenient`: the lists where no soft rule stops anything."""
    return Limits(_asking(known, heard), _sparing(known, heard, lists, lenient))


def _asking(known: Sequence[Sentence], heard: Heard) -> dict[str, float]:
    """By kind, at which as little of any day is asked about as may be."""
    everyday = [found for one, found in zip(known, heard, strict=True) if one.everyday]
    sure: dict[str, float] = {}
    for kind in (*CLOSED, *OPEN):
        bad = sorted((bad for bad, like in everyday if like == kind), reverse=True)
        spared = int(ALARMS.get(kind, OTHERS) * len(everyday))
        least = LEAST[kind in CLOSED]
        sure[kind] = max(least, bad[spared] if spared < len(bad) else least)
    return sure


def _sparing(known: Sequence[Sentence], heard: Heard, lists: Guard, lenient: Guard) -> dict[str, float]:
    """By kind, below which hardly a bad sentence is that the lists stop."""
    free: dict[str, float] = {}
    for kinds, closed in ((CLOSED, True), (OPEN, False)):
        stopped = [
            (bad, lenient.check(one.text, "agent").decision in ("ask", "block"))
            for one, (bad, _) in zip(known, heard, strict=True)
            if one.kind in kinds and lists.check(one.text, "agent").decision in ("ask", "block")
        ]
        soft = sorted(bad for bad, anyway in stopped if not anyway)
        lost = int(SPARED[closed] * len(stopped))
        free |= dict.fromkeys(kinds, soft[lost] if len(soft) >= FEWEST else -np.inf)
    return free


class SparesAll(Tone):
    """With which no soft rule stops anything, and nothing is asked."""

    def __init__(self) -> None:
        kinds = (*OPEN, *CLOSED)
        self._weights = unlearnt(kinds, np.full((2, len(kinds)), np.inf, np.float32))

    def hears(self, text: str) -> Opinion:
        return Opinion(text, 0.0, None, self._weights, says_enough(text))
