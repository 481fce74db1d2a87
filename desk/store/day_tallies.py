"""What the facts of a day came to, kept until one of them changes. It saves time and decides nothing.

Whoever judges a day first claims its place and fills it afterwards. A fact that changes takes the place away, filled or
not: so what was judged before the change finds no place any more, and is not kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, delete, func, select

from desk.clock import to_ms
from desk.store.book import Book
from desk.store.tables import day_tally

t = day_tally.c
_mark, _way = t.mark == bindparam("of_mark"), t.way == bindparam("of_way")
DAYS = select(t.day).where(
    _mark, _way, t.day >= bindparam("first"), t.day <= bindparam("last"), t.tallies.is_not(None)
)
KEPT = DAYS.add_columns(t.tallies)
LET_GO = delete(day_tally).where(_mark, _way, t.day == bindparam("of_day"))
FILL = day_tally.update().where(t.id == bindparam("place")).values(tallies=bindparam("told"))
LATEST = select(func.max(t.until))
SPOIL = delete(day_tally).where(t.since <= bindparam("at"), t.until > bindparam("at"))
MARKS = select(t.mark).distinct()
FORGET = delete(day_tally).where(_mark)


def kept(book: Book, mark: str, way: str, first: date, last: date) -> dict[str, bytes]:
    """By the day, as it is written."""
    return {day: bytes(told) for day, told in book.rows(KEPT, _between(mark, way, first, last))}


def days_kept(book: Book, mark: str, way: str, first: date, last: date) -> set[str]:
    return {day for (day,) in book.rows(DAYS, _between(mark, way, first, last))}


def _between(mark: str, way: str, first: date, last: date) -> dict[str, str]:
    return {"of_mark": mark, "of_way": way, "first": first.isoformat(), "last": last.isoformat()}


def claim(book: Book, mark: str, way: str, days: Mapping[date, tuple[datetime, datetime]]) -> dict[date, int]:
    """A place for each of these days, by their instants. In a unit of its own, before the facts are read."""
    places = {}
    for day, (since, until) in days.items():
        key = {"day": day.isoformat(), "way": way, "mark": mark}
        book.run(LET_GO, {"of_mark": mark, "of_way": way, "of_day": key["day"]})
        place = book.insert_new(day_tally, {**key, "since": to_ms(since), "until": to_ms(until)})
        assert place is not None
        places[day] = place
    return places


def fill(book: Book, told: Mapping[int, bytes]) -> None:
    """Those places that are still there."""
    for place, tallies in told.items():
        book.run(FILL, {"place": place, "told": tallies})


def latest(book: Book) -> int:
    """Milliseconds: what happened from then on spoils nothing. 0 where nothing is kept."""
    return book.value(LATEST) or 0


def spoil(book: Book, instants: Iterable[int]) -> None:
    """Facts of these instants have changed."""
    for at in instants:
        book.run(SPOIL, {"at": at})


def forget(book: Book, marks: Sequence[str]) -> None:
    """All that was judged otherwise."""
    for (mark,) in book.rows(MARKS):
        if mark not in marks:
            book.run(FORGET, {"of_mark": mark})
