"""What is hidden, how it is looked at, and that strangers' words and files stay words and files."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import Any

import aiohttp
import pytest
from PIL import Image
from sqlalchemy import select

from desk import masking
from desk.photo import Photo, PhotoState
from desk.store import Book
from desk.store.tables import event, outbox, photo
from tests.browser.hostile import HOSTILE
from tests.conftest import Watch
from tests.console.room import ADDRESS, PHONE, Person, Room

CANARY = "13912345678"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("call 13800130147 please", "call 138******47 please"),
        ("１３８００１３０１４７", "１３８******４７"),
        ("138-0013-0147", "138-****-**47"),
        ("+86 138 0013 0147", "+86 138 **** **47"),
        ("1 3 8\u200b0 0 1 3 0 1 4 7", None),
        ("021-66667777", None),
        ("+44 20 7946 0958", None),
        ("ID 110105199003074514", None),
        ("card 4111 1111 1111 1111", None),
        ("mail me: mina.loom@example.org", "mail me: m********@example.org"),
        (
            "order 1007, parcel SF1234567890123, paid 129.00 on 2026-11-22 10:00",
            "order 1007, parcel SF1234567890123, paid 129.00 on 2026-11-22 10:00",
        ),
        ("parcel 773412345678901", "parcel 773412345678901"),
    ],
)
def test_numbers_in_what_people_write_are_hidden(written: str, shown: str | None) -> None:
    found = masking.text(written)
    assert found == shown if shown is not None else found.count("*") >= 6 and len(found) == len(written)


@pytest.mark.parametrize(
    "written",
    [
        "1-" * 2048,
        "(" * 4096,
        " " * 4096,
        "1" * 4096,
        "a." * 2048 + "@",
        "1 3" * 1300,
        "①" * 4096,
        "+1" * 2000,
    ],
)
def test_hiding_costs_the_length_of_the_text(written: str) -> None:
    assert len(masking.text(written)) == len(written)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13800130147", "138******47"), ("12345", "*****"), ("", ""), ("+44 20 7946 0958", "+44 20 **** **58")],
)
def test_a_phone_hides_six_digits(number: str, shown: str) -> None:
    assert masking.phone(number) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (ADDRESS, "浙江省杭州市西湖区 ****"),
        ("5 Elm St, Flat 3, London", "**** London"),
        ("somewhere", "****"),
        ("北京市朝阳区望京街 9 号", "北京市朝阳区 ****"),
    ],
)
def test_an_address_ends_at_its_district(written: str, shown: str) -> None:
    assert masking.address(written) == shown


async def test_no_page_shows_a_number_that_nobody_asked_for(room: Room) -> None:
    mina = room.mina(name="Mina")
    await mina.writes(f"my number is {CANARY}")
    id = await room.asked_for(mina, f"again: {CANARY[:3]}-{CANARY[3:7]}-{CANARY[7:]}")
    for name in ("Otto", "Ruth", "Faye", "Walt"):
        person = await room.person(name)
        for path in (
            "/desk",
            f"/desk/{id}",
            "/desk?q=number&show=all",
            f"/desk/{id}/side",
            f"/desk/{id}/head",
            f"/desk/{id}/messages/1",
            f"/desk/{id}/messages?before=3",
        ):
            page = re.sub(r'id="search"[^>]*>|<p class="inbox__note">[^<]*', "", await person.page(path))
            assert (
                CANARY not in page and PHONE not in page and ADDRESS not in page and CANARY[3:7] not in page
            ), (name, path)


async def reveals(room: Room) -> list[tuple[Any, ...]]:
    return await room.store.read(
        lambda book: book.rows(
            select(event.c.agent_id, event.c.conversation_id, event.c.data).where(event.c.kind == "revealed")
        )
    )


async def test_otto_looks_and_it_is_recorded(room: Room) -> None:
    mina = room.mina()
    id = await room.asked_for(mina, f"my number is {CANARY}")
    otto = await room.person("Otto")
    answer = await otto.post(f"/desk/{id}/reveals", {"field": "phone", "of": "1007"}, piece=True)
    assert PHONE in await answer.text()
    answer = await otto.post(f"/desk/{id}/reveals", {"field": "address", "of": "1007"}, piece=True)
    assert ADDRESS in await answer.text()
    answer = await otto.post(f"/desk/{id}/reveals", {"field": "text", "of": "1"}, piece=True)
    assert CANARY in await answer.text()
    kept = await reveals(room)
    assert [(row[0], row[1]) for row in kept] == [(room.people["Otto"].id, id)] * 3
    assert not any(secret in str(kept) for secret in (PHONE, CANARY, ADDRESS))
    assert CANARY not in await otto.page(f"/desk/{id}")


async def test_nobody_looks_at_an_order_of_another_buyer(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto, faye = await room.person("Otto"), await room.person("Faye")
    for of in ("1008", "9999", "", "1007' OR 1=1", "x" * 500):
        answer = await otto.post(f"/desk/{id}/reveals", {"field": "phone", "of": of}, piece=True)
        assert answer.status == 404
    assert (
        await otto.post(f"/desk/{id}/reveals", {"field": "password_hash", "of": "1007"}, piece=True)
    ).status == 404
    assert (
        await faye.post(f"/desk/{id}/reveals", {"field": "phone", "of": "1007"}, piece=True)
    ).status == 403
    assert await reveals(room) == []


async def test_fifty_looks_an_hour_are_enough(room: Room, watch: Watch) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    look = {"field": "phone", "of": "1007"}
    statuses = [(await otto.post(f"/desk/{id}/reveals", look, piece=True)).status for _ in range(52)]
    assert statuses == [200] * 50 + [429] * 2
    watch.move(hours=1)
    assert (await otto.post(f"/desk/{id}/reveals", look, piece=True)).status == 200


# --- strangers' words


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts, self.handlers, self.frames = 0, 0, 0
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script" and not any(
            name == "src" and (value or "").startswith("/static/") for name, value in attrs
        )
        self.frames += tag in ("iframe", "math", "object", "embed", "base")
        self.handlers += sum(name.startswith("on") for name, _ in attrs)
        self.links += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "hx-get", "hx-post")
        ]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
async def test_hostile_words_are_only_words(room: Room, number: int) -> None:
    text = HOSTILE[number].encode("utf-8", "replace").decode()[:4000]
    mina = room.mina(name=text[:200])
    id = await room.asked_for(mina, text)
    otto = await room.person("Otto")
    await otto.post(f"/desk/{id}/taking")
    await otto.says(id, text, "hostile-key", note="1")
    for path in (f"/desk/{id}", "/desk?show=mine", f"/desk/{id}/side", f"/desk/{id}/messages/1"):
        elements = Elements()
        elements.feed(await otto.page(path))
        assert (elements.scripts, elements.handlers, elements.frames) == (0, 0, 0), path
        assert all(re.match(r"/|#|\?|https?://", link) for link in elements.links), elements.links


# --- files


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    held, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "GPS of the maker's home"
    Image.new("RGB", size, "orange").save(held, kind, exif=exif)
    return held.getvalue()


async def send(
    person: Person, id: int, data: bytes, idem: str, *, name: str = "lamp.png", text: str = ""
) -> aiohttp.ClientResponse:
    form = aiohttp.FormData({"csrf": person.csrf, "idem": idem, "text": text})
    form.add_field("photos", data, filename=name, content_type="image/png")
    return await person.post(f"/desk/{id}/messages", form, piece=True)


async def rows_of(room: Room) -> list[tuple[Any, ...]]:
    return await room.store.read(
        lambda book: book.rows(
            select(
                photo.c.key, photo.c.owner, photo.c.name, photo.c.view_sha256, photo.c.conversation_id
            ).order_by(photo.c.id)
        )
    )


async def test_otto_sends_a_picture_and_the_cleaned_copy_leaves(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    await otto.post(f"/desk/{id}/taking")
    assert (await send(otto, id, picture(), "picture-key", text="This one?")).status == 200
    assert (await send(otto, id, picture(), "picture-key", text="This one?")).status == 200
    [(key, owner, name, view, _)] = await rows_of(room)
    assert owner == "agent" and name == "lamp.png"
    copy = room.files.path(view).read_bytes()
    assert copy.startswith(b"\xff\xd8") and b"GPS" not in copy
    letters = await room.store.read(
        lambda book: book.rows(select(outbox.c.photo, outbox.c.text, outbox.c.idem_key))
    )
    assert letters == [(key, "This one?", "human:picture-key")]
    seen = await otto.get(f"/photos/{key}")
    assert seen.headers["Content-Type"] == "image/jpeg" and await seen.read() == copy
    assert (
        seen.headers["Cache-Control"] == "private, no-store"
        and "sandbox" in seen.headers["Content-Security-Policy"]
    )


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "x.png"),
        (b"<html><script>alert(1)</script>", "photo.jpg"),
        (b"GIF89a=1;alert('N')//", "polyglot.gif"),
        (b"%PDF-1.7 /JS", "x.png"),
        (picture()[:60], "half.png"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, '"><img src=x onerror=alert(1)>.png'),
        (b"PK\x03\x04" + b"\0" * 100, "../../../../etc/passwd"),
    ],
)
async def test_what_is_no_picture_is_refused_and_the_text_kept(room: Room, data: bytes, name: str) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    await otto.post(f"/desk/{id}/taking")
    answer = await send(otto, id, data, "no-picture", name=name, text="look")
    assert answer.status == 422 and 'data-refused="photo"' in await answer.text()
    assert await rows_of(room) == [] and [author for author, _ in await room.said(id)] == ["buyer"]
    assert list(room.files.arriving.iterdir()) == []


async def test_a_file_too_big_is_not_kept(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.form.PHOTO_BYTES", 100_000)
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    await otto.post(f"/desk/{id}/taking")
    answer = await send(otto, id, picture()[:8] + b"\0" * 100_001, "much-too-big", text="look")
    assert answer.status == 422 and await rows_of(room) == [] and list(room.files.arriving.iterdir()) == []


async def a_photo(room: Room, id: int, *, state: PhotoState = PhotoState.OK, key: str = "a" * 32) -> None:
    original = room.files.temporary()
    original.write_bytes(picture())
    sha, size = room.files.keep(original)
    view = room.files.temporary()
    view.write_bytes(picture("JPEG"))
    view_sha, _ = room.files.keep(view)

    def unit(book: Book) -> None:
        kept = Photo(
            0,
            key,
            id,
            1,
            None,
            "7",
            "loopback",
            "main",
            "ref",
            None,
            '"><b>.png',
            False,
            PhotoState.PENDING,
            room.clock(),
        )
        if state == PhotoState.OK:
            kept.keep(sha, size, room.clock())
            kept.draw(view_sha, "image/png", 60, 40, "0" * 16)
        elif state == PhotoState.FAILED:
            kept.missed("too big", room.clock(), for_good=True)
        book.add(kept)

    await room.store.write(unit)


async def test_the_original_is_for_ruth_to_keep_and_recorded(room: Room) -> None:
    id = await room.asked_for(room.mina())
    await a_photo(room, id)
    otto, ruth = await room.person("Otto"), await room.person("Ruth")
    assert (await otto.post(f"/photos/{'a' * 32}/original")).status == 403
    answer = await ruth.post(f"/photos/{'a' * 32}/original")
    assert (
        answer.headers["Content-Disposition"].startswith("attachment")
        and answer.headers["Content-Type"] == "application/octet-stream"
    )
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert len(await reveals(room)) == 1
    assert (await ruth.get(f"/photos/{'b' * 32}")).status == 404


async def test_a_photo_that_no_message_holds_is_nobodys(room: Room) -> None:
    def unit(book: Book) -> None:
        book.add(
            Photo(
                0,
                "c" * 32,
                None,
                None,
                None,
                "7",
                "web",
                "main",
                "ref",
                None,
                "",
                False,
                PhotoState.PENDING,
                room.clock(),
            )
        )

    await room.store.write(unit)
    ruth = await room.person("Ruth")
    assert (await ruth.get(f"/photos/{'c' * 32}")).status == 404


async def test_a_photo_that_failed_is_fetched_again(room: Room) -> None:
    id = await room.asked_for(room.mina())
    await a_photo(room, id, state=PhotoState.FAILED)
    otto = await room.person("Otto")
    assert "The file is too big" in await otto.page(f"/desk/{id}")
    for _ in range(2):
        assert (await otto.post(f"/photos/{'a' * 32}/retrying", piece=True)).status == 200
    assert (await room.store.read(lambda book: book.rows(select(photo.c.state)))) == [("pending",)]
