"""The shelf of words: packs by language, and how a reply is made of them.

A stored phrase is never a template of an engine: `{slot}` is replaced in one pass, and what a value
contains is never looked at again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cache
from pathlib import Path

from desk.banned.guard import Rule
from desk.banned.phrase_notation import spelt_out
from desk.errors import DeskError
from desk.pack_files import (
    LONGEST_PHRASE,
    PLACE,
    BannedWords,
    Fault,
    PackFaults,
    PackFiles,
    faults_within,
    read_pack,
)
from desk.record import record

__all__ = ["Fault", "Intent", "Pack", "PackFaults", "Packs", "QuickReply", "Variant", "load_packs"]


@cache
def slots_of(phrase: str) -> frozenset[str]:
    """The names of its `{slot}`s. Kept: the phrases are the packs', as many as there are, and asked at every answer."""
    return frozenset(PLACE.findall(phrase))


class NoSuchReply(DeskError):
    """The pack has no words for this."""


@record(frozen=True, slots=True)
class Intent:
    people_say: tuple[str, ...]
    must_understand: Mapping[str, Mapping[str, str]]
    """Sentence → the slots that must be found in it."""


@record(frozen=True, slots=True)
class Variant:
    """One wording; `when` names a value without which it is not said."""

    text: str
    when: str | None = None
    picture: str = ""
    """The key of a picture that goes with it; empty for none."""

    @property
    def slots(self) -> frozenset[str]:
        return slots_of(self.text)

    def fits(self, values: Mapping[str, str]) -> bool:
        return all(map(values.get, slots_of(self.text))) and (not self.when or bool(values.get(self.when)))


@record(frozen=True, slots=True)
class QuickReply:
    """What an agent gets by `/shortcut`; `{slot}`s are filled in by the console."""

    shortcut: str
    title: str
    text: str
    roles: tuple[str, ...] = ()
    """Whose it is; empty for everybody."""

    @property
    def slots(self) -> frozenset[str]:
        return slots_of(self.text)


@record(frozen=True, slots=True)
class Pack:
    """The words of one language."""

    language: str
    name: str
    script: str
    direction: str
    intents: Mapping[str, Intent]
    replies: Mapping[str, tuple[Variant, ...]]
    quick_replies: tuple[QuickReply, ...]
    rules: tuple[Rule, ...]
    hash: str
    """Of what people say, hex: names the model that was trained from it."""
    pictured: frozenset[str] = frozenset()
    """Replies with a picture in some wording."""

    def reply(self, key: str, values: Mapping[str, str], turn: int) -> str:
        """The words for `key`; the same turn always gets the same variant, the next turn another.

        A variant with a condition goes before one without, as soon as its value is there."""
        return fill(self.wording(key, values, turn).text, values)

    def wording(self, key: str, values: Mapping[str, str], turn: int) -> Variant:
        """The variant that `reply` fills in."""
        variants = self.replies.get(key)
        if not variants:
            raise NoSuchReply(f"The pack {self.language} has no reply {key!r}.")
        fitting = (
            [v for v in variants if v.fits(values)] or [v for v in variants if not v.when] or list(variants)
        )
        best = [v for v in fitting if v.when] or fitting
        return best[turn % len(best)]


def fill(text: str, values: Mapping[str, str]) -> str:
    """`{slot}` → its value, one pass, at most 4,000 characters; a value that is not there leaves nothing."""
    pieces = list(_pieces(text))
    pieces[1::2] = [values.get(slot, "") for slot in pieces[1::2]]
    return "".join(pieces)[:LONGEST_PHRASE]


@cache
def _pieces(phrase: str) -> tuple[str, ...]:
    """By turns what stands as it is, and the name of a slot. Kept like `slots_of`."""
    return tuple(PLACE.split(phrase))


@record(frozen=True, slots=True)
class Packs:
    by_language: Mapping[str, Pack]
    shop_language: str
    nicknames: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Product (desk.stock.Product.id) → what people call it besides the names that the shop's list has."""

    @property
    def hash(self) -> str:
        return hashlib.sha256("".join(sorted(p.hash for p in self)).encode()).hexdigest()[:16]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Of all languages: an answer may be mixed."""
        return tuple(rule for pack in self for rule in pack.rules)

    def __iter__(self) -> Iterator[Pack]:
        return iter(self.by_language.values())

    def for_language(self, tag: str) -> Pack:
        """The pack of this language, else one that shares its first part (zh-TW → zh-CN), else the shop's."""
        if tag in self.by_language:
            return self.by_language[tag]
        family = tag.partition("-")[0].lower()
        near = [p for p in self if p.language.partition("-")[0] == family]
        return near[0] if family and near else self.by_language[self.shop_language]


def load_packs(folder: Path, shop_language: str = "en") -> Packs:
    """All packs in the folders below `folder`; PackFaults names everything that is wrong with them at once."""
    faults: list[Fault] = []
    packs: dict[str, Pack] = {}
    for home in sorted(f.parent for f in folder.glob("*/pack.toml")):
        files = read_pack(home, faults)
        if files:
            faults.extend(faults_within(home.name, files))
            packs[files.about.language] = _pack(home.name, files)
    if not faults and shop_language not in packs:
        faults.append(
            Fault(str(folder.name), "", f"there is no pack for the shop's language {shop_language}")
        )
    if faults:
        raise PackFaults(tuple(faults))
    return Packs(packs, shop_language)


def _pack(folder: str, files: PackFiles) -> Pack:
    about = files.about
    intents = {
        key: Intent(tuple(words.people_say), words.must_understand) for key, words in files.intents.items()
    }
    spoken = "\0".join(f"{key}\1{s}" for key in sorted(intents) for s in intents[key].people_say)
    return Pack(
        language=about.language,
        name=about.name,
        script=about.script,
        direction=about.direction,
        intents=intents,
        replies={
            key: tuple(Variant(text, section.when) for section in sections for text in section.say)
            for key, sections in files.replies.items()
        },
        quick_replies=tuple(QuickReply(key, q.title, q.text) for key, q in files.quick_replies.items()),
        rules=tuple(
            _rule(f"{about.language}/{key}", key, words, files.lists) for key, words in files.banned.items()
        ),
        hash=hashlib.sha256(f"{about.language}\0{spoken}".encode()).hexdigest(),
    )


def _rule(id: str, key: str, words: BannedWords, lists: Mapping[str, list[str]]) -> Rule:
    def spelt(phrases: Iterable[str]) -> tuple[str, ...]:
        return tuple(spelt_out(phrase, lists) for phrase in phrases)

    return Rule(
        id=id,
        family=words.family,
        verdict=words.verdict,
        phrases=spelt(words.phrases),
        unless=spelt(words.unless),
        warned_by=spelt(words.warned_by),
        whole=words.whole,
        soft=words.soft,
        hidden=words.hidden,
        say=words.say,
        kind=words.kind or key,
        denied_by=spelt(words.denied_by),
        denied_after=spelt(words.denied_after),
        fine_with=spelt(words.fine_with),
        detects=tuple(words.detects),
        links=tuple(words.links),
        channels=tuple(words.channels),
        queues=tuple(words.queues),
        roles=tuple(words.roles),
        turns=spelt(lists.get("turns", ())),
        official=spelt(lists.get("official", ())),
        quoting=spelt(lists.get("quoting", ())),
        sounding=spelt(lists.get("sounding", ())),
        by_ear=spelt(lists.get("by_ear", ())),
        fillers=spelt(lists.get("fillers", ())) if words.whole else (),
        beside_fillers=spelt(lists.get("beside_fillers", ())) if words.whole else (),
    )
