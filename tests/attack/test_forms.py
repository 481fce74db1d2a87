"""Forms that no browser sends: a mark that is no text, parts with impossible headings, names that no store can hold."""

from __future__ import annotations

import asyncio
from io import BytesIO

import pytest
from PIL import Image

from tests.console.room import Person, Room

SAYS = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhello\r\n--x--\r\n'
IMPOSSIBLE = {
    "no colon": b'--x\r\nContent-Disposition form-data name="text"\r\n\r\nhello\r\n--x--\r\n',
    "a heading without end": b"--x\r\nX-Lamp: " + b"a" * 100_000 + b"\r\n\r\nhello\r\n--x--\r\n",
    "headings without end": b"--x\r\n" + b"X-Lamp: a\r\n" * 20_000 + b"\r\nhello\r\n--x--\r\n",
}


def picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (8, 8)).save(kept, "PNG")
    return kept.getvalue()


async def status(otto: Person, path: str, body: bytes, **headings: bytes) -> int:
    """What the console answers to these very bytes."""
    room = otto.room
    cookie = next(c for c in otto.http.cookie_jar if c.key == "__Host-desk")
    sent = {
        b"Host": f"127.0.0.1:{room.port}".encode(), b"Origin": room.url.encode(), b"X-CSRF": otto.csrf.encode(),
        b"Cookie": f"__Host-desk={cookie.value}".encode(), b"Content-Length": b"%d" % len(body), b"Connection": b"close",
        b"Content-Type": b"multipart/form-data; boundary=x", **{name.encode(): value for name, value in headings.items()},
    }  # fmt: skip
    reader, writer = await asyncio.open_connection("127.0.0.1", room.port)
    try:
        head = b"".join(b"%s: %s\r\n" % pair for pair in sent.items())
        writer.write(b"POST %s HTTP/1.1\r\n%s\r\n%s" % (path.encode(), head, body))
        return int((await asyncio.wait_for(reader.readline(), 10)).split()[1])
    finally:
        writer.close()


@pytest.mark.parametrize("body", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
async def test_a_form_with_impossible_parts_is_refused(room: Room, body: bytes) -> None:
    id = await room.asked_for(room.mina())
    assert await status(await room.person("Otto"), f"/desk/{id}/messages", body) in (400, 413)


async def test_a_mark_that_is_no_text_is_the_wrong_one(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    assert await status(otto, f"/desk/{id}/messages", SAYS, **{"X-CSRF": b"\xff\xfe"}) == 403


async def test_a_file_may_be_called_anything(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    await otto.post(f"/desk/{id}/taking")
    form = b'--x\r\nContent-Disposition: form-data; name="idem"\r\n\r\nlamp-0000-0000-0001\r\n'
    form += b'--x\r\nContent-Disposition: form-data; name="photos"; filename="../\xff\xfe.png"\r\n\r\n%s\r\n--x--\r\n'
    assert await status(otto, f"/desk/{id}/messages", form % picture()) == 303
