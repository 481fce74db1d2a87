"""The page behind a figure: what it comes to, the reasons and how often, and a piece of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from console import figures_list
from console.figures_asked import Asked
from console.figures_cells import cell, keys_of
from console.figures_list import PAGE, Looked
from console.figures_parts import Names
from console.figures_shapes import Behind, Cell, Explained, Why
from desk.agent import Agent, Right
from desk.figures import named
from desk.figures.metric import Figure, Metric, Total, Unit
from desk.figures.pack import Pack
from desk.figures.parts import PARTS, Part
from desk.figures.sheet import ALL, Key
from desk.figures.written import time
from desk.record import record


@record(frozen=True, slots=True)
class Question:
    """Which figure, of which part of it, and which of the reasons is looked at."""

    metric: Metric
    part: Part | None = None
    key: Key = ALL
    key_text: str = ""
    why: str = ""

    @property
    def by(self) -> str:
        return self.part.by if self.part else ""

    @property
    def query(self) -> dict[str, str]:
        return {"by": self.part.name, "key": self.key_text} if self.part else {}


@record(frozen=True, slots=True)
class Reader:
    agent: Agent
    asked: Asked
    pack: Pack
    language: str
    names: Names


@record(frozen=True, slots=True)
class Piece:
    """What of the list is on the page."""

    rows: Sequence[Looked]
    first: int
    count: int
    """Of the whole list, by the reason that is looked at."""


def first_row(written: str, count: int) -> int:
    """Where a page begins, as an address says it."""
    first = int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 0
    return first - first % PAGE if first < count else 0


def page(
    about: Question, reader: Reader, rows: Sequence[Looked], piece: Piece, found: Mapping[str, Figure],
    buyers: Mapping[int, str],
) -> Explained:  # fmt: skip
    metric, asked, language = about.metric, reader.asked, reader.language
    because = {"why": about.why} if about.why else {}
    first = piece.first
    last = first + PAGE

    def href(**more: str) -> str:
        return asked.address(f"/figures/{metric.key}", **about.query, **more)

    part = about.part
    return Explained(
        key=metric.key,
        name=named.name(metric, reader.pack, language),
        means=named.meaning(metric, reader.pack, language),
        cell=_cell(metric, found),
        met=figures_list.met(rows) if metric.total in (Total.SHARE, Total.RATE) else None,
        part=part.name if part else "",
        key_name=reader.names.of(part.name, about.key) if part else "",
        rows=tuple(_behind(row, about, reader, buyers) for row in piece.rows),
        whys=tuple(
            Why(why, figures_list.why_text(why, language), n, counts, href(why=why), why == about.why)
            for why, n, counts in figures_list.whys(rows)
        ),
        all_href=href(),
        first=first,
        count=piece.count,
        more=href(**because, n=str(last)) if last < piece.count else "",
        less=href(**because, n=str(max(0, first - PAGE))) if first else "",
        back=asked.address("/figures/parts", by=part.name) if part else asked.address("/figures"),
        parts=tuple(
            (one.name, asked.address("/figures/parts", by=one.name)) for one in PARTS if metric in one.metrics
        ),
    )


def _cell(metric: Metric, found: Mapping[str, Figure]) -> Cell:
    some = [cell(metric, found[key]) for key in keys_of(metric, found)]
    if len(some) == 1:
        return some[0]
    return Cell(" + ".join(one.text for one in some) or "–", sum(one.n for one in some))


def _behind(row: Looked, about: Question, reader: Reader, buyers: Mapping[int, str]) -> Behind:
    fact, (since, until) = row.one.fact, row.length
    agent, names, lasts = reader.agent, reader.names, figures_list.lasts(row.one.fact)
    desk, tickets = agent.may(Right.SEE_DESK), agent.may(Right.SEE_TICKETS)
    tells = about.metric.unit != Unit.COUNT or row.waited is not None
    return Behind(
        at=since,
        until=until if lasts else None,
        runs=lasts and until is None,
        value=figures_list.value_of(about.metric, row) if tells else "",
        counts=row.one.value is not None,
        why=row.one.why,
        text=figures_list.why_text(row.one.why, reader.language),
        href=figures_list.address(fact, since, desk=desk, tickets=tickets),
        buyer=buyers.get(fact.conversation_id, "") if desk else "",
        number=fact.conversation_id,
        agent=names.of("agent", getattr(fact, "agent_id", None)),
        queue=names.of("queue", getattr(fact, "queue", None)),
        channel=fact.channel,
        what=figures_list.what(fact, names),
        taken=figures_list.taken(row),
        untaken=time(row.untaken or 0),
        rest=time(max(0, (row.waited or 0) - (row.untaken or 0))),
    )
