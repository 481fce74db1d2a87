"""The ways in which a text may be read: as it stands, with what is hidden in it, and as it sounds."""

from __future__ import annotations

from collections.abc import Iterator

from desk.banned.acrostics import first_letters
from desk.banned.backwards import Turned, unstopped
from desk.banned.by_ear import ByEar, put
from desk.banned.disguise import bared, has_pictures, is_scattered, unmarked
from desk.banned.english_in_chinese import in_chinese
from desk.banned.phrase_index import PhraseIndex
from desk.banned.reading import Reading
from desk.banned.shapes import joined
from desk.banned.sounds import Sounds
from desk.banned.upright import upright
from desk.normal_form import Folded

Read = tuple[Reading, list[str]]
"""One way, and the words that are looked for in it."""


class Readings:
    def __init__(self, index: PhraseIndex, sounds: Sounds, by_ear: ByEar) -> None:
        self._index, self._sounds, self._by_ear = index, sounds, by_ear

    def of(self, text: str, letters: str) -> Iterator[Read]:
        """`letters`: the text's alone."""
        read = Folded(letters, range(0))
        if there := self._index.words_in(letters):
            read = bared(text)
            yield Reading(text, read), there
            if is_scattered(text):
                yield Reading(text, read, loose=True), there
        if "!" in text and (plain := unmarked(text)) != text:
            read = bared(plain)
            yield self._found(plain, read)
        yield from map(self._turned, unstopped(text))
        for turned in upright(text):
            yield from self._upright(turned)
        if cut := self._by_ear.glued(text):
            read = bared(text)
            yield Reading(text, read, cuts=cut), self._index.words_in(read.text)
        for row in first_letters(text):
            yield Reading(text, row, first=True), self._index.words_in(row.text)
        if words := self._by_ear.odd(text):
            if (heard := self._by_ear.heard(text, words)) is not None:
                yield self._found(text, heard)
            yield from map(self._turned, self._by_ear.forwards(text, words))
        if has_pictures(text):
            read = bared(text, pictures=True)
            yield self._found(text, read)
        if self._sounds.may_be_heard(read.text):
            yield from self._sounding(text, read if read.at else bared(text))
        if spoken := self._sounds.in_pinyin(text):
            yield self._found(text, put(bared(text), spoken))

    def _sounding(self, text: str, read: Folded) -> Iterator[Read]:
        """With whole letters for those in parts, and the right ones for those of the same sound."""
        if (whole := joined(read)) is not None:
            read = whole
            yield self._found(text, read)
        if (heard := self._sounds.heard(read)) is not None:
            yield self._found(text, heard)
        if (meant := in_chinese(read)) is not None:
            yield self._found(text, meant)

    def _upright(self, turned: Turned) -> Iterator[Read]:
        """Also without any space: a line may end within a word."""
        text, where = turned
        read = bared(text)
        words = self._index.words_in(read.text)
        yield Reading(text, read, turned=where), words
        yield Reading(text, read, turned=where, loose=True), words

    def _turned(self, turned: Turned) -> Read:
        text, where = turned
        read = bared(text)
        return Reading(text, read, turned=where), self._index.words_in(read.text)

    def _found(self, text: str, read: Folded) -> Read:
        return Reading(text, read), self._index.words_in(read.text)
