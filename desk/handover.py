"""A handoff 转人工: the buyer needs a person; why, since when, and who came."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from desk.record import noun, record


class Reason(StrEnum):
    ASKED = "asked"  # the buyer asked for a person
    NOT_UNDERSTOOD = "not_understood"  # twice
    UPSET = "upset"
    ABUSE = "abuse"  # insults after a notice: for the supervisor
    PASSED_ON = "passed_on"  # a person put it back into the queue
    TOPIC = "topic"  # the rules of the topic say so
    SHOP_DOWN = "shop_down"
    GUARD = "guard"  # the bot's own words were stopped
    UNDELIVERED = "undelivered"  # an answer failed or is unsure
    CANNOT_READ = "cannot_read"  # sticker, voice, video
    WRONG_PROOFS = "wrong_proofs"  # five wrong proofs of ownership in a day
    PHOTOS = "photos"
    TROUBLE = "trouble"  # an error of our own
    TAKEN_OVER = "taken_over"  # an agent stepped in unasked


@noun(slots=True)
class Handoff:
    id: int
    conversation_id: int
    reason: Reason
    detail: str
    asked_at: datetime
    taken_by: int | None = None
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    topic: str = ""
    """The intent that led to it; empty where none did."""
    given_by: int | None = None
    """The person who passed it on or put it back."""
    meant_for: int | None = None
    """The person it was passed on to; others come when they cannot."""
    note: str = ""
    """A word for whoever comes."""

    def waited(self, at: datetime) -> timedelta:
        return (self.taken_at or at) - self.asked_at


@record(frozen=True, slots=True)
class Came:
    """A person came: the open handoff is theirs."""

    conversation_id: int
    agent_id: int
    at: datetime


@record(frozen=True, slots=True)
class Over:
    """The open handoff is over: given back, or closed."""

    conversation_id: int
    at: datetime
