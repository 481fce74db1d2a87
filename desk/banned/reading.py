"""A text that is being judged: where words stand in it, however they are hidden, and what its sentences are."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from desk.banned.disguise import latin
from desk.banned.phrase_notation import Known, Part, Pattern
from desk.normal_form import Folded
from desk.record import record

SENTENCE_END = re.compile(r"[。！？!?；;\n…]|(?<=[^\W_]{2})(?<!\bno)(?<!\bNo)\.(?=\s|$)")
CLAUSE_END = re.compile(r"[,，:：、—–]|\s-+\s")
PAUSE = re.compile(r"[,，、:：.)）](?=\s)|[，、：。）“”「」《》]")
"""Something that parts words also where it stands inside them."""
CHINESE = re.compile("[\u3400-\u9fff]")
DENSE = 2.5
"""Letters of other scripts that say as much as one Chinese letter."""
PAUSES = frozenset(",，.。!！?？:：;；、~～)）”」\n")
MOST_PLACES = 40
"""Of one part: a text that says a word more often says nothing more by it."""
LOOSE = 5
"""Letters of a word that is known in a text with spaces anywhere."""
FIRST = 4
"""And of one that is told by the first letters of other words."""
NOWHERE = (0, 0)
LONG_ENOUGH = 9
"""Letters of a phrase that is known also without its spaces."""


@record(frozen=True, slots=True)
class Place:
    """Code points of the text as it was written, end exclusive."""

    start: int
    end: int
    first: int = 0
    last: int = 0
    """And of its letters alone."""


class Reading:
    """One way of reading the text (there are two where pictures may stand for words)."""

    def __init__(
        self,
        text: str,
        folded: Folded,
        *,
        loose: bool = False,
        turned: tuple[int, int] = NOWHERE,
        cuts: frozenset[int] = frozenset(),
        first: bool = False,
    ) -> None:
        """`loose`: its spaces stand anywhere, so that long words are known wherever their letters are. `turned`: from where to
        where it was written in another way (backwards). `cuts`: places before which a word begins though no space stands there.
        `first`: its letters are the first ones of words or lines, whatever stands between."""
        self.text, self.letters, self._at, self.loose, self.turned = (
            text,
            folded.text,
            folded.at,
            loose,
            turned,
        )
        self.cuts, self._first = cuts, first
        self._found: dict[int, tuple[Part, list[Place]]] = {}
        self._chinese = CHINESE.search(text) is not None
        self._held: dict[int, bool] = {}
        self._ends: list[int] | None = None
        self._clauses: list[int] | None = None

    def places(self, part: Part) -> list[Place]:
        """Where any of its words stands and is meant, from the left."""
        kept = self._found.get(id(part))
        if kept is None:
            found = {(p.first, p.last): p for p in self._look(part)}
            kept = self._found[id(part)] = (part, [found[key] for key in sorted(found)][:MOST_PLACES])
        return kept[1]

    def meant(self, pattern: Pattern) -> Iterator[tuple[Place, ...]]:
        """The places of its parts, each time that they stand together."""
        if not pattern.in_order:
            if together := self._together(pattern.parts):
                yield together
            return
        for first in self.places(pattern.parts[0]):
            if together := self._following((first,), pattern, 1):
                yield together
        if pattern.parts[0].optional:
            for first in self.places(pattern.parts[1]):
                if together := self._following((first,), pattern, 2):
                    yield together

    def may_hold(self, pattern: Pattern) -> bool:
        """Whether some word of each part is there at all, whatever else."""
        return all(part.spared or self._holds(part) for part in pattern.parts)

    def _holds(self, part: Part) -> bool:
        held = self._held.get(id(part))
        if held is None:
            held = self._held[id(part)] = any(word in self.letters for word in part.words)
        return held

    def sentence(self, place: Place) -> Place:
        return _around(self._sentence_ends(), place, len(self.text))

    def clause(self, place: Place) -> Place:
        """What stands around it between commas."""
        if self._clauses is None:
            commas = [found.end() for found in CLAUSE_END.finditer(self.text)]
            self._clauses = sorted([*self._sentence_ends(), *commas])
        return _around(self._clauses, place, len(self.text))

    def _sentence_ends(self) -> list[int]:
        if self._ends is None:
            self._ends = [found.end() for found in SENTENCE_END.finditer(self.text)]
        return self._ends

    def _look(self, part: Part) -> Iterator[Place]:
        for letters, words in part.words.items():
            at = self.letters.find(letters)
            looked = 0
            while at >= 0 and looked < MOST_PLACES:
                behind = at + len(letters)
                if any(self._is(known, at, behind) for known in words):
                    yield Place(self._at[at], self._end(behind), at, behind)
                at = self.letters.find(letters, at + 1)
                looked += 1

    def _end(self, behind: int) -> int:
        """Where the letter before ends in the text: one may stand for several (pinyin, vv for w)."""
        letter, end = self.letters[behind - 1], self._at[behind - 1] + 1
        if letter == "w" and self.text[end - 1 : end + 1].lower() == "vv":
            return end + 1
        if CHINESE.match(letter) and latin(self.text[end - 1]):
            while end < len(self.text) and latin(self.text[end]) and not self.text[end].isdigit():
                end += 1
        return end

    def _following(self, found: tuple[Place, ...], pattern: Pattern, n: int) -> tuple[Place, ...]:
        """With the parts behind, in the same sentence; nothing where one is missing."""
        if n == len(pattern.parts):
            return found
        last, part, farthest = found[-1], pattern.parts[n], pattern.gaps[n - 1]
        farthest = int(farthest / DENSE) if self._chinese else farthest
        places = self.places(part)
        at = bisect_left(places, last.last, key=lambda place: place.first)
        while at < len(places) and places[at].first <= last.last + farthest:
            if self._one_sentence(last, places[at]) and (
                together := self._following((*found, places[at]), pattern, n + 1)
            ):
                return together
            if farthest and places[at].first > last.last:
                break  # the nearest decides, or a text of many would take for ever
            at += 1
        if part.optional or (part.pause and self._pauses(last.end)):
            return self._following(found, pattern, n + 1)
        return ()

    def _pauses(self, at: int) -> bool:
        """Whether the clause ends there."""
        behind = self.text[at : at + 2].strip()[:1]
        return not self.text[at:].strip() or behind in PAUSES or unicodedata.category(behind or " ") == "So"

    def _one_sentence(self, before: Place, behind: Place) -> bool:
        if before.last == behind.first:
            return before.end < behind.start or self._parted(behind.start)
        return behind.end <= self.sentence(before).end

    def _together(self, parts: tuple[Part, ...]) -> tuple[Place, ...]:
        for first in self.places(parts[0]):
            within = self.sentence(first)
            others = [self._within(self.places(part), within, first) for part in parts[1:]]
            if all(others):
                return tuple(sorted([first, *(o for o in others if o)], key=lambda place: place.start))
        return ()

    @staticmethod
    def _within(places: list[Place], sentence: Place, beside: Place) -> Place | None:
        """One in the sentence that does not lie over the other."""
        for place in places:
            apart = place.end <= beside.start or place.start >= beside.end
            if apart and sentence.start <= place.start and place.end <= sentence.end:
                return place
        return None

    def _is(self, known: Known, at: int, behind: int) -> bool:
        """Whether the letters there are these words, and not parts of others or two words side by side."""
        places = self._at[at:behind]
        start, end = places[0], self._end(behind)
        text = self.text
        if self.loose and len(places) >= LOOSE and not known.pause:
            return True
        if self._first:
            return len(places) >= FIRST or CHINESE.search(self.letters, at, behind) is not None
        if (start and not self._parted(start)) or (end < len(text) and not self._parted(end)):
            return False
        if known.pause and not self._pauses(end):
            return False
        span = text[start:end]
        if sum(map(str.isdigit, span)) - known.digits > len(places) // 3:
            return False
        if places[-1] - start == len(places) - 1 and not known.spaces:
            return True
        return self._spaced(known, places)

    def _parted(self, at: int) -> bool:
        """Whether a word or number begins there."""
        return at in self.cuts or not _joined(self.text[at - 1], self.text[at])

    def _spaced(self, known: Known, places: list[int] | range) -> bool:
        """Whether what stands between the letters may stand there."""
        gaps = [i for i in range(1, len(places)) if places[i] - places[i - 1] > 1]
        if known.spaces and not gaps:
            written_as_one = len(known.spaces) > 1 or len(places) >= LONG_ENOUGH
            return written_as_one or all(places[at] in self.cuts for at in known.spaces)
        if not known.spaces.issubset(gaps):
            return False
        borders = [0, *gaps, len(places)]
        for n, gap in enumerate(gaps):
            between = self.text[places[gap - 1] + 1 : places[gap]]
            words = latin(self.text[places[gap - 1]]) and latin(self.text[places[gap]])
            if words and (gap - borders[n] == 1 or borders[n + 2] - gap == 1):
                continue  # letter by letter
            if PAUSE.search(between) or "\n" in between:
                return False
            if words and between.isspace() and gap not in known.spaces and gap not in known.optional:
                return False
        return True


def _around(ends: list[int], place: Place, last: int) -> Place:
    before = bisect_right(ends, place.start) - 1
    behind = bisect_left(ends, place.end)
    return Place(ends[before] if before >= 0 else 0, ends[behind] if behind < len(ends) else last)


def _joined(before: str, behind: str) -> bool:
    """Whether two neighbours belong to one Latin word or one number."""
    if not (latin(before) and latin(behind)):
        return False
    return before.isdigit() == behind.isdigit()
