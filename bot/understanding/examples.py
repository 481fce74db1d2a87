"""What people say, out of the packs, as the model and the nearest examples see it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.understanding.words import barely, plainly
from desk.normal_form import fold
from desk.pack_files import PLACE
from desk.phrases import Packs
from desk.record import record

ANY_PRODUCT = "product"
STANDS_FOR = {
    "product": ANY_PRODUCT,
    "order_number": "1007",
    "tracking_number": "1234567890",
    "phone": "13812345678",
    "quantity": "2",
    "amount": "20",
}
"""What a `{slot}` of an example is read as; any other place is read as its own name."""


@record(frozen=True, slots=True)
class Example:
    said: str
    plain: str
    intent: str
    language: str


def examples(packs: Packs) -> Iterator[Example]:
    """Every sentence of every pack, in a fixed order."""
    for pack in sorted(packs, key=lambda p: p.language):
        for intent in sorted(pack.intents):
            for said in pack.intents[intent].people_say:
                yield example(said, intent, pack.language)


def example(said: str, intent: str, language: str) -> Example:
    filled = PLACE.sub(lambda place: STANDS_FOR.get(place[1], place[1]), said)
    return Example(said, barely(plainly(fold(filled).text)), intent, language)


def changes(shipped: Packs, now: Packs) -> tuple[list[Example], list[Example]]:
    """What people say according to the shop and not the packs as they came; and the other way round."""
    before, after = _said(shipped), _said(now)
    added = [
        example(said, intent, language)
        for (language, said), intent in after.items()
        if before.get((language, said)) != intent
    ]
    gone = [
        example(said, intent, language)
        for (language, said), intent in before.items()
        if after.get((language, said)) != intent
    ]
    return added, gone


def _said(packs: Packs) -> dict[tuple[str, str], str]:
    return {
        (pack.language, said): key
        for pack in packs
        for key, intent in pack.intents.items()
        for said in intent.people_say
    }
