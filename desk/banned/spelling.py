"""English words by their sound, roughly: what is spelt by ear (diskripshun), in a hurry (tkae) or without vowels (dscrptn)
has the same consonants as the right word."""

from __future__ import annotations

import re
from functools import lru_cache

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:k|g|p)(?=n)|^w(?=r)|^p(?=s)|(?<=w)h|(?<=m)b$|(?<=[aeiou])gh(?=t|$|s$)", ""),
        (r"(?:[tcs]i|sh)[ou]+n|shn", "Xn"),
        (r"t?ch|t(?=ure)", "C"),
        (r"sh|sch", "X"),
        (r"ph|v", "f"),
        (r"th", "T"),
        (r"d?g(?=e|y)|dj|j", "g"),
        (r"c(?=[eiy])|z|sc(?=[eiy])", "s"),
        (r"ck|cqu|c|qu?", "k"),
        (r"x", "ks"),
        (r"(?<=[kpfsCX])ed$", "t"),
        (r"(?<!^)[wy](?![aeiou])", ""),
        (r"^[aeiou]+", "A"),
        (r"[aeiouyh]", ""),
    )
)
"""One after the other. A capital is a sound of several letters; A is any vowel at the beginning."""
_AGAIN = re.compile(r"(.)\1+")
_SILENT = re.compile(r"(?<=[aeiou])(?:r(?![aeiouy])|l(?=[kmf]))|(?<=in)g$")
"""Letters that many do not say: calm is carm."""
_ROUGH = re.compile("gh$")
_VOWELS = re.compile("[aeiouy]+")
_TH = ("T", "t", "f", "d")
"""How th is said: the, tuh, nuffin, dat."""


def sound(word: str) -> str:
    """Of a word in small letters: as most say it."""
    return min(sounds(word), key=lambda one: (len(one), one))


@lru_cache(1 << 11)
def sounds(word: str) -> frozenset[str]:
    """And as different people say it."""
    said = {word, _SILENT.sub("", word), _ROUGH.sub("f", word)}
    return frozenset(one.replace("T", th) for one in map(_sound, said) for th in _TH)


def skeleton(word: str) -> str:
    """Without its vowels."""
    return _AGAIN.sub(r"\1", _VOWELS.sub("", word))


def has_vowels(word: str) -> bool:
    return _VOWELS.search(word) is not None


def _sound(word: str) -> str:
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return _AGAIN.sub(r"\1", word)
