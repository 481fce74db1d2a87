"""An offer 派单: a waiting conversation is held out to one person for a short while, then to the next."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from desk.events import OfferOver
from desk.machine import Moves
from desk.record import noun


class OfferState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = (
        "withdrawn"  # taken by a colleague, given back, closed, or the person is not available any more
    )


MOVES = Moves(
    {
        (OfferState.OFFERED, "accept"): OfferState.ACCEPTED,
        (OfferState.OFFERED, "decline"): OfferState.DECLINED,
        (OfferState.OFFERED, "expire"): OfferState.EXPIRED,
        (OfferState.OFFERED, "withdraw"): OfferState.WITHDRAWN,
    }
)
REFUSED = frozenset({OfferState.DECLINED, OfferState.EXPIRED})
"""Who let it go so is asked again only after a pause (desk/asked_again.py)."""


@noun(slots=True)
class Offer:
    id: int
    conversation_id: int
    agent_id: int
    handoff: int
    """Which handoff of the conversation, from 1."""
    made_at: datetime
    expires_at: datetime
    state: OfferState = OfferState.OFFERED
    ended_at: datetime | None = None
    events: list[OfferOver] = field(default_factory=list)

    def accept(self, at: datetime) -> None:
        self._end("accept", at)

    def withdraw(self, at: datetime) -> None:
        self._end("withdraw", at)

    def decline(self, at: datetime) -> None:
        """What is over already stays as it is."""
        self._end("decline", at)

    def expire(self, at: datetime) -> None:
        """Its time is over; what is over already stays as it is."""
        self._end("expire", at)

    def _end(self, verb: str, at: datetime) -> None:
        if MOVES.can(self.state, verb):
            self.state, self.ended_at = MOVES.next(self.state, verb), at
            self.events.append(
                OfferOver(at=at, conversation_id=self.conversation_id, agent_id=self.agent_id, how=self.state)
            )
