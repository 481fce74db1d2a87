"""The pages of figures with one of everything, every text in them chosen by the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args
from zoneinfo import ZoneInfo

from console.figures_asked import Asked
from console.figures_shapes import (
    Bar,
    Behind,
    Both,
    Cell,
    Change,
    Chart,
    ChartRow,
    Column,
    Drawn,
    Explained,
    Head,
    Line,
    Row,
    Section,
    Shade,
    Table,
    Time,
    Tried,
    Week,
    Why,
)
from console.figures_trying import FIELDS
from desk.figures.metric import Group
from desk.figures.pack import USUAL, jd
from desk.figures.parts import PARTS
from desk.figures.span import Span

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def figures_pages(text: str) -> dict[str, dict[str, object]]:
    """Every way in which figures are drawn, with names that strangers chose."""
    day = date(2026, 11, 23)
    asked = Asked("", "2026-11-23", "2026-11-23", Span(day, day), trial={"if_hours": text[:50]})
    few, cell = (
        Cell("60.00 %", 5, True, "/figures/rounds?x=1", 6000),
        Cell("12.4 s", 204, False, "/figures/rounds", 12_400),
    )
    line = Line("rounds", text, text, cell, few, Change("+3.2 s", True, False, True, "worse"))
    bar = Bar(
        asked,
        "overview",
        "/figures",
        (("own", ""), ("x", text)),
        AT,
        (day, day),
        True,
        True,
        True,
        (("by", text),),
    )
    columns = (Column("rounds", text, text), Column("response_median", text, text))
    drawn = tuple(
        Drawn(
            key,
            ("response_median", "response_p90"),
            "time",
            (ChartRow(text, 0, (cell, few)),),
            key == "times",
        )
        for key in get_args(Chart)
    )
    why = Why("late", text, 3, True, "/figures/rounds?why=late", True)
    one = Behind(
        AT, AT, False, "1:05", False, "late", text, "/desk/812/at/1", text, 812, text, text, text, text
    )
    shown = Explained(
        "rounds", text, text, few, 3, "agent", text, (one, replace(one, until=None, runs=True, href="")),
        (why, replace(why, counts=False)), "/figures/rounds", 0, 70, "/figures/rounds?n=50", "/figures/rounds", "/figures",
        (("agent", "/figures/parts?by=agent"),),
    )  # fmt: skip
    week = Week(columns, "rounds", (9, 10), ((0, (Shade(few, 3, 9), None)),), True)
    parts = {"bar": replace(bar, tab="parts"), "parts": PARTS, "may_copy": True}
    fields = dict.fromkeys(FIELDS, text[:50])
    both = Both("rounds", text, text, text, cell, few, Change("0", same=True))
    return {
        "figures/overview.html": {
            "bar": bar,
            "heads": (Head("queue", (line, line), 3), Head("cases", (line,), None, 4, 1)),
            "charts": drawn,
            "sections": (
                Section(Group.RESPONSE, (line,), (Time(text, text, 5, (line, None, line, None)),)),
                Section(Group.CASES, ()),
            ),
            "empty": False,
            "may_copy": True,
        },
        "figures/parts.html": {
            **parts,
            "part": "agent",
            "table": Table("agent", columns, (Row("3", text, (few, cell)), Row("", "", (few, cell)))),
            "week": week,
        },
        "figures/explain.html": {"bar": replace(bar, tab=""), "shown": shown, "may_copy": True},
        "figures/what_if.html": {
            "bar": replace(bar, tab="what_if", asked=replace(asked, fault="no_day", first=text[:30])),
            "tried": Tried(fields, {"if_hours": "hours"}, True),
            "base": jd(ZoneInfo("Asia/Shanghai")),
            "ladder": USUAL,
            "changed": (both,),
            "same": (both,),
            "done": True,
        },
    }
