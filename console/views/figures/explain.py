"""The list behind a number, and from there to the messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web

from console import access, figures_behind, figures_list
from console.answers import see_other
from console.door import door, visit
from console.figures_behind import Piece, Question, Reader, first_row
from console.figures_list import PAGE, Looked
from console.figures_parts import Names
from console.views.figures.parts import SOON_SECONDS, asked_for, bar, names, page, with_frame
from desk.agent import Right
from desk.clock import from_ms
from desk.errors import NotFound
from desk.figures.facts import Queueing, Round, Session
from desk.figures.metric import Figure
from desk.figures.metrics import BY_KEY
from desk.figures.parts import BY_NAME, key_of
from desk.figures.reading import Reading
from desk.figures.sheet import Facts, can, explained, kind_of, sheet
from desk.store import Book, conversations, desk_list, thread

AFTER = 30
"""So many messages after the place are drawn with it."""
LAST_MS = 10**14
Found = tuple[list[Looked], Mapping[str, Figure], datetime]


def question(request: web.Request, asked: Mapping[str, str]) -> Question:
    """Raises NotFound: there is no such metric, or it cannot be taken apart so."""
    metric, why = BY_KEY.get(request.match_info["metric"]), asked.get("why", "")[:40]
    if metric is None:
        raise NotFound()
    if "by" not in asked:
        return Question(metric, why=why)
    part, text = BY_NAME.get(asked["by"]), asked.get("key", "")[:200]
    if part is None or not can(metric, part.by):
        raise NotFound()
    try:
        return Question(metric, part, key_of(part.by, text), text, why)
    except ValueError:
        raise NotFound() from None


def work(facts: Facts, reading: Reading, about: Question) -> Found:
    """The whole list, what it comes to, and when it was judged."""
    found = explained(about.metric, facts, reading, about.by, about.key)
    figure = sheet(facts, reading, about.by, (about.metric,)).get(about.key, {})
    return figures_list.looked(about.metric, found, reading), figure, reading.at


def work_for_page(facts: Facts, reading: Reading, about: Question, written: str) -> tuple[Found, Piece]:
    """The list, and the piece of it that is shown: where each of it waited is asked of that alone."""
    found = work(facts, reading, about)
    kept = figures_list.kept(found[0], about.why)
    first = first_row(written, len(kept))
    rows = figures_list.with_queues(kept[first : first + PAGE], reading, facts.get(Queueing, ()))
    return found, Piece(rows, first, len(kept))


def kinds(about: Question) -> set[type[Any]]:
    """Its own, and where it waited."""
    own = kind_of(about.metric, about.by)
    return {own, Queueing} if own in (Session, Round) else {own}


async def show(request: web.Request) -> web.Response:
    about, here = question(request, request.query), await asked_for(request)
    keeps = about.query | ({"why": about.why} if about.why else {})
    template, span, may_copy = "figures/explain.html", here.asked.span, visit(request).may(Right.COPIES)
    if span is None:
        framed, _ = await with_frame(request, lambda book: None)
        return page(
            request, template, framed, bar=bar(request, here, "", keeps=keeps), shown=None, may_copy=False
        )
    known, do = names(request), partial(work_for_page, about=about, written=request.query.get("n", ""))
    ((rows, found, at), piece), whole = await door(request).reckoner.judged(
        do, span, kinds(about), here.pack, SOON_SECONDS
    )

    def unit(book: Book) -> tuple[Names, Mapping[int, str]]:
        return known(book), desk_list.buyers(book, figures_list.numbers(piece.rows))

    framed, (all_names, buyers) = await with_frame(request, unit)
    reader = Reader(visit(request).agent, here.asked, here.pack, here.language, all_names)
    return page(
        request,
        template,
        framed,
        bar=bar(request, here, "", at=at, whole=whole, keeps=keeps),
        shown=figures_behind.page(about, reader, rows, piece, found, buyers),
        may_copy=may_copy,
    )


async def there(request: web.Request) -> web.Response:
    """To the conversation, where it stood at that instant."""
    here, agent = door(request), visit(request).agent
    id, at = (access.number(request.match_info[name]) for name in ("id", "at"))
    if at > LAST_MS:
        raise NotFound()

    def unit(book: Book) -> tuple[int, int, int | None]:
        held = access.conversation(book, agent, id)
        seq = thread.place_of(book, id, from_ms(at))
        return held.last_seq, seq, conversations.message_at(book, id, seq).id if seq else None

    last, seq, message = await here.store.read(unit)
    before = f"?before={seq + AFTER}" if seq + AFTER <= last else ""
    return see_other(f"/desk/{id}{before}{f'#message-{message}' if message else ''}")
