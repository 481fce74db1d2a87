"""Who is there: what each does, has in hand and can carry; and what is left with somebody who is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from aiohttp import web

from console import access
from console import routing_shapes as shapes
from console.answers import Around, around, drawn, frame, see_other
from console.door import door, form, visit
from console.hours_form import shown
from desk.agent import Agent, Right
from desk.errors import NotFound
from desk.presence import Presence
from desk.shift import week_read
from desk.store import Book, agents, desk_list, offers, posts, shift_handovers
from desk.store.desk_list import Listed

MOST_AT_ONCE = 50
SHOWN_IN_HAND = 5
WORD = re.compile(r"[^\s,，、;；]{1,40}")
GONE = frozenset({Presence.AWAY, Presence.OFFLINE})

Read = tuple[Around, list[shapes.Person]]


async def page(request: web.Request) -> web.Response:
    return await page_with(request)


async def page_with(request: web.Request, fault: shapes.PersonFault | None = None) -> web.Response:
    here, someone = door(request), visit(request)

    def unit(book: Book) -> Read:
        return around(book, someone.agent), _people(book, someone.agent)

    about, people = await here.store.read(unit)
    around_it = frame(request, about)
    may_edit = someone.may(Right.QUEUES)
    return drawn(
        request,
        "people/people.html",
        422 if fault else 200,
        frame=around_it,
        people=people,
        may_edit=may_edit,
        fault=fault,
    )


def _people(book: Book, reader: Agent) -> list[shapes.Person]:
    leaving = shift_handovers.leaving(book)
    seen, loads = posts.all_seen(book), offers.load(book)
    in_hand = desk_list.in_hand(book, SHOWN_IN_HAND)
    found = [_person(one, seen, loads, in_hand) for one in posts.staff(book) if one.may(Right.CONVERSE)]
    releases = reader.may(Right.ALL_HANDOVERS)
    return [
        replace(one, leaving=one.id in leaving, may_release=releases and one.id != reader.id) for one in found
    ]


def _person(
    one: Agent, seen: Mapping[int, posts.Seen], loads: Mapping[int, int], in_hand: Mapping[int, list[Listed]]
) -> shapes.Person:
    place = seen.get(one.id, posts.NEVER_CAME)
    left = in_hand.get(one.id, []) if place.state in GONE else []
    return shapes.Person(
        id=one.id,
        name=one.display_name,
        state=cast(shapes.Presence, str(place.state)),
        because=place.because,
        since=place.since,
        load=loads.get(one.id, 0),
        capacity=one.capacity,
        skills=" ".join(one.skills),
        speaks=" ".join(one.speaks),
        in_hand=tuple(shapes.InHand(held.id, held.buyer_name, held.owed_since) for held in left),
        week=tuple(shown(day) for day in week_read(one.week)),
        more=max(0, loads.get(one.id, 0) - len(left)) if left else 0,
    )


async def save(request: web.Request) -> web.Response:
    here, sent = door(request), form(request)
    id, capacity = access.number(request.match_info["id"]), sent.text("capacity").strip()

    def unit(book: Book) -> None:
        found = agents.by_id(book, id)
        if found is None or not found.may(Right.CONVERSE):
            raise NotFound()
        found.capacity, found.skills, found.speaks = (
            int(capacity),
            words(sent.text("skills")),
            words(sent.text("speaks")),
        )

    if (
        not capacity.isascii()
        or not capacity.isdecimal()
        or len(capacity) > 4
        or int(capacity) > MOST_AT_ONCE
    ):
        await here.store.read(lambda book: _known(book, id))
        return await page_with(request, "number")
    await here.store.write(unit)
    return see_other("/people?said=saved")


def _known(book: Book, id: int) -> None:
    if agents.by_id(book, id) is None:
        raise NotFound()


def words(written: str) -> list[str]:
    """Words with spaces or commas between, each once."""
    return list(dict.fromkeys(WORD.findall(written[:400])))
