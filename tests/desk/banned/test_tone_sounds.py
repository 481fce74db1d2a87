"""The tone hears how a sentence sounds."""

from __future__ import annotations

import pytest

from desk.banned.tone_sounds import said_sounds
from desk.banned.tone_weights import features


@pytest.mark.parametrize(
    "said, right",
    [("发个洪包", "发个红包"), ("发个hongbao", "发个红包"), ("勇久不坏", "永久不坏"), ("四生子", "狮身子")],
)
def test_chinese_letters_of_one_sound_are_one(said: str, right: str) -> None:
    assert list(said_sounds(said)) == list(said_sounds(right))


@pytest.mark.parametrize("said, right", [("reed teh label", "read the label"), ("kum bak", "come back")])
def test_english_words_of_one_sound_are_alike(said: str, right: str) -> None:
    assert len(set(said_sounds(said)) & set(said_sounds(right))) > 2


def test_other_words_are_not() -> None:
    assert not set(said_sounds("发个快递")) & set(said_sounds("转个红包"))


def test_letters_words_and_sounds_are_apart() -> None:
    letters, words, sounds = map(set, map(list, features("Calm down, please")))
    assert letters and words and sounds
    assert not (letters & words or words & sounds or letters & sounds)
