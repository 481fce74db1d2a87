"""What somebody has in hand at the end of a shift, kind by kind: how it is found, and how it goes to somebody else.

Tickets will be a further row of KINDS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import ClauseElement, bindparam, func, literal_column, select, text

from desk import masking
from desk.agent import Right
from desk.banned.guard import Guard
from desk.conversation import Conversation, Mode, Reach
from desk.errors import NotNow
from desk.escalation import EscalationState
from desk.message import Author
from desk.open_matter import LONGEST_LINE, MatterKind, MatterState, OpenMatter
from desk.promise import PromiseState, PromiseTimes
from desk.promise_words import About
from desk.record import record
from desk.store import conversations, escalations, inherited, promises
from desk.store.book import Book
from desk.store.desk_list import OPEN
from desk.store.tables import OWED, conversation, escalation, promise
from desk.targets import Targets

_c, _p, _e = conversation.c, promise.c, escalation.c
_HUMAN, _THEIRS = _c.mode == literal_column("'human'"), _c.agent_id == bindparam("leaver")
CONVERSATIONS = (
    select(_c.id, _c.id, _c.last_line)
    .where(OPEN, _HUMAN, _THEIRS)
    .order_by(_c.owed_since.is_(None), _c.owed_since, _c.id)
)
# One in a conversation that they have, or that waits, goes with it to whoever has that next.
PROMISES = (
    select(_p.id, _p.conversation_id, _p.text)
    .join(conversation, _c.id == _p.conversation_id)
    .where(text(OWED.replace("state", "promise.state")), _p.owner_id == bindparam("leaver"))
    .where(_c.mode != literal_column("'waiting'"), ~(_HUMAN & _THEIRS))
    .order_by(_p.due_at, _p.id)
)
WITHIN = (
    select(_p.conversation_id, _p.text)
    .join(conversation, _c.id == _p.conversation_id)
    .where(text(OWED.replace("state", "promise.state")), OPEN, _HUMAN, _THEIRS)
    .order_by(_p.due_at, _p.id)
)
ESCALATIONS = (
    select(_e.id, _e.conversation_id, func.substr(_e.text, 1, LONGEST_LINE))
    .where(text("state <> 'done'"), _e.owner_id == bindparam("leaver"))
    .order_by(_e.due_at, _e.id)
)


@record(frozen=True, slots=True)
class Means:
    """What moving a matter needs besides the book."""

    targets: Targets
    times: PromiseTimes
    guard: Guard
    reach: Callable[[str], Reach]


@record(frozen=True, slots=True)
class Live:
    """Something that the leaver has in hand now, with what is known of it."""

    kind: MatterKind
    of: int
    conversation_id: int | None
    known: str


@record(frozen=True, slots=True)
class KindOfMatter:
    statement: ClauseElement
    needs: Right
    """Of whoever shall have it."""
    theirs: Callable[[Book, OpenMatter], bool]
    """Whether the leaver still has it."""
    give: Callable[[Book, OpenMatter, int, Means, datetime], None]
    offer_anew: Callable[[Book, OpenMatter, int, Means, datetime], None]
    park: Callable[[Book, OpenMatter, int, Means, datetime], None]
    """For the person, until the matter's time."""
    stays: frozenset[MatterState] = frozenset()
    """In which it is the leaver's still, and yet needs no decision."""


def live(book: Book, leaver_id: int) -> list[Live]:
    """Everything that somebody has in hand, the longest debt first."""
    within: dict[int, list[str]] = {}
    for id, words in book.rows(WITHIN, {"leaver": leaver_id}):
        within.setdefault(id, []).append(words)
    found = []
    for kind, how in KINDS.items():
        for of, conversation_id, known in book.rows(how.statement, {"leaver": leaver_id}):
            also = within.get(of, []) if kind == MatterKind.CONVERSATION else []
            words = masking.text(" · ".join([known, *also]))
            found.append(Live(kind, of, conversation_id, words[:LONGEST_LINE]))
    return found


# --- a conversation


def _has_it(book: Book, matter: OpenMatter) -> bool:
    held = conversations.by_id(book, matter.of)
    return held.mode == Mode.HUMAN and held.agent_id == matter.leaver_id


def _hand_over(book: Book, matter: OpenMatter, to: int, means: Means, at: datetime) -> None:
    held = conversations.by_id(book, matter.of)
    held.hand_over(to, matter.leaver_id, at, note_of(matter))
    # Accepted only when its time was over, it is simply theirs: there is nothing to be waited for any more.
    if matter.until is not None and matter.until > at:
        _leave_until(book, held, matter, to, means, at)


def _to_the_queue(book: Book, matter: OpenMatter, by: int, means: Means, at: datetime) -> None:
    held = conversations.by_id(book, matter.of)
    held.pass_on(at, matter.leaver_id, means.targets, note=note_of(matter))


def _park(book: Book, matter: OpenMatter, by: int, means: Means, at: datetime) -> None:
    _leave_until(book, conversations.by_id(book, matter.of), matter, by, means, at)


def _leave_until(
    book: Book, held: Conversation, matter: OpenMatter, by: int, means: Means, at: datetime
) -> None:
    """The buyer is told when, that is a promise, and until then the bot is there, which calls a person as for anybody."""
    if matter.until is None or matter.until <= at:
        raise NotNow("what is parked needs a time to come")
    seq = None
    if not held.gone:
        key = f"park:{matter.id}:{matter.version}"
        reach = means.reach(held.channel)
        seq = held.say(
            matter.told, author=Author.HUMAN, at=at, guard=means.guard, idem_key=key, reach=reach, by=by
        ).seq
    words = matter.result or matter.progress
    made = promises.make(
        book, held, owner_id=by, about=About.CHECK, words=words, due_at=matter.until, at=at, times=means.times,
        seq=seq,
    )  # fmt: skip
    held.give_back(at, by)
    if by == matter.leaver_id:
        # Owed by the leaver still: on this board it is settled.
        book.add(
            OpenMatter(
                0, matter.handover_id, MatterKind.PROMISE, made.id, held.id, matter.leaver_id, words, "",
                MatterState.PARKED, at, by, matter.until,
            )
        )  # fmt: skip


def note_of(matter: OpenMatter) -> str:
    return "\n".join(line for line in (matter.progress, matter.result) if line)


# --- a promise


def _owes(book: Book, matter: OpenMatter) -> bool:
    held = promises.by_id(book, matter.of)
    return held.owed and held.owner_id == matter.leaver_id


def _pass_on(book: Book, matter: OpenMatter, to: int, means: Means, at: datetime) -> None:
    inherited.take_over(book, promises.by_id(book, matter.of), to, at)


def _stands_open(book: Book, matter: OpenMatter, by: int, means: Means, at: datetime) -> None:
    """Routing knows conversations only: whoever takes the matter owes it, and until then the leaver does."""


def _in_time(book: Book, matter: OpenMatter, by: int, means: Means, at: datetime) -> None:
    held = promises.by_id(book, matter.of)
    if held.state != PromiseState.OPEN:
        raise NotNow("what is overdue already cannot wait")
    _wait(matter, held.due_at, at)


def _wait(matter: OpenMatter, due_at: datetime, at: datetime) -> None:
    if matter.until is None or not at < matter.until <= due_at:
        raise NotNow("it would be looked at too late")


# --- an escalation


def _owns(book: Book, matter: OpenMatter) -> bool:
    held = escalations.by_id(book, matter.of)
    return held.state != EscalationState.DONE and held.owner_id == matter.leaver_id


def _another_takes(book: Book, matter: OpenMatter, to: int, means: Means, at: datetime) -> None:
    escalations.by_id(book, matter.of).take(to, at)


def _let_go(book: Book, matter: OpenMatter, by: int, means: Means, at: datetime) -> None:
    escalations.by_id(book, matter.of).let_go(by, at)


def _before_its_deadline(book: Book, matter: OpenMatter, by: int, means: Means, at: datetime) -> None:
    _wait(matter, escalations.by_id(book, matter.of).due_at, at)


_S = MatterState
KINDS: Mapping[MatterKind, KindOfMatter] = {
    MatterKind.CONVERSATION: KindOfMatter(
        CONVERSATIONS, Right.CONVERSE, _has_it, _hand_over, _to_the_queue, _park
    ),
    MatterKind.PROMISE: KindOfMatter(
        PROMISES, Right.PROMISE, _owes, _pass_on, _stands_open, _in_time, frozenset({_S.PARKED, _S.REOFFERED})
    ),
    MatterKind.ESCALATION: KindOfMatter(
        ESCALATIONS,
        Right.DECIDE,
        _owns,
        _another_takes,
        _let_go,
        _before_its_deadline,
        frozenset({_S.PARKED}),
    ),
}
