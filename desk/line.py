"""A line: one buyer's chat with one account of a channel, across all its conversations."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    channel: str
    account: str
    chat: str
