"""Figures taken apart: a table with a row for each hour, person, queue …, and the week as hours of its days."""

from __future__ import annotations

from collections.abc import Mapping

from console.figures_asked import Asked
from console.figures_cells import cell, keys_of
from console.figures_shapes import Cell, Column, Row, Shade, Table, Week
from console.render import Words
from desk.figures import named
from desk.figures.metric import NOTHING, Figure, Metric, Total, Unit
from desk.figures.pack import Pack
from desk.figures.parts import BY_NAME, WEEK, Part, key_text
from desk.figures.sheet import Key, Sheet
from desk.record import record

STEPS = 5


@record(frozen=True, slots=True)
class Names:
    """Of what figures are taken apart by, as the reader knows them."""

    words: Words
    agents: Mapping[int, str]
    queues: Mapping[int, str]
    reasons: Mapping[str, str]
    """Of cases, by their numbers."""

    def of(self, part: str, key: Key) -> str:
        """Empty for what belongs to nobody."""
        if key is None or key == "":
            return ""
        match part:
            case "agent":
                return self.agents.get(key, f"#{key}")
            case "queue":
                return self.queues.get(key, f"#{key}")
            case "hour":
                return f"{key:02}:00"
            case "week":
                return f"{self.words['calendar.weekdays'].split()[key[0]]} {key[1]:02}:00"
            case "case_reason":
                return self.reasons.get(key, f"#{key}")
        family = FAMILIES.get(part)
        return self.words.get(f"{family}.{REASONS.get(key, key)}", str(key)) if family else str(key)


FAMILIES = {
    "topic": "intent",
    "language": "language",
    "handoff_reason": "reason",
    "case_kind": "ticket_kind",
    "case_state": "ticket_state",
    "case_age": "case_age",
}
REASONS = {"pass_on": "passed_on", "release": "passed_on"}


def column(metric: Metric, pack: Pack, language: str) -> Column:
    return Column(metric.key, named.name(metric, pack, language), named.meaning(metric, pack, language))


def table(part: Part, sheet: Sheet, asked: Asked, pack: Pack, language: str, names: Names) -> Table:
    rows = [
        Row(
            key_text(part.by, key),
            names.of(part.name, key),
            tuple(_cell(metric, figures, asked, part, key) for metric in part.metrics),
        )
        for key, figures in ordered(part, sheet)
        if any(figure.n for figure in figures.values())
    ]
    return Table(part.name, tuple(column(metric, pack, language) for metric in part.metrics), tuple(rows))


def ordered(part: Part, sheet: Sheet) -> list[tuple[Key, Mapping[str, Figure]]]:
    """Times in their order, everything else with the most first; what belongs to nobody last."""
    if part.by in ("hour", "day", "weekday_hour", "age"):
        return sorted(sheet.items(), key=lambda item: item[0])
    first = part.metrics[0].key

    def place(item: tuple[Key, Mapping[str, Figure]]) -> tuple[bool, int, str]:
        return item[0] in (None, ""), -(item[1].get(first, NOTHING).value or 0), str(item[0])

    return sorted(sheet.items(), key=place)


def _cell(metric: Metric, figures: Mapping[str, Figure], asked: Asked, part: Part, key: Key) -> Cell:
    found = keys_of(metric, figures)
    href = asked.address(f"/figures/{metric.key}", by=part.name, key=key_text(part.by, key))
    if len(found) > 1:  # several currencies
        some = [cell(metric, figures[one]) for one in found]
        return Cell(" + ".join(one.text for one in some), sum(one.n for one in some), href=href)
    none = Figure(0, 0) if metric.total == Total.SUM else NOTHING
    return cell(metric, figures.get(found[0] if found else metric.key, none), href)


def week(sheet: Sheet, chosen: str, asked: Asked, pack: Pack, language: str) -> Week:
    """Hours in which nothing ever happened are left out at both ends."""
    part = BY_NAME[WEEK]
    metric = next((one for one in part.metrics if one.key == chosen), part.metrics[0])
    hours = sorted({hour for _, hour in sheet})
    found = {key: figures.get(metric.key, NOTHING) for key, figures in sheet.items()}
    most = max((figure.value or 0 for figure in found.values()), default=0)
    rows = []
    for weekday in range(7):
        cells = []
        for hour in range(hours[0], hours[-1] + 1) if hours else ():
            figure = found.get((weekday, hour), NOTHING)
            href = asked.address(f"/figures/{metric.key}", by=WEEK, key=f"{weekday}-{hour}")
            shown = figure.n or figure.value
            cells.append(
                Shade(cell(metric, figure, href), _step(metric, figure, most), hour) if shown else None
            )
        rows.append((weekday, tuple(cells)))
    return Week(
        tuple(column(one, pack, language) for one in part.metrics),
        metric.key,
        tuple(range(hours[0], hours[-1] + 1)) if hours else (),
        tuple(rows),
        metric.better != 0,
    )


def _step(metric: Metric, figure: Figure, most: int) -> int:
    """Of a share, what was missed: each step is a tenth. Of times and counts, by how much of the largest it is."""
    if figure.value is None:
        return 0
    if metric.unit == Unit.SHARE:
        return min(STEPS, (10_000 - figure.value + 999) // 1000)
    return -(-STEPS * figure.value // most) if most else 0
