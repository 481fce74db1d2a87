"""The console's listener: the shop's side of the desk."""

from __future__ import annotations

from aiohttp import web

from console import live
from console.door import DOOR, Door
from console.gate import ROUTE, add_headers, gate
from console.routes import ROUTES
from console.views.figures.mine import DAY, Day
from console.wall import BOARD, Board


def make_app(door: Door) -> web.Application:
    app = web.Application(middlewares=[gate])
    app[DOOR] = door
    app[ROUTE] = {}
    for route in ROUTES:
        resource = app.router.add_route(route.method, route.path, route.handler).resource
        assert resource is not None
        app[ROUTE][route.method, resource.canonical] = route
    app.on_response_prepare.append(add_headers)
    live.set_up(app)
    app[BOARD] = Board(door)
    app[DAY] = Day()
    return app
