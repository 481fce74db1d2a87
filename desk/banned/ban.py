"""A group of banned phrases as the shop edits it, and the guard's rule that it means."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints

from desk.banned.guard import Rule
from desk.dated import Dated
from desk.pack_files import Phrase, Sentence

Strictness = Literal["warn", "ask", "block"]
STRICTNESS: tuple[Strictness, ...] = get_args(Strictness)
Speaker = Literal["agent", "bot", "timer"]
SPEAKERS: tuple[Speaker, ...] = get_args(Speaker)
MOST_PHRASES, MOST_CHANNELS = 1_000, 30

Phrases = Annotated[list[Phrase], Field(max_length=MOST_PHRASES)]
Channel = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


class Ban(Dated):
    """`gone`: switched off. A shipped rule that looks for something other than words has no phrases."""

    family: Sentence
    verdict: Strictness
    phrases: Phrases = []
    say: Phrase
    unless: Phrases = []
    warned_by: Phrases = []
    whole: bool = False
    channels: Annotated[tuple[Channel, ...], Field(max_length=MOST_CHANNELS)] = ()
    roles: tuple[Speaker, ...] = ()
    gone: bool = False


def rule_id(language: str, key: str) -> str:
    return f"{language}/{key}"


def of_rule(rule: Rule) -> Ban:
    return Ban.model_validate(
        {
            "family": rule.family, "verdict": rule.verdict, "phrases": list(rule.phrases), "say": rule.say,
            "unless": list(rule.unless), "warned_by": list(rule.warned_by), "whole": rule.whole,
            "channels": rule.channels, "roles": rule.roles,
        }
    )  # fmt: skip


def as_rule(id: str, ban: Ban, shipped: Rule | None = None) -> Rule:
    """What the shop cannot edit stays as it was shipped."""
    rule = shipped or Rule(id, ban.family, ban.verdict, ())
    return replace(
        rule,
        family=ban.family,
        verdict=ban.verdict,
        phrases=tuple(ban.phrases),
        unless=tuple(ban.unless),
        warned_by=tuple(ban.warned_by),
        whole=ban.whole,
        say=ban.say,
        channels=ban.channels,
        roles=ban.roles,
    )
