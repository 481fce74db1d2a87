"""What the supervisor's wall is drawn from: the same for everybody, and the same as long as nothing happens.

No value here is "so long ago": the browser counts from what a clock says, so that a wall on which nothing changes is
the same bytes and need not be sent."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from console.routing_shapes import Presence
from desk.record import record

AlarmKind = Literal["limit", "promise", "escalation"]
Level = Literal["soon", "late", "over"]


@record(frozen=True, slots=True)
class Clock:
    """A wait as its ladder counts it. While it counts, `since` is when it would have begun without any closed hours;
    outside opening hours there is none, and it stands at `stood_ms`."""

    since: datetime | None
    stood_ms: int
    steps: str
    """Seconds of signal, target and limit."""


@record(frozen=True, slots=True)
class Waiting:
    id: int
    buyer: str
    """Empty where the channel told no name."""
    queue: str
    reason: str | None
    agent: str
    """Who has it; empty while it waits for anybody."""
    alarmed: bool
    """The limit's step has fired."""
    clock: Clock


@record(frozen=True, slots=True)
class AtWork:
    """A colleague: where they are, what they carry."""

    id: int
    name: str
    state: Presence
    because: str
    since: datetime | None
    load: int
    capacity: int
    left_behind: bool
    """Away or gone, with conversations in hand."""
    clock: Clock | None
    """Their longest debt."""

    @property
    def filled(self) -> int:
        """Percent of what they can carry, for the bar."""
        return min(100, 100 * self.load // self.capacity) if self.capacity else 100 * bool(self.load)


@record(frozen=True, slots=True)
class QueueLine:
    name: str
    """Empty: in no queue of its own."""
    waiting: int
    clock: Clock | None
    """Of whom waits longest there."""


@record(frozen=True, slots=True)
class ShareLine:
    seconds: int | None
    """None where ladders differ in it."""
    percent: int | None
    within: int
    due: int
    few: bool


@record(frozen=True, slots=True)
class Alarm:
    """Something of today that a supervisor should know of, and where it leads."""

    kind: AlarmKind
    at: datetime
    path: str
    what: str
    """A buyer's name; of an escalation its matter."""
    number: int
    who: str = ""


@record(frozen=True, slots=True)
class Wall:
    waiting: tuple[Waiting, ...]
    waiting_count: int
    agents: tuple[AtWork, ...]
    agents_count: int
    available: int
    queues: tuple[QueueLine, ...]
    queues_count: int
    target: ShareLine
    limit: ShareLine
    alarms: tuple[Alarm, ...]
    alarms_count: int
    unsure: int
    dead: int
    open: bool
    """Whether the shop is open now."""

    @property
    def more_waiting(self) -> int:
        return self.waiting_count - len(self.waiting)

    @property
    def more_agents(self) -> int:
        return self.agents_count - len(self.agents)

    @property
    def more_queues(self) -> int:
        return self.queues_count - len(self.queues)

    @property
    def more_alarms(self) -> int:
        return self.alarms_count - len(self.alarms)
