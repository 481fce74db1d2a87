"""The desk's list: who waits, who has whom, and what a search finds.

Open conversations are read through the index of open work, closed ones a page at a time from the newest. A search
looks at the newest conversations and messages only, so that it costs the same whatever the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, literal_column, or_, select, text

from desk.clock import from_ms, to_ms
from desk.conversation import Mode
from desk.handover import Reason
from desk.record import record
from desk.store.book import Book
from desk.store.tables import conversation, message, queue

Show = Literal["waiting", "mine", "bot", "all", "closed"]
PAGE = 50
NAMES_SEARCHED, MESSAGES_SEARCHED = 5_000, 20_000
LATER = 100_000_000_000_000
"""Behind every debt: what is not owed stands by when it was last spoken of, the newest first."""

c = conversation.c
_queue_name = select(queue.c.name).where(queue.c.id == c.queue_id).correlate(conversation).scalar_subquery()
COLUMNS = (
    c.id, c.buyer_name, c.channel, c.account, c.last_line, c.last_author, c.last_at, c.mode, c.agent_id,
    c.owed_since, c.waiting_since, c.reason, c.undelivered, c.queue_id, _queue_name,
)  # fmt: skip
# Written out, not bound: only so do the planners see that the index of open conversations holds them all.
OPEN = text("mode <> 'closed'")
SORT = case((c.owed_since.is_not(None), c.owed_since), else_=literal_column(str(LATER)) - c.last_at)


def _mode(mode: str) -> ColumnElement[bool]:
    return c.mode == literal_column(f"'{mode}'")


def _page(*which: Any, by: ColumnElement[Any] = SORT) -> Select[Any]:
    after = or_(by > bindparam("sort"), and_(by == bindparam("sort"), c.id > bindparam("id")))
    return select(*COLUMNS).where(*which, by >= bindparam("sort"), after).order_by(by, c.id).limit(PAGE + 1)


LIST: Mapping[Show, Select[Any]] = {
    "waiting": _page(OPEN, _mode("waiting"), by=c.owed_since),
    "mine": _page(OPEN, _mode("human"), c.agent_id == bindparam("me")),
    "bot": _page(OPEN, _mode("bot")),
    "all": _page(OPEN),
    "closed": (
        select(*COLUMNS)
        .where(_mode("closed"), c.last_at <= bindparam("last_at"))
        .where(or_(c.last_at < bindparam("last_at"), c.id < bindparam("id")))
        .order_by(c.last_at.desc(), c.id.desc())
        .limit(PAGE + 1)
    ),
}
OF_QUEUE = _page(OPEN, _mode("waiting"), c.queue_id == bindparam("queue"), by=c.owed_since)
OF_NO_QUEUE = _page(OPEN, _mode("waiting"), c.queue_id.is_(None), by=c.owed_since)
ONE = select(*COLUMNS).where(c.id == bindparam("id"))
HELD = select(c.agent_id, func.count()).where(OPEN, _mode("human")).group_by(c.agent_id)
IN_HAND = (
    select(*COLUMNS)
    .where(OPEN, _mode("human"))
    .order_by(c.agent_id, c.owed_since.is_(None), c.owed_since, c.id)
)
MINE = select(func.count()).where(OPEN, _mode("human"), c.agent_id == bindparam("me"))
WAITING = select(func.count()).select_from(conversation).where(OPEN, _mode("waiting"))

_newest_name = select(func.max(c.id)).scalar_subquery()
_newest_word = select(func.max(message.c.id)).scalar_subquery()
_by_name = select(c.id).where(
    c.id > _newest_name - NAMES_SEARCHED, func.lower(c.buyer_name).like(bindparam("like"), escape="\\")
)
_by_word = select(message.c.conversation_id).where(
    message.c.id > _newest_word - MESSAGES_SEARCHED,
    func.lower(message.c.text).like(bindparam("like"), escape="\\"),
)
# As three searches and not one `or`, which would look at every conversation.
FOUND = (
    select(*COLUMNS)
    .where(c.id.in_(_by_name.union_all(_by_word, select(c.id).where(c.buyer_id == bindparam("buyer")))))
    .order_by(c.last_at.desc(), c.id.desc())
    .limit(PAGE)
)

AT_ONCE = 50
BUYERS = select(c.id, c.buyer_name).where(c.id.in_([bindparam(f"id{n}") for n in range(AT_ONCE)]))


@record(frozen=True, slots=True)
class Listed:
    """A conversation as the list shows it."""

    id: int
    buyer_name: str
    channel: str
    account: str
    last_line: str
    last_author: str
    last_at: datetime
    mode: Mode
    agent_id: int | None
    owed_since: datetime | None
    waiting_since: datetime | None
    reason: Reason | None
    undelivered: int
    queue_id: int | None = None
    queue: str = ""

    @property
    def sort(self) -> int:
        """The longest debt has the smallest number."""
        owed = self.owed_since
        return to_ms(owed) if owed is not None else LATER - to_ms(self.last_at)


def _listed(row: tuple[Any, ...]) -> Listed:
    at, owed, waiting = (None if ms is None else from_ms(ms) for ms in (row[6], row[9], row[10]))
    assert at is not None
    reason = Reason(row[11]) if row[11] else None
    return Listed(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        at,
        Mode(row[7]),
        row[8],
        owed,
        waiting,
        reason,
        row[12],
        row[13],
        row[14] or "",
    )


def page(
    book: Book, show: Show, me: int, after: tuple[int, int] | None, of_queue: int | None = None
) -> list[Listed]:
    """Up to PAGE + 1 rows after (sort, id); one more than a page means that it goes on. `of_queue`: only who waits
    in that one; 0 = in none."""
    sort, id = after or (0, 0)
    values = {"sort": sort, "id": id, "me": me}
    if of_queue is not None and show == "waiting":
        place = {"sort": sort, "id": id}
        wanted = (OF_QUEUE, {**place, "queue": of_queue}) if of_queue else (OF_NO_QUEUE, place)
        return [_listed(row) for row in book.rows(*wanted)]
    if show == "closed":
        values = {"last_at": LATER - sort, "id": id} if after else {"last_at": LATER, "id": 0}
    elif show != "mine":
        del values["me"]
    return [_listed(row) for row in book.rows(LIST[show], values)]


def one(book: Book, id: int) -> Listed | None:
    row = book.row(ONE, {"id": id})
    return None if row is None else _listed(row)


def counts(book: Book, me: int) -> dict[Show, int]:
    """Of the lists that somebody works through: few rows, however many talk to the bot."""
    return {"waiting": waiting(book), "mine": book.value(MINE, {"me": me})}


def held(book: Book) -> dict[int, int]:
    """How many open conversations each person has."""
    return {row[0]: row[1] for row in book.rows(HELD)}


def in_hand(book: Book, most: int) -> dict[int, list[Listed]]:
    """By person, what they have, the longest debt first; no more than that of each."""
    found: dict[int, list[Listed]] = {}
    for row in book.rows(IN_HAND):
        theirs = found.setdefault(row[8], [])
        if len(theirs) < most:
            theirs.append(_listed(row))
    return found


def buyers(book: Book, ids: Iterable[int]) -> dict[int, str]:
    """Names of the buyers of these conversations: of a page's, AT_ONCE at most."""
    wanted = [*dict.fromkeys(ids)][:AT_ONCE]
    filled = wanted + [0] * (AT_ONCE - len(wanted))
    rows = book.rows(BUYERS, {f"id{n}": id for n, id in enumerate(filled)})
    return {row[0]: row[1] for row in rows}


def waiting(book: Book) -> int:
    return int(book.value(WAITING))


def found(book: Book, words: str, buyer_id: int | None) -> list[Listed]:
    """Conversations with these words in the buyer's name or in what was said, and all of that buyer."""
    escaped = words.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values = {"like": f"%{escaped}%", "buyer": -1 if buyer_id is None else buyer_id}
    return [_listed(row) for row in book.rows(FOUND, values)]
