"""Whatever is sent where a picture of a case is asked for, by whichever way: kept as it came or refused with a word, never shown
as it came, and the next picture is drawn."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
from sqlalchemy import select

from bot.web.rates import Rate, Rates
from desk.agent import Role
from desk.files import Files
from desk.photo import Photo, PhotoState, ViewState
from desk.pictures import Pictures
from desk.store import Book, Store, photos, ticket_reasons, tickets
from desk.store.sqlite import SqliteStore
from desk.store.tables import photo
from desk.ticket.evidence import Shows
from desk.ticket.moves import TicketState
from tests.attack.pictures import BEGINS_LIKE_ONE, NAMES, NO_PICTURES, PICTURES, picture
from tests.attack.test_forms import status
from tests.bot.test_photos import Darkroom
from tests.bot.web_house import Browser, opened
from tests.cast import until
from tests.conftest import Watch
from tests.console.counter import goes_on, held, mina_opens
from tests.console.room import Person, Room

ALL = {**PICTURES, **BEGINS_LIKE_ONE, **NO_PICTURES, "nothing": b"", "a good one": picture()}
SHOWN = {*PICTURES, "a good one"}
QUICK = Rates(uploads=Rate(1_000, 1_000), uploads_of_address=Rate(1_000, 1_000))
REFUSED = "A picture was not accepted"


@pytest.fixture
async def darkroom(sqlite_store: SqliteStore, watch: Watch, tmp_path: Path) -> AsyncIterator[Darkroom]:
    pictures = Pictures()
    yield Darkroom(sqlite_store, watch, tmp_path / "files", pictures)
    await pictures.close()


async def every(store: Store) -> list[Photo]:
    keys = select(photo.c.key).order_by(photo.c.id)

    def unit(book: Book) -> list[Photo]:
        return [one for (key,) in book.rows(keys) if (one := photos.by_key(book, key)) is not None]

    return await store.read(unit)


def are_kept_and_shown(found: Iterable[Photo], names: Iterable[str], files: Files) -> None:
    for one, name in zip(found, names, strict=True):
        assert (one.state, one.sha256) == (PhotoState.OK, hashlib.sha256(ALL[name]).hexdigest()), name
        assert files.path(one.sha256 or "").read_bytes() == ALL[name], name
        assert one.view_state is (ViewState.OK if name in SHOWN else ViewState.FAILED), (name, one.error)
        if one.view_sha256 is not None:
            is_ours(files.path(one.view_sha256).read_bytes(), name)


def is_ours(shown: bytes, name: str) -> None:
    """A JPEG that we drew, with nothing in it that came."""
    assert shown[:3] == b"\xff\xd8\xff" and shown[-2:] == b"\xff\xd9", name
    assert not any(word in shown for word in (b"script", b"a.html", b"Comment")), name


async def test_by_a_messaging_app_everything_is_kept_and_only_pictures_are_drawn(darkroom: Darkroom) -> None:
    """As a photo and as a file: a service hands on whatever a buyer's own program sent."""
    for number, (name, content) in enumerate(ALL.items()):
        darkroom.camera.bytes[name] = content
        await darkroom.mina.writes(kind="photo", photos=[{"ref": name, "as_file": number % 2 == 0}])
    while owed := await darkroom.desk._owed(darkroom.watch()):
        for one in owed:
            await darkroom.desk._work(one)
    are_kept_and_shown(await every(darkroom.store), ALL, darkroom.files)
    said = await darkroom.said()
    assert len(said) == len(ALL) - len(SHOWN) and all("not a picture" in text for text in said)
    assert list(darkroom.files.arriving.iterdir()) == []


async def test_by_the_web_chat_what_is_no_picture_is_refused_and_the_rest_is_kept(
    darkroom: Darkroom, watch: Watch, tmp_path: Path
) -> None:
    sent, files = [], darkroom.files
    async with (
        opened(darkroom.store, tmp_path / "files", watch, rates=QUICK) as house,
        aiohttp.ClientSession() as http,
    ):
        mina = await Browser(house, http).arrives()
        for number, (name, content) in enumerate(ALL.items()):
            code, said = await mina.uploads(content, id=f"upload-{number:04}")
            refused = name in NO_PICTURES or name == "nothing"
            assert (code, "JPEG" in str(said)) == ((415, True) if refused else (201, False)), name
            sent += [] if refused else [(name, said["photo"])]
        while owed := await darkroom.desk._owed(watch()):
            for one in owed:
                await darkroom.desk._work(one)
        are_kept_and_shown(await every(darkroom.store), [name for name, _ in sent], files)
        for name, key in sent:
            code, shown, headers = await mina.ask("GET", f"/web/main/photos/{key}")
            assert code == (200 if name in SHOWN else 404), name
            if code == 200:
                assert (
                    headers["Content-Type"] == "image/jpeg" and headers["X-Content-Type-Options"] == "nosniff"
                )
                is_ours(shown, name)
    assert list(files.arriving.iterdir()) == []


async def sends(
    who: Person, id: int, verb: str, *files: tuple[str, bytes], note: str
) -> aiohttp.ClientResponse:
    form = aiohttp.FormData({"note": note, "csrf": who.csrf}, default_to_multipart=True)
    for name, content in files:
        form.add_field("photos", content, filename=f"{name}.jpg", content_type="image/jpeg")
    return await who.post(f"/tickets/{id}/moves/{verb}", form)


async def received(room: Room) -> tuple[Person, int]:
    walt, id = await room.person("Walt"), await mina_opens(room)
    await goes_on(room, id, "approve", "receive")
    return walt, id


async def hung(room: Room, id: int) -> list[Photo]:
    return [one for _, one in await room.store.read(lambda book: tickets.photos(book, id))]


async def test_by_the_warehouse_s_form_each_is_refused_with_a_word_and_what_was_typed(room: Room) -> None:
    walt, id = await received(room)
    for name in (*BEGINS_LIKE_ONE, *NO_PICTURES):
        answer = await sends(walt, id, "refuse_inspection", (name, ALL[name]), note=f"Not {name}")
        page = await answer.text()
        assert answer.status == 422 and REFUSED in page and f"Not {name}" in page, name
    assert (await held(room, id)).state is TicketState.RECEIVED and await hung(room, id) == []
    await room.hires("Bea", Role.ADMIN, Role.SUPERVISOR)
    answer = await sends(
        walt, id, "refuse_inspection", *((name, ALL[name]) for name in SHOWN), note="Scratched"
    )
    assert answer.status == 303
    are_kept_and_shown(found := await hung(room, id), SHOWN, room.files)
    bea = await room.person("Bea")
    for one in found:
        shown = await bea.get(f"/photos/{one.key}")
        is_ours(await shown.read(), one.name)
        assert shown.headers["Content-Type"] == "image/jpeg"
        original = await bea.post(f"/photos/{one.key}/original")
        assert original.headers["Content-Disposition"].startswith("attachment")
        assert original.headers["Content-Type"] == "application/octet-stream"
        assert (
            original.headers["X-Content-Type-Options"] == shown.headers["X-Content-Type-Options"] == "nosniff"
        )
    assert list(room.files.arriving.iterdir()) == []


async def test_what_is_no_picture_shows_nothing_of_a_case(room: Room) -> None:
    """Mina sent it for what is wrong; the page says that this is still to be shown."""
    otto, id = await room.person("Otto"), await mina_opens(room)
    await room.mina(chat="8").writes(kind="photo", photos=[{"ref": "x"}])

    def comes(book: Book) -> None:
        [one] = photos.owed(book, room.clock(), 9)
        one.keep("0" * 64, 6, room.clock())
        ticket_reasons.begin(book)
        tickets.by_id(book, id).reason_id = ticket_reasons.every(book)[0].id
        tickets.add_photo(book, id, one.id, Shows.FAULT, room.clock())

    def is_none(book: Book) -> None:
        photos.owed(book, room.clock(), 9)[0].cannot_draw("not a picture we can open")

    for unit, lacks in ((comes, False), (is_none, True)):
        await room.store.write(unit)
        told = re.search(r'class="case__missing">.*?</p>', await otto.page(f"/tickets/{id}"), re.S)
        assert told is not None and ("what is wrong" in told[0].lower()) is lacks, told[0]


PART = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
FORMS = {
    "10 000 fields of one name": (400, PART % (b"note", b"", b"") * 10_000 + b"--x--\r\n"),
    "10 000 empty pictures": (400, PART % (b"photos", b'; filename="a.png"', b"") * 10_000 + b"--x--\r\n"),
    "11 pictures": (413, PART % (b"photos", b'; filename="a.png"', picture("PNG")) * 11 + b"--x--\r\n"),
    "a boundary that never comes": (400, b"--y\r\n\r\n--y--\r\n"),
    "ends amid a picture": (400, (PART % (b"photos", b'; filename="a.png"', picture("PNG")))[:-40]),
}


@pytest.mark.parametrize("code, body", FORMS.values(), ids=FORMS.keys())
async def test_a_form_that_is_none_changes_nothing_and_leaves_nothing(
    room: Room, code: int, body: bytes
) -> None:
    walt, id = await received(room)
    assert await status(walt, f"/tickets/{id}/moves/refuse_inspection", body) == code
    assert (await held(room, id)).state is TicketState.RECEIVED and await hung(room, id) == []
    assert list(room.files.arriving.iterdir()) == []


async def test_an_upload_that_stops_half_way_leaves_nothing(room: Room) -> None:
    """It says that it is longer than it is, and the line is cut."""
    walt, id = await received(room)
    cookie = next(c for c in walt.http.cookie_jar if c.key == "__Host-desk")
    _, writer = await asyncio.open_connection("127.0.0.1", room.port)
    writer.write(
        b"POST /tickets/%d/moves/refuse_inspection HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: %s\r\nX-CSRF: %s\r\n"
        b"Cookie: __Host-desk=%s\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 4000000\r\n\r\n%s"
        % (id, room.port, room.url.encode(), walt.csrf.encode(), cookie.value.encode(),
           PART % (b"photos", b'; filename="a.png"', bytes(2_000_000)))
    )  # fmt: skip
    await writer.drain()
    await until(lambda: list(room.files.arriving.iterdir()) != [])
    writer.transport.abort()
    await until(lambda: list(room.files.arriving.iterdir()) == [])
    assert (await held(room, id)).state is TicketState.RECEIVED and await hung(room, id) == []
    assert (await sends(walt, id, "refuse_inspection", ("a", picture()), note="x")).status == 303


async def test_a_picture_of_20_mb_and_a_byte_is_refused_with_a_word(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.form.PHOTO_BYTES", 100_000)
    walt, id = await received(room)
    for content, code in ((picture().ljust(100_001, b"x"), 422), (picture().ljust(100_000, b"x"), 303)):
        answer = await sends(walt, id, "refuse_inspection", ("a", content), note="Scratched")
        assert answer.status == code and (code == 303 or REFUSED in await answer.text())


def is_plain(name: str) -> bool:
    return name.isprintable() and "\u202e" not in name and "\u200b" not in name and len(name) <= 200


async def test_a_file_s_name_is_shown_without_what_nobody_sees_and_used_for_nothing(
    darkroom: Darkroom, watch: Watch, tmp_path: Path
) -> None:
    async with (
        opened(darkroom.store, tmp_path / "files", watch, rates=QUICK) as house,
        aiohttp.ClientSession() as http,
    ):
        mina = await Browser(house, http).arrives()
        for number, name in enumerate(NAMES):
            quoted = quote(name, errors="replace")[:7_000]
            code, _ = await mina.uploads(picture(), id=f"upload-{number:04}", **{"X-File-Name": quoted})
            assert code == 201, name
            storable = name.replace("\0", "\ufffd").replace("\udca0", "\ufffd")  # as a channel hands it on
            await darkroom.mina.writes(kind="photo", photos=[{"ref": "x", "name": storable, "as_file": True}])
    found = [one.name for one in await every(darkroom.store)]
    assert len(found) == 2 * len(NAMES) and all(map(is_plain, found)), found
    assert {"gpj.exe", ".htaccess", "../../../../etc/passwd"} <= set(found), "nothing else is taken from it"
    assert {file.parent.name for file in darkroom.files.folder.glob("**/*") if file.is_file()} == {
        hashlib.sha256(picture()).hexdigest()[:2]
    }


async def test_nor_in_the_warehouse_s_form(room: Room) -> None:
    walt = await room.person("Walt")
    for name in ("\u202egpj.exe", '"><img src=x onerror=alert(1)>.png', "a\u200b.png"):
        id = await mina_opens(room)
        await goes_on(room, id, "approve", "receive")
        body = PART % (b"note", b"", b"Scratched")
        body += (
            PART % (b"photos", b'; filename="%s"' % name.replace('"', "%22").encode(), picture())
            + b"--x--\r\n"
        )
        assert await status(walt, f"/tickets/{id}/moves/refuse_inspection", body) == 303
        [one] = await hung(room, id)
        assert is_plain(one.name) and one.name
        assert "<img src=x" not in await walt.page(f"/tickets/{id}")
