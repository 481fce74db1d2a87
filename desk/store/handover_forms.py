"""What pages show of shift handovers: a board's lines, what one may accept, the forms that are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, or_, select, text

from desk.agent import Agent
from desk.clock import from_ms
from desk.open_matter import MatterState, OpenMatter
from desk.record import record
from desk.shift_handover import ShiftHandover
from desk.store.book import MAPPED, Book
from desk.store.tables import HELD_OUT, OWED, conversation, escalation, open_matter, promise, shift_handover

PAGE = 50

_m, _h = open_matter.c, shift_handover.c
_HANDOVER = select(*MAPPED[ShiftHandover].columns)
_SHOWN = (
    select(
        *MAPPED[OpenMatter].columns,
        conversation.c.buyer_name,
        conversation.c.language,
        case((_m.kind == "promise", promise.c.due_at), else_=escalation.c.due_at),
    )
    .select_from(open_matter)
    .outerjoin(conversation, conversation.c.id == _m.conversation_id)
    .outerjoin(promise, and_(_m.kind == "promise", promise.c.id == _m.of))
    .outerjoin(escalation, and_(_m.kind == "escalation", escalation.c.id == _m.of))
    .order_by(_m.id)
)
SHOWN_OF = _SHOWN.where(_m.handover_id == bindparam("handover"))
_owed = promise.alias("owed")
_OWED = OWED.replace("state", "owed.state")
_HELD_OUT = HELD_OUT.replace("state", "open_matter.state").replace("kind", "open_matter.kind")
# A promise that is open to all, as long as the leaver owes it.
_still_owed = exists().where(
    _owed.c.id == _m.of, _owed.c.owner_id == _m.leaver_id, text(_OWED), _m.leaver_id != bindparam("me")
)
_TO_ME = (
    text(f"({_HELD_OUT})"),
    or_(and_(_m.state == "offered", _m.to_id == bindparam("me")), and_(_m.state == "reoffered", _still_owed)),
)
SHOWN_TO = _SHOWN.where(*_TO_ME)
COUNT_TO = select(func.count()).select_from(open_matter).where(*_TO_ME)
COUNT_LEFT = (
    select(func.count(_m.id))
    .select_from(shift_handover)
    .outerjoin(
        open_matter,
        and_(_m.handover_id == _h.id, or_(_m.state == "unassigned", _m.state == "offered")),
    )
    .where(_h.leaver_id == bindparam("leaver"), text("shift_handover.state = 'open'"))
    .group_by(_h.id)
)
LISTED = _HANDOVER.where(_h.id < bindparam("before")).order_by(_h.id.desc()).limit(PAGE + 1)
LISTED_OF = LISTED.where(
    or_(
        _h.leaver_id == bindparam("me"),
        _h.id.in_(select(_m.handover_id).where(_m.to_id == bindparam("me"))),
    )
)
COUNTS = (
    select(_m.handover_id, _m.state, func.count())
    .where(_m.handover_id >= bindparam("first"), _m.handover_id <= bindparam("last"))
    .group_by(_m.handover_id, _m.state)
)


@record(frozen=True, slots=True)
class Shown:
    """A matter with what a page says of it."""

    matter: OpenMatter
    buyer_name: str
    language: str
    """The buyer's."""
    due_at: datetime | None
    """Of a promise or an escalation."""


def shown(book: Book, handover_id: int) -> list[Shown]:
    return _shown(book.rows(SHOWN_OF, {"handover": handover_id}))


def shown_to(book: Book, agent_id: int) -> list[Shown]:
    """What this person may accept: offered to them, and promises that are open to all."""
    return _shown(book.rows(SHOWN_TO, {"me": agent_id}))


def _shown(rows: Sequence[tuple[Any, ...]]) -> list[Shown]:
    mapped = MAPPED[OpenMatter]
    return [
        Shown(
            mapped.noun(row[:-3]), row[-3] or "", row[-2] or "", None if row[-1] is None else from_ms(row[-1])
        )
        for row in rows
    ]


def count(book: Book, agent: Agent) -> tuple[int | None, int]:
    """On one's own board, None where none is open: how many without an owner. And how many one may accept."""
    return book.value(COUNT_LEFT, {"leaver": agent.id}), int(book.value(COUNT_TO, {"me": agent.id}))


def listed(book: Book, agent_id: int | None, before: int) -> list[ShiftHandover]:
    """From the newest: everybody's, or those in which this person left or took something. One more than a page means
    that it goes on."""
    if agent_id is None:
        return book.many(ShiftHandover, LISTED, {"before": before})
    return book.many(ShiftHandover, LISTED_OF, {"before": before, "me": agent_id})


def counts(book: Book, handovers: Sequence[ShiftHandover]) -> Mapping[int, Mapping[MatterState, int]]:
    """Of each of these, how many matters are in which state."""
    if not handovers:
        return {}
    found: dict[int, dict[MatterState, int]] = {}
    numbers = [one.id for one in handovers]
    for id, state, number in book.rows(COUNTS, {"first": min(numbers), "last": max(numbers)}):
        found.setdefault(id, {})[MatterState(state)] = number
    return found
