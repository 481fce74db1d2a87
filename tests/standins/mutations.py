"""Broken updates by the thousand, grown from good ones by a seed: what anybody may post to a webhook."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

PAYLOADS = Path(__file__).parent.parent / "payloads" / "telegram"
FIRST_ID = 700_000_000
WRONG: Sequence[Any] = (
    None, True, False, 0, -1, 1.5, 10**30, -(10**30), 2**63, 2**64, 1e300, "", "x", "7", "\x00", "\ud83d", "é" * 5000,
    "A" * 70_000, "<script>alert(1)</script>", "{slot}", "'; DROP TABLE message; --", [], [None], [[]], {}, {"id": {}},
    [1, "two", {"three": 3}], float("nan"), float("inf"),
)  # fmt: skip
"""What stands where something else belongs."""


def seeds() -> list[dict[str, Any]]:
    """The good updates, one of each sort."""
    good = [
        path for path in sorted(PAYLOADS.glob("*.json")) if not path.name.startswith(("broken_", "lone_"))
    ]
    return [json.loads(path.read_bytes()) for path in good]


def mutated(count: int, seed: int) -> Iterator[bytes]:
    """`count` updates, each damaged one to three times; the same for the same seed."""
    dice = random.Random(seed)
    good = seeds()
    for number in range(count):
        update = deepcopy(dice.choice(good))
        update["update_id"] = FIRST_ID + number
        yield damaged(update, dice)


def damaged(update: dict[str, Any], dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 3)):
        dice.choice(WITHIN)(update, dice)
    raw = json.dumps(update, ensure_ascii=dice.random() < 0.8).encode("utf-8", "surrogatepass")
    return dice.choice(BYTES)(raw, dice) if dice.random() < 0.3 else raw


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) of the tree."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


def _place(update: dict[str, Any], dice: random.Random) -> tuple[Any, Any]:
    places = list(_places(update))
    return dice.choice(places) if places else ({"": None}, "")


def _swap_type(update: dict[str, Any], dice: random.Random) -> None:
    within, key = _place(update, dice)
    within[key] = deepcopy(dice.choice(WRONG))


def _lose(update: dict[str, Any], dice: random.Random) -> None:
    within, key = _place(update, dice)
    del within[key]


def _move(update: dict[str, Any], dice: random.Random) -> None:
    """A branch of the tree where another belongs."""
    (from_within, from_key), (within, key) = _place(update, dice), _place(update, dice)
    within[key] = deepcopy(from_within[from_key])


def _wrap(update: dict[str, Any], dice: random.Random) -> None:
    within, key = _place(update, dice)
    within[key] = dice.choice(([within[key]], {"value": within[key]}, str(within[key])))


def _spoil_text(update: dict[str, Any], dice: random.Random) -> None:
    within, key = _place(update, dice)
    if isinstance(within[key], str):
        at = dice.randint(0, len(within[key]))
        within[key] = (
            within[key][:at]
            + dice.choice(("\x00", "\udc00", "\u202e", "\ufeff", "﷽" * 50))
            + within[key][at:]
        )


def _cut(raw: bytes, dice: random.Random) -> bytes:
    return raw[: dice.randint(0, len(raw))]


def _flip(raw: bytes, dice: random.Random) -> bytes:
    spoilt = bytearray(raw)
    for _ in range(dice.randint(1, 8)):
        spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
    return bytes(spoilt)


def _not_utf8(raw: bytes, dice: random.Random) -> bytes:
    at = dice.randint(0, len(raw))
    return raw[:at] + dice.choice((b"\xff", b"\xc3", b"\xed\xa0\xbd", b"\xf8\x88")) + raw[at:]


def _deep(raw: bytes, dice: random.Random) -> bytes:
    depth = dice.choice((500, 2_000, 100_000))
    return raw[:-1] + b', "deep": ' + b"[" * depth + b"]" * depth + b"}"


def _huge_number(raw: bytes, dice: random.Random) -> bytes:
    return (
        raw[:-1]
        + b', "huge": '
        + dice.choice((b"9" * 10_000, b"1e400", b"-1e999", b"0." + b"1" * 5_000))
        + b"}"
    )


def _twice(raw: bytes, dice: random.Random) -> bytes:
    return dice.choice(
        (raw + raw, b"[" + raw + b"]", b"\xef\xbb\xbf" + raw, raw.decode("utf-8", "replace").encode("utf-16"))
    )


WITHIN: Sequence[Callable[[dict[str, Any], random.Random], None]] = (
    _swap_type, _swap_type, _swap_type, _lose, _lose, _move, _wrap, _spoil_text,
)  # fmt: skip
BYTES: Sequence[Callable[[bytes, random.Random], bytes]] = (
    _cut,
    _flip,
    _not_utf8,
    _deep,
    _huge_number,
    _twice,
)
