"""Visitors of the web chat: a token that only the browser has, and the identity it stands for."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import bindparam, select

from desk.clock import to_ms
from desk.store.book import Book
from desk.store.tables import visitor

IDENTITY = select(visitor.c.identity).where(
    visitor.c.token_hash == bindparam("hash"), visitor.c.account == bindparam("account")
)


def new_token() -> str:
    """256 random bits. The desk keeps only their hash: who reads the store cannot speak as a buyer."""
    return secrets.token_urlsafe(32)


def welcome(book: Book, account: str, token: str, identity: str, at: datetime) -> None:
    """`identity`: 32 hex digits, what the buyer is called in the channel and an order may be bound to."""
    values = {"account": account, "token_hash": _hash(token), "identity": identity, "created_at": to_ms(at)}
    book.insert(visitor, values)


def identity_of(book: Book, account: str, token: str) -> str | None:
    return book.value(IDENTITY, {"hash": _hash(token), "account": account})  # type: ignore[no-any-return]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
