"""The shipped packs, their guard and what understands letters by them: read once for all tests of a process, for that takes a
second each time."""

from __future__ import annotations

from copy import copy
from functools import cache, lru_cache
from pathlib import Path

from bot.understanding.understander import Offline, understander
from desk.banned.guard import Guard
from desk.banned.rule import Rule
from desk.phrases import Packs, load_packs

HOME = Path(__file__).parents[1] / "scripts_phrases"


@cache
def packs(shop_language: str = "en") -> Packs:
    return load_packs(HOME) if shop_language == "en" else Packs(packs().by_language, shop_language)


def understands(shop_language: str = "en") -> Offline:
    """One of the caller's own, who may give it other packs."""
    return copy(_ready(shop_language))


def guard() -> Guard:
    return guard_of(packs().rules)


def guard_of(rules: tuple[Rule, ...]) -> Guard:
    """One of the caller's own, who may tell it names and addresses."""
    return copy(_learnt(rules))


@cache
def _ready(shop_language: str) -> Offline:
    return understander(packs(shop_language), HOME)[0]


@lru_cache(4)
def _learnt(rules: tuple[Rule, ...]) -> Guard:
    return Guard(rules)
