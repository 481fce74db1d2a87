"""The list behind a figure: every fact that was looked at, why it counts or does not, the worst first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from console.figures_parts import Names
from console.figures_shapes import Taken
from desk.clock import to_ms
from desk.figures import judging
from desk.figures.facts import Piece, Queueing, Round, Session, Stint
from desk.figures.metric import Figure, Metric, Total, Unit
from desk.figures.other_facts import Case, PaidBack, Pledge
from desk.figures.reading import Reading
from desk.figures.sheet import Explained
from desk.figures.written import time, written
from desk.record import record

PAGE = 50
Length = tuple[datetime, datetime | None]
AT_ONCE_MS = 1000
"""Less is no time until somebody took it."""


@record(frozen=True, slots=True)
class Looked:
    """A fact as it was judged, and how long it lasted as the pack counts; None where that says nothing."""

    one: Explained
    length: Length
    waited: int | None
    untaken: int | None = None
    """How much of it stood in a queue; None where that says nothing."""


def looked(metric: Metric, found: Iterable[Explained], reading: Reading) -> list[Looked]:
    """The worst first, also among those that count alike: whoever waited longest."""
    rows = [_looked(metric, one, reading) for one in found]
    sign = 1 if metric.total == Total.SHARE and metric.better > 0 else -1
    rows.sort(
        key=lambda row: (
            row.one.value is None, sign * (row.one.value or 0), -(row.waited or 0), -row.one.fact.at.timestamp()
        )
    )  # fmt: skip
    return rows


def with_queues(rows: Iterable[Looked], reading: Reading, queues: Iterable[Queueing]) -> list[Looked]:
    """The rows that are shown, with how much of each wait stood in a queue."""
    places: dict[int, list[Queueing]] = defaultdict(list)
    for one in queues:
        places[one.conversation_id].append(one)
    return [_with_queue(row, reading, places) if places else row for row in rows]


def _with_queue(row: Looked, reading: Reading, places: Mapping[int, Sequence[Queueing]]) -> Looked:
    fact = row.one.fact
    if not row.waited or not isinstance(fact, Session | Round):
        return row
    queued = _queued(fact, row.length, places.get(fact.conversation_id, ()), reading)
    return replace(row, untaken=min(row.waited, queued))


def _looked(metric: Metric, one: Explained, reading: Reading) -> Looked:
    since, until = length_of(one.fact, reading)
    match one.fact:
        case Session() if metric.judge in ASK_NO_PERSON:
            return Looked(one, (since, until), None)
        case Session() | Round() | Piece() | Queueing():
            return Looked(one, (since, until), reading.waited(one.fact, since, until))
        case Stint():
            return Looked(one, (since, until), to_ms(until or reading.at) - to_ms(since))
    return Looked(one, (since, until), None)


def _queued(fact: Session | Round, length: Length, places: Sequence[Queueing], reading: Reading) -> int:
    """How much of it stood in a queue, also where it was put back there."""
    since, until = length[0], length[1] or reading.at
    spans = ((max(place.entered_at, since), min(place.left_at or until, until)) for place in places)
    return sum(reading.waited(fact, first, last) for first, last in spans)


def taken(row: Looked) -> Taken:
    """What the wait consisted of, without a name: what happened, not whose fault it is."""
    if row.untaken is None or row.waited is None:
        return ""
    if row.untaken < AT_ONCE_MS:
        return "had"
    return "queued" if row.waited - row.untaken < AT_ONCE_MS else "both"


ASK_NO_PERSON = frozenset({judging.session, judging.solved_by_bot, judging.bot_first})


def length_of(fact: Any, reading: Reading) -> Length:
    match fact:
        case Session():
            phase = judging.judged_phase(fact, reading)
            if phase is None or phase.since is None:
                return fact.started_at, fact.ended_at
            return phase.since, phase.answered_at or phase.ended_at
        case Round() | Piece() | Stint():
            return fact.since, fact.until
        case Queueing():
            return fact.entered_at, fact.left_at
        case Case():
            return fact.submitted_at, fact.closed_at
        case Pledge():
            return fact.due_at, fact.kept_at
    return fact.at, fact.at


def lasts(fact: Any) -> bool:
    """Whether it has a beginning and an end."""
    return isinstance(fact, Session | Round | Piece | Queueing | Stint | Case)


def value_of(metric: Metric, row: Looked) -> str:
    """What it counts for; of yes and no, how long it took."""
    value = row.one.value
    if metric.unit == Unit.TIME and value is not None:
        return time(value)
    if metric.unit == Unit.MONEY and value is not None:
        return written(Unit.MONEY, Figure(value, 1, currency=row.one.fact.currency))
    if metric.unit == Unit.POINTS and value is not None:
        return f"{value // 1000}"
    if metric.total in (Total.RATIO, Total.RATE) and metric.per is not None and value is not None:
        return str(value)
    return "" if row.waited is None else time(row.waited)


def whys(rows: Sequence[Looked]) -> list[tuple[str, int, bool]]:
    """Each reason, how often, and whether what it is given for counts; what counts first, the most frequent first."""
    counted = Counter((row.one.value is not None, row.one.why) for row in rows)
    return [
        (why, n, counts)
        for (counts, why), n in sorted(counted.items(), key=lambda one: (-one[0][0], -one[1]))
    ]


def why_text(why: str, language: str) -> str:
    english, chinese = judging.WHYS[why]
    return chinese if language == "zh-CN" else english


def met(rows: Iterable[Looked]) -> int:
    return sum(row.one.value or 0 for row in rows if row.one.value is not None)


def what(fact: Any, names: Names) -> str:
    """Why a person was called, what the buyer asked about, or which kind of case it is, in words."""
    if isinstance(fact, Case | PaidBack):
        return names.of("case_kind", fact.kind)
    if reason := getattr(fact, "reason", ""):
        return names.of("handoff_reason", reason) if not hasattr(fact, "due_at") else ""
    return names.of("topic", getattr(fact, "topic", ""))


def address(fact: Any, since: datetime, *, desk: bool, tickets: bool) -> str:
    """To the messages at that time, or to the case; empty where the reader may not see them."""
    if isinstance(fact, Case | PaidBack):
        return f"/tickets/{fact.ticket_id}" if tickets else ""
    return f"/desk/{fact.conversation_id}/at/{to_ms(since)}" if desk else ""


def kept(rows: Sequence[Looked], why: str) -> Sequence[Looked]:
    return [row for row in rows if row.one.why == why] if why else rows


def numbers(rows: Iterable[Looked]) -> Mapping[int, None]:
    """Of their conversations, in their order, once each."""
    return dict.fromkeys(row.one.fact.conversation_id for row in rows)
