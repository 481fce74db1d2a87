"""What a shop changed in its words: each change is kept, the latest of a place wins, and undoing is a change too.

The shipped packs are read-only at run time. A change lies over one place of them: a reply, a quick phrase, a sentence
that buyers say, the nicknames of a product, a group of banned phrases. Taken back, what was shipped shows again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from desk.banned.ban import Ban, of_rule, rule_id
from desk.dated import Dated, Kept
from desk.pack_files import Key, Phrase, Sentence, SlotName
from desk.phrases import Packs
from desk.record import record

Kind = Literal["reply", "saying", "quick", "nickname", "banned"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_WORDINGS, MOST_NICKNAMES = 12, 30
LONGEST_SENTENCE = 500
"""As in a pack's file."""
NO_INTENT = ""
"""The intent of a sentence that no longer counts as said for any."""


class Wording(Dated):
    """One way of saying a reply."""

    text: Phrase
    when: SlotName | None = None
    picture: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32})?$")] = ""


class Reply(Kept):
    say: Annotated[list[Wording], Field(min_length=1, max_length=MOST_WORDINGS)]


class Saying(Kept):
    """Whose sentence this is: an intent, or NO_INTENT."""

    intent: Literal[""] | Key


class Quick(Dated):
    """A quick phrase of agents. `gone`: a shipped one that this shop does not want."""

    title: Sentence
    text: Phrase
    roles: tuple[Literal["agent", "supervisor", "finance", "warehouse", "admin"], ...] = ()
    gone: bool = False


class Nicknames(Kept):
    names: Annotated[
        list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]],
        Field(max_length=MOST_NICKNAMES),
    ]


Value = Reply | Saying | Quick | Nicknames | Ban
SHAPES: Mapping[Kind, TypeAdapter[Any]] = {
    "reply": TypeAdapter(Reply),
    "saying": TypeAdapter(Saying),
    "quick": TypeAdapter(Quick),
    "nickname": TypeAdapter(Nicknames),
    "banned": TypeAdapter(Ban),
}


@record(frozen=True, slots=True)
class Place:
    """Where a change lies. A sentence is its own key, so that no two intents can claim it."""

    kind: Kind
    language: str
    """Empty for nicknames: a product has them in any."""
    key: str


@record(frozen=True, slots=True)
class Edit:
    """One version of one place; `value` None is what was shipped."""

    place: Place
    value: Value | None
    shipped: str = ""
    """The digest of what was shipped there when this was written: another one now means that both have changed."""
    at: datetime | None = None
    by: int | None = None
    id: int = 0


def one_line(written: str) -> str:
    """A sentence without what cannot be printed, and with one blank where there were several."""
    return " ".join("".join(c if c.isprintable() else " " for c in written).split())


class NotAWording(ValueError):
    """A change that cannot be read; says which field and why, in the words of its checker."""


def read_value(kind: Kind, written: object) -> Value:
    """From JSON's values. Raises NotAWording."""
    try:
        value: Value = SHAPES[kind].validate_python(written)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise NotAWording(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    return value


def written(value: Value | None) -> Any:
    """As JSON's values, without what is empty."""
    return None if value is None else value.model_dump(mode="json", exclude_defaults=True)


def digest(value: Value | None) -> str:
    return hashlib.sha256(json.dumps(written(value), sort_keys=True).encode()).hexdigest()[:16]


def shipped_at(packs: Packs, place: Place) -> Value | None:
    """What the packs as they came say at this place; None where they say nothing."""
    pack = packs.by_language.get(place.language)
    if pack is None:
        return None
    match place.kind:
        case "reply":
            variants = pack.replies.get(place.key)
            return Reply(say=[Wording(text=v.text, when=v.when) for v in variants]) if variants else None
        case "quick":
            found = next((q for q in pack.quick_replies if q.shortcut == place.key), None)
            return Quick(title=found.title, text=found.text) if found else None
        case "saying":
            owner = next(
                (key for key, intent in pack.intents.items() if place.key in intent.people_say), None
            )
            return Saying(intent=owner) if owner else None
        case "banned":
            named = rule_id(place.language, place.key)
            rule = next((rule for rule in pack.rules if rule.id == named), None)
            return of_rule(rule) if rule else None
        case "nickname":
            return None


def conflicts(packs: Packs, edit: Edit) -> bool:
    """Whether what was shipped at this place is no longer what the change was made from."""
    return edit.value is not None and edit.shipped != digest(shipped_at(packs, edit.place))
