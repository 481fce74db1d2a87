"""What the pages of figures have in common: which days, by which rules, and the bar above them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from aiohttp import web

from console import figures_asked, figures_trying
from console.answers import Around, around, drawn, frame
from console.door import door, language_of, visit
from console.figures_asked import Asked
from console.figures_parts import Names
from console.figures_shapes import Bar
from desk.figures.pack import Pack
from desk.record import record
from desk.store import Book, agents, queues, ticket_reasons

T = TypeVar("T")

SOON_SECONDS = 2.0
"""A page waits so long for the facts to be told; what is missing then, it says."""


@record(frozen=True, slots=True)
class Here:
    """Who looks, at what."""

    asked: Asked
    base: Pack
    trial: Pack | None
    """Of a form of what if, where it says one."""
    wrong: Mapping[str, str]
    """What is wrong with that form, by field."""
    language: str

    @property
    def pack(self) -> Pack:
        """By which is judged."""
        return self.trial or self.base


async def asked_for(request: web.Request, sent: Mapping[str, str] | None = None) -> Here:
    """`sent`: a form instead of the address."""
    here = door(request)
    await here.rules_keeper.look()
    found = here.reckoner.packs
    given = request.query if sent is None else sent
    asked = figures_asked.read(given, here.reckoner.today(), found)
    typed, base = figures_trying.fields(given), found[asked.rules]
    trial, wrong = figures_trying.read(typed, base) if typed else (None, {})
    return Here(replace(asked, trial=typed), base, trial, wrong, language_of(request))


def names(request: web.Request) -> Callable[[Book], Names]:
    language = language_of(request)
    words = door(request).renderer.languages[language]

    def unit(book: Book) -> Names:
        reasons = {str(one.id): one.in_words(language) for one in ticket_reasons.ever(book)}
        return Names(
            words, agents.names(book), {one.id: one.name for one in queues.all_queues(book)}, reasons
        )

    return unit


async def with_frame(request: web.Request, unit: Callable[[Book], T]) -> tuple[Around, T]:
    """The frame and more, of one moment."""
    agent = visit(request).agent
    return await door(request).store.read(lambda book: (around(book, agent), unit(book)))


def bar(
    request: web.Request,
    here: Here,
    tab: str,
    *,
    at: datetime | None = None,
    whole: bool = True,
    keeps: Mapping[str, str] | None = None,
) -> Bar:
    span = here.asked.span
    known = door(request).reckoner.packs.values()
    earlier = span.before() if span else None
    return Bar(
        asked=here.asked,
        tab=tab,
        path=request.path,
        packs=tuple((pack.name, pack.title) for pack in known),
        at=at or door(request).clock(),
        before=(earlier.first, earlier.last) if earlier else None,
        runs=span is not None and span.last == door(request).reckoner.today(),
        behind=not whole,
        trial=here.trial is not None,
        keeps=tuple({**here.asked.trial, **(keeps or {})}.items()),
    )


def page(request: web.Request, template: str, about: Around, /, **context: object) -> web.Response:
    return drawn(request, template, 200, frame=frame(request, about), **context)
