"""Promises as a reader sees them: beside a conversation, after a message was sent, and on their page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import cast

from console import promise_shapes as shapes
from console.door import Door
from desk import masking
from desk.agent import Agent, Right
from desk.conversation import Conversation
from desk.noticing import noticed
from desk.promise import Promise, PromiseState, kept_share
from desk.shop import MIDNIGHT
from desk.store import Book, agents, left_promises, promises

LONGEST_TIME = 32
FAR = timedelta(days=3650)


def time_written(text: str, zone: tzinfo) -> datetime | None:
    """Of a field for date and time, which knows no zone: it is the shop's. None for what is no time."""
    try:
        return datetime.fromisoformat(text[:LONGEST_TIME]).replace(tzinfo=zone) if text else None
    except ValueError:
        return None


def promised(
    one: Promise, buyer: str, reader: Agent, names: Mapping[int, str], at: datetime, *, left: bool = False
) -> shapes.Promised:
    mine = one.owner_id == reader.id and reader.may(Right.PROMISE)
    return shapes.Promised(
        id=one.id,
        conversation_id=one.conversation_id,
        buyer=buyer,
        owner=names.get(one.owner_id, ""),
        about=cast(shapes.About, str(one.about)),
        text=masking.text(one.text),
        due_at=one.due_at,
        state=cast(shapes.State, str(one.state)),
        made_at=one.made_at,
        late=one.owed and (one.state == PromiseState.BROKEN or one.due_at < at),
        kept_at=one.kept_at,
        settled_at=one.settled_at,
        by=names.get(one.by, "") if one.by is not None else "",
        may_act=one.owed and (mine or reader.may(Right.ALL_PROMISES)),
        left=left and one.owner_id != reader.id,
    )


def here(book: Book, held: Conversation, reader: Agent, at: datetime) -> shapes.PromisedHere:
    names = agents.names(book)
    return shapes.PromisedHere(
        held.id,
        at,
        tuple(
            promised(one, held.buyer_name, reader, names, at) for one in promises.owed_to(book, held.buyer_id)
        ),
        tuple(
            promised(one, held.buyer_name, reader, names, at) for one in promises.settled_in(book, held.id)
        ),
        may_note=reader.may(Right.PROMISE),
    )


def in_words(door: Door, conversation_id: int, text: str, at: datetime) -> shapes.Noticed | None:
    """The promise that this text would be."""
    found = noticed(text, at, door.rules.hours)
    if found is None:
        return None
    about = cast(shapes.About, str(found.about))
    return shapes.Noticed(
        conversation_id, about, text[found.start : found.end], _whole_minute(found.due_at), at
    )


def _whole_minute(at: datetime) -> datetime:
    """Not before it: a field has no seconds, and "in a minute" must not be over while it is sent."""
    return at + (datetime.min.replace(tzinfo=at.tzinfo) - at) % timedelta(minutes=1)


def after_sending(
    book: Book, door: Door, held: Conversation, reader: Agent, seq: int, text: str, at: datetime
) -> shapes.AfterSending:
    """A promise in it that nobody noted, and earlier ones that it may have kept: the person says so, not the desk."""
    unnoted = None
    if reader.may(Right.PROMISE) and not promises.made_by_message(book, held.id, seq):
        found = in_words(door, held.id, text, at)
        unnoted = shapes.Noticed(held.id, found.about, found.words, found.due_at, at, seq) if found else None
    names = agents.names(book)
    owed = [
        one for one in promises.owed_to(book, held.buyer_id) if one.owner_id == reader.id and one.seq != seq
    ]
    kept = tuple(promised(one, held.buyer_name, reader, names, at) for one in owed)
    return shapes.AfterSending(held.id, at, unnoted, kept)


# --- the page


def page(
    book: Book, door: Door, reader: Agent, owner: int | None, days: shapes.Period, again: str, at: datetime
) -> shapes.Promises:
    """Left with nobody, overdue, due today, later; and how they were kept in the last so many days. `owner`: None for
    everybody's."""
    all_of_them = reader.may(Right.ALL_PROMISES)
    whose = owner if all_of_them else reader.id
    names = agents.names(book)
    tonight = _midnight_after(at, door.zone)
    left = left_promises.listed(book, whose) if all_of_them else []
    elsewhere = {one.promise.id for one in left[: promises.PAGE]}
    lists = [_list("left", left, reader, names, at)] if left else []
    for when, since, until in (("late", at - FAR, at), ("today", at, tonight), ("later", tonight, at + FAR)):
        found = promises.listed(book, since, until, whose)
        lists.append(_list(when, found, reader, names, at, elsewhere))
    return shapes.Promises(
        again, at, tuple(lists), _rates(book, names, at, int(days), whose), days, owner,
        tuple(sorted(names.items(), key=lambda one: one[1].casefold())) if all_of_them else (),
    )  # fmt: skip


def _list(
    when: str,
    found: Sequence[promises.Listed],
    reader: Agent,
    names: Mapping[int, str],
    at: datetime,
    elsewhere: Collection[int] = (),
) -> tuple[shapes.When, tuple[shapes.Promised, ...], bool]:
    rows = tuple(
        promised(one.promise, one.buyer_name, reader, names, at, left=when == "left")
        for one in found[: promises.PAGE]
        if one.promise.id not in elsewhere
    )
    return cast(shapes.When, when), rows, len(found) > promises.PAGE


def _rates(
    book: Book, names: Mapping[int, str], at: datetime, days: int, whose: int | None
) -> tuple[shapes.Rate, ...]:
    settled, owed = promises.settled(book, at - timedelta(days=days), at), promises.owed_by(book)
    people = {whose} if whose is not None else settled.keys() | owed.keys()
    rates = []
    for id in people:
        kept, broken = settled.get(id, (0, 0))
        rates.append(shapes.Rate(names.get(id, "?"), owed.get(id, 0), kept, broken, kept_share(kept, broken)))
    return tuple(sorted(rates, key=lambda rate: rate.name.casefold()))


def _midnight_after(at: datetime, zone: tzinfo) -> datetime:
    return datetime.combine(at.astimezone(zone).date() + timedelta(days=1), MIDNIGHT, zone)
