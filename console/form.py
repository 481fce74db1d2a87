"""What a person sent by a form: fields, and pictures streamed to the disk; never more than is allowed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import field, replace
from pathlib import Path

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from desk.files import Files, write_stream
from desk.record import noun, record
from desk.visible import file_name

FIELDS_BYTES, FIELDS, FIELDS_SECONDS = 256 << 10, 100, 10.0
PHOTO_BYTES, PHOTOS, PHOTOS_SECONDS = 20 << 20, 10, 180.0
PIECE = 64 << 10


@record(frozen=True, slots=True)
class Upload:
    """A file on its way: `name` is the sender's, for showing only."""

    name: str
    path: Path
    too_big: bool = False
    field: str = ""


@noun(slots=True)
class Form:
    fields: Mapping[str, str] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The field, without what no store can hold; empty when it was not sent."""
        return _storable(self.fields.get(name, ""))

    def forget(self) -> None:
        """Removes uploads that nobody kept."""
        for upload in self.files:
            with contextlib.suppress(FileNotFoundError):
                upload.path.unlink()


async def read_form(request: web.Request, files: Files | None) -> Form:
    """`files`: where pictures go; None = this route takes none. Raises aiohttp's own refusals."""
    kind = request.content_type
    seconds = PHOTOS_SECONDS if kind == "multipart/form-data" and files is not None else FIELDS_SECONDS
    try:
        async with asyncio.timeout(seconds):
            if kind == "multipart/form-data" and files is not None:
                return await _parts(request, files)
            if kind not in ("application/x-www-form-urlencoded", "application/octet-stream"):
                raise web.HTTPUnsupportedMediaType()
            return await _fields(request)
    except TimeoutError:
        raise web.HTTPRequestTimeout() from None
    # Broken; of a charset that nobody knows; not packed as it says; parts with impossible headings.
    except (ValueError, LookupError, web.RequestPayloadError, HttpProcessingError):
        raise web.HTTPBadRequest() from None


async def _fields(request: web.Request) -> Form:
    if (request.content_length or 0) > FIELDS_BYTES:
        raise web.HTTPRequestEntityTooLarge(max_size=FIELDS_BYTES, actual_size=request.content_length or 0)
    sent = await request.post()
    return Form({name: value for name, value in sent.items() if isinstance(value, str)})


async def _parts(request: web.Request, files: Files) -> Form:
    form, left, count = Form(), FIELDS_BYTES, 0
    fields: dict[str, str] = {}
    reader = await request.multipart()
    try:
        while (part := await reader.next()) is not None:
            count += 1
            # Counted as they come: a name may be sent again and again, and a file may be empty.
            if not isinstance(part, BodyPartReader) or part.name is None or count > FIELDS + PHOTOS:
                raise web.HTTPBadRequest()
            if part.filename is None:
                data = await _most(part, left)
                left -= len(data)
                fields[part.name] = data.decode("utf-8", "replace")
            elif len(form.files) < PHOTOS:
                await _file(part, files, form)
            else:
                raise web.HTTPRequestEntityTooLarge(
                    max_size=PHOTOS * PHOTO_BYTES, actual_size=PHOTOS * PHOTO_BYTES + 1
                )
    except BaseException:
        form.forget()
        raise
    form.fields = fields
    return form


async def _most(part: BodyPartReader, most: int) -> bytes:
    data = b""
    while piece := await part.read_chunk(PIECE):
        data += piece
        if len(data) > most:
            raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=len(data))
    return data


async def _file(part: BodyPartReader, files: Files, form: Form) -> None:
    upload = Upload(file_name(part.filename or ""), files.temporary(), field=part.name or "")
    form.files.append(upload)
    try:
        size = await write_stream(_pieces(part), upload.path, PHOTO_BYTES)
    except ValueError:
        form.files[-1] = replace(upload, too_big=True)
        while await part.read_chunk(
            PIECE
        ):  # the rest is thrown away: the text that came with it is given back
            pass
        return
    if size == 0:  # an empty file field of a form without script
        form.files.pop()
        upload.path.unlink()


async def _pieces(part: BodyPartReader) -> AsyncIterator[bytes]:
    while piece := await part.read_chunk(PIECE):
        yield piece


def _storable(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
