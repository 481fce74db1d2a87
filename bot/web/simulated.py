"""Simulated buyers for the demo: they chat by the widget's own protocol, so that the console is alive."""

from __future__ import annotations

import asyncio
import itertools
import random
import uuid
from collections.abc import Sequence

import aiohttp
import structlog

log = structlog.get_logger()

TALKS: Sequence[tuple[str, Sequence[str]]] = (
    ("zh-CN", ("在吗", "亚麻台灯白色的还有货吗", "那灰色的呢", "好的谢谢")),
    ("en", ("hi", "do you have the linen lamp in grey?", "when is it back?", "ok thanks")),
    ("zh-CN", ("我的订单 1010 到哪了", "0000", "我要找人工客服")),
    ("en", ("where is my order 1007", "I would like to talk to a person please")),
    ("zh-CN", ("你们用什么快递", "发票怎么开", "有什么优惠活动吗")),
    ("en", ("what are your opening hours", "how long does shipping take?", "great, thank you")),
    ("zh-CN", ("收到的灯罩破了，怎么办", "我要退货")),
    ("en", ("my parcel arrived damaged", "I want a refund for it")),
)
PAUSE_SECONDS = (4.0, 15.0)


async def chatter(url: str, buyers: int) -> None:
    """So many buyers at once, for ever; each talk is a new visitor's."""
    await asyncio.sleep(1)  # the listener comes up beside us
    async with aiohttp.ClientSession(base_url=url, headers={"Origin": url}) as http:
        await asyncio.gather(*(_buyer(http, number) for number in range(buyers)))


async def _buyer(http: aiohttp.ClientSession, number: int) -> None:
    chance = random.Random(number)
    for turn in itertools.count(number):
        language, lines = TALKS[turn % len(TALKS)]
        try:
            await _talk(http, language, lines, chance)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("simulated_buyer_waits", reason=type(error).__name__)
        await asyncio.sleep(chance.uniform(20, 60))


async def _talk(
    http: aiohttp.ClientSession, language: str, lines: Sequence[str], chance: random.Random
) -> None:
    async with http.post("/web/main/visitor") as answer:
        answer.raise_for_status()
        token = (await answer.json())["token"]
    for line in lines:
        await asyncio.sleep(chance.uniform(*PAUSE_SECONDS))
        said = {"id": str(uuid.uuid4()), "text": line, "language": language}
        async with http.post(
            "/in/web/main", json=said, headers={"Authorization": f"Bearer {token}"}
        ) as heard:
            heard.raise_for_status()
