"""One conversation told again from its events, in their order: its session, rounds, places in the queue and stints."""

from __future__ import annotations

from collections.abc import Iterable

from desk.debt import Fact
from desk.figures.facts import Told, Whose
from desk.figures.telling.session import Telling


def told(whose: Whose, facts: Iterable[Fact], stands_in: int | None = None) -> Told | None:
    """`facts`: of one conversation, in the order of the log. `stands_in`: the queue in which it stands now, for what is
    open. None where the buyer said nothing: a conversation that the shop began and nobody answered is no session."""
    telling = Telling()
    for fact in facts:
        telling.follow(fact)
    if telling.started_at is None:
        return None
    telling.stands_in(stands_in)
    return Told(
        session=telling.session(whose, telling.started_at),
        rounds=tuple(telling.rounds.told(whose)),
        pieces=tuple(telling.rounds.pieces(whose)),
        queueings=tuple(telling.places.told(whose)),
        stints=tuple(telling.stints.told(whose)),
    )
