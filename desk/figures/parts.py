"""What can be taken apart by what, one row each: the ways in which the dashboard, its files and its lists show figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desk.figures.metric import Metric
from desk.figures.metrics import BY_KEY
from desk.figures.sheet import ALL, Key, can
from desk.record import record


@record(frozen=True, slots=True)
class Part:
    name: str
    by: str
    """Of desk/figures/sheet.py."""
    metrics: tuple[Metric, ...]
    """As columns, in their order."""


ANSWERS = (
    "first_response_within_30", "first_response_median", "first_response_p90", "rounds", "response_within_30",
    "response_median", "response_p90", "unanswered",
)  # fmt: skip
CASES = ("cases", "review_in_time", "review_median", "handling_in_time", "case_handling_median", "refunded")
OF_TIME = ("sessions", *ANSWERS, "queue_median", "abandoned", "bot_solved", "satisfaction")
OF_PEOPLE = (
    "rounds", "response_within_30", "response_in_target", "response_median", "response_p90", "response_max", "unanswered",
    "taken", "handling_median", "answer_question", "perfunctory", "stopped", "promises_kept", "satisfaction",
)  # fmt: skip
OF_QUEUES = ("sessions", *ANSWERS, "queue_median", "queue_max", "abandoned", "taken", "handling_median")
OF_TALK = ("sessions", *ANSWERS, "abandoned", "handoffs", "bot_solved", "satisfaction")
OF_REASONS = (
    "handoffs", "rounds", "response_within_30", "response_median", "response_p90", "unanswered", "queue_median", "queue_max",
    "abandoned",
)  # fmt: skip
WEEK = "week"


def _part(name: str, by: str, keys: Iterable[str]) -> Part:
    return Part(name, by, tuple(metric for key in keys if can(metric := BY_KEY[key], by)))


PARTS: tuple[Part, ...] = (
    _part(WEEK, "weekday_hour", ("rounds", "response_within_30", "response_median", "sessions")),
    _part("day", "day", OF_TIME),
    _part("hour", "hour", OF_TIME),
    _part("agent", "agent", OF_PEOPLE),
    _part("queue", "queue", OF_QUEUES),
    _part("channel", "channel", OF_TALK),
    _part("topic", "topic", OF_TALK),
    _part("language", "language", OF_TALK),
    _part("handoff_reason", "reason", OF_REASONS),
    _part("case_kind", "kind", CASES),
    _part("case_reason", "reason", CASES),
    _part("case_state", "state", CASES),
    _part("case_age", "age", CASES),
    _part("guard", "reason", ("stopped",)),
)
BY_NAME: Mapping[str, Part] = {part.name: part for part in PARTS}

NUMBERS = frozenset({"agent", "queue", "hour", "age"})


def key_text(by: str, key: Key) -> str:
    """As an address has it; nobody and nothing is empty."""
    if by == "weekday_hour":
        return f"{key[0]}-{key[1]}"
    return "" if key is None else str(key)


def key_of(by: str, text: str) -> Key:
    """Raises ValueError where no key is written so."""
    if not by:
        return ALL
    if by == "weekday_hour":
        weekday, hour = (int(part) for part in text.split("-"))
        return weekday, hour
    if by in NUMBERS:
        return int(text) if text else None
    return text


__all__ = ["BY_NAME", "PARTS", "WEEK", "Part", "key_of", "key_text"]
