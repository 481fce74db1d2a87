"""A conversation 会话: one buyer, one chat, one session; who has it, and who may speak now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from desk import events
from desk.banned import Guard
from desk.clock import to_ms
from desk.cut import pieces, utf16_length
from desk.deadlines import HOLDS_FROM, STEPS, Deadline, Kind, Off, Paid, generation
from desk.errors import AlreadyTaken, BannedPhrase, NotNow, NotYourTurn
from desk.handover import Came, Handoff, Over, Reason
from desk.machine import Moves
from desk.message import Author, Message
from desk.outgoing import Hush, Outgoing, OutState
from desk.response_time import Ladder, Owed, Reply, settles
from desk.targets import USUALLY, Targets


class Mode(StrEnum):
    BOT = "bot"
    WAITING = "waiting"
    HUMAN = "human"
    CLOSED = "closed"


MOVES = Moves(
    {
        (Mode.BOT, "hand_off"): Mode.WAITING,
        (Mode.BOT, "take"): Mode.HUMAN,  # an agent steps in unasked
        (Mode.WAITING, "take"): Mode.HUMAN,
        (Mode.WAITING, "give_back"): Mode.BOT,
        (Mode.HUMAN, "take_over"): Mode.HUMAN,  # by another person, who has the right
        (Mode.HUMAN, "release"): Mode.WAITING,  # back into the queue, still owed a person
        (Mode.HUMAN, "give_back"): Mode.BOT,
        (Mode.BOT, "close"): Mode.CLOSED,
        (Mode.WAITING, "close"): Mode.CLOSED,
        (Mode.HUMAN, "close"): Mode.CLOSED,
        (Mode.CLOSED, "reopen"): Mode.BOT,  # the buyer wrote again soon after
    }
)

STOPS = frozenset({"ask", "block"})
"""Verdicts of the guard with which a text does not leave."""

# Moves after which nothing that the bot thought before may leave. A handoff is not among them: what the
# buyer asked before asking for a person is still answered while they wait.
FENCES = frozenset({"take", "take_over", "give_back", "close", "reopen"})


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of a message the channel carries in one piece, in UTF-16 units."""

    max_text: int = 4096
    max_caption: int = 1024


@dataclass(slots=True)
class Conversation:
    id: int
    buyer_id: int
    channel: str
    account: str
    chat: str
    identity: str
    buyer_name: str
    language: str
    mode: Mode
    mode_version: int
    agent_id: int | None
    opened_at: datetime
    closed_at: datetime | None
    last_seq: int
    last_at: datetime
    last_line: str
    last_author: str
    waiting_since: datetime | None
    """First message of the buyer that nobody, not even the bot, has answered."""
    owed_since: datetime | None
    """Since when the buyer is owed a person; a bot's word never hides it."""
    reason: Reason | None
    dialogue: dict[str, Any]
    greeted: bool
    in_group: bool
    gone: bool
    round: int = 0
    handoffs: int = 0
    unthought: int = 0
    """Letters that the bot still owes a thought: their number, so that a lone one need not be looked up."""
    early_edits: int = 0
    """Edits that came before the message they change."""
    undelivered: int = 0
    debts: int = 0
    """How often a person came to be owed."""
    held: int = 0
    """Hold messages in the present debt."""
    held_at: datetime | None = None
    """The last hold message, in whichever debt."""
    hold_tries: int = 0
    """How often a further one was armed in the present debt."""
    version: int = 0
    events: list[events.Event] = field(default_factory=list)
    born: list[Any] = field(default_factory=list)
    """What this unit made or ended (messages, letters, handoffs, deadlines); the book writes it in this order."""

    # --- the buyer

    def hear(self, message: Message, at: datetime, targets: Targets) -> None:
        """The buyer said something: its number, the clocks, the deadline. `message.seq` is set here."""
        reopened = self.mode == Mode.CLOSED
        if reopened:
            self._move("reopen", "buyer", at)
            self.closed_at = None
        self._append(message, at)
        if reopened:
            self.watch_idle(at, targets)
        self._start_clocks(message.event_at or at, targets)
        self.gone = False
        self.events.append(events.Heard(at=at, conversation_id=self.id, seq=message.seq))

    def watch_idle(self, at: datetime, targets: Targets) -> None:
        """Once opened, and again whenever it was looked at and somebody had spoken since."""
        due_at = max(at, self.last_at + targets.idle)
        self._arm(Kind.IDLE, to_ms(due_at), due_at)

    def _start_clocks(self, since: datetime, targets: Targets) -> None:
        if self.mode in (Mode.WAITING, Mode.HUMAN) and self.owed_since is None:
            self._owe_a_person(since, targets)
        if self.waiting_since is None:
            self.waiting_since = since
            self.round += 1
            promptness = targets.rules.promptness
            ladder = promptness.ladder_for(self.channel)
            if due_at := promptness.due(ladder, since, ladder.target):
                self._arm(Kind.REPLY, self.round, due_at)

    def _owe_a_person(self, since: datetime, targets: Targets) -> None:
        """The clock that no word of the bot stops; its whole ladder is armed at once."""
        self.owed_since = since
        self.debts += 1
        self.held = self.hold_tries = 0
        promptness = targets.rules.promptness
        for place, (step, due_at) in enumerate(promptness.steps_due(self.ladder(targets), since)):
            self._arm(Kind(step.act), generation(self.debts, place), due_at)

    def _a_person_answered(self, unanswered: datetime | None, targets: Targets) -> None:
        """`unanswered`: when the buyer first spoke after that answer; a new debt began then."""
        self.owed_since = None
        self.born.append(Paid(self.id))
        if unanswered is not None:
            self._owe_a_person(unanswered, targets)

    def ladder(self, targets: Targets) -> Ladder:
        return targets.rules.promptness.ladder_for(self.channel, topic=self.reason or "")

    def hold_again(self, at: datetime, targets: Targets) -> None:
        """A hold message went; the next one is armed, where there may be one more in this debt."""
        self.held += 1
        self.held_at = at
        self.postpone_hold(targets)

    def hold_due(self, targets: Targets) -> datetime | None:
        """When the next hold message may go; None: no more of them, or nobody is owed."""
        if self.owed_since is None:
            return None
        ladder = self.ladder(targets)
        return targets.rules.promptness.hold_due(ladder, self.owed_since, self.held, self.held_at)

    def postpone_hold(self, targets: Targets, until: datetime | None = None) -> None:
        """Armed anew for when it may go by the ladder, or for `until`."""
        due_at = until or self.hold_due(targets)
        if due_at is not None and HOLDS_FROM + self.hold_tries < STEPS:
            self._arm(Kind.HOLD, generation(self.debts, HOLDS_FROM + self.hold_tries), due_at)
            self.hold_tries += 1

    def reopens(self, at: datetime, targets: Targets) -> bool:
        return self.closed_at is not None and at - self.closed_at <= targets.reopen

    def lose_buyer(self, at: datetime) -> None:
        """Blocked, or the chat is no more: nobody is owed anything until they write again."""
        self.gone = True
        self.waiting_since = self.owed_since = None
        self.born += [Off(self.id, Kind.REPLY), Paid(self.id)]
        self.events.append(events.BuyerGone(at=at, conversation_id=self.id))

    @property
    def bot_answers(self) -> bool:
        """Who waits for a person is still told about stock and orders; not where a person has had it already: handing
        back to the bot is explicit (E1)."""
        return self.mode == Mode.BOT or (self.mode == Mode.WAITING and self.reason != Reason.PASSED_ON)

    # --- one mouth

    def say(
        self,
        text: str,
        *,
        author: Author,
        at: datetime,
        guard: Guard,
        idem_key: str,
        reach: Reach,
        by: int | None = None,
        buttons: Sequence[tuple[str, str]] = (),
        photo: str | None = None,
        cause: int | None = None,
        hold: bool = False,
    ) -> Message:
        """Everything that goes to the buyer. `hold`: a word of the clock while a person is owed, and the only one that
        it says where a person has the conversation. Raises NotYourTurn, BannedPhrase (with `hits`), TooLong, NotNow."""
        self._may_speak(author, by, hold)
        verdict = guard.check(text, author)
        if verdict.decision in STOPS:
            raise BannedPhrase(verdict.hits)
        if not text and photo is None:
            raise NotNow("there is nothing to send")
        message = self._said(text, author, by, at, buttons, photo)
        empty = author == Author.HUMAN and photo is None and guard.is_perfunctory(text)
        self._letters(message, photo, idem_key, reach, cause, perfunctory=empty)
        return message

    def note(self, text: str, by: int | None, at: datetime) -> Message:
        """A word among colleagues; no letter, no clock."""
        return self._said(text, Author.NOTE, by, at, (), None)

    def _may_speak(self, author: Author, by: int | None, hold: bool = False) -> None:
        if self.gone:
            raise NotNow("the buyer has blocked the shop; nothing reaches them")
        if author == Author.HUMAN and (self.mode != Mode.HUMAN or by != self.agent_id):
            raise NotYourTurn()
        if author == Author.BOT and not self.bot_answers:
            raise NotYourTurn(f"the bot is silent while this is {self.mode}")
        if author == Author.TIMER and self.mode not in (Mode.BOT, Mode.WAITING) and not hold:
            raise NotYourTurn(f"the bot is silent while this is {self.mode}")

    def _said(
        self,
        text: str,
        author: Author,
        by: int | None,
        at: datetime,
        buttons: Sequence[tuple[str, str]],
        photo: str | None,
    ) -> Message:
        kind = "photo" if photo else "text"
        message = Message(0, self.id, 0, author, by, kind, text, at, buttons=[list(pair) for pair in buttons])
        self._append(message, at)
        self.events.append(events.Said(at=at, conversation_id=self.id, agent_id=by, seq=message.seq))
        return message

    def _letters(
        self,
        message: Message,
        photo: str | None,
        idem_key: str,
        reach: Reach,
        cause: int | None,
        *,
        perfunctory: bool,
    ) -> None:
        texts = [message.text]
        if photo is not None and utf16_length(message.text) > reach.max_caption:
            texts = ["", *pieces(message.text, reach.max_text)]
        elif photo is None:
            texts = pieces(message.text, reach.max_text)
        for part, text in enumerate(texts, start=1):
            self.born.append(
                Outgoing(
                    id=0,
                    conversation_id=self.id,
                    seq=message.seq,
                    channel=self.channel,
                    account=self.account,
                    chat=self.chat,
                    idem_key=idem_key if part == 1 else f"{idem_key}/{part}",
                    author=message.author,
                    author_id=message.author_id,
                    part=part,
                    parts=len(texts),
                    text=text,
                    buttons=message.buttons if part == len(texts) else [],
                    photo=photo if part == 1 else None,
                    text_sha=sha(text),
                    state=OutState.QUEUED,
                    mode_version=self.mode_version,
                    cause=cause,
                    queued_at=message.at,
                    perfunctory=perfunctory,
                )
            )

    def _append(self, message: Message, at: datetime) -> None:
        self.last_seq += 1
        message.seq = self.last_seq
        self.last_at = at
        # What a person said last tells lists more than what the bot said to everybody.
        if message.author in (Author.BUYER, Author.HUMAN) or (
            message.author != Author.NOTE and not self.last_line
        ):
            self.last_author = message.author
            self.last_line = message.text.replace("\n", " ")[:120] or f"[{message.kind}]"
        self.born.append(message)

    # --- changing hands

    def hand_off(
        self, reason: Reason, at: datetime, targets: Targets, *, by: str = "bot", detail: str = ""
    ) -> None:
        """A person is owed. While one already is, or has it, nothing changes."""
        if self.mode != Mode.BOT:
            return
        self._move("hand_off", by, at, reason=reason)
        self.reason = reason
        self._owe_a_person(self.waiting_since or at, targets)
        self._queue(reason, detail, at)

    def take(
        self, agent_id: int, at: datetime, *, may_take_over: bool = False, targets: Targets = USUALLY
    ) -> None:
        """Into a person's hands; who takes it from the bot takes its unanswered debt along. Taking what one has already
        changes nothing. Raises AlreadyTaken, NotNow."""
        if self.mode == Mode.HUMAN:
            if self.agent_id == agent_id:
                return
            if not may_take_over:
                raise AlreadyTaken()
        verb = "take_over" if self.mode == Mode.HUMAN else "take"
        unasked = self.mode == Mode.BOT
        self._move(verb, "agent", at, agent_id=agent_id)
        self.agent_id = agent_id
        self.born.append(Came(self.id, agent_id, at))
        if unasked:
            self.reason = Reason.TAKEN_OVER
            if self.waiting_since is not None:
                self._owe_a_person(self.waiting_since, targets)

    def release(self, at: datetime, by: int, targets: Targets) -> None:
        """Back into the queue: another person shall come."""
        self._move("release", "agent", at, agent_id=by)
        self.agent_id = None
        self.reason = Reason.PASSED_ON
        if self.owed_since is None:
            self._owe_a_person(at, targets)
        self._queue(self.reason, "", at)

    def give_back(self, at: datetime, by: int) -> None:
        """To the bot, explicitly. It answers what comes from now on, nothing from before."""
        self._move("give_back", "agent", at, agent_id=by)
        self._let_go(at)

    def close(self, at: datetime, *, by: int | None = None) -> None:
        self._move("close", "agent" if by is not None else "timer", at, agent_id=by)
        self._let_go(at)
        self.closed_at = at

    def _let_go(self, at: datetime) -> None:
        self.agent_id = self.reason = self.waiting_since = self.owed_since = None
        self.dialogue = {}
        self.born += [Over(self.id, at), Paid(self.id), Off(self.id, Kind.REPLY)]
        if self.mode == Mode.CLOSED:
            self.born.append(Off(self.id, Kind.IDLE))

    def _queue(self, reason: Reason, detail: str, at: datetime) -> None:
        self.born.append(Handoff(0, self.id, reason, detail, at))
        self.handoffs += 1

    def _move(
        self, verb: str, by: str, at: datetime, *, agent_id: int | None = None, reason: str = ""
    ) -> None:
        before, self.mode = self.mode, MOVES.next(self.mode, verb)
        if verb in FENCES:
            self.mode_version += 1
            self.born.append(Hush(self.id))
            self.unthought = 0
        self.events.append(
            events.ModeChanged(
                at=at,
                conversation_id=self.id,
                agent_id=agent_id,
                verb=verb,
                before=before,
                after=self.mode,
                by=by,
                reason=reason,
            )
        )

    # --- what became of a letter

    def delivered(
        self, letter: Outgoing, at: datetime, unanswered: datetime | None, targets: Targets = USUALLY
    ) -> None:
        """The channel accepted it. `unanswered`: when the buyer first spoke after that message, if they did."""
        if letter.part == letter.parts:
            paid = settles(Reply(letter.author, OutState.SENT, letter.perfunctory))
            if Owed.PERSON in paid:
                self._a_person_answered(unanswered, targets)
            if Owed.ANSWER in paid:
                self.waiting_since = unanswered
                if unanswered is None:
                    self.born.append(Off(self.id, Kind.REPLY))
        self.events.append(events.Delivered(at=at, conversation_id=self.id, seq=letter.seq))

    def not_delivered(self, letter: Outgoing, at: datetime, targets: Targets) -> None:
        """It failed or is unsure: counted, and a person looks at it."""
        self.events.append(
            events.Undelivered(at=at, conversation_id=self.id, seq=letter.seq, state=letter.state)
        )
        if letter.state == OutState.CANCELLED:
            return
        self.undelivered += 1
        if not self.gone:
            self.hand_off(Reason.UNDELIVERED, at, targets, by="timer", detail=letter.error)

    def settled(self, letter: Outgoing, at: datetime, by: int | None, how: str) -> None:
        self.undelivered = max(0, self.undelivered - 1)
        self.events.append(
            events.Settled(at=at, conversation_id=self.id, agent_id=by, seq=letter.seq, how=how)
        )

    def send_again(self, letter: Outgoing, by: int, at: datetime) -> None:
        """A failed or unsure letter once more, as a new one; twice changes nothing. Raises NotYourTurn, NotNow."""
        if letter.open_loss:
            self._may_speak(Author.HUMAN, by)
            self.born.append(letter.again(self.mode_version, at))
            self._settle(letter, at, by, "sent_again")

    def let_be(self, letter: Outgoing, by: int, at: datetime) -> None:
        """Nobody shall look at this failed or unsure letter any more."""
        if letter.open_loss:
            self._settle(letter, at, by, "let_be")

    def _settle(self, letter: Outgoing, at: datetime, by: int, how: str) -> None:
        letter.settled_at = at
        self.settled(letter, at, by, how)

    def _arm(self, kind: Kind, generation: int, due_at: datetime) -> None:
        self.born.append(Deadline(0, self.id, kind, generation, due_at))


def sha(text: str) -> str:
    """SHA-256 of the text's UTF-8, as the export names texts."""
    return hashlib.sha256(text.encode()).hexdigest()


def opening(values: Mapping[str, Any], at: datetime) -> Conversation:
    """A new conversation, with the bot."""
    return Conversation(
        id=0,
        mode=Mode.BOT,
        mode_version=0,
        agent_id=None,
        opened_at=at,
        closed_at=None,
        last_seq=0,
        last_at=at,
        last_line="",
        last_author="",
        waiting_since=None,
        owed_since=None,
        reason=None,
        dialogue={},
        greeted=False,
        gone=False,
        **values,
    )


__all__ = ["FENCES", "MOVES", "Conversation", "Mode", "Reach", "Targets", "opening", "sha"]
