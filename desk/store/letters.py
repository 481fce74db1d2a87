"""The inbox and the outbox: what came in, what shall go out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_not  # the same words on SQLite

from desk.clock import from_ms, to_ms
from desk.outgoing import Outgoing
from desk.store.book import MAPPED, Book
from desk.store.tables import inbox, once, outbox
from desk.store.tables import pause as pause_

ONCE = insert_or_not(once).values(key=bindparam("key"), at=bindparam("at")).on_conflict_do_nothing()
KNOWN = select(once.c.key).where(once.c.key == bindparam("of_key"))
PLACE = (
    update(inbox)
    .where(inbox.c.id == bindparam("letter"))
    .values(conversation_id=bindparam("conversation"), seq=bindparam("seq"), state=bindparam("state"))
)
NEW_OF = (
    select(inbox.c.id, inbox.c.seq, inbox.c.kind, inbox.c.thought)
    .where(inbox.c.conversation_id == bindparam("conversation"), inbox.c.state == "new")
    .order_by(inbox.c.id)
)
DONE = update(inbox).where(inbox.c.id == bindparam("letter"), inbox.c.state == "new").values(state="done")
AGAIN = update(inbox).where(inbox.c.id == bindparam("letter"), inbox.c.state == "done")
AGAIN = AGAIN.values(state="new", thought=inbox.c.thought + 1)
LEFT = (
    select(inbox.c.conversation_id)
    .where(inbox.c.state == "new", inbox.c.received_at < bindparam("before"))
    .distinct()
)

_earlier = outbox.alias("earlier")
_OWED = or_(outbox.c.state == "queued", outbox.c.state == "sending")
# The first letter of each chat that may go now. One at a time per chat keeps the order of what is said.
NEXT = (
    select(*MAPPED[Outgoing].columns)
    .where(outbox.c.channel == bindparam("channel"), outbox.c.account == bindparam("account"))
    .where(outbox.c.state == "queued")
    .where(_OWED)
    .where(or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now")))
    .where(
        ~exists().where(
            and_(
                _earlier.c.channel == outbox.c.channel,
                _earlier.c.account == outbox.c.account,
                _earlier.c.chat == outbox.c.chat,
                _earlier.c.id < outbox.c.id,
                or_(_earlier.c.state == "queued", _earlier.c.state == "sending"),
            )
        )
    )
    .order_by(outbox.c.id)
    .limit(bindparam("count"))
)
HELD = select(func.min(outbox.c.not_before)).where(
    outbox.c.channel == bindparam("channel"),
    outbox.c.account == bindparam("account"),
    outbox.c.state == "queued",
    _OWED,
    outbox.c.not_before > bindparam("now"),
)
LETTER = select(*MAPPED[Outgoing].columns).where(outbox.c.id == bindparam("id"))
LETTER_LOCKED = LETTER.with_for_update()
ON_THEIR_WAY = (
    select(*MAPPED[Outgoing].columns)
    .where(outbox.c.channel == bindparam("channel"), outbox.c.account == bindparam("account"))
    .where(outbox.c.state == "sending", _OWED)
    .order_by(outbox.c.id)
)
LAST_ID = select(func.max(outbox.c.id))
SENT_LATELY = (
    select(outbox.c.chat, outbox.c.sent_at)
    .where(outbox.c.id > bindparam("after"), outbox.c.sent_at > bindparam("since"))
    .where(outbox.c.channel == bindparam("channel"), outbox.c.account == bindparam("account"))
    .order_by(outbox.c.sent_at)
)
PAUSES = select(pause_.c.chat, pause_.c.until).where(
    pause_.c.channel == bindparam("channel"), pause_.c.account == bindparam("account")
)
_NEW_PAUSE = insert_or_not(pause_).values(
    {name: bindparam(name) for name in ("channel", "account", "chat", "until")}
)
PAUSE = _NEW_PAUSE.on_conflict_do_update(
    index_elements=["channel", "account", "chat"], set_={"until": _NEW_PAUSE.excluded.until}
)
QUEUED_OF = (
    select(*MAPPED[Outgoing].columns)
    .where(outbox.c.conversation_id == bindparam("conversation"), outbox.c.state == "queued")
    .where(_OWED)
    .order_by(outbox.c.id)
)
ANSWER_LEAVES = (
    select(outbox.c.id)
    .where(outbox.c.conversation_id == bindparam("conversation"), _OWED)
    .where(outbox.c.author == "human", outbox.c.perfunctory == 0, outbox.c.not_before > bindparam("since"))
    .limit(1)
)
OF_MESSAGE = (
    select(*MAPPED[Outgoing].columns)
    .where(outbox.c.conversation_id == bindparam("conversation"), outbox.c.seq == bindparam("seq"))
    .order_by(outbox.c.id)
)
OLDEST_NEW = select(inbox.c.received_at).where(inbox.c.state == "new").order_by(inbox.c.id).limit(1)


class New(NamedTuple):
    """A letter that waits for a thought."""

    id: int
    seq: int
    kind: str
    thought: int


def keep(book: Book, values: Mapping[str, Any]) -> int | None:
    """Writes the letter; its number, or None when it was here before."""
    return book.insert_new(inbox, values)


def place(book: Book, letter: int, conversation_id: int | None, seq: int | None, state: str) -> None:
    book.run(PLACE, {"letter": letter, "conversation": conversation_id, "seq": seq, "state": state})


def first_time(book: Book, key: str, at: datetime) -> bool:
    """Whether this key was never seen before; from now on it was."""
    return book.run(ONCE, {"key": key, "at": to_ms(at)}) == 1


def known(book: Book, key: str) -> bool:
    """Whether it was seen before; that it is asked changes nothing."""
    return book.value(KNOWN, {"of_key": key}) is not None


def new_of(book: Book, conversation_id: int) -> list[New]:
    """Letters that nobody has thought about yet, oldest first."""
    return [New(*row) for row in book.rows(NEW_OF, {"conversation": conversation_id})]


def done(book: Book, letter: int) -> bool:
    """Marks it done; False when somebody else already did."""
    return book.run(DONE, {"letter": letter}) == 1


def think_again(book: Book, letter: int) -> None:
    book.run(AGAIN, {"letter": letter})


def left_since(book: Book, before: datetime) -> list[int]:
    """Conversations with letters that nobody thought about since then."""
    return [row[0] for row in book.rows(LEFT, {"before": to_ms(before)})]


def oldest_new(book: Book) -> int | None:
    """When the oldest letter that still waits for a thought came in, in ms."""
    return book.value(OLDEST_NEW)  # type: ignore[no-any-return]


def next_to_send(book: Book, channel: str, account: str, at: datetime, count: int) -> list[Outgoing]:
    return book.many(
        Outgoing, NEXT, {"channel": channel, "account": account, "now": to_ms(at), "count": count}
    )


def held_until(book: Book, channel: str, account: str, at: datetime) -> datetime | None:
    """When the next letter that is held back may leave."""
    ms = book.value(HELD, {"channel": channel, "account": account, "now": to_ms(at)})
    return None if ms is None else from_ms(ms)


def letter(book: Book, id: int) -> Outgoing | None:
    return book.one(Outgoing, LETTER_LOCKED if book.locks else LETTER, {"id": id})


def on_their_way(book: Book, channel: str, account: str) -> list[Outgoing]:
    """Letters whose sender died while sending."""
    return book.many(Outgoing, ON_THEIR_WAY, {"channel": channel, "account": account})


def sent_lately(book: Book, channel: str, account: str, since: datetime) -> list[tuple[str, datetime]]:
    """(chat, when) of what left since then; looks at the newest 2,000 letters only."""
    after = (book.value(LAST_ID) or 0) - 2000
    rows = book.rows(
        SENT_LATELY, {"channel": channel, "account": account, "after": after, "since": to_ms(since)}
    )
    return [(chat, from_ms(ms)) for chat, ms in rows]


def pause(book: Book, channel: str, account: str, chat: str, until: datetime) -> None:
    """The channel asked us to wait; kept, so that a restart waits too. `chat` "" = the whole account."""
    book.run(PAUSE, {"channel": channel, "account": account, "chat": chat, "until": to_ms(until)})


def pauses(book: Book, channel: str, account: str) -> list[tuple[str, datetime]]:
    return [(chat, from_ms(ms)) for chat, ms in book.rows(PAUSES, {"channel": channel, "account": account})]


def queued_of(book: Book, conversation_id: int) -> list[Outgoing]:
    return book.many(Outgoing, QUEUED_OF, {"conversation": conversation_id})


def answer_leaves(book: Book, conversation_id: int, since: datetime) -> bool:
    """Whether an answer of a person's was held back until then or later, and has not arrived yet."""
    return book.value(ANSWER_LEAVES, {"conversation": conversation_id, "since": to_ms(since)}) is not None


def of_message(book: Book, conversation_id: int, seq: int) -> list[Outgoing]:
    return book.many(Outgoing, OF_MESSAGE, {"conversation": conversation_id, "seq": seq})
