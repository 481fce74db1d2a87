"""Photos: the cleaned copy to look at, the original to keep, by right and on record."""

from __future__ import annotations

import asyncio

from aiohttp import web

from console import access
from console.answers import drawn_pieces, is_piece, see_other
from console.door import door, visit
from console.reading import reader_of
from console.thread import photo as shape_of
from console.views.lists import attachment
from desk.errors import NotFound
from desk.events import PhotoChanged, Revealed
from desk.photo import Photo, PhotoState
from desk.store import Book

SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}
PRIVATE = {
    "Cache-Control": "private, no-store",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


async def view(request: web.Request) -> web.Response:
    """The copy that we drew ourselves: a JPEG, whatever came in."""
    here, agent, key = door(request), visit(request).agent, request.match_info["key"]
    photo = await here.store.read(lambda book: access.photo(book, agent, key))
    if photo.view_sha256 is None:
        raise NotFound()
    return await drawn_copy(request, photo.view_sha256)


async def drawn_copy(request: web.Request, sha256: str) -> web.Response:
    return web.Response(body=await _bytes(request, sha256), content_type="image/jpeg", headers=PRIVATE)


async def original(request: web.Request) -> web.Response:
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    key = request.match_info["key"]

    def unit(book: Book) -> Photo:
        photo = access.photo(book, agent, key)
        if photo.sha256 is None:
            raise NotFound()
        book.happened(
            Revealed(
                at=at, conversation_id=photo.conversation_id, agent_id=agent.id, what="original", which=key
            )
        )
        return photo

    photo = await here.store.write(unit)
    assert photo.sha256 is not None
    return attachment(await _bytes(request, photo.sha256), f"{key}.{SUFFIXES.get(photo.type or '', 'bin')}")


async def _bytes(request: web.Request, sha256: str) -> bytes:
    try:
        return await asyncio.to_thread(door(request).files.path(sha256).read_bytes)
    except FileNotFoundError:
        raise NotFound() from None


async def retry(request: web.Request) -> web.Response:
    """Asks the channel once more for a photo that could not be fetched; asked twice is asked once."""
    here, agent, at = door(request), visit(request).agent, door(request).clock()
    key = request.match_info["key"]

    def unit(book: Book) -> Photo:
        photo = access.photo(book, agent, key)
        if photo.state == PhotoState.FAILED:
            photo.try_again(at)
            assert photo.seq is not None
            book.happened(PhotoChanged(at=at, conversation_id=photo.conversation_id, seq=photo.seq, key=key))
        return photo

    photo = await here.store.write(unit)
    if not is_piece(request):
        return see_other(f"/desk/{photo.conversation_id}")
    shown = shape_of(photo, reader_of(request, {}))
    return drawn_pieces(
        request, [("desk/_photo.html", {"photo": shown, "csrf": visit(request).session.csrf})]
    )
