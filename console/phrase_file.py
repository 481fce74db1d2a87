"""A file of phrases: what is in it when it leaves, and which changes it means when it comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from console.phrase_editing import now_at
from desk.phrases import Pack
from desk.shelf import Shelf
from desk.wording import (
    KINDS,
    LONGEST_SENTENCE,
    NO_INTENT,
    Edit,
    Kind,
    NotAWording,
    Place,
    Saying,
    Value,
    digest,
    one_line,
    read_value,
    shipped_at,
    written,
)

FORM = "shopdesk-phrases-1"
LARGEST_BYTES, MOST_CHANGES = 4 << 20, 20_000


class NotOurs(ValueError):
    """The file cannot be read; its text is a key of the page's words."""


def written_out(shelf: Shelf) -> dict[str, Any]:
    """This shop's changes that are in force."""
    data: dict[str, Any] = {"form": FORM, **{kind: {} for kind in KINDS}}
    for place, edit in shelf.edits.items():
        if edit.value is not None:
            _put(data, place, edit.value)
    return data


def whole(shelf: Shelf, pack: Pack) -> dict[str, Any]:
    """Every word of one language as it is now, and all nicknames."""
    data: dict[str, Any] = {"form": FORM, **{kind: {} for kind in KINDS}}
    said = [Place("reply", pack.language, key) for key in pack.replies]
    said += [Place("quick", pack.language, quick.shortcut) for quick in pack.quick_replies]
    said += [Place("banned", pack.language, rule.id.partition("/")[2]) for rule in pack.rules]
    for place in said:
        if (value := now_at(shelf.shipped, shelf.edits, place)) is not None:
            _put(data, place, value)
    for key, intent in pack.intents.items():
        for sentence in intent.people_say:
            _put(data, Place("saying", pack.language, sentence), Saying(intent=key))
    for product, names in shelf.packs.nicknames.items():
        data["nickname"].setdefault("", {})[product] = {"names": list(names)}
    return data


def _put(data: dict[str, Any], place: Place, value: Value) -> None:
    of_language = data[place.kind].setdefault(place.language, {})
    if isinstance(value, Saying):
        of_language.setdefault(value.intent, []).append(place.key)
    else:
        of_language[place.key] = written(value)


def read_file(raw: bytes, shelf: Shelf) -> list[Edit]:
    """The changes that it asks for: what already is so is none. A sentence that is not in the file stays. Raises NotOurs."""
    if len(raw) > LARGEST_BYTES:
        raise NotOurs("too_big")
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotOurs("not_json") from None
    if not isinstance(data, dict) or data.get("form") != FORM:
        raise NotOurs("not_ours")
    edits: list[Edit] = []
    for place, value in _places(data):
        if place.kind != "nickname" and place.language not in shelf.packs.by_language:
            raise NotOurs("language")
        if value != (
            now_at(shelf.shipped, shelf.edits, place)
            or (Saying(intent=NO_INTENT) if place.kind == "saying" else None)
        ):
            edits.append(Edit(place, value, digest(shipped_at(shelf.shipped, place))))
        if len(edits) > MOST_CHANGES:
            raise NotOurs("too_many")
    return edits


def _places(data: Mapping[str, Any]) -> Iterator[tuple[Place, Value]]:
    try:
        for kind in KINDS:
            for language, of_language in _table(data.get(kind, {})):
                for key, kept in _table(of_language):
                    yield from _values(kind, language, key, kept)
    except NotAWording:
        raise NotOurs("shape") from None


def _values(kind: Kind, language: str, key: str, kept: Any) -> Iterator[tuple[Place, Value]]:
    if kind != "saying":
        yield Place(kind, language, key), read_value(kind, kept)
        return
    if not isinstance(kept, list) or not all(isinstance(said, str) for said in kept):
        raise NotOurs("shape")
    for said in kept:
        plain = one_line(said)
        if plain and len(plain) <= LONGEST_SENTENCE:
            yield Place(kind, language, plain), read_value(kind, {"intent": key})


def _table(kept: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(kept, dict):
        raise NotOurs("shape")
    for key, value in kept.items():
        if not key.isprintable() or len(key) > 500:
            raise NotOurs("shape")
        yield key, value
