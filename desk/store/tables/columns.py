"""Of what the tables are made. Times are integer milliseconds UTC, money is integer minor units, JSON is text.

A column says in `info["as"]` what its value is inside the desk; `desk/store/mapping.py` reads that.
No ON DELETE CASCADE anywhere: a migration that rebuilds a table would delete the children.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    SmallInteger,
    Text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import expression

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class ThisTransaction(expression.FunctionElement[int]):
    """PostgreSQL's number of the running transaction. SQLite commits in the order of the numbers: 0."""

    type = BigInteger()
    inherit_cache = True


@compiles(ThisTransaction, "postgresql")
def _on_postgresql(element: ThisTransaction, compiler: Any, **kw: Any) -> str:
    return "(pg_current_xact_id()::text::bigint)"


@compiles(ThisTransaction)
def _elsewhere(element: ThisTransaction, compiler: Any, **kw: Any) -> str:
    return "0"


Id = BigInteger().with_variant(Integer, "sqlite")
INSTANT, FLAG, JSON, DAY = "instant", "flag", "json", "day"


def number() -> Column[Any]:
    return Column("id", Id, primary_key=True)


def instant(name: str, *, maybe: bool = False) -> Column[Any]:
    return Column(name, BigInteger, nullable=maybe, info={"as": INSTANT})


def flag(name: str) -> Column[Any]:
    return Column(name, SmallInteger, nullable=False, server_default="0", info={"as": FLAG})


def json(name: str, default: str | None = None) -> Column[Any]:
    return Column(name, Text, nullable=False, server_default=default, info={"as": JSON})


def word(name: str, words: type[StrEnum]) -> Column[Any]:
    return Column(name, Text, nullable=False, info={"as": words})


def words(name: str, default: str | None = "") -> Column[Any]:
    return Column(name, Text, nullable=False, server_default=default)


def of(name: str, target: str, *, maybe: bool = False) -> Column[Any]:
    return Column(name, Id, ForeignKey(target), nullable=maybe)
