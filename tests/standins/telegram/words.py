"""What Telegram makes of the words that people type: marked, cleaned, and measured."""

from __future__ import annotations

import re
from typing import Any

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MARKS = re.compile(r"(?P<bot_command>(?<!\S)/\w+(?:@\w+)?)|(?P<mention>@\w{4,})")


def marks(name: str, text: str) -> dict[str, Any]:
    """Commands and mentions, marked as Telegram marks them, in UTF-16 units."""
    found = [
        {"type": mark.lastgroup, "offset": units(text[: mark.start()]), "length": units(mark[0])}
        for mark in MARKS.finditer(text)
    ]
    return {name: found} if found else {}


def cleaned(text: str) -> str:
    """As Telegram's servers do: no control characters but tab and line break ever reach a bot."""
    return CONTROLS.sub(" ", text)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
