"""What the tone hears of a sentence: its sounds. 洪包 and hongbao are then as 红包, and carm dahn as calm down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from desk.banned.plain_speech import CHINESE
from desk.banned.spelling import sound
from desk.banned.syllables import syllables, syllables_of, table
from desk.normal_form import Learnt

_PIECE = re.compile("[a-z]+|[\u3400-\u9fff]|0")
_LONGEST_RUN = 18
_ALIKE = ((re.compile("^([zcs])h"), r"\1"), (re.compile("([ei])ng$"), r"\1n"))
"""What many people do not tell apart: zh and z, ing and in."""
LONG = 3
"""Sounds of an English word that tells something by itself."""


def said_sounds(plain: str) -> Iterator[str]:
    """Of a plain sentence its sounds by twos and threes, and those of long English words."""
    if CHINESE.search(plain):
        sounds = [sound for piece in _PIECE.findall(plain) for sound in _chinese(piece)]
    else:
        words = [*map(sound, plain.split())]
        yield from (f"'{word}" for word in words if len(word) >= LONG)
        sounds = ["^", *words, "$"]
    yield from _together(sounds)


def _together(sounds: Sequence[str]) -> Iterator[str]:
    yield from map("{}'{}".format, sounds, sounds[1:])
    yield from map("{}'{}'{}".format, sounds, sounds[1:], sounds[2:])


def _chinese(piece: str) -> Sequence[str]:
    """The sound of a letter, or those of a run of pinyin; what is neither is itself."""
    if not piece.isascii():
        return (_of_letters()[ord(piece)],)
    if len(piece) > _LONGEST_RUN:
        return (piece,)
    return [_roughly(one) for one in syllables_of(piece, syllables())] or (piece,)


@cache
def _roughly(syllable: str) -> str:
    for much, alike in _ALIKE:
        syllable = much.sub(alike, syllable)
    return syllable


@cache
def _of_letters() -> Learnt[str]:
    """Of those met so far: all twenty thousand would be 3 MiB."""
    return Learnt(_of_letter)


def _of_letter(letter: str) -> str:
    return next((_roughly(syllable) for syllable, letters in table() if letter in letters), letter)
