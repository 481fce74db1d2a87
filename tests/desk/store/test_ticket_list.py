"""The list of tickets on both stores: what it shows in which order, what a number finds, and that no history is read for it."""

from __future__ import annotations

import importlib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Select, null, text, update

from desk.clock import from_ms, to_ms
from desk.store import Book, Store, ticket_list, ticket_search, tickets
from desk.store.sqlite import SqliteStore
from desk.store.tables import shop_order, ticket
from desk.store.ticket_list import LISTS, PAGE, Listed, Wanted, statement
from desk.ticket.facts import Facts, Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import OVER, Actor, TicketState
from desk.ticket.policy import USUALLY
from desk.ticket.ticket import Ticket
from tests.cast import Loopback, Writer, hire
from tests.conftest import Watch
from tests.desk.store.plans import planned

MINA = Mover(frozenset({Actor.BUYER}))


@pytest.fixture
async def talk(store: Store, watch: Watch) -> int:
    heard = await Writer(store, watch, Loopback()).writes("I want my money back")
    assert heard.conversation_id is not None
    return heard.conversation_id


async def opens(store: Store, watch: Watch, talk: int, kind: str = "refund", **more: object) -> int:
    """A case that Mina has sent in."""

    def unit(book: Book) -> int:
        at = watch()
        made = Ticket(0, TicketKind(kind), TicketState.TELLING, 1, talk, None, at, at, "CNY", **more)  # type: ignore[arg-type]
        tickets.open_ticket(book, made, MINA, USUALLY).do("submit", MINA, at, USUALLY)
        return made.id

    return await store.write(unit)


async def listed(store: Store, wanted: Wanted) -> list[Listed]:
    return await store.read(lambda book: ticket_list.page(book, wanted))


async def ids(store: Store, **wanted: object) -> list[int]:
    return [one.id for one in await listed(store, Wanted(**wanted))]  # type: ignore[arg-type]


async def test_what_runs_stands_by_its_time_and_everything_from_the_newest(
    store: Store, watch: Watch, talk: int
) -> None:
    first = await opens(store, watch, talk, goods=900)
    watch.at += timedelta(hours=1)
    second = await opens(store, watch, talk, "complaint")
    third = await opens(store, watch, talk, "return")
    await store.write(lambda book: tickets.by_id(book, third).do("withdraw", MINA, watch(), USUALLY))
    assert await ids(store) == [first, second]
    assert await ids(store, sort="newest") == [second, first]
    assert await ids(store, show="all") == [third, second, first]
    assert await ids(store, show=TicketState.WITHDRAWN) == [third]
    assert await ids(store, kind=TicketKind.COMPLAINT) == [second]
    assert await ids(store, show="all", kind=TicketKind.REFUND) == [first]
    assert (await listed(store, Wanted()))[0].amount.minor == 900


async def test_each_finds_what_awaits_them(store: Store, watch: Watch, talk: int) -> None:
    ruth = await hire(store, watch, "Ruth")
    mine = await opens(store, watch, talk)
    sent_off = await opens(store, watch, talk, "exchange", assignee_id=ruth.id)
    moves = Mover(frozenset({Actor.SUPERVISOR}), ruth.id)

    def unit(book: Book) -> None:
        tickets.by_id(book, sent_off).do("approve", moves, watch(), USUALLY, Facts(address="Hall 3"))
        tickets.by_id(book, mine).raise_(watch(), moves)

    await store.write(unit)
    assert await ids(store, show=Actor.AGENT) == [mine]
    assert await ids(store, show=Actor.BUYER) == [sent_off]
    assert await ids(store, show=Actor.FINANCE) == []
    assert await ids(store, show="mine", me=ruth.id) == [sent_off]
    assert await ids(store, show="raised") == [mine]
    counts = await store.read(ticket_list.counts)
    assert counts == {TicketState.SUBMITTED: 1, TicketState.AWAITING_RETURN: 1}
    assert ticket_list.awaiting(counts, {Actor.AGENT, Actor.FINANCE}) == 1
    assert await store.read(ticket_list.raised) == 1


async def test_older_tickets_learn_when_they_were_reviewed_and_ordered(
    store: Store, watch: Watch, talk: int
) -> None:
    days = importlib.import_module("desk.store.migrations.versions.0014_ticket_days")
    otto = Mover(frozenset({Actor.AGENT}), None)
    made = {
        verb: await opens(store, watch, talk, order_number="1007") for verb in ("refuse", "withdraw", "raise")
    }
    placed, decided = watch() - timedelta(days=9), watch() + timedelta(hours=5)
    order = {"number": "1007", "number_key": "1007", "status": "paid", "placed_at": to_ms(placed), "total": 1}

    def unit(book: Book) -> None:
        book.insert(shop_order, {**order, "currency": "CNY", "buyer_name": "", "phone": ""})
        tickets.by_id(book, made["refuse"]).do("refuse", otto, decided, USUALLY, Facts(note="Worn"))
        tickets.by_id(book, made["withdraw"]).do("withdraw", MINA, decided, USUALLY)
        tickets.by_id(book, made["raise"]).raise_(decided, otto)

    await store.write(unit)
    for change in (update(ticket).values(reviewed_at=null()), text(days.REVIEWED), text(days.ORDERED)):
        await store.write(lambda book, change=change: book.run(change))  # type: ignore[misc]
    found = await store.read(
        lambda book: {verb: tickets.by_id(book, id).reviewed_at for verb, id in made.items()}
    )
    assert found == {"refuse": decided, "withdraw": None, "raise": None}
    assert await store.read(lambda book: tickets.by_id(book, made["raise"]).ordered_at) == placed


PAGED: list[dict[str, object]] = [
    {},
    {"sort": "newest"},
    {"show": "all"},
    {"show": "all", "since": from_ms(1), "kind": TicketKind.REFUND},
    {"since": from_ms(1)},
]


@pytest.mark.parametrize("wanted", PAGED)
async def test_every_page_goes_on_where_the_last_one_ended(
    store: Store, watch: Watch, talk: int, wanted: dict[str, object]
) -> None:
    made = []
    for number in range(PAGE + 3):
        watch.at += timedelta(seconds=number % 2)  # some are due at the same time
        made.append(await opens(store, watch, talk))
    first = await listed(store, Wanted(**wanted))  # type: ignore[arg-type]
    last = first[PAGE - 1]
    assert len(first) == PAGE + 1
    rest = await ids(store, **wanted, after=ticket_list.place(Wanted(**wanted), last))  # type: ignore[arg-type]
    seen = [one.id for one in first[:PAGE]] + rest
    assert seen == (made if Wanted(**wanted).order == "due" else made[::-1])  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["1007", "#1007", " １００７ ", "sf 1234", "SF1234", "yt-9"])
async def test_any_number_finds_it(store: Store, watch: Watch, talk: int, written: str) -> None:
    await opens(store, watch, talk)
    id = await opens(
        store, watch, talk, "return", order_number="#1007", tracking_back="SF1234", tracking_out="yt-9"
    )
    assert [one.id for one in await store.read(lambda book: ticket_search.found(book, written))] == [id]
    assert [one.id for one in await store.read(lambda book: ticket_search.found(book, f"#{id}"))] == [id]
    assert await store.read(lambda book: ticket_search.found(book, "9" * 99)) == []
    assert await store.read(lambda book: ticket_search.found(book, " # ")) == []


SHOWN: list[dict[str, object]] = [{}, {"sort": "newest"}, {"show": "all"}, {"show": TicketState.WITHDRAWN}]


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize("kind", [None, TicketKind.RETURN])
async def test_days_take_both_ends_and_nothing_that_was_not_sent_in(
    store: Store, watch: Watch, talk: int, shown: dict[str, object], kind: TicketKind | None
) -> None:
    begun, made = watch(), []
    for _ in range(3):
        made.append(await opens(store, watch, talk, str(kind or TicketKind.REFUND)))
        watch.at += timedelta(days=1)
    await opens(store, watch, talk, "exchange")

    def unit(book: Book) -> None:
        at = watch()
        tickets.open_ticket(
            book,
            Ticket(0, TicketKind.RETURN, TicketState.TELLING, 1, talk, None, at, at, "CNY"),
            MINA,
            USUALLY,
        )
        for id in made if shown.get("show") is TicketState.WITHDRAWN else ():
            tickets.by_id(book, id).do("withdraw", MINA, at, USUALLY)

    await store.write(unit)
    wanted = {**shown, "kind": kind}
    first, second, third = made
    day = timedelta(days=1)
    assert await ids(store, **wanted, since=begun, before=begun + day) == [first]
    assert set(await ids(store, **wanted, before=begun + day * 2)) == {first, second}
    assert await ids(store, **wanted, since=begun + day * 2, before=begun + day * 3) == [third]
    assert await ids(store, **wanted, since=begun + day * 9) == []


RUNNING = ("ix_ticket_due", "ix_ticket_running", "ix_ticket_state")
DAYS = {
    (False, False): "ix_ticket_submitted",
    (False, True): "ix_ticket_kind_submitted (kind=? AND submitted_at",
    (True, False): "ix_ticket_over (state=? AND submitted_at",
    (True, True): "ix_ticket_over_kind (kind=? AND state=? AND submitted_at",
}
"""Of one state that is over, and of one kind."""
"""Indexes of what runs, and of one state: those of a running state are few."""


@pytest.mark.parametrize("which", LISTS, ids=str)
def test_no_list_goes_through_the_history(sqlite_store: SqliteStore, which: ticket_list.Which) -> None:
    """What runs is found among what runs; the rest goes down the numbers, or the days, and is never sorted."""
    plan = planned(sqlite_store, statement(which, PAGE + 1))
    first = next(step for step in plan if step.startswith(("SCAN ticket", "SEARCH ticket")))
    if ticket_list.by_due(which[0]):
        assert any(index in first for index in RUNNING), plan
    else:
        assert not any("TEMP B-TREE" in step for step in plan), plan
        show, kind, dated, _ = which
        assert not dated or DAYS[show != "all", kind] in first, plan


@pytest.mark.parametrize("statement", [ticket_search.FOUND, ticket_list.COUNTS, ticket_list.RAISED])
def test_neither_a_search_nor_the_counts_look_at_every_ticket(
    sqlite_store: SqliteStore, statement: Select[Any]
) -> None:
    ways = [step for step in planned(sqlite_store, statement) if "ticket" in step]
    assert ways and not [step for step in ways if step.startswith("SCAN") and "ix_ticket_" not in step]


def test_every_state_and_every_side_has_its_list() -> None:
    assert {show for show, *_ in LISTS} == {*ticket_list.WHICH, *Actor, *TicketState} - {Actor.DESK}
    assert not [show for show, _, _, sort in LISTS if sort == "due" and show in OVER]
