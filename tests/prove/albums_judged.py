"""Albums that were sent for cases, and what the desk has of them: each picture once, whole, on its case, with a copy to look at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from desk.files import Files
from desk.store import Store
from desk.store.tables import photo, ticket, ticket_photo

HUNG = (
    select(ticket.c.order_number, photo.c.view_sha256, photo.c.conversation_id, photo.c.seq)
    .select_from(
        photo.outerjoin(ticket_photo, ticket_photo.c.photo_id == photo.c.id).outerjoin(
            ticket, ticket.c.id == ticket_photo.c.ticket_id
        )
    )
    .where(photo.c.sha256 == bindparam("sha"))
)


@dataclass(slots=True)
class Sent:
    """One album: the order that it is about, and the hashes of its pictures."""

    order: str
    way: str
    hashes: list[str]
    acknowledged: bool = False


async def judge(store: Store, files: Files, albums: Iterable[Sent]) -> list[str]:
    """What is wrong with those that were acknowledged."""
    return [fault for sent in albums if sent.acknowledged for fault in await _faults(store, files, sent)]


async def _faults(store: Store, files: Files, sent: Sent) -> list[str]:
    who, wrong, messages = f"the {sent.way} album of {sent.order}", [], set[Any]()
    for sha in sent.hashes:
        rows = await store.read(lambda book, sha=sha: book.rows(HUNG, {"sha": sha}))  # type: ignore[misc]
        messages |= {(conversation, seq) for _, _, conversation, seq in rows}
        if (hangs_on := [order for order, *_ in rows]) != [sent.order]:
            wrong.append(f"{who}: {sha[:8]} hangs on {hangs_on}")
        kept = files.path(sha)
        if not kept.exists() or hashlib.sha256(kept.read_bytes()).hexdigest() != sha:
            wrong.append(f"{who}: the bytes of {sha[:8]} are not those that were sent")
        if any(view is None or not files.path(view).exists() for _, view, *_ in rows):
            wrong.append(f"{who}: {sha[:8]} has no copy to look at")
    return wrong if len(messages) == 1 else [*wrong, f"{who}: it is in {len(messages)} messages"]
