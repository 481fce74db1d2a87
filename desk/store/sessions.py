"""Who is signed in, on which browser; and who tried to be, too often."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, select, update

from desk.clock import from_ms, to_ms
from desk.record import record
from desk.store.agents import hash_of
from desk.store.book import Book
from desk.store.tables import session, wrong_sign_in

_SESSION = select(
    session.c.id,
    session.c.agent_id,
    session.c.csrf,
    session.c.browser,
    session.c.created_at,
    session.c.seen_at,
).where(session.c.ended_at.is_(None))
BY_TOKEN = _SESSION.where(session.c.token_hash == bindparam("hash"))
OF_AGENT = (
    _SESSION.where(session.c.agent_id == bindparam("agent"), session.c.seen_at > bindparam("since"))
    .order_by(session.c.seen_at.desc())
    .limit(50)
)
SEEN = update(session).where(session.c.id == bindparam("its_id")).values(seen_at=bindparam("now"))
_END = update(session).where(session.c.agent_id == bindparam("agent"), session.c.ended_at.is_(None))
END = _END.where(session.c.id == bindparam("its_id")).values(ended_at=bindparam("now"))
END_OTHERS = _END.where(session.c.id != bindparam("its_id")).values(ended_at=bindparam("now"))
_WRONG = wrong_sign_in.c.key == bindparam("of_key")
LATELY = select(func.count(), func.max(wrong_sign_in.c.at)).where(
    _WRONG, wrong_sign_in.c.at > bindparam("since")
)
FORGET = delete(wrong_sign_in).where(_WRONG)
FORGET_OLD = delete(wrong_sign_in).where(_WRONG, wrong_sign_in.c.at <= bindparam("since"))


@record(frozen=True, slots=True)
class Session:
    id: int
    agent_id: int
    csrf: str
    browser: str
    created_at: datetime
    seen_at: datetime


def _session(row: tuple[int, int, str, str, int, int]) -> Session:
    return Session(*row[:4], from_ms(row[4]), from_ms(row[5]))


def begin(book: Book, token: str, csrf: str, agent_id: int, browser: str, peer: str, at: datetime) -> None:
    """`token` is kept as its hash only."""
    values = {
        "token_hash": hash_of(token), "csrf": csrf, "agent_id": agent_id, "browser": browser, "peer": peer,
        "created_at": to_ms(at), "seen_at": to_ms(at),
    }  # fmt: skip
    book.insert(session, values)


def by_token(book: Book, token: str) -> Session | None:
    row = book.row(BY_TOKEN, {"hash": hash_of(token)})
    return None if row is None else _session(row)


def of_agent(book: Book, agent_id: int, since: datetime) -> list[Session]:
    """Open ones that were used since then, the latest first."""
    return [_session(row) for row in book.rows(OF_AGENT, {"agent": agent_id, "since": to_ms(since)})]


def seen(book: Book, id: int, at: datetime) -> None:
    book.run(SEEN, {"its_id": id, "now": to_ms(at)})


def end(book: Book, agent_id: int, id: int, at: datetime) -> bool:
    """False when this person has no such session."""
    return book.run(END, {"agent": agent_id, "its_id": id, "now": to_ms(at)}) == 1


def end_others(book: Book, agent_id: int, but: int, at: datetime) -> int:
    """All of this person's sessions but one; `but` 0 ends them all."""
    return book.run(END_OTHERS, {"agent": agent_id, "its_id": but, "now": to_ms(at)})


# --- attempts


def attempts(book: Book, key: str, since: datetime) -> tuple[int, datetime | None]:
    """How many there were since then, and when the last one was."""
    row = book.row(LATELY, {"of_key": key, "since": to_ms(since)})
    assert row is not None
    return row[0], None if row[1] is None else from_ms(row[1])


def attempt(book: Book, keys: Iterable[str], at: datetime, kept: timedelta) -> None:
    """Counted before the password is looked at: a hundred at once are a hundred."""
    for key in keys:
        book.run(FORGET_OLD, {"of_key": key, "since": to_ms(at - kept)})
        book.insert(wrong_sign_in, {"key": key, "at": to_ms(at)})


def forgive(book: Book, key: str) -> None:
    book.run(FORGET, {"of_key": key})
