"""Thinking: every letter is answered once, in its turn, and never over a person's head."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.answer import ShopFront, Thinking
from bot.hear import Hearing
from bot.perform import Performing, Superseded
from bot.understanding import Understanding
from desk.banned.guard import Guard, Rule
from desk.conversation import Mode, Reach
from desk.handover import Reason
from desk.house_rules import HouseRules
from desk.shelf import Shelf
from desk.shop import Hours
from desk.shops import ShopDown
from desk.stock import Catalogue
from desk.store import Store, conversations, lessons
from desk.store.tables import event, handoff, inbox, outbox
from tests import shipped
from tests.cast import FREE, TARGETS, Loopback, Writer, hire
from tests.conftest import Watch

PACKS = shipped.packs()


class Simple:
    """Understands what the tests say: an intent by its own name, and nothing else."""

    def __init__(self) -> None:
        self.stumbles = False
        self.asked: list[str] = []

    def set_catalogue(self, catalogue: Catalogue) -> None: ...

    def understand(self, text: str, language_hint: str | None = None) -> Understanding:
        self.asked.append(text)
        if self.stumbles:
            raise ZeroDivisionError
        known = text in ("greeting", "human_agent", "store_info", "thanks", "order_status")
        intent, action = (text, "answer") if known else ("out_of_scope", "handoff")
        return Understanding(text, "en", intent, 0.9, ((intent, 0.9),), action)  # type: ignore[arg-type]


class NoShop:
    at_hand = True
    down = False

    async def catalogue(self) -> Catalogue:
        return Catalogue(1, {})

    async def stock(self, skus: Any) -> dict[str, Any]:
        return {}

    async def order(self, number: str) -> None:
        return None

    async def orders_of(self, channel: str, identity: str, limit: int = 5) -> list[Any]:
        if self.down:
            raise ShopDown
        return []


class Desk:
    def __init__(self, store: Store, watch: Watch, guard: Guard = FREE) -> None:
        self.store, self.watch, self.shop, self.head = store, watch, NoShop(), Simple()
        performing = Performing(Shelf(PACKS, guard), TARGETS, {"loopback": Reach()})
        rules = HouseRules(Hours(watch().tzinfo))  # type: ignore[arg-type]
        front = ShopFront("Lantern & Loom", "https://lantern.example/privacy", rules)
        settle = watch() - watch()
        self.thinking = Thinking(store, self.head, self.shop, front, performing, watch, settle=settle)
        self.mina = Writer(store, watch, Loopback())
        self.mina.hearing = Hearing(store, watch, TARGETS, lambda number, said: None)

    async def think(self) -> None:
        talk = await self.mina.conversation()
        await self._think(talk.id)

    async def _think(self, number: int) -> None:
        self.thinking.owe(number)
        await self.settled()

    async def settled(self) -> None:
        while self.thinking._tasks:
            await asyncio.gather(*self.thinking._tasks)

    async def said(self) -> list[str]:
        return await self.store.read(
            lambda book: [row[0] for row in book.rows(select(outbox.c.text).order_by(outbox.c.id))]
        )

    async def causes(self) -> list[int]:
        return await self.store.read(
            lambda book: [row[0] for row in book.rows(select(outbox.c.cause).order_by(outbox.c.id))]
        )

    async def states(self) -> list[str]:
        return await self.store.read(
            lambda book: [row[0] for row in book.rows(select(inbox.c.state).order_by(inbox.c.id))]
        )


@pytest.fixture
def desk(store: Store, watch: Watch) -> Desk:
    return Desk(store, watch)


async def test_what_changed_while_the_bot_thought_is_looked_at_and_the_answer_still_comes(desk: Desk) -> None:
    """The letter is thought about as it was heard; Mina writes on before the answer is written."""
    heard = await desk.mina.writes("greeting")
    assert heard.alone is not None and heard.conversation_id is not None
    await desk.mina.writes("store_info")
    desk.thinking.owe(heard.conversation_id, heard.alone)
    await desk.settled()
    assert await desk.states() == ["done", "new"]
    await desk.think()
    assert await desk.states() == ["done", "done"]
    talk = await desk.mina.conversation()
    assert (talk.mode, talk.unthought, talk.last_seq) == (Mode.BOT, 0, 2 + len(await desk.said()))


async def test_what_came_before_a_thought_began_is_the_next_thoughts(desk: Desk) -> None:
    """Both letters were told of in one turn of the loop, before the first was thought about by itself."""
    heard = await desk.mina.writes("greeting")
    assert heard.alone is not None and heard.conversation_id is not None
    await desk.mina.writes("store_info")
    desk.thinking.owe(heard.conversation_id, heard.alone)
    desk.thinking.owe(heard.conversation_id)
    await desk.settled()
    assert await desk.states() == ["done", "done"]


async def test_a_word_soon_after_closing_reopens_and_is_answered(desk: Desk, watch: Watch) -> None:
    await desk.mina.writes("greeting")
    await desk.think()
    talk = await desk.mina.conversation()
    await desk.store.write(lambda book: conversations.by_id(book, talk.id).close(watch()))
    before = len(await desk.said())
    watch.move(seconds=60)
    await desk.mina.writes("store_info")
    assert (await desk.mina.conversation()).id == talk.id
    await desk.think()
    assert len(await desk.said()) == before + 1


async def test_every_letter_of_a_run_is_answered_in_order(desk: Desk) -> None:
    for text in ("greeting", "store_info", "order_status"):
        await desk.mina.writes(text)
    await desk.think()
    assert await desk.states() == ["done"] * 3
    causes = [cause for cause in await desk.causes() if cause]
    assert causes == sorted(causes)
    assert {2, 3} <= set(causes)


async def test_the_first_words_say_that_it_is_a_bot_and_where_the_notice_is(desk: Desk) -> None:
    await desk.mina.writes("greeting")
    await desk.think()
    assert "https://lantern.example/privacy" in (await desk.said())[0]
    await desk.mina.writes("store_info")
    await desk.think()
    assert sum("privacy" in text for text in await desk.said()) == 1


async def test_thinking_twice_at_once_answers_once(desk: Desk, store: Store, watch: Watch) -> None:
    """Two processes take up the same letters; the second finds them done and writes nothing."""
    other = Desk(store, watch)
    await desk.mina.writes("store_info")
    talk = await desk.mina.conversation()
    await asyncio.gather(desk._think(talk.id), other._think(talk.id))
    said = await desk.said()
    await desk._think(talk.id)
    assert await desk.said() == said
    keys = await store.read(lambda book: [row[0] for row in book.rows(select(outbox.c.idem_key))])
    assert len(set(keys)) == len(said)


async def test_an_agent_who_comes_while_the_bot_thinks_is_not_talked_over(desk: Desk, watch: Watch) -> None:
    await desk.mina.writes("store_info")
    talk = await desk.mina.conversation()
    said = await desk.thinking._unanswered(talk.id)
    assert said is not None
    steps = await desk.thinking._decide(talk, await desk.thinking._understand(said))
    assert steps
    otto = await hire(desk.store, watch, "Otto")
    await desk.store.write(lambda book: conversations.by_id(book, talk.id).take(otto.id, watch()))
    with pytest.raises(Superseded):
        await desk.store.write(lambda book: desk.thinking._performing.perform(book, said, steps, watch()))
    assert await desk.said() == []


async def test_asking_for_a_person_calls_one_and_says_what_happens_next(desk: Desk) -> None:
    await desk.mina.writes("human_agent")
    await desk.think()
    talk = await desk.mina.conversation()
    assert (talk.mode, talk.reason) == (Mode.WAITING, Reason.ASKED)
    assert len(await desk.said()) == 2  # who it is, and what happens next
    assert len(await desk.store.read(lambda book: book.rows(select(handoff.c.id)))) == 1


async def test_not_understood_once_is_a_question_and_twice_a_person(desk: Desk) -> None:
    await desk.mina.writes("flurble gnarf")
    await desk.think()
    assert (await desk.mina.conversation()).mode == Mode.BOT
    await desk.mina.writes("gnarf flurble")
    await desk.think()
    assert (await desk.mina.conversation()).reason == Reason.NOT_UNDERSTOOD


async def test_what_was_not_understood_can_be_learnt_and_is_settled_once(desk: Desk, watch: Watch) -> None:
    await desk.mina.writes("flurble gnarf")
    await desk.think()
    [lesson] = await desk.store.read(lessons.unsettled)
    assert (lesson.text, lesson.why, lesson.answered) == ("flurble gnarf", "not_understood", "")
    otto = await hire(desk.store, watch, "Otto")
    await desk.store.write(lambda book: lessons.settle(book, [lesson.id], otto.id, "stock", watch()))
    assert await desk.store.read(lessons.unsettled) == [] and await desk.store.read(lessons.count) == 0


async def test_what_was_asked_before_the_person_was_called_is_still_answered(desk: Desk) -> None:
    await desk.mina.writes("human_agent")
    await desk.mina.writes("order_status")
    await desk.think()
    assert await desk.states() == ["done", "done"]
    assert 2 in await desk.causes()


async def test_a_shop_that_is_down_is_told_and_a_person_called(desk: Desk) -> None:
    desk.shop.down = True
    await desk.mina.writes("order_status")
    await desk.think()
    assert (await desk.mina.conversation()).reason == Reason.SHOP_DOWN
    assert len(await desk.said()) == 2


async def test_an_error_in_our_head_gives_the_buyer_a_person(desk: Desk) -> None:
    desk.head.stumbles = True
    await desk.mina.writes("greeting")
    await desk.think()
    assert (await desk.mina.conversation()).reason == Reason.TROUBLE
    assert await desk.states() == ["done"]
    assert len(await desk.said()) == 1


async def test_the_bots_own_banned_words_become_a_neutral_line_and_a_person(
    store: Store, watch: Watch
) -> None:
    """Whatever the bot would say here: the guard stops every word of it but the neutral phrase."""
    strict = Guard([Rule("privacy", "test", "block", ("privacy",), say="notice")])
    desk = Desk(store, watch, strict)
    await desk.mina.writes("greeting")
    await desk.think()
    talk = await desk.mina.conversation()
    assert talk.reason == Reason.GUARD
    assert all("privacy" not in text for text in await desk.said())
    kinds = await store.read(lambda book: [row[0] for row in book.rows(select(event.c.kind))])
    assert "guard" in kinds


async def test_letters_that_a_crash_left_behind_are_answered_after_the_start(
    desk: Desk, watch: Watch
) -> None:
    await desk.mina.writes("store_info")
    watch.move(seconds=3)
    await desk.thinking._look()
    while desk.thinking._tasks:
        await asyncio.gather(*desk.thinking._tasks)
    assert await desk.states() == ["done"]
    assert await desk.said()
