"""Who waits for what, what the supplier was asked, and which orders a buyer showed to be theirs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_not

from desk.allotment import HEAD, Place, Policy, first_come
from desk.clock import from_ms, to_ms
from desk.store.book import Book
from desk.store.tables import ownership, restock_request, variant, waiting, wrong_proof

JOIN = (
    insert_or_not(waiting)
    .values({n: bindparam(n) for n in ("sku", "buyer_id", "conversation_id", "since", "state")})
    .on_conflict_do_nothing()
)
LEAVE = (
    update(waiting)
    .where(waiting.c.sku == bindparam("of_sku"), waiting.c.buyer_id == bindparam("buyer"))
    .where(waiting.c.state == "waiting")
    .values(state="gave_up")
)
_ahead = waiting.alias("ahead")
PLACES = (
    select(waiting.c.sku, func.count(_ahead.c.id))
    .join(
        _ahead, and_(_ahead.c.sku == waiting.c.sku, _ahead.c.state == "waiting", _ahead.c.id <= waiting.c.id)
    )
    .where(waiting.c.buyer_id == bindparam("buyer"), waiting.c.state == "waiting")
    .group_by(waiting.c.sku)
)
ASK = (
    insert_or_not(restock_request)
    .values(sku=bindparam("sku"), asked_at=bindparam("at"))
    .on_conflict_do_nothing()
)
OWN = (
    insert_or_not(ownership)
    .values({n: bindparam(n) for n in ("buyer_id", "order_number", "shown_at")})
    .on_conflict_do_nothing()
)
OWNED = select(ownership.c.order_number).where(ownership.c.buyer_id == bindparam("buyer"))
WRONG = select(func.count()).where(
    wrong_proof.c.buyer_id == bindparam("buyer"), wrong_proof.c.at > bindparam("since")
)
WRONG_OF_ORDER = select(func.count()).where(
    wrong_proof.c.order_number == bindparam("order"), wrong_proof.c.at > bindparam("since")
)
# No more are told than there are units (A2); who of them, the policy says (A3).
FREE = (
    select(waiting.c.sku, variant.c.stock - variant.c.allotted)
    .join(variant, variant.c.sku == waiting.c.sku)
    .where(waiting.c.state == "waiting", variant.c.stock > variant.c.allotted)
    .order_by(waiting.c.id)
    .limit(1)
)
LISTED = (
    select(waiting.c.id, waiting.c.sku, waiting.c.buyer_id, waiting.c.conversation_id, waiting.c.since)
    .where(waiting.c.sku == bindparam("of_sku"), waiting.c.state == "waiting")
    .order_by(waiting.c.id)
    .limit(HEAD)
)
ALLOT = (
    update(variant)
    .where(variant.c.sku == bindparam("of_sku"), variant.c.allotted < variant.c.stock)
    .values(allotted=variant.c.allotted + 1)
)
TELL = (
    update(waiting)
    .where(waiting.c.id == bindparam("place"), waiting.c.state == "waiting")
    .values(state="told", told_at=bindparam("now"))
)
CLOSE_REQUEST = (
    update(restock_request)
    .where(restock_request.c.sku == bindparam("of_sku"), restock_request.c.closed_at.is_(None))
    .values(closed_at=bindparam("now"))
)


def join(book: Book, sku: str, buyer_id: int, conversation_id: int, at: datetime) -> None:
    """A place on the waiting list; a second one for the same SKU changes nothing."""
    values = {
        "sku": sku,
        "buyer_id": buyer_id,
        "conversation_id": conversation_id,
        "since": to_ms(at),
        "state": "waiting",
    }
    book.run(JOIN, values)


def leave(book: Book, sku: str, buyer_id: int) -> None:
    book.run(LEAVE, {"of_sku": sku, "buyer": buyer_id})


def places(book: Book, buyer_id: int) -> dict[str, int]:
    """SKU to the buyer's place, from 1."""
    return {row[0]: row[1] for row in book.rows(PLACES, {"buyer": buyer_id})}


def ask_supplier(book: Book, sku: str, at: datetime) -> None:
    """Asked once as long as one request is open."""
    book.run(ASK, {"sku": sku, "at": to_ms(at)})


def show_to_own(book: Book, buyer_id: int, order_number: str, at: datetime) -> None:
    book.run(OWN, {"buyer_id": buyer_id, "order_number": order_number, "shown_at": to_ms(at)})


def owned(book: Book, buyer_id: int) -> frozenset[str]:
    """Orders that the buyer once showed to be theirs."""
    return frozenset(row[0] for row in book.rows(OWNED, {"buyer": buyer_id}))


def wrong_proof_of(book: Book, buyer_id: int, order_number: str, at: datetime) -> None:
    book.insert(wrong_proof, {"buyer_id": buyer_id, "order_number": order_number, "at": to_ms(at)})


def wrong_proofs_since(book: Book, buyer_id: int, since: datetime) -> int:
    return int(book.value(WRONG, {"buyer": buyer_id, "since": to_ms(since)}))


def wrong_proofs_of(book: Book, order_number: str, since: datetime) -> int:
    """By whomever: who comes under a new name each time has as few tries as who stays."""
    return int(book.value(WRONG_OF_ORDER, {"order": order_number, "since": to_ms(since)}))


def serve_next(book: Book, at: datetime, policy: Policy = first_come) -> Place | None:
    """The next buyer to be told that their variant is back; theirs from now on. None when nobody is."""
    row = book.row(FREE)
    if row is None:
        return None
    sku, free = row
    rows = book.rows(LISTED, {"of_sku": sku})
    listed = [Place(id, its, buyer, talk, from_ms(since)) for id, its, buyer, talk, since in rows]
    chosen = policy(listed, free)
    if not chosen or not book.run(ALLOT, {"of_sku": sku}):
        return None
    book.run(TELL, {"place": chosen[0].id, "now": to_ms(at)})
    book.run(CLOSE_REQUEST, {"of_sku": sku, "now": to_ms(at)})
    return chosen[0]
