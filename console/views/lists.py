"""What waits for somebody: letters that failed or are unsure, dead letters, restock requests."""

from __future__ import annotations

from datetime import datetime

from aiohttp import web

from console import access, shapes
from console.answers import Around, around, drawn, frame
from console.door import door, language_of, visit
from console.reading import reader_of
from console.thread import author_of, delivery
from desk import masking
from desk.agent import Right
from desk.errors import NotFound
from desk.events import Revealed
from desk.shops import ShopDown
from desk.stock import Product, Variant
from desk.store import Book, agents, losses, thread

LAST = 2**62


def place(request: web.Request, otherwise: int) -> int:
    """Where the list goes on; what is no number of ours begins it anew."""
    try:
        return access.number(request.query.get("from", ""))
    except NotFound:
        return otherwise


async def unsure(request: web.Request) -> web.Response:
    here, someone, before = door(request), visit(request), place(request, LAST)

    def unit(book: Book) -> tuple[Around, list[losses.Lost], dict[int, str]]:
        return around(book, someone.agent), losses.lost(book, before), dict(agents.names(book))

    about, found, names = await here.store.read(unit)
    reader = reader_of(request, names)
    letters = tuple(
        shapes.UnsureLetter(
            message_id=one.message_id,
            conversation_id=one.letter.conversation_id,
            buyer=one.buyer_name,
            channel=one.letter.channel,
            account=one.letter.account,
            author=author_of(one.letter, reader),
            at=one.letter.queued_at,
            text=masking.text(one.letter.text) or reader.words["photo.one"],
            delivery=shown,
        )
        for one in found[: losses.PAGE]
        if (shown := delivery([one.letter], reader)) is not None
    )
    more = str(found[losses.PAGE - 1].letter.id) if len(found) > losses.PAGE else None
    return drawn(request, "lists/unsure.html", frame=frame(request, about), letters=letters, more=more)


async def dead(request: web.Request) -> web.Response:
    here, someone, before = door(request), visit(request), place(request, LAST)

    def unit(book: Book) -> tuple[Around, list[losses.Dead]]:
        return around(book, someone.agent), losses.dead(book, before)

    about, found = await here.store.read(unit)
    letters = tuple(
        shapes.DeadLetter(
            one.id, one.channel, one.account, one.at, one.reason, one.size_bytes, someone.may(Right.ORIGINALS)
        )
        for one in found[: losses.PAGE]
    )
    more = str(found[losses.PAGE - 1].id) if len(found) > losses.PAGE else None
    return drawn(request, "lists/dead.html", frame=frame(request, about), letters=letters, more=more)


async def raw(request: web.Request) -> web.Response:
    """The bytes as they came, to look at elsewhere; who took them is recorded."""
    here, someone, at = door(request), visit(request), door(request).clock()
    id = access.number(request.match_info["id"])

    def unit(book: Book) -> tuple[str, bytes]:
        found = losses.raw(book, id)
        if found is None:
            raise NotFound()
        book.happened(Revealed(at=at, agent_id=someone.agent.id, what="dead_letter", which=str(id)))
        return found

    channel, body = await here.store.write(unit)
    return attachment(body, f"dead-letter-{channel}-{id}.bin")


def attachment(body: bytes, name: str) -> web.Response:
    """Bytes of strangers: to be kept, never to be opened as a page of ours. `name` is our own."""
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return web.Response(body=body, headers=headers)


async def restock(request: web.Request) -> web.Response:
    here, someone, after = door(request), visit(request), place(request, 0)

    def unit(book: Book) -> tuple[Around, list[tuple[int, str, datetime]], dict[str, int]]:
        return around(book, someone.agent), losses.requests(book, after), thread.waiting_for(book)

    about, found, waiting = await here.store.read(unit)
    sold = await _sold(request)
    requests = []
    for id, sku, at in found[: losses.PAGE]:
        product, variant = sold.get(sku, (None, None))
        title = product.title(language_of(request)) if product else sku
        options = " · ".join(variant.options.values()) if variant else ""
        requests.append(shapes.RestockRequest(id, sku, title, options, at, waiting.get(sku, 0)))
    more = str(found[losses.PAGE - 1][0]) if len(found) > losses.PAGE else None
    return drawn(
        request, "lists/restock.html", frame=frame(request, about), requests=tuple(requests), more=more
    )


async def _sold(request: web.Request) -> dict[str, tuple[Product, Variant]]:
    """By SKU; nothing while the shop's system is down."""
    try:
        catalogue = await door(request).shop.catalogue()
    except ShopDown:
        return {}
    return {
        variant.sku: (product, variant)
        for product in catalogue.products.values()
        for variant in product.variants
    }
