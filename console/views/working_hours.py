"""When somebody works, as a supervisor says it: so their board opens before the end of each shift."""

from __future__ import annotations

from datetime import UTC

from aiohttp import web

from console import access
from console.answers import see_other
from console.door import door, form
from console.form import Form
from console.hours_form import Unreadable, read_spans
from console.views.people import page_with
from desk.agent import Agent, Right
from desk.errors import NotFound
from desk.hours_check import faults
from desk.shift import Week, week_written
from desk.shop import Hours as Calendar
from desk.store import Book, agents, shifts


async def save(request: web.Request) -> web.Response:
    here, at = door(request), door(request).clock()
    id = access.number(request.match_info["id"])
    await here.store.read(lambda book: _who_answers(book, id))
    try:
        week = _week_of(form(request))
    except Unreadable:
        return await page_with(request, "hours")

    def unit(book: Book) -> None:
        shifts.set_hours(book, _who_answers(book, id), week, here.zone, at)

    await here.store.write(unit)
    return see_other("/people?said=saved")


def _who_answers(book: Book, id: int) -> Agent:
    found = agents.by_id(book, id)
    if found is None or not found.may(Right.HAND_OVER):
        raise NotFound()
    return found


def _week_of(sent: Form) -> Week:
    """Raises Unreadable, also for intervals of a day that overlap."""
    week = {day: read_spans(sent.text(f"week_{day}")) for day in range(7)}
    if any(wrong.part == "week" and wrong.n is not None for wrong in faults(Calendar(UTC, week))):
        raise Unreadable()
    return week_written([week[day] for day in range(7)])
