"""What no list of words has: whether a text sounds belittling, rude, or like a way out of the shop. It only asks, of
people's texts.

Learnt from tone.toml of the packs (desk/banned/tone_train.py) and read here with numpy alone (desk/banned/tone_weights.py)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from desk.banned.excuses import QUOTED, TITLED
from desk.banned.lightness import Lightness
from desk.banned.looks_hidden import looks_hidden
from desk.banned.plain_speech import CHINESE
from desk.banned.tone_denial import DENYING, denies
from desk.banned.tone_weights import ASKS, SPARES, Weights, read, script
from desk.record import record

HARMLESS = "harmless"
OPEN = ("belittling", "denying", "not_our_job", "company_rules", "some_other_day", "blaming", "rudeness")
"""Kinds of rules that people break in words of their own."""
CLOSED = ("off_platform_contact", "off_platform_payment", "absolute_claims", "personal_data")
"""Kinds of which the lists have the words, and the tone the hints."""
LONGEST = 300
"""Letters of a sentence that are looked at."""
MOST_SENTENCES = 6
FEWEST_LETTERS, FEWEST_WORDS = 4, 3
"""Of what can be judged at all: of less the lists know more (Done!, My account)."""
FEWEST_IN_PART = 4
"""Of one of several sentences: beside others, a shorter one says nothing by itself (Not there either?)."""
ENOUGH_LETTERS, ENOUGH_WORDS = 6, 5
"""And of what can be held for harmless against the lists."""
QUOTING = 1.5
"""How much surer it must be of somebody who speaks of what another said."""
SHORT = ((5, 7, 4.0), (7, 10, 1.6))
"""Below so many words, or letters of Chinese, it must be so much surer: of short ordinary sentences (You're all booked) three
times as many sound bad as of longer ones."""
HIDDEN = 4.0
"""How much less sure it need be of a text that somebody took pains with: of ordinary ones hardly one in 300 looks so."""
NUMBERS = 7
"""Digits from which a number is the detectors' (desk/banned/personal_data.py): one of a parcel sounds like one of a person."""
SHOPS_PLACE = re.compile(
    r"(?i)\b(?:showroom|warehouse|return(?:s)? (?:address|centre|center)|(?:our|the) (?:shop|store|workshop) (?:is|at))\b|退[货貨]地址|退回地址|门店|門市|展厅|展廳|仓库|倉庫|寄回"
)
PLACED = 4.0
"""How much surer it must be that an address is somebody's where the text names a place of the shop."""
SENTENCE = re.compile(r"[^。！？!?\n…]+[。！？!?…]*")


@record(frozen=True, slots=True)
class Heard:
    kind: str
    """As a rule's: belittling, blaming …"""
    start: int
    end: int


@record(frozen=True, slots=True)
class Opinion:
    """Of one text: how bad the worst of it sounds, and like what."""

    text: str
    bad: float
    worst: Heard | None
    weights: Weights
    enough: bool
    """Whether there is enough of it to be sure."""

    def asks(self) -> list[Heard]:
        """What sounds worst: the whole, or one of several sentences; nothing where it is not sure enough."""
        if self.worst is None:
            return []
        limit = self.weights.limit(ASKS, self.worst.kind)
        if limit is None or self.bad <= limit - HIDDEN:
            return []
        return [self.worst] if self.bad > limit or looks_hidden(self.text) else []

    def spares(self, kind: str, light: Lightness) -> bool:
        """Whether it is surely harmless, though words of this kind stand in it; of quoted ones it need not be so sure."""
        if light == "heavy":
            return False
        limit = self.weights.limit(ASKS if light == "quoted" else SPARES, kind)
        return self.enough and limit is not None and self.bad < limit


class Tone:
    def __init__(self, learnt: Mapping[str, Weights]) -> None:
        """`learnt`: by script; of one that is not there nothing is asked."""
        self._learnt = learnt

    def hears(self, text: str) -> Opinion | None:
        """None where nothing was learnt of the script."""
        weights = self._learnt.get(script(text))
        return None if weights is None else Opinion(text, *loudest(text, weights), weights, says_enough(text))


def loudest(text: str, weights: Weights) -> tuple[float, Heard | None]:
    """How bad the worst of it sounds."""
    spoken = _spoken(text)
    worst, heard = float("-inf"), None
    for start, end in _stretches(spoken):
        bad, kind = weights.sounds(spoken[start:end])
        if bad > worst:
            bad -= _doubt(spoken[start:end], kind)
        if bad > worst:
            worst, heard = bad, Heard(kind, start, end)
    return worst - (QUOTING if spoken != text else 0.0), heard


def _doubt(said: str, kind: str) -> float:
    """By how much worse it must sound than it does: it is short, or it denies what it names."""
    if kind == "personal_data" and sum(map(str.isdigit, said)) >= NUMBERS:
        return float("inf")
    letters, words = len(CHINESE.findall(said)), len(said.split())
    short = (more for few_words, few, more in SHORT if (letters < few if letters else words < few_words))
    placed = PLACED if kind == "personal_data" and SHOPS_PLACE.search(said) else 0.0
    return next(short, 0.0) + placed + (DENYING if kind in CLOSED and denies(said) else 0.0)


def load_tone(folder: Path) -> Tone | None:
    """The tone that was learnt from these packs; None where there is none, or it is of other sentences."""
    learnt = read(folder)
    return Tone(learnt) if learnt else None


def _spoken(text: str) -> str:
    """Without what somebody else said; as long as before."""
    return TITLED.sub(_blank, QUOTED.sub(_blank, text))


def _blank(quote: re.Match[str]) -> str:
    """What somebody else said, as nothing; as long as before. Where all is in quotes it is said."""
    return " " * len(quote[0]) if len(quote[0]) < 0.8 * len(quote.string) else quote[0]


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The whole, and each of several sentences."""
    if not _says_something(text):
        return
    yield 0, min(len(text), LONGEST)
    found = [m.span() for m in SENTENCE.finditer(text) if _says_something(m[0], FEWEST_IN_PART)][
        :MOST_SENTENCES
    ]
    for start, end in found if len(found) > 1 else ():
        yield start, min(end, start + LONGEST)


def says_enough(text: str) -> bool:
    said = _spoken(text)
    return len(CHINESE.findall(said)) >= ENOUGH_LETTERS or len(said.split()) >= ENOUGH_WORDS


def _says_something(sentence: str, words: int = FEWEST_WORDS) -> bool:
    return len(CHINESE.findall(sentence)) >= FEWEST_LETTERS or len(sentence.split()) >= words
