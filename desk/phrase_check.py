"""Whether the packs and the code agree: every reply there, only slots that exist, nothing banned."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from desk.banned.ban import SPEAKERS
from desk.banned.ban_check import everywhere
from desk.banned.guard import Guard
from desk.phrases import Fault, Packs, Variant

NUMBER = re.compile(r"\{(?:place|minutes|quantity|left|count|days)\}")


def reply_faults(packs: Packs, slots_of: Mapping[str, Collection[str]]) -> list[Fault]:
    """What the code and the replies disagree on. `slots_of`: each key the code says → the slots it has there."""
    guard = Guard(packs.rules)
    faults = []
    for pack in packs:
        file = f"{pack.language}/replies.toml"
        faults += [Fault(file, key, "this reply is missing") for key in slots_of.keys() - pack.replies.keys()]
        for key, variants in pack.replies.items():
            faults += [Fault(file, key, reason) for reason in _disagreements(key, variants, slots_of)]
            faults += [Fault(file, key, reason) for v in variants for reason in _banned_in(v.text, guard)]
        quick = f"{pack.language}/quick_replies.toml"
        faults += [Fault(quick, q.shortcut, r) for q in pack.quick_replies for r in _banned_in(q.text, guard)]
    return sorted(faults, key=lambda f: (f.file, f.key))


def _disagreements(
    key: str, variants: tuple[Variant, ...], slots_of: Mapping[str, Collection[str]]
) -> Iterator[str]:
    if key not in slots_of:
        yield "nothing ever says this"
        return
    for variant in variants:
        for slot in sorted(
            (variant.slots | ({variant.when} if variant.when else set())) - set(slots_of[key])
        ):
            yield f"uses {{{slot}}}, which is never known here"
    if all(v.when for v in variants):
        yield "needs a wording without `when` as well"


def _banned_in(text: str, guard: Guard) -> Iterator[str]:
    """As it is written, or else with the least of what may stand in its slots: `number {place} in the queue` is harmless, and
    is a claim for whoever is first."""
    hits = everywhere(guard, text, SPEAKERS)
    if not hits and (filled := NUMBER.sub("1", text)) != text:
        text, hits = filled, everywhere(guard, filled, SPEAKERS)
    for hit in hits:
        yield f"contains {text[hit.start : hit.end]!r}, banned by {hit.rule}; say rather: {hit.say}"
