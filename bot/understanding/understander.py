"""The shipped understander: offline, one core, no memory of what was asked before."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path

from bot.understanding import Slot, Understanding
from bot.understanding.examples import ANY_PRODUCT, changes, examples
from bot.understanding.match import WORD_FOR_WORD, Match, Matcher
from bot.understanding.model import Model, load_model, model_file
from bot.understanding.names import Names
from bot.understanding.nearest import Nearest
from bot.understanding.options import option_values
from bot.understanding.products import ProductIndex
from bot.understanding.slots import find_slots
from bot.understanding.words import Words, plainly, read
from desk.normal_form import fold
from desk.phrases import Fault, Packs
from desk.stock import Catalogue

TRAINING_SECONDS = 300

Nicknames = Mapping[str, tuple[str, ...]]


class Offline:
    """Understands by the packs' examples, and by the catalogue once it has one."""

    def __init__(self, packs: Packs, model: Model | None) -> None:
        self._shipped = packs
        self._matcher = self._unchanged = Matcher(model, Nearest(examples(packs)))
        self._nicknames: Nicknames = packs.nicknames
        self._names = Names()
        self._products: ProductIndex | None = None
        read("你好")  # reads OpenCC's tables now, not for the first buyer

    def set_packs(self, packs: Packs) -> None:
        """The packs as the shop has them now: what it added or took away counts from the next sentence on."""
        self._matcher = self._unchanged.changed(*changes(self._shipped, packs))
        if packs.nicknames != self._nicknames:
            self._nicknames, self._products = packs.nicknames, None

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """Cheap when nothing changed: the index is built again only for another version."""
        if self._products is None or self._products.version != catalogue.version:
            self._names = Names(option_values(catalogue))
            self._products = ProductIndex(catalogue, self._nicknames)

    def beside(self, packs: Packs) -> Offline:
        """Another one, as this would be with these packs: to try a change before it is made."""
        other = copy(self)
        other.set_packs(packs)
        return other

    def understand(self, text: str, language_hint: str | None = None) -> Understanding:
        words = read(text, language_hint)
        products = self._products.find(words) if self._products else ()
        named = self._products.mention(words, products[0]) if self._products and products else None
        match = self._matcher.match(_without_name(words, named) if named else words)
        return Understanding(
            text=text,
            language=words.language,
            intent=match.intent,
            confidence=match.confidence,
            top=match.top,
            action=match.action,
            slots=find_slots(words, self._names, named),
            products=products,
            why=_why(match),
        )

    def owner(self, text: str) -> tuple[str, str] | None:
        """The example that says the same, as it was written, and its intent."""
        words = read(text)
        same = self._matcher.nearest.same
        found = same.get(words.plain) or same.get(words.bare)
        return (found.said, found.intent) if found else None

    def alike(self, sentences: Sequence[str], likeness: float) -> list[list[int]]:
        """Places of sentences that say nearly the same, the largest groups first; the first of each is the leader
        that the others are like."""
        return self._matcher.nearest.grouped([read(text).bare for text in sentences], likeness)

    def nearest(self, text: str) -> list[tuple[str, str, float]]:
        """For people: example, intent and likeness (0 to 1) of what comes nearest."""
        found = self._matcher.nearest.find(read(text).bare)
        return [(near.example.said, near.example.intent, round(near.likeness, 2)) for near in found]


def _why(match: Match) -> str:
    if match.same is None:
        return "the likeliest by the model"
    return f"“{match.same.said}” " + ("word for word" if match.confidence == WORD_FOR_WORD else "very nearly")


def _without_name(words: Words, named: Slot) -> Words:
    """The sentence as if it named any product: what is wanted does not hang on the name."""
    name = named.value.lower().strip()
    if (
        name not in words.plain or "0" in name
    ):  # else it is as plain as the sentence; 0 may stand for other digits
        name = plainly(fold(named.value).text)
    if not name:
        return words
    plain, bare = words.plain.replace(name, ANY_PRODUCT), words.bare.replace(name, ANY_PRODUCT)
    return Words(words.original, words.folded, words.first_digit, plain, bare, words.language)


def understander(packs: Packs, folder: Path) -> tuple[Offline, list[Fault]]:
    """Ready to understand, and what people should know about it.

    Where no model fits the packs it is trained in a child process if scikit-learn is there (about half a
    minute); else the nearest examples decide, and a fault says so."""
    file = model_file(folder, packs.hash)
    model = load_model(file)
    if model is None and _train(folder):
        model = load_model(file)
    if model:
        return Offline(packs, model), []
    reason = (
        "no model fits these phrases: only sentences near to an example are understood; install scikit-learn"
    )
    return Offline(packs, None), [Fault(file.name, "", reason)]


def _train(folder: Path) -> bool:
    if importlib.util.find_spec("sklearn") is None:
        return False
    command = [sys.executable, "-m", "bot.understanding.train", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, timeout=TRAINING_SECONDS)
    return done.returncode == 0


__all__ = ["Match", "Offline", "understander"]
