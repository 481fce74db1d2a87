"""Figures on the screen: lines for a person, or one JSON object for a program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from desk.clock import system_clock, to_ms
from desk.commands import rules_of, store_of
from desk.config import Config
from desk.errors import DeskError
from desk.figures import span as spans
from desk.figures.metric import Figure, Unit
from desk.figures.metrics import METRICS
from desk.figures.pack import Pack
from desk.figures.sheet import BY, Key, Sheet
from desk.figures.span import Span
from desk.figures.written import written
from desk.reckoner import Reckoner
from desk.store import Book, agents, queues

PARTS = tuple(key for key in BY if key != "weekday_hour")


class NoSuch(DeskError):
    """There is no rule pack of that name, or nothing that can be taken apart so."""


async def printed(config: Config, first: str, last: str, by: str, rules: str, *, as_json: bool) -> None:
    if by and by not in PARTS:
        raise NoSuch(f"--by {by}: it is one of {', '.join(PARTS)}")
    with store_of(config) as store:
        house = await rules_of(config, store)
        reckoner = Reckoner(store, house, system_clock, lambda: house.packs)
        pack = reckoner.packs.get(rules)
        if pack is None:
            raise NoSuch(f"--rules {rules}: it is one of {', '.join(reckoner.packs)}")
        today = reckoner.today()
        days = [today if text == "today" else spans.day(text) for text in (first, last)]
        span = spans.span(days[0], days[1], today)
        sheet = await reckoner.sheet(span, by, pack)
        names: Mapping[Key, str] = {}
        if by in ("agent", "queue"):
            names = await store.read(agents.names if by == "agent" else _queues)
    if as_json:
        print(json.dumps(_record(span, pack, by, sheet, names), ensure_ascii=False))
    else:
        print("\n".join(_lines(span, pack, by, sheet, names)))


def _queues(book: Book) -> Mapping[Key, str]:
    return {queue.id: queue.name for queue in queues.all_queues(book)}


def _record(span: Span, pack: Pack, by: str, sheet: Sheet, names: Mapping[Key, str]) -> dict[str, Any]:
    """Values in the metric's unit: milliseconds, hundredths of a percent, hundredths, minor units, counts."""
    rows = [
        {
            "key": key,
            "name": names.get(key, ""),
            "figures": {name: _values(one) for name, one in some.items()},
        }
        for key, some in _ordered(sheet)
    ]
    return {
        "from": span.first.isoformat(), "to": span.last.isoformat(), "zone": str(pack.zone), "rules": pack.name,
        "since": to_ms(span.since(pack.zone)), "until": to_ms(span.until(pack.zone)), "by": by, "rows": rows,
    }  # fmt: skip


def _values(figure: Figure) -> dict[str, Any]:
    more = {"met": figure.met, "currency": figure.currency or None}
    return {
        "value": figure.value,
        "n": figure.n,
        **{name: one for name, one in more.items() if one is not None},
    }


def _lines(span: Span, pack: Pack, by: str, sheet: Sheet, names: Mapping[Key, str]) -> Iterable[str]:
    yield f"{span.first} to {span.last}, {pack.zone}, rules: {pack.name}"
    if not sheet:
        yield "Nothing happened."
    for key, some in _ordered(sheet):
        yield ""
        if by:
            yield f"{by}: {names.get(key) or ('–' if key in (None, '') else key)}"
        for metric in METRICS:
            for name in (one for one in some if one == metric.key or _of_money(metric.unit, one, metric.key)):
                figure = some[name]
                few = "  (few)" if metric.unit == Unit.SHARE and figure.n > 0 and figure.few else ""
                yield f"  {metric.names['en']:<36} {written(metric.unit, figure):>14}   n {figure.n}{few}"


def _of_money(unit: Unit, name: str, key: str) -> bool:
    return unit == Unit.MONEY and name.startswith(f"{key}_")


def _ordered(sheet: Sheet) -> list[tuple[Key, Mapping[str, Figure]]]:
    """By key; what belongs to none, last."""
    return sorted(sheet.items(), key=lambda item: (item[0] is None, item[0] if item[0] is not None else 0))
