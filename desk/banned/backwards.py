"""Text that is written backwards (nwod mlac), or as a sentence for each word (Not. My. Problem.), as it should be read: as
long as before, so that every letter keeps its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from desk.record import record

LONG, SHORT = 5, 4
"""Letters of the odd words that are words backwards, together; and where the text says that some are."""
SAYS_SO = re.compile(
    r"(?i)\b(?:from (?:the )?(?:right|back|end|other end)|the other way|backwards?|back to front|reversed?|right to left|turn\w* [^.!?]{0,24}\bround|mirror)\b"
)
SHORT_SENTENCES = re.compile(
    r"(?:^|(?<=[.!?…,;:\n]\s)|(?<=\n))(?:[A-Za-z'’]{1,14}[.!…]{1,3} ){1,12}[A-Za-z'’]{1,14}(?=[.!?…,;]|\s*$)"
)
ABBREVIATED = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,}(?: (?:[^\W\d_]\.)+[^\W\d_]\b\.?)+")
"""Several words of which each letter has a stop behind it: r.e.d. p.a.c.k.e.t."""
_STOPS = re.compile("[.!…]")
Turned = tuple[str, tuple[int, int]]
"""A text, and from where to where it is another than it was."""


@record(frozen=True, slots=True)
class Word:
    start: int
    end: int
    said: str
    """In small letters, with letters for digits."""
    odd: bool
    """Whether it is no word that one meets."""


def forwards(text: str, words: Sequence[Word], known: Collection[str]) -> Iterator[Turned]:
    """With what is backwards turned round: all together, and each word by itself. `known`: words backwards."""
    turned = [n for n, word in enumerate(words) if word.odd and word.said in known]
    if sum(len(words[n].said) for n in turned) < (SHORT if SAYS_SO.search(text) else LONG):
        return
    first, last = turned[0], turned[-1]
    while first and words[first - 1].said in known:
        first -= 1
    while last + 1 < len(words) and words[last + 1].said in known:
        last += 1
    start, end = words[first].start, words[last].end
    yield text[:start] + text[start:end][::-1] + text[end:], (start, end)
    if last > first:
        each = text
        for word in words[first : last + 1]:
            each = each[: word.start] + each[word.start : word.end][::-1] + each[word.end :]
        yield each, (start, end)


def unstopped(text: str) -> Iterator[Turned]:
    """With several sentences of a word each as one, and words that are spelt with stops without them."""
    for found in (one for pattern in (SHORT_SENTENCES, ABBREVIATED) for one in pattern.finditer(text)):
        start, end = found.span()
        yield text[:start] + _STOPS.sub(" ", found[0]) + text[end:], (start, end)
