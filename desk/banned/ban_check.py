"""Whether a group of banned phrases may be saved, and what of the shop's own words it would stop."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from desk.banned.ban import SPEAKERS, Ban, Speaker, as_rule, rule_id
from desk.banned.draft import Checks, Draft
from desk.banned.guard import Guard, Hit, Rule
from desk.errors import DeskError
from desk.normal_form import fold
from desk.phrases import Packs
from desk.record import record
from desk.wording import Place

SHORTEST_PHRASE = 2
BLANK = "…"
"""Of a right wording: what the agent fills in."""
REPLIES: tuple[Speaker, ...] = ("bot", "timer")
QUICK: tuple[Speaker, ...] = ("agent",)

BanWhy = Literal["no_phrases", "short_phrase", "unreadable", "never_hits", "say_banned", "stops_neutral"]


@record(frozen=True, slots=True)
class OwnWords:
    """A reply or a quick phrase of ours with words that a rule stops."""

    kind: Literal["reply", "quick"]
    language: str
    key: str
    text: str
    start: int
    end: int


def rule_of(place: Place, ban: Ban, packs: Packs) -> Rule:
    id = rule_id(place.language, place.key)
    return as_rule(id, ban, next((rule for rule in packs.rules if rule.id == id), None))


def faults_of(rule: Rule, packs: Packs, guard: Guard, neutral: Iterable[str]) -> Iterator[tuple[BanWhy, str]]:
    """Why it cannot be saved, and the words that are to blame. `neutral`: replies that stand in for stopped ones."""
    if not rule.phrases and rule.id not in guard.rules:
        yield "no_phrases", ""
    unusable = list(_unusable(rule))
    yield from unusable
    if unusable:
        return
    for phrase in rule.phrases:
        if any(_close(fine) and _close(fine) in _close(phrase) for fine in rule.unless):
            yield "never_hits", phrase
    said = rule.say.replace(
        BLANK, " "
    )  # as it is sent: with a blank at its end it would sound like putting off
    for hit in everywhere(Draft(guard, rule), said, rule.roles or SPEAKERS):
        yield "say_banned", rule.say[hit.start : hit.end]
        break
    stand_ins = frozenset(neutral)
    for words in own_words_stopped(rule, packs):
        if words.kind == "reply" and words.key in stand_ins:
            yield "stops_neutral", words.text[words.start : words.end]
            break


def _unusable(rule: Rule) -> Iterator[tuple[BanWhy, str]]:
    """Phrases with which no guard can be made."""
    for phrase in rule.phrases:
        if not rule.whole and _letters(phrase) < SHORTEST_PHRASE:
            yield "short_phrase", phrase
            continue
        try:
            Guard([replace(rule, phrases=(phrase,))])
        except DeskError as error:
            yield "unreadable", str(error)


def usable(rule: Rule) -> bool:
    return not any(_unusable(rule))


def own_words_stopped(rule: Rule, packs: Packs) -> list[OwnWords]:
    """Replies and quick phrases as they are now, each once; a warning stops nothing."""
    if rule.verdict == "warn":
        return []
    guard, found = Guard([rule]), []
    for pack in packs:
        said = [("reply", key, v.text, REPLIES) for key, variants in pack.replies.items() for v in variants]
        said += [("quick", quick.shortcut, quick.text, QUICK) for quick in pack.quick_replies]
        for kind, key, text, speakers in said:
            hits = [hit for hit in everywhere(guard, text, speakers) if hit.rule == rule.id]
            if hits:
                found.append(OwnWords(kind, pack.language, key, text, hits[0].start, hits[0].end))  # type: ignore[arg-type]
    return found


def seal(words: Sequence[OwnWords]) -> str:
    """What somebody who confirms has seen: empty where there is nothing to confirm."""
    told = "\0".join(f"{one.kind} {one.language} {one.key} {one.text}" for one in words)
    return hashlib.sha256(told.encode()).hexdigest()[:16] if words else ""


def would_have(rule: Rule, said: Iterable[tuple[str, str]]) -> list[tuple[str, tuple[Hit, ...]]]:
    """Of these texts of agents, each with its channel, those that it stops or warns of."""
    guard = Guard([rule])
    checked = ((text, guard.check(text, "agent", channel=channel).hits) for text, channel in said)
    return [(text, hits) for text, hits in checked if any(hit.rule == rule.id for hit in hits)]


def everywhere(guard: Checks, text: str, speakers: Iterable[str]) -> list[Hit]:
    """What is wrong with a stored phrase on any channel, whoever of these says it."""
    channels = {"", *(channel for rule in guard.rules.values() for channel in rule.channels)}
    found = {
        (hit.start, hit.rule): hit
        for speaker in speakers
        for channel in channels
        for hit in guard.check(text, speaker, channel=channel).hits
    }
    return [found[place] for place in sorted(found)]


def _close(phrase: str) -> str:
    return "".join(letter for letter in fold(phrase).text if letter.isalnum())


def _letters(phrase: str) -> int:
    return len(_close(phrase))
