"""What the guard stopped and warned of: counted by rule, speaker and time, and one by one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)

from desk.banned.hit import BannedHit
from desk.clock import from_ms, to_ms
from desk.record import record
from desk.store.book import MAPPED, Book
from desk.store.tables import banned_hit, conversation

PAGE = 50
QUARTER = timedelta(minutes=15)
"""The border of a day, in any zone, is one of a quarter of an hour."""

How = Literal["", "stopped", "warned"]

_IN_PERIOD = (banned_hit.c.at >= bindparam("since"), banned_hit.c.at < bindparam("until"))
_STOPPED = func.sum(case((banned_hit.c.verdict == literal_column("'warn'"), 0), else_=1))


def _counted(*by: ColumnElement[Any]) -> Select[Any]:
    return select(*by, func.count(), _STOPPED).where(*_IN_PERIOD).group_by(*by)


BY_RULE = _counted(banned_hit.c.rule, banned_hit.c.family)
BY_SPEAKER = _counted(banned_hit.c.author, banned_hit.c.agent_id)
BY_QUARTER = _counted(
    banned_hit.c.at // literal_column(str(QUARTER // timedelta(milliseconds=1)), BigInteger)
)
_rule, _author = bindparam("of_rule", type_=Text), bindparam("of_author", type_=Text)
_agent, _how = bindparam("of_agent", type_=BigInteger), bindparam("how", type_=Text)
_IS_WARNING = banned_hit.c.verdict == literal_column("'warn'")
LISTED = (
    select(*banned_hit.c, conversation.c.buyer_name)
    .join(conversation, conversation.c.id == banned_hit.c.conversation_id)
    .where(*_IN_PERIOD, banned_hit.c.id < bindparam("before"))
    .where(or_(_rule == literal_column("''"), banned_hit.c.rule == _rule))
    .where(or_(_author == literal_column("''"), banned_hit.c.author == _author))
    .where(or_(_agent == literal_column("0"), banned_hit.c.agent_id == _agent))
    .where(or_(_how != literal_column("'warned'"), _IS_WARNING))
    .where(or_(_how != literal_column("'stopped'"), ~_IS_WARNING))
    .order_by(banned_hit.c.id.desc())
    .limit(PAGE + 1)
)


@record(frozen=True, slots=True)
class Period:
    """From `since` up to, not including, `until`."""

    since: datetime
    until: datetime


@record(frozen=True, slots=True)
class Wanted:
    """Which hits of a period; empty = all."""

    rule: str = ""
    author: str = ""
    agent_id: int = 0
    how: How = ""


@record(frozen=True, slots=True)
class Tally:
    """`key`: a rule and its family; or who spoke, and which person."""

    key: tuple[Any, ...]
    hits: int
    stopped: int
    """The others were warnings."""


@record(frozen=True, slots=True)
class Listed:
    hit: BannedHit
    buyer_name: str


def by_rule(book: Book, period: Period) -> list[Tally]:
    return _tallies(book.rows(BY_RULE, _values(period)))


def by_speaker(book: Book, period: Period) -> list[Tally]:
    return _tallies(book.rows(BY_SPEAKER, _values(period)))


def by_quarter(book: Book, period: Period) -> list[Tally]:
    """By quarters of an hour that have any, the key being their beginning: days are the shop's, and it has a zone."""
    width = QUARTER // timedelta(milliseconds=1)
    rows = book.rows(BY_QUARTER, _values(period))
    return sorted(
        (Tally((from_ms(quarter * width),), hits, int(stopped)) for quarter, hits, stopped in rows),
        key=lambda tally: tally.key,
    )


def listed(book: Book, period: Period, wanted: Wanted, before: int) -> list[Listed]:
    """The latest first; one more than a page where there are more."""
    values = {
        **_values(period), "before": before, "of_rule": wanted.rule, "of_author": wanted.author,
        "of_agent": wanted.agent_id, "how": wanted.how,
    }  # fmt: skip
    return [Listed(MAPPED[BannedHit].noun(row[:-1]), row[-1]) for row in book.rows(LISTED, values)]


def _tallies(rows: list[tuple[Any, ...]]) -> list[Tally]:
    """The most hits first."""
    found = [Tally(tuple(key), hits, int(stopped)) for *key, hits, stopped in rows]
    return sorted(found, key=lambda tally: (-tally.hits, str(tally.key)))


def _values(period: Period) -> dict[str, Any]:
    return {"since": to_ms(period.since), "until": to_ms(period.until)}
