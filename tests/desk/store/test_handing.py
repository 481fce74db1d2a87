"""Otto leaves and Ines takes over: every press of a shift handover, and what happens meanwhile, on both stores."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeVar

import pytest

from bot.routing import Routing
from desk.agent import Agent, Role
from desk.deadlines import Kind
from desk.errors import AlreadyTaken, NotFound, NotHere, NotNow, NotYourTurn
from desk.escalation import EscalationState, Matter
from desk.handover import Reason
from desk.open_matter import MatterKind, MatterState, OpenMatter
from desk.presence import Presence
from desk.promise import PromiseState, PromiseTimes
from desk.promise_words import About
from desk.routing import GENERAL
from desk.shift import week_written
from desk.shift_handover import ShiftHandoverState, StillUnassigned
from desk.store import (
    Book,
    Store,
    agents,
    clockwork,
    conversations,
    escalations,
    handing,
    handover_forms,
    left_promises,
    offers,
    posts,
    promises,
    shift_handovers,
    shifts,
    who_waits,
)
from tests.cast import MEANS, TARGETS, Loopback, Writer, hire
from tests.conftest import Watch
from tests.console.room import ZONE

T = TypeVar("T")
HOUR = timedelta(hours=1)


@dataclass
class Desk:
    store: Store
    clock: Watch
    otto: Agent
    ines: Agent
    ruth: Agent

    async def do(self, unit: Callable[[Book], T]) -> T:
        return await self.store.write(unit)

    async def has(self, who: Agent, chat: str = "7") -> int:
        """A conversation of this person's, in which the buyer is owed nothing."""
        writer = Writer(self.store, self.clock, Loopback(), chat=chat, name=f"Mina {chat}")
        id = (await writer.writes(f"a person please, {chat}")).conversation_id
        assert id is not None

        def unit(book: Book) -> None:
            held = conversations.by_id(book, id)
            held.hand_off(Reason.ASKED, self.clock(), TARGETS)
            held.take(who.id, self.clock())
            held.owed_since = held.waiting_since = None

        await self.do(unit)
        return id

    async def promised(self, who: Agent, conversation: int, due_in: timedelta = 8 * HOUR) -> int:
        def unit(book: Book) -> int:
            at = self.clock()
            return promises.make(
                book, conversations.by_id(book, conversation), owner_id=who.id, about=About.CALL, words="I'll call",
                due_at=at + due_in, at=at, times=PromiseTimes(),
            ).id  # fmt: skip

        return await self.do(unit)

    async def given_back(self, conversation: int, by: Agent) -> None:
        await self.do(lambda book: conversations.by_id(book, conversation).give_back(self.clock(), by.id))

    async def escalated_to(self, who: Agent) -> int:
        def unit(book: Book) -> int:
            made = escalations.escalate(
                book, Matter.MISTAKE, "wrong price", raised_by=self.ines.id, at=self.clock(),
                due_at=self.clock() + 4 * HOUR,
            )  # fmt: skip
            made.take(who.id, self.clock())
            return made.id

        return await self.do(unit)

    async def leaves(self, who: Agent) -> int:
        return await self.do(lambda book: handing.open_board(book, who, who.id, ZONE, self.clock()).id)

    async def board(self, who: Agent) -> list[OpenMatter]:
        def unit(book: Book) -> list[OpenMatter]:
            found = shift_handovers.open_of(book, who.id)
            return shift_handovers.bring_up_to_date(book, found, self.clock()) if found else []

        return await self.do(unit)

    async def states(self, who: Agent) -> list[tuple[str, str]]:
        return [(str(one.kind), str(one.state)) for one in await self.board(who)]

    async def offers(self, matter: int, to: Agent, **more: object) -> bool:
        return await self.do(
            lambda book: handing.offer(
                book,
                shift_handovers.matter_by_id(book, matter),
                to,
                self.clock(),
                **more,  # type: ignore[arg-type]
            )
        )

    async def accepts(self, matter: int, by: Agent) -> bool:
        return await self.do(
            lambda book: handing.accept(
                book, shift_handovers.matter_by_id(book, matter), by, MEANS, self.clock()
            )
        )

    async def offers_anew(self, matter: int, by: Agent) -> bool:
        return await self.do(
            lambda book: handing.offer_anew(
                book, shift_handovers.matter_by_id(book, matter), by.id, MEANS, self.clock()
            )
        )

    async def otto_leaves_a_promise_to_whoever_takes_it(self) -> tuple[int, OpenMatter]:
        """And signs off; the conversation itself he had given back."""
        let_go = await self.has(self.otto)
        promise = await self.promised(self.otto, let_go)
        await self.given_back(let_go, self.otto)
        await self.leaves(self.otto)
        (matter,) = await self.board(self.otto)
        await self.offers_anew(matter.id, self.otto)
        await self.signs_off(self.otto)
        return promise, matter

    async def parks(self, matter: int, until: datetime, told: str = "Back tomorrow at 9.") -> bool:
        return await self.do(
            lambda book: handing.park(
                book, shift_handovers.matter_by_id(book, matter), until, told, MEANS, self.clock()
            )
        )

    async def signs_off(self, who: Agent) -> None:
        await self.do(lambda book: handing.sign_off(book, who.id, self.clock()))

    async def matter(self, id: int) -> OpenMatter:
        return await self.store.read(lambda book: shift_handovers.matter_by_id(book, id))

    async def owner(self, promise: int) -> tuple[str, int]:
        found = await self.store.read(lambda book: promises.by_id(book, promise))
        return str(found.state), found.owner_id

    async def holder(self, conversation: int) -> tuple[str, int | None]:
        found = await self.store.read(lambda book: conversations.by_id(book, conversation))
        return str(found.mode), found.agent_id


@pytest.fixture
async def desk(store: Store, watch: Watch) -> Desk:
    otto, ines = await hire(store, watch, "Otto"), await hire(store, watch, "Ines")
    ruth = await hire(store, watch, "Ruth", Role.SUPERVISOR)
    made = Desk(store, watch, otto, ines, ruth)

    def unit(book: Book) -> None:
        for one in (otto, ines, ruth):
            posts.of(book, one.id, watch()).choose(Presence.AVAILABLE, "", watch())

    await store.write(unit)
    return made


# --- what is on the board


async def test_everything_in_hand_is_on_the_board_and_nothing_else(desk: Desk) -> None:
    held, let_go = await desk.has(desk.otto, "1"), await desk.has(desk.otto, "2")
    await desk.has(desk.ines, "3")
    await desk.promised(desk.otto, held)
    alone = await desk.promised(desk.otto, let_go)
    await desk.given_back(let_go, desk.otto)
    raised = await desk.escalated_to(desk.otto)
    await desk.leaves(desk.otto)
    board = await desk.board(desk.otto)
    assert [(one.kind, one.of) for one in board] == [
        (MatterKind.CONVERSATION, held),
        (MatterKind.PROMISE, alone),
        (MatterKind.ESCALATION, raised),
    ]
    assert board[0].progress == "a person please, 1 · I'll call"
    assert {one.state for one in board} == {MatterState.UNASSIGNED}


async def test_pressed_twice_it_is_one_board(desk: Desk) -> None:
    await desk.has(desk.otto)
    assert await desk.leaves(desk.otto) == await desk.leaves(desk.otto)
    assert len(await desk.board(desk.otto)) == 1


async def test_what_comes_while_the_board_is_open_is_on_it(desk: Desk) -> None:
    await desk.leaves(desk.otto)
    assert await desk.board(desk.otto) == []
    await desk.has(desk.otto)
    assert await desk.states(desk.otto) == [("conversation", "unassigned")]


async def test_whose_board_is_open_is_offered_nothing_and_what_was_offered_goes_on(desk: Desk) -> None:
    await desk.do(
        lambda book: posts.of(book, desk.ruth.id, desk.clock()).choose(Presence.BREAK, "", desk.clock())
    )
    await desk.do(
        lambda book: posts.of(book, desk.ines.id, desk.clock()).choose(Presence.BREAK, "", desk.clock())
    )
    writer = Writer(desk.store, desk.clock, Loopback())
    id = (await writer.writes("a person please")).conversation_id
    assert id is not None
    await desk.do(lambda book: conversations.by_id(book, id).hand_off(Reason.ASKED, desk.clock(), TARGETS))
    routing = Routing(desk.store, desk.clock, TARGETS)
    await routing._look()
    assert len(await desk.store.read(lambda book: offers.of_agent(book, desk.otto.id))) == 1
    looked = await desk.store.read(offers.available)
    await desk.leaves(desk.otto)
    assert await desk.store.read(lambda book: offers.of_agent(book, desk.otto.id)) == []
    await routing._look()
    assert await desk.store.read(lambda book: offers.of_agent(book, desk.otto.id)) == []
    assert desk.otto.id not in {one.id for one in await desk.store.read(offers.available)}
    # A decision from before does not hold either.
    look = await desk.store.read(lambda book: who_waits.look(book, desk.clock()))
    given = [((look.waiting[0], looked[0]), GENERAL)]
    assert await desk.do(lambda book: offers.make(book, given, desk.clock())) == []
    handover = await desk.store.read(lambda book: shift_handovers.open_of(book, desk.otto.id))
    assert handover is not None
    await desk.do(lambda book: handing.call_off(book, shift_handovers.by_id(book, handover.id), desk.clock()))
    await routing._look()
    assert len(await desk.store.read(lambda book: offers.of_agent(book, desk.otto.id))) == 1


# --- to a colleague


async def test_accepted_a_conversation_comes_with_its_promises_and_the_buyer_waits_no_more(
    desk: Desk,
) -> None:
    held = await desk.has(desk.otto)
    promise = await desk.promised(desk.otto, held)
    await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    assert await desk.offers(matter.id, desk.ines)
    assert await desk.holder(held) == ("human", desk.otto.id)  # until she says yes it is his
    assert await desk.accepts(matter.id, desk.ines)
    assert await desk.holder(held) == ("human", desk.ines.id)
    assert (await desk.owner(promise))[0] == PromiseState.PASSED_ON
    found = await desk.store.read(lambda book: conversations.by_id(book, held))
    assert found.owed_since is None
    kept = await desk.store.read(lambda book: promises.owed_to(book, found.buyer_id))
    assert [one.owner_id for one in kept] == [desk.ines.id]
    await desk.signs_off(desk.otto)


async def test_a_promise_alone_and_an_escalation_change_their_owner(desk: Desk) -> None:
    let_go = await desk.has(desk.otto)
    promise = await desk.promised(desk.otto, let_go)
    await desk.given_back(let_go, desk.otto)
    raised = await desk.escalated_to(desk.otto)
    await desk.leaves(desk.otto)
    alone, escalation = await desk.board(desk.otto)
    with pytest.raises(NotFound):
        await desk.offers(escalation.id, desk.ines)  # who may not decide
    await desk.offers(alone.id, desk.ines)
    await desk.offers(escalation.id, desk.ruth)
    assert await desk.accepts(alone.id, desk.ines) and await desk.accepts(escalation.id, desk.ruth)
    assert (await desk.owner(promise))[0] == PromiseState.PASSED_ON
    found = await desk.store.read(lambda book: escalations.by_id(book, raised))
    assert (found.owner_id, found.state) == (desk.ruth.id, EscalationState.TAKEN)
    await desk.signs_off(desk.otto)


async def test_declined_it_is_the_leavers_again_and_says_by_whom(desk: Desk) -> None:
    await desk.has(desk.otto)
    await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    await desk.offers(matter.id, desk.ines)
    await desk.do(
        lambda book: handing.decline(
            shift_handovers.matter_by_id(book, matter.id), desk.ines.id, desk.clock()
        )
    )
    found = await desk.matter(matter.id)
    assert (found.state, found.declined_by, found.to_id) == (MatterState.UNASSIGNED, desk.ines.id, None)
    with pytest.raises(StillUnassigned):
        await desk.signs_off(desk.otto)
    with pytest.raises(NotNow):
        await desk.accepts(matter.id, desk.ines)


async def test_only_whom_it_is_offered_to_accepts_it(desk: Desk) -> None:
    await desk.has(desk.otto)
    await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    await desk.offers(matter.id, desk.ines)
    with pytest.raises(NotNow):
        await desk.accepts(matter.id, desk.ruth)
    with pytest.raises(NotYourTurn):
        await desk.accepts(matter.id, desk.otto)
    await desk.offers(matter.id, desk.ruth)
    with pytest.raises(NotNow):
        await desk.accepts(matter.id, desk.ines)
    assert await desk.accepts(matter.id, desk.ruth)


async def test_nobody_hands_over_to_who_is_leaving_too(desk: Desk) -> None:
    await desk.has(desk.otto)
    await desk.leaves(desk.otto)
    await desk.leaves(desk.ines)
    (matter,) = await desk.board(desk.otto)
    with pytest.raises(NotNow):
        await desk.offers(matter.id, desk.ines)


async def test_accepting_all_accepts_what_was_seen_and_nothing_that_came_since(desk: Desk) -> None:
    await desk.has(desk.otto, "1")
    await desk.has(desk.otto, "2")
    await desk.leaves(desk.otto)
    first, second = await desk.board(desk.otto)
    await desk.offers(first.id, desk.ines)
    seen = [first.id]
    await desk.offers(second.id, desk.ines)

    def unit(book: Book) -> int:
        found = [shift_handovers.matter_by_id(book, id) for id in seen]
        return handing.accept_all(book, found, desk.ines, MEANS, desk.clock())

    assert await desk.do(unit) == 1
    assert [state for _, state in await desk.states(desk.otto)] == ["accepted", "offered"]
    assert await desk.do(unit) == 0


async def test_who_is_offline_accepts_no_conversation_and_of_many_nothing(desk: Desk) -> None:
    held, let_go = await desk.has(desk.otto, "1"), await desk.has(desk.otto, "2")
    await desk.promised(desk.otto, let_go)
    await desk.given_back(let_go, desk.otto)
    await desk.leaves(desk.otto)
    matters = await desk.board(desk.otto)
    for one in matters:
        await desk.offers(one.id, desk.ines)

    def says(state: Presence) -> Callable[[Book], None]:
        return lambda book: posts.of(book, desk.ines.id, desk.clock()).choose(state, "", desk.clock())

    def all_of_them(book: Book) -> int:
        found = [shift_handovers.matter_by_id(book, one.id) for one in matters]
        return handing.accept_all(book, found, desk.ines, MEANS, desk.clock())

    await desk.do(says(Presence.OFFLINE))
    for press in (desk.do(all_of_them), desk.accepts(matters[0].id, desk.ines)):
        with pytest.raises(NotHere):
            await press
    assert [state for _, state in await desk.states(desk.otto)] == ["offered", "offered"]
    assert await desk.accepts(matters[1].id, desk.ines), "a promise is owed from anywhere"
    await desk.do(says(Presence.BUSY))
    assert await desk.do(all_of_them) == 1
    assert await desk.holder(held) == ("human", desk.ines.id)


# --- anew, or later


async def test_offered_anew_a_conversation_waits_for_whoever_is_free(desk: Desk) -> None:
    held = await desk.has(desk.otto)
    promise = await desk.promised(desk.otto, held)
    await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    assert await desk.offers_anew(matter.id, desk.otto)
    assert await desk.holder(held) == ("waiting", None)
    assert await desk.states(desk.otto) == [("conversation", "reoffered")]  # the promise goes with it
    await desk.signs_off(desk.otto)
    await desk.do(lambda book: conversations.by_id(book, held).take(desk.ines.id, desk.clock()))
    assert (await desk.owner(promise))[0] == PromiseState.PASSED_ON


async def test_a_promise_offered_anew_is_whose_press_comes_first(desk: Desk) -> None:
    promise, matter = await desk.otto_leaves_a_promise_to_whoever_takes_it()
    shown = await desk.store.read(lambda book: handover_forms.shown_to(book, desk.ines.id))
    assert [one.matter.id for one in shown] == [matter.id]
    assert await desk.store.read(lambda book: handover_forms.shown_to(book, desk.otto.id)) == []
    assert await desk.accepts(matter.id, desk.ines)
    with pytest.raises(AlreadyTaken):
        await desk.accepts(matter.id, desk.ruth)
    assert (await desk.owner(promise))[0] == PromiseState.PASSED_ON
    assert await desk.store.read(lambda book: handover_forms.shown_to(book, desk.ruth.id)) == []


async def test_parked_the_buyer_is_told_when_and_the_leaver_owes_it(desk: Desk) -> None:
    held = await desk.has(desk.otto)
    await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    tomorrow = desk.clock() + 24 * HOUR
    assert await desk.parks(matter.id, tomorrow)
    assert await desk.holder(held) == ("bot", None)
    said = await desk.store.read(lambda book: conversations.messages_after(book, held, 0))
    assert said[-1].text == "Back tomorrow at 9." and said[-1].author_id == desk.otto.id
    found = await desk.store.read(lambda book: conversations.by_id(book, held))
    (owed,) = await desk.store.read(lambda book: promises.owed_to(book, found.buyer_id))
    assert (owed.owner_id, owed.due_at, owed.about) == (desk.otto.id, tomorrow, About.CHECK)
    assert await desk.states(desk.otto) == [("conversation", "parked"), ("promise", "parked")]
    await desk.signs_off(desk.otto)
    # The next day it wants a decision again.
    desk.clock.move(hours=23)
    assert (
        await desk.store.read(lambda book: shift_handovers.unassigned(book, desk.otto.id, desk.clock())) == 0
    )
    desk.clock.move(hours=2)
    assert (
        await desk.store.read(lambda book: shift_handovers.unassigned(book, desk.otto.id, desk.clock())) == 1
    )


async def test_parked_for_a_colleague_it_is_theirs_once_they_agree(desk: Desk) -> None:
    held = await desk.has(desk.otto)
    promise = await desk.promised(desk.otto, held)
    await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    later = desk.clock() + 3 * HOUR
    await desk.offers(matter.id, desk.ines, until=later, told="Ines looks at it at noon.")
    assert await desk.accepts(matter.id, desk.ines)
    assert await desk.holder(held) == ("bot", None)
    found = await desk.store.read(lambda book: conversations.by_id(book, held))
    owed = await desk.store.read(lambda book: promises.owed_to(book, found.buyer_id))
    assert [(one.owner_id, one.due_at) for one in owed] == [
        (desk.ines.id, later),
        (desk.ines.id, desk.clock() + 8 * HOUR),
    ]
    assert (await desk.owner(promise))[0] == PromiseState.PASSED_ON
    await desk.signs_off(desk.otto)


async def test_accepted_when_its_time_is_over_it_is_simply_theirs(desk: Desk) -> None:
    held = await desk.has(desk.otto)
    await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    await desk.offers(matter.id, desk.ines, until=desk.clock() + HOUR, told="Ines looks at it at eleven.")
    desk.clock.move(hours=2)
    assert await desk.accepts(matter.id, desk.ines)
    assert await desk.holder(held) == ("human", desk.ines.id)
    await desk.signs_off(desk.otto)


@pytest.mark.parametrize("hours", [-1, 0, 9])
async def test_a_promise_is_parked_only_for_a_time_before_it_is_due(desk: Desk, hours: int) -> None:
    let_go = await desk.has(desk.otto)
    await desk.promised(desk.otto, let_go)
    await desk.given_back(let_go, desk.otto)
    await desk.escalated_to(desk.otto)
    await desk.leaves(desk.otto)
    for matter in await desk.board(desk.otto):
        with pytest.raises(NotNow):
            await desk.parks(matter.id, desk.clock() + hours * HOUR)
        assert await desk.parks(matter.id, desk.clock() + 2 * HOUR)
    await desk.signs_off(desk.otto)


# --- what happens meanwhile


async def test_the_buyer_writes_meanwhile_and_it_is_still_handed_over(desk: Desk) -> None:
    held = await desk.has(desk.otto)
    await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    await desk.offers(matter.id, desk.ines)
    await Writer(desk.store, desk.clock, Loopback()).writes("are you there?", ext_id="again")
    assert await desk.accepts(matter.id, desk.ines)
    found = await desk.store.read(lambda book: conversations.by_id(book, held))
    assert found.agent_id == desk.ines.id and found.owed_since == desk.clock()


@pytest.mark.parametrize("how", ["closed", "taken over", "given back", "passed on"])
async def test_what_is_gone_meanwhile_settles_itself(desk: Desk, how: str) -> None:
    held = await desk.has(desk.otto)
    await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    await desk.offers(matter.id, desk.ines)

    def unit(book: Book) -> None:
        found, at = conversations.by_id(book, held), desk.clock()
        if how == "closed":
            found.close(at, by=desk.otto.id)
        elif how == "taken over":
            found.take(desk.ruth.id, at, may_take_over=True)
        elif how == "given back":
            found.give_back(at, desk.otto.id)
        else:
            found.pass_on(at, desk.ruth.id, TARGETS)

    await desk.do(unit)
    before = await desk.holder(held)
    assert not await desk.accepts(matter.id, desk.ines)
    assert (await desk.matter(matter.id)).state == MatterState.GONE
    assert await desk.holder(held) == before
    await desk.signs_off(desk.otto)


async def test_what_was_closed_leaves_the_board_at_the_next_look(desk: Desk) -> None:
    held = await desk.has(desk.otto)
    await desk.leaves(desk.otto)
    await desk.do(lambda book: conversations.by_id(book, held).close(desk.clock(), by=desk.otto.id))
    assert await desk.states(desk.otto) == [("conversation", "gone")]


async def test_a_promise_kept_meanwhile_is_gone(desk: Desk) -> None:
    let_go = await desk.has(desk.otto)
    promise = await desk.promised(desk.otto, let_go)
    await desk.given_back(let_go, desk.otto)
    raised = await desk.escalated_to(desk.otto)
    await desk.leaves(desk.otto)
    first, second = await desk.board(desk.otto)
    await desk.offers(first.id, desk.ines)
    await desk.do(lambda book: promises.by_id(book, promise).keep(desk.otto.id, desk.clock()))
    await desk.do(lambda book: escalations.by_id(book, raised).finish(desk.otto.id, "paid", desk.clock()))
    assert not await desk.accepts(first.id, desk.ines)
    assert not await desk.offers_anew(second.id, desk.otto)
    assert [state for _, state in await desk.states(desk.otto)] == ["gone", "gone"]


async def test_what_the_leaver_takes_again_wants_a_new_decision(desk: Desk) -> None:
    held = await desk.has(desk.otto)
    await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    await desk.offers_anew(matter.id, desk.otto)
    await desk.do(lambda book: conversations.by_id(book, held).take(desk.otto.id, desk.clock()))
    assert await desk.states(desk.otto) == [("conversation", "unassigned")]
    with pytest.raises(StillUnassigned):
        await desk.signs_off(desk.otto)


# --- confirming, staying, and being released


async def test_nobody_signs_off_while_something_is_left(desk: Desk) -> None:
    with_nothing = desk.ines
    await desk.signs_off(with_nothing)
    await desk.has(desk.otto)
    with pytest.raises(StillUnassigned):
        await desk.signs_off(desk.otto)  # no board is open, and it makes no difference
    id = await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    await desk.offers(matter.id, desk.ines)
    with pytest.raises(StillUnassigned):
        await desk.do(lambda book: handing.confirm(book, shift_handovers.by_id(book, id), desk.clock()))
    await desk.accepts(matter.id, desk.ines)
    await desk.do(lambda book: handing.confirm(book, shift_handovers.by_id(book, id), desk.clock()))
    found = await desk.store.read(lambda book: shift_handovers.by_id(book, id))
    assert (found.state, found.by, found.ended_at) == (
        ShiftHandoverState.CONFIRMED,
        desk.otto.id,
        desk.clock(),
    )
    place = await desk.store.read(lambda book: posts.seen_of(book, desk.otto.id))
    assert place.state == Presence.OFFLINE


async def test_who_stays_keeps_what_nobody_accepted(desk: Desk) -> None:
    await desk.has(desk.otto, "1")
    await desk.has(desk.otto, "2")
    id = await desk.leaves(desk.otto)
    first, second = await desk.board(desk.otto)
    await desk.offers(first.id, desk.ines)
    await desk.accepts(first.id, desk.ines)
    await desk.offers(second.id, desk.ines)
    await desk.do(lambda book: handing.call_off(book, shift_handovers.by_id(book, id), desk.clock()))
    assert [str((await desk.matter(one.id)).state) for one in (first, second)] == ["accepted", "stayed"]
    with pytest.raises(NotNow):
        await desk.accepts(second.id, desk.ines)
    again = await desk.leaves(desk.otto)
    assert again != id and await desk.states(desk.otto) == [("conversation", "unassigned")]


async def test_released_everything_is_offered_anew_and_it_is_recorded(desk: Desk) -> None:
    held, let_go = await desk.has(desk.otto, "1"), await desk.has(desk.otto, "2")
    await desk.promised(desk.otto, let_go)
    await desk.given_back(let_go, desk.otto)
    raised = await desk.escalated_to(desk.otto)
    id = await desk.leaves(desk.otto)
    _, alone, _ = await desk.board(desk.otto)
    await desk.parks(alone.id, desk.clock() + HOUR)
    await desk.do(
        lambda book: handing.release(book, desk.otto, desk.ruth, "fell ill", ZONE, MEANS, desk.clock())
    )
    found = await desk.store.read(lambda book: shift_handovers.by_id(book, id))
    assert (found.state, found.by, found.reason) == (ShiftHandoverState.RELEASED, desk.ruth.id, "fell ill")
    matters = await desk.store.read(lambda book: shift_handovers.of_handover(book, id))
    assert [str(one.state) for one in matters] == ["reoffered"] * 3
    assert await desk.holder(held) == ("waiting", None)
    assert (await desk.store.read(lambda book: escalations.by_id(book, raised))).owner_id is None
    assert (
        await desk.store.read(lambda book: shift_handovers.unassigned(book, desk.otto.id, desk.clock())) == 0
    )
    with pytest.raises(NotNow):
        await desk.do(
            lambda book: handing.release(book, desk.ruth, desk.ruth, "tired", ZONE, MEANS, desk.clock())
        )


async def test_released_twice_a_promise_is_open_to_all_once(desk: Desk) -> None:
    let_go = await desk.has(desk.otto)
    await desk.promised(desk.otto, let_go)
    await desk.given_back(let_go, desk.otto)
    for _ in range(2):
        await desk.do(
            lambda book: handing.release(book, desk.otto, desk.ruth, "ill", ZONE, MEANS, desk.clock())
        )
    assert len(await desk.store.read(lambda book: handover_forms.shown_to(book, desk.ines.id))) == 1


async def test_a_promise_offered_anew_stands_on_the_supervisors_list_until_somebody_has_it(
    desk: Desk,
) -> None:
    async def left() -> list[int]:
        found = await desk.store.read(lambda book: left_promises.listed(book, None))
        return [one.promise.id for one in found]

    promise, matter = await desk.otto_leaves_a_promise_to_whoever_takes_it()
    assert await left() == [promise]
    at = desk.clock.move(hours=16)
    await desk.do(lambda book: posts.of(book, desk.otto.id, at).choose(Presence.AVAILABLE, "", at))
    assert await left() == [promise], "back the next day it is open to all still"
    await desk.leaves(desk.otto)
    assert await left() == [promise], "on no board of theirs, but on this list"
    assert await desk.accepts(matter.id, desk.ines)
    assert await left() == []


async def test_what_is_parked_waits_for_its_owner_and_is_nobodys_concern_but_reminds_who_supervises(
    desk: Desk,
) -> None:
    let_go = await desk.has(desk.otto)
    promise = await desk.promised(desk.otto, let_go)
    await desk.given_back(let_go, desk.otto)
    await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    await desk.parks(matter.id, desk.clock() + HOUR)
    await desk.signs_off(desk.otto)
    assert await desk.store.read(lambda book: left_promises.listed(book, None)) == []
    later = desk.clock.move(hours=7.5)
    assert await desk.store.read(lambda book: left_promises.is_unattended(book, promise, later))


# --- races


async def test_of_ten_who_take_an_open_promise_at_once_one_has_it(desk: Desk) -> None:
    let_go = await desk.has(desk.otto)
    promise = await desk.promised(desk.otto, let_go)
    await desk.given_back(let_go, desk.otto)
    await desk.leaves(desk.otto)
    (matter,) = await desk.board(desk.otto)
    await desk.offers_anew(matter.id, desk.otto)
    takers = [desk.ines, desk.ruth] * 5
    ended = await asyncio.gather(*(desk.accepts(matter.id, one) for one in takers), return_exceptions=True)
    found = await desk.matter(matter.id)
    assert found.state == MatterState.ACCEPTED
    assert sum(one is True for one in ended) == 1
    assert all(one is True or isinstance(one, (AlreadyTaken, NotNow)) for one in ended)
    assert (await desk.owner(promise))[0] == PromiseState.PASSED_ON


async def test_two_presses_at_once_open_one_board(desk: Desk) -> None:
    await desk.has(desk.otto)
    opened = await asyncio.gather(*(desk.leaves(desk.otto) for _ in range(6)))
    assert len(set(opened)) == 1 and len(await desk.board(desk.otto)) == 1


async def test_a_board_read_by_two_at_once_has_each_matter_once(desk: Desk) -> None:
    await desk.leaves(desk.otto)
    await desk.has(desk.otto)
    boards = await asyncio.gather(*(desk.board(desk.otto) for _ in range(4)))
    assert {len(one) for one in boards} == {1}


# --- by the clock


async def hours(desk: Desk, who: Agent, written: str) -> None:
    start, end = (time.fromisoformat(one) for one in written.split("-"))

    def unit(book: Book) -> None:
        found = agents.by_id(book, who.id)
        assert found is not None
        shifts.set_hours(book, found, week_written([((start, end),)] * 7), ZONE, desk.clock())

    await desk.do(unit)


async def armed(desk: Desk) -> list[datetime]:
    found = await desk.store.read(lambda book: clockwork.due(book, desk.clock() + 72 * HOUR, 100))
    return [one.due_at.astimezone(ZONE) for one in found if one.kind == Kind.SHIFT_END]


async def test_changed_hours_leave_one_deadline_for_the_next_end(desk: Desk) -> None:
    await hours(desk, desk.otto, "09:00-18:00")
    assert [f"{one:%d %H:%M}" for one in await armed(desk)] == ["23 17:45"]
    await hours(desk, desk.otto, "09:00-18:00")
    await hours(desk, desk.otto, "22:00-06:00")
    assert [f"{one:%d %H:%M}" for one in await armed(desk)] == ["24 05:45"]

    def unit(book: Book) -> None:
        found = agents.by_id(book, desk.otto.id)
        assert found is not None
        shifts.set_hours(book, found, [], ZONE, desk.clock())

    await desk.do(unit)
    assert await armed(desk) == []
