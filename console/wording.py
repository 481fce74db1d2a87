"""Quick phrases with their slots filled in, and a stopped text with its banned words marked and a proposal."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from console import shapes
from desk.banned.draft import Checks
from desk.banned.guard import Guard, Hit
from desk.banned.hit import told_once
from desk.conversation import STOPS
from desk.errors import BannedPhrase
from desk.phrases import Packs, fill

SENTENCE = re.compile(r"[^。！？!?.;；\n]*[。！？!?.;；\n]*\s*")


def quick_phrases(
    packs: Packs, language: str, values: Mapping[str, str], roles: Collection[str]
) -> tuple[shapes.Phrase, ...]:
    """In the buyer's language, those that are for everybody or one of these roles. A slot whose value is not known stays in braces, for the agent to see."""
    found = []
    for quick in packs.for_language(language).quick_replies:
        if quick.roles and not set(quick.roles) & set(roles):
            continue
        known = {slot: values.get(slot) or f"{{{slot}}}" for slot in quick.slots}
        found.append(shapes.Phrase(quick.shortcut, quick.title, fill(quick.text, known)))
    return tuple(found)


def unfilled(packs: Packs, text: str) -> bool:
    """Whether a slot of a quick phrase was left as it is."""
    return any(
        f"{{{slot}}}" in text for pack in packs for quick in pack.quick_replies for slot in quick.slots
    )


def marks(hits: Sequence[Hit], guard: Checks) -> tuple[shapes.Hit, ...]:
    return tuple(
        shapes.Hit(hit.start, hit.end, family(hit.rule, guard), hit.rule, hit.say) for hit in told_once(hits)
    )


def family(rule: str, guard: Checks) -> str:
    known = guard.rules.get(rule)
    return known.family if known else rule.rpartition("/")[2]


def banned(conversation_id: int, error: BannedPhrase, guard: Guard, channel: str) -> shapes.Refused:
    text, hits = error.text, error.hits
    proposed = proposal(text, hits, guard, channel)
    return shapes.Refused(
        conversation_id, "banned", text, marks(hits, guard), proposed, may_ask=error.decision == "ask"
    )


def proposal(text: str, hits: Sequence[Hit], guard: Guard, channel: str) -> str | None:
    """Each sentence with such words as it may be said; None where that is not known, or would not pass either."""
    if not all(hit.say for hit in hits):
        return None
    said, before = "", None
    for sentence in SENTENCE.finditer(text):
        right = next(
            (hit.say for hit in hits if hit.start < sentence.end() and hit.end > sentence.start()), None
        )
        if right is None:
            said += sentence[0]
        elif right != before:
            said += right + (" " if right.isascii() and sentence.end() < len(text) else "")
        before = right
    return None if guard.check(said, "agent", channel=channel).decision in STOPS else said.strip()
