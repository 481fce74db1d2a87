"""The shop's queues: who waits in which, and who is asked for them."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from console import access
from console import routing_shapes as shapes
from console.answers import Around, around, drawn, frame, see_other
from console.door import Door, door, form, language_of, visit
from console.form import Form
from console.views.people import words
from desk.errors import DeskError
from desk.handover import Reason
from desk.routing import OFFER_SECONDS, Queue
from desk.store import Book
from desk.store import queues as kept

LONGEST_NAME = 40
BOUNDS = {"place": (1, 999), "priority": (0, 9), "offer_seconds": (5, 300)}
SMALL_TALK = frozenset({"greeting", "thanks", "goodbye", "ack", "out_of_scope"})
"""Nobody is handed off for these."""
NEW = shapes.Queue(0, "", 1, (), (), (), (), "", 0, OFFER_SECONDS, True)


class Wrong(DeskError):
    """This queue cannot be kept as it is."""

    def __init__(self, why: shapes.QueueFault) -> None:
        super().__init__()
        self.why: shapes.QueueFault = why


async def page(request: web.Request) -> web.Response:
    return await _page(request)


async def _page(
    request: web.Request, fault: shapes.QueueFault | None = None, code: int = 200
) -> web.Response:
    here, someone = door(request), visit(request)

    def unit(book: Book) -> tuple[Around, list[shapes.Queue]]:
        lengths = kept.lengths(book)
        return around(book, someone.agent), [
            _shown(one, lengths.get(one.id, 0)) for one in kept.all_queues(book)
        ]

    about, found = await here.store.read(unit)
    return drawn(
        request, "people/queues.html", code, frame=frame(request, about), queues=found, fault=fault,
        new=NEW, choices=choices(here, language_of(request)),
    )  # fmt: skip


def choices(here: Door, language: str) -> dict[str, tuple[str, ...]]:
    """What may be ticked, by the field's name."""
    topics = (
        key.removeprefix("intent.") for key in here.renderer.languages[language] if key.startswith("intent.")
    )
    return {
        "reasons": tuple(map(str, Reason)),
        "topics": tuple(topic for topic in topics if topic not in SMALL_TALK),
        "channels": tuple(sorted({channel for channel, _ in here.accounts})),
        "languages": tuple(pack.language for pack in here.packs),
    }


def _shown(one: Queue, waiting: int) -> shapes.Queue:
    return shapes.Queue(
        one.id, one.name, one.place, tuple(one.reasons), tuple(one.topics), tuple(one.channels), tuple(one.languages),
        one.skill, one.priority, one.offer_seconds, one.active, waiting,
    )  # fmt: skip


async def add(request: web.Request) -> web.Response:
    return await _keep(request, None)


async def save(request: web.Request) -> web.Response:
    return await _keep(request, access.number(request.match_info["id"]))


async def _keep(request: web.Request, id: int | None) -> web.Response:
    here = door(request)

    def unit(book: Book) -> None:
        queue = Queue(0, "", 0) if id is None else kept.by_id(book, id)
        _fill(queue, form(request), here, language_of(request), kept.all_queues(book))
        if id is None:
            book.add(queue)

    try:
        await here.store.write(unit)
    except Wrong as wrong:
        return await _page(request, wrong.why, 422)
    return see_other("/queues?said=saved")


def _fill(queue: Queue, sent: Form, here: Door, language: str, others: Iterable[Queue]) -> None:
    """Nothing is changed unless all of it is right. Raises Wrong."""
    name = " ".join(sent.text("name").split())[:LONGEST_NAME]
    if not name:
        raise Wrong("no_name")
    if any(one.name.casefold() == name.casefold() and one.id != queue.id for one in others):
        raise Wrong("same_name")
    numbers = {field: _number(sent.text(field), *BOUNDS[field]) for field in BOUNDS}
    ticked = {field: _ticked(sent, field, known) for field, known in choices(here, language).items()}
    queue.name, queue.skill = name, _word(sent.text("skill"))
    queue.place, queue.priority, queue.offer_seconds = (numbers[field] for field in BOUNDS)
    queue.reasons, queue.topics = ticked["reasons"], ticked["topics"]
    queue.channels, queue.languages = ticked["channels"], ticked["languages"]
    queue.active = sent.text("active") == "1"


def _number(written: str, least: int, most: int) -> int:
    written = written.strip()[:4]
    if not (written.isascii() and written.isdecimal() and least <= int(written) <= most):
        raise Wrong("number")
    return int(written)


def _ticked(sent: Form, field: str, known: Iterable[str]) -> list[str]:
    return [word for word in known if sent.text(f"{field}.{word}") == "1"]


def _word(written: str) -> str:
    return (words(written) or [""])[0]
