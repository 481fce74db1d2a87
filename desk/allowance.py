"""An allowance 放行: a text that the guard stopped, shown to a supervisor who lets it go out once, or does not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from desk import events
from desk.banned.guard import Verdict
from desk.errors import NotAllowed
from desk.machine import Moves
from desk.record import noun


class Asked(StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    USED = "used"
    WITHDRAWN = "withdrawn"


MOVES = Moves(
    {
        (Asked.OPEN, "grant"): Asked.GRANTED,
        (Asked.OPEN, "refuse"): Asked.REFUSED,
        (Asked.OPEN, "withdraw"): Asked.WITHDRAWN,  # the agent says it otherwise, or asks for another text
        (Asked.GRANTED, "use"): Asked.USED,
        (Asked.GRANTED, "withdraw"): Asked.WITHDRAWN,
        (Asked.USED, "call_back"): Asked.GRANTED,  # the text never left: nobody has read it
    }
)
# Nothing else leads out of used: what was allowed once is asked for again.

LONGEST_REASON = 300


@noun(slots=True)
class Allowance:
    id: int
    conversation_id: int
    agent_id: int
    text: str
    rules: list[str]
    """Those that it breaks: it is allowed as far as these, and no further."""
    state: Asked
    asked_at: datetime
    decided_by: int | None = None
    decided_at: datetime | None = None
    reason: str = ""
    used_at: datetime | None = None
    seen_at: datetime | None = None
    """When the agent put a refusal away."""
    version: int = 0
    events: list[events.Event] = field(default_factory=list)

    def grant(self, by: int, reason: str, at: datetime) -> None:
        """Raises NotAllowed for one's own, NotNow where it is no longer open."""
        self._decide("grant", by, reason, at)

    def refuse(self, by: int, reason: str, at: datetime) -> None:
        self._decide("refuse", by, reason, at)

    def _decide(self, verb: str, by: int, reason: str, at: datetime) -> None:
        if by == self.agent_id:
            raise NotAllowed("nobody decides about their own text")
        self._move(verb, by, at)
        self.decided_by, self.decided_at, self.reason = by, at, reason

    def withdraw(self, at: datetime) -> None:
        self._move("withdraw", self.agent_id, at)

    def put_away(self, at: datetime) -> None:
        """The agent has read the answer, or no longer wants it."""
        if self.state == Asked.REFUSED:
            self.seen_at = at
        else:
            self.withdraw(at)

    def covers(self, text: str, conversation_id: int, by: int | None, verdict: Verdict) -> bool:
        """Only this very text, by whoever asked, in that conversation, and no rule that nobody was shown."""
        return (
            self.state == Asked.GRANTED
            and verdict.decision == "ask"
            and (text, conversation_id, by) == (self.text, self.conversation_id, self.agent_id)
            and {hit.rule for hit in verdict.hits} <= set(self.rules)
        )

    def use(self, at: datetime) -> None:
        self._move("use", self.agent_id, at)
        self.used_at = at

    def called_back(self, by: int, at: datetime) -> None:
        """The message that used it was called back before it left."""
        self._move("call_back", by, at)
        self.used_at = None

    def asked(self) -> None:
        """Once it has its number."""
        self._happened("ask", self.agent_id, self.asked_at)

    def _move(self, verb: str, by: int, at: datetime) -> None:
        self.state = MOVES.next(self.state, verb)
        self._happened(verb, by, at)

    def _happened(self, verb: str, by: int, at: datetime) -> None:
        self.events.append(
            events.AllowanceMoved(
                at=at, conversation_id=self.conversation_id, agent_id=by, allowance_id=self.id, verb=verb
            )
        )


def ask(text: str, conversation_id: int, agent_id: int, rules: Collection[str], at: datetime) -> Allowance:
    return Allowance(0, conversation_id, agent_id, text, sorted(rules), Asked.OPEN, at)
