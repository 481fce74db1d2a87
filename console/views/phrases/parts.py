"""What the pages of the phrase desk have in common."""

from __future__ import annotations

from aiohttp import web

from console.answers import Around, around, drawn, frame
from console.door import door, language_of, visit
from console.phrase_shapes import Around as Tabs
from console.phrase_shapes import Tab
from desk.phrases import Pack
from desk.store import Book, lessons


def pack_of(request: web.Request) -> Pack:
    """Of the language that the address names; else of the reader's."""
    packs = door(request).packs
    wanted = request.query.get("language", "")
    return packs.by_language.get(wanted) or packs.for_language(language_of(request))


def query_of(request: web.Request) -> str:
    return request.query.get("q", "").replace("\0", "")[:100].strip().casefold()


def around_it(book: Book, request: web.Request) -> tuple[Around, int]:
    return around(book, visit(request).agent), lessons.count(book)


def tabs(request: web.Request, here: Tab, waiting: int, language: str = "") -> Tabs:
    return Tabs(here, waiting, language, tuple((pack.language, pack.name) for pack in door(request).packs))


async def page(request: web.Request, template: str, here: Tab, /, code: int = 200, **context: object) -> web.Response:
    about, waiting = await door(request).store.read(lambda book: around_it(book, request))
    language = str(context.pop("language", "") or pack_of(request).language)
    shown = tabs(request, here, waiting, language)
    return drawn(request, template, code, frame=frame(request, about), tabs=shown, **context)
