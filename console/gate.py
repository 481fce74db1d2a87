"""What every request passes before its handler: the right address, the right person, the right form."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import quote, urlsplit

from aiohttp import web

from console import errors, session
from console.answers import is_piece, see_other
from console.door import FORM, VISIT, Door, Visit, door
from console.form import read_form
from console.routes import Route, Who
from desk.agent import Right
from desk.config import Console
from desk.errors import DeskError, NotAllowed, NotFound

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SAFE = frozenset({"GET", "HEAD"})
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: under it browsers send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
ONE_YEAR = "max-age=31536000"

ROUTE = web.AppKey("routes", dict[tuple[str, str], Route])


@web.middleware
async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await _passed(request, handler)
    except web.HTTPException as error:
        return errors.page(request, error.status)
    except DeskError as error:
        return errors.refused(request, error)
    except ConnectionError:
        return web.Response(status=400)  # nobody is there to read it; raised, it would fill the log
    except Exception as error:
        return errors.broken(request, error)


async def _passed(request: web.Request, handler: Handler) -> web.StreamResponse:
    route = _route(request)
    if route is None:
        raise NotFound()
    if route.needs == Who.MACHINE:
        return await handler(request)
    here = door(request)
    origin = origins(here.settings).get(_only(request, "Host") or "")
    if origin is None:
        raise web.HTTPMisdirectedRequest()
    if request.method not in SAFE and _only(request, "Origin") != origin:
        raise NotAllowed()
    if route.needs != Who.PUBLIC and (found := await session.visit_of(request)) is not None:
        request[VISIT] = found
    someone = request.get(VISIT)
    if route.needs not in (Who.PUBLIC, Who.ANYONE) and someone is None:
        return to_sign_in(request)
    if isinstance(route.needs, Right) and not (someone and someone.may(route.needs)):
        raise NotAllowed()
    if request.method not in SAFE:
        return await _with_form(request, handler, route, here, someone)
    if someone is not None and not route.by_itself:
        await session.touch(here, someone)
    return await handler(request)


async def _with_form(
    request: web.Request, handler: Handler, route: Route, here: Door, someone: Visit | None
) -> web.StreamResponse:
    form = request[FORM] = await read_form(request, here.files if route.takes_files else None)
    try:
        if someone is not None:
            shown = request.headers.get("X-CSRF") or form.text("csrf")
            if not secrets.compare_digest(shown.encode("utf-8", "replace"), someone.session.csrf.encode()):
                raise NotAllowed()
            if not route.by_itself:
                await session.touch(here, someone)
        return await handler(request)
    finally:
        form.forget()


def _route(request: web.Request) -> Route | None:
    resource = request.match_info.route.resource
    if resource is None or request.match_info.http_exception is not None:
        return None
    return request.app[ROUTE].get((request.method, resource.canonical))


def _only(request: web.Request, header: str) -> str | None:
    """Its value, if it was sent exactly once."""
    values = request.headers.getall(header, [])
    return values[0] if len(values) == 1 else None


def origins(settings: Console) -> dict[str, str]:
    """Each `Host` under which the console answers, and the `Origin` that goes with it."""
    parts = urlsplit(settings.url)
    port = f":{parts.port}" if parts.port else ""
    names = [parts.netloc.rpartition("@")[2].removesuffix(port)]
    if names[0] in LOOPBACK:
        names = list(LOOPBACK)
    return {f"{name}{port}": f"{parts.scheme}://{name}{port}" for name in names}


def to_sign_in(request: web.Request) -> web.StreamResponse:
    if is_piece(request) or "text/html" not in request.headers.get("Accept", ""):
        return web.Response(status=401)
    back = request.path_qs if request.method == "GET" else "/desk"
    return see_other(f"/sign-in?next={quote(back)}")


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """On every answer, errors and files too; what a handler set for itself stays."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if urlsplit(door(request).settings.url).scheme == "https":
        response.headers.setdefault("Strict-Transport-Security", ONE_YEAR)
    response.headers["Server"] = "Shopdesk"
