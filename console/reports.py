"""Reports as their pages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import cast

from console import report_shapes as shapes
from console.figures_shapes import WAYS
from console.render import Words
from console.report_shapes import Address, Group, ReportPage, ReportRow, Sending, Time, Worst
from console.report_words import cases, line, plain, why
from desk.addresses import Address as SetUp
from desk.addresses import Addresses
from desk.figures.report import Compared, Report
from desk.figures.written import time
from desk.report_sending import MadeReport, ReportSending, SendingState
from desk.store import Book, reports


def addresses(all: Addresses, chosen: Iterable[str] = ()) -> tuple[Address, ...]:
    """All that are set up, and those that were chosen and are not any more."""
    chosen = tuple(chosen)
    known = tuple(Address(one.name, one.rung, one.service, one.name in chosen) for one in all.all)
    return known + tuple(_address(name, all, chosen=True) for name in chosen if name not in all)


def _address(name: str, all: Addresses, *, chosen: bool = False) -> Address:
    found = next((one for one in all.all if one.name == name), None)
    one = found or SetUp(name, "")
    return Address(one.name, one.rung, one.service, chosen, known=found is not None)


def rows(
    book: Book, made: Sequence[MadeReport], names: Mapping[int, str], all: Addresses
) -> tuple[ReportRow, ...]:
    sendings = defaultdict(list)
    for one in reports.sendings_of(book, made):
        sendings[one.report_id].append(_sending(one, all))
    return tuple(
        ReportRow(
            one.id,
            cast(shapes.Kind, str(one.kind)),
            one.first,
            one.last,
            one.made_at,
            names.get(one.made_by or 0, ""),
            tuple(sendings[one.id]),
        )
        for one in made
    )


def _sending(one: ReportSending, all: Addresses) -> Sending:
    state = "again" if one.state is SendingState.DUE and one.fault else str(one.state)
    return Sending(
        _address(one.address, all),
        cast(shapes.State, state),
        one.settled_at or one.claimed_at or one.due_at if state != "again" else one.due_at,
        one.attempts,
        cast(shapes.Fault, one.fault) if one.fault else None,
        one.code,
        one.may_again and state != "due",
    )


def page(
    row: ReportRow, report: Report, words: Words, language: str, all: Addresses, at: datetime
) -> ReportPage:
    t = plain(words)
    told = {one.to.name for one in row.sendings}
    return ReportPage(
        row,
        report.before.first,
        report.before.last,
        at,
        report.empty,
        tuple(line(one, language, report.span) for one in report.numbers),
        tuple(
            Worst(
                one.conversation_id, one.since, time(one.ms), one.silent, why(one, t), one.reason, one.address
            )
            for one in report.worst
        ),
        tuple(line(one, language, report.span) for one in report.better),
        tuple(line(one, language, report.span) for one in report.worse),
        cases(report, t),
        tuple(
            _group(key, list(some), report, language)
            for key, some in groupby(report.every, key=lambda one: str(one.metric.group))
        ),
        tuple(one for one in addresses(all) if one.name not in told),
    )


def _group(key: str, some: Sequence[Compared], report: Report, language: str) -> Group:
    """Its figures, and the ways to total one time side by side."""
    single = (line(one, language, report.span) for one in some if one.metric.time is None)
    return Group(key, tuple(single), tuple(_times(some, report, language)))


def _times(some: Iterable[Compared], report: Report, language: str) -> Iterator[Time]:
    for name, ways in groupby(some, key=lambda one: one.metric.time):
        if name is not None:
            by_way = {str(one.metric.total): line(one, language, report.span) for one in ways}
            one = next(iter(by_way.values()))
            yield Time(name[language], one.means, tuple(map(by_way.get, WAYS)), one.n, one.n_before)
