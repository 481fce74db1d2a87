"""What is answered, asked or handed over hangs on the intent and the language."""

from __future__ import annotations

import numpy as np
import pytest

from bot.understanding.match import ANY_OTHER, OUT, Matcher
from bot.understanding.model import Model
from bot.understanding.nearest import Nearest
from bot.understanding.thresholds import LIKELY, SURE
from bot.understanding.words import read
from desk.grams import ROWS

SAID = {"zh": "那个蓝色水壶的盖子到底怎么样了", "en": "whatever became of that blue lid"}


def sure_of(intent: str, odds: float) -> Matcher:
    """A model that gives every sentence these odds."""
    weights = np.zeros((ROWS, 4), np.float16)
    weights[:, -2:] = 1
    bias = np.log(np.array([odds, 1 - odds], np.float32))
    return Matcher(Model((intent, OUT), weights, bias), Nearest([]))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("intent", ["return_refund", "stock", "a shop's own"])
def test_each_intent_has_its_own_threshold_in_each_language(language: str, intent: str) -> None:
    words = read(SAID[language])
    sure = SURE[language].get(intent, SURE[language][ANY_OTHER])
    assert sure_of(intent, sure + 0.005).match(words).action == "answer"
    assert sure_of(intent, sure - 0.005).match(words).action == "clarify"
    likely = LIKELY[language].get(intent, LIKELY[language][ANY_OTHER])
    assert sure_of(intent, likely + 0.005).match(words).action == "clarify"
    assert sure_of(intent, likely - 0.005).match(words).action == "handoff"


def test_what_is_out_of_scope_is_never_answered() -> None:
    assert sure_of(OUT, 0.999).match(read(SAID["en"])).action == "handoff"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_has_every_intent_and_asks_before_it_answers(language: str) -> None:
    assert SURE[language].keys() == LIKELY[language].keys() == SURE["zh"].keys()
    assert len(SURE[language]) == 26 and ANY_OTHER in SURE[language] and OUT not in SURE[language]
    assert all(0 < LIKELY[language][intent] < sure < 1 for intent, sure in SURE[language].items())
