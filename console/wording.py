"""Quick phrases with their slots filled in, and a stopped text with its banned words marked and a proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from console import shapes
from desk.banned import Guard, Hit
from desk.message import Author
from desk.phrases import Packs, fill


def quick_phrases(packs: Packs, language: str, values: Mapping[str, str]) -> tuple[shapes.Phrase, ...]:
    """In the buyer's language. A slot whose value is not known stays in braces, for the agent to see."""
    found = []
    for quick in packs.for_language(language).quick_replies:
        known = {slot: values.get(slot) or f"{{{slot}}}" for slot in quick.slots}
        found.append(shapes.Phrase(quick.shortcut, quick.title, fill(quick.text, known)))
    return tuple(found)


def banned(
    conversation_id: int, text: str, hits: Sequence[Hit], guard: Guard, families: Mapping[str, str]
) -> shapes.Refused:
    """`families`: rule to what is wrong with its words."""
    marked = tuple(shapes.Hit(hit.start, hit.end, families.get(hit.rule, hit.rule)) for hit in hits)
    return shapes.Refused(conversation_id, "banned", text, marked, proposal(text, hits, guard))


def proposal(text: str, hits: Sequence[Hit], guard: Guard) -> str | None:
    """The text with each banned wording replaced; None where that is not known, or would not pass either."""
    said, done = "", 0
    for hit in hits:
        if not hit.say:
            return None
        if hit.start >= done:
            said += text[done : hit.start] + hit.say
            done = hit.end
    said += text[done:]
    return None if guard.check(said, Author.HUMAN).decision in ("ask", "block") else said


def families(packs: Packs) -> dict[str, str]:
    return {rule.id: rule.family for rule in packs.rules}
