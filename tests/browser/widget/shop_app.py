"""The demo shop as the public listener serves it: one origin for page, desk and widget."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from desk.shops.demo import demo
from desk.stock import products
from tests.standins.web_desk import WIDGET, WebDesk

SHOP = WIDGET.parent / "shop"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' blob:; base-uri 'none'; form-action 'none'"
)
A_DAY = datetime(2026, 11, 22, 6, tzinfo=UTC)


def shelf() -> list[dict[str, object]]:
    return [
        {
            "id": product.id,
            "name": product.name,
            "name_en": product.name_en,
            "price": str(product.variants[0].price),
            "url": product.variants[0].url,
            "variants": [
                {"sku": one.sku, "options": dict(one.options), "stock": one.stock} for one in product.variants
            ],
        }
        for product in products(demo(A_DAY, ZoneInfo("Asia/Shanghai")).listings).values()
    ]


def demo_app(desk: WebDesk) -> web.Application:
    async def headers(request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Content-Security-Policy"] = CSP

    def page(path: Path) -> web.RouteDef:
        async def show(request: web.Request) -> web.FileResponse:
            return web.FileResponse(path)

        return web.get("/" if path.stem == "index" else f"/{path.stem}", show)

    async def listed(request: web.Request) -> web.Response:
        return web.json_response(shelf())

    app = desk.app()
    app.router.add_routes([page(SHOP / "index.html"), page(SHOP / "privacy.html")])
    app.router.add_get("/demo/products.json", listed)
    app.router.add_static("/shop", SHOP)
    app.on_response_prepare.append(headers)
    return app
