"""What strangers call themselves and their files, fit to stand in a line of ours."""

from __future__ import annotations

import unicodedata

FILE_NAME = 200


def visible(written: str, longest: int) -> str:
    """One line, without control and invisible letters: they would turn it around, hide what is behind the last dot of a file's
    name, or go on where we are thought to speak."""
    plain = " ".join(unicodedata.normalize("NFKC", written[:longest]).split())
    return "".join(c for c in plain if unicodedata.category(c)[0] != "C")[:longest].strip()


def file_name(written: str) -> str:
    """For showing, never for using."""
    return visible(written, FILE_NAME)
