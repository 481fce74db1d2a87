"""Tables of figures as files: CSV and workbooks in which numbers are numbers and no text is a formula."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from console import figures_list
from console.figures_cells import keys_of
from console.figures_list import Looked
from console.figures_parts import Names, ordered
from console.render import Words, local
from console.ticket_file import BOM, lines_of, safe
from console.ticket_workbook import TIME, form, plain
from desk.figures import named
from desk.figures.metric import NOTHING, Figure, Metric, Unit
from desk.figures.metrics import METRICS
from desk.figures.pack import Pack
from desk.figures.parts import Part
from desk.figures.report import compared
from desk.figures.sheet import Key, Sheet
from desk.money import Money

Value = str | int | Decimal | Money | datetime
Lines = Iterator[Sequence[Value]]
PIECE = 500
HEADS = ("group", "figure", "now", "before", "unit")
LIST_HEADS = ("when", "until", "conversation", "case", "channel", "who", "queue", "about", "counts", "why")
IN = {Unit.TIME: ("s", 3), Unit.SHARE: ("%", 2), Unit.RATIO: ("", 2), Unit.POINTS: ("", 3)}
"""What a value is written in, and with how many digits."""


def value(metric: Metric, figure: Figure) -> Value:
    """Seconds, percents, plain numbers; empty where nothing counted."""
    if figure.value is None:
        return ""
    if metric.unit == Unit.MONEY:
        return Money(figure.value, figure.currency) if figure.currency else figure.value
    return number(metric.unit, figure.value)


def number(unit: Unit, value: int) -> Value:
    return Decimal(value).scaleb(-IN[unit][1]) if unit in IN else value


def unit(metric: Metric) -> str:
    return IN[metric.unit][0] if metric.unit in IN else ""


def whole(
    now: Mapping[str, Figure], before: Mapping[str, Figure], pack: Pack, language: str, words: Words
) -> Lines:  # fmt: skip
    yield [words[f"figures_file.{head}"] for head in HEADS] + [
        "n",
        f"n {words['figures_file.before']}",
    ]
    for metric in METRICS:
        for one in compared(metric, now, before):
            group, name = words[f"figures_group.{metric.group}"], named.name(metric, pack, language)
            measured = one.now.currency or unit(metric)
            values = value(metric, one.now), value(metric, one.before)
            yield [group, name, *values, measured, one.now.n, one.before.n]


def apart(part: Part, sheet: Sheet, pack: Pack, language: str, names: Names) -> Lines:
    heads = [names.words[f"figures_part.{part.name}"]]
    for metric in part.metrics:
        name = named.name(metric, pack, language)
        heads += [f"{name} ({unit(metric)})" if unit(metric) else name, "n"]
    yield heads
    for key, figures in ordered(part, sheet):
        yield [_name(part, key, names), *_cells(part, figures)]


def _name(part: Part, key: Key, names: Names) -> str:
    return names.of(part.name, key) or names.words["figures_file.none"]


def _cells(part: Part, figures: Mapping[str, Figure]) -> Iterator[Value]:
    for metric in part.metrics:
        some = [figures[key] for key in keys_of(metric, figures)] or [NOTHING]
        written = [value(metric, one) for one in some]
        yield written[0] if len(written) == 1 else " + ".join(map(str, written))
        yield sum(one.n for one in some)


def behind(metric: Metric, rows: Iterable[Looked], language: str, names: Names, zone: tzinfo) -> Lines:
    """Without the buyers' names: whoever may see a conversation finds it by its number."""
    words = names.words
    yield [
        *(words[f"figures_file.{head}"] for head in LIST_HEADS),
        f"{words['figures_file.value']} {unit(metric)}".strip(),
        f"{words['figures_file.took']} s",
    ]
    for row in rows:
        fact, (since, until) = row.one.fact, row.length
        judged, currency = row.one.value, getattr(fact, "currency", "")
        yield [
            local(since, zone),
            local(until, zone) if until is not None and figures_list.lasts(fact) else "",
            fact.conversation_id,
            getattr(fact, "ticket_id", ""),
            f"{fact.channel}/{fact.account}",
            names.of("agent", getattr(fact, "agent_id", None)),
            names.of("queue", getattr(fact, "queue", None)),
            figures_list.what(fact, names),
            int(judged is not None),
            figures_list.why_text(row.one.why, language),
            "" if judged is None else Money(judged, currency) if currency else _judged(metric, judged),
            "" if row.waited is None else number(Unit.TIME, row.waited),
        ]


def _judged(metric: Metric, judged: int) -> Value:
    """Of yes and no, 1 and 0."""
    return number(metric.unit, judged) if metric.unit in (Unit.TIME, Unit.POINTS) else judged


# --- written


async def as_csv(lines: Lines, into: Path) -> int:
    """How many lines are in it, the heads not counted."""
    count = -1
    with into.open("wb") as file:
        file.write(BOM.encode())
        while piece := list(islice(lines, PIECE)):
            text = await asyncio.to_thread(lines_of, [[_text(one) for one in line] for line in piece])
            file.write(text.encode("utf-8", "replace"))
            count += len(piece)
    return count


def _text(one: Value) -> str | int:
    match one:
        case str():
            return safe(one)
        case int():
            return one
        case Money():
            return one.major()
        case datetime():
            return one.strftime("%Y-%m-%d %H:%M:%S")
    return str(one)


async def as_workbook(lines: Lines, into: Path) -> int:
    from openpyxl import Workbook  # only who asks for a workbook pays for it

    book, count = Workbook(write_only=True), -1
    page: Any = book.create_sheet()
    page.freeze_panes = "B2"
    page.column_dimensions["A"].width = page.column_dimensions["B"].width = 24
    while piece := list(islice(lines, PIECE)):
        await asyncio.to_thread(_append, page, piece)
        count += len(piece)
    await asyncio.to_thread(book.save, into)
    return count


def _append(page: Any, lines: Iterable[Sequence[Value]]) -> None:
    for line in lines:
        page.append([_cell(page, one) for one in line])


def _cell(page: Any, one: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(one, str):
        return plain(safe(one))
    if isinstance(one, int):
        return one
    cell: Any = WriteOnlyCell(page)
    if isinstance(one, datetime):
        cell.value, cell.number_format = one.replace(tzinfo=None, microsecond=0), f"{TIME}:ss"
    else:
        # As it is written: openpyxl would make a float of it.
        cell._value, cell.data_type = one.major() if isinstance(one, Money) else str(one), "n"
        exponent = 0 if isinstance(one, Money) else one.as_tuple().exponent
        digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        cell.number_format = (
            form(one.currency) if isinstance(one, Money) else f"0.{'0' * digits}" if digits else "0"
        )
    return cell
