"""The shipped guard on the sentences of tests/desk/banned, as bench/banned.py reads them.

The tone has not learnt them, but the lists were written with them in view and the thresholds chosen on them: they show that
nothing got worse, not how strangers' sentences fare (docs/banned-phrases.md)."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bench.banned import ASKED, FALSE_ALARMS, RECALL, read, sums
from bench.overlap import is_longer, normal
from desk.banned.guard import Guard
from desk.banned.tone import load_tone
from tests import shipped

SHELF = Path(__file__).parents[3] / "scripts_phrases"
SENTENCES = Path(__file__).parent


@pytest.fixture(scope="module")
def figures() -> dict[str, float | None]:
    guard = Guard(shipped.packs().rules, load_tone(SHELF))
    return sums([(line, guard.check(line["text"], line["role"])) for line in read(SENTENCES)])


@pytest.mark.parametrize(
    "figure, least",
    [
        ("closed", RECALL),
        ("open", ASKED),
        ("perfunctory", RECALL),
        ("near_misses_passed", 0.97),
    ],
)
def test_bad_sentences_are_stopped_and_near_misses_pass(
    figures: dict[str, float | None], figure: str, least: float
) -> None:
    assert (figures[figure] or 0.0) >= least


def test_ordinary_sentences_are_left_alone(figures: dict[str, float | None]) -> None:
    alarms = figures["false_alarms"]
    assert alarms is not None and alarms <= FALSE_ALARMS


def test_nothing_that_measures_was_learnt() -> None:
    learnt = {
        normal(sentence)
        for file in SHELF.glob("*/tone.toml")
        for said in tomllib.loads(file.read_text(encoding="utf-8")).values()
        for sentence in said
    }
    measuring = {normal(line["text"]) for line in read(SENTENCES)}
    assert not {said for said in measuring & learnt if is_longer(said.replace("0", ""), 1)}


def test_the_tone_is_the_one_learnt_from_these_sentences() -> None:
    assert load_tone(SHELF) is not None, "python -m desk.tone_train scripts_phrases"
