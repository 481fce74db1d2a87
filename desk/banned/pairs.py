"""Small tables, written as text: "a=b c=d"."""

from __future__ import annotations


def pairs(table: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in table.split())
