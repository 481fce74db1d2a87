"""Who may ask at all: pages the shop has listed, visitors within their limits, letters of the right shape."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import select

from bot.app import Door, make_app
from bot.web.pages import STATIC, demo_pages
from bot.web.rates import Buckets, Rate, Rates
from desk.health import Health
from desk.shops.demo import demo
from desk.stock import Catalogue, products
from desk.store.sqlite import SqliteStore
from desk.store.tables import inbox, visitor
from tests.bot.web_house import JPEG, SHOP, Browser, House, opened
from tests.conftest import MONDAY_NINE, Watch

WIDGET = (STATIC / "widget.js").read_bytes()
FOREIGN = (
    "https://evil.example",
    "http://lantern.example",
    "https://lantern.example:8443",
    "https://lantern.example.evil",
    "https://evil/lantern.example",
    "https://lantern.example/",
    "https://LANTERN.example",
    "https://other.example",
    "null",
    "",
)
UNSAFE = ("/web/main/visitor", "/in/web/main", "/web/main/photos", "/web/main/typing")


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


@pytest.mark.parametrize("path", UNSAFE)
@pytest.mark.parametrize("origin", [*FOREIGN, None])
async def test_a_page_that_is_not_listed_changes_nothing(
    mina: Browser, house: House, origin: str | None, path: str
) -> None:
    mina.origin = origin
    headers = {"Origin": ""} if origin == "" else {}
    status, _, answered = await mina.ask("POST", path, data=b"{}", headers=headers)
    assert status == 403 and "Access-Control-Allow-Origin" not in answered
    assert len(await house.store.read(lambda book: book.rows(select(visitor.c.id)))) == 1


@pytest.mark.parametrize("path", ["/web/main/hello", "/web/main/stream"])
async def test_nor_does_it_read(mina: Browser, path: str) -> None:
    mina.origin = "https://evil.example"
    assert (await mina.ask("GET", path))[0] == 403


async def test_the_desks_own_page_may_ask_and_reads_without_naming_itself(mina: Browser) -> None:
    mina.origin = "https://desk.example"
    assert await mina.writes("hello") == 200
    mina.origin = None
    assert (await mina.ask("GET", "/web/main/hello"))[0] == 200


@pytest.mark.parametrize("path", [*UNSAFE, "/web/main/stream", "/web/main/photos/" + "0" * 32])
async def test_a_listed_page_is_told_what_it_may_ask(
    house: House, session: aiohttp.ClientSession, path: str
) -> None:
    page = Browser(house, session)
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,x-upload-id",
    }
    status, _, headers = await page.ask("OPTIONS", path, headers=asked)
    assert (status, headers["Access-Control-Allow-Origin"], headers["Vary"]) == (204, SHOP, "Origin")
    assert "Authorization" in headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in headers
    page.origin = "https://evil.example"
    assert (await page.ask("OPTIONS", path, headers=asked))[0] == 403


async def test_a_refusal_can_be_read_by_the_page_too(mina: Browser) -> None:
    mina.token = "forgotten"
    status, _, headers = await mina.ask("POST", "/in/web/main", json={"id": "letter-0001", "text": "hello"})
    assert (status, headers["Access-Control-Allow-Origin"]) == (401, SHOP)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"]


async def test_an_account_that_nobody_set_up_is_not_there(mina: Browser) -> None:
    for method, path in (
        ("GET", "/web/none/hello"),
        ("POST", "/web/none/visitor"),
        ("POST", "/in/web/none"),
        ("OPTIONS", "/in/web/none"),
    ):
        assert (await mina.ask(method, path))[0] == 404


LETTER = {"id": "letter-0001", "text": "hello"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff",
        b'{"id":"letter-0001","text":"\\ud800"}',
        b"[" * 10_000,
        b'{"id":"letter-0001","of":1e400,"button":"x"}',
        LETTER | {"visitor": "0" * 32},
        LETTER | {"id": "x"},
        LETTER | {"id": "../../../etc"},
        LETTER | {"text": 7},
        LETTER | {"text": "x" * 4001},
        LETTER | {"text": "  "},
        LETTER | {"photos": ["x"]},
        LETTER | {"photos": ["0" * 32] * 11},
        LETTER | {"button": "b"},
        LETTER | {"of": 1},
        LETTER | {"button": "b" * 65, "of": 1},
        LETTER | {"more": 1},
    ],
)
async def test_what_no_widget_sends_is_refused_and_not_kept(mina: Browser, house: House, body: Any) -> None:
    options = (
        {"data": body, "headers": {"Content-Type": "application/json"}}
        if isinstance(body, bytes)
        else {"json": body}
    )
    assert (await mina.ask("POST", "/in/web/main", **options))[0] == 400
    assert await house.store.read(lambda book: book.rows(select(inbox.c.id))) == []


async def test_a_form_of_another_page_is_no_letter(mina: Browser) -> None:
    for kind in ("text/plain", "multipart/form-data", "application/x-www-form-urlencoded"):
        data = b'{"id":"letter-0001","text":"hello"}'
        assert (await mina.ask("POST", "/in/web/main", data=data, headers={"Content-Type": kind}))[0] == 400


async def test_a_letter_has_a_size(mina: Browser) -> None:
    for options in ({}, {"compress": "gzip"}):
        letter = {"id": "letter-0001", "text": "x" * 70_000}
        assert (await mina.ask("POST", "/in/web/main", json=letter, **options))[0] == 413


async def test_the_longest_letter_in_any_script_is_heard(mina: Browser) -> None:
    assert await mina.writes("灯" * 4000) == 200
    assert await mina.writes("👨‍👩‍👧" * 800) == 200
    assert await mina.writes("a\0b") == 200


async def test_the_webhooks_road_does_not_lead_into_the_web_chat(
    house: House, session: aiohttp.ClientSession
) -> None:
    raw = b'{"visitor":"%s","id":"letter-0001","text":"hello"}' % (b"0" * 32)
    page = Browser(house, session)
    for path in (
        "/in/web/main",
        "/in/web/other",
        "/in/WEB/main",
        "/in/web//main",
        "/in/web/main/",
        "/in/w%65b/main",
    ):
        assert (await page.ask("POST", path, data=raw))[0] in (401, 403, 404, 405)
    assert await house.store.read(lambda book: book.rows(select(inbox.c.id))) == []


@pytest.mark.parametrize("after", ["-1", "x", "1e9", "１", "9" * 30, "1,2", "0x1", " "])
async def test_a_stream_starts_after_a_number(mina: Browser, after: str) -> None:
    assert (await mina.ask("GET", "/web/main/stream", params={"after": after}))[0] == 400


async def test_hello_speaks_the_language_that_was_asked_for(
    house: House, session: aiohttp.ClientSession
) -> None:
    page = Browser(house, session)
    said = (await page.ask("GET", "/web/main/hello"))[1]
    assert said == {
        "shop": "Lantern & Loom", "language": "zh-CN", "privacy_url": "https://lantern.example/privacy",
        "text_limit": 4000, "photo_bytes": 20971520, "photos": 10,
    }  # fmt: skip
    for asked, spoken in (("en-GB", "en"), ("zh-TW", "zh-CN"), ("fr", "en")):
        assert (await page.ask("GET", f"/web/main/hello?language={asked}"))[1]["language"] == spoken
    assert await house.store.read(lambda book: book.rows(select(visitor.c.id))) == []


# --- limits

SCARCE = Rates(
    visitors=Rate(0.001, 3), letters=Rate(0.001, 2), keystrokes=Rate(0.001, 1), uploads=Rate(0.001, 1),
    uploads_of_address=Rate(0.001, 2),
)  # fmt: skip


@pytest.fixture
async def busy(sqlite_store: SqliteStore, tmp_path: Path, watch: Watch) -> AsyncIterator[House]:
    async with opened(sqlite_store, tmp_path / "files", watch, rates=SCARCE) as house:
        yield house


async def test_one_address_makes_only_so_many_visitors(busy: House, session: aiohttp.ClientSession) -> None:
    page = Browser(busy, session)

    async def arrives(forwarded: str) -> int:
        return (await page.ask("POST", "/web/main/visitor", headers={"X-Forwarded-For": forwarded}))[0]

    # What the caller itself wrote there does not count, only what our proxy added.
    assert [await arrives(f"198.51.100.{n}, 203.0.113.7") for n in range(4)] == [201, 201, 201, 429]
    assert await arrives("203.0.113.8") == 201
    assert [await arrives(f"2001:db8::{n}") for n in range(4)] == [201, 201, 201, 429]


async def test_a_visitor_who_floods_is_asked_to_wait(busy: House, session: aiohttp.ClientSession) -> None:
    mina, other = await Browser(busy, session).arrives(), await Browser(busy, session).arrives()
    assert [await mina.writes("hello") for _ in range(3)] == [200, 200, 429]
    status, _, headers = await mina.ask("POST", "/in/web/main", json=LETTER)
    assert status == 429 and int(headers["Retry-After"]) > 0
    assert await other.writes("hello") == 200
    assert (await mina.uploads(JPEG))[0] == 201
    assert (await mina.uploads(JPEG, id="upload-0002"))[0] == 429
    assert (await other.uploads(JPEG))[0] == 201
    third = await Browser(busy, session).arrives()
    assert (await third.uploads(JPEG))[0] == 429  # of the same address
    assert [(await mina.ask("POST", "/web/main/typing"))[0] for _ in range(2)] == [204, 429]


def test_a_bucket_fills_again_and_remembers_only_so_many_names() -> None:
    now = 0.0
    buckets = Buckets(Rate(per_second=1, burst=2), most_names=3, seconds=lambda: now)
    assert [buckets.take("mina") for _ in range(3)] == [0, 0, 1.0]
    now = 0.5
    assert buckets.take("mina") == 0.5
    now = 1.0
    assert [buckets.take("mina"), buckets.take("mina")] == [0, 1.0]
    now = 100.0
    assert [buckets.take("mina") for _ in range(3)] == [0, 0, 1.0]  # never more than it holds
    for name in ("otto", "ines", "ruth"):
        buckets.take(name)
    assert len(buckets) == 3
    assert buckets.take("mina") == 0  # forgotten


# --- pages


async def test_the_script_is_cached_by_what_it_contains(house: House, session: aiohttp.ClientSession) -> None:
    async with session.get(house.url + "/widget.js") as answer:
        assert answer.status == 200 and answer.content_type == "text/javascript" and answer.charset == "utf-8"
        assert (
            "max-age" in answer.headers["Cache-Control"]
            and answer.headers["X-Content-Type-Options"] == "nosniff"
        )
        etag, body = answer.headers["ETag"], await answer.read()
    assert body == WIDGET
    async with session.get(house.url + "/widget.js", headers={"If-None-Match": etag}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
    async with session.get(house.url + "/widget.js", headers={"Accept-Encoding": "identity"}) as answer:
        assert "Content-Encoding" not in answer.headers and await answer.read() == body


async def test_there_is_a_privacy_notice_even_when_the_shop_has_none_of_its_own(
    house: House, session: aiohttp.ClientSession
) -> None:
    async with session.get(house.url + "/privacy") as answer:
        assert "Lantern &amp; Loom" in await answer.text()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


class Shelf:
    """The demo's list of products, without a store."""

    async def catalogue(self) -> Catalogue:
        return Catalogue(1, products(demo(MONDAY_NINE, ZoneInfo("Asia/Shanghai")).listings))


async def test_the_demo_is_a_small_shop_with_the_chat_on_its_page(session: aiohttp.ClientSession) -> None:
    app = make_app(Door({}, None, Health()), demo_pages(Shelf()))  # type: ignore[arg-type]
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    for path, kind in (
        ("/", "text/html"),
        ("/privacy", "text/html"),
        ("/shop/shop.css", "text/css"),
        ("/widget.js", "text/javascript"),
    ):
        async with session.get(url + path) as answer:
            assert (answer.status, answer.content_type) == (200, kind)
            assert "default-src 'none'; script-src 'self'" in answer.headers["Content-Security-Policy"]
    async with session.get(url + "/demo/products.json") as answer:
        shelf = await answer.json()
    assert len(shelf) >= 60
    assert set(shelf[0]) == {"id", "name", "name_en", "price", "url", "variants"}
    assert set(shelf[0]["variants"][0]) == {"sku", "options", "stock"}
    for path in ("/shop/", "/shop/..%2fwidget.js", "/shop/none.css"):
        async with session.get(url + path) as answer:
            assert answer.status == 404
    await runner.cleanup()
