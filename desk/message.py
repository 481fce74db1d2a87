"""A message: what somebody said in a conversation, in its place."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from desk.record import noun


class Author(StrEnum):
    BUYER = "buyer"
    BOT = "bot"
    HUMAN = "human"
    TIMER = "timer"  # the desk by itself: a notice, a reminder
    NOTE = "note"  # between colleagues; never leaves


SCORE, FOLLOW_UP = "score", "follow_up"
ASIDE = (SCORE, FOLLOW_UP)
"""Kinds of what a buyer said that only answers a question of the desk's own: it counts nowhere else."""


@noun(slots=True)
class Message:
    id: int
    conversation_id: int
    seq: int
    author: Author
    author_id: int | None
    kind: str
    """text, photo, press, sticker …: what the channel called it."""
    text: str
    at: datetime
    """When it reached us, or when it was written."""
    event_at: datetime | None = None
    """The channel's own time."""
    inbox_id: int | None = None
    group_id: str | None = None
    ext_msg_id: str | None = None
    buttons: list[list[str]] = field(default_factory=list)
    """[text, data] each; of a press, the one that was pressed."""
    revision: int = 0
    """How often it was changed, by the buyer or, a card, by the desk; older texts are kept."""


@noun(slots=True)
class Revision:
    """A text that an edited message once had; 0 is the first."""

    id: int
    conversation_id: int
    seq: int
    n: int
    text: str
    at: datetime
    inbox_id: int | None
