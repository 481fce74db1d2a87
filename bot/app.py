"""The public listener: letters come in here, and the widget lives here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

import structlog
from aiohttp import web

from bot.channels import Channel
from bot.hear import Hearing
from desk.errors import StoreBusy
from desk.health import Health
from desk.record import record

MOST_BYTES = 1 << 20
BODY_SECONDS = 5.0
RETRY_SECONDS = "5"

Guest = Callable[[web.Application], None]

log = structlog.get_logger()


@record(frozen=True, slots=True)
class Door:
    """What the public listener needs."""

    channels: Mapping[tuple[str, str], Channel]
    """By (name, account): those that are handed letters by webhook."""
    hearing: Hearing
    health: Health


def make_app(door: Door, *guests: Guest, https: bool = False) -> web.Application:
    """The routes of every channel's webhook, and of whatever else is public: each guest adds itself."""
    app = web.Application(client_max_size=MOST_BYTES)
    app.on_response_prepare.append(_harden_https if https else _harden)
    for guest in guests:
        guest(app)
    routes = Letters(door)
    for (name, account), channel in door.channels.items():
        app.router.add_post(f"/in/{name}/{account}", partial(routes.hear, channel))
    app.router.add_get("/healthy", routes.healthy)
    return app


async def _harden(request: web.Request, response: web.StreamResponse) -> None:
    """For every answer; a page that needs more than nothing has said so itself."""
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")


async def _harden_https(request: web.Request, response: web.StreamResponse) -> None:
    await _harden(request, response)
    response.headers["Strict-Transport-Security"] = "max-age=31536000"


class Letters:
    def __init__(self, door: Door) -> None:
        self._door = door

    async def hear(self, channel: Channel, request: web.Request) -> web.Response:
        """200 once the letter is durable, whatever it says; 503 only when it could not be kept."""
        raw = await read_body(request)
        if not channel.genuine(request.headers, raw):
            raise web.HTTPForbidden()
        try:
            await self._door.hearing.hear(channel, raw)
        except StoreBusy as error:
            log.error("letter_not_kept", channel=channel.name, reason=str(error))
            raise web.HTTPServiceUnavailable(headers={"Retry-After": RETRY_SECONDS}) from None
        return web.Response()

    async def healthy(self, request: web.Request) -> web.Response:
        can_serve = self._door.health.can_serve
        return web.json_response({"healthy": can_serve}, status=200 if can_serve else 503)


class Hooked(Protocol):
    """A channel that hands letters over by webhook."""

    name: str
    account: str

    async def who_am_i(self) -> str: ...

    async def set_webhook(self, url: str) -> None: ...


async def keep_webhook(channel: Hooked, url: str, health: Health) -> None:
    """Tells the service where we are; tried until it is told, then nothing is left to do."""
    name = f"{channel.name}:{channel.account}"
    pause = 1.0
    while True:
        try:
            await channel.who_am_i()
            await channel.set_webhook(url)
        except (ConnectionError, PermissionError) as error:
            health.trouble(name, str(error))
            log.warning("webhook_not_set", channel=name, reason=str(error), seconds=pause)
            await asyncio.sleep(pause)
            pause = min(60.0, pause * 2)
        else:
            health.well(name)
            await asyncio.Event().wait()


async def read_body(request: web.Request, most: int = MOST_BYTES, seconds: float = BODY_SECONDS) -> bytes:
    """The whole body, within a time: a half-sent one would otherwise hold its connection for ever."""
    if (request.content_length or 0) > most:
        raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=request.content_length or 0)
    try:
        if request.content.is_eof():  # all here already: nothing to wait for
            raw = await request.read()
        else:
            async with asyncio.timeout(seconds):
                raw = await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout() from None
    except web.RequestPayloadError:  # said to be packed, and is not
        raise web.HTTPBadRequest() from None
    if len(raw) > most:
        raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=len(raw))
    return raw
