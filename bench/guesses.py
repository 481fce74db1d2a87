"""What the model makes of sentences whose meaning is known: other authors', and the packs' own by folds held out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from bot.understanding.examples import Example, examples
from bot.understanding.match import COURTESIES, KNOWN, LONGEST_COURTESY, OUT, Matcher
from bot.understanding.model import Model, load_model, save_model
from bot.understanding.nearest import Nearest
from bot.understanding.train import train
from bot.understanding.words import read
from desk.grams import grams
from desk.phrases import Packs
from desk.record import record

FOLDS, SEED = 5, 0
Right = Callable[[str], bool]


@record(frozen=True, slots=True)
class Guess:
    source: str
    language: str
    real: bool
    intent: str
    """The likeliest."""
    odds: float
    asked: str
    """The likeliest that could be asked about."""
    asked_odds: float
    right: bool
    among_three: bool
    """Whether who is asked which is meant would be offered the right one."""
    counted: bool
    """Whether it should be answered: neither an acknowledgement nor out of scope."""
    word_for_word: bool
    may_answer: bool


def heard(file: Path, packs: Packs, model: Model) -> Iterator[Guess]:
    """Of other authors' sentences: text, lang, intent, alt, style and source."""
    matcher = Matcher(model, Nearest(examples(packs)))
    for line in map(json.loads, filter(str.strip, file.read_text(encoding="utf-8").splitlines())):
        words = read(line["text"])
        same = matcher.nearest.same.get(words.plain) or matcher.nearest.same.get(words.bare)
        meant = {line["intent"], *line.get("alt", ())}
        known = line["lang"][:2], line["source"], line["style"] == "real", line["intent"] not in {"ack", OUT}
        yield _guess(model, words.bare, words.language[:2], meant.__contains__, known, same)


def of_the_packs(packs: Packs) -> Iterator[Guess]:
    """Each sentence as guessed by a model that has not seen it: whoever wrote it, its intent is as easily confused."""
    said = [e for e in examples(packs) if e.plain]
    fold = np.random.default_rng(SEED).integers(0, FOLDS, len(said))
    for number in range(FOLDS):
        learnt = [e for e, f in zip(said, fold, strict=True) if f != number]
        seen, model = {e.plain for e in learnt}, _trained(learnt)
        for one in (e for e, f in zip(said, fold, strict=True) if f == number and e.plain not in seen):
            known = one.language[:2], "packs", False, one.intent not in {"ack", OUT}
            yield _guess(model, one.plain, one.language[:2], one.intent.__eq__, known, None)


def _trained(said: list[Example]) -> Model:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.npz"
        save_model(file, *train(said, lessons=1))
        model = load_model(file)
    assert model is not None
    return model


def _guess(
    model: Model,
    bare: str,
    spoken: str,
    right: Right,
    known: tuple[str, str, bool, bool],
    same: Example | None,
) -> Guess:
    odds, seen = model.probabilities(grams(bare))
    three = [(model.intents[i], float(odds[i])) for i in odds.argsort()[:-4:-1].tolist()]
    intent = same.intent if same else three[0][0]
    asked = next(one for one in three if one[0] != OUT)
    polite = intent in COURTESIES and len(bare) > LONGEST_COURTESY[spoken]
    _, source, real, counted = known
    return Guess(
        source, spoken, real, intent, three[0][1], *asked, right(intent), _among(three, right), counted,
        same is not None, intent != OUT and (same is not None or (seen >= KNOWN and not polite)),
    )  # fmt: skip


def _among(three: Iterable[tuple[str, float]], right: Right) -> bool:
    return any(right(name) for name, _ in three if name != OUT)
