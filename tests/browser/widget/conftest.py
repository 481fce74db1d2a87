"""A stand-in desk on one origin, a shop's page with a strict CSP on another, and Mina who looks at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from html import escape
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from tests.browser.conftest import Windows
from tests.browser.widget.mina import Mina
from tests.standins.web_desk import WebDesk

PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>Lantern &amp; Loom</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Lantern &amp; Loom</h1><p>Linen lamps and woven things.</p><a href="/">Lamps</a></main>
<script src="{desk}/widget.js" data-account="main" {attributes} async></script></body></html>"""
CSP = (
    "default-src 'none'; script-src 'self' {desk}; style-src 'self'; connect-src {desk}; "
    "img-src 'self' blob:; base-uri 'none'; form-action 'none'"
)

Visit = Callable[..., Awaitable[Mina]]


async def served(app: web.Application) -> tuple[web.AppRunner, str]:
    runner = web.AppRunner(app, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


def shop_app(desk_url: str) -> web.Application:
    async def page(request: web.Request) -> web.Response:
        attributes = " ".join(
            f'data-{name}="{escape(value)}"' for name, value in request.query.items() if name != "lang"
        )
        body = PAGE.format(lang=escape(request.query.get("lang", "en")), desk=desk_url, attributes=attributes)
        headers = {"Content-Security-Policy": CSP.format(desk=desk_url)}
        return web.Response(text=body, content_type="text/html", headers=headers)

    async def icon(request: web.Request) -> web.Response:
        return web.Response(status=204)

    app = web.Application()
    app.router.add_get("/", page)
    app.router.add_get("/favicon.ico", icon)
    return app


@pytest_asyncio.fixture(loop_scope="session")
async def desk() -> AsyncIterator[WebDesk]:
    desk = WebDesk(origins=[])
    runner, desk.url = await served(desk.app())
    yield desk
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def shop_url(desk: WebDesk) -> AsyncIterator[str]:
    runner, url = await served(shop_app(desk.url))
    desk.origins.add(url)
    yield url
    await runner.cleanup()


@pytest.fixture
def visit(shop_url: str, windows: Windows) -> Visit:
    """Mina comes to the shop's page; keywords are browser options, `query` the script tag's attributes."""

    async def come(query: str = "", **options: Any) -> Mina:
        return Mina(await windows.open(f"{shop_url}/?{query}", **options))

    return come


@pytest_asyncio.fixture(loop_scope="session")
async def mina(visit: Visit) -> Mina:
    return await visit()
