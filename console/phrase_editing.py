"""One place of the words as its form shows it, and the form as a change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from console.door import Door
from console.form import Form
from console.phrase_shapes import Editing, Version, Wording
from desk.banned.ban import Ban
from desk.errors import DeskError, NotFound
from desk.phrases import Packs
from desk.shops import ShopDown
from desk.stock import Product
from desk.store import Book, agents, wordings
from desk.wording import (
    MOST_WORDINGS,
    Edit,
    Kind,
    Nicknames,
    NotAWording,
    Place,
    Quick,
    Reply,
    Value,
    conflicts,
    read_value,
    shipped_at,
)
from desk.wording_check import QUICK_SLOTS

EDITABLE = ("reply", "quick", "nickname")
TRY_PRODUCTS = 30


class Unreadable(DeskError):
    """The form does not say a change."""


def place_of(door: Door, fields: Mapping[str, str], kinds: Collection[str] = EDITABLE) -> Place:
    """Of an address or a form. Raises NotFound for a place that cannot be."""
    kind, language, key = (
        fields.get("kind", ""),
        fields.get("language", ""),
        fields.get("key", "").strip()[:500],
    )
    known = (kind in kinds) and (language == "" if kind == "nickname" else language in door.packs.by_language)
    if (
        not known
        or not key
        or not key.isprintable()
        or (kind == "reply" and key not in door.lab.vocabulary.slots_of)
    ):
        raise NotFound()
    return Place(cast(Kind, kind), language, key)


def value_of(place: Place, sent: Form, pictures: Mapping[int, str]) -> Value:
    """What the form says. `pictures`: keys of those that came with it. Raises Unreadable."""
    try:
        return read_value(place.kind, _written(place, sent, pictures))
    except NotAWording as error:
        raise Unreadable(str(error)) from None


def _written(place: Place, sent: Form, pictures: Mapping[int, str]) -> dict[str, Any]:
    if place.kind == "nickname":
        return {"names": list(dict.fromkeys(filter(None, map(str.strip, sent.text("names").splitlines()))))}
    if place.kind == "quick":
        roles = [
            role
            for role in ("agent", "supervisor", "finance", "warehouse", "admin")
            if sent.text(f"role_{role}")
        ]
        return {
            "title": sent.text("quick_title"), "text": _plain(sent.text("text")), "roles": roles,
            "since": sent.text("since") or None, "until": sent.text("until") or None, "gone": bool(sent.text("gone")),
        }  # fmt: skip
    return {
        "say": [
            _wording(sent, at, pictures) for at in range(MOST_WORDINGS + 1) if sent.text(f"text_{at}").strip()
        ]
    }


def _wording(sent: Form, at: int, pictures: Mapping[int, str]) -> dict[str, Any]:
    kept = "" if sent.text(f"no_picture_{at}") else sent.text(f"picture_{at}")
    return {
        "text": _plain(sent.text(f"text_{at}")),
        "when": sent.text(f"when_{at}") or None,
        "since": sent.text(f"since_{at}") or None,
        "until": sent.text(f"until_{at}") or None,
        "picture": pictures.get(at, kept),
    }


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def now_at(packs: Packs, edits: Mapping[Place, Edit], place: Place) -> Value | None:
    """What is in force, also where it is not said today."""
    edit = edits.get(place)
    return edit.value if edit and edit.value is not None else shipped_at(packs, place)


def editing(
    door: Door, book: Book, place: Place, product: Product | None, value: Value | None = None
) -> Editing:
    """`value`: what a form said that could not be saved; else what is in force."""
    shelf = door.shelf
    edit = shelf.edits.get(place)
    history = wordings.history(book, place)
    shown = value or now_at(shelf.shipped, shelf.edits, place)
    slots = door.lab.vocabulary.slots_of.get(place.key, frozenset()) if place.kind == "reply" else QUICK_SLOTS
    names = agents.names(book)
    clash = edit is not None and place.kind != "nickname" and conflicts(shelf.shipped, edit)
    return Editing(
        kind=place.kind,  # type: ignore[arg-type]
        language=place.language,
        key=place.key,
        title=product.title("zh-CN") if product else "",
        slots=tuple(sorted(slots)) if place.kind != "nickname" else (),
        wordings=_wordings(shown),
        was=history[0].id if history else 0,
        new=shown is None and place.kind == "quick",
        quick_title=shown.title if isinstance(shown, Quick) else "",
        roles=shown.roles if isinstance(shown, Quick) else (),
        gone=isinstance(shown, Quick) and shown.gone,
        names="\n".join(shown.names) if isinstance(shown, Nicknames) else "",
        listed=(product.name, product.name_en, *product.aliases) if product else (),
        changed=edit is not None and edit.value is not None,
        conflict=texts_of(shipped_at(shelf.shipped, place)) if clash else (),
        versions=tuple(
            Version(e.id, texts_of(e.value), e.at, names.get(e.by or 0, ""), at == 0, e.value is None)
            for at, e in enumerate(history)
            if e.at is not None
        ),
    )


def _wordings(value: Value | None) -> tuple[Wording, ...]:
    match value:
        case Reply():
            return tuple(
                Wording(at, w.text, w.when or "", w.since, w.until, w.picture)
                for at, w in enumerate(value.say)
            )
        case Quick():
            return (Wording(0, value.text, "", value.since, value.until),)
        case _:
            return (Wording(0),)


def texts_of(value: Value | None) -> tuple[str, ...]:
    match value:
        case Reply():
            return tuple(w.text for w in value.say)
        case Quick():
            return (value.text,)
        case Nicknames():
            return ("、".join(value.names),) if value.names else ()
        case Ban():
            return (" · ".join(value.phrases), value.say)
        case _:
            return ()


async def sold(door: Door) -> Mapping[str, Product]:
    """By id; nothing while the shop's system is down."""
    try:
        return (await door.shop.catalogue()).products
    except ShopDown:
        return {}
