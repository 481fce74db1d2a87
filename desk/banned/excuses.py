"""When banned words are fine after all: in a warning, in somebody else's mouth, in a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desk.banned.phrase_notation import Part
from desk.banned.reading import Place, Reading
from desk.record import record

QUOTED = re.compile(
    r"“[^“”]*”|「[^「」]*」|『[^『』]*』|‘[^‘’]*’|«[^«»]*»|\"[^\"\n]*\"|(?<!\w)'[^'\n]*'(?!\w)"
)
TITLED = re.compile(r"《[^《》]*》|〈[^〈〉]*〉")
WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
NEVER_NAMES = frozenset({"off_platform_contact", "off_platform_payment", "personal_data", "review_bribes"})
"""Kinds of rules whose words are capital by nature (WhatsApp)."""
QUESTION = frozenset("?？")
ORDINARY = 2
"""Small words in a sentence that tell a name in it from a heading in capitals."""


@record(frozen=True, slots=True)
class Excuses:
    """Of one rule; the words as they are in the rule."""

    unless: Part
    warned_by: Part
    denied_by: Part
    denied_after: Part
    fine_with: Part
    names: bool


@record(frozen=True, slots=True)
class Speech:
    """Words that mean the same for every rule."""

    turns: Part
    """Behind which a warning is over: but, instead, 而是."""
    official: Part
    """What is not to be used, where somebody leads away from it: do not pay *here*."""
    quoting: Part
    """With which one speaks of what somebody said: you wrote, 您说."""


def excused(
    words: Sequence[Place], reading: Reading, excuses: Excuses, speech: Speech, names: Sequence[Part]
) -> bool:
    return (
        any(_holds(place, word) for place in reading.places(excuses.unless) for word in words)
        or _warned(words, reading, excuses, speech)
        or _quoted(words, reading, speech, excuses.names)
        or any(_holds(place, word) for part in names for place in reading.places(part) for word in words)
        or (excuses.names and _named(words, reading))
    )


def _warned(words: Sequence[Place], reading: Reading, excuses: Excuses, speech: Speech) -> bool:
    first, last = words[0], words[-1]
    sentence = reading.sentence(first)
    if any(_holds(_with_answer(sentence, reading), place) for place in reading.places(excuses.fine_with)):
        return True
    clause = reading.clause(first)
    if _before(reading, excuses.warned_by, sentence, first, speech):
        return True
    if _before(reading, excuses.denied_by, clause, first, speech):
        return True
    behind = Place(last.end, reading.clause(last).end)
    return any(_holds(behind, place) for place in reading.places(excuses.denied_after))


def _with_answer(sentence: Place, reading: Reading) -> Place:
    """Also what is said to it where it is a question: They asked you to add them? That's a scam."""
    if reading.text[sentence.end - 1 : sentence.end] not in QUESTION:
        return sentence
    return Place(sentence.start, reading.sentence(Place(sentence.end, sentence.end + 1)).end)


def _before(reading: Reading, part: Part, within: Place, word: Place, speech: Speech) -> bool:
    """Whether one of the part's words stands before, and no turn between. It may share a letter: 不是, 是全网最低."""
    said = [
        p for p in reading.places(part) if within.start <= p.start < word.start and p.end <= word.start + 1
    ]
    if not said:
        return False
    between = Place(said[-1].end, word.start)
    turned = (*reading.places(speech.turns), *reading.places(speech.official))
    return not any(_holds(between, place) for place in turned)


def _quoted(words: Sequence[Place], reading: Reading, speech: Speech, names: bool) -> bool:
    for found in QUOTED.finditer(reading.text):
        quote = Place(found.start(), found.end())
        if all(_holds(quote, word) for word in words[1:] or words):  # the “best in the world”
            said = WORD.findall(found[0])
            if names and len(said) > 1 and all(word[0].isupper() for word in said) and not found[0].isupper():
                return True  # the “I Don't Care” bag
            return any(not _holds(quote, place) for place in reading.places(speech.quoting))
    return False


def _named(words: Sequence[Place], reading: Reading) -> bool:
    """A title in its marks; or capitals within a sentence that has none (the Zero Risk poker set)."""
    whole = Place(words[0].start, words[-1].end)
    if any(_holds(Place(*found.span()), whole) for found in TITLED.finditer(reading.text)):
        return True
    sentence = reading.sentence(whole)
    said = WORD.findall(reading.text, whole.start, whole.end)
    if not said or not all(word[0].isupper() and not word.isupper() for word in said):
        return False
    if not reading.text[sentence.start : whole.start].strip():
        return False
    around = reading.text[sentence.start : whole.start] + reading.text[whole.end : sentence.end]
    ordinary = [word for word in WORD.findall(around) if word.islower() and len(word) > 2]
    return len(ordinary) >= ORDINARY


def _holds(outer: Place, inner: Place) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
