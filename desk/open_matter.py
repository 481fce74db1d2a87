"""An open matter 未结事项 (E3): one thing that whoever leaves still has in hand, and to whom it goes.

What kinds there are stands in `desk/store/matters.py`: a further one (tickets) is a row there and a word here."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from desk import events
from desk.errors import AlreadyTaken
from desk.machine import Moves
from desk.record import noun

LONGEST_LINE = 500


class MatterKind(StrEnum):
    CONVERSATION = "conversation"
    PROMISE = "promise"
    ESCALATION = "escalation"


class MatterState(StrEnum):
    UNASSIGNED = "unassigned"
    OFFERED = "offered"  # to a colleague by name, who has not said yes or no
    ACCEPTED = "accepted"
    REOFFERED = "reoffered"  # to whoever routing finds, or whoever takes it
    PARKED = "parked"  # looked at again at a time, by somebody named
    GONE = "gone"  # it settled itself: closed, kept, taken over
    STAYED = "stayed"  # the person did not leave after all


_STATES = MatterState
MOVES = Moves(
    {
        (_STATES.UNASSIGNED, "offer"): _STATES.OFFERED,
        (_STATES.UNASSIGNED, "reoffer"): _STATES.REOFFERED,
        (_STATES.UNASSIGNED, "park"): _STATES.PARKED,
        (_STATES.UNASSIGNED, "vanish"): _STATES.GONE,
        (_STATES.UNASSIGNED, "stay"): _STATES.STAYED,
        (_STATES.OFFERED, "offer"): _STATES.OFFERED,  # to somebody else
        (_STATES.OFFERED, "accept"): _STATES.ACCEPTED,
        (_STATES.OFFERED, "decline"): _STATES.UNASSIGNED,
        (_STATES.OFFERED, "take_back"): _STATES.UNASSIGNED,
        (_STATES.OFFERED, "reoffer"): _STATES.REOFFERED,
        (_STATES.OFFERED, "park"): _STATES.PARKED,
        (_STATES.OFFERED, "vanish"): _STATES.GONE,
        (_STATES.OFFERED, "stay"): _STATES.STAYED,
        (_STATES.PARKED, "reoffer"): _STATES.REOFFERED,  # its owner was released
        (_STATES.REOFFERED, "accept"): _STATES.ACCEPTED,  # whoever took it
        (_STATES.REOFFERED, "vanish"): _STATES.GONE,
        # The leaver has it again: it wants a new decision.
        (_STATES.GONE, "come_back"): _STATES.UNASSIGNED,
        (_STATES.ACCEPTED, "come_back"): _STATES.UNASSIGNED,
        (_STATES.REOFFERED, "come_back"): _STATES.UNASSIGNED,
        (_STATES.PARKED, "come_back"): _STATES.UNASSIGNED,
    }
)
NOBODYS = frozenset({MatterState.UNASSIGNED, MatterState.OFFERED})
"""While one of these is left nobody signs off."""


@noun(slots=True)
class OpenMatter:
    id: int
    handover_id: int
    kind: MatterKind
    of: int
    """The number of the conversation, promise or escalation."""
    conversation_id: int | None
    leaver_id: int
    progress: str
    """What was done; first what the desk knows, then what the leaver writes."""
    result: str
    """What shall come of it: the next step."""
    state: MatterState
    changed_at: datetime
    to_id: int | None = None
    """To whom it was offered, who accepted it, or who looks at what is parked."""
    until: datetime | None = None
    """When what is parked is looked at again."""
    told: str = ""
    """What the buyer hears when it is parked."""
    declined_by: int | None = None
    version: int = 0
    events: list[events.Event] = field(default_factory=list)

    def describe(self, progress: str, result: str) -> None:
        self.progress, self.result = progress[:LONGEST_LINE], result[:LONGEST_LINE]

    def offer(self, to: int, at: datetime, *, until: datetime | None = None, told: str = "") -> None:
        """To a colleague, who says yes or no; with `until` it is to be looked at only then."""
        self._move("offer", at, self.leaver_id, to)
        self.until, self.told, self.declined_by = until, told, None

    def accept(self, by: int, at: datetime) -> None:
        """Raises AlreadyTaken where a colleague was quicker, NotNow where it is not offered any more."""
        if self.state == MatterState.ACCEPTED and self.to_id != by:
            raise AlreadyTaken()
        self._move("accept", at, by, by)

    def decline(self, by: int, at: datetime) -> None:
        self._move("decline", at, by, None)
        self.declined_by = by
        self.until, self.told = None, ""

    def take_back(self, at: datetime) -> None:
        self._move("take_back", at, self.leaver_id, None)

    def reoffer(self, by: int, at: datetime) -> None:
        self._move("reoffer", at, by, None)
        self.until = None

    def park(self, until: datetime, told: str, at: datetime) -> None:
        """For the leaver's own next time."""
        self._move("park", at, self.leaver_id, self.leaver_id)
        self.until, self.told = until, told

    def vanish(self, at: datetime) -> None:
        self._move("vanish", at, None, None)

    def come_back(self, at: datetime) -> None:
        self._move("come_back", at, None, None)
        self.until, self.told = None, ""

    def stay(self, at: datetime) -> None:
        self._move("stay", at, self.leaver_id, None)

    def _move(self, verb: str, at: datetime, by: int | None, to: int | None) -> None:
        before = self.to_id
        self.state = MOVES.next(self.state, verb)
        self.to_id, self.changed_at = to, at
        self.events.append(
            events.ShiftHandoverMoved(
                at=at, agent_id=by, handover=self.handover_id, leaver=self.leaver_id, matter=self.id, verb=verb,
                to=to, before=before,
            )
        )  # fmt: skip
