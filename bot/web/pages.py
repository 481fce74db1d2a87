"""The one script, the privacy notice, and the demo shop's own pages: read once, served from memory."""

from __future__ import annotations

import gzip
import hashlib
import html
import mimetypes
from collections.abc import Awaitable, Callable
from pathlib import Path

import orjson
from aiohttp import web

from desk.shops import Shop, ShopDown
from desk.stock import Product

STATIC = Path(__file__).parents[1] / "static"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
AN_HOUR = "public, max-age=3600"
EACH_TIME = "no-cache"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def pages(privacy_url: str, shop_name: str) -> Callable[[web.Application], None]:
    """Of every installation. With `privacy_url` the notice is the shop's own and lives there."""

    def add_to(app: web.Application) -> None:
        app.router.add_get(
            "/widget.js", fixed((STATIC / "widget.js").read_bytes(), "text/javascript", AN_HOUR)
        )
        app.router.add_get("/privacy", _elsewhere(privacy_url) if privacy_url else _notice(shop_name))

    return add_to


def demo_pages(shop: Shop) -> Callable[[web.Application], None]:
    """Of the demo: a small shop with the widget on it, its shelf live from the desk."""
    folder = STATIC / "shop"

    def add_to(app: web.Application) -> None:
        app.router.add_get("/", _file(folder / "index.html"))
        app.router.add_get("/privacy", _file(folder / "privacy.html"))
        app.router.add_get(
            "/widget.js", fixed((STATIC / "widget.js").read_bytes(), "text/javascript", AN_HOUR)
        )
        for file in sorted(folder.iterdir()):
            app.router.add_get(f"/shop/{file.name}", _file(file))
        app.router.add_get("/demo/products.json", _shelf(shop))

    return add_to


def fixed(body: bytes, kind: str, caching: str) -> Handler:
    """Bytes that never change while we run; a browser that has them is told so."""
    etag, packed = hashlib.sha256(body).hexdigest()[:32], gzip.compress(body, 9, mtime=0)

    async def serve(request: web.Request) -> web.Response:
        headers = {
            "Cache-Control": caching,
            "Content-Security-Policy": PAGE_POLICY,
            "Vary": "Accept-Encoding",
        }
        small = "gzip" in request.headers.get("Accept-Encoding", "")
        response = web.Response(
            headers=headers, content_type=kind, charset="utf-8" if kind.startswith("text/") else None
        )
        response.etag = etag + ("-gzip" if small else "")
        if any(known.value in (etag, f"{etag}-gzip", "*") for known in request.if_none_match or ()):
            response.set_status(304)
        elif small:
            response.body, response.headers["Content-Encoding"] = packed, "gzip"
        else:
            response.body = body
        return response

    return serve


def _file(file: Path) -> Handler:
    return fixed(
        file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream", EACH_TIME
    )


def _elsewhere(url: str) -> Handler:
    async def go(request: web.Request) -> web.Response:
        raise web.HTTPFound(url)

    return go


def _notice(shop_name: str) -> Handler:
    text = (STATIC / "privacy.html").read_text(encoding="utf-8").replace("{shop}", html.escape(shop_name))
    return fixed(text.encode(), "text/html", EACH_TIME)


def _shelf(shop: Shop) -> Handler:
    async def serve(request: web.Request) -> web.Response:
        try:
            products = (await shop.catalogue()).products.values()
        except ShopDown:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None
        body = orjson.dumps([_on_shelf(product) for product in products])
        return web.Response(body=body, content_type="application/json", headers={"Cache-Control": "no-store"})

    return serve


def _on_shelf(product: Product) -> dict[str, object]:
    first = product.variants[0]
    return {
        "id": product.id,
        "name": product.name,
        "name_en": product.name_en,
        "price": str(first.price),
        "url": first.url,
        "variants": [
            {"sku": one.sku, "options": dict(one.options), "stock": one.stock} for one in product.variants
        ],
    }
