"""Who let a conversation go is asked for it again: once everybody else was asked, and after a pause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from desk.offer import OfferState
from desk.record import record

LAPSED = timedelta(minutes=2)
"""After the last answer of anybody. Whoever looked away has had time to come back, and nobody's screen rings without
end for one conversation."""
DECLINED = timedelta(minutes=10)
"""Who said no meant it. For so long an answer is remembered; after it somebody is asked like anybody."""


@record(frozen=True, slots=True)
class LetGo:
    at: datetime
    again_at: datetime
    """From when they may be asked again, if there is nobody who was not asked."""


def let_go(answers: Iterable[tuple[int, OfferState, datetime]]) -> Mapping[int, LetGo]:
    """By person: the latest answer that was no. `answers` are a handoff's in their order."""
    latest = {agent_id: (state, at) for agent_id, state, at in answers}
    if not latest:
        return {}
    pause_over = max(at for _, at in latest.values()) + LAPSED
    return {
        agent_id: LetGo(at, max(pause_over, at + DECLINED) if state == OfferState.DECLINED else pause_over)
        for agent_id, (state, at) in latest.items()
    }


def next_again(waiting: Iterable[Mapping[int, LetGo]], at: datetime) -> datetime | None:
    """When the next of these pauses is over."""
    return min((one.again_at for let in waiting for one in let.values() if one.again_at > at), default=None)
