"""Polling: letters are confirmed once they are durable, and trouble is waited out."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from bot.hear import Hearing
from bot.poll import Polling
from desk.errors import StoreBusy
from desk.health import Health
from desk.store import Store
from tests.cast import Loopback, Writer
from tests.conftest import Watch


class Postbox(Loopback):
    """Hands over what lies in it, and notes what was confirmed."""

    def __init__(self, letters: list[bytes]) -> None:
        super().__init__()
        self.letters, self.asked = letters, list[str | None]()
        self.troubles: list[Exception] = []
        self.nameless = False
        self.empty = asyncio.Event()

    async def updates(self, after: str | None) -> list[tuple[str, bytes]]:
        if self.troubles:
            raise self.troubles.pop(0)
        self.asked.append(after)
        found = [(str(n), raw) for n, raw in enumerate(self.letters, 1) if n > int(after or 0)]
        if not found:
            self.empty.set()
            await asyncio.Event().wait()
        return found[:2]

    async def who_am_i(self) -> str:
        if self.nameless:
            raise ConnectionError("no such method")
        return "lantern_bot"

    async def delete_webhook(self) -> None: ...


async def poll(postbox: Postbox, hearing: Hearing) -> Health:
    health = Health()
    running = asyncio.create_task(Polling(postbox, hearing, health).run())
    async with asyncio.timeout(30):
        await postbox.empty.wait()
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    return health


@pytest.fixture
def mina(sqlite_store: Store, watch: Watch) -> Writer:
    return Writer(sqlite_store, watch, Loopback())


async def test_every_letter_is_heard_in_order_and_then_confirmed(mina: Writer) -> None:
    postbox = Postbox([mina.letter(f"line {n}") for n in range(5)])
    await poll(postbox, mina.hearing)
    assert postbox.asked == [None, "2", "4", "5"]
    assert (await mina.conversation()).last_seq == 5


async def test_what_could_not_be_kept_is_asked_for_again(
    mina: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    postbox = Postbox([mina.letter("hello")])
    hear, stumbles = mina.hearing.hear, [StoreBusy()]

    async def busy_once(*args: object) -> object:
        if stumbles:
            raise stumbles.pop()
        return await hear(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(mina.hearing, "hear", busy_once)
    await poll(postbox, mina.hearing)
    assert postbox.asked == [None, None, "1"]
    assert (await mina.conversation()).last_seq == 1


async def test_a_service_that_is_down_is_told_of_and_waited_out(mina: Writer) -> None:
    postbox = Postbox([mina.letter("hello")])
    postbox.troubles = [ConnectionError("no route")]
    health = await poll(postbox, mina.hearing)
    assert health.faults() == {}
    assert (await mina.conversation()).last_seq == 1


async def test_a_bot_that_cannot_learn_its_name_still_hears(mina: Writer) -> None:
    postbox = Postbox([mina.letter("hello")])
    postbox.nameless = True
    await poll(postbox, mina.hearing)
    assert (await mina.conversation()).last_seq == 1
