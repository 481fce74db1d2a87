"""The board: what somebody hands over at the end of a shift, and what is handed over to them."""

from __future__ import annotations

from datetime import datetime

from aiohttp import web

from console import access, shifting
from console.answers import Around, around, drawn, frame, is_piece, see_other
from console.door import Door, door, form, visit
from console.promising import time_written
from console.shift_shapes import Fault, Handing
from console.signing_off import refused
from desk.agent import Agent
from desk.errors import BannedPhrase, NotFound, NotNow, TooLong
from desk.open_matter import LONGEST_LINE, MatterKind, OpenMatter
from desk.shift_handover import StillUnassigned
from desk.store import Book, agents, conversations, handing, log, shift_handovers
from desk.store.matters import Means

PATH = "/shift-handover"


class Unfit(Exception):
    """This press lacks something."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


def means(here: Door) -> Means:
    return Means(here.targets, here.promise_times, here.guard, here.reach)


# --- the page


async def page(request: web.Request) -> web.Response:
    return await page_with(request)


async def page_with(
    request: web.Request, code: int = 200, faults: shifting.Faults | None = None
) -> web.Response:
    here, someone, at = door(request), visit(request), door(request).clock()
    await _up_to_date(here, someone.agent, at)

    def unit(book: Book) -> tuple[Around, Handing]:
        about = around(book, someone.agent, log.now(book).token())
        return about, shifting.page(book, here, someone.agent, at, faults=faults)

    about, shown = await here.store.read(unit)
    csrf = someone.session.csrf
    if is_piece(request):
        return drawn(request, "handover/_board.html", code, handing=shown, csrf=csrf)
    return drawn(
        request, "handover/handover.html", code, frame=frame(request, about), handing=shown, csrf=csrf
    )


async def _up_to_date(here: Door, agent: Agent, at: datetime) -> None:
    """A look is enough, as long as nothing settled itself and nothing came."""

    def differs(book: Book) -> bool:
        found = shift_handovers.open_of(book, agent.id)
        return found is not None and shift_handovers.changed(book, found, at)

    def unit(book: Book) -> None:
        if (found := shift_handovers.open_of(book, agent.id)) is not None:
            shift_handovers.bring_up_to_date(book, found, at)

    if await here.store.read(differs):
        await here.store.write(unit)


async def link(request: web.Request) -> web.Response:
    """The way to the board in the head of the page, with its figure."""
    here, agent = door(request), visit(request).agent
    about = await here.store.read(lambda book: around(book, agent))
    return drawn(request, "handover/_link.html", count=about.counts.handover, current=False)


async def call(request: web.Request) -> web.Response:
    """One line above the page: the board has opened, or somebody hands something over."""
    here, agent = door(request), visit(request).agent
    shown = await here.store.read(lambda book: shifting.call(book, agent))
    return drawn(request, "handover/_call.html", call=shown)


# --- the leaver


async def open_by_hand(request: web.Request) -> web.Response:
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    await here.store.write(lambda book: handing.open_board(book, agent, agent.id, here.zone, at))
    return await done(request)


async def stay(request: web.Request) -> web.Response:
    here, agent, at = door(request), visit(request).agent, door(request).clock()

    def unit(book: Book) -> None:
        if (found := shift_handovers.open_of(book, agent.id)) is not None:
            handing.call_off(book, found, at)

    await here.store.write(unit)
    return await done(request)


async def confirm(request: web.Request) -> web.Response:
    """The form is signed, and whoever signed it has signed off."""
    here, agent, at = door(request), visit(request).agent, door(request).clock()

    def unit(book: Book) -> int:
        found = shift_handovers.open_of(book, agent.id)
        if found is None:
            raise NotNow("no board is open")
        handing.confirm(book, found, at)
        return found.id

    try:
        id = await here.store.write(unit)
    except StillUnassigned:
        return await refused(request)
    return see_other(f"/shift-handovers/{id}?said=handed_over")


async def choose(request: web.Request) -> web.Response:
    """To whom this matter goes: the button says how."""
    here, agent, sent, at = door(request), visit(request).agent, form(request), door(request).clock()
    id, choice = access.number(request.match_info["id"]), sent.text("choice")
    written = {name: sent.text(name).strip()[:LONGEST_LINE] for name in ("progress", "result", "told")}
    until, who = time_written(sent.text("until"), here.zone), sent.text("by")

    def unit(book: Book) -> None:
        matter = access.own_matter(book, agent, id)
        matter.describe(written["progress"], written["result"])
        if choice == "offer":
            handing.offer(book, matter, _colleague(book, sent.text("to")), at)
        elif choice == "reoffer":
            handing.offer_anew(book, matter, agent.id, means(here), at)
        elif choice == "park":
            _park(book, here, agent, matter, who, until, written["told"], at)
        elif choice == "take_back":
            matter.take_back(at)
        else:
            raise Unfit("to")

    try:
        await here.store.write(unit)
    except Unfit as error:
        return await page_with(request, 422, {id: (error.fault, written)})
    except (BannedPhrase, TooLong):
        return await page_with(request, 422, {id: ("words", written)})
    return await done(request)


def _colleague(book: Book, written: str) -> Agent:
    if not written:
        raise Unfit("to")
    found = agents.by_id(book, access.number(written))
    if found is None:
        raise NotFound()
    return found


def _park(
    book: Book,
    here: Door,
    agent: Agent,
    matter: OpenMatter,
    who: str,
    until: datetime | None,
    told: str,
    at: datetime,
) -> None:
    """For oneself, or for a colleague, who is asked first."""
    if until is None or until <= at:
        raise Unfit("when")
    if matter.kind == MatterKind.CONVERSATION:
        held = conversations.by_id(book, matter.of)
        if not told and not held.gone:
            raise Unfit("words")
        if here.guard.check(told, "agent", channel=held.channel).decision in ("ask", "block"):
            raise Unfit("words")
        if who:
            handing.offer(book, matter, _colleague(book, who), at, until=until, told=told)
            return
    try:
        handing.park(book, matter, until, told, means(here), at)
    except NotNow:
        raise Unfit("late") from None


async def done(request: web.Request) -> web.Response:
    return await page_with(request) if is_piece(request) else see_other(PATH)
