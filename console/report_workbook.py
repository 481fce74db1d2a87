"""A report as a workbook: a sheet of what matters, and one for each group of figures. Times are times, shares and amounts are
numbers, and nothing in it is a formula."""

from __future__ import annotations

import io
from datetime import datetime, tzinfo
from typing import Any

from console.render import Words, local
from console.report_shapes import ReportPage
from console.report_words import T, days, line, plain
from console.ticket_file import safe
from console.ticket_workbook import TIME, form
from desk.figures.metric import Figure, Group, Unit
from desk.figures.report import Compared, Report
from desk.money import Money

DURATION = "[h]:mm:ss.000"
MS_OF_DAY = 86_400_000
NUMBERS = {Unit.SHARE: ("0.00%", 10_000), Unit.RATIO: ("0.00", 100), Unit.POINTS: ("0.000", 1000)}
"""How each is shown, and by what it is divided."""
NAME, FIGURE = 44, 14


def as_workbook(report: Report, shown: ReportPage, words: Words, language: str, zone: tzinfo) -> bytes:
    """Blocks: for a thread."""
    from openpyxl import Workbook  # only who asks for a workbook pays for it

    t, book, into = plain(words), Workbook(write_only=True), io.BytesIO()
    _first_page(book, report, shown, t, language, zone)
    for group in Group:
        page = _page(book, t(f"figures_group.{group}"))
        _append(page, _heads(t))
        for one in report.every:
            if one.metric.group == group:
                _append(page, _row(page, one, report, language))
    book.save(into)
    return into.getvalue()


def _first_page(book: Any, report: Report, shown: ReportPage, t: T, language: str, zone: tzinfo) -> None:
    page = _page(book, t(f"report_kind.{report.kind}"))
    span, before = report.span, report.before
    _append(page, [t("report.span"), days(span.first, span.last, t)])
    _append(page, [t("report.compared_head"), days(before.first, before.last, t)])
    _append(page, [t("report.reckoned_head"), _moment(page, shown.at, zone)])
    _append(page, [])
    _append(page, _heads(t))
    for one in report.numbers:
        _append(page, _row(page, one, report, language))
    _append(page, [])
    _append(page, [t("report.worst") if shown.worst else t("report.none_late")])
    for wait, told in zip(report.worst, shown.worst, strict=True):
        cells = [told.why, _number(page, wait.ms, MS_OF_DAY, DURATION), _moment(page, wait.since, zone)]
        _append(page, [*cells, f"#{wait.conversation_id}"])
    _append(page, [])
    _append(page, [shown.cases])


def _page(book: Any, title: str) -> Any:
    page = book.create_sheet(title[:31])
    page.column_dimensions["A"].width = NAME
    for letter in "BCDE":
        page.column_dimensions[letter].width = FIGURE + 3
    return page


def _heads(t: T) -> list[Any]:
    return [t("report.figure"), t("report.now"), "n", t("report.before"), t("report.n_before")]


def _row(page: Any, one: Compared, report: Report, language: str) -> list[Any]:
    name = line(one, language, report.span).name
    now, before = (_figure(page, one.metric.unit, figure) for figure in (one.now, one.before))
    return [name, now, one.now.n, before, one.before.n]


def _figure(page: Any, unit: Unit, figure: Figure) -> Any:
    if figure.value is None:
        return ""
    if unit == Unit.TIME:
        return _number(page, figure.value, MS_OF_DAY, DURATION)
    if unit == Unit.MONEY and figure.currency:
        # As it is written: a float would not be the amount.
        return _cell(page, Money(figure.value, figure.currency).major(), form(figure.currency))
    if unit in NUMBERS:
        shape, by = NUMBERS[unit]
        return _number(page, figure.value, by, shape)
    return figure.value


def _number(page: Any, value: int, by: int, shape: str) -> Any:
    return _cell(page, repr(value / by), shape)


def _moment(page: Any, at: datetime, zone: tzinfo) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(page, local(at, zone).replace(tzinfo=None, microsecond=0))
    cell.number_format = TIME
    return cell


def _cell(page: Any, written: str, shape: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(page)
    cell._value, cell.data_type, cell.number_format = written, "n", shape
    return cell


def _append(page: Any, cells: list[Any]) -> None:
    page.append([_text(page, cell) if isinstance(cell, str) else cell for cell in cells])


def _text(page: Any, text: str) -> Any:
    """Never a formula: neither to the program that opens it, nor to one that takes its cells out again."""
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(page)
    cell._value, cell.data_type = safe("".join(c for c in text if c.isprintable())), "s"
    return cell
