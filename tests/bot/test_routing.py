"""Offers: one person after another is asked, each at their time, and nothing is held out twice or lost."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from bot.ladder import Ladders
from bot.perform import Performing
from bot.routing import Routing
from bot.timers import Timers
from bot.waiting_room import Corrections, WaitingRoom
from desk.agent import Agent, Role
from desk.conversation import Conversation, Mode, Reach
from desk.errors import AlreadyTaken
from desk.handover import Reason
from desk.presence import Presence
from desk.routing import GENERAL, Queue
from desk.shelf import Shelf
from desk.store import Book, Store, agents, conversations, offers, posts, who_waits
from desk.store.tables import conversation, deadline, event, handoff, offer
from desk.targets import Targets
from desk.typing import Typing
from tests import shipped
from tests.cast import FREE, TARGETS, Loopback, Writer, hire
from tests.conftest import Watch

PACKS = shipped.packs()


@dataclass
class Floor:
    """The people of the shop, and the two workers that serve them; `turns` is what both do when it rings."""

    store: Store
    watch: Watch
    people: dict[str, Agent] = field(default_factory=dict)
    channel: Loopback = field(default_factory=Loopback)
    letters: Any = field(default_factory=itertools.count)
    targets: Targets = TARGETS

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Anew, as after a crash: nothing is remembered but what is written."""
        self.routing = Routing(self.store, self.watch, self.targets)
        performing = Performing(Shelf(PACKS, FREE), self.targets, {"loopback": Reach()})
        ladders = Ladders(performing, Typing(), self.targets)
        self.room = WaitingRoom(self.store, self.watch)
        self.performing = performing
        corrections = Corrections(self.room, performing)
        self.timers = Timers(self.store, self.watch, self.targets, ladders, corrections)

    async def turns(self) -> None:
        await self.timers._fire_what_is_due()
        await self.routing._look()

    async def comes(self, name: str, **more: Any) -> Agent:
        person = self.people[name] = await hire(self.store, self.watch, name, Role.AGENT)

        def unit(book: Book) -> None:
            found = agents.by_id(book, person.id)
            assert found is not None
            for word, value in more.items():
                setattr(found, word, value)
            posts.of(book, person.id, self.watch()).sign_in(self.watch())

        await self.store.write(unit)
        return person

    async def all_stay(self) -> None:
        """Their browsers give a sign."""
        for person in self.people.values():
            await self.store.write(lambda book, id=person.id: posts.seen(book, id, self.watch()))

    async def says(self, name: str, state: Presence, because: str = "") -> None:
        at, id = self.watch(), self.people[name].id
        await self.store.write(lambda book: posts.of(book, id, at).choose(state, because, at))

    async def asks(self, chat: str = "7", reason: Reason = Reason.ASKED, topic: str = "") -> int:
        heard = await self.mina(chat).writes("a person please", ext_id=f"{chat}-{next(self.letters)}")
        number = heard.conversation_id
        assert number is not None
        await self.verb(number, lambda held: held.hand_off(reason, self.watch(), self.targets, topic=topic))
        return number

    def mina(self, chat: str) -> Writer:
        return Writer(self.store, self.watch, self.channel, chat=chat)

    async def verb(self, id: int, what: Any) -> None:
        await self.store.write(lambda book: what(conversations.by_id(book, id)))

    async def takes(self, name: str, id: int) -> None:
        await self.verb(id, lambda held: held.take(self.people[name].id, self.watch()))

    async def declines(self, name: str, id: int) -> None:
        at, agent_id = self.watch(), self.people[name].id
        await self.store.write(lambda book: offers.decline(book, id, agent_id, at))

    async def held(self, id: int) -> Conversation:
        return await self.store.read(lambda book: conversations.by_id(book, id))

    async def standing(self) -> list[tuple[str, int]]:
        """Whom what is held out to."""
        return [(name, id) for name, id, state in await self.all_offers() if state == "offered"]

    async def all_offers(self) -> list[tuple[str, int, str]]:
        names = {person.id: name for name, person in self.people.items()}
        statement = select(offer.c.agent_id, offer.c.conversation_id, offer.c.state).order_by(offer.c.id)
        rows = await self.store.read(lambda book: book.rows(statement))
        return [(names[agent], id, state) for agent, id, state in rows]

    async def armed(self) -> int:
        statement = select(deadline.c.id).where(deadline.c.kind == "offered", deadline.c.state == "armed")
        return len(await self.store.read(lambda book: book.rows(statement)))

    async def happened(self) -> list[str]:
        statement = select(event.c.kind).order_by(event.c.number)
        return [row[0] for row in await self.store.read(lambda book: book.rows(statement))]


@pytest.fixture
def floor(store: Store, watch: Watch) -> Floor:
    return Floor(store, watch)


async def test_who_waits_is_offered_to_one_for_twenty_seconds_then_to_the_next(
    floor: Floor, watch: Watch
) -> None:
    await floor.comes("Otto")
    watch.move(seconds=1)
    await floor.comes("Ines")
    mina = await floor.asks()
    await floor.turns()
    assert await floor.standing() == [("Otto", mina)]
    watch.move(seconds=19.999)
    await floor.turns()
    assert await floor.standing() == [("Otto", mina)]
    watch.move(seconds=0.001)
    await floor.turns()
    assert await floor.standing() == [("Ines", mina)]
    watch.move(seconds=20)
    await floor.turns()
    assert await floor.standing() == []
    assert (await floor.held(mina)).mode == Mode.WAITING
    assert [state for _, _, state in await floor.all_offers()] == ["expired", "expired"]
    watch.move(seconds=60)
    await floor.turns()
    assert len(await floor.all_offers()) == 2, "after everybody was asked it stands open for all, for a while"


async def test_who_declines_is_not_asked_again_and_who_accepts_has_it(floor: Floor, watch: Watch) -> None:
    await floor.comes("Otto")
    watch.move(seconds=1)
    await floor.comes("Ines")
    mina = await floor.asks()
    await floor.turns()
    await floor.declines("Otto", mina)
    await floor.declines("Ines", mina)  # was not asked: nothing happens
    await floor.turns()
    assert await floor.standing() == [("Ines", mina)]
    await floor.takes("Ines", mina)
    assert await floor.all_offers() == [("Otto", mina, "declined"), ("Ines", mina, "accepted")]
    assert await floor.armed() == 0
    assert (await floor.held(mina)).agent_id == floor.people["Ines"].id
    assert (await floor.happened()).count("offered") == 2
    assert (await floor.happened()).count("offer_over") == 2


async def test_a_colleague_may_take_by_hand_what_is_offered_to_another(floor: Floor) -> None:
    await floor.comes("Otto")
    await floor.comes("Ines")
    mina = await floor.asks()
    await floor.turns()
    await floor.takes("Ines", mina)
    assert await floor.all_offers() == [("Otto", mina, "withdrawn")]
    assert await floor.armed() == 0


@pytest.mark.parametrize("how", ["close", "give_back", "pass_on"])
async def test_what_does_not_wait_any_more_is_offered_to_nobody(floor: Floor, how: str) -> None:
    await floor.comes("Otto")
    mina = await floor.asks()
    await floor.turns()
    at, otto = floor.watch(), floor.people["Otto"].id
    moves: dict[str, Callable[[Conversation], None]] = {
        "close": lambda held: held.close(at, by=otto),
        "give_back": lambda held: held.give_back(at, otto),
        "pass_on": lambda held: held.pass_on(at, otto, TARGETS),
    }
    await floor.verb(mina, moves[how])
    assert await floor.all_offers() == [("Otto", mina, "withdrawn")]
    assert await floor.armed() == 0


async def test_who_goes_for_lunch_is_offered_nothing_and_keeps_what_they_have(floor: Floor) -> None:
    await floor.comes("Otto")
    mina = await floor.asks("7")
    await floor.turns()
    await floor.takes("Otto", mina)
    nils = await floor.asks("8")
    await floor.turns()
    assert await floor.standing() == [("Otto", nils)]
    await floor.comes("Ines")
    await floor.says("Otto", Presence.BREAK, "meal")
    assert (await floor.standing(), await floor.armed()) == ([], 0)
    await floor.turns()
    assert await floor.standing() == [("Ines", nils)]
    assert (await floor.held(mina)).agent_id == floor.people["Otto"].id


async def test_who_closed_the_browser_is_away_after_three_minutes_and_comes_back_available(
    floor: Floor, watch: Watch
) -> None:
    await floor.comes("Otto")
    watch.move(seconds=179)
    mina = await floor.asks()
    await floor.turns()
    assert await floor.standing() == [("Otto", mina)]
    watch.move(seconds=1)
    await floor.turns()
    assert (await floor.standing(), await floor.armed()) == ([], 0)
    at, id = watch(), floor.people["Otto"].id
    await floor.store.write(lambda book: posts.of(book, id, at).come_back(at))
    await floor.turns()
    assert await floor.standing() == [("Otto", mina)], "nobody else is there to be asked"


async def test_nobody_is_offered_more_than_they_can_carry(floor: Floor) -> None:
    await floor.comes("Otto", capacity=2)
    asked = [await floor.asks(str(n)) for n in range(4)]
    await floor.turns()
    assert await floor.standing() == [("Otto", asked[0]), ("Otto", asked[1])]
    await floor.takes("Otto", asked[0])
    await floor.turns()
    assert len(await floor.standing()) == 1
    await floor.verb(asked[0], lambda held: held.close(floor.watch(), by=floor.people["Otto"].id))
    await floor.turns()
    assert await floor.standing() == [("Otto", asked[1]), ("Otto", asked[2])]


async def test_the_buyers_last_agent_is_asked_first(floor: Floor, watch: Watch) -> None:
    await floor.comes("Otto")
    watch.move(seconds=1)
    await floor.comes("Ines")
    mina = await floor.asks()
    await floor.takes("Ines", mina)
    await floor.verb(mina, lambda held: held.close(watch(), by=floor.people["Ines"].id))
    watch.move(hours=1)
    again = await floor.asks()
    for name in ("Otto", "Ines"):
        await floor.store.write(lambda book, name=name: posts.seen(book, floor.people[name].id, watch()))
    await floor.turns()
    assert again != mina
    assert await floor.standing() == [("Ines", again)]


async def test_a_conversation_is_put_into_its_queue_and_asks_who_has_the_skill(floor: Floor) -> None:
    await floor.comes("Otto")
    await floor.comes("Ines", skills=["returns"])
    returns = await floor.store.write(
        lambda book: book.add(Queue(0, "Returns", 1, topics=["exchange"], skill="returns", offer_seconds=45))
    )
    mina = await floor.asks(topic="exchange")
    nils = await floor.asks("8")
    await floor.turns()
    assert await floor.standing() == [("Ines", mina), ("Otto", nils)]
    assert [(await floor.held(id)).queue_id for id in (mina, nils)] == [returns.id, None]
    floor.watch.move(seconds=44)
    await floor.turns()
    assert ("Ines", mina) in await floor.standing()


async def test_passed_on_it_is_offered_to_whom_it_was_meant_for_and_not_back(
    floor: Floor, watch: Watch
) -> None:
    for name in ("Otto", "Ines", "Ruth"):
        await floor.comes(name)
        watch.move(seconds=1)
    mina = await floor.asks()
    await floor.takes("Otto", mina)
    otto, ruth = floor.people["Otto"].id, floor.people["Ruth"].id
    await floor.verb(
        mina, lambda held: held.pass_on(watch(), otto, TARGETS, meant_for=ruth, note="She is a regular.")
    )
    await floor.turns()
    assert await floor.standing() == [("Ruth", mina)]
    await floor.declines("Ruth", mina)
    await floor.turns()
    assert await floor.standing() == [("Ines", mina)]
    await floor.declines("Ines", mina)
    await floor.turns()
    assert await floor.standing() == [], "never back to who passed it on"


async def test_started_anew_between_any_two_steps_nothing_is_offered_twice_or_lost(
    floor: Floor, watch: Watch
) -> None:
    await floor.comes("Otto")
    watch.move(seconds=1)
    await floor.comes("Ines")
    mina = await floor.asks()
    for step in ("offer", "expiry", "offer"):
        floor.start()
        if step == "offer":
            await floor.routing._look()
            floor.start()
            await floor.routing._look()
        else:
            watch.move(seconds=25)
            await floor.timers._fire_what_is_due()
            floor.start()
            await floor.timers._fire_what_is_due()
        assert len(await floor.standing()) == (1 if step == "offer" else 0)
    assert await floor.all_offers() == [("Otto", mina, "expired"), ("Ines", mina, "offered")]


async def test_a_decision_that_is_outdated_offers_nothing(floor: Floor) -> None:
    """Between the look and the writing somebody took it, or went away, or has enough."""
    await floor.comes("Otto", capacity=1)
    await floor.comes("Ines")
    mina, nils, olga = [await floor.asks(chat) for chat in "789"]
    look = await floor.store.read(lambda book: who_waits.look(book, floor.watch()))
    by_name = {one.id: one for one in look.colleagues}
    otto, ines = by_name[floor.people["Otto"].id], by_name[floor.people["Ines"].id]
    waiting = {one.id: one for one in look.waiting}
    await floor.takes("Ines", mina)
    await floor.says("Ines", Presence.BUSY, "phone")
    given = [(waiting[mina], otto), (waiting[nils], ines), (waiting[olga], otto), (waiting[nils], otto)]
    queue = Queue(0, "", 0)
    made = await floor.store.write(
        lambda book: offers.make(book, [(one, queue) for one in given], floor.watch())
    )
    assert [one.conversation_id for one in made] == [olga]


async def test_fifty_agents_take_one_conversation_at_once(floor: Floor) -> None:
    crowd = [await floor.comes(f"Agent {n}") for n in range(50)]
    mina = await floor.asks()
    await floor.turns()
    took = await asyncio.gather(
        *(floor.takes(person.display_name, mina) for person in crowd), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in took) == ["AlreadyTaken"] * 49 + ["NoneType"]
    assert all(str(one) == AlreadyTaken.__doc__ for one in took if one is not None)
    winner = crowd[took.index(None)].id
    assert (await floor.held(mina)).agent_id == winner
    assert await floor.standing() == []


# --- asked again


async def both_let_it_go(floor: Floor, watch: Watch, *, declines: str = "") -> int:
    for name in ("Otto", "Ines"):
        await floor.comes(name)
        watch.move(seconds=1)
    mina = await floor.asks()
    for name in ("Otto", "Ines"):
        await floor.turns()
        assert await floor.standing() == [(name, mina)]
        if name == declines:
            await floor.declines(name, mina)
        else:
            watch.move(seconds=20)
    await floor.turns()
    assert await floor.standing() == []
    return mina


async def test_who_let_it_lapse_is_asked_again_two_minutes_after_the_last_offer_one_after_the_other(
    floor: Floor, watch: Watch
) -> None:
    mina = await both_let_it_go(floor, watch)
    watch.move(seconds=119.5)
    assert await floor.routing._look() == pytest.approx(0.5)
    assert await floor.standing() == []
    watch.move(seconds=0.5)
    await floor.all_stay()
    floor.start()  # nothing is remembered but what is written
    await floor.turns()
    assert await floor.standing() == [("Otto", mina)]
    watch.move(seconds=20)
    await floor.turns()
    assert await floor.standing() == [], "no storm: the pause begins anew"
    watch.move(seconds=120)
    await floor.turns()
    assert await floor.standing() == [("Ines", mina)]
    assert len(await floor.all_offers()) == 4


async def test_who_declined_is_asked_again_after_ten_minutes_and_meanwhile_the_other(
    floor: Floor, watch: Watch
) -> None:
    mina = await both_let_it_go(floor, watch, declines="Otto")
    said_no = watch() - timedelta(seconds=20)
    asked: list[tuple[str, float]] = []
    for _ in range(640):
        watch.move(seconds=1)
        await floor.all_stay()
        before = len(await floor.all_offers())
        await floor.turns()
        if len(offered := await floor.all_offers()) > before:
            asked.append((offered[-1][0], (watch() - said_no).total_seconds()))
    assert (
        asked
        == [("Ines", 140), ("Ines", 280), ("Ines", 420), ("Ines", 560), ("Otto", 600), ("Ines", 740)][
            : len(asked)
        ]
    )
    assert ("Otto", 600) in asked
    assert (await floor.held(mina)).mode == Mode.WAITING


async def test_who_comes_anew_is_asked_at_once(floor: Floor, watch: Watch) -> None:
    mina = await both_let_it_go(floor, watch, declines="Ines")
    await floor.comes("Ruth")
    await floor.turns()
    assert await floor.standing() == [("Ruth", mina)]


async def test_nobody_is_asked_again_while_one_who_was_not_asked_has_room(floor: Floor, watch: Watch) -> None:
    mina = await both_let_it_go(floor, watch)
    await floor.comes("Ruth", capacity=0)
    watch.move(seconds=119)
    await floor.turns()
    assert await floor.standing() == []
    watch.move(seconds=1)
    await floor.turns()
    assert await floor.standing() == [("Otto", mina)]


# --- who cannot be served takes nobody's place


async def test_who_waits_in_a_queue_that_nobody_serves_takes_nobodys_place(
    floor: Floor, watch: Watch
) -> None:
    glass = await floor.store.write(
        lambda book: book.add(Queue(0, "Glass", 1, topics=["stock"], skill="glass"))
    )
    pattern = await floor.asks()
    await floor.verb(pattern, lambda held: held.stand_in(glass.id, watch(), TARGETS))

    def many(book: Book) -> None:
        """As many more as one look reads, all of whom have waited longer than who comes next."""
        row = book.row(select(*conversation.c).where(conversation.c.id == pattern))
        of_it = book.row(select(*handoff.c).where(handoff.c.conversation_id == pattern))
        assert row is not None and of_it is not None
        like = dict(zip(conversation.c.keys(), row, strict=True))
        asked = dict(zip(handoff.c.keys(), of_it, strict=True))
        for n in range(who_waits.AT_ONCE):
            number = book.insert_new(conversation, {**like, "id": 1000 + n, "chat": f"many-{n}"})
            book.insert(handoff, {**asked, "id": 1000 + n, "conversation_id": number})

    await floor.store.write(many)
    watch.move(seconds=1)
    nils = await floor.asks("8")
    await floor.comes("Otto")
    await floor.turns()
    assert await floor.standing() == [("Otto", nils)]
    await floor.comes("Ines", skills=["glass"])
    await floor.turns()
    assert [name for name, _ in await floor.standing()].count("Ines") == 5


async def test_in_a_queue_that_nobody_serves_the_buyers_own_agent_is_asked(
    floor: Floor, watch: Watch
) -> None:
    glass = await floor.store.write(
        lambda book: book.add(Queue(0, "Glass", 1, topics=["stock"], skill="glass"))
    )
    await floor.comes("Otto")
    for name in ("Ines", "Otto"):
        mina = await floor.asks("7" if name == "Ines" else "8", topic="quality")
        if name == "Otto":
            await floor.verb(
                mina,
                lambda held: held.pass_on(
                    watch(),
                    floor.people["Ines"].id,
                    TARGETS,
                    meant_for=floor.people["Otto"].id,
                    queue_id=glass.id,
                ),
            )
        else:
            await floor.comes("Ines")
            await floor.takes("Ines", mina)
    await floor.turns()
    assert await floor.standing() == [("Otto", mina)]


# --- every offer ends with one event


async def ends(floor: Floor) -> list[tuple[str, str]]:
    names = {person.id: name for name, person in floor.people.items()}
    statement = (
        select(event.c.agent_id, event.c.data).where(event.c.kind == "offer_over").order_by(event.c.number)
    )
    rows = await floor.store.read(lambda book: book.rows(statement))
    return [(names[agent], orjson.loads(data)["how"]) for agent, data in rows]


@pytest.mark.parametrize(
    "how", ["taken", "accepted", "closed", "passed on", "lunch", "lapsed", "declined", "released"]
)
async def test_every_offer_ends_with_exactly_one_event(floor: Floor, watch: Watch, how: str) -> None:
    await floor.comes("Otto")
    mina = await floor.asks()
    await floor.turns()
    await floor.comes("Ines")
    ines = floor.people["Ines"].id
    if how in ("taken", "accepted"):
        await floor.takes("Ines" if how == "taken" else "Otto", mina)
    elif how == "closed":
        await floor.verb(mina, lambda held: held.close(watch(), by=ines))
    elif how == "passed on":
        await floor.verb(mina, lambda held: held.pass_on(watch(), ines, TARGETS, meant_for=ines))
    elif how == "lunch":
        await floor.says("Otto", Presence.BREAK, "meal")
    elif how == "lapsed":
        watch.move(seconds=20)
        await floor.timers._fire_what_is_due()
    elif how == "declined":
        await floor.declines("Otto", mina)
    else:
        await floor.declines("Otto", mina)
        await floor.takes("Ines", mina)
        await floor.store.write(
            lambda book: offers.ask_another(
                book, conversations.by_id(book, mina), watch() + timedelta(minutes=11)
            )
        )
        assert await floor.standing() == [("Otto", mina)]
        await floor.verb(mina, lambda held: held.release(watch(), ines, TARGETS))
    words = {
        "accepted": ["accepted"],
        "lapsed": ["expired"],
        "declined": ["declined"],
        "released": ["declined", "withdrawn"],
    }
    assert await ends(floor) == [("Otto", word) for word in words.get(how, ["withdrawn"])]
    assert await floor.standing() == []
    assert await floor.armed() == 0


# --- two at once


async def test_two_who_are_asked_about_at_once_do_not_exceed_what_somebody_can_carry(floor: Floor) -> None:
    """Each timer of a process of its own: both see the one who has room for one more."""
    await floor.comes("Otto")
    silent = [await floor.asks(str(chat)) for chat in range(4)]
    for id in silent:
        await floor.takes("Otto", id)
    await floor.comes("Ines", capacity=1)
    at = floor.watch()
    read = offers.available

    def slowly(book: Book) -> Any:
        found = read(book)
        time.sleep(0.05)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(offers, "available", slowly)
        await asyncio.gather(
            *(
                floor.store.write(
                    lambda book, id=id: offers.ask_another(book, conversations.by_id(book, id), at)
                )
                for id in silent
            )
        )
    assert len(await floor.standing()) == 1


async def test_an_offer_and_a_question_at_once_do_not_exceed_what_somebody_can_carry(floor: Floor) -> None:
    await floor.comes("Otto")
    silent = await floor.asks("7")
    await floor.takes("Otto", silent)
    await floor.says("Otto", Presence.BUSY, "phone")
    await floor.comes("Ines", capacity=1)
    waits = await floor.asks("8")
    at = floor.watch()
    look = await floor.store.read(lambda book: who_waits.look(book, at))
    read = offers.load

    def slowly(book: Book) -> Any:
        found = read(book)
        time.sleep(0.05)
        return found

    given = [((look.waiting[0], look.colleagues[0]), GENERAL)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(offers, "load", slowly)
        await asyncio.gather(
            floor.store.write(lambda book: offers.make(book, given, at)),
            floor.store.write(lambda book: offers.ask_another(book, conversations.by_id(book, silent), at)),
        )
    assert look.waiting[0].id == waits
    assert len(await floor.standing()) == 1
