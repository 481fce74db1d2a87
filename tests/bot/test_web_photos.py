"""Mina's photos: kept before she is told so, shown to her alone, and refused with a word where they are none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from PIL import Image
from sqlalchemy import select

from bot.web import pictures
from bot.web.left_behind import sweep_uploads
from desk.events import PhotoChanged
from desk.photo import Photo
from desk.store import Book, Store, photos
from desk.store.sqlite import SqliteStore
from desk.store.tables import photo
from tests.bot.web_house import JPEG, Browser, House, opened
from tests.cast import hire, until
from tests.conftest import Watch


@pytest.fixture
async def house(sqlite_store: SqliteStore, tmp_path: Path, watch: Watch) -> AsyncIterator[House]:
    async with opened(sqlite_store, tmp_path / "files", watch) as house:
        yield house


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def mina(house: House, session: aiohttp.ClientSession) -> Browser:
    return await Browser(house, session).arrives()


async def drawn(house: House, key: str, data: bytes = b"what the worker drew") -> None:
    """As the worker leaves it: the viewer's copy is kept, the photo's row and the event say so."""
    temporary = house.files.temporary()
    temporary.write_bytes(data)
    sha256, _ = house.files.keep(temporary)
    await house.store.write(lambda book: _draw(book, house, key, sha256))


def _draw(book: Book, house: House, key: str, sha256: str) -> None:
    found = photos.by_key(book, key)
    assert found is not None
    found.draw(sha256, "image/jpeg", 10, 10, "0" * 16)
    if found.conversation_id is not None and found.seq is not None:
        book.happened(
            PhotoChanged(at=house.clock(), conversation_id=found.conversation_id, seq=found.seq, key=key)
        )


async def rows(store: Store) -> list[tuple[object, ...]]:
    return await store.read(
        lambda book: book.rows(select(photo.c.key, photo.c.state, photo.c.owner, photo.c.name))
    )


async def test_a_photo_is_durable_before_it_is_acknowledged(mina: Browser, house: House) -> None:
    status, said = await mina.uploads(JPEG, **{"X-File-Name": "%E7%81%AF%E2%80%AE%0d%0a.jpg"})
    assert status == 201
    (row,) = await rows(house.store)
    assert row == (said["photo"], "ok", await mina.identity(), "灯.jpg")
    kept = await house.store.read(lambda book: photos.by_key(book, said["photo"]))
    assert kept is not None and kept.sha256 is not None
    assert house.files.path(kept.sha256).read_bytes() == JPEG
    assert list(house.files.arriving.iterdir()) == []


async def test_the_same_upload_again_is_the_same_photo(
    mina: Browser, house: House, session: aiohttp.ClientSession
) -> None:
    first, again = await mina.uploads(id="upload-same"), await mina.uploads(id="upload-same")
    assert first == again and len(await rows(house.store)) == 1
    stranger = await Browser(house, session).arrives()
    assert (await stranger.uploads(id="upload-same"))[1] != first[1]


async def test_an_album_is_one_message_and_each_picture_appears_when_it_is_drawn(
    mina: Browser, house: House
) -> None:
    keys = [(await mina.uploads(JPEG + bytes([n]), id=f"upload-{n:04}"))[1]["photo"] for n in range(3)]
    await drawn(house, keys[0])
    await mina.listens()
    assert await mina.writes("the box arrived like this", photos=keys) == 200
    await mina.hears(1)
    said = mina.messages[0]
    assert said["photos"] == [
        {"id": key, "state": state} for key, state in zip(keys, ("ok", "pending", "pending"), strict=True)
    ]
    await drawn(house, keys[1])
    await mina.hears(2)
    changed = mina.messages[1]
    assert changed["n"] == said["n"] and changed["rev"] > said["rev"]
    assert [one["state"] for one in changed["photos"]] == ["ok", "ok", "pending"]


async def test_a_photo_is_shown_to_the_one_who_sent_it_and_to_nobody_else(
    mina: Browser, house: House, session: aiohttp.ClientSession
) -> None:
    key = (await mina.uploads())[1]["photo"]
    path = f"/web/main/photos/{key}"
    assert (await mina.ask("GET", path))[0] == 409
    await drawn(house, key, b"the viewer's copy")
    status, body, headers = await mina.ask("GET", path)
    assert (status, body) == (200, b"the viewer's copy")
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox")
    await mina.writes("look", photos=[key])
    assert (await mina.ask("GET", path))[0] == 200
    stranger = await Browser(house, session).arrives()
    assert (await stranger.ask("GET", path))[0] == 404
    for odd in ("0" * 32, "x", "..%2f..%2fetc", key.upper(), key + "0"):
        assert (await mina.ask("GET", f"/web/main/photos/{odd}"))[0] == 404


async def test_a_stranger_cannot_put_minas_photo_into_their_own_message(
    mina: Browser, house: House, session: aiohttp.ClientSession
) -> None:
    key = (await mina.uploads())[1]["photo"]
    await drawn(house, key)
    stranger = await Browser(house, session).arrives()
    assert await stranger.writes("mine now", photos=[key]) == 200
    await stranger.listens()
    await stranger.hears(1)
    (shown,) = stranger.messages[0]["photos"]
    assert shown["id"] != key and shown["state"] == "pending"
    assert (await stranger.ask("GET", f"/web/main/photos/{shown['id']}"))[0] in (404, 409)
    assert (await stranger.ask("GET", f"/web/main/photos/{key}"))[0] == 404
    assert (await mina.ask("GET", f"/web/main/photos/{key}"))[0] == 200


async def test_an_agents_picture_is_minas_to_see_once_it_was_sent(
    mina: Browser, house: House, watch: Watch, session: aiohttp.ClientSession
) -> None:
    otto = await hire(house.store, watch, "Otto")
    await mina.writes("what does it look like?")
    identity = await mina.identity()
    await house.change(identity, lambda c: c.take(otto.id, watch()))
    picture = Photo(
        id=0, key="a" * 32, conversation_id=None, seq=None, inbox_id=None, owner="", channel="web", account="main",
        ref="", unique_ref=None, name="", as_file=False, state="pending", created_at=watch(),  # type: ignore[arg-type]
    )  # fmt: skip
    await house.store.write(lambda book: book.add(picture).keep("0" * 64, 1, watch()))
    await drawn(house, "a" * 32, b"a lamp")
    assert (await mina.ask("GET", "/web/main/photos/" + "a" * 32))[0] == 404
    await house.stop_sending()
    await house.says(identity, "like this", by=otto.id, photo="a" * 32)
    assert (await mina.ask("GET", "/web/main/photos/" + "a" * 32))[0] == 404
    house.go_on_sending()
    await mina.listens()
    await mina.hears(2)
    assert mina.messages[1]["photos"] == [{"id": "a" * 32, "state": "ok"}]
    assert (await mina.ask("GET", "/web/main/photos/" + "a" * 32))[1] == b"a lamp"
    stranger = await Browser(house, session).arrives()
    assert (await stranger.ask("GET", "/web/main/photos/" + "a" * 32))[0] == 404


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"PK\x03\x04 a bomb",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"II*\x00 a TIFF",
        b"\xff\xd8",
        b"BM a bitmap" * 5000,
    ],
)
async def test_what_is_no_picture_is_refused_whatever_it_calls_itself(
    mina: Browser, house: House, data: bytes
) -> None:
    status, said = await mina.uploads(data)
    assert status == 415 and "JPEG" in said["error"]
    assert await rows(house.store) == [] and list(house.files.arriving.iterdir()) == []


async def test_a_heic_photo_is_refused_by_its_name(mina: Browser) -> None:
    status, said = await mina.uploads(b"\0\0\0\x18ftypheic" + b"x" * 100_000)
    assert status == 415 and "HEIC" in said["error"]


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF"])
async def test_the_four_kinds_of_picture_are_taken(mina: Browser, format: str) -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, format)
    assert (await mina.uploads(out.getvalue()))[0] == 201


async def test_a_bomb_is_only_bytes_until_the_guarded_worker_looks(mina: Browser, house: House) -> None:
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    status, said = await mina.uploads(out.getvalue())
    assert status == 201
    await house.store.write(
        lambda book: (photos.by_key(book, said["photo"]) or pytest.fail()).cannot_draw("too many pixels")
    )
    assert (await mina.ask("GET", f"/web/main/photos/{said['photo']}"))[0] == 404
    await mina.writes("look", photos=[said["photo"]])
    await mina.listens()
    await mina.hears(1)
    assert mina.messages[0]["photos"] == [{"id": said["photo"], "state": "failed"}]


async def test_twenty_megabytes_are_taken_and_one_more_byte_is_not(
    mina: Browser, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "PHOTO_BYTES", 100_000)
    whole = JPEG.ljust(100_000, b"x")
    assert (await mina.uploads(whole, id="upload-whole"))[0] == 201
    assert (await mina.uploads(whole + b"x", id="upload-toobig"))[0] == 413

    async def unannounced() -> AsyncIterator[bytes]:
        yield whole
        yield b"x"

    status, _, headers = await mina.ask(
        "POST", "/web/main/photos", data=unannounced(), headers={"X-Upload-Id": "upload-unannounced"}
    )
    assert status == 413 and "Access-Control-Allow-Origin" in headers
    assert len(await rows(house.store)) == 1 and list(house.files.arriving.iterdir()) == []


async def test_who_sends_a_byte_now_and_then_does_not_hold_the_line(
    mina: Browser, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "PIECE_SECONDS", 0.1)

    async def drops() -> AsyncIterator[bytes]:
        yield JPEG
        while True:
            await asyncio.sleep(0.02)
            yield b"x"

    status, _, _ = await mina.ask(
        "POST", "/web/main/photos", data=drops(), headers={"X-Upload-Id": "upload-slow"}
    )
    assert status == 408
    assert await rows(house.store) == [] and list(house.files.arriving.iterdir()) == []


async def test_an_upload_that_breaks_off_leaves_nothing(mina: Browser, house: House) -> None:
    async def half() -> AsyncIterator[bytes]:
        yield JPEG * 200
        raise ConnectionResetError

    with pytest.raises((aiohttp.ClientError, ConnectionError)):
        await mina.ask("POST", "/web/main/photos", data=half(), headers={"X-Upload-Id": "upload-half"})
    await until(lambda: list(house.files.arriving.iterdir()) == [])
    assert await rows(house.store) == []


async def test_what_no_message_ever_held_is_forgotten_after_a_day(
    mina: Browser, house: House, watch: Watch
) -> None:
    left = (await mina.uploads(JPEG + b"left", id="upload-left"))[1]["photo"]
    held = (await mina.uploads(JPEG + b"held", id="upload-held"))[1]["photo"]
    await mina.writes("look", photos=[held])
    assert await sweep_uploads(house.store, house.files, watch.move(hours=23)) == 0
    assert {key for key, *_ in await rows(house.store)} == {left, held}
    watch.at = watch.at.replace(year=watch.at.year + 1)  # the files' own times are the machine's
    assert await sweep_uploads(house.store, house.files, watch()) == 1
    assert {key for key, *_ in await rows(house.store)} == {held}
    assert len([file for file in house.files.folder.glob("??/*") if file.is_file()]) == 1
    assert await mina.writes("and this", photos=[left]) == 200
