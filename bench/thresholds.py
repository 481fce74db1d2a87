"""Chooses from where on the desk answers and asks, by intent and language: `python bench/thresholds.py --data DIR [--write]`.

How sure the model has to be follows from how often it was right when it was that sure: one line through all
(odds against rightness, for each language its own), moved for each intent as far as the sentences say, and less
the fewer they are. Where to draw the border is found on sources left out: each is judged by the others and by the
packs' own sentences, themselves guessed by models that had not seen them. Takes some minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

from bench.calibration import LANGUAGES, Calibration
from bench.guesses import Guess, heard, of_the_packs
from bot.understanding.model import load_model, model_file
from desk.phrases import load_packs

FOLDER = Path(__file__).resolve().parent.parent
TABLE = FOLDER / "bot" / "understanding" / "thresholds.py"
BORDERS = [round(0.8 + n / 100, 2) for n in range(20)]
MOST_WRONG_OF_REAL, MOST_WRONG_OF_ALL, MOST_WRONG_OF_KNOWN = 0.018, 0.02, 0.017
"""Share of the answers: to real buyers of one language, counting one more wrong than there was; to all; and to all
when each source is judged by what was learnt of itself, too, which is to be better than what is promised."""
AIM = 0.5
"""Share of real buyers' sentences that are answered."""
WORTH_ASKING = 0.5
"""How often who is asked which is meant should be offered the right one."""
Told = Callable[[Guess], bool]
Judged = Sequence[tuple[Guess, float]]
"""Guesses, and how surely each is right."""


def left_out(guesses: Sequence[Guess], packs: Sequence[Guess]) -> Judged:
    """By sources other than its own."""
    judged: list[tuple[Guess, float]] = []
    for source in sorted({g.source for g in guesses}):
        others = [g for g in (*guesses, *packs) if g.source != source]
        calibration = Calibration(_telling(others), "answer")
        judged += [(g, _rightness(calibration, g)) for g in guesses if g.source == source]
    return judged


def _telling(guesses: Sequence[Guess]) -> list[Guess]:
    """What is said word for word or never answered says nothing of a threshold; nor what is far below any."""
    return [g for g in guesses if g.may_answer and not g.word_for_word and g.odds >= 0.3]


def _rightness(calibration: Calibration, guess: Guess) -> float:
    if not guess.may_answer:
        return 0.0
    return 1.0 if guess.word_for_word else calibration.rightness(guess)


def borders(judged: Judged, known: Judged) -> dict[str, float]:
    """The pair that brings most real buyers an answer, up to the half of each language that is aimed at, while few
    enough answers are wrong.

    `judged` by other sources only, `known` by all."""
    allowed = [
        {"zh": zh, "en": en}
        for zh, en in product(
            *([b for b in BORDERS if _right_enough(judged, language, b)] for language in LANGUAGES)
        )
        if _wrong(judged, {"zh": zh, "en": en}) <= MOST_WRONG_OF_ALL
        and _wrong(known, {"zh": zh, "en": en}) <= MOST_WRONG_OF_KNOWN
    ]
    nearly_never = dict.fromkeys(LANGUAGES, BORDERS[-1])
    return max(allowed, key=lambda border: _answered(judged, border), default=nearly_never)


def _right_enough(judged: Judged, language: str, border: float) -> bool:
    real = [(g, sure) for g, sure in judged if g.real and g.language == language]
    return _wrong(real, {language: border}, 1) <= MOST_WRONG_OF_REAL


def _wrong(judged: Judged, border: dict[str, float], more: int = 0) -> float:
    answered = [g for g, sure in judged if sure >= border[g.language]]
    return (sum(not g.right for g in answered) + more) / (len(answered) + more or 1)


def _answered(judged: Judged, border: dict[str, float]) -> float:
    """The two languages' shares together, of each what it adds to the aim."""
    shares = 0.0
    for language in LANGUAGES:
        real = [
            sure >= border[language] for g, sure in judged if g.real and g.counted and g.language == language
        ]
        shares += min(AIM, sum(real) / max(1, len(real)))
    return shares


def report(judged: Judged, border: dict[str, float]) -> str:
    rows = [f"borders {border}", f"{'source':34}{'answered':>10}{'answers':>9}{'wrong':>7}{'share':>8}"]
    sources = sorted({(guess.source, guess.language) for guess, _ in judged})
    parts: dict[str, Told] = {f"{source} {language}": _is(source, language) for source, language in sources}
    parts |= {f"real {language}": _real(language) for language in LANGUAGES} | {"all": lambda guess: True}
    for name, told in parts.items():
        part = [(g, sure >= border[g.language]) for g, sure in judged if told(g)]
        answers = [g for g, answered in part if answered]
        share = sum(g.counted for g in answers) / max(1, sum(g.counted for g, _ in part))
        wrong = sum(not g.right for g in answers)
        rows.append(f"{name:34}{share:>10.3f}{len(answers):>9}{wrong:>7}{wrong / max(1, len(answers)):>8.3f}")
    return "\n".join(rows)


def _is(source: str, language: str) -> Told:
    return lambda guess: (guess.source, guess.language) == (source, language)


def _real(language: str) -> Told:
    return lambda guess: guess.real and guess.language == language


def table(all_guesses: Sequence[Guess], border: dict[str, float]) -> str:
    answer, ask = (
        Calibration(_telling(all_guesses), "answer"),
        Calibration([g for g in all_guesses if g.asked_odds >= 0.05], "ask"),
    )
    lines = [
        '"""From where on the desk answers and asks, by language and intent; chosen by bench/thresholds.py."""',
        "",
    ]
    for name, chosen, at in (
        ("SURE", answer, border),
        ("LIKELY", ask, dict.fromkeys(LANGUAGES, WORTH_ASKING)),
    ):
        lines += [f"{name}: dict[str, dict[str, float]] = {{"]
        for language in LANGUAGES:
            intents = sorted({g.intent for g in all_guesses if g.intent != "out_of_scope"})
            numbers = {i: chosen.threshold(language, i, at[language]) for i in intents}
            numbers["any other"] = chosen.threshold(language, "any other", at[language])
            lines += [
                f'    "{language}": {{',
                *(f'        "{i}": {n},' for i, n in numbers.items()),
                "    },",
            ]
        lines += ["}"]
    return "\n".join(lines) + "\n"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--packs", type=Path, default=FOLDER / "scripts_phrases")
    ask.add_argument("--write", action="store_true", help="replace bot/understanding/thresholds.py")
    asked = ask.parse_args()
    packs = load_packs(asked.packs)
    model = load_model(model_file(asked.packs, packs.hash))
    if model is None:
        sys.exit("train the model first")
    guesses, own = list(heard(asked.data / "dev.jsonl", packs, model)), list(of_the_packs(packs))
    judged, calibration = left_out(guesses, own), Calibration(_telling([*guesses, *own]), "answer")
    known = [(guess, _rightness(calibration, guess)) for guess in guesses]
    border = borders(judged, known)
    print(
        "each source judged by the others", report(judged, border), "by all", report(known, border), sep="\n"
    )
    written = table([*guesses, *own], border)
    if asked.write:
        TABLE.write_text(written, encoding="utf-8")
    else:
        print(written)


if __name__ == "__main__":
    main()
