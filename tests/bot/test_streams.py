"""The visitors' streams wake for whatever was said in their chat, also while the desk is only just starting."""

from __future__ import annotations

import asyncio

from bot.web.streams import Streams
from desk.line import Line
from desk.store import Store
from desk.store.feed import Feed
from desk.store.log import Place
from desk.typing import Typing
from tests.cast import Loopback, Writer
from tests.conftest import Watch


class SlowToStart(Feed):
    """Reaches the store only when told to, as on a busy machine."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.may_start = asyncio.Event()

    async def end(self) -> Place:
        await self.may_start.wait()
        return await super().end()


async def test_what_mina_writes_before_the_log_is_followed_wakes_her_stream(
    store: Store, watch: Watch
) -> None:
    feed, mina = SlowToStart(store), Writer(store, watch, Loopback())
    streams = Streams(store, feed, Typing())
    following = asyncio.create_task(streams.run())
    stream = streams.open(Line(mina.channel.name, mina.channel.account, mina.chat))
    await mina.writes("is anybody there yet?")
    feed.may_start.set()
    async with asyncio.timeout(30):
        await stream.woken.wait()
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
