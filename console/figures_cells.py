"""Figures as the pages write them: a value with its n, what it is against the span before, and where its list is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from console.figures_shapes import NO_CHANGE, WAYS, Cell, Change, Line, Section, Time
from desk.figures import change as changes
from desk.figures import named
from desk.figures.metric import Figure, Group, Metric, Unit
from desk.figures.metrics import METRICS
from desk.figures.pack import Pack
from desk.figures.report import compared
from desk.figures.written import time, written
from desk.money import Money

Href = Callable[[Metric], str]


def cell(metric: Metric, figure: Figure, href: str = "") -> Cell:
    few = metric.unit == Unit.SHARE and figure.n > 0 and figure.few
    linked = href if figure.n else ""
    return Cell(written(metric.unit, figure), figure.n, few, linked, figure.value)


def change(metric: Metric, now: Figure, before: Figure) -> Change:
    found = changes.change(metric, now, before)
    if found is None:
        return NO_CHANGE
    if not found.by:
        return Change("0", same=True)
    verdict = "better" if found.better > 0 else "worse" if found.better < 0 else ""
    sign = "+" if found.by > 0 else "−"
    text = f"{sign}{_length(metric.unit, abs(found.by), now.currency)}"
    return Change(text, found.by > 0, False, metric.unit == Unit.SHARE, verdict)  # type: ignore[arg-type]


def _length(unit: Unit, by: int, currency: str) -> str:
    match unit:
        case Unit.TIME:
            return time(by)
        case Unit.SHARE | Unit.RATIO:
            return f"{by // 100}.{by % 100:02}"
        case Unit.POINTS:
            return f"{by / 1000:.2f}"
        case Unit.MONEY:
            return str(Money(by, currency)) if currency else f"{by:,}"
    return f"{by:,}"


def lines(
    metric: Metric,
    now: Mapping[str, Figure],
    before: Mapping[str, Figure],
    pack: Pack,
    language: str,
    href: Href,
) -> Iterator[Line]:
    """One; of money, one for each currency that there is or was before."""
    rows = tuple(compared(metric, now, before))
    name = named.name(metric, pack, language)
    for one in rows:
        currency = one.now.currency if len(rows) > 1 else ""
        yield Line(
            f"{metric.key}_{currency}" if currency else metric.key,
            f"{name}, {currency}" if currency else name,
            named.meaning(metric, pack, language),
            cell(metric, one.now, href(metric)),
            cell(metric, one.before),
            change(metric, one.now, one.before),
        )


def keys_of(metric: Metric, figures: Mapping[str, Figure]) -> list[str]:
    """Under which its figures stand: money of several currencies under one for each."""
    if metric.unit != Unit.MONEY or metric.key in figures:
        return [metric.key] if metric.key in figures else []
    return [key for key in figures if key.startswith(f"{metric.key}_")]


def sections(
    now: Mapping[str, Figure], before: Mapping[str, Figure], pack: Pack, language: str, href: Href
) -> tuple[Section, ...]:
    """All metrics, by group, in the order of their table; the ways to total one time side by side."""

    def of(metric: Metric) -> Iterator[Line]:
        return lines(metric, now, before, pack, language, href)

    def section(group: Group) -> Section:
        mine = [metric for metric in METRICS if metric.group == group]
        single = (line for metric in mine if metric.time is None for line in of(metric))
        return Section(group, tuple(single), tuple(_times(mine, of, language)))

    return tuple(section(group) for group in Group)


def _times(
    metrics: Iterable[Metric], of: Callable[[Metric], Iterator[Line]], language: str
) -> Iterator[Time]:
    for name, some in groupby(metrics, key=lambda metric: metric.time):
        if name is not None:
            by_way = {str(metric.total): next(of(metric)) for metric in some}
            any_one = next(iter(by_way.values()))
            yield Time(name[language], any_one.means, any_one.now.n, tuple(map(by_way.get, WAYS)))
