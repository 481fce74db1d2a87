"""The gate of the web chat: which page may ask, and which visitor is asking."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiohttp import web

from bot.channels.web import Web
from bot.web.rates import Buckets
from desk.errors import StoreBusy, StoreFull
from desk.line import Line
from desk.origin import origin
from desk.peer import Networks, household, peer
from desk.store import Store, visitors

SAFE = frozenset({"GET", "HEAD"})
LONGEST_TOKEN = 100
RETRY_SECONDS = "5"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
VisitorHandler = Callable[[web.Request, Line], Awaitable[web.StreamResponse]]

log = structlog.get_logger()


class Gate:
    """`accounts` by name; the desk's own pages may always ask, whatever an account lists."""

    def __init__(self, store: Store, accounts: Mapping[str, Web], public_url: str, proxies: Networks) -> None:
        self._store, self._accounts, self._proxies = store, accounts, proxies
        ours = origin(public_url)
        self._origins = {name: {ours, *map(origin, account.origins)} for name, account in accounts.items()}

    def account(self, request: web.Request) -> Web:
        account = self._accounts.get(request.match_info["account"])
        if account is None:
            raise web.HTTPNotFound()
        return account

    def open(self, handler: Handler) -> Handler:
        """For anybody on a listed page. The store's refusals become 503, so that the widget keeps and retries."""

        async def through(request: web.Request) -> web.StreamResponse:
            self._check_origin(request)
            try:
                return await handler(request)
            except StoreBusy as error:
                log.error("web_not_kept", full=isinstance(error, StoreFull))
                raise web.HTTPServiceUnavailable(headers={"Retry-After": RETRY_SECONDS}) from None

        return through

    def for_visitors(self, handler: VisitorHandler) -> Handler:
        """For a visitor we know, on a listed page."""

        async def through(request: web.Request) -> web.StreamResponse:
            return await handler(request, await self._visitor(request))

        return self.open(through)

    async def preflight(self, request: web.Request) -> web.Response:
        """May a page of another origin ask at all? Its headers follow in `cors`."""
        self._check_origin(request)
        return web.Response(
            status=204,
            headers={
                "Access-Control-Allow-Methods": "GET, POST",
                "Access-Control-Allow-Headers": "Authorization, Content-Type, X-File-Name, X-Upload-Id",
                "Access-Control-Max-Age": "600",
            },
        )

    async def cors(self, request: web.Request, response: web.StreamResponse) -> None:
        """On every answer, refusals too: otherwise the page learns only that something failed."""
        listed = self._origins.get(request.match_info.get("account", ""))
        if listed is None:
            return
        response.headers["Vary"] = "Origin"
        asking = request.headers.get("Origin", "")
        if asking in listed:
            response.headers["Access-Control-Allow-Origin"] = asking
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"

    def caller(self, request: web.Request) -> str:
        """What limits per address count."""
        return household(peer(request.remote, request.headers.getall("X-Forwarded-For", []), self._proxies))

    def _check_origin(self, request: web.Request) -> None:
        listed = self._origins[self.account(request).account]
        asking = request.headers.getall("Origin", [])
        # Browsers name no origin when a page reads from its own server; whatever changes something must name it.
        if asking == [] and request.method in SAFE:
            return
        if len(asking) != 1 or asking[0] not in listed:
            raise web.HTTPForbidden()

    async def _visitor(self, request: web.Request) -> Line:
        account = request.match_info["account"]
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        identity = None
        if scheme == "Bearer" and 0 < len(token) <= LONGEST_TOKEN and token.isascii():
            identity = await self._store.read(lambda book: visitors.identity_of(book, account, token))
        if identity is None:
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
        return Line("web", account, identity)


def within(buckets: Buckets, name: str) -> None:
    """Raises 429 with the time after which it may."""
    wait = buckets.take(name)
    if wait:
        raise web.HTTPTooManyRequests(headers={"Retry-After": str(math.ceil(wait))})
