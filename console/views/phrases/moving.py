"""The words as a file: taken out, and brought in after a look at what that would change."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Sequence

from aiohttp import web

from console.answers import see_other
from console.door import Door, door, form, visit
from console.phrase_editing import texts_of
from console.phrase_file import NotOurs, read_file, whole, written_out
from console.phrase_shapes import Arrival
from console.views.lists import attachment
from console.views.phrases.parts import pack_of, page
from desk.banned.ban import Ban
from desk.banned.ban_check import own_words_stopped, rule_of, usable
from desk.laying import laid_over
from desk.phrases import Packs
from desk.store import wordings
from desk.wording import Edit
from desk.wording_check import Wrong, wrongs

DIGEST = re.compile(r"[0-9a-f]{64}")
SHOWN = 200


async def moving(request: web.Request) -> web.Response:
    return await page(
        request, "phrases/moving.html", "moving", arrivals=None, digest="", fault="", faulty=0, count=0
    )


async def take_out(request: web.Request) -> web.Response:
    """This shop's changes, or with `all` every word of one language as it is now."""
    here, pack = door(request), pack_of(request)
    everything = request.query.get("what") == "all"
    data = whole(here.shelf, pack) if everything else written_out(here.shelf)
    name = f"phrases-{pack.language}" if everything else "phrases-changes"
    body = json.dumps(data, ensure_ascii=False, indent=1).encode()
    return attachment(body, f"{name}-{here.clock().astimezone(here.zone):%Y-%m-%d}.json")


async def look(request: web.Request) -> web.Response:
    """What a file would change. It is kept an hour under its hash, for whoever then says yes."""
    here, sent = door(request), form(request)
    upload = next(iter(sent.files), None)
    if upload is None or upload.too_big:
        return await _refused(request, "no_file")
    digest, _ = await asyncio.to_thread(here.files.keep, upload.path)
    try:
        edits = await _edits(here, digest)
    except NotOurs as error:
        return await _refused(request, str(error))
    arrivals = tuple(_arrivals(here, edits))
    faulty = sum(bool(one.wrongs) for one in arrivals)
    shown = tuple(sorted(arrivals, key=lambda one: not one.wrongs)[:SHOWN])
    return await page(
        request,
        "phrases/moving.html",
        "moving",
        arrivals=shown,
        digest=digest,
        fault="",
        faulty=faulty,
        count=len(arrivals),
    )


async def bring_in(request: web.Request) -> web.Response:
    """All that has no fault, as one change."""
    here, sent, at = door(request), form(request), door(request).clock()
    digest = sent.text("digest")
    if not DIGEST.fullmatch(digest):
        return await _refused(request, "no_file")
    try:
        edits = await _edits(here, digest)
    except NotOurs as error:
        return await _refused(request, str(error))
    after = _after(here, edits)
    sound = [edit for edit in edits if not _wrongs(here, edit, after)]
    who = visit(request).agent.id
    await here.store.write(lambda book: wordings.save(book, sound, at, who))
    await here.keeper.look()
    return see_other("/phrases/moving?said=saved")


async def _edits(here: Door, digest: str) -> list[Edit]:
    try:
        raw = await asyncio.to_thread(here.files.path(digest).read_bytes)
    except FileNotFoundError:
        raise NotOurs("no_file") from None
    return await asyncio.to_thread(read_file, raw, here.shelf)


def _after(here: Door, edits: Sequence[Edit]) -> Packs:
    """Our words as they would be: a file may bring a rule and mend the replies that it stops."""
    laid = {**here.shelf.edits, **{edit.place: edit for edit in edits}}
    return laid_over(here.shelf.shipped, laid.values(), here.clock().astimezone(here.zone).date())


def _wrongs(here: Door, edit: Edit, after: Packs) -> list[Wrong]:
    found = wrongs(edit, here.packs, here.lab.vocabulary, here.guard)
    rule = rule_of(edit.place, edit.value, here.packs) if isinstance(edit.value, Ban) else None
    if rule is not None and isinstance(edit.value, Ban) and not edit.value.gone and usable(rule):
        stopped = own_words_stopped(rule, after)
        found += [Wrong("stops_own", what=one.text[one.start : one.end], say=one.key) for one in stopped[:1]]
    return found


def _arrivals(here: Door, edits: Sequence[Edit]) -> Iterator[Arrival]:
    after = _after(here, edits)
    return (_arrival(edit, _wrongs(here, edit, after)) for edit in edits)


def _arrival(edit: Edit, found: Sequence[Wrong]) -> Arrival:
    place = edit.place
    text = place.key if place.kind == "saying" else next(iter(texts_of(edit.value)), "")
    key = str(getattr(edit.value, "intent", place.key)) if place.kind == "saying" else place.key
    return Arrival(place.kind, place.language, key, text, tuple(found))


async def _refused(request: web.Request, fault: str) -> web.Response:
    return await page(
        request,
        "phrases/moving.html",
        "moving",
        code=422,
        arrivals=None,
        digest="",
        fault=fault,
        faulty=0,
        count=0,
    )
