"""Shift handovers as a reader sees them: their own board, what is handed over to them, the forms that are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from console import shift_shapes as shapes
from console.door import Door
from console.render import speaker
from desk.agent import Agent
from desk.open_matter import MatterKind, MatterState
from desk.shift import SETTLING_IN
from desk.shift_handover import ShiftHandover
from desk.store import Book, agents, handing, handover_forms, offers, posts, shift_handovers
from desk.store.handover_forms import Shown
from desk.store.matters import KINDS

A_DAY = timedelta(days=1)
Faults = Mapping[int, tuple[shapes.Fault, Mapping[str, str]]]
"""By matter: what was wrong with a press, and what was written then."""


def page(
    book: Book,
    here: Door,
    reader: Agent,
    at: datetime,
    *,
    refused: bool = False,
    faults: Faults | None = None,
) -> shapes.Handing:
    names = agents.names(book)
    found = shift_handovers.open_of(book, reader.id)
    to_me = handover_forms.shown_to(book, reader.id)
    to_all = tuple(
        (names.get(one.matter.leaver_id, ""), matter(one, names, at))
        for one in to_me
        if one.matter.state == MatterState.REOFFERED
    )
    board = None if found is None else _board(book, here, reader, found, names, at, faults or {})
    return shapes.Handing(at, board, _incoming(to_me, names, at), to_all, refused)


def _board(
    book: Book,
    here: Door,
    reader: Agent,
    found: ShiftHandover,
    names: Mapping[int, str],
    at: datetime,
    faults: Faults,
) -> shapes.Board:
    opens_at = here.rules.hours.opens_at(at)
    back_at = handing.back_at(reader, here.zone, at) or (opens_at + SETTLING_IN if opens_at else at + A_DAY)
    matters = tuple(
        _with_fault(_proposed(here, one, matter(one, names, at, back_at)), faults)
        for one in handover_forms.shown(book, found.id)
    )
    return shapes.Board(found.id, found.opened_by is None, found.ends_at, matters, colleagues(book, reader))


def _proposed(here: Door, one: Shown, shown: shapes.Matter) -> shapes.Matter:
    """With what the buyer would read, in their language, if it is parked."""
    if shown.park_until is None or shown.told or shown.kind != "conversation":
        return shown
    return replace(shown, told=told(here, one.language, shown.park_until))


def told(here: Door, language: str, until: datetime) -> str:
    known = here.renderer.languages
    root = language.partition("-")[0]
    near = next((code for code in known if code.partition("-")[0] == root), here.language)
    t, day = speaker(known[language if language in known else near]), until.astimezone(here.zone)
    weekday = str(t("calendar.weekdays")).split()[day.weekday()]
    month = str(t("calendar.months")).split()[day.month - 1]
    on = t("calendar.day", weekday=weekday, day=day.day, month=month, year=day.year)
    return str(t("parked.told", day=on, hour=f"{day:%H:%M}"))


def _with_fault(one: shapes.Matter, faults: Faults) -> shapes.Matter:
    if one.id not in faults:
        return one
    fault, written = faults[one.id]
    return replace(
        one, fault=fault, progress=written["progress"], result=written["result"], told=written["told"]
    )


def _incoming(to_me: Sequence[Shown], names: Mapping[int, str], at: datetime) -> tuple[shapes.Incoming, ...]:
    by: dict[tuple[int, int], list[Shown]] = {}
    for one in to_me:
        if one.matter.state == MatterState.OFFERED:
            by.setdefault((one.matter.handover_id, one.matter.leaver_id), []).append(one)
    return tuple(
        shapes.Incoming(id, names.get(leaver, ""), tuple(matter(one, names, at) for one in theirs))
        for (id, leaver), theirs in by.items()
    )


def matter(
    one: Shown, names: Mapping[int, str], at: datetime, back_at: datetime | None = None
) -> shapes.Matter:
    held = one.matter
    proposed = _may_wait(one, back_at)
    return shapes.Matter(
        id=held.id,
        kind=cast(shapes.MatterKind, str(held.kind)),
        state=cast(shapes.MatterState, str(held.state)),
        buyer=one.buyer_name,
        conversation_id=held.conversation_id,
        progress=held.progress,
        result=held.result,
        changed_at=held.changed_at,
        to=names.get(held.to_id, "") if held.to_id is not None else "",
        until=held.until,
        told=held.told,
        due_at=one.due_at,
        late=one.due_at is not None and one.due_at < at,
        declined_by=names.get(held.declined_by, "") if held.declined_by is not None else "",
        park_until=proposed,
    )


def _may_wait(one: Shown, back_at: datetime | None) -> datetime | None:
    """What has a time of its own is parked only for one before it."""
    if back_at is None or (one.due_at is not None and one.due_at < back_at):
        return None
    return back_at


def colleagues(book: Book, reader: Agent) -> dict[shapes.MatterKind, tuple[shapes.Colleague, ...]]:
    """To whom the reader may hand each kind: who is available first; nobody who is leaving, too."""
    seen, loads, leaving = posts.all_seen(book), offers.load(book), shift_handovers.leaving(book)
    others = [one for one in posts.staff(book) if one.id != reader.id and one.id not in leaving]
    shown = {
        one.id: shapes.Colleague(
            one.id,
            one.display_name,
            seen.get(one.id, posts.NEVER_CAME).state == "available",
            loads.get(one.id, 0),
            one.capacity,
        )
        for one in others
    }
    return {
        cast(shapes.MatterKind, str(kind)): tuple(
            sorted(
                (shown[one.id] for one in others if one.may(KINDS[kind].needs)),
                key=lambda one: (not one.available, one.name.casefold()),
            )
        )
        for kind in MatterKind
    }


def call(book: Book, reader: Agent) -> shapes.Call:
    found = shift_handovers.open_of(book, reader.id)
    left, offered = handover_forms.count(book, reader)
    names = agents.names(book)
    leavers = dict.fromkeys(
        names.get(one.matter.leaver_id, "")
        for one in handover_forms.shown_to(book, reader.id)
        if one.matter.state == MatterState.OFFERED
    )
    by_clock = found is not None and found.opened_by is None
    return shapes.Call(
        left if by_clock else None, found.ends_at if found and by_clock else None, tuple(leavers), offered
    )


# --- the forms that are kept


def form(
    held: ShiftHandover,
    names: Mapping[int, str],
    counts: Mapping[MatterState, int] | None = None,
    matters: Sequence[shapes.Matter] = (),
) -> shapes.Form:
    return shapes.Form(
        id=held.id,
        state=cast(shapes.HandoverState, str(held.state)),
        leaver=names.get(held.leaver_id, ""),
        opened_at=held.opened_at,
        opened_by=names.get(held.opened_by, "") if held.opened_by is not None else "",
        begins_at=held.begins_at,
        ends_at=held.ends_at,
        ended_at=held.ended_at,
        by=names.get(held.by, "") if held.by is not None else "",
        reason=held.reason,
        counts=tuple((cast(shapes.MatterState, str(one)), n) for one, n in (counts or {}).items()),
        matters=tuple(matters),
    )
