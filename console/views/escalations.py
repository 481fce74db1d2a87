"""Escalations: the form, a supervisor's list, and what became of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast, get_args
from urllib.parse import urlencode

from aiohttp import web

from console import access
from console.answers import Around, around, drawn, frame, is_piece, see_other
from console.door import Door, door, form, visit
from console.promise_shapes import Escalated, Escalations, EscalationState, Fault, Raising
from console.promise_shapes import Matter as Shown
from console.promising import time_written
from console.views.lists import LAST, place
from desk import masking
from desk.agent import Agent, Right
from desk.errors import NotFound
from desk.escalation import LONGEST_TEXT, Escalation, Matter
from desk.escalation import EscalationState as State
from desk.store import Book, agents, escalations, log

UNITS = (("d", timedelta(days=1)), ("h", timedelta(hours=1)), ("m", timedelta(minutes=1)))


# --- the list


async def page(request: web.Request) -> web.Response:
    here, agent = door(request), visit(request).agent
    wish = _wish(request)

    def unit(book: Book) -> tuple[Around, Escalations]:
        about = around(book, agent, log.now(book).token())
        return about, _list(book, agent, wish, place(request, LAST), here.clock())

    about, shown = await here.store.read(unit)
    csrf = visit(request).session.csrf
    if is_piece(request):
        return drawn(request, "escalations/_list.html", escalations=shown, csrf=csrf)
    return drawn(request, "escalations/list.html", frame=frame(request, about), escalations=shown, csrf=csrf)


def _wish(request: web.Request) -> Escalations:
    """The filters, as they were asked for; the rows are still to be read."""
    asked, kind = request.query.get("show", ""), request.query.get("kind", "")
    decides = visit(request).may(Right.DECIDE)
    show = cast(EscalationState, asked if asked in get_args(EscalationState) else "open") if decides else None
    of_kind = cast(Shown, kind) if decides and kind in get_args(Shown) else None
    mine = decides and request.query.get("mine") == "1"
    query = {"show": show or "", "kind": of_kind or "", "mine": "1" if mine else ""}
    return Escalations(f"/escalations?{urlencode(query)}", door(request).clock(), show, (), of_kind, mine)


def _list(book: Book, agent: Agent, wish: Escalations, before: int, at: datetime) -> Escalations:
    if wish.show is None:
        found = escalations.raised_by(book, agent.id, before)
    else:
        kind = Matter(wish.kind) if wish.kind else None
        owner = agent.id if wish.mine else None
        found = escalations.listed(book, wish.show, kind=kind, owner_id=owner, before=before)
    names = agents.names(book)
    rows = tuple(_row(one, agent, names, at) for one in found[: escalations.PAGE])
    by_number = wish.show in (None, "done")
    more = str(rows[-1].id) if by_number and len(found) > escalations.PAGE else None
    return replace(wish, rows=rows, more=more)


def _row(one: Escalation, reader: Agent, names: Mapping[int, str], at: datetime) -> Escalated:
    decides, done = reader.may(Right.DECIDE), one.state == State.DONE
    mine = one.owner_id == reader.id and one.state == State.TAKEN
    return Escalated(
        id=one.id,
        kind=cast(Shown, str(one.kind)),
        text=masking.text(one.text),
        state=cast(EscalationState, str(one.state)),
        raised_by=names.get(one.raised_by, ""),
        raised_at=one.raised_at,
        due_at=one.due_at,
        late=not done and one.due_at < at,
        owner=names.get(one.owner_id, "") if one.owner_id is not None else "",
        conversation_id=one.conversation_id if reader.may(Right.SEE_DESK) else None,
        done_at=one.done_at,
        outcome=masking.text(one.outcome),
        may_take=decides and not done and not mine,
        may_finish=decides and mine,
    )


async def count(request: web.Request) -> web.Response:
    here, agent = door(request), visit(request).agent
    about = await here.store.read(lambda book: around(book, agent))
    return drawn(request, "escalations/_count.html", count=about.counts.escalations)


# --- the form


async def new(request: web.Request) -> web.Response:
    return await _form(request, Raising((), (), conversation=request.query.get("conversation", "")[:18]))


async def _form(request: web.Request, written: Raising, code: int = 200) -> web.Response:
    here, agent = door(request), visit(request).agent

    def unit(book: Book) -> tuple[Around, list[Agent]]:
        return around(book, agent), escalations.supervisors(book)

    about, found = await here.store.read(unit)
    shown = replace(written, within=_within(here), owners=tuple((one.id, one.display_name) for one in found))
    return drawn(request, "escalations/new.html", code, frame=frame(request, about), raising=shown)


def _within(here: Door) -> tuple[tuple[Shown, str], ...]:
    """`15m`, `4h`, `3d`: the largest whole unit."""
    written = []
    for matter, span in here.escalation_times.within().items():
        unit, length = next((unit, length) for unit, length in UNITS if span % length == timedelta())
        written.append((cast(Shown, str(matter)), f"{span // length}{unit}"))
    return tuple(written)


async def escalate(request: web.Request) -> web.Response:
    here, agent, sent, at = door(request), visit(request).agent, form(request), door(request).clock()
    written = Raising(
        (), (), sent.text("kind"), sent.text("text").strip()[:LONGEST_TEXT], sent.text("due"), sent.text("owner"),
        sent.text("conversation").strip(),
    )  # fmt: skip

    def unit(book: Book) -> tuple[Fault, ...]:
        return _raise(book, here, agent, written, at)

    if faults := await here.store.write(unit):
        return await _form(request, replace(written, faults=faults), 422)
    return see_other("/escalations?said=escalated")


def _raise(book: Book, here: Door, agent: Agent, written: Raising, at: datetime) -> tuple[Fault, ...]:
    """What is wrong with it; nothing, and it stands in the book."""
    faults: list[Fault] = []
    owners = {str(one.id): one.id for one in escalations.supervisors(book)}
    conversation_id = _conversation(book, agent, written.conversation, faults)
    if written.kind not in tuple(Matter) or not written.text:
        faults.append("text")
    if written.owner and written.owner not in owners:
        faults.append("owner")
    due_at = time_written(written.due, here.zone)
    if written.due and (due_at is None or due_at <= at):
        faults.append("due")
    if not faults:
        kind = Matter(written.kind)
        escalations.escalate(
            book, kind, written.text, raised_by=agent.id, at=at, conversation_id=conversation_id,
            due_at=due_at or at + here.escalation_times.within()[kind], owner_id=owners.get(written.owner),
        )  # fmt: skip
    return tuple(faults)


def _conversation(book: Book, agent: Agent, written: str, faults: list[Fault]) -> int | None:
    if not written:
        return None
    try:
        return access.conversation(book, agent, access.number(written)).id
    except NotFound:
        faults.append("conversation")
        return None


# --- what becomes of it


async def take(request: web.Request) -> web.Response:
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    id = access.number(request.match_info["id"])
    await here.store.write(lambda book: access.escalation(book, agent, id).take(agent.id, at))
    return see_other("/escalations?show=taken")


async def finish(request: web.Request) -> web.Response:
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    id, outcome = (
        access.number(request.match_info["id"]),
        form(request).text("outcome").strip()[:LONGEST_TEXT],
    )

    def unit(book: Book) -> None:
        held = access.escalation(book, agent, id)
        if not outcome:
            raise web.HTTPUnprocessableEntity()
        held.finish(agent.id, outcome, at)

    await here.store.write(unit)
    return see_other("/escalations?show=done&said=saved")
