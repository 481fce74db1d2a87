"""A sentence as the tone reads it: nothing hidden, width, case and script made equal, numbers as 0, no punctuation."""

from __future__ import annotations

import re
from functools import cache

from desk.banned.disguise import PICTURES, UNSEEN, shown_plainly, unmarked
from desk.normal_form import Learnt

READ_AS_WORDS = frozenset("🐧🧧💰💴💵💶💷💸🤑💳")
"""Pictures that are always meant; others of them (a heart) are as often only pretty."""
CHINESE = re.compile("[\u3400-\u9fff]")
_BETWEEN = re.compile(
    '(?<=[\u3400-\u9fff])[^\u3400-\u9fffa-z0-9,，。.!！?？;；:：、…～~“”"《》()（）「」\n]+(?=[\u3400-\u9fff])'
)
"""What stands between Chinese letters and is no punctuation."""
_DOTTED = re.compile(
    "(?<![\u3400-\u9fff])[\u3400-\u9fff](?:[.·…,、_ -][\u3400-\u9fff]){2,}(?![\u3400-\u9fff])"
)
_SPELT = re.compile("(?<![a-z0-9])[a-z](?:[^a-z0-9\u3400-\u9fff,!?。，；;]{1,3}[a-z]){2,}(?![a-z0-9])")
"""Letter by letter: w.e.c.h.a.t, 自.己.看."""
LEET = re.compile(r"[a-z]+(?:[013457@$€|]+[a-z]+)+")
LETTERS = str.maketrans("013457@$€|", "oieastasel")
_NUMBER = re.compile("[0-9]+")
_NOT_WORDS = re.compile("[^a-z0\u3400-\u9fff]+")
_NOT_CHINESE, _NOT_LATIN = re.compile("[^\u3400-\u9fff]"), re.compile("[^a-z]")
_YOU = str.maketrans("您妳", "你你")


def plainly(sentence: str) -> str:
    said = (unmarked(sentence) if "!" in sentence else sentence).translate(_shown())
    if not said.isascii():
        said = _DOTTED.sub(lambda found: _NOT_CHINESE.sub("", found[0]), _BETWEEN.sub("", said))
    said = _SPELT.sub(lambda found: _NOT_LATIN.sub("", found[0]), said)
    said = LEET.sub(lambda found: found[0].translate(LETTERS), said)
    return _NOT_WORDS.sub(" ", _NUMBER.sub("0", said.translate(_YOU))).strip()


@cache
def _shown() -> Learnt[str]:
    return Learnt(_letter)


def _letter(letter: str) -> str:
    if letter in READ_AS_WORDS:
        return f" {PICTURES[letter]} "
    return "" if letter in UNSEEN or letter in "'’" else shown_plainly(letter)
