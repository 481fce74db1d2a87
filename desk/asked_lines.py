"""Questions of a program, one to a line of JSON: what is understood, what the guard says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from desk.errors import DeskError


class NotALine(DeskError):
    """A line of the input is not `{"id", "text", …}`; the message names the line."""


def asked_lines(source: Iterable[str]) -> Iterator[dict[str, str]]:
    """What each line asks, in their order; empty lines ask nothing. Raises NotALine as soon as it comes to one."""
    for number, line in enumerate(source, 1):
        if line.strip():
            yield _asked(line, number)


def _asked(line: str, number: int) -> dict[str, str]:
    try:
        asked = json.loads(line)
    except ValueError as error:
        raise NotALine(f"line {number} is not JSON: {error}") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise NotALine(f'line {number} has no "text"')
    return asked
