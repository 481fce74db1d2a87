"""Banned rules: the list with a box to test a text, and one rule changed, tried and saved."""

from __future__ import annotations

from aiohttp import web

from console import ban_editing
from console.answers import around, drawn, frame, see_other
from console.ban_editing import NEW, TESTED, ban_of, channels_of, free_key
from console.ban_shapes import Trial
from console.door import Door, door, form, visit
from console.form import Form
from console.phrase_editing import Unreadable, now_at, place_of
from console.phrase_lists import href
from console.views.phrases import parts
from console.views.phrases.parts import numbers, pack_of, query_of, tabs
from desk.banned.ban import SPEAKERS, Ban
from desk.errors import NotFound
from desk.store import Book, wordings
from desk.wording import Edit, Place, digest, shipped_at

BANNED = ("banned",)


async def page(request: web.Request) -> web.Response:
    here, pack, query = door(request), pack_of(request), query_of(request)
    changed = request.query.get("show") == "changed"
    found = ban_editing.rows(here.shelf, pack, query)
    shown = tuple(row for row in found if row.own or row.changed or not changed)
    return await parts.page(
        request, "phrases/banned.html", "banned", rows=shown, query=query, changed=changed, channels=channels_of(here), judged=None,
    )  # fmt: skip


async def try_text(request: web.Request) -> web.Response:
    """The test box: as the guard would say it now."""
    here, sent = door(request), form(request)
    tested = _tested(here, sent)
    judged = ban_editing.judged(here.guard, *tested) if tested else None
    return drawn(request, "phrases/_judged.html", judged=judged)


def _tested(here: Door, sent: Form) -> tuple[str, str, str] | None:
    text = sent.text("try_text").replace("\r\n", "\n").strip()[:TESTED]
    role = next((one for one in SPEAKERS if one == sent.text("try_role")), SPEAKERS[0])
    return (text, role, sent.text("try_channel")[:32]) if text else None


async def rule(request: web.Request) -> web.Response:
    return await rule_page(request, place_of(door(request), {**request.query, "kind": "banned"}, BANNED))


async def try_rule(request: web.Request) -> web.Response:
    """The piece beside the form, while it is being filled in."""
    here, sent = door(request), form(request)
    place = _place(here, sent)
    try:
        tried = await ban_editing.trial(
            here, place, ban_of(sent, _channels(here, place)), _tested(here, sent)
        )
    except Unreadable:
        tried = Trial()
    return drawn(request, "phrases/_rule_tried.html", tried=tried, confirmed=sent.text("confirmed"))


async def save(request: web.Request) -> web.Response:
    """What would stop the shop's own words is saved only by who has seen which."""
    here, sent, at = door(request), form(request), door(request).clock()
    place = _place(here, sent)
    try:
        ban = ban_of(sent, _channels(here, place))
    except Unreadable:
        return await rule_page(request, place, fault="unreadable", code=422)
    tried = await ban_editing.trial(here, place, ban, _tested(here, sent))
    if tried.wrongs or tried.seal != sent.text("confirmed"):
        if not tried.own or tried.wrongs:
            return await rule_page(request, place, ban, tried=tried, code=422)
        return await rule_page(request, place, ban, tried=tried, fault="stops_own", code=422)
    edit = Edit(place, ban, shipped=digest(shipped_at(here.shelf.shipped, place)))
    was = next(iter(numbers(sent.text("was"))), 0)

    def unit(book: Book) -> bool:
        history = wordings.history(book, place)
        if (history[0].id if history else 0) != was:
            return False
        wordings.save(book, [edit], at, visit(request).agent.id)
        return True

    if not await here.store.write(unit):
        return await rule_page(request, place, ban, tried=tried, fault="moved_on", code=409)
    await here.keeper.look()
    return see_other(f"{href('banned', place.language, place.key)}&said=saved")


def _place(here: Door, sent: Form) -> Place:
    """A rule that nobody named gets the next free name."""
    key = sent.text("key").strip() or free_key(here.shelf, sent.text("language"))
    return place_of(here, {"kind": "banned", "language": sent.text("language"), "key": key}, BANNED)


def _channels(here: Door, place: Place) -> tuple[str, ...]:
    known = now_at(here.shelf.shipped, here.shelf.edits, place)
    return channels_of(here, known if isinstance(known, Ban) else None)


async def rule_page(
    request: web.Request,
    place: Place,
    value: Ban | None = None,
    *,
    tried: Trial | None = None,
    fault: str = "",
    code: int = 200,
) -> web.Response:
    here = door(request)
    editing, about = await here.store.read(
        lambda book: (ban_editing.editing(here, book, place, value), around(book, visit(request).agent))
    )
    if editing.new and value is None and place.key != NEW and not fault:
        raise NotFound()
    known = value or now_at(here.shelf.shipped, here.shelf.edits, place)
    if tried is None:
        tried = await ban_editing.trial(here, place, known) if isinstance(known, Ban) else Trial()
    return drawn(
        request, "phrases/rule.html", code, frame=frame(request, about), tabs=tabs(request, "banned", about, place.language),
        editing=editing, tried=tried, fault=fault, families=ban_editing.families(here, place.language),
        channels=_channels(here, place), confirmed="",
    )  # fmt: skip
