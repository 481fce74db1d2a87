"""Tales for property tests: any events in any order, and such as a desk really tells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from desk.conversation import MOVES, WITH_A_PERSON, Mode
from desk.debt import Fact
from desk.figures.facts import Whose
from desk.message import Author

BEGAN = datetime(2026, 11, 23, 1, tzinfo=UTC)
WHOSE = Whose(1, 1, "web", "main", "en")
AGENTS = (1, 2, 3)
VERBS = sorted({verb for _, verb in MOVES.table})

instants = st.integers(-90_000, 90_000).map(lambda ms: BEGAN + timedelta(milliseconds=ms))
anything: st.SearchStrategy[Fact] = st.builds(
    Fact,
    conversation_id=st.just(1),
    kind=st.sampled_from(["heard", "delivered", "mode", "gone", "step", "edited", ""]),
    at=instants,
    channel=st.just("web"),
    seq=st.integers(0, 9),
    spoke_at=st.none() | instants,
    author=st.sampled_from(["", *Author]),
    whole=st.booleans(),
    perfunctory=st.booleans(),
    verb=st.sampled_from(["", "seize", *VERBS]),
    before=st.sampled_from(["", *Mode]),
    after=st.sampled_from(["", *Mode]),
    reason=st.sampled_from(["", "asked", "upset"]),
    queue=st.none() | st.integers(1, 3),
    topic=st.sampled_from(["", "refund"]),
    agent_id=st.none() | st.sampled_from(AGENTS),
)
"""An event as no desk writes it, or only a damaged one."""

steps = st.integers(0, 40).flatmap(
    lambda count: st.lists(
        st.tuples(
            st.integers(0, 999),
            st.sampled_from(AGENTS),
            st.sampled_from([0, 1, 900, 4_000, 29_999, 31_000, 3_600_000]),
        ),
        min_size=count,
        max_size=count,
    )
)
"""Which of what is possible then, by or to whom, and how much later, in milliseconds."""
USUAL = {"writes": 6, "answers": 6, "arrives": 8, "nods": 1, "bot": 2, "hand_off": 4, "take": 4, "reopen": 0}
"""How likely a move is beside others; what is not named counts once."""


@dataclass
class Tale:
    """A desk as small as can be: it lets happen what the table of moves allows, in the order of the clock."""

    conversation_id: int = 1
    at: datetime = BEGAN
    mode: Mode = Mode.BOT
    agent_id: int | None = None
    queue: int | None = None
    topic: str = ""
    seq: int = 0
    on_the_way: list[tuple[int, int, bool, datetime]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def possible(self) -> list[str]:
        found = ["writes", "gone", *(verb for mode, verb in MOVES.table if mode == self.mode)]
        found += ["answers", "nods"] if self.mode == Mode.HUMAN else []
        found += ["bot"] if self.mode in (Mode.BOT, Mode.WAITING) else []
        found += ["arrives"] if self.on_the_way else []
        return [one for one in found for _ in range(USUAL.get(one, 1))]

    def goes(self, step: tuple[int, int, int]) -> None:
        which, agent, later = step
        self.at += timedelta(milliseconds=later)
        moves = self.possible()
        match what := moves[which % len(moves)]:
            case "writes":
                if self.mode == Mode.CLOSED:
                    self._move("reopen", None)
                self._say(lambda seq: self._happens("heard", seq=seq, spoke_at=self.at))
            case "answers" | "nods":
                if self.mode == Mode.HUMAN and self.agent_id is not None:
                    by = self.agent_id
                    self._say(lambda seq: self.on_the_way.append((seq, by, what == "nods", self.at)))
            case "arrives":
                if self.on_the_way:
                    self._arrives(*self.on_the_way.pop(0))
            case "bot":
                if self.mode in (Mode.BOT, Mode.WAITING):
                    self._say(lambda seq: self._happens("delivered", seq=seq, author=Author.BOT, whole=True))
            case "gone":
                self._happens("gone")
            case _:
                self._move(what, agent)

    def _say(self, says: Callable[[int], Any]) -> None:
        self.seq += 1
        says(self.seq)

    def _arrives(self, seq: int, by: int, nod: bool, written_at: datetime) -> None:
        more: dict[str, Any] = {"author": Author.HUMAN, "whole": True, "perfunctory": nod, "agent_id": by}
        self._happens("delivered", seq=seq, spoke_at=written_at, **more)

    def _move(self, verb: str, agent: int | None) -> None:
        if verb in ("take_over", "hand_over") and agent == self.agent_id:
            return
        before, self.mode = self.mode, Mode(MOVES.table[self.mode, verb])
        if verb == "hand_off":
            self.topic = "refund" if agent == 1 else ""
        more: dict[str, Any] = {"reason": "asked" if verb == "hand_off" else "", "agent_id": agent}
        self._happens(
            "mode", verb=verb, before=before, after=self.mode, queue=self.queue, topic=self.topic, **more
        )
        self.agent_id = agent if self.mode == Mode.HUMAN else None
        if verb in ("hand_off", "pass_on"):
            self.queue = agent
        if self.mode not in WITH_A_PERSON:
            self.queue, self.topic = None, ""

    def _happens(self, kind: str, **more: Any) -> None:
        self.facts.append(Fact(self.conversation_id, kind, self.at, "web", **more))


def tale(taken: list[tuple[int, int, int]], conversation_id: int = 1) -> Tale:
    one = Tale(conversation_id)
    for step in taken:
        one.goes(step)
    return one
