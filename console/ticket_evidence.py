"""Photos that a case still lacks when somebody of the shop sends it in for the buyer: there, or a word on why it goes without."""

from __future__ import annotations

from collections.abc import Iterable

from desk.photo import PhotoState
from desk.store import Book, ticket_reasons, tickets
from desk.ticket.evidence import Shows, missing
from desk.ticket.ticket import Ticket


def lacking(book: Book, held: Ticket) -> list[Shows]:
    """Of a ticket that stands in the book."""
    hung = tickets.photos(book, held.id)
    return lacks(book, held, [shows for shows, photo in hung if photo.state is not PhotoState.FAILED])


def lacks(book: Book, held: Ticket, there: Iterable[Shows]) -> list[Shows]:
    """`there`: what its photos show, or will. Of what has not left nobody has a photo."""
    if held.reason_id is None or held.unshipped:
        return []
    return missing(held.kind, list(there), demanded=ticket_reasons.by_id(book, held.reason_id).photos)
