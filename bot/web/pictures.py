"""Photos of visitors on their way in, told apart by their first bytes, durable before they are acknowledged."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from urllib.parse import unquote

import orjson
from aiohttp import web

from bot.web.gate import Gate, within
from bot.web.rates import Buckets, Rates
from desk.clock import Clock
from desk.errors import StoreFull
from desk.files import Files, write_stream
from desk.line import Line
from desk.photo import Photo, PhotoState
from desk.store import Book, Store, photos, uploads
from desk.visible import file_name

PHOTO_BYTES = 20 << 20
PIECE_BYTES = 16 << 10
PIECE_SECONDS = 10.0
"""For each piece: 1.6 KB a second is slower than any phone that can be used, and much for who only holds a line."""
WHOLE_SECONDS = 300.0
AT_ONCE = 32
UPLOAD_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
KEY = re.compile(r"[0-9a-f]{32}")

NOT_A_PICTURE = "This is not a picture we can show. Please send a JPEG, PNG, WebP or GIF."
HEIC = "This is a HEIC photo, which most browsers cannot show. Please send it as a JPEG."


class Pictures:
    def __init__(self, store: Store, gate: Gate, files: Files, rates: Rates, clock: Clock) -> None:
        self._store, self._gate, self._files, self._clock = store, gate, files, clock
        self._of_visitor, self._of_address = Buckets(rates.uploads), Buckets(rates.uploads_of_address)
        self._coming = 0

    def add_to(self, router: web.UrlDispatcher) -> None:
        router.add_post("/web/{account}/photos", self._gate.for_visitors(self._upload))
        router.add_get("/web/{account}/photos/{key}", self._gate.for_visitors(self._show))

    async def _upload(self, request: web.Request, line: Line) -> web.Response:
        """201 once bytes and row are durable. The same upload id again is the same photo."""
        upload_id = request.headers.get("X-Upload-Id", "")
        if not UPLOAD_ID.fullmatch(upload_id):
            raise web.HTTPBadRequest()
        if (request.content_length or 0) > PHOTO_BYTES:
            raise web.HTTPRequestEntityTooLarge(max_size=PHOTO_BYTES, actual_size=request.content_length or 0)
        within(self._of_visitor, line.chat)
        within(self._of_address, self._gate.caller(request))
        key = _key(line, upload_id)
        with self._one_of_few():
            await self._take(request, line, key)
        return web.Response(status=201, body=orjson.dumps({"photo": key}), content_type="application/json")

    async def _take(self, request: web.Request, line: Line, key: str) -> None:
        temporary = self._files.temporary()
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                await write_stream(_picture(request), temporary, PHOTO_BYTES)
            sha256, size_bytes = await asyncio.to_thread(self._files.keep, temporary)
        except ValueError:
            raise web.HTTPRequestEntityTooLarge(max_size=PHOTO_BYTES, actual_size=PHOTO_BYTES + 1) from None
        except TimeoutError:
            raise web.HTTPRequestTimeout() from None
        except web.RequestPayloadError:
            raise web.HTTPBadRequest() from None
        except OSError as error:
            if isinstance(error, ConnectionError):
                raise
            raise StoreFull() from error
        finally:
            await asyncio.to_thread(temporary.unlink, missing_ok=True)
        at, name = (
            self._clock(),
            file_name(unquote(request.headers.get("X-File-Name", ""), errors="replace")),
        )

        def unit(book: Book) -> None:
            if photos.by_key(book, key) is None:
                photo = Photo(
                    id=0, key=key, conversation_id=None, seq=None, inbox_id=None, owner=line.chat,
                    channel=line.channel, account=line.account, ref=key, unique_ref=None, name=name,
                    as_file=False, state=PhotoState.PENDING, created_at=at,
                )  # fmt: skip
                photo.keep(sha256, size_bytes, at)
                book.add(photo)

        await self._store.write(unit)

    @contextmanager
    def _one_of_few(self) -> Iterator[None]:
        if self._coming >= AT_ONCE:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"})
        self._coming += 1
        try:
            yield
        finally:
            self._coming -= 1

    async def _show(self, request: web.Request, line: Line) -> web.StreamResponse:
        key = request.match_info["key"]
        look = None
        if KEY.fullmatch(key):
            look = await self._store.read(lambda book: uploads.look(book, line, key))
        if look is None or (look.view_sha256 is None and not look.being_made):
            raise web.HTTPNotFound()
        if look.view_sha256 is None:
            raise web.HTTPConflict(headers={"Retry-After": "1"})
        return web.FileResponse(
            self._files.path(look.view_sha256),
            headers={
                "Content-Type": "image/jpeg",  # what the worker draws, whatever came
                "Cache-Control": "private, no-store",
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "Cross-Origin-Resource-Policy": "cross-origin",
            },
        )


async def _picture(request: web.Request) -> AsyncIterator[bytes]:
    """The body in pieces, if it is a picture. One that is not is read to its end before it is refused:
    a browser that is still sending would not hear why."""
    pieces = _pieces(request)
    first = await anext(pieces, b"")
    if not _is_picture(first):
        size = 0
        async for piece in pieces:
            size += len(piece)
            if size > PHOTO_BYTES:
                break
        raise web.HTTPUnsupportedMediaType(
            text=orjson.dumps({"error": HEIC if _is_heic(first) else NOT_A_PICTURE}).decode(),
            content_type="application/json",
        )
    yield first
    async for piece in pieces:
        yield piece


async def _pieces(request: web.Request) -> AsyncIterator[bytes]:
    while True:
        try:
            async with asyncio.timeout(PIECE_SECONDS):
                piece = await request.content.readexactly(PIECE_BYTES)
        except asyncio.IncompleteReadError as end:
            if end.partial:
                yield end.partial
            return
        yield piece


def _is_picture(first: bytes) -> bool:
    return first.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")) or (
        first.startswith(b"RIFF") and first[8:12] == b"WEBP"
    )


def _is_heic(first: bytes) -> bool:
    return first[4:8] == b"ftyp" and first[8:12] in (
        b"heic",
        b"heix",
        b"heim",
        b"heis",
        b"hevc",
        b"mif1",
        b"msf1",
    )


def _key(line: Line, upload_id: str) -> str:
    """As unguessable as the visitor's own identity, and the same for the same upload: no second lookup is needed."""
    return hashlib.sha256(f"{line.account}:{line.chat}:{upload_id}".encode()).hexdigest()[:32]
