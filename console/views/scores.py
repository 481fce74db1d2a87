"""Whether buyers were satisfied, with their words, and whom the desk follows up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import cast, get_args
from urllib.parse import urlencode

from aiohttp import web

from console import access
from console.answers import Around, around, drawn, frame, see_other
from console.door import door, visit
from console.score_shapes import Contact, Contacts, FollowUpShow, Scored, Scores, ScoreShow
from console.views.lists import LAST, place
from desk import masking
from desk.agent import Agent, Right
from desk.clock import from_ms, to_ms
from desk.errors import NotFound
from desk.satisfaction import Score
from desk.store import Book, agents, follow_ups, scores
from desk.store.follow_ups import Listed as ListedContact

FAR = 4_102_444_800_000
"""The year 2100, in ms: before it is everything."""


async def page(request: web.Request) -> web.Response:
    here, agent = door(request), visit(request).agent
    wish = _wish(request)
    before, before_id = _place(request, END)

    def unit(book: Book) -> tuple[Around, Scores]:
        return around(book, agent), _listed(book, agent, wish, before, before_id)

    about, shown = await here.store.read(unit)
    csrf = visit(request).session.csrf
    return drawn(request, "afterwards/scores.html", frame=frame(request, about), scores=shown, csrf=csrf)


def _wish(request: web.Request) -> Scores:
    """The filters, as they were asked for; the rows are still to be read."""
    everybody, asked = visit(request).may(Right.ALL_SCORES), request.query.get("show", "")
    show = cast(ScoreShow, asked if asked in get_args(ScoreShow) else "all")
    person = _number(request.query.get("agent", "")) if everybody else None
    query = {"show": show, "agent": person or ""}
    return Scores(f"/scores?{urlencode(query)}", door(request).clock(), show, everybody, (), person)


def _number(written: str) -> int | None:
    try:
        return access.number(written)
    except NotFound:
        return None


Row = tuple[datetime, int]
"""The last one that was shown: its time, and its number."""
END: Row = (from_ms(FAR), LAST)
START: Row = (from_ms(0), 0)


def _place(request: web.Request, otherwise: Row) -> Row:
    """`from` names the last row that was shown; what names none begins the list anew."""
    at, _, id = request.query.get("from", "").partition("-")
    whole = at.isdecimal() and id.isdecimal() and at.isascii() and len(at) <= 13 and len(id) <= 18
    return (from_ms(min(int(at), FAR)), int(id)) if whole else otherwise


def _listed(book: Book, agent: Agent, wish: Scores, before: datetime, before_id: int) -> Scores:
    names = agents.names(book)
    of = wish.agent if wish.everybody else agent.id
    found = scores.listed(book, wish.show, before=before, before_id=before_id, agent_id=of)
    rows = tuple(_row(one.score, one.buyer_name, agent, names) for one in found[: scores.PAGE])
    last = found[scores.PAGE - 1].score if len(found) > scores.PAGE else None
    more = (
        f"{to_ms(last.answered_at)}-{last.id}" if last is not None and last.answered_at is not None else None
    )
    chosen = tuple(sorted(names.items(), key=lambda one: one[1])) if wish.everybody else ()
    return replace(wish, rows=rows, more=more, agents=chosen)


def _row(one: Score, buyer: str, reader: Agent, names: Mapping[int, str]) -> Scored:
    assert one.value is not None and one.answered_at is not None
    return Scored(
        id=one.id,
        value=one.value,
        words=masking.text(one.words),
        low=one.low,
        buyer=buyer,
        number=one.conversation_id,
        agent=names.get(one.agent_id, "") if one.agent_id is not None else "",
        at=one.answered_at,
        changed=one.changed_at is not None,
        ticket=one.ticket_id if reader.may(Right.SEE_TICKETS) else None,
        conversation_id=one.conversation_id if reader.may(Right.SEE_DESK) else None,
        seen_by=names.get(one.seen_by, "") if one.seen_by is not None else "",
        may_see=one.low and one.seen_at is None and reader.may(Right.ALL_SCORES),
    )


async def see(request: web.Request) -> web.Response:
    """A supervisor has looked at a low one."""
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    id = access.number(request.match_info["id"])
    await here.store.write(lambda book: access.score(book, agent, id).look_at(agent.id, at))
    return see_other("/scores?show=unseen")


async def contacts(request: web.Request) -> web.Response:
    here, someone, asked = door(request), visit(request), request.query.get("show", "")
    show = cast(FollowUpShow, asked if asked in get_args(FollowUpShow) else "due")
    upto, after = place(request, LAST), _place(request, START)

    def unit(book: Book) -> tuple[Around, list[ListedContact]]:
        found = follow_ups.due_after(book, *after) if show == "due" else follow_ups.listed(book, show, upto)
        return around(book, someone.agent), found

    about, found = await here.store.read(unit)
    rows = tuple(_contact(one, someone.agent) for one in found[: follow_ups.PAGE])
    more = _goes_on(show, rows[-1]) if len(found) > follow_ups.PAGE else None
    shown = Contacts(f"/follow-ups?{urlencode({'show': show})}", here.clock(), show, rows, more)
    return drawn(request, "afterwards/follow_ups.html", frame=frame(request, about), contacts=shown)


def _goes_on(show: FollowUpShow, last: Contact) -> str:
    """After this row: what is due, by its time; the others by their numbers, from the newest on."""
    return f"{to_ms(last.due_at)}-{last.id}" if show == "due" else str(last.id)


def _contact(listed: ListedContact, reader: Agent) -> Contact:
    one = listed.follow_up
    return Contact(
        id=one.id,
        because=one.because.value,
        n=one.n,
        state=one.state.value,
        buyer=listed.buyer_name,
        number=one.conversation_id,
        due_at=one.due_at,
        sent_at=one.sent_at,
        ended_at=one.ended_at,
        order=one.order_number,
        ticket=one.ticket_id if reader.may(Right.SEE_TICKETS) else None,
        why=one.why,
        said=one.said,
        conversation_id=(one.answered_in or one.conversation_id) if reader.may(Right.SEE_DESK) else None,
    )
