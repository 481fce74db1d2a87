"""Whether a change of the words may be saved: every slot exists, nothing is banned, no sentence has two owners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from desk.banned.ban import Ban, Speaker
from desk.banned.ban_check import QUICK, REPLIES, everywhere, faults_of, rule_of
from desk.banned.guard import Guard
from desk.lab import Vocabulary
from desk.pack_files import BRACES, PLACE
from desk.phrases import Packs
from desk.record import record
from desk.wording import Edit, Nicknames, Place, Quick, Reply, Saying, Wording

QUICK_SLOTS = frozenset({"buyer_name", "agent_name", "order"})
"""What the console fills in when an agent takes a quick phrase."""
SHORTCUT = re.compile(r"[a-z][a-z0-9_]{0,63}")

Why = Literal[
    "braces",
    "slot",
    "condition",
    "banned",
    "needs_plain",
    "must_name_order",
    "needs_order_wording",
    "days",
    "shortcut",
    "unknown_reply",
    "unknown_intent",
    "taken",
    "no_phrases",
    "short_phrase",
    "unreadable",
    "never_hits",
    "say_banned",
    "stops_neutral",
    "stops_own",
]


@record(frozen=True, slots=True)
class Wrong:
    """One thing that keeps a change from being saved."""

    why: Why
    at: int = 0
    """Which wording of a reply, from 0."""
    what: str = ""
    """The slot, the banned words, the owner: what is wrong, as it stands there."""
    say: str = ""
    """How to say it rightly, where that is known."""


def wrongs(edit: Edit, packs: Packs, vocabulary: Vocabulary, guard: Guard) -> list[Wrong]:
    """`packs` as they are now. Taking a change back is never wrong: what was shipped has been checked."""
    match edit.value:
        case Reply():
            return list(_of_reply(edit.place.key, edit.value, vocabulary, guard))
        case Quick():
            return list(_of_quick(edit.place.key, edit.value, guard))
        case Saying():
            return list(_of_saying(edit, edit.value, packs))
        case Nicknames():
            return list(_of_nicknames(edit.place.key, edit.value, packs))
        case Ban():
            return list(_of_ban(edit.place, edit.value, packs, vocabulary, guard))
        case None:
            return []


def _of_reply(key: str, reply: Reply, vocabulary: Vocabulary, guard: Guard) -> Iterator[Wrong]:
    if key not in vocabulary.slots_of:
        yield Wrong("unknown_reply", what=key)
        return
    for at, wording in enumerate(reply.say):
        yield from _of_text(at, wording.text, vocabulary.slots_of[key], guard, REPLIES)
        if wording.when and wording.when not in vocabulary.slots_of[key]:
            yield Wrong("condition", at, wording.when)
        if wording.since and wording.until and wording.until < wording.since:
            yield Wrong("days", at)
        if key in vocabulary.names_the_order and "order" not in _slots(wording):
            yield Wrong("must_name_order", at)
    always = [w for w in reply.say if not w.when and not w.since and not w.until]
    if not always:
        yield Wrong("needs_plain")
    named = [w for w in reply.say if w.when == "order" and "order" in _slots(w)]
    if key in vocabulary.names_it_where_known and not named:
        yield Wrong("needs_order_wording")


def _of_text(
    at: int, text: str, slots: frozenset[str], guard: Guard, speakers: tuple[Speaker, ...]
) -> Iterator[Wrong]:
    if BRACES.search(PLACE.sub("", text)):
        yield Wrong("braces", at)
    for slot in dict.fromkeys(PLACE.findall(text)):
        if slot not in slots:
            yield Wrong("slot", at, slot)
    for hit in everywhere(guard, text, speakers):
        yield Wrong("banned", at, text[hit.start : hit.end], hit.say or "")


def _slots(wording: Wording) -> set[str]:
    return set(PLACE.findall(wording.text))


def _of_quick(shortcut: str, quick: Quick, guard: Guard) -> Iterator[Wrong]:
    if not SHORTCUT.fullmatch(shortcut):
        yield Wrong("shortcut", what=shortcut)
    if quick.since and quick.until and quick.until < quick.since:
        yield Wrong("days")
    if not quick.gone:
        yield from _of_text(0, quick.text, QUICK_SLOTS, guard, QUICK)


def _of_ban(place: Place, ban: Ban, packs: Packs, vocabulary: Vocabulary, guard: Guard) -> Iterator[Wrong]:
    if not SHORTCUT.fullmatch(place.key):
        yield Wrong("shortcut", what=place.key)
    if ban.since and ban.until and ban.until < ban.since:
        yield Wrong("days")
    if not ban.gone:
        for why, what in faults_of(rule_of(place, ban, packs), packs, guard, vocabulary.stand_ins):
            yield Wrong(why, what=what)


def _of_saying(edit: Edit, saying: Saying, packs: Packs) -> Iterator[Wrong]:
    pack = packs.by_language.get(edit.place.language)
    if saying.intent and (pack is None or saying.intent not in pack.intents):
        yield Wrong("unknown_intent", what=saying.intent)
    if BRACES.search(PLACE.sub("", edit.place.key)):
        yield Wrong("braces")


def _of_nicknames(product: str, nicknames: Nicknames, packs: Packs) -> Iterator[Wrong]:
    mine = {name.casefold() for name in nicknames.names}
    for other, names in packs.nicknames.items():
        for name in names:
            if other != product and name.casefold() in mine:
                yield Wrong("taken", what=name, say=other)
