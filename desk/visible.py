"""What strangers call themselves and their files, fit to stand in a line of ours."""

from __future__ import annotations

import unicodedata

FILE_NAME = 200


def visible(written: str, longest: int) -> str:
    """One line, without control and invisible letters: they would turn it around, or go on where we are thought to speak."""
    return _seen(" ".join(written[:longest].split()), longest)


def file_name(written: str) -> str:
    """For showing, never for using; nothing is hidden behind its last dot."""
    return _seen(written, FILE_NAME)


def _seen(written: str, longest: int) -> str:
    plain = unicodedata.normalize("NFKC", written[:longest])
    return "".join(c for c in plain if unicodedata.category(c)[0] != "C")[:longest].strip()
