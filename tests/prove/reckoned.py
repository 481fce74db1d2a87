"""Figures out of facts, as the field defines them: for tests/prove/figures_judge.py, standard library alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

SECONDS = (30, 60, 180)
Figure = dict[str, int | None]


@dataclass
class Phase:
    """From a handoff, or a step in, until it was closed or given back; a person was owed in it."""

    is_accepted: bool
    waited: int
    """The longest that a person was owed: opening time until now, where it goes on."""
    target: int
    agent: int | None = None
    first: int | None = None
    """Opening time until the first answer; so is `felt`, from the buyer's first word of the session."""
    felt: int | None = None


@dataclass
class Session:
    """A conversation, and what the buyer had of it."""

    at: int
    agent: int | None
    """Whose answer was the first; nobody's where there was none."""
    phases: list[Phase] = field(default_factory=list)
    first_bot: int | None = None
    first: int | None = None
    felt: int | None = None
    is_closed: bool = False
    is_solved: bool = False
    is_told: bool = False
    """Closed, or a person has spoken: then it is known whether the bot alone had helped."""

    def phase(self, within: int | None = None) -> Phase | None:
        """The one that decides: accepted by a person, or still unanswered at the deadline."""
        return next(
            (one for one in self.phases if one.is_accepted or one.waited >= (within or one.target)), None
        )


@dataclass
class Round:
    at: int
    agent: int | None
    waited: int
    """Opening time until the answer, until it was let go, or until now."""
    is_answered: bool
    target: int
    limit: int


@dataclass
class Queued:
    at: int
    agent: int | None
    waited: int
    how: str


@dataclass
class Said:
    at: int
    agent: int | None


@dataclass
class Facts:
    """What happened, each with its moment and its person."""

    sessions: list[Session] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    queued: list[Queued] = field(default_factory=list)
    questions: list[Said] = field(default_factory=list)
    answers: list[Said] = field(default_factory=list)

    def lists(self) -> tuple[list[Any], ...]:
        return self.sessions, self.rounds, self.queued, self.questions, self.answers

    def add(self, more: Facts) -> None:
        for mine, theirs in zip(self.lists(), more.lists(), strict=True):
            mine += theirs

    def only(self, holds: Callable[[Any], bool]) -> Facts:
        return Facts(*([one for one in some if holds(one)] for some in self.lists()))


def figures(facts: Facts) -> dict[str, Figure]:
    """In ms, in hundredths of a percent, or a number; `n` beside each."""
    found: dict[str, Figure] = {"sessions": number(len(facts.sessions)), "rounds": number(len(facts.rounds))}
    for seconds in SECONDS:
        found[f"first_response_within_{seconds}"] = of_sessions(facts.sessions, seconds * 1000)
        found[f"response_within_{seconds}"] = of_rounds([(one, seconds * 1000) for one in facts.rounds])
    found["response_in_target"] = of_rounds([(one, one.target) for one in facts.rounds])
    found["response_in_limit"] = of_rounds([(one, one.limit) for one in facts.rounds])
    answered = [one.waited for one in facts.rounds if one.is_answered]
    over = [one for one in facts.rounds if not one.is_answered and one.waited >= one.target]
    found["unanswered"] = number(len(over))
    left = [one.waited for one in facts.queued if one.how == "abandoned"]
    abandoned = lengths("abandoned_after", left)
    found |= lengths("first_response", [one.first for one in facts.sessions])
    found |= lengths("felt", [one.felt for one in facts.sessions])
    found |= lengths("response", answered)
    found |= lengths("queue", [one.waited for one in facts.queued if one.how in ("taken", "moved")])
    found |= {name: abandoned[name] for name in ("abandoned_after_mean", "abandoned_after_max")}
    found |= lengths("bot_first", [one.first_bot for one in facts.sessions])
    found["abandoned"] = share(len(left), sum(one.how in ("taken", "abandoned") for one in facts.queued))
    told = [one for one in facts.sessions if one.is_told]
    found["bot_solved"] = share(sum(one.is_solved for one in told), len(told))
    asked, said = len(facts.questions), len(facts.answers)
    found["answer_question"] = {"value": said * 100 // asked if asked else None, "n": asked}
    return found


def of_sessions(sessions: list[Session], within: int) -> Figure:
    """Who was accepted and asked something, and whose deadline passed in silence."""
    due = [phase for one in sessions if (phase := one.phase(within)) is not None]
    return share(sum(phase.first is not None and phase.first <= within for phase in due), len(due))


def of_rounds(rounds: list[tuple[Round, int]]) -> Figure:
    """Due is what was answered, and what was not let go before its deadline."""
    due = [(one, within) for one, within in rounds if one.is_answered or one.waited >= within]
    return share(sum(one.is_answered and one.waited <= within for one, within in due), len(due))


def number(count: int) -> Figure:
    return {"value": count, "n": count}


def share(met: int, n: int) -> Figure:
    return {"value": met * 10_000 // n if n else None, "n": n, "met": met} if n else {"value": None, "n": 0}


def lengths(name: str, some: list[int | None] | list[int]) -> dict[str, Figure]:
    values = sorted(value for value in some if value is not None)
    n = len(values)
    middle = (2 * sum(values) + n) // (2 * n) if n else None
    found = {"mean": middle, "median": rank(values, 50), "p90": rank(values, 90), "max": rank(values, 100)}
    return {f"{name}_{what}": {"value": value, "n": n} for what, value in found.items()}


def rank(values: list[int], percent: int) -> int | None:
    """By the nearest rank."""
    return values[-(-len(values) * percent // 100) - 1] if values else None
