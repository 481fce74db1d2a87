"""What the guard stopped, and what supervisors were asked, on both stores."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Select

from console.banned_figures import figures, period
from desk.agent import Agent, Role
from desk.allowance import Allowance, Asked
from desk.banned.guard import Guard, Rule
from desk.conversation import Conversation, Reach
from desk.errors import BannedPhrase, NotFound, NotNow
from desk.message import Author
from desk.store import Book, Store, allowances, banned_hits, conversations
from desk.store.banned_hits import Period, Wanted
from desk.store.sqlite import SqliteStore
from tests.cast import Loopback, Writer, hire
from tests.conftest import Watch
from tests.desk.store.plans import planned

ZONE = ZoneInfo("Asia/Shanghai")
GUARD = Guard(
    [
        Rule("en/someday", "open-ended", "ask", ("another day",), say="By Friday."),
        Rule("en/rude", "rudeness", "block", ("shut up",), say="Let me see."),
        Rule("en/brief", "perfunctory", "warn", ("ok",), whole=True, say="Yes, it is."),
    ]
)
TEXT = "It takes another day."


@pytest.fixture
async def otto(store: Store, watch: Watch) -> Agent:
    return await hire(store, watch, "Otto")


@pytest.fixture
async def ruth(store: Store, watch: Watch) -> Agent:
    return await hire(store, watch, "Ruth", Role.SUPERVISOR)


@pytest.fixture
async def mina(store: Store, watch: Watch, otto: Agent) -> Conversation:
    """She writes, and Otto takes it."""
    writer = Writer(store, watch, Loopback())
    id = (await writer.writes("Where is my lamp?")).conversation_id
    assert id is not None
    await store.write(lambda book: conversations.by_id(book, id).take(otto.id, watch()))
    return await store.read(lambda book: conversations.by_id(book, id))


def says(book: Book, held: int, who: Agent, text: str, watch: Watch, key: str, allowed: bool = False) -> None:
    """Through the mouth; what is stopped is kept, as the console does."""
    talk = conversations.by_id(book, held)
    allowance = allowances.granted(book, held, who.id, text) if allowed else None
    try:
        talk.say(
            text,
            author=Author.HUMAN,
            by=who.id,
            at=watch(),
            guard=GUARD,
            idem_key=key,
            reach=Reach(),
            allowance=allowance,
        )
    except BannedPhrase as error:
        talk.stopped(error, author=Author.HUMAN, by=who.id, at=watch(), guard=GUARD)


async def test_stops_and_warnings_are_rows_and_clean_words_are_none(
    store: Store, watch: Watch, otto: Agent, mina: Conversation
) -> None:
    for number, text in enumerate(["Here it is.", "ok", "Shut up. " + TEXT]):
        await store.write(lambda book, n=number, t=text: says(book, mina.id, otto, t, watch, f"k{n}"))  # type: ignore[misc]
    today = period(1, watch(), ZONE)
    found = await store.read(lambda book: banned_hits.listed(book, today, Wanted(), 2**62))
    assert [
        (one.hit.rule, one.hit.verdict, one.hit.author, one.hit.words, one.buyer_name) for one in found
    ] == [
        ("en/someday", "ask", "agent", "another day", "Mina"),
        ("en/rude", "block", "agent", "Shut up", "Mina"),
        ("en/brief", "warn", "agent", "ok", "Mina"),
    ]
    said = await store.read(lambda book: conversations.messages_after(book, mina.id, 0))
    assert [message.text for message in said] == ["Where is my lamp?", "Here it is.", "ok"]


async def test_hits_are_counted_by_rule_person_and_day_and_each_number_is_as_long_as_its_list(
    store: Store, watch: Watch, otto: Agent, mina: Conversation
) -> None:
    ines = await hire(store, watch, "Ines")
    first = watch.move(hours=-2)  # seven in the morning at the shop is still yesterday in UTC
    for day, who, text in [(0, otto, TEXT), (0, otto, "ok"), (3, ines, TEXT), (3, otto, "Shut up")]:
        watch.at = first + timedelta(days=day)

        def unit(book: Book, day: int = day, who: Agent = who, text: str = text) -> None:
            conversations.by_id(book, mina.id).take(who.id, watch(), may_take_over=True)
            says(book, mina.id, who, text, watch, f"{day}{who.id}{text}")

        await store.write(unit)
    week = period(7, watch(), ZONE)
    by_rule, by_speaker, by_quarter = await store.read(
        lambda book: (
            banned_hits.by_rule(book, week),
            banned_hits.by_speaker(book, week),
            banned_hits.by_quarter(book, week),
        )
    )
    names = {otto.id: "Otto", ines.id: "Ines"}
    shown = figures(7, by_rule, by_speaker, by_quarter, names, week, ZONE)
    assert (shown.stopped, shown.warned, shown.most) == (3, 1, 2)
    assert [(one.id, one.stopped, one.warned) for one in shown.by_rule] == [
        ("en/someday", 2, 0),
        ("en/brief", 0, 1),
        ("en/rude", 1, 0),
    ]
    assert [(one.name, one.stopped, one.warned) for one in shown.by_speaker] == [
        ("Otto", 2, 1),
        ("Ines", 1, 0),
    ]
    assert [one.stopped + one.warned for one in shown.by_day] == [2, 0, 0, 2, 0, 0, 0]
    for wanted, count in [
        (Wanted("en/someday"), 2),
        (Wanted(agent_id=otto.id), 3),
        (Wanted(author="bot"), 0),
        (Wanted("en/rude", "agent", otto.id), 1),
        (Wanted(how="warned"), 1),
        (Wanted(agent_id=otto.id, how="stopped"), 2),
    ]:
        listed = await store.read(lambda book, w=wanted: banned_hits.listed(book, week, w, 2**62))  # type: ignore[misc]
        assert len(listed) == count
    today = await store.read(lambda book: banned_hits.by_rule(book, period(1, watch(), ZONE)))
    assert sum(tally.hits for tally in today) == 2
    nothing = Period(first - timedelta(days=9), first - timedelta(days=8))
    assert await store.read(lambda book: banned_hits.by_rule(book, nothing)) == []


async def test_a_day_begins_at_the_shops_midnight_also_where_the_zone_has_half_hours(watch: Watch) -> None:
    zone = ZoneInfo("Asia/Kathmandu")  # UTC+5:45
    watch.at = watch.at.astimezone(zone).replace(hour=0, minute=10)
    week = period(1, watch(), zone)
    assert (week.since.hour, week.since.minute, week.until - week.since) == (0, 0, timedelta(days=1))
    assert week.since <= watch() < week.until


async def test_the_same_text_asked_twice_is_asked_once_and_another_takes_its_place(
    store: Store, watch: Watch, otto: Agent, mina: Conversation
) -> None:
    async def ask(text: str) -> int:
        return (
            await store.write(
                lambda book: allowances.request(book, text, mina.id, otto.id, ["en/someday"], watch())
            )
        ).id

    first = await ask(TEXT)
    assert await ask(TEXT) == first
    second = await ask("In another day or so.")
    assert second != first
    assert (await store.read(lambda book: allowances.by_id(book, first))).state == Asked.WITHDRAWN
    assert [one.held.id for one in await store.read(allowances.waiting)] == [second]
    assert await store.read(allowances.count) == 1


async def test_what_was_allowed_goes_out_exactly_once(
    store: Store, watch: Watch, otto: Agent, ruth: Agent, mina: Conversation
) -> None:
    asked = await store.write(
        lambda book: allowances.request(book, TEXT, mina.id, otto.id, ["en/someday"], watch())
    )
    await store.write(
        lambda book: allowances.by_id(book, asked.id).grant(ruth.id, "The carrier said so.", watch())
    )
    await asyncio.gather(
        *(
            store.write(lambda book, n=n: says(book, mina.id, otto, TEXT, watch, f"key{n}", True))  # type: ignore[misc]
            for n in range(8)
        )
    )
    said = await store.read(lambda book: conversations.messages_after(book, mina.id, 0))
    assert [message.text for message in said].count(TEXT) == 1
    used = await store.read(lambda book: allowances.by_id(book, asked.id))
    assert (used.state, used.used_at, used.reason) == (Asked.USED, watch(), "The carrier said so.")
    hits = await store.read(lambda book: banned_hits.listed(book, period(1, watch(), ZONE), Wanted(), 2**62))
    assert len(hits) == 7


async def test_of_two_supervisors_one_decides(
    store: Store, watch: Watch, otto: Agent, ruth: Agent, mina: Conversation
) -> None:
    rosa = await hire(store, watch, "Rosa", Role.SUPERVISOR)
    asked = await store.write(
        lambda book: allowances.request(book, TEXT, mina.id, otto.id, ["en/someday"], watch())
    )

    def decide(book: Book, by: int, grants: bool) -> None:
        held = allowances.by_id(book, asked.id)
        (Allowance.grant if grants else Allowance.refuse)(held, by, "as I see it", watch())

    answers = await asyncio.gather(
        store.write(lambda book: decide(book, ruth.id, True)),
        store.write(lambda book: decide(book, rosa.id, False)),
        return_exceptions=True,
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "NotNow"]
    assert isinstance(next(a for a in answers if a is not None), NotNow)
    assert [one.held.id for one in await store.read(lambda book: allowances.decided(book, 2**62))] == [
        asked.id
    ]


async def test_who_no_longer_has_the_conversation_waits_for_no_answer(
    store: Store, watch: Watch, otto: Agent, mina: Conversation
) -> None:
    await store.write(lambda book: allowances.request(book, TEXT, mina.id, otto.id, ["en/someday"], watch()))
    await store.write(lambda book: conversations.by_id(book, mina.id).give_back(watch(), otto.id))
    assert await store.read(allowances.count) == 0 and await store.read(allowances.waiting) == []
    with pytest.raises(NotFound):
        await store.read(lambda book: allowances.by_id(book, 999))


@pytest.mark.parametrize(
    ("statement", "way"),
    [
        (allowances.COUNT, "uq_allowance_open"),
        (allowances.WAITING, "uq_allowance_open"),
        (allowances.DECIDED, "PRIMARY KEY (rowid<?)"),
    ],
)
def test_what_was_asked_is_not_looked_for_in_every_conversation(
    sqlite_store: SqliteStore, statement: Select[Any], way: str
) -> None:
    """Each page of a supervisor's counts them; where the store has counted its rows, it goes the same way."""
    engine = sqlite_store.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES ('conversation', NULL, '50000')")
    engine.dispose()
    first, then, *_ = planned(sqlite_store, statement)
    assert " allowance " in first and way in first
    assert then == "SEARCH conversation USING INTEGER PRIMARY KEY (rowid=?)"
