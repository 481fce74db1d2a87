"""Thresholds follow from how often guesses were right, and less from few sentences than from many."""

from __future__ import annotations

from collections.abc import Iterator

from bench.calibration import Calibration
from bench.guesses import Guess
from bench.thresholds import BORDERS, borders, left_out, table

ODDS = [n / 200 for n in range(80, 200)]


def guess(
    intent: str, odds: float, right: bool, language: str = "en", source: str = "lamps", real: bool = True
) -> Guess:
    return Guess(source, language, real, intent, odds, intent, odds, right, right, True, False, True)


def guesses(intent: str, often: int, language: str = "en", source: str = "lamps") -> Iterator[Guess]:
    """Of so many guesses one is wrong; of sure ones, none."""
    for n, odds in enumerate(ODDS):
        yield guess(intent, odds, n % often != 0 or odds > 0.9, language, source)


MANY = [
    *guesses("stock", 9),
    *guesses("invoice", 9),
    *guesses("stock", 9, "zh"),
    *guesses("invoice", 9, "zh"),
]


def test_an_intent_that_is_often_wrong_needs_more_odds_and_most_where_it_is() -> None:
    wrong = [guess("exchange", odds, False) for odds in ODDS[:100:9]]
    found = Calibration([*MANY, *wrong], "answer")
    english, chinese = (found.threshold(language, "exchange", 0.8) for language in ("en", "zh"))
    assert english > chinese > found.threshold("zh", "stock", 0.8)


def test_what_is_wrong_in_one_language_moves_the_other_less() -> None:
    mixed = [
        guess("exchange", odds, language == "zh", language)
        for language in ("zh", "en")
        for odds in ODDS[:100:9]
    ]
    found = Calibration([*MANY, *mixed], "answer")
    assert found.threshold("en", "exchange", 0.8) > found.threshold("zh", "exchange", 0.8) + 0.3


def test_few_sentences_move_a_threshold_less_than_many() -> None:
    few = Calibration([*MANY, *[guess("exchange", 0.8, False)] * 2], "answer").threshold(
        "en", "exchange", 0.8
    )
    many = Calibration([*MANY, *[guess("exchange", 0.8, False)] * 12], "answer").threshold(
        "en", "exchange", 0.8
    )
    other = Calibration(MANY, "answer").threshold("en", "exchange", 0.8)
    assert other < few < many


def test_a_source_is_judged_without_itself() -> None:
    rugs = [guess("stock", odds, False, source="rugs") for odds in ODDS]
    packs = list(guesses("stock", 5, source="packs"))
    judged = dict(left_out([*MANY, *rugs], packs))
    assert {g.source for g in judged} == {"lamps", "rugs"}
    by_others = Calibration([*MANY, *packs], "answer")
    assert all(abs(judged[rug] - by_others.rightness(rug)) < 1e-6 for rug in rugs)


def test_the_border_lies_where_few_enough_are_wrong() -> None:
    judged = [
        (guess("stock", 0.5, right, language), sure) for language in ("zh", "en") for right, sure in SEEN
    ]
    assert borders(judged, judged) == {"zh": 0.9, "en": 0.9}
    nobody = [(guess("stock", 0.5, False, language), 0.999) for language in ("zh", "en")]
    assert borders(nobody, nobody) == {"zh": BORDERS[-1], "en": BORDERS[-1]}


def test_what_is_known_must_be_better_than_promised() -> None:
    judged = [
        (guess("stock", 0.5, right, language), sure) for language in ("zh", "en") for right, sure in SEEN
    ]
    known = [(g, 0.93 if not g.right else sure) for g, sure in judged]
    assert borders(judged, known) == {"zh": 0.94, "en": 0.94}


def test_what_is_answered_beyond_the_aim_is_not_paid_for_in_the_other_language() -> None:
    judged = said("zh", 120, 0.95) + said("zh", 60, 0.85) + said("zh", 20, 0.1)
    judged += said("en", 80, 0.95) + said("en", 10, 0.85) + said("en", 110, 0.1)
    judged += said("zh", 3, 0.85, False, real=False) + said("en", 3, 0.85, False, real=False)
    found = borders(judged, judged)
    assert found["zh"] > 0.85 >= found["en"]


def test_few_enough_of_all_are_not_enough_for_real_buyers() -> None:
    judged = [
        one
        for language in ("zh", "en")
        for one in said(language, 100, 0.95) + said(language, 3, 0.895, False)
    ]
    assert borders(judged + said("en", 1000, 0.95, real=False), judged[:100]) == {"zh": 0.9, "en": 0.9}


def test_what_other_sources_promise_must_hold_for_all_sentences() -> None:
    right = said("zh", 100, 0.95) + said("en", 100, 0.95)
    assert borders(right + said("en", 5, 0.895, False, real=False), right)["en"] == 0.9


def said(
    language: str, many: int, sure: float, right: bool = True, real: bool = True
) -> list[tuple[Guess, float]]:
    return [(guess("stock", 0.5, right, language, real=real), sure)] * many


SEEN = [(True, 0.95)] * 300 + [(False, 0.895)] * 10 + [(False, 0.95)] * 2


def test_the_table_is_numbers_for_every_intent_and_language() -> None:
    read: dict[str, dict[str, dict[str, float]]] = {}
    exec(table(MANY, {"zh": 0.9, "en": 0.9}), read)
    for name in ("SURE", "LIKELY"):
        assert set(read[name]["zh"]) == set(read[name]["en"]) == {"stock", "invoice", "any other"}
