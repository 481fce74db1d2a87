"""A stop or a warning of the guard: who broke which rule, where and when. The text itself is not kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from desk import masking
from desk.banned.guard import MACHINES, Decision, Guard, Hit, Rule, Verdict
from desk.message import Author
from desk.record import noun

LONGEST_WORDS = 80
MANY_DIGITS = 5
"""From so many on, digits are taken for somebody's number."""
WRITTEN_OUT = re.compile(r"\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b", re.IGNORECASE)

SPEAKS_AS = {Author.HUMAN: "agent", Author.BOT: "bot", Author.TIMER: "timer"}
"""What the guard's rules call whoever speaks."""


@noun(slots=True)
class BannedHit:
    id: int
    at: datetime
    rule: str
    family: str
    verdict: Decision
    conversation_id: int
    author: str
    """agent, bot, timer."""
    agent_id: int | None
    channel: str
    start: int
    end: int
    words: str
    """What stood there, without numbers that may be somebody's."""


class Spoken(Protocol):
    """Where it was said, or should have been."""

    id: int
    channel: str


def hits_of(
    text: str,
    verdict: Verdict,
    guard: Guard,
    where: Spoken,
    author: Author,
    by: int | None,
    at: datetime,
) -> Iterator[BannedHit]:
    """One for each rule that the text breaks, where it first does."""
    first: dict[str, Hit] = {}
    for hit in told_once(verdict.hits):
        first.setdefault(hit.rule, hit)
    for hit in first.values():
        rule = guard.rules.get(hit.rule)
        yield BannedHit(
            id=0,
            at=at,
            rule=hit.rule,
            family=rule.family if rule else hit.rule.rpartition("/")[2],
            verdict=_decided(rule, verdict.decision, SPEAKS_AS[author]),
            conversation_id=where.id,
            author=SPEAKS_AS[author],
            agent_id=by,
            channel=where.channel,
            start=hit.start,
            end=hit.end,
            words=shown(text[hit.start : hit.end]),
        )


def told_once(hits: Iterable[Hit]) -> list[Hit]:
    """The packs of several languages have the same rule for some words (ok): of these only the first."""
    found = {(hit.rule.rpartition("/")[2], hit.start, hit.end): hit for hit in reversed(list(hits))}
    return list(reversed(found.values()))


def _decided(rule: Rule | None, of_the_text: Decision, speaker: str) -> Decision:
    """A machine can ask nobody: what a person might ask for stops it."""
    if rule is None:
        return of_the_text
    return "block" if rule.verdict == "ask" and speaker in MACHINES else rule.verdict


def shown(words: str) -> str:
    """Fit to be kept and listed: mail addresses and whatever holds many digits, in any writing, are hidden."""
    digits = sum(unicodedata.numeric(letter, None) is not None for letter in words)
    if digits >= MANY_DIGITS or len(WRITTEN_OUT.findall(words)) >= MANY_DIGITS:
        return masking.HIDDEN * min(len(words), LONGEST_WORDS)
    return masking.text(words)[:LONGEST_WORDS]
