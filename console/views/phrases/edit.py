"""A reply, a quick phrase or a product's nicknames: changed, tried, saved, put back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from aiohttp import web

from console import access, ban_editing
from console.answers import around, drawn, frame, see_other
from console.door import Door, door, form, visit
from console.form import Form
from console.phrase_editing import (
    EDITABLE,
    TRY_PRODUCTS,
    Unreadable,
    editing,
    now_at,
    place_of,
    sold,
    value_of,
)
from console.phrase_effects import of_reply
from console.phrase_lists import href
from console.phrase_shapes import Tab, Tried
from console.pictures import prepare
from console.views.photos import drawn_copy
from console.views.phrases.banned import rule_page
from console.views.phrases.parts import numbers, tabs
from desk.banned.ban import Ban
from desk.banned.ban_check import REPLIES, everywhere
from desk.errors import NotFound
from desk.store import Book, photos, wordings
from desk.wording import Edit, Place, Value, digest, shipped_at

NO_TRIAL = Tried((), ())


async def page(request: web.Request) -> web.Response:
    return await _page(request, place_of(door(request), request.query))


async def try_it(request: web.Request) -> web.Response:
    """The piece beside the form, while it is being filled in."""
    here, sent = door(request), form(request)
    place = place_of(here, sent.fields)
    try:
        tried = await of_reply(here, place, value_of(place, sent, {}), await _values(here, place, sent))
    except Unreadable:
        tried = NO_TRIAL
    return drawn(request, "phrases/_tried.html", tried=tried, kind=place.kind)


async def save(request: web.Request) -> web.Response:
    here, sent, at = door(request), form(request), door(request).clock()
    place = place_of(here, sent.fields)
    if any(upload.too_big for upload in sent.files):
        return await _page(request, place, fault="picture_fault", code=422)
    pictures = {_number(upload.field): await prepare(here, upload) for upload in sent.files}
    if not all(pictures.values()):
        return await _page(request, place, fault="picture_fault", code=422)
    ready = {at: one for at, one in pictures.items() if one is not None}
    if any(everywhere(here.guard, one.name, REPLIES) for one in ready.values()):
        return await _page(request, place, fault="picture_name", code=422)
    try:
        value = value_of(place, sent, {at: one.key for at, one in ready.items()})
    except Unreadable:
        return await _page(request, place, fault="unreadable", code=422)
    tried = await of_reply(here, place, value, await _values(here, place, sent))
    if tried.wrongs:
        return await _page(request, place, value, tried=tried, code=422)
    edit = Edit(place, value, shipped=digest(shipped_at(here.shelf.shipped, place)))
    was = next(iter(numbers(sent.text("was"))), 0)

    def unit(book: Book) -> bool:
        if _moved_on(book, place, was):
            return False
        for one in ready.values():
            book.add(one.of_a_phrase(at))
        wordings.save(book, [edit], at, visit(request).agent.id)
        return True

    if not await here.store.write(unit):
        return await _page(request, place, value, tried=tried, fault="moved_on", code=409)
    await here.keeper.look()
    return see_other(f"{href(place.kind, place.language, place.key)}&said=saved")


async def put_back(request: web.Request) -> web.Response:
    """An earlier version, or what was shipped (`to` = 0), in force again: a new version itself."""
    here, sent, at = door(request), form(request), door(request).clock()
    place, to = place_of(here, sent.fields, (*EDITABLE, "banned")), sent.text("to")
    shipped = shipped_at(here.shelf.shipped, place)
    value = None if to == "0" else await _version(request, place, access.number(to))
    now = value or shipped
    if isinstance(now, Ban):
        trial = await ban_editing.trial(here, place, now)
        if trial.wrongs or trial.own:
            return await rule_page(
                request, place, now, tried=trial, fault="stops_own" if trial.own else "", code=422
            )
    elif now is not None and (tried := await of_reply(here, place, now, {})).wrongs:
        return await _page(request, place, now, tried=tried, code=422)
    edit, who = Edit(place, value, digest(shipped)), visit(request).agent.id
    await here.store.write(lambda book: wordings.save(book, [edit], at, who))
    await here.keeper.look()
    return see_other(f"{href(place.kind, place.language, place.key)}&said=saved")


async def _version(request: web.Request, place: Place, number: int) -> Value | None:
    """What was in force then. Words that were fine then may have been banned since: the caller looks again."""
    history = await door(request).store.read(lambda book: wordings.history(book, place))
    found = next((edit for edit in history if edit.id == number), None)
    if found is None:
        raise NotFound()
    return found.value


async def picture(request: web.Request) -> web.StreamResponse:
    """A phrase's picture as buyers get it."""
    here, key = door(request), request.match_info["key"]
    found = (
        await here.store.read(lambda book: photos.by_key(book, key)) if access.KEY.fullmatch(key) else None
    )
    if found is None or found.conversation_id is not None or found.view_sha256 is None:
        raise NotFound()
    return await drawn_copy(request, found.view_sha256)


async def _page(
    request: web.Request,
    place: Place,
    value: Value | None = None,
    *,
    tried: Tried | None = None,
    fault: str = "",
    code: int = 200,
) -> web.Response:
    here = door(request)
    products = await sold(here)
    product = products.get(place.key) if place.kind == "nickname" else None
    if place.kind == "nickname" and product is None:
        raise NotFound()
    shown, about = await here.store.read(
        lambda book: (editing(here, book, place, product, value), around(book, visit(request).agent))
    )
    titles = tuple(
        (one.id, one.title(place.language or "zh-CN")) for one in list(products.values())[:TRY_PRODUCTS]
    )
    shown = replace(shown, products=titles)
    if tried is None:
        was = value or now_at(here.shelf.shipped, here.shelf.edits, place)
        tried = await of_reply(
            here, place, was, await here.lab.values(place.language, "", titles[0][0] if titles else "")
        )
    shown_tabs = tabs(request, cast(Tab, place.kind), about, place.language)
    return drawn(
        request,
        "phrases/edit.html",
        code,
        frame=frame(request, about),
        tabs=shown_tabs,
        editing=shown,
        tried=tried,
        kind=place.kind,
        fault=fault,
    )


async def _values(here: Door, place: Place, sent: Form) -> Mapping[str, str]:
    if place.kind != "reply":
        return {}
    return await here.lab.values(place.language, sent.text("try_order")[:64], sent.text("try_product")[:200])


def _moved_on(book: Book, place: Place, was: int) -> bool:
    history = wordings.history(book, place)
    return (history[0].id if history else 0) != was


def _number(field: str) -> int:
    digits = field.removeprefix("file_")
    return int(digits) if digits.isdecimal() and len(digits) < 3 else 0
