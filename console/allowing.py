"""Stopped texts as they are shown: to whoever asked about one, and to the supervisors who decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from console import shapes
from console.wording import marks
from desk.agent import Agent
from desk.allowance import Allowance
from desk.banned.guard import Guard
from desk.store import Book, agents, allowances
from desk.store.allowances import Listed


def asking(book: Book, agent: Agent, conversation_id: int) -> shapes.Asking | None:
    """What stands at this person's answer box."""
    held = allowances.shown(book, conversation_id, agent.id)
    return None if held is None else asked(held, agents.names(book))


def asked(held: Allowance, names: Mapping[int, str]) -> shapes.Asking:
    by = names.get(held.decided_by, "") if held.decided_by is not None else ""
    return shapes.Asking(
        held.id, held.conversation_id, _state(held), held.text, by, held.reason, held.version
    )


def stopped(one: Listed, guard: Guard, names: Mapping[int, str], reader: Agent) -> shapes.StoppedText:
    """The words are marked as the guard sees them now. In full: who decides must see what would go out."""
    held = one.held
    hits = guard.check(held.text, "agent", channel=one.channel).hits
    return shapes.StoppedText(
        id=held.id,
        conversation_id=held.conversation_id,
        buyer=one.buyer_name,
        channel=one.channel,
        agent=names.get(held.agent_id, ""),
        at=held.asked_at,
        text=held.text,
        hits=marks(hits, guard),
        state=_state(held),
        may_decide=held.agent_id != reader.id,
        decided_by=names.get(held.decided_by, "") if held.decided_by is not None else "",
        decided_at=held.decided_at,
        reason=held.reason,
        used_at=held.used_at,
    )


def _state(held: Allowance) -> shapes.AskedState:
    return cast(shapes.AskedState, str(held.state))
