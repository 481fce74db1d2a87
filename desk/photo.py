"""A photo of a buyer: fetched in its own time, kept as it came, shown as a cleaned copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from desk.machine import Moves
from desk.record import noun


class PhotoState(StrEnum):
    PENDING = "pending"
    OK = "ok"  # bytes and hash are durable
    FAILED = "failed"


class ViewState(StrEnum):
    NONE = "none"  # nothing to look at yet
    PENDING = "pending"
    OK = "ok"
    FAILED = "failed"


MOVES = Moves(
    {
        (PhotoState.PENDING, "keep"): PhotoState.OK,
        (PhotoState.PENDING, "give_up"): PhotoState.FAILED,
        (PhotoState.FAILED, "try_again"): PhotoState.PENDING,
    }
)
VIEW_MOVES = Moves(
    {
        (ViewState.NONE, "owe"): ViewState.PENDING,
        (ViewState.PENDING, "draw"): ViewState.OK,
        (ViewState.PENDING, "give_up"): ViewState.FAILED,
    }
)

# Waits between tries to fetch; after the last one the photo failed, with a "try again" for the agent.
PAUSES = tuple(timedelta(seconds=s) for s in (1, 4, 15, 60, 300))


@noun(slots=True)
class Photo:
    id: int
    key: str
    """Its address: 128 random bits."""
    conversation_id: int | None
    seq: int | None
    inbox_id: int | None
    owner: str
    channel: str
    account: str
    ref: str
    unique_ref: str | None
    name: str
    as_file: bool
    state: PhotoState
    created_at: datetime
    sha256: str | None = None
    size_bytes: int | None = None
    type: str | None = None
    view_state: ViewState = ViewState.NONE
    view_sha256: str | None = None
    width: int | None = None
    height: int | None = None
    error: str = ""
    attempts: int = 0
    next_try_at: datetime | None = None
    version: int = 0
    likeness: str | None = None
    """Of the viewer's copy (desk/likeness.py)."""

    @property
    def shows_nothing(self) -> bool:
        """It never came, or is no picture: whatever it should have shown is still to be shown."""
        return self.state == PhotoState.FAILED or self.view_state == ViewState.FAILED

    def copy(
        self, key: str, conversation_id: int, seq: int, channel: str, account: str, at: datetime
    ) -> Photo:
        """The same picture as part of a message: a phrase's goes to many buyers."""
        return replace(
            self,
            id=0,
            key=key,
            conversation_id=conversation_id,
            seq=seq,
            channel=channel,
            account=account,
            created_at=at,
            version=0,
        )

    def keep(self, sha256: str, size_bytes: int, at: datetime) -> None:
        """The bytes are durable; the viewer's copy is owed."""
        self.state = MOVES.next(self.state, "keep")
        self.sha256, self.size_bytes, self.error = sha256, size_bytes, ""
        self.view_state = VIEW_MOVES.next(self.view_state, "owe")
        self.attempts, self.next_try_at = 0, at

    def draw(self, sha256: str, kind: str, width: int, height: int, likeness: str) -> None:
        """The viewer's copy is there; `kind` is what the bytes really were."""
        self.view_state = VIEW_MOVES.next(self.view_state, "draw")
        self.view_sha256, self.type, self.width, self.height = sha256, kind, width, height
        self.likeness = likeness
        self.next_try_at = None

    def cannot_draw(self, reason: str) -> None:
        """Not a picture we take; the bytes stay, for download by right only."""
        self.view_state = VIEW_MOVES.next(self.view_state, "give_up")
        self.error, self.next_try_at = reason, None

    def missed(self, reason: str, at: datetime, *, for_good: bool) -> bool:
        """Could not be fetched: again after a pause, or never; True when it has failed now."""
        self.error = reason
        if for_good or self.attempts >= len(PAUSES):
            self.state, self.next_try_at = MOVES.next(self.state, "give_up"), None
            return True
        self.next_try_at = at + PAUSES[self.attempts]
        self.attempts += 1
        return False

    def try_again(self, at: datetime) -> None:
        self.state = MOVES.next(self.state, "try_again")
        self.attempts, self.next_try_at, self.error = 0, at, ""
