"""Refusals of the desk as answers: one table from error to status, and a page in the reader's language."""

from __future__ import annotations

import secrets
from dataclasses import replace

import structlog
from aiohttp import web

from console.answers import drawn, frame, is_piece
from console.shapes import News, Notice
from desk.errors import (
    AlreadyTaken,
    BannedPhrase,
    DeskError,
    NotAllowed,
    NotFound,
    NotHere,
    NotNow,
    NotYourTurn,
    StoreBusy,
    TooLong,
)


class TooMany(DeskError):
    """Too often in too short a time. Please wait a little."""


class JustWritten(DeskError):
    """The buyer has just written something. Read it, then press again."""


class NoSuchTime(DeskError):
    """A promise needs words and a time to come."""


STATUS: dict[type[DeskError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    AlreadyTaken: 409,
    JustWritten: 409,
    NotYourTurn: 409,
    NotNow: 409,
    BannedPhrase: 422,
    TooLong: 422,
    TooMany: 429,
    StoreBusy: 503,
    DeskError: 422,
}
NEWS: dict[type[DeskError], News] = {
    AlreadyTaken: "already_taken",
    JustWritten: "just_written",
    NoSuchTime: "no_such_time",
    NotHere: "not_here",
}
NOTICE: dict[int, News] = {403: "not_allowed", 409: "not_now", 429: "too_many_reveals", 503: "busy"}
HAVE_PAGES = frozenset({403, 404, 409, 422, 429, 500, 503})
LIKE = {400: 422, 401: 403, 405: 404, 408: 422, 413: 422, 415: 422, 421: 404}

log = structlog.get_logger()


def status_of(error: DeskError) -> int:
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def refused(request: web.Request, error: DeskError) -> web.Response:
    status = status_of(error)
    news = NEWS.get(type(error))
    key = news or NOTICE.get(status)
    if is_piece(request) and key is not None:
        return drawn(request, "_notice.html", status, notice=Notice(key, "bad"))
    return page(request, status, news=news)


def broken(request: web.Request, error: Exception) -> web.Response:
    """Says a number that the log has too, never what went wrong: that may hold what others wrote."""
    number = secrets.token_hex(4)
    route = request.match_info.route.resource
    log.error("console_broke", number=number, route=route.canonical if route else "", exc_info=error)
    return page(request, 500, number=number)


def page(
    request: web.Request,
    status: int,
    *,
    number: str | None = None,
    text: str = "",
    news: News | None = None,
) -> web.Response:
    if is_piece(request):
        return web.Response(status=status)
    shown = status if status in HAVE_PAGES else LIKE.get(status, 422)
    around = replace(frame(request), notices=(Notice(news, "bad"),) if news else ())
    return drawn(request, "error.html", status, frame=around, status=shown, number=number, text=text)
