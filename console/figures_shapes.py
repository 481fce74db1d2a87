"""What the pages of figures are drawn from: plain values, as in console.shapes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from console.figures_asked import Asked
from desk.figures.metric import Group
from desk.record import record

Tab = Literal["overview", "parts", "what_if"]
TABS: tuple[Tab, ...] = ("overview", "parts", "what_if")
Tile = Literal["in_time", "first_response", "queue", "bot", "satisfaction", "cases"]
Verdict = Literal["better", "worse", ""]
Taken = Literal["had", "queued", "both", ""]
"""A wait: somebody had the conversation already; all of it stood in the queue; or some."""
Chart = Literal["in_time", "times", "volume", "spread"]


@record(frozen=True, slots=True)
class Cell:
    """A figure as it is read; `href` leads to what is behind it."""

    text: str
    n: int
    few: bool = False
    """Of too few to say much."""
    href: str = ""
    value: int | None = None
    """As it was reckoned, for charts and shades."""


@record(frozen=True, slots=True)
class Change:
    text: str
    """With its sign; empty where there is nothing to compare."""
    up: bool = False
    same: bool = False
    points: bool = False
    """In points of a percent."""
    verdict: Verdict = ""


NO_CHANGE = Change("")


@record(frozen=True, slots=True)
class Line:
    key: str
    name: str
    means: str
    now: Cell
    before: Cell
    change: Change


WAYS = ("mean", "median", "p90", "max")
"""In which a time is totalled; each is a column."""


@record(frozen=True, slots=True)
class Time:
    """One time, totalled in several ways."""

    name: str
    means: str
    n: int
    lines: tuple[Line | None, ...]
    """For each of the ways; None where it is not wanted."""


@record(frozen=True, slots=True)
class Section:
    group: Group
    lines: tuple[Line, ...]
    times: tuple[Time, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing happened, neither then nor before."""
        lines = (*self.lines, *(line for time in self.times for line in time.lines if line))
        return not any(line.now.n or line.before.n for line in lines)


@record(frozen=True, slots=True)
class Head:
    """One of the few figures that decide. `lines`: the first is the figure, the others stand small beneath it."""

    key: Tile
    lines: tuple[Line, ...]
    waiting: int | None = None
    """Who waits now."""
    open: int | None = None
    late: int | None = None
    """Cases as they are now."""


@record(frozen=True, slots=True)
class Column:
    key: str
    name: str
    means: str


@record(frozen=True, slots=True)
class Row:
    """`name` is empty for what belongs to nobody."""

    key: str
    name: str
    cells: tuple[Cell, ...]


@record(frozen=True, slots=True)
class Table:
    part: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@record(frozen=True, slots=True)
class Shade:
    """A cell of the week; `step` 0 to 5: how much it is shaded."""

    cell: Cell
    step: int
    hour: int


@record(frozen=True, slots=True)
class Week:
    """By weekday and hour, of one metric; `chosen` of `choices`."""

    choices: tuple[Column, ...]
    chosen: str
    hours: Sequence[int]
    rows: tuple[tuple[int, tuple[Shade | None, ...]], ...]
    """Monday is 0."""
    shades_worst: bool
    """The darker, the worse; otherwise the more."""


@record(frozen=True, slots=True)
class ChartRow:
    label: str
    x: int
    cells: tuple[Cell, ...]


@record(frozen=True, slots=True)
class Drawn:
    """A chart with its table; `unit` is that of its metrics."""

    key: Chart
    columns: tuple[str, ...]
    unit: str
    rows: tuple[ChartRow, ...]
    by_day: bool = False


@record(frozen=True, slots=True)
class Bar:
    """What stands above every page of figures."""

    asked: Asked
    tab: str
    path: str
    packs: tuple[tuple[str, str], ...]
    """(key, title) of each; the shop's own has no title."""
    at: datetime
    before: tuple[date, date] | None = None
    runs: bool = False
    """Its last day is today."""
    trial: bool = False
    """Judged by a pack that is only tried."""
    behind: bool = False
    """The facts are still being told."""
    keeps: tuple[tuple[str, str], ...] = ()
    """What the form carries along besides the days."""


@record(frozen=True, slots=True)
class Why:
    """How many facts count, or do not, for one reason."""

    why: str
    text: str
    count: int
    counts: bool
    href: str
    chosen: bool


@record(frozen=True, slots=True)
class Behind:
    """One fact behind a figure."""

    at: datetime
    until: datetime | None
    runs: bool
    """It has a length, and is not over."""
    value: str
    counts: bool
    why: str
    text: str
    href: str
    """To its messages, or to its case; empty where the reader may not see them."""
    buyer: str
    number: int
    agent: str
    queue: str
    channel: str
    what: str = ""
    """Reason, topic or kind, in words."""
    taken: Taken = ""
    untaken: str = ""
    rest: str = ""
    """What the wait consisted of: in a queue, and with a person."""


@record(frozen=True, slots=True)
class Explained:
    key: str
    name: str
    means: str
    cell: Cell
    met: int | None
    part: str
    key_name: str
    """Of which part, and whose."""
    rows: tuple[Behind, ...]
    whys: tuple[Why, ...]
    all_href: str
    first: int
    count: int
    more: str
    """Where the list goes on."""
    less: str
    back: str
    parts: tuple[tuple[str, str], ...]
    """By what it can be taken apart: (part, href)."""


@record(frozen=True, slots=True)
class Tried:
    """The form of what if, as it was sent; `wrong` by field."""

    fields: dict[str, str]
    wrong: dict[str, str]
    sent: bool


@record(frozen=True, slots=True)
class Both:
    """A metric as it is and as it would be."""

    key: str
    name: str
    name_then: str
    means: str
    now: Cell
    then: Cell
    change: Change


@record(frozen=True, slots=True)
class Mine:
    """An agent's own day."""

    median: str
    in_time: str
    """Share within the target; empty below ten."""
    met: int
    due: int
    answered: int
    kept: int
    promised: int
