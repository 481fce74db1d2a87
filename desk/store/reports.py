"""Reports that were made, and to whom they are still to be sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import bindparam, func, select, text

from desk.clock import to_ms
from desk.figures.report import Kind
from desk.figures.span import Span
from desk.report_sending import MadeReport, ReportSending, SendingState
from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.tables import TO_SEND, report, report_sending

AT_ONCE, PAGE = 50, 50

r, s = report.c, report_sending.c
_REPORT, _SENDING = select(*MAPPED[MadeReport].columns), select(*MAPPED[ReportSending].columns)
BY_KEY = _REPORT.where(
    r.kind == bindparam("kind"), r.first == bindparam("first_day"), r.last == bindparam("last_day")
)
LISTED = _REPORT.where(r.id < bindparam("before")).order_by(r.id.desc()).limit(PAGE)
# A claimed one keeps the hour at which it was due, so those that were left behind are among these.
DUE = (
    _SENDING.where(text(f"({TO_SEND})"), s.due_at <= bindparam("now")).order_by(s.due_at, s.id).limit(AT_ONCE)
)
OF_ADDRESS = _SENDING.where(s.report_id == bindparam("of_report"), s.address == bindparam("to"))
OF_ADDRESS_LOCKED = OF_ADDRESS.with_for_update()
OF_REPORTS = _SENDING.where(s.report_id > bindparam("after"), s.report_id <= bindparam("upto")).order_by(s.id)
IN_TROUBLE = select(func.count()).select_from(report_sending).where(text(f"({TO_SEND})"), s.fault != "")
FIRST_PAGE = 2**62


def make(
    book: Book, kind: Kind, span: Span, to: Iterable[str], at: datetime, by: int | None = None
) -> tuple[MadeReport, bool]:
    """The one report of this span, and whether it is new. Whoever of `to` it was never sent to, is sent it."""
    values = {
        "kind": str(kind), "first": span.first.isoformat(), "last": span.last.isoformat(), "made_at": to_ms(at),
        "made_by": by,
    }  # fmt: skip
    new = book.insert_new(report, values) is not None
    key = {"kind": values["kind"], "first_day": values["first"], "last_day": values["last"]}
    made = book.one(MadeReport, BY_KEY, key)
    assert made is not None
    for address in to:
        _begin(book, made.id, address, at)
    return made, new


def send(book: Book, report_id: int, address: str, at: datetime) -> None:
    """By a person: also where it was sent before. What is on its way goes on."""
    if _begin(book, report_id, address, at):
        return
    found = book.one(
        ReportSending,
        OF_ADDRESS_LOCKED if book.locks else OF_ADDRESS,
        {"of_report": report_id, "to": address},
    )
    if found is not None and found.may_again:
        found.again(at)


def _begin(book: Book, report_id: int, address: str, at: datetime) -> bool:
    row = {
        "report_id": report_id, "address": address, "state": str(SendingState.DUE), "asked_at": to_ms(at),
        "due_at": to_ms(at), "attempts": 0,
    }  # fmt: skip
    return book.insert_new(report_sending, row) is not None


def by_id(book: Book, id: int) -> MadeReport:
    """Raises NotFound."""
    return by_number.seen(book, MadeReport, id)


def listed(book: Book, before: int = FIRST_PAGE) -> list[MadeReport]:
    """Those before this number, the latest first, PAGE at most."""
    return book.many(MadeReport, LISTED, {"before": before})


def sendings_of(book: Book, made: Collection[MadeReport]) -> list[ReportSending]:
    """Of these reports, which follow one another."""
    if not made:
        return []
    ids = [one.id for one in made]
    return book.many(ReportSending, OF_REPORTS, {"after": min(ids) - 1, "upto": max(ids)})


def due(book: Book, at: datetime) -> list[ReportSending]:
    """What may be sent now, the oldest first, AT_ONCE at most."""
    found = book.many(ReportSending, DUE, {"now": to_ms(at)})
    return [one for one in found if one.is_due(at)]


def sending(book: Book, id: int) -> ReportSending:
    """Locked for this unit where the store locks rows. Raises NotFound."""
    return by_number.held(book, ReportSending, id)


def in_trouble(book: Book) -> int:
    """How many an address did not take, and are tried again."""
    return int(book.value(IN_TROUBLE) or 0)
