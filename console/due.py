"""What the stream tells of promises, escalations and tickets: which pieces to read anew, and calls to those who must act."""

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
        elif one.kind == "shift_handover" and reader.may(Right.HAND_OVER):
            found |= dict.fromkeys(_of_handover(one, reader.agent.id))
        elif one.kind == "presence" and reader.may(Right.ALL_PROMISES):
            found |= dict.fromkeys(_of_presence(one))
        elif one.kind == "ticket" and reader.may(Right.SEE_TICKETS):
            found |= dict.fromkeys(_of_ticket(one))
        elif one.kind == "ranked" and reader.may(Right.SEE_DESK):
            found[f"side-{one.conversation_id} /desk/{one.conversation_id}/side"] = None
        elif one.kind == "escalation" and reader.may(Right.ESCALATE):
            found |= dict.fromkeys(("escalations-count /escalations/count", "escalations"))
    return list(found)


def _of_ticket(one: Happened) -> list[str]:
    """Wherever it is open, and in the lists."""
    id = one.data.get("ticket")
    pieces = [f"ticket-{id} /tickets/{id}/case", f"ticket-acts-{id} /tickets/{id}/acts"]
    if one.conversation_id is not None:
        pieces.append(f"tickets-of-{one.conversation_id} /desk/{one.conversation_id}/tickets")
    return [*pieces, "tickets-count /tickets/count", "tickets"]


def _of_handover(one: Happened, me: int) -> list[str]:
    """To the leaver, and to whoever is or was asked; what is open to all concerns all."""
    data = one.data
    concerned = me in (data.get("leaver"), data.get("to"), data.get("before"))
    if not concerned and data.get("verb") not in ("reoffer", "accept"):
        return []
    by_clock = data.get("verb") == "open" and one.agent_id is None and data.get("leaver") == me
    offered = data.get("verb") == "offer" and data.get("to") == me
    calls = ["notices /shift-handover/call"] if by_clock or offered else []
    left = ["promises-count /promises/count", "promises"] if data.get("verb") == "reoffer" else []
    return [*calls, "handover-link /shift-handover/link", "handover", *left]


def _of_presence(one: Happened) -> list[str]:
    """What somebody owes is left with nobody while they are gone."""
    gone = {"offline", "away"} & {one.data.get("before"), one.data.get("after")}
    return ["promises-count /promises/count", "promises"] if gone else []


def _of_promise(one: Happened, reader: Visit) -> list[str]:
    pieces = [f"promises-{one.conversation_id} /desk/{one.conversation_id}/promises"]
    if not reader.may(Right.PROMISE):
        return pieces
    verb, owner = one.data.get("verb"), one.data.get("owner")
    supervisors = verb == "lapse" or bool(one.data.get("unattended"))
    concerns = owner == reader.agent.id or (supervisors and reader.may(Right.ALL_PROMISES))
    if verb in CALLS and concerns:
        pieces.append(f"notices /promises/{one.data.get('promise')}/call")
    return [*pieces, "promises-count /promises/count", "promises"]
