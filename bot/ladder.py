"""What each step of a ladder does when its time has come (D1, D2): written once, in the unit that claims its deadline.

A step whose debt is paid is cancelled with the debt; what fires late, after a stop of the desk, is judged by its own
time: the miss and the alarm were due then, and hold messages wait for their next time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.dialogue.steps import Say
from bot.perform import Performing
from desk.conversation import Conversation, Mode
from desk.deadlines import Deadline, Kind
from desk.events import Climbed
from desk.line import Line
from desk.message import Author
from desk.record import record
from desk.response_time import Act
from desk.targets import Targets
from desk.typing import Typing, Typist

AGAIN = timedelta(seconds=5)
"""A hold message waits so long while the agent types; then it looks again."""
TOO_LATE = timedelta(seconds=30)
"""Behind its time: what was due while the desk stood still is not said to everybody at its start, but after an interval,
to who still waits then."""


@record(frozen=True, slots=True)
class Ring:
    """Somebody outside must hear of this conversation."""

    conversation_id: int
    buyer_name: str
    reason: str
    since: datetime


class Ladders:
    def __init__(self, performing: Performing, typing: Typing, targets: Targets) -> None:
        self._performing, self._typing, self._targets = performing, typing, targets
        self._does: Mapping[Act, Callable[[Conversation, Deadline, datetime], Ring | None]] = {
            Act.SIGNAL: self._nothing_more,
            Act.HOLD: self._hold,
            Act.MISS: self._nothing_more,
            Act.OFFER: self._nothing_more,
            Act.ALARM: self._alarm,
        }

    def climb(self, conversation: Conversation, deadline: Deadline, at: datetime) -> Ring | None:
        """The step is an event, seen by every page that shows the conversation; what else it does follows."""
        if conversation.owed_since is None or conversation.mode not in (Mode.WAITING, Mode.HUMAN):
            return None
        act = Act(deadline.kind)
        if act == Act.HOLD and not self._may_hold(conversation, deadline, at):
            return None
        conversation.events.append(
            Climbed(
                at=at,
                conversation_id=conversation.id,
                agent_id=conversation.agent_id,
                act=act,
                since=conversation.owed_since,
                due_at=deadline.due_at,
            )
        )
        return self._does[act](conversation, deadline, at)

    def _nothing_more(self, conversation: Conversation, deadline: Deadline, at: datetime) -> None:
        """Colour and sound are drawn from the event and the debt."""

    def _alarm(self, conversation: Conversation, deadline: Deadline, at: datetime) -> Ring:
        since = conversation.owed_since or deadline.due_at
        return Ring(conversation.id, conversation.buyer_name, conversation.reason or "", since)

    # --- the hold message

    def _may_hold(self, conversation: Conversation, deadline: Deadline, at: datetime) -> bool:
        """Not while the agent is typing, not before its interval, not long after its time."""
        line = Line(conversation.channel, conversation.account, conversation.chat)
        if conversation.gone:
            return False
        if at - deadline.due_at > TOO_LATE:
            conversation.postpone_hold(self._targets, at + conversation.ladder(self._targets).hold_every)
            return False
        if self._typing.on(line, Typist.AGENT):
            conversation.postpone_hold(self._targets, at + AGAIN)
            return False
        due_at = conversation.hold_due(self._targets)
        if due_at is not None and due_at > at:
            conversation.postpone_hold(self._targets)
        return due_at is not None and due_at <= at

    def _hold(self, conversation: Conversation, deadline: Deadline, at: datetime) -> None:
        key = f"hold:{conversation.id}:{deadline.generation}"
        say = Say("hold_on", 0, {})
        self._performing.say(conversation, say, at, key, author=Author.TIMER, hold=True)
        conversation.hold_again(at, self._targets)


STEPS = frozenset(Kind(act) for act in Act)
