"""A banned rule as its form shows it, the form as a rule, and what that rule would do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from console.ban_shapes import BanEditing, BanRow, Judged, Trial
from console.door import Door
from console.form import Form
from console.phrase_editing import Unreadable, now_at, texts_of
from console.phrase_lists import found_in, href
from console.phrase_shapes import Version
from console.wording import marks
from desk import masking
from desk.banned.ban import SPEAKERS, Ban
from desk.banned.ban_check import own_words_stopped, rule_of, seal, usable, would_have
from desk.banned.draft import Checks, Draft
from desk.phrases import Pack
from desk.shelf import Shelf
from desk.store import Book, agents, lessons, wordings
from desk.wording import Edit, NotAWording, Place, conflicts, read_value, shipped_at
from desk.wording_check import wrongs

LOOKED_AT, SHOWN_PAST, SHOWN_PHRASES = 1_000, 5, 8
NEW = "+"
"""The key of a rule that is not there yet: no rule can be called so."""
TESTED = 4_000


def rows(shelf: Shelf, pack: Pack, query: str) -> tuple[BanRow, ...]:
    """The shop's own first; also what is switched off or of other days."""
    shipped = {key_of(rule.id) for rule in shelf.shipped.by_language[pack.language].rules}
    keys = {
        place.key for place, edit in shelf.edits.items() if _is_ours(place, pack) and edit.value is not None
    }
    own = [key for key in keys if key not in shipped]
    found = (
        _row(shelf, Place("banned", pack.language, key), own=key in own)
        for key in (*own, *_in_order(shelf, pack))
    )
    return tuple(row for row, texts in found if found_in(query, row.key, row.family, *texts))


def _is_ours(place: Place, pack: Pack) -> bool:
    return place.kind == "banned" and place.language == pack.language


def _in_order(shelf: Shelf, pack: Pack) -> Iterator[str]:
    return (key_of(rule.id) for rule in shelf.shipped.by_language[pack.language].rules)


def key_of(rule: str) -> str:
    return rule.partition("/")[2]


def _row(shelf: Shelf, place: Place, *, own: bool) -> tuple[BanRow, tuple[str, ...]]:
    edit, ban = shelf.edits.get(place), now_at(shelf.shipped, shelf.edits, place)
    assert isinstance(ban, Ban)
    changed = edit is not None and edit.value is not None
    row = BanRow(
        key=place.key,
        family=ban.family,
        verdict=ban.verdict,
        phrases=tuple(ban.phrases[:SHOWN_PHRASES]),
        count=len(ban.phrases),
        href=href("banned", place.language, place.key),
        own=own,
        changed=changed and not own,
        conflict=edit is not None and conflicts(shelf.shipped, edit),
        dated=bool(ban.since or ban.until),
        scoped=bool(ban.channels or ban.roles),
        gone=ban.gone,
    )
    return row, (*ban.phrases, ban.say)


def channels_of(door: Door, ban: Ban | None = None) -> tuple[str, ...]:
    """Those that are set up here, and those that the rule names already."""
    return tuple(
        dict.fromkeys([*sorted({channel for channel, _ in door.accounts}), *(ban.channels if ban else ())])
    )


def ban_of(sent: Form, channels: Sequence[str]) -> Ban:
    """What the form says. Raises Unreadable."""
    written: dict[str, Any] = {
        "family": sent.text("family"),
        "verdict": sent.text("verdict"),
        "phrases": _lines(sent, "phrases"),
        "unless": _lines(sent, "unless"),
        "warned_by": _lines(sent, "warned_by"),
        "whole": bool(sent.text("whole")),
        "say": sent.text("say").replace("\r\n", "\n").strip(),
        "roles": [speaker for speaker in SPEAKERS if sent.text(f"role_{speaker}")],
        "channels": [channel for channel in channels if sent.text(f"channel_{channel}")],
        "since": sent.text("since") or None,
        "until": sent.text("until") or None,
        "gone": bool(sent.text("gone")),
    }
    try:
        value = read_value("banned", written)
    except NotAWording as error:
        raise Unreadable(str(error)) from None
    assert isinstance(value, Ban)
    return value


def _lines(sent: Form, name: str) -> list[str]:
    return list(dict.fromkeys(filter(None, map(str.strip, sent.text(name).splitlines()))))


def editing(door: Door, book: Book, place: Place, value: Ban | None = None) -> BanEditing:
    """`value`: what a form said that could not be saved; else what is in force."""
    shelf = door.shelf
    edit, history, names = shelf.edits.get(place), wordings.history(book, place), agents.names(book)
    in_force = now_at(shelf.shipped, shelf.edits, place)
    ban = value or (in_force if isinstance(in_force, Ban) else None)
    shipped = shipped_at(shelf.shipped, place)
    clash = edit is not None and conflicts(shelf.shipped, edit)
    shown = {} if ban is None else {
        "family": ban.family, "verdict": ban.verdict, "phrases": "\n".join(ban.phrases), "unless": "\n".join(ban.unless),
        "warned_by": "\n".join(ban.warned_by), "whole": ban.whole, "say": ban.say, "roles": ban.roles,
        "channels": ban.channels, "since": ban.since, "until": ban.until, "gone": ban.gone,
    }  # fmt: skip
    return BanEditing(
        language=place.language,
        key="" if place.key == NEW else place.key,
        new=in_force is None and not history,
        was=history[0].id if history else 0,
        shipped=shipped is not None,
        changed=edit is not None and edit.value is not None,
        conflict=texts_of(shipped) if clash else (),
        versions=tuple(
            Version(e.id, texts_of(e.value), e.at, names.get(e.by or 0, ""), at == 0, e.value is None)
            for at, e in enumerate(history)
            if e.at is not None
        ),
        **shown,  # type: ignore[arg-type]
    )


def free_key(shelf: Shelf, language: str) -> str:
    """For a rule that nobody named."""
    taken = {place.key for place in shelf.edits if place.kind == "banned" and place.language == language}
    number = 1
    while f"own_{number}" in taken:
        number += 1
    return f"own_{number}"


def families(door: Door, language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.family for rule in door.packs.by_language[language].rules))


def judged(guard: Checks, text: str, role: str, channel: str) -> Judged:
    verdict = guard.check(text, role, channel=channel)
    return Judged(text, verdict.decision, marks(verdict.hits, guard))


async def trial(door: Door, place: Place, ban: Ban, tested: tuple[str, str, str] | None = None) -> Trial:
    """What this rule would do instead of what is in force; `tested`: a text, who says it, on which channel."""
    said = await door.store.read(lambda book: lessons.agents_said_lately(book, LOOKED_AT))
    return await asyncio.to_thread(_tried, door, place, ban, said, tested)


def _tried(
    door: Door, place: Place, ban: Ban, said: Sequence[tuple[str, str]], tested: tuple[str, str, str] | None
) -> Trial:
    rule = rule_of(place, ban, door.packs)
    found = tuple(wrongs(Edit(place, ban), door.packs, door.lab.vocabulary, door.guard))
    if not usable(rule):
        return Trial(found)
    draft = Draft(door.guard, rule, gone=ban.gone)
    own = [] if ban.gone else own_words_stopped(rule, door.packs)
    past = [] if ban.gone else would_have(rule, said)
    return Trial(
        wrongs=found,
        own=tuple(own),
        seal=seal(own),
        past=tuple((masking.text(text), marks(hits, draft)) for text, hits in past[:SHOWN_PAST]),
        past_count=len(past),
        looked_at=len(said),
        judged=judged(draft, *tested) if tested else None,
    )
