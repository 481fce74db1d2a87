"""What the pages of the phrase desk have in common."""

from __future__ import annotations

from aiohttp import web

from console.answers import Around, around, drawn, frame
from console.door import door, language_of, visit
from console.phrase_shapes import Around as Tabs
from console.phrase_shapes import Tab
from desk.phrases import Pack


def pack_of(request: web.Request) -> Pack:
    """Of the language that the address names; else of the reader's."""
    packs = door(request).packs
    wanted = request.query.get("language", "")
    return packs.by_language.get(wanted) or packs.for_language(language_of(request))


def query_of(request: web.Request) -> str:
    return request.query.get("q", "").replace("\0", "")[:100].strip().casefold()


def tabs(request: web.Request, here: Tab, about: Around, language: str = "") -> Tabs:
    return Tabs(
        here,
        about.counts.phrases or 0,
        language,
        tuple((pack.language, pack.name) for pack in door(request).packs),
    )


def numbers(written: str) -> list[int]:
    """Those of a form's field, apart by spaces; what is none of our numbers is left out."""
    return [int(one) for one in written.split() if one.isdecimal() and len(one) < 18]


async def page(
    request: web.Request, template: str, here: Tab, /, code: int = 200, **context: object
) -> web.Response:
    about = await door(request).store.read(lambda book: around(book, visit(request).agent))
    language = str(context.pop("language", "") or pack_of(request).language)
    shown = tabs(request, here, about, language)
    return drawn(request, template, code, frame=frame(request, about), tabs=shown, **context)
