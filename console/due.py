"""What the stream tells of promises and escalations: which pieces to read anew, and calls to those who must act."""

from __future__ import annotations

from collections.abc import Iterable

from console.door import Visit
from desk.agent import Right
from desk.store.log import Happened

CALLS = frozenset({"remind", "lapse"})


def stale(batch: Iterable[Happened], reader: Visit) -> list[str]:
    """Each as `id address`; a piece that is not on the page is not fetched, a page knows its own address."""
    found: dict[str, None] = {}
    for one in batch:
        if one.kind == "promise" and reader.may(Right.SEE_DESK):
            found |= dict.fromkeys(_of_promise(one, reader))
        elif one.kind == "escalation" and reader.may(Right.ESCALATE):
            found |= dict.fromkeys(("escalations-count /escalations/count", "escalations"))
    return list(found)


def _of_promise(one: Happened, reader: Visit) -> list[str]:
    pieces = [f"promises-{one.conversation_id} /desk/{one.conversation_id}/promises"]
    if not reader.may(Right.PROMISE):
        return pieces
    verb, owner = one.data.get("verb"), one.data.get("owner")
    concerns = owner == reader.agent.id or (verb == "lapse" and reader.may(Right.ALL_PROMISES))
    if verb in CALLS and concerns:
        pieces.append(f"notices /promises/{one.data.get('promise')}/call")
    return [*pieces, "promises-count /promises/count", "promises"]
