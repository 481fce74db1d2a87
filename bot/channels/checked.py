"""Values out of JSON that anybody may have written: each is what it should be, or the letter is Unreadable."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, TypeGuard

import orjson

from bot.channels import Unreadable
from desk.clock import from_ms

Tree = dict[str, object]

MAX_NUMBER = 2**63 - 1
MAX_SECONDS = 2**32 - 1
MAX_WORD = 512
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def parsed(raw: bytes) -> Any:
    """The value these bytes say. orjson is quick and strict; what it may refuse for lone surrogates is read again."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        if b"\\u" not in raw:
            raise Unreadable("not JSON") from None
    try:
        return json.loads(raw.decode(), parse_constant=_refused)
    except (ValueError, RecursionError):
        raise Unreadable("not JSON") from None


def is_number(value: object) -> TypeGuard[int]:
    """A whole number that every store can keep; true and false are none."""
    return type(value) is int and -MAX_NUMBER <= value <= MAX_NUMBER


def number(parent: Tree, name: str) -> int:
    value = parent.get(name)
    if not is_number(value):
        raise Unreadable(f"{name} is not a number of 64 bits")
    return value


def words(parent: Tree, name: str, longest: int = MAX_WORD) -> str | None:
    """A text, storable; None where there is none."""
    value = parent.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > longest:
        raise Unreadable(f"{name} is not a text of at most {longest:,} characters")
    return storable(value)


def tree(parent: Tree, name: str) -> Tree:
    value = parent.get(name)
    if not isinstance(value, dict):
        raise Unreadable(f"{name} is not an object")
    return value


def instant(parent: Tree, name: str) -> datetime:
    """A time given as whole seconds since 1970."""
    seconds = number(parent, name)
    if not 0 <= seconds <= MAX_SECONDS:
        raise Unreadable(f"{name} is not a time")
    return from_ms(seconds * 1000)


def storable(text: str) -> str:
    """The text with U+FFFD for each NUL and lone surrogate, which no store keeps; all else exactly as it came."""
    return UNSTORABLE.sub("\ufffd", text)


def _refused(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")
