"""Scores out of the book: one, the pages of them, and what decides whether a buyer is asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, bindparam, func, literal_column, or_, select, text

from desk.clock import from_ms, to_ms
from desk.record import record
from desk.satisfaction import LOW, Score
from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.tables import UNSEEN, conversation, message, outbox, score, ticket
from desk.ticket.ticket import ENDS

PAGE = 50
Show = Literal["all", "low", "unseen"]

_SCORE = select(*MAPPED[Score].columns)
OF_TICKET = select(func.count()).select_from(score).where(score.c.ticket_id == bindparam("ticket"))
LAST_ASKED = select(func.max(score.c.made_at)).where(
    score.c.buyer_id == bindparam("buyer"), score.c.state != literal_column("'called_off'")
)
_SENT = (
    outbox.c.conversation_id == bindparam("conversation"),
    outbox.c.state == literal_column("'sent'"),
    outbox.c.part == outbox.c.parts,
)
BY_PERSON = (
    select(outbox.c.author_id)
    .where(*_SENT, outbox.c.author == literal_column("'human'"), outbox.c.perfunctory == literal_column("0"))
    .order_by(outbox.c.seq.desc())
    .limit(1)
)
BY_BOT = select(outbox.c.id).where(*_SENT, outbox.c.author == literal_column("'bot'")).limit(1)
OPEN_ELSEWHERE = (
    select(conversation.c.id)
    .where(conversation.c.buyer_id == bindparam("buyer"), conversation.c.id != bindparam("but"))
    .where(text("mode <> 'closed'"))
    .limit(1)
)
CASE_OF = (
    select(ticket.c.id)
    .where(ticket.c.conversation_id == bindparam("conversation"), ticket.c.submitted_at.is_not(None))
    .where(or_(ticket.c.closed_at.is_(None), *(ticket.c.state == literal_column(f"'{end}'") for end in ENDS)))
    .limit(1)
)
SPOKE = (
    select(message.c.at)
    .select_from(message.join(conversation, conversation.c.id == message.c.conversation_id))
    .where(conversation.c.channel == bindparam("channel"), conversation.c.account == bindparam("account"))
    .where(conversation.c.chat == bindparam("chat"), message.c.author == literal_column("'buyer'"))
    .order_by(message.c.conversation_id.desc(), message.c.seq.desc())
    .limit(1)
)
UNSEEN_COUNT = select(func.count()).select_from(score).where(text(UNSEEN))


def _listing(show: Show, of_one: bool) -> Select[Any]:
    """From the newest answer; `low` and `unseen` are found by their own indexes."""
    statement = (
        select(*MAPPED[Score].columns, conversation.c.buyer_name)
        .select_from(score.join(conversation, conversation.c.id == score.c.conversation_id))
        .where(score.c.answered_at.is_not(None))
        .where(
            (score.c.answered_at < bindparam("before"))
            | ((score.c.answered_at == bindparam("before")) & (score.c.id < bindparam("before_id")))
        )
    )
    if show == "low":
        statement = statement.where(score.c.value <= literal_column(str(LOW)))
    if show == "unseen":
        statement = statement.where(text(UNSEEN))
    if of_one:
        statement = statement.where(score.c.agent_id == bindparam("agent"))
    return statement.order_by(score.c.answered_at.desc(), score.c.id.desc()).limit(PAGE + 1)


LISTED: dict[tuple[Show, bool], Select[Any]] = {
    (show, of_one): _listing(show, of_one) for show in ("all", "low", "unseen") for of_one in (False, True)
}


@record(frozen=True, slots=True)
class Listed:
    """An answer, and whose it is."""

    score: Score
    buyer_name: str


def by_id(book: Book, id: int) -> Score:
    """Locked for this unit where the store locks rows. Raises NotFound."""
    return by_number.held(book, Score, id)


def conversation_of(book: Book, id: int) -> int | None:
    """To be locked before the score itself."""
    return by_number.conversation_of(book, Score, id)


def asked_of(book: Book, ticket_id: int) -> bool:
    """Whether the buyer was asked about this case before."""
    return bool(book.value(OF_TICKET, {"ticket": ticket_id}))


def last_asked(book: Book, buyer_id: int) -> datetime | None:
    """When this buyer was last asked, about whatever."""
    ms = book.value(LAST_ASKED, {"buyer": buyer_id})
    return None if ms is None else from_ms(ms)


def answered_by(book: Book, conversation_id: int) -> tuple[int | None, bool]:
    """Who last answered the buyer in it as a person, by an answer that arrived; and whether the bot answered anything."""
    person = book.value(BY_PERSON, {"conversation": conversation_id})
    return person, book.value(BY_BOT, {"conversation": conversation_id}) is not None


def open_elsewhere(book: Book, buyer_id: int, but: int = 0) -> bool:
    """Whether a conversation of this buyer is open, in whatever chat, besides that one."""
    return book.value(OPEN_ELSEWHERE, {"buyer": buyer_id, "but": but}) is not None


def has_case(book: Book, conversation_id: int) -> bool:
    """Whether a case was sent in from it that is asked about, now or once it is over."""
    return book.value(CASE_OF, {"conversation": conversation_id}) is not None


def spoke_at(book: Book, channel: str, account: str, chat: str) -> datetime | None:
    """When the buyer last said anything in this chat."""
    ms = book.value(SPOKE, {"channel": channel, "account": account, "chat": chat})
    return None if ms is None else from_ms(ms)


def unseen(book: Book) -> int:
    """How many low scores no supervisor has looked at."""
    return int(book.value(UNSEEN_COUNT))


def listed(
    book: Book, show: Show, *, before: datetime, before_id: int, agent_id: int | None = None
) -> list[Listed]:
    """Answers before that, newest first: everybody's, or those about one person. One more than a page means that it goes
    on."""
    values: dict[str, Any] = {"before": to_ms(before), "before_id": before_id}
    values |= {"agent": agent_id} if agent_id is not None else {}
    mapped = MAPPED[Score]
    rows = book.rows(LISTED[show, agent_id is not None], values)
    return [Listed(mapped.noun(row[:-1]), row[-1]) for row in rows]
