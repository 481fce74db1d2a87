"""The ladder: while Mina is owed a person each step comes at its second, once; and ends when a person answers."""

from __future__ import annotations

from datetime import datetime, timedelta

import orjson
import pytest
from sqlalchemy import select

from bot.outbox import letters
from desk.agent import Agent
from desk.conversation import Reach
from desk.line import Line
from desk.message import Author
from desk.shelf import Shelf
from desk.store import Book, Store, conversations
from desk.store.tables import event, outbox
from desk.typing import Typist
from tests.bot.test_timers import PACKS, Clockwork
from tests.cast import FREE, TARGETS, hire
from tests.conftest import Watch

GUARD = Shelf(PACKS).guard
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
    assert floor.phone.rings == [(floor.number, "Mina")]


async def test_each_step_says_since_when_and_when_it_was_due(floor: Floor) -> None:
    await floor.begins()
    began = floor.watch()
    await floor.after(16)
    data = await floor.store.read(lambda book: book.value(select(event.c.data).where(event.c.kind == "step")))
    told = orjson.loads(data)
    due_at = began + timedelta(seconds=15)
    assert [datetime.fromisoformat(told[at]) for at in ("since", "due_at")] == [began, due_at]
