"""How the loss audit goes through a table: the checks that look at its rows, and the statements that they are made into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    true,
)

from desk.audit import ROWS, Check, Row
from desk.clock import from_ms
from desk.store.ascending import Ascending
from desk.store.tables import conversation, message

Wrong = ColumnElement[bool]
_NONE: ColumnElement[Any] = literal_column("''")


def is_one_of(column: ColumnElement[Any], *words: str) -> Wrong:
    """Written out: planners know a word, and a value that is bound they do not."""
    return or_(*(column == literal_column(f"'{word}'") for word in words))


def row_of(row: tuple[Any, ...]) -> Row:
    """As the statements of `found` have it."""
    id, at, conversation_id, seq, note, buyer, message_id = row
    return Row(id, from_ms(at), conversation_id, seq, str(note or ""), buyer or "", message_id)


def apart(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same word, by which no index is looked for: grouped by an index SQLite would go through the whole table."""
    return column.concat(literal_column("''"))


@dataclass(frozen=True, eq=False)
class Looks:
    check: Check
    wrong: Wrong
    of: Wrong = field(default_factory=true)
    """Which rows it looks at."""
    note: ColumnElement[Any] = _NONE
    """What is said of a row that it found."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """The checks of one table, which go through it together."""

    rows: Ascending
    source: FromClause
    channel: ColumnElement[Any]
    account: ColumnElement[Any]
    conversation_id: ColumnElement[Any]
    seq: ColumnElement[Any]
    state: ColumnElement[Any]
    looks: tuple[Looks, ...]
    only: Wrong = field(default_factory=true)

    def counts(self) -> Select[Any]:
        """Of a piece: channel, account, state, and of each check how many rows it looked at and found."""
        sums = [
            func.coalesce(func.sum(case((of, 1), else_=0)), 0)
            for one in self.looks
            for of in (one.of, and_(one.of, one.wrong))
        ]
        whose = apart(self.channel), apart(self.account), apart(self.state)
        return select(*whose, *sums).select_from(self.source).where(*self._piece()).group_by(*whose)

    def found(self, looks: Looks) -> Select[Any]:
        """The wrong ones of a piece and an account, the oldest first."""
        talk, said = conversation.alias("talk"), message.alias("said")
        where = (said.c.conversation_id == self.conversation_id) & (said.c.seq == self.seq)
        return (
            select(
                self.rows.number, self.rows.at, self.conversation_id, self.seq, looks.note, talk.c.buyer_name, said.c.id
            )
            .select_from(self.source.outerjoin(talk, talk.c.id == self.conversation_id).outerjoin(said, where))
            .where(*self._piece(), looks.of, looks.wrong)
            .where(apart(self.channel) == bindparam("channel"), apart(self.account) == bindparam("account"))
            .order_by(self.rows.number)
            .limit(ROWS)
        )  # fmt: skip

    def _piece(self) -> tuple[Wrong, ...]:
        number, at = self.rows.number, self.rows.at
        return (
            number >= bindparam("first"), number < bindparam("end"),
            at >= bindparam("since"), at < bindparam("until"), self.only,
        )  # fmt: skip
