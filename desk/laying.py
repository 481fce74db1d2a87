"""Laying a shop's changes over the shipped packs: pure, the whole of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from desk.banned.ban import Ban, as_rule, rule_id
from desk.banned.guard import Rule
from desk.dated import Dated
from desk.phrases import Intent, Pack, Packs, QuickReply, Variant
from desk.wording import KINDS, Edit, Kind, Nicknames, Quick, Reply, Saying


def laid_over(packs: Packs, edits: Iterable[Edit], today: date) -> Packs:
    """The packs as this shop says them today. Places that the packs no longer have are left out."""
    by_kind: dict[Kind, list[Edit]] = {kind: [] for kind in KINDS}
    for edit in edits:
        if edit.value is not None:
            by_kind[edit.place.kind].append(edit)
    changed = {pack.language: _laid(pack, by_kind, today) for pack in packs}
    names = {e.place.key: tuple(e.value.names) for e in by_kind["nickname"] if isinstance(e.value, Nicknames)}
    return replace(packs, by_language=changed, nicknames=names)


def _laid(pack: Pack, edits: Mapping[Kind, list[Edit]], today: date) -> Pack:
    """The pack's hash stays: it names the model that was learnt from what was shipped."""
    own = {kind: [e for e in of_kind if e.place.language == pack.language] for kind, of_kind in edits.items()}
    if not any(own.values()):
        return pack
    replies = dict(pack.replies)
    for edit in own["reply"]:
        if edit.place.key in replies and isinstance(edit.value, Reply):
            replies[edit.place.key] = tuple(_said_now(edit.value, today)) or pack.replies[edit.place.key]
    return replace(
        pack,
        replies=replies,
        quick_replies=tuple(_quick(pack, own["quick"], today)),
        intents=_intents(pack, own["saying"]),
        rules=tuple(_rules(pack, own["banned"], today)),
        pictured=frozenset(key for key, variants in replies.items() if any(v.picture for v in variants)),
    )


def _said_now(reply: Reply, today: date) -> Iterator[Variant]:
    """The wordings of today; nothing at all unless one of them needs no value."""
    held = [wording for wording in reply.say if wording.holds(today)]
    if any(wording.when is None for wording in held):
        yield from (Variant(w.text, w.when, w.picture) for w in held)


def _quick(pack: Pack, edits: Iterable[Edit], today: date) -> Iterator[QuickReply]:
    changed = {e.place.key: e.value for e in edits if isinstance(e.value, Quick)}
    shipped = {quick.shortcut: quick for quick in pack.quick_replies}
    for key in (*shipped, *(key for key in changed if key not in shipped)):
        value = changed.get(key)
        if value is None:
            yield shipped[key]
        elif not value.gone and value.holds(today):
            yield QuickReply(key, value.title, value.text, value.roles)


def _rules(pack: Pack, edits: Iterable[Edit], today: date) -> Iterator[Rule]:
    """The shop's own behind the shipped ones; what is switched off, or of other days, is not given to the guard."""
    changed = {rule_id(pack.language, e.place.key): e.value for e in edits if isinstance(e.value, Ban)}
    shipped = {rule.id: rule for rule in pack.rules}
    for id in (*shipped, *(id for id in changed if id not in shipped)):
        ban = changed.get(id)
        if ban is None:
            yield shipped[id]
        elif not ban.gone and ban.holds(today):
            yield as_rule(id, ban, shipped.get(id))


def _intents(pack: Pack, edits: Iterable[Edit]) -> Mapping[str, Intent]:
    moved = {e.place.key: e.value.intent for e in edits if isinstance(e.value, Saying)}
    if not moved:
        return pack.intents
    said: dict[str, list[str]] = {key: [] for key in pack.intents}
    for key, intent in pack.intents.items():
        said[key] = [sentence for sentence in intent.people_say if sentence not in moved]
    for sentence, key in moved.items():
        if key in said:
            said[key].append(sentence)
    return {key: replace(intent, people_say=tuple(said[key])) for key, intent in pack.intents.items()}


def pictures(edits: Iterable[Edit]) -> frozenset[str]:
    """Keys of the pictures that go with some wording."""
    replies = (edit.value for edit in edits if isinstance(edit.value, Reply))
    return frozenset(wording.picture for reply in replies for wording in reply.say if wording.picture)


def turns(edits: Iterable[Edit]) -> frozenset[date]:
    """The days on which something begins to be said, or is said for the last time."""
    days: set[date] = set()
    for edit in edits:
        parts = edit.value.say if isinstance(edit.value, Reply) else [edit.value]
        for part in parts:
            if isinstance(part, Dated):
                days |= {day for day in (part.since, part.until) if day}
    return frozenset(days)
