"""Bodies that say they are packed, or written in some charset, and are not: the sender's fault, told as theirs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from desk.store.sqlite import SqliteStore
from tests.bot.web_house import Browser, House, opened
from tests.conftest import Watch
from tests.console.room import Room

NOT_PACKED = b"a lamp, not a gzip member"


@pytest.fixture
async def house(sqlite_store: SqliteStore, tmp_path: Path, watch: Watch) -> AsyncIterator[House]:
    async with opened(sqlite_store, tmp_path / "files", watch) as house:
        yield house


@pytest.mark.parametrize("path", ["/in/web/main", "/web/main/photos"])
@pytest.mark.parametrize("packing", ["gzip", "deflate"])
async def test_a_letter_that_is_not_packed_as_it_says_is_refused(
    house: House, path: str, packing: str
) -> None:
    async with aiohttp.ClientSession() as session:
        mina = await Browser(house, session).arrives()
        headers = {
            "Content-Encoding": packing,
            "Content-Type": "application/json",
            "X-Upload-Id": "lamp-0001",
        }
        status, _, _ = await mina.ask("POST", path, data=NOT_PACKED, headers=headers)
    assert status == 400


@pytest.mark.parametrize(
    "more",
    [{"Content-Encoding": "gzip"}, {"Content-Type": "application/x-www-form-urlencoded; charset=zlib_codec"}],
)
async def test_a_form_that_is_not_what_it_says_is_refused(room: Room, more: dict[str, str]) -> None:
    headers = {"Origin": room.url, "Content-Type": "application/x-www-form-urlencoded", **more}
    answer = await room.stranger().http.post("/sign-in", data=b"name=otto&password=x", headers=headers)
    assert answer.status == 400
