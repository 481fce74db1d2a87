"""What is wrong with the settings, told in plain words: the file, the key, and what it must be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from desk.errors import DeskError

PLAIN = {
    "extra_forbidden": "nobody knows this key",
    "missing": "is missing",
    "string_type": "must be a text in quotes",
    "string_too_short": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le} or less",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "literal_error": "must be {expected}",
    "tuple_type": "must be a list in [ ]",
    "dict_type": "must be a section in [ ] with keys below it",
    "model_type": "must be a section in [ ] with keys below it",
}


class ConfigFaults(DeskError):
    """The configuration cannot be used as it is."""

    def __init__(self, file: Path, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{file}: {fault}" for fault in faults))


def plainly(error: ValidationError) -> Iterator[tuple[str, str]]:
    """Each fault as (key, words). The value is never told: it may be a password."""
    for fault in error.errors(include_url=False, include_input=False):
        words = PLAIN.get(fault["type"])
        yield (
            key_of(fault["loc"]),
            words.format_map(fault.get("ctx", {})) if words else fault["msg"].removeprefix("Value error, "),
        )


def key_of(place: tuple[str | int, ...]) -> str:
    """`channels.web.main.origins, entry 2`: people count from one."""
    names = [str(part) for part in place if isinstance(part, str) and part != "[key]"]
    entries = [f", entry {part + 1}" for part in place if isinstance(part, int)]
    return ".".join(names) + "".join(entries) or "the file"
