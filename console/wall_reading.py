"""The wall as it hangs now: out of one look at the store, the day's debts and the rules as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import cast

from console import wall_shapes as shapes
from console.routing_shapes import Presence as Shown
from desk.agent import Agent, Right
from desk.clock import MILLISECOND
from desk.conversation import Mode
from desk.presence import Presence
from desk.response_time import Act, Ladder, Promptness
from desk.share import Share, Shares
from desk.store.day_log import Alarm
from desk.store.posts import NEVER_CAME
from desk.store.wall import Look, Owed

ROWS = 12
"""Of those who wait and of colleagues: what a big screen shows in letters that are read from four metres."""
LINES = 6
"""Of queues and of alarms."""
GONE = frozenset({Presence.AWAY, Presence.OFFLINE})
ORDER = {state: place for place, state in enumerate(Presence)}


def wall(
    look: Look,
    shares: Shares,
    alarms: Sequence[Alarm],
    alarms_count: int,
    promptness: Promptness,
    at: datetime,
) -> shapes.Wall:
    """`alarms`: the day's newest, the newest last."""
    people = [one for one in look.staff if one.may(Right.CONVERSE)]
    queues = _queues(look, promptness, at)
    told = _alarms(look, alarms)
    return shapes.Wall(
        waiting=tuple(_waiting(one, look, promptness, at) for one in look.owed[:ROWS]),
        waiting_count=len(look.owed),
        agents=tuple(_agents(people, look, promptness, at)),
        agents_count=len(people),
        available=sum(look.seen.get(one.id, NEVER_CAME).state == Presence.AVAILABLE for one in people),
        queues=queues[:LINES],
        queues_count=len(queues),
        target=_share(shares[0], {ladder.target for ladder in promptness.ladders}),
        limit=_share(shares[1], {ladder.limit for ladder in promptness.ladders}),
        alarms=told[:LINES],
        alarms_count=alarms_count + look.untaken_count,
        unsure=look.unsure,
        dead=look.dead,
        open=promptness.hours.is_open(at),
    )


def clock(owed: Owed, promptness: Promptness, at: datetime) -> shapes.Clock:
    ladder = promptness.ladder_for(owed.channel, str(owed.queue_id or ""), (owed.topic, owed.reason))
    waited = promptness.waited(ladder, owed.since, at)
    counts = ladder.around_the_clock or promptness.hours.is_open(at)
    if counts:
        return shapes.Clock(at - waited, 0, _steps(ladder))
    return shapes.Clock(None, waited // MILLISECOND, _steps(ladder))


def _steps(ladder: Ladder) -> str:
    """Without a signal it turns red at once."""
    signal = next((step.after for step in ladder.steps if step.act == Act.SIGNAL), ladder.target)
    return " ".join(f"{after.total_seconds():g}" for after in (signal, ladder.target, ladder.limit))


def _waiting(one: Owed, look: Look, promptness: Promptness, at: datetime) -> shapes.Waiting:
    return shapes.Waiting(
        id=one.id,
        buyer=one.buyer_name,
        queue=look.queues.get(one.queue_id or 0, ""),
        reason=one.reason or None,
        agent=look.names.get(one.agent_id or 0, "") if one.mode == Mode.HUMAN else "",
        alarmed=one.alarmed,
        clock=clock(one, promptness, at),
    )


def _agents(
    people: Iterable[Agent], look: Look, promptness: Promptness, at: datetime
) -> Iterable[shapes.AtWork]:
    """First what somebody must see to: conversations left behind. Then who is there, by what they are doing."""
    longest: dict[int, Owed] = {}
    for owed in look.owed:
        if owed.mode == Mode.HUMAN and owed.agent_id is not None:
            longest.setdefault(owed.agent_id, owed)

    def place(one: Agent) -> tuple[bool, int, bool, int]:
        state = look.seen.get(one.id, NEVER_CAME).state
        left = state in GONE and look.loads.get(one.id, 0) > 0
        return not left, ORDER[state], one.id not in longest, -look.loads.get(one.id, 0)

    for one in sorted(people, key=place)[:ROWS]:
        seen, load, debt = look.seen.get(one.id, NEVER_CAME), look.loads.get(one.id, 0), longest.get(one.id)
        yield shapes.AtWork(
            id=one.id,
            name=one.display_name,
            state=cast(Shown, str(seen.state)),
            because=seen.because,
            since=seen.since,
            load=load,
            capacity=one.capacity,
            left_behind=seen.state in GONE and load > 0,
            clock=clock(debt, promptness, at) if debt is not None else None,
        )


def _queues(look: Look, promptness: Promptness, at: datetime) -> tuple[shapes.QueueLine, ...]:
    """Those in which somebody waits first, the longest wait before the others; then the empty ones."""
    lengths: dict[int, int] = {}
    longest: dict[int, Owed] = {}
    for one in look.owed:
        if one.mode == Mode.WAITING:
            id = one.queue_id if one.queue_id in look.queues else 0
            assert id is not None
            lengths[id] = lengths.get(id, 0) + 1
            longest.setdefault(id, one)
    found = [
        shapes.QueueLine(look.queues.get(id, ""), lengths[id], clock(owed, promptness, at))
        for id, owed in longest.items()
    ]
    empty = [shapes.QueueLine(name, 0, None) for id, name in look.queues.items() if id not in lengths]
    return (*found, *empty)


def _share(share: Share, seconds: set[timedelta]) -> shapes.ShareLine:
    only = int(next(iter(seconds)).total_seconds()) if len(seconds) == 1 else None
    return shapes.ShareLine(only, share.percent, share.within, share.due, share.few)


def _alarms(look: Look, alarms: Sequence[Alarm]) -> tuple[shapes.Alarm, ...]:
    """Escalations that nobody has taken first: they wait for whoever reads this. Then the newest."""
    untaken = [
        shapes.Alarm("escalation", one.raised_at, "/escalations", one.matter, one.id) for one in look.untaken
    ]
    happened = [
        shapes.Alarm(
            "limit" if one.kind == "step" else "promise",
            one.at,
            f"/desk/{one.conversation_id}",
            one.buyer_name,
            one.conversation_id,
            look.names.get(one.agent_id or 0, ""),
        )
        for one in reversed(alarms)
    ]
    return (*untaken[: LINES - min(2, len(happened))], *happened)
