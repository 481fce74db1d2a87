"""Cutting a long text into pieces that a channel takes, without losing a character."""

from __future__ import annotations

import unicodedata


def utf16_length(text: str) -> int:
    """What Telegram counts: UTF-16 code units; a family emoji of 7 code points is 11."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit` UTF-16 units, cut at a line, a sentence or a space where possible.

    Joined together they are the text again. A combining mark or a joiner is never cut from its base unless
    one such cluster alone is longer than the limit."""
    found = []
    while utf16_length(text) > limit:
        end = _cut_at(text, _most(text, limit))
        found.append(text[:end])
        text = text[end:]
    return [*found, text]


def _most(text: str, limit: int) -> int:
    """How many code points fit into `limit` units."""
    units = 0
    for index, char in enumerate(text):
        units += 2 if ord(char) > 0xFFFF else 1
        if units > limit:
            return index
    return len(text)


def _cut_at(text: str, most: int) -> int:
    for marks in ("\n", "。！？.!?", " ，,；;"):
        end = max(text.rfind(mark, most // 2, most) for mark in marks) + 1
        if end > 0 and not _inside_cluster(text, end):
            return end
    end = most
    while end > most // 2 and _inside_cluster(text, end):
        end -= 1
    return end if end > most // 2 else most


def _inside_cluster(text: str, end: int) -> bool:
    if end >= len(text):
        return False
    before, after = text[end - 1], text[end]
    return (
        unicodedata.combining(after) != 0
        or after in "\u200d\ufe0f\ufe0e\u20e3"
        or before == "\u200d"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )
