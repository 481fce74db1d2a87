"""Answers: a page or a piece of one, drawn in the reader's language, and the frame around a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from aiohttp import web

from console import routing, shapes, ticket_counts
from console.door import door, language_of, visitor
from console.routing_shapes import Mine
from console.shapes import Counts, Frame, Me, News, Notice, Patience
from desk.agent import Agent, Right
from desk.record import record
from desk.response_time import Act, Ladder
from desk.store import (
    Book,
    allowances,
    desk_list,
    escalations,
    handover_forms,
    left_promises,
    lessons,
    losses,
    posts,
    promises,
    scores,
)

GOOD_NEWS: Mapping[str, News] = {
    "saved": "saved",
    "report_sent": "report_sent",
    "escalated": "escalated",
    "handed_over": "handed_over",
    "released": "released",
    "ticket_assigned": "ticket_assigned",
    "ticket_moved": "ticket_moved",
    "ticket_raised": "ticket_raised",
    "ticket_opened": "ticket_opened",
    "password_set": "password_set",
    "signed_out_everywhere": "signed_out_everywhere",
}
"""What an address may ask a page to say: `?said=saved`."""


Pieces = list[tuple[str, dict[str, object]]]
"""Templates and what each is drawn from."""


@record(frozen=True, slots=True)
class Around:
    """What the frame needs from the store; read together with the page, so that both are of one moment."""

    counts: Counts
    live_after: str | None = None
    presence: Mine | None = None


def around(book: Book, agent: Agent, live_after: str | None = None) -> Around:
    undelivered, dead = losses.counts(book) if agent.may(Right.SEE_LOSSES) else (None, None)
    restock = losses.requests_count(book) if agent.may(Right.SEE_RESTOCK) else None
    waiting = desk_list.waiting(book) if agent.may(Right.SEE_DESK) else 0
    phrases = lessons.count(book) if agent.may(Right.PHRASES) else None
    people = posts.available_count(book) if agent.may(Right.DIRECT) else None
    presence = routing.presence_of(book, agent) if agent.may(Right.CONVERSE) else None
    stopped = allowances.count(book) if agent.may(Right.ALLOW) else None
    counts = Counts(
        waiting,
        undelivered,
        dead,
        restock,
        phrases,
        people,
        stopped,
        _owed(book, agent),
        _raised(book, agent),
        _to_hand_over(book, agent),
        ticket_counts.owed_by(book, agent) if agent.may(Right.SEE_TICKETS) else None,
        _scored(book, agent),
    )
    return Around(counts, live_after, presence)


def _owed(book: Book, agent: Agent) -> int | None:
    if not agent.may(Right.PROMISE):
        return None
    others = left_promises.count_of_others(book, agent.id) if agent.may(Right.ALL_PROMISES) else 0
    return promises.count(book, agent.id) + others


def _scored(book: Book, agent: Agent) -> int | None:
    if agent.may(Right.ALL_SCORES):
        return scores.unseen(book)
    return 0 if agent.may(Right.SCORES) else None


def _raised(book: Book, agent: Agent) -> int | None:
    if agent.may(Right.DECIDE):
        return escalations.waiting(book)
    return escalations.waiting_of(book, agent.id) if agent.may(Right.ESCALATE) else None


def _to_hand_over(book: Book, agent: Agent) -> int | None:
    """None while no board is open and nothing is handed over to them."""
    if not agent.may(Right.HAND_OVER):
        return None
    left, offered = handover_forms.count(book, agent)
    return None if left is None and not offered else (left or 0) + offered


def frame(request: web.Request, about: Around | None = None) -> Frame:
    here, someone = door(request), visitor(request)
    faults = here.health.faults()
    said = request.query.get("said", "")
    return Frame(
        shop=here.shop_name,
        csrf=someone.session.csrf if someone else "",
        now=here.clock(),
        me=_me(someone.agent) if someone else None,
        live_after=about.live_after if about else None,
        presence=about.presence if about else None,
        counts=about.counts if about else Counts(),
        sees_desk=someone is not None and someone.may(Right.SEE_DESK),
        sees_rules=someone is not None and someone.may(Right.RULES),
        sees_figures=someone is not None and someone.may(Right.FIGURES),
        sees_wall=someone is not None and someone.may(Right.WALL),
        store_full=any("full" in reason for reason in faults.values()),
        insecure_http=not here.settings.secure,
        faults=tuple(sorted(faults)),
        patience=_patience(here.rules.promptness.ladder_for("")),
        notices=(Notice(GOOD_NEWS[said]),) if said in GOOD_NEWS else (),
    )


def _patience(ladder: Ladder) -> Patience:
    """What a ladder's own steps say; without a signal it turns red at once."""
    first = next((step.after for step in ladder.steps if step.act == Act.SIGNAL), ladder.target)
    return Patience(first.total_seconds(), ladder.target.total_seconds(), ladder.limit.total_seconds())


def _me(agent: Agent) -> Me:
    roles = cast(tuple[shapes.Role, ...], tuple(agent.roles))
    theme = cast(shapes.Theme, agent.theme if agent.theme in ("light", "dark") else "auto")
    return Me(agent.id, agent.display_name, roles, theme, agent.enter_sends, agent.undo_seconds)


def is_piece(request: web.Request) -> bool:
    """Whether a script asks for a piece of the page it has; otherwise a browser wants a whole page."""
    return request.headers.get("HX-Request") == "true"


def drawn(request: web.Request, template: str, /, code: int = 200, **context: object) -> web.Response:
    html = door(request).renderer.render(template, language_of(request), **context)
    return web.Response(text=html, content_type="text/html", charset="utf-8", status=code)


def drawn_pieces(request: web.Request, pieces: Pieces, code: int = 200) -> web.Response:
    """Several pieces in one answer; each finds its place by its id."""
    renderer, language = door(request).renderer, language_of(request)
    html = "\n".join(renderer.render(template, language, **context) for template, context in pieces)
    return web.Response(text=html, content_type="text/html", charset="utf-8", status=code)


def see_other(path: str) -> web.Response:
    """Back to a page after a form: its reload repeats nothing."""
    return web.Response(status=303, headers={"Location": path})
