"""The loss audit: its page, and the rows behind a figure of it."""

from __future__ import annotations

from aiohttp import web

from console import auditing, ticket_days
from console.answers import around, drawn, frame
from console.door import door, visit
from desk.agent import Right
from desk.audit import Account, Check, Span
from desk.errors import NotFound


async def page(request: web.Request) -> web.Response:
    from desk.store import audit  # its statements are 2 MiB: only for who looks

    here, agent, at = door(request), visit(request).agent, door(request).clock()
    span, days = _asked(request)
    today = at.astimezone(here.zone).date()
    fault = auditing.fault_of(days, span)
    report = None if fault else await audit.audit(here.store, span, at, here.accounts)
    shown = auditing.page(report, days if fault else auditing.written(span), today, fault)
    about = await here.store.read(lambda book: around(book, agent))
    return drawn(request, "audit/page.html", 422 if fault else 200, frame=frame(request, about), audit=shown)


async def rows(request: web.Request) -> web.Response:
    """What one check found; days that are none, or too many, list nothing."""
    from desk.store import audit

    here, agent, at = door(request), visit(request).agent, door(request).clock()
    span, days = _asked(request)
    check, of = _check(request), _account(request)
    if auditing.fault_of(days, span):
        raise NotFound()
    found = await audit.rows(here.store, span, at, check, of)
    shown = auditing.rows(check, of, auditing.written(span), found, at, agent.may(Right.SEE_DESK))
    about = await here.store.read(lambda book: around(book, agent))
    return drawn(request, "audit/rows.html", frame=frame(request, about), listed=shown)


def _asked(request: web.Request) -> tuple[Span, ticket_days.Days]:
    here, days = door(request), ticket_days.read(request.query)
    return auditing.span_of(days, here.clock().astimezone(here.zone).date(), here.zone), days


def _check(request: web.Request) -> Check:
    try:
        return Check(request.match_info["key"])
    except ValueError:
        raise NotFound() from None


def _account(request: web.Request) -> Account:
    """Whatever was asked for: of an account that is none there are no rows."""
    channel, account = (request.query.get(name, "")[:64] for name in ("channel", "account"))
    return _storable(channel), _storable(account)


def _storable(written: str) -> str:
    return written.encode("utf-8", "replace").decode().replace("\0", "")
