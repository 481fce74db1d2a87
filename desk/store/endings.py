"""What a noun can end besides itself: its deadlines, its open handoff, what the bot still had to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ClauseElement, bindparam, or_, update

from desk.clock import to_ms
from desk.deadlines import LADDER, Off, Paid
from desk.handover import Came, Over
from desk.outgoing import Hush
from desk.store.tables import deadline, handoff, inbox, outbox

Run = tuple[ClauseElement, dict[str, Any]]

DEADLINE_OFF = (
    update(deadline)
    .where(deadline.c.conversation_id == bindparam("conversation"), deadline.c.kind == bindparam("of_kind"))
    .where(deadline.c.state == "armed")
    .values(state="cancelled")
)
LADDER_OFF = (
    update(deadline)
    .where(
        deadline.c.conversation_id == bindparam("conversation"),
        or_(*(deadline.c.kind == str(kind) for kind in LADDER)),
    )
    .where(deadline.c.state == "armed")
    .values(state="cancelled")
)
HANDOFF_TAKEN = (
    update(handoff)
    .where(handoff.c.conversation_id == bindparam("conversation"))
    .where(handoff.c.taken_at.is_(None), handoff.c.ended_at.is_(None))
    .values(taken_by=bindparam("agent"), taken_at=bindparam("now"))
)
HANDOFF_OVER = (
    update(handoff)
    .where(handoff.c.conversation_id == bindparam("conversation"), handoff.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)
HUSH_INBOX = (
    update(inbox)
    .where(inbox.c.conversation_id == bindparam("conversation"), inbox.c.state == "new")
    .values(state="done")
)
HUSH_OUTBOX = (
    update(outbox)
    .where(outbox.c.conversation_id == bindparam("conversation"), outbox.c.state == "queued")
    .where(or_(outbox.c.author == "bot", outbox.c.author == "timer"))
    .values(state="cancelled")
)


def _off(off: Off) -> list[Run]:
    return [(DEADLINE_OFF, {"conversation": off.conversation_id, "of_kind": str(off.kind)})]


def _paid(paid: Paid) -> list[Run]:
    return [(LADDER_OFF, {"conversation": paid.conversation_id})]


def _came(came: Came) -> list[Run]:
    return [
        (HANDOFF_TAKEN, {"conversation": came.conversation_id, "agent": came.agent_id, "now": to_ms(came.at)})
    ]


def _over(over: Over) -> list[Run]:
    return [(HANDOFF_OVER, {"conversation": over.conversation_id, "now": to_ms(over.at)})]


def _hush(hush: Hush) -> list[Run]:
    return [
        (HUSH_INBOX, {"conversation": hush.conversation_id}),
        (HUSH_OUTBOX, {"conversation": hush.conversation_id}),
    ]


ENDINGS: dict[type[Any], Callable[[Any], list[Run]]] = {
    Off: _off,
    Paid: _paid,
    Came: _came,
    Over: _over,
    Hush: _hush,
}
