"""Full-width letters, digits and signs, as Chinese keyboards write them, made plain."""

from __future__ import annotations

PLAIN = {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)} | {0x3000: " "}


def narrow(text: str) -> str:
    """`１００７Ａ` → `1007A`; as long as before, except for blanks at the ends."""
    return text.translate(PLAIN).strip()
