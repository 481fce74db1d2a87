"""The end of a shift: a quarter of an hour before, the board of whoever is at the desk opens by itself, once."""

from __future__ import annotations

from datetime import datetime, tzinfo

from desk.deadlines import Deadline
from desk.presence import Because, Presence
from desk.store import Book, agents, handing, posts, shifts


def board_opens(book: Book, deadline: Deadline, at: datetime, zone: tzinfo) -> None:
    """Whoever has signed off, or whose browser is gone, is told nothing: a supervisor sees what they left on People.
    Found only after the end of the shift, because the desk stood still, it opens all the same."""
    person = agents.by_id(book, deadline.generation)
    if person is None or not person.active:
        return
    shifts.arm(book, person, zone, max(at, deadline.due_at))
    place = posts.seen_of(book, person.id)
    if place.state == Presence.OFFLINE or place.because == Because.VANISHED:
        return
    handing.open_board(book, person, None, zone, at)
