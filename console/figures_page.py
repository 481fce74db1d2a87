"""The first page of figures: the few that decide, charts of how they went, and all of them by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from console.figures_asked import Asked
from console.figures_cells import Href, cell, lines
from console.figures_shapes import ChartRow, Drawn, Head, Line, Tile
from desk.figures.metric import NOTHING, Figure, Metric
from desk.figures.metrics import BY_KEY
from desk.figures.overview import WHOLE, Overview, Wanted
from desk.figures.pack import Pack
from desk.figures.sheet import ALL, Sheet
from desk.figures.span import Span
from desk.figures.spread import Step

MOST_DAYS = 120
"""A chart of more days than this shows nothing that could be read; the table by day does."""
HEADS: Mapping[Tile, tuple[str, ...]] = {
    "in_time": ("first_response_within_30", "response_within_30"),
    "first_response": ("first_response_median", "first_response_max"),
    "queue": ("abandoned", "queue_median"),
    "bot": ("bot_solved", "handoffs"),
    "satisfaction": ("satisfaction", "rated"),
    "cases": ("cases", "review_in_time"),
}
BY_TIME = ("rounds", "first_response_within_30", "response_within_30", "response_median", "response_p90")
_by_time = tuple(BY_KEY[key] for key in BY_TIME)


def wanted(span: Span) -> Wanted:
    """By hour of the day for one day, by day for more; the volume of a day always by its hours."""
    return (*WHOLE, ("hour", _by_time), *((("day", _by_time),) if span.days > 1 else ()))


def whole(found: Overview) -> Mapping[str, Figure]:
    return found.sheets[""].get(ALL, {})


def heads(
    now: Mapping[str, Figure], before: Mapping[str, Figure], pack: Pack, language: str, href: Href,
    waiting: int | None, cases: tuple[int, int] | None,
) -> tuple[Head, ...]:  # fmt: skip
    """`waiting`, `cases`: as it is at this moment, whatever the span; None for whoever may not see them."""

    def of(key: Tile) -> tuple[Line, ...]:
        return tuple(
            line for name in HEADS[key] for line in lines(BY_KEY[name], now, before, pack, language, href)
        )

    open_ones, late = cases if cases is not None else (None, None)
    return tuple(
        Head(
            key,
            of(key),
            waiting if key == "queue" else None,
            open_ones if key == "cases" else None,
            late if key == "cases" else None,
        )
        for key in HEADS
    )


def charts(found: Overview, asked: Asked, pack: Pack, language: str) -> tuple[Drawn, ...]:
    """None of what would be empty or unreadable."""
    span = asked.span
    if span is None or not found.sheets["hour"]:
        return ()
    by_day = span.days > 1
    over_time = found.sheets["day" if by_day else "hour"]
    drawn = []
    if span.days <= MOST_DAYS:
        rows = list(_days(over_time, span) if by_day else _hours(over_time, every=False))
        by = "day" if by_day else "hour"
        drawn.append(_drawn("in_time", rows, ("first_response_within_30", "response_within_30"), asked, by))
        drawn.append(_drawn("times", rows, ("response_median", "response_p90"), asked, by))
    drawn.append(_drawn("volume", list(_hours(found.sheets["hour"])), ("rounds",), asked, "hour"))
    if sum(step.count for step in found.spread):
        drawn.append(_spread(found.spread))
    return tuple(drawn)


Row = tuple[str, int, str, Mapping[str, Figure]]
"""How it is called, where it stands, its key in an address, its figures."""


def _days(sheet: Sheet, span: Span) -> Iterator[Row]:
    """Every day, also those on which nothing happened."""
    for n, one in enumerate(span.each()):
        text = one.first.isoformat()
        yield text, n, text, sheet.get(text, {})


def _hours(sheet: Sheet, *, every: bool = True) -> Iterator[Row]:
    """`every`: all of them; otherwise from the first to the last in which something happened."""
    first, last = (0, 23) if every else (min(sheet), max(sheet))
    for hour in range(first, last + 1):
        yield f"{hour:02}:00", hour, str(hour), sheet.get(hour, {})


def _drawn(key: str, rows: list[Row], keys: tuple[str, ...], asked: Asked, by: str) -> Drawn:
    metrics = [BY_KEY[name] for name in keys]
    return Drawn(
        key,  # type: ignore[arg-type]
        keys,
        str(metrics[0].unit),
        tuple(
            ChartRow(
                label,
                x,
                tuple(
                    cell(metric, figures.get(metric.key, NOTHING), _href(asked, metric, by, written))
                    for metric in metrics
                ),
            )
            for label, x, written, figures in rows
        ),
        by == "day",
    )


def _href(asked: Asked, metric: Metric, by: str, key: str) -> str:
    return asked.address(f"/figures/{metric.key}", by=by, key=key)


def _spread(steps: tuple[Step, ...]) -> Drawn:
    metric = BY_KEY["sessions"]
    rows, before = [], 0
    for n, step in enumerate(steps):
        label = f"> {_seconds(before)}" if step.most is None else f"≤ {_seconds(step.most)}"
        rows.append(ChartRow(label, n, (cell(metric, Figure(step.count, step.count)),)))
        before = step.most or before
    return Drawn("spread", ("first_response",), "count", tuple(rows))


def _seconds(seconds: int) -> str:
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"


def day_label(text: str) -> date:
    return date.fromisoformat(text)
