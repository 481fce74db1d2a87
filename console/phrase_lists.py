"""The words in force as lists: replies, what buyers say, quick phrases, nicknames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from console.phrase_shapes import Row, Sentence
from desk.dated import Dated
from desk.phrases import Pack, Packs
from desk.shelf import Shelf
from desk.stock import Product
from desk.wording import Edit, Kind, Place, Quick, Reply, Saying, conflicts

SHOWN_TEXTS = 2
PRODUCTS_SHOWN = 60
MOST_SENTENCES = 400


def href(kind: Kind, language: str, key: str) -> str:
    if kind == "banned":
        return "/phrases/rule?" + urlencode({"language": language, "key": key})
    return "/phrases/edit?" + urlencode({"kind": kind, "language": language, "key": key})


def replies(shelf: Shelf, pack: Pack, query: str) -> tuple[Row, ...]:
    """In the order of the pack; those whose key or words contain what is looked for."""
    return tuple(
        _row(shelf, Place("reply", pack.language, key), "", texts, len(variants))
        for key, variants in pack.replies.items()
        if found_in(query, key, *(texts := tuple(v.text for v in variants)))
    )


def quick(shelf: Shelf, pack: Pack, query: str) -> tuple[Row, ...]:
    """Also those that this shop put away: they can be taken back."""
    now = {one.shortcut: one for one in pack.quick_replies}
    away = {
        p.key: e.value
        for p, e in shelf.edits.items()
        if p.kind == "quick" and p.language == pack.language and p.key not in now
    }
    shown = [(key, one.title, one.text) for key, one in now.items()]
    shown += [(key, value.title, value.text) for key, value in away.items() if isinstance(value, Quick)]
    return tuple(
        _row(shelf, Place("quick", pack.language, key), title, (text,), 0)
        for key, title, text in shown
        if found_in(query, key, title, text)
    )


def nicknames(shelf: Shelf, products: Mapping[str, Product], language: str, query: str) -> tuple[Row, ...]:
    """Of as many products as fit a page; a search looks at all."""
    rows: list[Row] = []
    for product in products.values():
        names = (*product.aliases, *shelf.packs.nicknames.get(product.id, ()))
        if found_in(query, product.id, product.name, product.name_en, *names):
            rows.append(
                _row(
                    shelf,
                    Place("nickname", "", product.id),
                    product.title(language),
                    ("、".join(names),) if names else (),
                    len(names),
                )
            )
        if len(rows) > PRODUCTS_SHOWN:
            break
    return tuple(rows)


def intents(shelf: Shelf, pack: Pack) -> tuple[Row, ...]:
    changed = {edit.value.intent for edit in _sayings(shelf, pack.language) if isinstance(edit.value, Saying)}
    return tuple(
        Row(
            key,
            "",
            intent.people_say[:SHOWN_TEXTS],
            "/phrases/saying?" + urlencode({"language": pack.language, "intent": key}),
            count=len(intent.people_say),
            changed=key in changed,
        )
        for key, intent in pack.intents.items()
    )


def sentences(shelf: Shelf, pack: Pack, intent: str, query: str) -> tuple[Sentence, ...]:
    """Of one intent, or of all where something is looked for; the shop's own first, the newest on top."""
    shipped = _shipped(shelf.shipped, pack.language)
    found = [
        Sentence(text, key, shipped.get(text) != key)
        for key, one in pack.intents.items()
        if (key == intent or (query and not intent))
        for text in reversed(one.people_say)
        if found_in(query, text)
    ]
    return tuple(sorted(found, key=lambda one: not one.added)[:MOST_SENTENCES])


def _shipped(packs: Packs, language: str) -> dict[str, str]:
    pack = packs.by_language[language]
    return {text: key for key, intent in pack.intents.items() for text in intent.people_say}


def _sayings(shelf: Shelf, language: str) -> Iterator[Edit]:
    return (
        e
        for p, e in shelf.edits.items()
        if p.kind == "saying" and p.language == language and e.value is not None
    )


def _row(shelf: Shelf, place: Place, title: str, texts: tuple[str, ...], count: int) -> Row:
    edit = shelf.edits.get(place)
    value = edit.value if edit else None
    parts = value.say if isinstance(value, Reply) else [value]
    return Row(
        key=place.key,
        title=title,
        texts=texts[:SHOWN_TEXTS],
        href=href(place.kind, place.language, place.key),
        count=count,
        changed=value is not None,
        conflict=edit is not None and place.kind != "nickname" and conflicts(shelf.shipped, edit),
        dated=any(isinstance(part, Dated) and bool(part.since or part.until) for part in parts),
        pictured=isinstance(value, Reply) and any(w.picture for w in value.say),
        gone=isinstance(value, Quick) and value.gone,
    )


def found_in(query: str, *texts: str) -> bool:
    return not query or any(query in text.casefold() for text in texts)
