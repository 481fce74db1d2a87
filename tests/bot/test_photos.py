"""Photos: kept as they came, drawn for viewing, refused with a word; the desk stays up whatever they are."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from bot.channels import FetchFailed
from bot.perform import Performing
from bot.photos import PhotoDesk
from desk.conversation import Reach
from desk.files import Files
from desk.photo import MOVES, PAUSES, VIEW_MOVES, PhotoState, ViewState
from desk.pictures import Pictures
from desk.shelf import Shelf
from desk.store import Store, photos
from desk.store.tables import outbox
from tests import shipped
from tests.cast import FREE, TARGETS, Loopback, Writer
from tests.conftest import Watch

PACKS = shipped.packs()


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, kind, **more)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    return out.getvalue()


class Camera(Loopback):
    """A channel whose photos are these bytes, or this trouble."""

    def __init__(self) -> None:
        super().__init__()
        self.bytes: dict[str, bytes | FetchFailed] = {}

    async def fetch(self, ref: str, into: Any) -> int:
        found = self.bytes[ref]
        if isinstance(found, FetchFailed):
            raise found
        into.write_bytes(found)
        return len(found)


class Darkroom:
    def __init__(self, store: Store, watch: Watch, folder: Path, pictures: Pictures) -> None:
        self.store, self.watch, self.camera = store, watch, Camera()
        self.mina = Writer(store, watch, self.camera)
        self.files = Files(folder)
        performing = Performing(Shelf(PACKS, FREE), TARGETS, {"loopback": Reach()})
        self.desk = PhotoDesk(
            store, self.files, pictures, {("loopback", "main"): self.camera}, performing, watch
        )

    async def send(self, content: bytes | FetchFailed) -> Any:
        self.camera.bytes["p"] = content
        heard = await self.mina.writes("", kind="photo", photos=[{"ref": "p"}])
        return await self.work(heard.conversation_id or 0)

    async def work(self, conversation_id: int) -> Any:
        for _ in range(3):
            for photo in await self.desk._owed(self.watch()):
                await self.desk._work(photo)
        return (await self.store.read(lambda book: photos.of_message(book, conversation_id, 1)))[0]

    async def said(self) -> list[str]:
        return await self.store.read(lambda book: [row[0] for row in book.rows(select(outbox.c.text))])


@pytest.fixture
def darkroom(sqlite_store: Store, watch: Watch, tmp_path: Path) -> Darkroom:
    return Darkroom(sqlite_store, watch, tmp_path / "files", Pictures())


@pytest.fixture(autouse=True)
async def the_worker_goes_home(darkroom: Darkroom) -> Any:
    yield
    await darkroom.desk._pictures.close()


async def test_the_bytes_are_kept_as_they_came_and_a_clean_copy_is_made(darkroom: Darkroom) -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    came = picture(exif=exif)
    photo = await darkroom.send(came)
    assert (photo.state, photo.view_state, photo.type) == (PhotoState.OK, ViewState.OK, "image/jpeg")
    assert photo.sha256 == hashlib.sha256(came).hexdigest()
    assert darkroom.files.path(photo.sha256).read_bytes() == came
    shown = darkroom.files.path(photo.view_sha256).read_bytes()
    assert b"where I live" in came and b"where I live" not in shown
    assert (photo.width, photo.height) == (64, 48)
    assert await darkroom.said() == []


@pytest.mark.parametrize(
    ("what", "content"),
    [
        ("a bomb", bomb()),
        ("a script", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("half a picture", picture()[:200]),
        ("a polyglot", b"GIF89a=1;alert('N')//"),
        ("nothing", b""),
        ("a film", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 100),
        ("a strip", picture("PNG", (1, 65_000))),
    ],
)
async def test_what_is_no_picture_gets_a_word_and_harms_nobody(
    darkroom: Darkroom, what: str, content: bytes
) -> None:
    photo = await darkroom.send(content)
    if what == "a strip":
        assert photo.view_state == ViewState.OK
        return
    assert (photo.state, photo.view_state) == (PhotoState.OK, ViewState.FAILED)
    assert photo.error
    assert len(await darkroom.said()) == 1
    assert (
        await darkroom.desk._pictures.draw(darkroom.files.path(photo.sha256), darkroom.files.temporary())
    ).__class__.__name__ == "NotDrawn"


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
async def test_every_usual_kind_is_shown_as_a_jpeg(darkroom: Darkroom, kind: str) -> None:
    photo = await darkroom.send(picture(kind))
    assert photo.type == f"image/{kind.lower()}"
    assert darkroom.files.path(photo.view_sha256).read_bytes()[:3] == b"\xff\xd8\xff"


async def test_a_file_too_big_is_refused_once_with_a_word(darkroom: Darkroom) -> None:
    photo = await darkroom.send(FetchFailed("file is too big", for_good=True))
    assert photo.state == PhotoState.FAILED
    said = await darkroom.said()
    assert len(said) == 1 and "too big" in said[0]


async def test_a_channel_that_is_down_is_asked_again_with_growing_pauses(
    darkroom: Darkroom, watch: Watch
) -> None:
    photo = await darkroom.send(FetchFailed("no route"))
    for pause in PAUSES:
        assert photo.state == PhotoState.PENDING and photo.next_try_at > watch()
        watch.at += pause
        photo = await darkroom.work(photo.conversation_id)
    assert photo.state == PhotoState.FAILED


async def test_after_a_failure_the_agent_may_ask_again(darkroom: Darkroom, watch: Watch) -> None:
    photo = await darkroom.send(FetchFailed("expired", for_good=True))
    darkroom.camera.bytes["p"] = picture()

    def again(book: Any) -> None:
        found = photos.by_key(book, photo.key)
        assert found is not None
        found.try_again(watch())

    await darkroom.store.write(again)
    assert (await darkroom.work(photo.conversation_id)).state == PhotoState.OK


def test_every_state_of_a_photo_can_be_reached() -> None:
    assert MOVES.reachable(PhotoState.PENDING) == set(PhotoState)
    assert VIEW_MOVES.reachable(ViewState.NONE) == set(ViewState)
