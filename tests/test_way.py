"""The whole way, once: Mina asks on Telegram, the desk answers, a person takes over, answers and gives back.

Everything is real but Telegram itself: `shopdesk serve` as a process, its store a file, the console over HTTP.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import aiohttp
import pytest
from PIL import Image
from yarl import URL

from desk.clock import system_clock
from tests.prove import checker
from tests.prove.house import TOKEN, House, Mode
from tests.standins.telegram import Buyer, Heard, TelegramStandIn

PASSWORD = "a-lantern-over-the-loom-47"
PATIENCE_S = 45.0
STALE_SECONDS = 5.0
"""Well before the desk closes a connection that nobody uses: a form that meets its closing is lost."""
CSRF = re.compile(r'name="csrf" value="([^"]+)"')
PRODUCTS = """sku,name,name_en,aliases,options,price,stock,restock_on,url
LAMP-WHT,亚麻台灯,Linen table lamp,布罩台灯,颜色=白色,189.00,12,,
LAMP-GRY,亚麻台灯,Linen table lamp,布罩台灯,颜色=灰色,189.00,0,,
"""
ORDER = {
    "order": "1007", "buyer_name": "Mina", "phone": "13800130147", "channel": "telegram", "identity": "7",
    "status": "shipped", "delivered_at": "", "carrier": "顺丰速运", "tracking": "SF1234567890123", "total": "189.00",
    "address": "浙江省明灯市织女区灯影路 7 号 302 室",
}  # fmt: skip


def picture(colour: str, form: str = "JPEG") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(data, form)
    return data.getvalue()


def stock_the_shelves(house: House, now: datetime, expected: date) -> None:
    """The linen lamp in white and, out of stock, in grey; order 1007, on its way, is Mina's on Telegram."""
    goods = house.folder / "shop"
    goods.mkdir()
    (goods / "products.csv").write_text(PRODUCTS, encoding="utf-8")
    (goods / "order_lines.csv").write_text(
        "order,sku,quantity,unit_price\n1007,LAMP-WHT,1,189.00\n", encoding="utf-8"
    )
    with (goods / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        ago = {
            f"{what}_at": (now - timedelta(days=days)).isoformat()
            for what, days in (("placed", 3), ("paid", 3), ("shipped", 1))
        }
        order = ORDER | ago | {"expected_on": expected.isoformat()}
        orders = csv.DictWriter(file, order)
        orders.writeheader()
        orders.writerow(order)
    house.takes_over(goods)


@dataclass
class Colleague:
    """Somebody at the desk with a browser of their own, and a stream that tells what happens."""

    house: House
    http: aiohttp.ClientSession
    csrf: str = ""
    told: str = ""
    _new: asyncio.Event = field(default_factory=asyncio.Event)
    _listening: asyncio.Task[None] | None = None

    @classmethod
    async def comes_in(cls, house: House, name: str, role: str = "agent", *, listens: bool = True) -> Self:
        """By the one-time code of `shopdesk user add`, with a password of their own choice."""
        code = await asyncio.to_thread(house.hire, name, role)
        origin = URL(house.console_url)
        jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=[origin])
        person = cls(
            house,
            aiohttp.ClientSession(
                origin,
                cookie_jar=jar,
                headers={"Origin": house.console_url},
                connector=aiohttp.TCPConnector(keepalive_timeout=STALE_SECONDS),
            ),
        )
        assert await person.post("/welcome", code=code) == 303
        person.csrf = CSRF.search(await person.page("/first-password"))[1]  # type: ignore[index]
        assert await person.post("/first-password", password=PASSWORD, again=PASSWORD) == 303
        if listens:
            person._listening = asyncio.create_task(person._listen(await person.page("/desk")))
        return person

    async def page(self, path: str) -> str:
        async with self.http.get(path) as answer:
            assert answer.status == 200, (path, answer.status)
            return await answer.text()

    async def bytes_of(self, path: str) -> bytes:
        async with self.http.get(path) as answer:
            assert answer.status == 200, (path, answer.status)
            return await answer.read()

    async def post(self, path: str, *, file: bytes | None = None, **fields: str) -> int:
        code, _ = await self.sends(path, file=file, **fields)
        return code

    async def sends(self, path: str, *, file: bytes | None = None, **fields: str) -> tuple[int, str]:
        """The answer's code, and where it leads."""
        form = aiohttp.FormData({"csrf": self.csrf, **fields})
        if file is not None:
            form.add_field("photos", file, filename="lamp.png", content_type="image/png")
        headers = {"X-CSRF": self.csrf} if file is not None else {}
        async with self.http.post(path, data=form, headers=headers, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location", "")

    async def sees(self, *texts: str) -> None:
        """All of them have come by the stream, by themselves."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not all(text in self.told for text in texts):
                    await self._new.wait()
                    self._new.clear()
        except TimeoutError:
            raise AssertionError(f"not told of {[text for text in texts if text not in self.told]}") from None

    async def _listen(self, page: str) -> None:
        after = re.search(r'data-live-after="([^"]+)"', page)
        assert after is not None
        stream = URL("/live").with_query(after=after[1])
        async with self.http.get(stream, timeout=aiohttp.ClientTimeout(total=None)) as answer:
            async for line in answer.content:
                self.told += line.decode()
                self._new.set()

    async def leaves(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        await self.http.close()


@dataclass
class Shop:
    telegram: TelegramStandIn
    house: House
    expected: date
    """When Mina's order should be with her."""
    otto: Colleague
    ines: Colleague

    def mina(self) -> Buyer:
        return self.telegram.buyer(7, "Mina", language="zh-hans")

    async def report(self) -> checker.Report:
        """The desk stopped in order, its export judged from outside."""
        await self.otto.leaves()
        await self.ines.leaves()
        assert await self.house.stop() == 0
        self.house.export()
        assert self.house.complaints() == []
        return checker.judge(*checker.read(self.house.folder))

    def exported(self, kind: str) -> list[dict[str, Any]]:
        records = map(json.loads, (self.house.folder / "export.jsonl").read_text("utf-8").splitlines())
        return [record for record in records if record["rec"] == kind]


@pytest.fixture(params=["polling", "webhook"])
async def shop(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Shop]:
    mode: Mode = request.param
    async with TelegramStandIn({"main": TOKEN}, out=tmp_path) as telegram, aiohttp.ClientSession() as http:
        house = House(tmp_path, telegram.url, mode)
        house.furnish()
        now = system_clock()
        expected = (now + timedelta(days=3)).date()
        await asyncio.to_thread(stock_the_shelves, house, now, expected)
        house.start()
        try:
            await house.healthy(http)
            otto, ines = await asyncio.gather(*(Colleague.comes_in(house, name) for name in ("Otto", "Ines")))
            shop = Shop(telegram, house, expected, otto, ines)
            yield shop
            await shop.otto.leaves()
            await shop.ines.leaves()
        finally:
            if house.process is not None and house.process.poll() is None:
                house.kill()


async def hears(mina: Buyer, *words: str) -> Heard:
    """The next thing she is told, and it speaks of these."""
    heard = await mina.hears(PATIENCE_S)
    assert all(word in heard.text for word in words), heard.text
    return heard


async def test_mina_is_answered_by_the_bot_and_by_otto_and_by_the_bot_again(shop: Shop) -> None:
    mina, otto, ines = shop.mina(), shop.otto, shop.ines

    await mina.writes("白色的亚麻台灯还有货吗")
    await hears(mina, "机器人", "/privacy")
    await hears(mina, "亚麻台灯", "白色", "货", "截至")
    await mina.writes("我的订单 1007 到哪了")
    await hears(mina, "1007", "顺丰速运", "SF1234567890123", f"{shop.expected.month}月{shop.expected.day}日")
    await mina.writes("我要找人工客服")
    await hears(mina, "同事")
    await mina.writes("订单 1007 呢")
    await hears(mina, "1007", "SF1234567890123")  # who waits for a person is still told what the bot knows

    await otto.sees("我要找人工客服", 'data-mode="waiting"')
    assert "<bdi>订单 1007 呢</bdi>" in await otto.page("/desk"), "her words stand in the list, not the bot's"
    id = shop.house.conversation_of("7")
    page = await otto.page(f"/desk/{id}")
    assert all(
        text in page for text in ("白色的亚麻台灯还有货吗", "我的订单 1007 到哪了", "LAMP-WHT", "1007")
    )
    assert "13800130147" not in page and "灯影路 7 号" not in page, (
        "phone and address are masked on the server"
    )

    taken = [await colleague.post(f"/desk/{id}/taking") for colleague in (otto, ines)]
    assert taken == [303, 409], "two colleagues cannot both take it"
    await mina.writes("白色的亚麻台灯还有货吗")
    await otto.sees('data-mode="human"')
    assert await mina.hears_nothing(0.8), "the bot is silent while a person has the conversation"

    note = "Mina is a good customer: be generous."
    assert await otto.post(f"/desk/{id}/messages", text=note, note="1", idem="note-0001") == 303
    assert await otto.post(f"/desk/{id}/messages", text="您好，我是 Otto。", idem="otto-0001") == 303
    assert await otto.post(f"/desk/{id}/messages", text="您好，我是 Otto。", idem="otto-0001") == 303
    await hears(mina, "您好，我是 Otto。")
    lamp = picture("white", "PNG")
    assert await otto.post(f"/desk/{id}/messages", text="是这一款吗？", idem="otto-0002", file=lamp) == 303
    shown = await hears(mina, "是这一款吗？")
    assert shown.photo is not None and shown.photo.startswith(b"\xff\xd8\xff")
    await ines.sees(note)

    assert await otto.post(f"/desk/{id}/giving-back") == 303
    await mina.writes("灰色的亚麻台灯有货吗")
    await hears(mina, "灰色")
    assert not any(note in heard.text for heard in mina.heard)
    assert sum("我是 Otto" in heard.text for heard in mina.heard) == 1

    report = await shop.report()
    assert report.violations == []
    assert report.letters.keys() == {"sent"}
    assert [change["to"] for change in shop.exported("mode")] == ["waiting", "human", "bot"]


@pytest.mark.parametrize("shop", ["polling"], indirect=True)
async def test_an_album_is_kept_byte_by_byte_and_acknowledged_once(shop: Shop) -> None:
    mina, otto = shop.mina(), shop.otto
    photos = [picture(colour) for colour in ("red", "green", "blue")]

    await mina.sends_album(photos, "灯罩破了", apart_s=0.05)
    await otto.sees("灯罩破了", 'data-state="ok"')
    assert await mina.hears(PATIENCE_S)

    id = shop.house.conversation_of("7")
    await otto.sees('data-many="3"')
    await ready(otto, id, photos=3)
    keys = re.findall(r'<img src="(/photos/[^"]+)"', await otto.page(f"/desk/{id}"))
    copies = [await otto.bytes_of(key) for key in keys]
    assert all(copy.startswith(b"\xff\xd8\xff") for copy in copies)
    kept = {
        sha256(file.read_bytes()).hexdigest()
        for file in (shop.house.folder / "files").rglob("*")
        if file.is_file()
    }
    assert {sha256(photo).hexdigest() for photo in photos} <= kept

    report = await shop.report()
    assert report.violations == []
    causes = {out["cause_ext_id"] for out in shop.exported("out")}
    assert len(causes) == 1, "one thing said, one thing answered"


async def ready(colleague: Colleague, id: int | None, photos: int) -> None:
    """The viewer's copies follow by themselves."""
    async with asyncio.timeout(PATIENCE_S):
        while (await colleague.page(f"/desk/{id}")).count('<img src="/photos/') < photos:
            colleague._new.clear()
            await colleague._new.wait()
