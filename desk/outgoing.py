"""An outgoing letter: one piece of a message on its road to the buyer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from desk.machine import Moves
from desk.message import Author
from desk.record import noun, record


class OutState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"  # may have arrived; on screen "unsure 未确认"
    CANCELLED = "cancelled"


MOVES = Moves(
    {
        (OutState.QUEUED, "claim"): OutState.SENDING,
        (OutState.QUEUED, "cancel"): OutState.CANCELLED,  # stale, or withdrawn before it left
        (OutState.QUEUED, "fail"): OutState.FAILED,  # refused before it left: the chat is gone
        (OutState.SENDING, "postpone"): OutState.QUEUED,  # surely not sent: 429, no route
        (OutState.SENDING, "accept"): OutState.SENT,
        (OutState.SENDING, "fail"): OutState.FAILED,
        (OutState.SENDING, "lose_sight"): OutState.UNKNOWN,  # no answer, or we died while sending
    }
)
# Nothing leads out of failed and unknown: sending again is a new letter, so that history stays whole.


@noun(slots=True)
class Outgoing:
    id: int
    conversation_id: int
    seq: int
    channel: str
    account: str
    chat: str
    idem_key: str
    author: Author
    author_id: int | None
    part: int
    parts: int
    text: str
    buttons: list[list[str]]
    photo: str | None
    text_sha: str
    state: OutState
    mode_version: int
    cause: int | None
    queued_at: datetime
    perfunctory: bool = False
    """A person's word that answers nothing (嗯, ok): the debt stays when the channel has it."""
    not_before: datetime | None = None
    lease_until: datetime | None = None
    attempts: int = 0
    sent_at: datetime | None = None
    ext_msg_id: str | None = None
    error: str = ""
    settled_at: datetime | None = None
    """When a person dealt with a failed or unsure letter."""
    edits: int | None = None
    """The letter whose message shall say this instead, in its place."""

    def move(self, verb: str) -> None:
        self.state = MOVES.next(self.state, verb)

    def claim(self, at: datetime, lease: timedelta) -> None:
        self.move("claim")
        self.lease_until = at + lease
        self.attempts += 1

    @property
    def open_loss(self) -> bool:
        """It failed or is unsure, and nobody has dealt with it."""
        return self.state in (OutState.FAILED, OutState.UNKNOWN) and self.settled_at is None

    def again(self, mode_version: int, at: datetime) -> Outgoing:
        """The same words as a new letter; one letter is sent again once at most."""
        return replace(
            self,
            id=0,
            idem_key=f"again:{self.id}",
            state=OutState.QUEUED,
            mode_version=mode_version,
            queued_at=at,
            not_before=None,
            lease_until=None,
            attempts=0,
            error="",
            settled_at=None,
        )

    def anew(
        self,
        text: str,
        text_sha: str,
        buttons: list[list[str]],
        idem_key: str,
        mode_version: int,
        at: datetime,
    ) -> Outgoing:
        """A letter that lets this one's message say something else. It may be repeated: the same twice is the same."""
        return replace(
            self,
            id=0,
            idem_key=idem_key,
            text=text,
            text_sha=text_sha,
            buttons=buttons,
            state=OutState.QUEUED,
            mode_version=mode_version,
            cause=None,
            queued_at=at,
            not_before=None,
            lease_until=None,
            attempts=0,
            sent_at=None,
            ext_msg_id=None,
            error="",
            settled_at=None,
            edits=self.id,
        )

    @property
    def automatic(self) -> bool:
        return self.author in (Author.BOT, Author.TIMER)


@record(frozen=True, slots=True)
class Hush:
    """Nothing that the bot thought before may leave: its queued letters are cancelled, its unanswered ones done."""

    conversation_id: int
