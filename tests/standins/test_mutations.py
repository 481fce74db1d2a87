"""The damaged updates are many, different, hostile, and the same for the same seed."""

from __future__ import annotations

import json

from tests.standins.mutations import mutated


def test_the_same_seed_damages_the_same_way() -> None:
    assert list(mutated(300, 5)) == list(mutated(300, 5)) != list(mutated(300, 6))


def test_every_sort_of_damage_is_there() -> None:
    letters = list(mutated(2_000, 5))
    assert len(set(letters)) > 1_950, "only the shortest cuts are alike"
    assert any(b"[" * 100_000 in raw for raw in letters), "deep nesting"
    assert any(b"9" * 10_000 in raw for raw in letters), "huge numbers"
    assert any(b"NaN" in raw for raw in letters)
    assert any(b"\\ud83d" in raw and b"\\ude22" not in raw for raw in letters), "lone surrogates"
    assert any(not is_utf8(raw) for raw in letters)
    assert 1_000 < sum(is_json(raw) for raw in letters) < 1_900, "most damage is within good JSON"


def is_utf8(raw: bytes) -> bool:
    try:
        return bool(raw.decode()) or True
    except UnicodeDecodeError:
        return False


def is_json(raw: bytes) -> bool:
    try:
        return bool(json.loads(raw)) or True
    except (ValueError, RecursionError):
        return False
