"""A conversation 会话: one buyer, one chat, one session; who has it, and who may speak now."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from desk import events, masking
from desk.allowance import Allowance
from desk.banned.guard import Guard, Verdict
from desk.banned.hit import SPEAKS_AS, hits_of
from desk.clock import to_ms
from desk.cut import pieces, utf16_length
from desk.deadlines import HOLDS_FROM, LADDER, STEPS, Deadline, Kind, Off, Paid, generation
from desk.errors import AlreadyTaken, BannedPhrase, NotNow, NotYourTurn
from desk.handover import Came, Handoff, Over, Reason
from desk.machine import Moves
from desk.message import Author, Message, Revision
from desk.offer import Offer
from desk.outgoing import Hush, Outgoing, OutState
from desk.queue_time import corrected_at
from desk.record import noun, record
from desk.response_time import Act, Ladder, Owed, Reply, settles
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
        (Mode.HUMAN, "hand_over"): Mode.HUMAN,  # from one to another at the end of a shift; both have said so
        (Mode.HUMAN, "release"): Mode.WAITING,  # back into the queue, still owed a person
        (Mode.HUMAN, "pass_on"): Mode.WAITING,  # to a colleague or a queue
        (Mode.WAITING, "pass_on"): Mode.WAITING,
        (Mode.HUMAN, "give_back"): Mode.BOT,
        (Mode.BOT, "close"): Mode.CLOSED,
        (Mode.WAITING, "close"): Mode.CLOSED,
        (Mode.HUMAN, "close"): Mode.CLOSED,
        (Mode.CLOSED, "reopen"): Mode.BOT,  # the buyer wrote again soon after
    }
)

WITH_A_PERSON = frozenset({Mode.WAITING, Mode.HUMAN})
"""Modes in which a person is owed, or has it."""

WHISPER = "whisper"
"""The kind of message that a whisper is."""

STOPS = frozenset({"ask", "block"})
"""Verdicts of the guard with which a text does not leave."""

# Moves after which nothing that the bot thought before may leave. A handoff is not among them: what the
# buyer asked before asking for a person is still answered while they wait.
FENCES = frozenset({"take", "take_over", "hand_over", "give_back", "close", "reopen"})
HUSHES = FENCES - {"reopen"}
"""Whoever reopens a conversation by a word shall be answered: nothing older is left in it to be hushed."""


@record(frozen=True, slots=True)
class Reach:
    """How much of a message the channel carries in one piece, in UTF-16 units."""

    max_text: int = 4096
    max_caption: int = 1024
    edits: bool = False
    """What was said can be changed in its place."""
    begins_within: timedelta | None = None
    """So long after the buyer's last word we may begin something there; None: always."""


@noun(slots=True)
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
    """How often a ladder was armed: when a person came to be owed, and for who stood in another queue then."""
    held: int = 0
    """Hold messages in the present debt."""
    held_at: datetime | None = None
    """The last hold message, in whichever debt."""
    hold_tries: int = 0
    """How often a further one was armed in the present debt."""
    queue_id: int | None = None
    """Where it waits, or was taken from; None = not sorted yet, or in no queue of its own."""
    topic: str = ""
    """What the buyer wanted when a person was called: an intent; `follow_up` where they answered one of ours."""
    score_id: int | None = None
    """The question about satisfaction that was the last thing said here: the next words may answer it."""
    follow_up_id: int | None = None
    """The same of a follow-up."""
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
        self.score_id = self.follow_up_id = None
        if reopened:
            self.born.append(Off(self.id, Kind.SCORE))
            self.watch_idle(at, targets)
        self._start_clocks(message.event_at or at, targets)
        self.gone = False
        self.events.append(events.Heard(at=at, conversation_id=self.id, seq=message.seq))

    def hear_aside(self, message: Message, kind: str, at: datetime) -> None:
        """The buyer answered what the desk asked by itself, and said nothing else. It stands here like everything they
        say, and begins nothing: no clock, no round; what is over stays over."""
        message.kind = kind
        self._append(message, at)
        self.gone = False
        self.events.append(events.HeardAside(at=at, conversation_id=self.id, seq=message.seq))

    def watch_idle(self, at: datetime, targets: Targets) -> None:
        """Once opened, and again whenever it was looked at and somebody had spoken since."""
        due_at = max(at, self.last_at + targets.idle)
        self._arm(Kind.IDLE, to_ms(due_at), due_at)

    def _start_clocks(self, since: datetime, targets: Targets) -> None:
        if self.mode in WITH_A_PERSON and self.owed_since is None:
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
        self.held = 0
        self._arm_ladder(since, targets)

    def _arm_ladder(self, since: datetime, targets: Targets, climbed: Collection[Act] = ()) -> None:
        self.debts += 1
        self.hold_tries = 0
        for place, (step, due_at) in enumerate(
            targets.rules.promptness.steps_due(self.ladder(targets), since)
        ):
            # A hold message keeps its interval from one of an earlier wait, too.
            when = self.hold_due(targets) if step.act == Act.HOLD else due_at
            if step.act not in climbed and when is not None:
                self._arm(Kind(step.act), generation(self.debts, place), when)

    def _a_person_answered(self, at: datetime, unanswered: datetime | None, targets: Targets) -> None:
        """`unanswered`: when the buyer first spoke after that answer; a new debt began then. Passed on before the answer
        had left, another person is owed all the same: who waits is always owed one."""
        self.owed_since = None
        self.born.append(Paid(self.id, at))
        since = unanswered or (at if self.mode == Mode.WAITING else None)
        if since is not None:
            self._owe_a_person(since, targets)

    def ladder(self, targets: Targets) -> Ladder:
        """A queue is named in a ladder's scope by its number, which no change of its name takes away."""
        queue = str(self.queue_id or "")
        return targets.rules.promptness.ladder_for(self.channel, queue, (self.topic, self.reason or ""))

    def stand_in(self, queue_id: int | None, at: datetime, targets: Targets) -> None:
        """In this queue from now on, whose ladder holds for what is owed already."""
        before = self.ladder(targets)
        self.queue_id = queue_id
        self._change_ladders(before, at, targets)

    def _change_ladders(self, before: Ladder, at: datetime, targets: Targets) -> None:
        """Each act that had its time by the ladder before does not come a second time."""
        if self.owed_since is None or self.ladder(targets) == before:
            return
        promptness = targets.rules.promptness
        climbed = {step.act for step, due_at in promptness.steps_due(before, self.owed_since) if due_at <= at}
        self.arm_anew(at, targets, climbed)

    def arm_anew(self, at: datetime, targets: Targets, climbed: Collection[Act]) -> None:
        """What is owed already, by the ladder and the hours that hold now; `climbed` had their time."""
        if self.owed_since is None:
            return
        # Not Paid: whoever is asked just now still is.
        self.born += [Off(self.id, kind) for kind in LADDER]
        self._arm_ladder(self.owed_since, targets, climbed)
        if Act.HOLD in climbed:
            self.postpone_hold(targets)

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
        self.born += [Off(self.id, Kind.REPLY), Paid(self.id, at)]
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
        photo_name: str = "",
        cause: int | None = None,
        leaves_at: datetime | None = None,
        allowance: Allowance | None = None,
        hold: bool = False,
        afterwards: bool = False,
        own: Collection[str] = (),
    ) -> Message:
        """Everything that goes to the buyer; until `leaves_at` it can be called back. `hold`: a word of the clock while
        a person is owed, and the only one that it says where a person has the conversation. `afterwards`: a question of the desk's own, which may be asked in what is over. `allowance` is used up
        where the text needs it. `own`: what in it is the shop's own address. Raises NotYourTurn, BannedPhrase (with `hits` and the `text` that they stand in),
        TooLong, NotNow."""
        self._may_speak(author, by, hold, afterwards)
        if photo_name:
            self._pass(photo_name, author, by, at, guard, None)
        self._pass(text, author, by, at, guard, allowance, own)
        if not text and photo is None:
            raise NotNow("there is nothing to send")
        message = self._said(text, author, by, at, buttons, photo)
        self.score_id = self.follow_up_id = None
        empty = author == Author.HUMAN and photo is None and guard.is_perfunctory(text)
        self._letters(message, photo, idem_key, reach, cause, leaves_at, perfunctory=empty)
        return message

    def reword(
        self,
        letter: Outgoing,
        text: str,
        buttons: Sequence[tuple[str, str]],
        *,
        at: datetime,
        guard: Guard,
        idem_key: str,
        reach: Reach,
        own: Collection[str] = (),
    ) -> None:
        """That letter's message shall say this instead, in its place. It makes no sound and begins nothing, so the
        conversation may be over; while a person has it nothing changes. The message is as it was until the channel
        has taken it. Raises NotNow, NotYourTurn, BannedPhrase."""
        if self.gone or not reach.edits or letter.parts > 1 or utf16_length(text) > reach.max_text:
            raise NotNow("this message cannot be changed")
        if self.mode == Mode.HUMAN:
            raise NotYourTurn("a person has it")
        self._pass(text, letter.author, None, at, guard, None, own)
        pairs = [list(pair) for pair in buttons]
        self.born.append(letter.anew(text, sha(text), pairs, idem_key, self.mode_version, at))

    def reworded(self, message: Message, letter: Outgoing, at: datetime) -> None:
        """The channel shows the new words; what it said before is kept. An answer it is not."""
        if (message.text, message.buttons) != (letter.text, letter.buttons):
            before = Revision(0, self.id, message.seq, message.revision, message.text, at, None)
            self.born.append(before)
            message.revision += 1
            message.text, message.buttons = letter.text, letter.buttons
        self.events.append(events.Edited(at=at, conversation_id=self.id, seq=message.seq))

    def _pass(
        self,
        text: str,
        author: Author,
        by: int | None,
        at: datetime,
        guard: Guard,
        allowance: Allowance | None,
        own: Collection[str] = (),
    ) -> None:
        verdict = guard.check(text, SPEAKS_AS[author], channel=self.channel, own=own)
        if not verdict.hits:
            return
        if verdict.decision not in STOPS:
            self.born += hits_of(text, verdict, guard, self, author, by, at)
        elif allowance is not None and allowance.covers(text, self.id, by, verdict):
            allowance.use(at)
        else:
            raise BannedPhrase(verdict.hits, verdict.decision, text)

    def stopped(
        self, error: BannedPhrase, *, author: Author, by: int | None, at: datetime, guard: Guard
    ) -> None:
        """That the guard stopped this is kept: a row for each rule, and an event."""
        verdict = Verdict(error.decision, error.hits)
        self.born += hits_of(error.text, verdict, guard, self, author, by, at)
        self.events.append(
            events.GuardStopped(
                at=at,
                conversation_id=self.id,
                agent_id=by,
                rules=[hit.rule for hit in error.hits],
                author=author,
                text=masking.text(error.text),
            )
        )

    def note(self, text: str, by: int | None, at: datetime) -> Message:
        """A word among colleagues; no letter, no clock."""
        return self._said(text, Author.NOTE, by, at, (), None)

    def whisper(self, text: str, by: int, at: datetime) -> Message:
        """A note that the person who has it is shown at once. Raises NotNow while nobody has it."""
        if self.mode != Mode.HUMAN:
            raise NotNow("nobody has this conversation")
        message = self.note(text, by, at)
        message.kind = WHISPER
        self.events.append(
            events.Whispered(at=at, conversation_id=self.id, agent_id=self.agent_id, seq=message.seq)
        )
        return message

    def _may_speak(
        self, author: Author, by: int | None, hold: bool = False, afterwards: bool = False
    ) -> None:
        if self.gone:
            raise NotNow("the buyer has blocked the shop; nothing reaches them")
        if author == Author.HUMAN and (self.mode != Mode.HUMAN or by != self.agent_id):
            raise NotYourTurn()
        if author == Author.BOT and not self.bot_answers:
            raise NotYourTurn(f"the bot is silent while this is {self.mode}")
        if afterwards and self.mode == Mode.CLOSED:
            return
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
        leaves_at: datetime | None,
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
                    not_before=leaves_at,
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
        self,
        reason: Reason,
        at: datetime,
        targets: Targets,
        *,
        by: str = "bot",
        detail: str = "",
        topic: str = "",
        told_minutes: int = 0,
    ) -> None:
        """A person is owed. While one already is, or has it, nothing changes. `told_minutes`: how long the buyer was
        told that it takes; before it passes they hear if it will not be kept."""
        if self.mode != Mode.BOT:
            return
        self.reason, self.topic = reason, self.topic or topic
        self._move("hand_off", by, at, reason=reason)
        self._owe_a_person(self.waiting_since or at, targets)
        self._queue(Handoff(0, self.id, reason, detail, at, topic=topic))
        if told_minutes:
            self._arm(Kind.QUEUE, self.handoffs, corrected_at(at, told_minutes))

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
        self.born += [Came(self.id, agent_id, at), Off(self.id, Kind.OFFERED)]
        if unasked:
            self.reason = Reason.TAKEN_OVER
            if self.waiting_since is not None:
                self._owe_a_person(self.waiting_since, targets)

    def hand_over(self, to: int, by: int, at: datetime, note: str) -> None:
        """Straight from one person to another, who has agreed. The buyer waits neither more nor less than before."""
        self._move("hand_over", "agent", at, agent_id=to)
        self.agent_id = to
        handoff = Handoff(0, self.id, Reason.PASSED_ON, "", at, given_by=by, meant_for=to, note=note)
        self.born += [Over(self.id, at), handoff, Came(self.id, to, at), Off(self.id, Kind.OFFERED)]
        self.handoffs += 1

    def release(self, at: datetime, by: int, targets: Targets) -> None:
        """Back into the queue: another person shall come."""
        self._move("release", "agent", at, agent_id=by)
        self._wait_again(Handoff(0, self.id, Reason.PASSED_ON, "", at, given_by=by), at, targets)

    def pass_on(
        self,
        at: datetime,
        by: int,
        targets: Targets,
        *,
        queue_id: int | None = None,
        meant_for: int | None = None,
        note: str = "",
    ) -> None:
        """To a colleague or a queue, with a word for whoever comes. The buyer waits on as before."""
        self._move("pass_on", "agent", at, agent_id=by)
        given = Handoff(0, self.id, Reason.PASSED_ON, "", at, given_by=by, meant_for=meant_for, note=note)
        self._wait_again(given, at, targets, queue_id)

    def _wait_again(
        self, handoff: Handoff, at: datetime, targets: Targets, queue_id: int | None = None
    ) -> None:
        """By the ladder of why it waits now, and where."""
        before = self.ladder(targets)
        self.agent_id = None
        self.reason = Reason.PASSED_ON
        self.queue_id = queue_id or self.queue_id
        self.born += [Over(self.id, at), Off(self.id, Kind.OFFERED)]
        if self.owed_since is None:
            self._owe_a_person(at, targets)
        else:
            self._change_ladders(before, at, targets)
        self._queue(handoff)

    def give_back(self, at: datetime, by: int) -> None:
        """To the bot, explicitly. It answers what comes from now on, nothing from before."""
        self._move("give_back", "agent", at, agent_id=by)
        self._let_go(at)

    def close(self, at: datetime, *, by: int | None = None, targets: Targets = USUALLY) -> None:
        """`targets` say when it is time to ask the buyer whether they were satisfied."""
        self._move("close", "agent" if by is not None else "timer", at, agent_id=by)
        self._let_go(at)
        self.closed_at = at
        rules = targets.rules.afterwards
        if rules.asks_after_conversations and not (self.gone or self.in_group):
            self._arm(Kind.SCORE, to_ms(at), at + rules.delay)

    def _let_go(self, at: datetime) -> None:
        self.agent_id = self.reason = self.waiting_since = self.owed_since = self.queue_id = None
        self.topic = ""
        self.dialogue = {}
        self.born += [Over(self.id, at), Paid(self.id, at), Off(self.id, Kind.REPLY)]
        if self.mode == Mode.CLOSED:
            self.born.append(Off(self.id, Kind.IDLE))

    def _queue(self, handoff: Handoff) -> None:
        self.born.append(handoff)
        self.handoffs += 1

    # --- offered to one person after another

    def offered(self, offer: Offer, at: datetime) -> None:
        self._arm(Kind.OFFERED, offer.id, offer.expires_at)
        self.events.append(
            events.Offered(at=at, conversation_id=self.id, agent_id=offer.agent_id, offer=offer.id)
        )

    def offer_answered(self) -> None:
        """Nothing is held out any more; who said so is the offer's to tell."""
        self.born.append(Off(self.id, Kind.OFFERED))

    def _move(
        self, verb: str, by: str, at: datetime, *, agent_id: int | None = None, reason: str = ""
    ) -> None:
        before, self.mode = self.mode, MOVES.next(self.mode, verb)
        if verb in FENCES:
            self.mode_version += 1
        if verb in HUSHES:
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
                queue=self.queue_id,
                topic=self.topic,
            )
        )

    # --- what became of a letter

    def delivered(
        self, letter: Outgoing, at: datetime, unanswered: datetime | None, targets: Targets = USUALLY
    ) -> None:
        """The channel accepted it. `unanswered`: when the buyer first spoke after that message, if they did."""
        # Let go meanwhile, nothing is left that a person's answer could settle; what came since is the bot's.
        let_go = letter.author == Author.HUMAN and self.mode not in WITH_A_PERSON
        if letter.part == letter.parts and not let_go:
            paid = settles(Reply(letter.author, OutState.SENT, letter.perfunctory))
            # What was written before this wait began is an answer to an earlier one.
            earlier = self.owed_since is not None and (
                letter.queued_at < self.owed_since if unanswered is None else unanswered <= self.owed_since
            )
            if Owed.PERSON in paid and not earlier:
                self._a_person_answered(at, unanswered, targets)
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


__all__ = ["FENCES", "MOVES", "WITH_A_PERSON", "Conversation", "Mode", "Reach", "Targets", "opening", "sha"]
