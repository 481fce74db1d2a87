"""The ladder and the queues: whose silence is offered to a colleague, and which queue has which times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from sqlalchemy import select, update

from bot.outbox import letters
from desk.banned.guard import Guard
from desk.conversation import Reach
from desk.errors import AlreadyTaken
from desk.handover import Reason
from desk.message import Author
from desk.presence import Presence
from desk.response_time import USUAL_STEPS, Act, Ladder, Promptness, Scope, Step
from desk.routing import Queue
from desk.shop import Hours
from desk.store import Book, Store, conversations, offers
from desk.store.tables import event, outbox
from desk.targets import Standing, Targets
from tests.bot.test_routing import Floor
from tests.conftest import Watch

S = timedelta(seconds=1)
QUICK = tuple(Step(act, seconds * S) for act, seconds in ((Act.SIGNAL, 5), (Act.MISS, 10), (Act.ALARM, 20)))
SLOW = tuple(Step(act, seconds * S) for act, seconds in ((Act.SIGNAL, 60), (Act.MISS, 90), (Act.ALARM, 120)))
TO_SECOND = tuple(Step(step.act, step.after, "2" if step.act == Act.OFFER else "") for step in USUAL_STEPS)


def times(*ladders: Ladder) -> Targets:
    return Targets(Standing(Promptness(Hours(UTC), (Ladder(around_the_clock=True), *ladders))))


class Silent(Floor):
    """A floor on which somebody may be silent."""

    async def after(self, seconds: float) -> None:
        """Both look once a second, as they would."""
        for _ in range(int(seconds)):
            self.watch.move(seconds=1)
            await self.turns()

    async def steps(self) -> list[tuple[str, float]]:
        """Which acts came, and so many seconds after the buyer's word."""
        statement = select(event.c.data).where(event.c.kind == "step").order_by(event.c.number)
        rows = [orjson.loads(row[0]) for row in await self.store.read(lambda book: book.rows(statement))]
        when = datetime.fromisoformat
        return [(row["act"], (when(row["due_at"]) - when(row["since"])).total_seconds()) for row in rows]

    async def answers(self, name: str, id: int) -> None:
        """And the channel accepts it."""

        def unit(book: Book) -> None:
            held = conversations.by_id(book, id)
            held.say(
                "I have found it.",
                author=Author.HUMAN,
                by=self.people[name].id,
                at=self.watch(),
                guard=Guard([]),
                idem_key=f"answer-{self.watch()}",
                reach=Reach(),
            )

        await self.store.write(unit)
        number = await self.store.read(
            lambda book: book.value(select(outbox.c.id).order_by(outbox.c.id.desc()))
        )

        def accepted(book: Book) -> None:
            letter = letters.letter(book, number)
            conversations.by_id(book, id).delivered(letter, self.watch(), None, self.targets)

        await self.store.write(accepted)

    async def queue(self, name: str, place: int, **more: object) -> None:
        await self.store.write(lambda book: book.add(Queue(0, name, place, **more)))  # type: ignore[arg-type]


@pytest.fixture
def floor(store: Store, watch: Watch) -> Silent:
    return Silent(store, watch, targets=times())


async def otto_is_silent(floor: Silent, *others: str) -> int:
    await floor.comes("Otto")
    id = await floor.asks()
    await floor.turns()
    await floor.takes("Otto", id)
    for name in others:
        await floor.comes(name)
    return id


async def test_what_somebody_leaves_unanswered_is_offered_to_a_colleague_who_may_take_it(
    floor: Silent,
) -> None:
    id = await otto_is_silent(floor, "Jun")
    await floor.after(44)
    assert await floor.standing() == []
    await floor.after(1)
    assert await floor.standing() == [("Jun", id)]
    assert (await floor.held(id)).agent_id == floor.people["Otto"].id
    assert await floor.store.read(lambda book: offers.stands(book, id, floor.people["Jun"].id))
    await floor.verb(id, lambda held: held.take(floor.people["Jun"].id, floor.watch(), may_take_over=True))
    assert (await floor.held(id)).agent_id == floor.people["Jun"].id
    assert (await floor.all_offers())[-1] == ("Jun", id, "accepted")
    assert await floor.armed() == 0


async def test_who_was_not_asked_takes_nothing_out_of_a_colleagues_hands(floor: Silent) -> None:
    id = await otto_is_silent(floor, "Jun")
    assert not await floor.store.read(lambda book: offers.stands(book, id, floor.people["Jun"].id))
    with pytest.raises(AlreadyTaken):
        await floor.takes("Jun", id)


async def test_answering_takes_the_offer_back(floor: Silent) -> None:
    id = await otto_is_silent(floor, "Jun")
    await floor.after(45)
    await floor.answers("Otto", id)
    assert (await floor.all_offers())[-1] == ("Jun", id, "withdrawn")
    assert await floor.armed() == 0


@pytest.mark.parametrize("how", ["declines", "says nothing"])
async def test_the_next_is_asked_when_one_does_not_come(floor: Silent, how: str) -> None:
    id = await otto_is_silent(floor, "Jun", "Ruth")
    await floor.after(45)
    assert await floor.standing() == [("Jun", id)]
    if how == "declines":
        await floor.declines("Jun", id)
    else:
        await floor.after(20)
    assert await floor.standing() == [("Ruth", id)]
    await floor.declines("Ruth", id)
    assert await floor.standing() == []
    assert (await floor.held(id)).agent_id == floor.people["Otto"].id


async def test_nobody_is_asked_about_their_own_silence(floor: Silent) -> None:
    await otto_is_silent(floor)
    await floor.after(60)
    assert await floor.standing() == []
    assert [act for act, _ in await floor.steps()] == ["signal", "hold", "miss", "offer", "alarm"]


async def test_who_waits_goes_into_the_queue_that_the_step_names(floor: Silent) -> None:
    floor.targets = times(Ladder(Scope(queue="1"), TO_SECOND, around_the_clock=True))
    floor.start()
    await floor.queue("lamps", 1, topics=["quality"], skill="lamps")
    await floor.queue("rugs", 2, topics=["stock"], skill="rugs")
    await floor.comes("Jun", skills=["rugs"])
    id = await floor.asks(topic="quality")
    await floor.after(44)
    assert ((await floor.held(id)).queue_id, await floor.standing()) == (1, [])
    await floor.after(2)
    assert ((await floor.held(id)).queue_id, await floor.standing()) == (2, [("Jun", id)])


async def test_the_ladder_of_the_queue_holds_from_when_it_was_sorted_in(floor: Silent) -> None:
    floor.targets = times(Ladder(Scope(queue="1"), QUICK, around_the_clock=True))
    floor.start()
    await floor.queue("lamps", 1, topics=["quality"])
    await floor.asks(topic="quality")
    await floor.turns()
    await floor.after(70)
    assert await floor.steps() == [("signal", 5), ("miss", 10), ("alarm", 20)]


async def test_the_ladder_of_the_topic_holds(floor: Silent) -> None:
    floor.targets = times(Ladder(Scope(topic="quality"), QUICK, around_the_clock=True))
    floor.start()
    await floor.asks(topic="quality")
    await floor.asks(chat="8", topic="stock")
    await floor.after(20)
    assert await floor.steps() == [("signal", 5), ("miss", 10), ("signal", 15), ("alarm", 20)]


async def test_what_had_its_time_does_not_come_again_in_another_queue(floor: Silent) -> None:
    floor.targets = times(Ladder(Scope(queue="1"), SLOW, around_the_clock=True))
    floor.start()
    await floor.queue("lamps", 1, topics=["quality"])
    await floor.comes("Otto")
    id = await floor.asks(reason=Reason.UPSET)
    await floor.takes("Otto", id)
    await floor.after(31)
    otto = floor.people["Otto"].id
    await floor.verb(id, lambda held: held.pass_on(floor.watch(), otto, floor.targets, queue_id=1))
    await floor.after(100)
    acts = [act for act, _ in await floor.steps()]
    assert acts == ["signal", "hold", "miss", "alarm"]
    assert (await floor.steps())[-1] == ("alarm", 120)


async def test_the_next_is_asked_when_who_was_asked_goes_for_lunch(floor: Silent) -> None:
    id = await otto_is_silent(floor, "Jun", "Ruth")
    await floor.after(45)
    assert await floor.standing() == [("Jun", id)]
    await floor.says("Jun", Presence.BREAK, "meal")
    assert await floor.standing() == []
    await floor.after(1)
    assert await floor.standing() == [("Ruth", id)]


async def test_other_times_leave_whom_it_is_held_out_to(floor: Silent) -> None:
    id = await otto_is_silent(floor, "Jun", "Ruth")
    await floor.after(45)
    climbed = {Act.SIGNAL, Act.HOLD, Act.MISS, Act.OFFER}
    await floor.verb(id, lambda held: held.arm_anew(floor.watch(), floor.targets, climbed))
    await floor.after(1)
    assert await floor.standing() == [("Jun", id)]
    await floor.after(19)
    assert await floor.standing() == [("Ruth", id)]
    assert [act for act, _ in await floor.steps()] == ["signal", "hold", "miss", "offer", "alarm"]


def says(floor: Silent, id: int, key: str, leaves_at: datetime | None = None) -> Callable[[Book], None]:
    def unit(book: Book) -> None:
        conversations.by_id(book, id).say(
            f"I look into it, {key}.", author=Author.HUMAN, by=floor.people["Otto"].id, at=floor.watch(),
            guard=Guard([]), idem_key=key, reach=Reach(), leaves_at=leaves_at,
        )  # fmt: skip

    return unit


def arrives(floor: Silent, id: int, key: str) -> Callable[[Book], None]:
    def unit(book: Book) -> None:
        letter = letters.letter(book, book.value(select(outbox.c.id).where(outbox.c.idem_key == key)))
        assert letter is not None
        since = conversations.first_unanswered(book, id, letter.seq)
        conversations.by_id(book, id).delivered(letter, floor.watch(), since, floor.targets)

    return unit


async def test_a_letter_from_before_the_buyers_word_does_not_begin_its_wait_anew(floor: Silent) -> None:
    id = await otto_is_silent(floor)
    await floor.after(5)
    await floor.store.write(says(floor, id, "one"))
    await floor.store.write(says(floor, id, "two"))
    await floor.store.write(arrives(floor, id, "one"))
    await floor.mina("7").writes("and another thing", ext_id="again")
    await floor.after(31)
    climbed = await floor.steps()
    assert [act for act, _ in climbed] == ["signal", "hold", "miss"]
    await floor.store.write(arrives(floor, id, "two"))  # the channel was slow
    await floor.after(1)
    assert await floor.steps() == climbed
    assert (await floor.held(id)).held == 1


async def test_no_hold_message_goes_behind_an_answer_that_can_be_called_back(floor: Silent) -> None:
    id = await otto_is_silent(floor)
    await floor.after(20)
    await floor.store.write(says(floor, id, "answer", floor.watch() + 5 * S))
    await floor.after(5)
    await floor.store.write(arrives(floor, id, "answer"))
    await floor.after(20)
    written = await floor.store.read(lambda book: book.rows(select(outbox.c.author)))
    assert written == [("human",)]


async def test_called_back_the_answer_stands_in_no_hold_messages_way(floor: Silent) -> None:
    id = await otto_is_silent(floor)
    await floor.after(20)
    await floor.store.write(says(floor, id, "answer", floor.watch() + 5 * S))
    await floor.after(4)
    called_back = update(outbox).values(state="cancelled")
    await floor.store.write(lambda book: book.run(called_back))
    await floor.after(1)
    written = await floor.store.read(lambda book: book.rows(select(outbox.c.author).order_by(outbox.c.id)))
    assert written == [("human",), ("timer",)]


@pytest.mark.parametrize("how", ["pass_on", "release"])
async def test_passed_on_the_ladder_of_that_reason_holds_from_then_on(floor: Silent, how: str) -> None:
    floor.targets = times(Ladder(Scope(topic="passed_on"), SLOW, around_the_clock=True))
    floor.start()
    id = await otto_is_silent(floor)
    await floor.says("Otto", Presence.BUSY, "phone")
    await floor.after(20)
    otto = floor.people["Otto"].id
    await floor.verb(id, lambda held: getattr(held, how)(floor.watch(), otto, floor.targets))
    await floor.after(101)
    assert await floor.steps() == [("signal", 15), ("miss", 90), ("alarm", 120)]
