"""What a change of the words would change, tried on what buyers and the bot really said last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from console.door import Door
from console.phrase_shapes import Effect, Tried
from desk.lab import Difference
from desk.laying import laid_over
from desk.pack_files import PLACE
from desk.phrases import Variant, fill
from desk.store import lessons
from desk.wording import Edit, Place, Reply, Saying, Value
from desk.wording_check import wrongs

LOOKED_AT = 1_000
SHOWN = 5
LONGEST_VALUE = 300


async def of_sentence(
    door: Door, text: str, language: str, intents: Iterable[tuple[str, float]]
) -> tuple[tuple[Effect, ...], int]:
    """For each intent, as if the sentence were its example; and how many real sentences were tried."""
    heard = await door.store.read(lambda book: lessons.heard_lately(book, LOOKED_AT))
    found = []
    for intent, odds in intents:
        edit = Edit(Place("saying", language, text), Saying(intent=intent))
        found.append(
            Effect(intent, odds, await of_edits(door, [edit], [one for one in heard if one[0] != text]))
        )
    return tuple(found), len(heard)


async def of_edits(
    door: Door, edits: Sequence[Edit], heard: Sequence[tuple[str, str]]
) -> tuple[Difference, ...]:
    shelf = door.shelf
    today = door.clock().astimezone(door.zone).date()
    packs = laid_over(
        shelf.shipped, ({**shelf.edits, **{edit.place: edit for edit in edits}}).values(), today
    )
    return tuple(await door.lab.differences(packs, heard))


async def of_reply(door: Door, place: Place, value: Value | None, values: Mapping[str, str]) -> Tried:
    """How each wording reads with these values, and how the last answers that were this reply would read."""
    edit = Edit(place, value)
    faults = tuple(wrongs(edit, door.packs, door.lab.vocabulary, door.guard))
    if not isinstance(value, Reply):
        return Tried(faults, ())
    texts = tuple(shown(wording.text, values) for wording in value.say)
    said = await door.store.read(lambda book: lessons.said_lately(book, LOOKED_AT))
    old = door.packs.for_language(place.language).replies.get(place.key, ())
    new = [Variant(wording.text, wording.when) for wording in value.say]
    lately = [pair for text, _ in said if (pair := _rewritten(text, old, new))]
    changed = tuple(dict.fromkeys(pair for pair in lately if pair[0] != pair[1]))
    return Tried(faults, texts, len(lately), changed[:SHOWN], len(said))


def shown(text: str, values: Mapping[str, str]) -> str:
    """With a value that is not known still in braces."""
    known = {slot: values.get(slot) or f"{{{slot}}}" for slot in PLACE.findall(text)}
    return fill(text, known)


def _rewritten(said: str, old: Sequence[Variant], new: Sequence[Variant]) -> tuple[str, str] | None:
    """What was said, and what would be now, with the values that it was said with; None where it was another reply."""
    first = said.split("\n", 1)[0]
    for at, variant in enumerate(old):
        for whole in (said, first):
            values = values_in(whole, variant.text)
            if values is not None:
                fitting = [v for v in new if v.fits(values)] or list(new)
                return whole, fill(fitting[at % len(fitting)].text, values)
    return None


def values_in(said: str, phrase: str) -> dict[str, str] | None:
    """The values that the phrase was filled with; None where these are not its words.

    Each part of the phrase is looked for behind the one before: that is not every way to read it, but it never takes
    long, and what stands between two places is hardly ever in a value."""
    first, *rest = PLACE.split(phrase)
    if not said.startswith(first):
        return None
    at, values = len(first), {}
    for slot, words in zip(rest[::2], rest[1::2], strict=True):
        last = words is rest[-1]
        end = len(said) - len(words) if last else said.find(words, at)
        if end < at or (last and not said.endswith(words)) or end - at > LONGEST_VALUE:
            return None
        values[slot] = said[at:end]
        at = end + len(words)
    return values if at == len(said) else None
