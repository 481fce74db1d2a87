"""The loss audit as pages show it: lines out of a report, and what a line found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby
from typing import cast, get_args
from urllib.parse import urlencode

from console.audit_shapes import (
    AuditAccount,
    AuditGap,
    AuditLine,
    AuditPage,
    AuditRow,
    AuditRows,
    Fault,
    Part,
    Period,
    State,
    Tone,
)
from console.ticket_days import Days, day_of
from desk.audit import (
    COMING,
    GOING,
    HOUSE,
    LONGEST_DAYS,
    NOW,
    ROWS,
    Account,
    Check,
    Found,
    Line,
    Report,
    Row,
    Span,
)
from desk.numbering import Begun, Gap

PARTS: tuple[tuple[Part, tuple[Check, ...]], ...] = (
    ("coming", COMING),
    ("going", GOING),
    ("now", NOW),
    ("house", HOUSE),
)
PART_OF = {check: part for part, checks in PARTS for check in checks}
PERIODS = (1, 2, 7, LONGEST_DAYS)
SAYS_WHY = frozenset({Check.DEAD, Check.PHOTOS, Check.FAILED, Check.LEAVING, Check.TIMERS})
"""Checks whose note is a reason or a name; that of the others says what the row itself shows."""


def span_of(days: Days, today: date, zone: tzinfo) -> Span:
    """Of what was typed; yesterday and today where nothing was."""
    last = day_of(days.until) or max(today, day_of(days.since) or today)
    first = day_of(days.since) or last - timedelta(days=1)
    return Span(first, last, zone)


def fault_of(days: Days, span: Span) -> Fault | None:
    return days.fault or ("too_long" if span.days > LONGEST_DAYS else None)


def written(span: Span) -> Days:
    return Days(span.first.isoformat(), span.last.isoformat())


def page(report: Report | None, days: Days, today: date, fault: Fault | None) -> AuditPage:
    periods = tuple(_periods(days, today))
    if report is None:
        return AuditPage(days, periods, fault, LONGEST_DAYS)
    accounts = tuple(
        _account(of, list(lines), days) for of, lines in groupby(report.lines, lambda line: line.of)
    )
    letters, lost, waiting = (f"{n:,}" for n in (report.letters, report.lost, report.waiting))
    return AuditPage(days, periods, None, LONGEST_DAYS, report.verdict, letters, lost, waiting, accounts)


def _periods(days: Days, today: date) -> Iterator[Period]:
    for count in PERIODS:
        each = Days((today - timedelta(days=count - 1)).isoformat(), today.isoformat())
        yield Period(count, f"/audit?{urlencode(each.typed)}", each == days)


def _account(of: Account, lines: list[Line], days: Days) -> AuditAccount:
    parts = groupby((line for line in lines if _says(line)), lambda line: PART_OF[line.check])
    shown = ((part, tuple(_line(line, days) for line in each)) for part, each in parts)
    return AuditAccount(*of, tuple(shown))


def _says(line: Line) -> bool:
    """Where the numbers tell nothing, one line says so."""
    return not (line.blind and line.check == Check.SERIES)


def _line(line: Line, days: Days) -> AuditLine:
    tone: Tone = "blind" if line.blind else "lost" if line.lost else "waits" if line.found else "fine"
    states = (
        (cast(State, state), f"{line.states[state]:,}") for state in get_args(State) if line.states.get(state)
    )
    listed = bool(line.found or line.begun)
    return AuditLine(
        line.check,
        tone,
        f"{line.looked:,}",
        f"{line.found:,}",
        _address(line, days) if listed else None,
        tuple(states),
        line.oldest,
        line.unread if line.found else 0,
        line.begun,
    )


def _address(line: Line, days: Days) -> str:
    channel, account = line.of
    return f"/audit/{line.check}?{urlencode({**days.typed, 'channel': channel, 'account': account})}"


# --- what a line found


def rows(
    check: Check, of: Account, days: Days, found: list[Found], at: datetime, sees_desk: bool
) -> AuditRows:
    return AuditRows(
        check,
        *of,
        days,
        f"/audit?{urlencode(days.typed)}",
        tuple(_row(one, check, sees_desk) for one in found if isinstance(one, Row)),
        tuple(_gap(one, at) for one in found if not isinstance(one, Row)),
        len(found) >= ROWS,
        ROWS,
    )


def _row(row: Row, check: Check, sees_desk: bool) -> AuditRow:
    place = f"#message-{row.message_id}" if row.message_id else ""
    link = f"/desk/{row.conversation_id}{place}" if sees_desk and row.conversation_id else None
    note = row.note if check in SAYS_WHY else ""
    ticket = int(row.note) if check == Check.PICTURES and row.note.isdecimal() else None
    return AuditRow(row.at, row.id, row.buyer, link, row.conversation_id, row.seq, note, ticket)


def _gap(one: Gap | Begun, at: datetime) -> AuditGap:
    if isinstance(one, Begun):
        return AuditGap(one.first, one.last, one.after, one.before, expected=one.expected)
    return AuditGap(one.first, one.last, one.after, one.before, f"{one.missing:,}", one.may_come(at))
