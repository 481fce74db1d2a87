"""The words as lists, one kind a page."""

from __future__ import annotations

from aiohttp import web

from console import phrase_lists
from console.door import door, language_of
from console.phrase_editing import sold
from console.phrase_shapes import Row
from console.views.phrases.parts import pack_of, page, query_of


async def replies(request: web.Request) -> web.Response:
    pack, query = pack_of(request), query_of(request)
    rows = phrase_lists.replies(door(request).shelf, pack, query)
    return await page(
        request,
        "phrases/list.html",
        "reply",
        rows=_only_changed(request, rows),
        query=query,
        more=False,
        changed=_changed(request),
    )


async def quick(request: web.Request) -> web.Response:
    pack, query = pack_of(request), query_of(request)
    rows = phrase_lists.quick(door(request).shelf, pack, query)
    return await page(
        request,
        "phrases/list.html",
        "quick",
        rows=_only_changed(request, rows),
        query=query,
        more=False,
        changed=_changed(request),
    )


async def nicknames(request: web.Request) -> web.Response:
    here, query = door(request), query_of(request)
    rows = phrase_lists.nicknames(here.shelf, await sold(here), language_of(request), query)
    more = len(rows) > phrase_lists.PRODUCTS_SHOWN
    shown = _only_changed(request, rows[: phrase_lists.PRODUCTS_SHOWN])
    return await page(
        request,
        "phrases/list.html",
        "nickname",
        rows=shown,
        query=query,
        more=more,
        changed=_changed(request),
    )


async def sayings(request: web.Request) -> web.Response:
    here, pack, query = door(request), pack_of(request), query_of(request)
    intent = request.query.get("intent", "")
    intent = intent if intent in pack.intents else ""
    rows = () if intent or query else phrase_lists.intents(here.shelf, pack)
    found = phrase_lists.sentences(here.shelf, pack, intent, query) if intent or query else ()
    return await page(
        request, "phrases/sayings.html", "saying", rows=rows, sentences=found, intent=intent, query=query
    )


def _changed(request: web.Request) -> bool:
    return request.query.get("show") == "changed"


def _only_changed(request: web.Request, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.changed) if _changed(request) else rows
