"""The forms of shift handovers that are kept, and releasing somebody who cannot hand over themselves."""

from __future__ import annotations

from aiohttp import web

from console import access, shifting
from console.answers import Around, around, drawn, frame, see_other
from console.door import door, form, visit
from console.shift_shapes import Form, Forms
from console.views.handover import means
from console.views.lists import LAST, place
from desk.agent import Agent, Right
from desk.errors import NotFound
from desk.shift_handover import LONGEST_REASON, ShiftHandoverState
from desk.store import Book, agents, handing, handover_forms, shift_handovers


async def page(request: web.Request) -> web.Response:
    here, agent = door(request), visit(request).agent
    whose = None if agent.may(Right.ALL_HANDOVERS) else agent.id

    def unit(book: Book) -> tuple[Around, Forms]:
        found = handover_forms.listed(book, whose, place(request, LAST))
        counts, names = handover_forms.counts(book, found), agents.names(book)
        rows = tuple(
            shifting.form(one, names, counts.get(one.id, {})) for one in found[: handover_forms.PAGE]
        )
        more = rows[-1].id if len(found) > handover_forms.PAGE else None
        return around(book, agent), Forms(rows, more)

    about, shown = await here.store.read(unit)
    return drawn(request, "handover/forms.html", frame=frame(request, about), forms=shown)


async def one(request: web.Request) -> web.Response:
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    id = access.number(request.match_info["id"])

    def stands(book: Book) -> bool:
        held = access.handover(book, agent, id)
        return held.state == ShiftHandoverState.OPEN and shift_handovers.changed(book, held, at)

    if await here.store.read(stands):
        await here.store.write(
            lambda book: shift_handovers.bring_up_to_date(book, access.handover(book, agent, id), at)
        )

    def unit(book: Book) -> tuple[Around, Form]:
        held, names = access.handover(book, agent, id), agents.names(book)
        matters = [shifting.matter(each, names, at) for each in handover_forms.shown(book, id)]
        return around(book, agent), shifting.form(held, names, None, matters)

    about, shown = await here.store.read(unit)
    return drawn(request, "handover/form.html", frame=frame(request, about), form=shown)


async def release(request: web.Request) -> web.Response:
    """Somebody is ill or gone: everything of theirs is offered anew, with the reason."""
    here, someone, at = door(request), visit(request), door(request).clock()
    id, reason = access.number(request.match_info["id"]), form(request).text("reason").strip()

    def unit(book: Book) -> int:
        leaver = _who_answers(book, id)
        if not reason:
            raise web.HTTPUnprocessableEntity()
        return handing.release(
            book, leaver, someone.agent, reason[:LONGEST_REASON], here.zone, means(here), at
        ).id

    number = await here.store.write(unit)
    return see_other(f"/shift-handovers/{number}?said=released")


def _who_answers(book: Book, id: int) -> Agent:
    found = agents.by_id(book, id)
    if found is None or not found.may(Right.HAND_OVER):
        raise NotFound()
    return found
