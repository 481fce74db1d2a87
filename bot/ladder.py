"""What each step of a ladder does when its time has come (D1, D2): written once, in the unit that claims its deadline.

A step whose debt is paid is cancelled with the debt; what fires late, after a stop of the desk, is judged by its own
time: the miss and the alarm were due then, and hold messages wait for their next time."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.dialogue.steps import Say
from bot.perform import Performing
from desk.alert import Cause
from desk.conversation import Conversation, Mode
from desk.deadlines import Deadline, Kind, step_of
from desk.events import Climbed
from desk.line import Line
from desk.message import Author
from desk.response_time import Act
from desk.store import Book, alerts, letters, offers
from desk.targets import Targets
from desk.typing import Typing, Typist

AGAIN = timedelta(seconds=5)
"""A hold message waits so long while the agent types, or an answer leaves; then it looks again."""
TOO_LATE = timedelta(seconds=30)
"""Behind its time: what was due while the desk stood still is not said to everybody at its start, but after an interval,
to who still waits then."""


class Ladders:
    def __init__(self, performing: Performing, typing: Typing, targets: Targets) -> None:
        self._performing, self._typing, self._targets = performing, typing, targets

    def climb(self, book: Book, conversation: Conversation, deadline: Deadline, at: datetime) -> None:
        """The step is an event, from which pages draw colour and sound; a hold message, an offer and an alarm do
        more."""
        since = conversation.owed_since
        if since is None or conversation.mode not in (Mode.WAITING, Mode.HUMAN):
            return
        act = Act(deadline.kind)
        if act == Act.HOLD and not self._may_hold(book, conversation, deadline, at):
            return
        conversation.events.append(
            Climbed(
                at=at,
                conversation_id=conversation.id,
                agent_id=conversation.agent_id,
                act=act,
                since=since,
                due_at=deadline.due_at,
            )
        )
        if act == Act.HOLD:
            self._hold(conversation, deadline, at)
        elif act == Act.OFFER:
            self._offer(book, conversation, deadline, at)
        elif act == Act.ALARM:
            alerts.raise_alert(
                book,
                Cause.WAITS,
                conversation.buyer_name,
                conversation.reason or "",
                at=at,
                since=since,
                conversation_id=conversation.id,
            )

    def _offer(self, book: Book, conversation: Conversation, deadline: Deadline, at: datetime) -> None:
        """To others of the same queue, or of another one. Who waits is held out to one after the other already."""
        steps = conversation.ladder(self._targets).steps
        place = step_of(deadline.generation)
        queue = int(steps[place].queue or 0) if place < len(steps) else 0
        if conversation.mode == Mode.HUMAN:
            offers.ask_another(book, conversation, at, queue or None)
        elif queue:
            conversation.stand_in(queue, at, self._targets)

    # --- the hold message

    def _may_hold(self, book: Book, conversation: Conversation, deadline: Deadline, at: datetime) -> bool:
        """Not while the agent is typing, nor behind an answer that can still be called back; not before its interval, not long
        after its time."""
        line = Line(conversation.channel, conversation.account, conversation.chat)
        if conversation.gone:
            return False
        if at - deadline.due_at > TOO_LATE:
            conversation.postpone_hold(self._targets, at + conversation.ladder(self._targets).hold_every)
            return False
        if self._typing.on(line, Typist.AGENT) or letters.answer_leaves(book, conversation.id, at - AGAIN):
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
