"""A buyer 买家: one person, however many accounts they write from."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from desk.events import BuyerRanked, Event
from desk.record import noun

LONGEST_LEVEL = 20


@noun(slots=True)
class Buyer:
    id: int
    name: str
    language: str
    created_at: datetime
    version: int = 0
    level: str = ""
    """What the shop calls this customer's standing, in its own word: a fact to see, and nothing is decided by it."""
    events: list[Event] = field(default_factory=list)

    def rank(self, level: str, by: int, at: datetime, conversation_id: int | None = None) -> None:
        """The same word again is nothing new; none takes it away. `conversation_id`: beside which one it was said."""
        shown = "".join(c for c in " ".join(level.split()) if c.isprintable())[:LONGEST_LEVEL].strip()
        if shown == self.level:
            return
        was, self.level = self.level, shown
        self.events.append(
            BuyerRanked(
                at=at, conversation_id=conversation_id, agent_id=by, buyer=self.id, before=was, after=shown
            )
        )


@noun(slots=True)
class Identity:
    """An account a buyer writes from."""

    id: int
    buyer_id: int
    channel: str
    account: str
    identity: str
    name: str
