"""The sender's own name of a file: for showing, never for using."""

from __future__ import annotations

import unicodedata

LONGEST = 200


def shown(written: str) -> str:
    """Without control and invisible letters: they would turn it around, or hide what is behind its last dot."""
    name = unicodedata.normalize("NFKC", written[:LONGEST])
    return "".join(c for c in name if unicodedata.category(c)[0] != "C")[:LONGEST].strip()
