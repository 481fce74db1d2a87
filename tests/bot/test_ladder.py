"""The ladder: while Mina is owed a person each step comes at its second, once; and ends when a person answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import orjson
import pytest
from sqlalchemy import select

from bot.ladder import Ladders
from bot.outbox import letters
from bot.perform import Performing
from bot.timers import Timers
from desk.agent import Agent
from desk.clock import from_ms, to_ms
from desk.conversation import Conversation, Reach
from desk.house_rules import HouseRules
from desk.line import Line
from desk.message import Author
from desk.response_time import USUAL, Act, Ladder, Step
from desk.shelf import Shelf
from desk.shop import Hours, SpecialDays
from desk.store import Book, Store, alerts, conversations, wall
from desk.store.tables import event, offer, outbox
from desk.targets import Targets
from desk.typing import Typist
from tests.bot.test_timers import PACKS, Clockwork
from tests.cast import FREE, TARGETS, hire
from tests.conftest import Watch

GUARD = Shelf(PACKS).guard
SECOND = timedelta(seconds=1)
ALL = ["signal", "hold", "miss", "offer", "alarm"]


class Floor(Clockwork):
    """Otto's floor, with the events of the ladder."""

    async def begins(self) -> None:
        self.number = await self.hand_off()
        self.otto: Agent = await hire(self.store, self.watch, "Otto")

    async def after(self, seconds: float) -> list[str]:
        """The acts so far, when so many more seconds have passed."""
        self.watch.move(seconds=seconds)
        await self.fire()
        found = await self.store.read(
            lambda book: book.rows(
                select(event.c.data).where(event.c.kind == "step").order_by(event.c.number)
            )
        )
        return [orjson.loads(row[0])["act"] for row in found]

    async def takes(self) -> None:
        await self.store.write(
            lambda book: conversations.by_id(book, self.number).take(
                self.otto.id, self.watch(), targets=TARGETS
            )
        )

    async def says(self, text: str, *, delivered: bool = True) -> None:
        def say(book: Book) -> None:
            conversations.by_id(book, self.number).say(
                text,
                author=Author.HUMAN,
                by=self.otto.id,
                at=self.watch(),
                guard=GUARD,
                idem_key=f"otto-{text}",
                reach=Reach(),
            )

        await self.store.write(say)
        if delivered:
            await self.store.write(self.arrives)

    def arrives(self, book: Book, author: str = "human") -> None:
        row = book.value(
            select(outbox.c.id).where(outbox.c.author == author).order_by(outbox.c.id.desc()).limit(1)
        )
        letter = letters.letter(book, row)
        assert letter is not None
        unanswered = conversations.first_unanswered(book, self.number, letter.seq)
        conversations.by_id(book, self.number).delivered(letter, self.watch(), unanswered, TARGETS)

    async def told(self) -> list[str]:
        """What the clock said to her."""
        found = await self.store.read(
            lambda book: book.rows(
                select(outbox.c.text).where(outbox.c.author == "timer").order_by(outbox.c.id)
            )
        )
        return [row[0] for row in found]


@pytest.fixture
def floor(store: Store, watch: Watch) -> Floor:
    return Floor(store, watch)


async def test_each_step_comes_at_its_second_and_once(floor: Floor) -> None:
    await floor.begins()
    assert await floor.after(14.999) == []
    assert await floor.after(0.001) == ["signal"]
    assert await floor.after(10) == ALL[:2]
    assert await floor.after(5) == ALL[:3]
    assert await floor.after(15) == ALL[:4]
    assert await floor.after(14.999) == ALL[:4]
    assert await floor.after(0.001) == ALL
    assert len(await floor.told()) == 1


async def test_otto_who_answers_ends_it(floor: Floor) -> None:
    await floor.begins()
    await floor.takes()
    await floor.after(20)
    await floor.says("Hello Mina, I am looking it up.")
    assert await floor.after(600) == ["signal"]
    assert await floor.told() == []


async def test_an_answer_that_the_channel_has_not_taken_ends_nothing(floor: Floor) -> None:
    await floor.begins()
    await floor.takes()
    await floor.says("Hello Mina", delivered=False)
    await floor.after(26)
    assert await floor.after(35) == ALL


async def test_an_empty_word_ends_nothing(floor: Floor) -> None:
    await floor.begins()
    await floor.takes()
    await floor.says("ok")
    assert await floor.after(30) == ALL[:3]


async def test_a_hold_message_is_no_answer_of_anybody(floor: Floor) -> None:
    await floor.begins()
    await floor.after(25)
    await floor.store.write(lambda book: floor.arrives(book, "timer"))
    assert len(await floor.told()) == 1
    await floor.after(5)
    assert "late" in await floor.events()


async def test_an_empty_word_is_no_answer_of_anybody(floor: Floor) -> None:
    await floor.begins()
    await floor.takes()
    await floor.says("ok")
    await floor.after(30)
    assert "late" in await floor.events()


async def test_the_bot_hides_no_debt(floor: Floor) -> None:
    await floor.begins()

    def bot_says(book: Book) -> None:
        conversations.by_id(book, floor.number).say(
            "A colleague comes.",
            author=Author.BOT,
            at=floor.watch(),
            guard=FREE,
            idem_key="auto:1",
            reach=Reach(),
        )

    await floor.store.write(bot_says)
    await floor.after(26)
    assert await floor.after(35) == ALL


async def test_what_she_wrote_while_the_answer_was_on_its_way_is_a_debt_of_its_own(floor: Floor) -> None:
    await floor.begins()
    await floor.takes()
    await floor.after(20)
    await floor.says("One moment, I look.", delivered=False)
    floor.watch.move(seconds=2)
    await floor.mina.writes("and the other one?")
    floor.watch.move(seconds=3)
    await floor.store.write(floor.arrives)
    assert await floor.after(11.999) == ["signal"]
    assert await floor.after(0.001) == ["signal", "signal"]


@pytest.mark.parametrize("lets_go", [Conversation.give_back, Conversation.close])
async def test_an_answer_that_leaves_after_otto_let_her_go_begins_nothing(
    floor: Floor, lets_go: Callable[..., None]
) -> None:
    await floor.begins()
    await floor.takes()
    await floor.says("It ships today.", delivered=False)
    await floor.mina.writes("and the other one?")
    await floor.store.write(
        lambda book: lets_go(conversations.by_id(book, floor.number), floor.watch(), by=floor.otto.id)
    )
    await floor.store.write(floor.arrives)
    held = await floor.mina.conversation()
    assert (held.owed_since, held.waiting_since) == (None, None)
    assert await floor.after(600) == [] and "late" not in await floor.events()


async def test_what_she_writes_to_the_bot_is_owed_from_then_though_an_answer_of_otto_leaves_later(
    floor: Floor,
) -> None:
    await floor.begins()
    await floor.takes()
    await floor.says("It ships today.", delivered=False)
    await floor.mina.writes("and the other one?")
    await floor.store.write(
        lambda book: conversations.by_id(book, floor.number).give_back(floor.watch(), floor.otto.id)
    )
    floor.watch.move(seconds=5)
    await floor.mina.writes("hello?")
    written = floor.watch()
    floor.watch.move(seconds=5)
    await floor.store.write(floor.arrives)
    held = await floor.mina.conversation()
    assert (held.owed_since, held.waiting_since) == (None, written)


async def test_nobody_is_asked_to_hold_on_while_otto_types(floor: Floor) -> None:
    await floor.begins()
    await floor.takes()
    floor.watch.move(seconds=24)
    line = Line("loopback", "main", "7")
    floor.typing.types(line, Typist.AGENT)
    assert "hold" not in await floor.after(1)
    floor.typing.stops(line, Typist.AGENT)
    assert "hold" not in await floor.after(4.999)
    assert (await floor.after(0.001))[-1] == "hold"


async def test_hold_messages_keep_their_interval_and_end(floor: Floor) -> None:
    await floor.begins()
    for _ in range(10):
        await floor.after(60)
    assert len(await floor.told()) == 3
    assert len(set(await floor.told())) > 1, "not the same words each time"


async def test_after_a_stop_the_miss_and_the_alarm_count_and_nobody_is_asked_to_hold_on(floor: Floor) -> None:
    await floor.begins()
    assert await floor.after(3600) == ["signal", "miss", "offer", "alarm"]
    assert await floor.told() == []
    assert await floor.alerts() == [(floor.number, "Mina")]


async def test_each_step_says_since_when_and_when_it_was_due(floor: Floor) -> None:
    await floor.begins()
    began = floor.watch()
    await floor.after(16)
    data = await floor.store.read(lambda book: book.value(select(event.c.data).where(event.c.kind == "step")))
    told = orjson.loads(data)
    due_at = began + timedelta(seconds=15)
    assert [datetime.fromisoformat(told[at]) for at in ("since", "due_at")] == [began, due_at]


# --- what changes while somebody waits


class Changing(Floor):
    """A shop that changes its rules, on a machine whose clock is moved."""

    def __init__(self, store: Store, watch: Watch) -> None:
        super().__init__(store, watch)
        self.rules = HouseRules(Hours(UTC, dict.fromkeys(range(7), ((time(0), time(0)),))))
        self.targets = Targets(self.rules)
        self.real = 1_000.0
        self.restarts()

    def restarts(self) -> None:
        performing = Performing(Shelf(PACKS, FREE), self.targets, {"loopback": Reach()})
        ladders = Ladders(performing, self.typing, self.targets)
        self.timers = Timers(self.store, self.watch, self.targets, ladders, uptime=lambda: self.real)

    async def passes(self, seconds: float) -> list[str]:
        """So much time, on the wall as in truth."""
        self.real += seconds
        return await self.after(seconds)

    def keeps(self, hours: Hours, *ladders: Ladder) -> None:
        self.rules.hold(hours, ladders or (USUAL,), self.rules.version + 1)


@pytest.fixture
def changing(store: Store, watch: Watch) -> Changing:
    return Changing(store, watch)


@pytest.mark.parametrize("moved", [3600, -3600, 86_400, -86_400], ids=str)
async def test_a_clock_that_is_moved_makes_nobody_wait_longer_or_shorter(
    changing: Changing, moved: int
) -> None:
    await changing.begins()
    assert await changing.passes(16) == ["signal"]
    changing.watch.move(seconds=moved)
    assert await changing.after(0) == ["signal"], "no storm at the jump"
    assert await changing.passes(13) == ["signal", "hold"]
    assert await changing.passes(2) == ["signal", "hold", "miss"]
    assert await changing.passes(30) == ALL
    assert await changing.passes(30) == ALL, "each once"
    assert len(await changing.alerts()) == 1


@pytest.mark.parametrize("moved", [3600, -3600], ids=str)
async def test_after_a_moved_clock_other_rules_repeat_nothing_and_the_alarm_still_shows(
    changing: Changing, moved: int
) -> None:
    await changing.begins()
    for seconds in (16, 10, 35):
        climbed = await changing.passes(seconds)
    assert climbed == ALL
    changing.watch.move(seconds=moved)
    await changing.passes(0)
    steps = (Step(Act.SIGNAL, 14 * SECOND), Step(Act.MISS, 29 * SECOND), Step(Act.ALARM, 59 * SECOND))
    changing.keeps(changing.rules.hours, Ladder(steps=steps, around_the_clock=True))
    assert await changing.passes(30) == ALL, "each once"
    assert len(await changing.store.read(alerts.unheard)) == 1
    assert [one.alarmed for one in (await changing.store.read(lambda book: wall.look(book, 5))).owed] == [
        True
    ]


@pytest.mark.parametrize("moved", [3600, -3600], ids=str)
async def test_a_clock_that_is_moved_makes_the_pause_of_who_declined_no_shorter_or_longer(
    changing: Changing, moved: int
) -> None:
    await changing.begins()

    async def declined_at() -> datetime:
        return from_ms(await changing.store.read(lambda book: book.value(select(offer.c.ended_at))))

    def declined(book: Book) -> None:
        values = {
            "conversation_id": changing.number,
            "agent_id": changing.otto.id,
            "handoff": 1,
            "state": "declined",
        }
        times = dict.fromkeys(("made_at", "expires_at", "ended_at"), to_ms(changing.watch()))
        book.insert(offer, {**values, **times})

    await changing.passes(1)
    await changing.store.write(declined)
    await changing.passes(5)
    changing.watch.move(seconds=moved)
    await changing.passes(0)
    assert changing.watch() - await declined_at() == 5 * SECOND


async def test_a_clock_set_right_by_and_by_is_no_jump(changing: Changing) -> None:
    await changing.begins()
    for _ in range(14):
        changing.watch.move(seconds=0.5)
        await changing.passes(1)
    assert await changing.passes(0) == ["signal"], "21 seconds on the wall"


async def test_a_holiday_that_begins_now_stops_the_clocks_of_who_waits(changing: Changing) -> None:
    await changing.begins()
    assert await changing.passes(16) == ["signal"]
    today = changing.watch().astimezone(UTC).date()
    always = changing.rules.hours
    changing.keeps(Hours(UTC, always.week, holidays=(SpecialDays(today, today, "Lantern feast"),)))
    assert await changing.passes(120) == ["signal"]
    changing.keeps(always)
    assert sorted(await changing.passes(0)) == sorted(["signal", "miss", "offer", "alarm"]), "each late, once"
    assert (await changing.passes(120))[-1] == "hold", "not at once: after its interval"


async def test_a_quicker_ladder_holds_for_who_waits_already_and_nothing_comes_twice(
    changing: Changing,
) -> None:
    await changing.begins()
    assert await changing.passes(16) == ["signal"]
    steps = (Step(Act.SIGNAL, 5 * SECOND), Step(Act.MISS, 18 * SECOND), Step(Act.ALARM, 20 * SECOND))
    changing.keeps(changing.rules.hours, Ladder(steps=steps))
    assert await changing.passes(2) == ["signal", "miss"]
    changing.restarts()
    assert await changing.passes(60) == ["signal", "miss", "alarm"]
