"""Heard and answered at once: one commit for the plain case, and the usual way for all that is not plain."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from bot.at_once import AtOnce
from bot.dialogue.steps import Step
from bot.hear import Hearing
from desk.conversation import Conversation, Mode
from desk.store import Store, conversations
from desk.store.sqlite import SqliteStore
from desk.store.tables import event, inbox, outbox
from tests.bot.test_answer import Desk
from tests.cast import TARGETS, Writer, hire
from tests.conftest import Watch


class QuickDesk(Desk):
    """A desk whose way in may answer at once. Mina has been greeted already and nothing is open."""

    def __init__(self, store: Store, watch: Watch) -> None:
        super().__init__(store, watch)
        self.left_to_think: list[int] = []
        at_once = AtOnce(store, self.thinking, self.thinking._performing, TARGETS)
        self.mina.hearing = Hearing(
            store, watch, TARGETS, lambda number, said: self.left_to_think.append(number), at_once
        )

    async def rows(self, statement: Any) -> list[Any]:
        return await self.store.read(lambda book: book.rows(statement))


@pytest.fixture
async def desk(sqlite_store: SqliteStore, watch: Watch) -> QuickDesk:
    desk = QuickDesk(sqlite_store, watch)
    await desk.mina.writes("greeting")
    await desk.think()
    desk.left_to_think.clear()
    return desk


def commits(store: SqliteStore) -> list[str]:
    seen: list[str] = []
    store.traced(lambda text: seen.append(text) if text.startswith("BEGIN IMMEDIATE") else None)
    return seen


async def test_a_plain_question_and_its_answer_become_durable_together(
    desk: QuickDesk, sqlite_store: SqliteStore
) -> None:
    written = commits(sqlite_store)
    heard = await desk.mina.writes("store_info")
    assert len(written) == 1
    assert (heard.owed, heard.first_time, desk.left_to_think) == (False, True, [])
    talk = await desk.mina.conversation()
    letter = await desk.rows(
        select(inbox.c.id, inbox.c.state, inbox.c.seq).where(inbox.c.conversation_id == talk.id)
    )
    assert letter[-1] == (2, "done", talk.last_seq - 1)
    answer = await desk.rows(select(outbox.c.idem_key, outbox.c.cause, outbox.c.seq).order_by(outbox.c.id))
    assert answer[-1] == ("auto:2:0", 2, talk.last_seq)
    happened = [kind for (kind,) in await desk.rows(select(event.c.kind).order_by(event.c.number))]
    assert happened[-2:] == ["heard", "said"]
    assert talk.unthought == 0 and talk.waiting_since is not None, (
        "the clock runs until the channel has the answer"
    )


async def test_the_same_letter_again_changes_nothing(desk: QuickDesk) -> None:
    letter = desk.mina.letter("store_info")
    await desk.mina.hearing.hear(desk.mina.channel, letter)
    talk, said = await desk.mina.conversation(), await desk.said()
    again = await desk.mina.hearing.hear(desk.mina.channel, letter)
    assert not again.first_time
    assert (await desk.mina.conversation(), await desk.said()) == (talk, said)


async def test_two_letters_of_one_chat_in_the_same_moment_are_both_heard_and_the_second_is_left_to_think(
    desk: QuickDesk,
) -> None:
    before = len(await desk.said())
    await asyncio.gather(desk.mina.writes("store_info"), desk.mina.writes("thanks"))
    assert sorted(await desk.states()) == ["done", "done", "new"]
    assert desk.left_to_think == [(await desk.mina.conversation()).id]
    await desk.think()
    causes = await desk.causes()
    assert (await desk.states(), set(causes[before:])) == (["done"] * 3, {2, 3})


@pytest.mark.parametrize("text", ["nobody knows what this means", ""])
async def test_what_is_not_understood_is_left_to_think(desk: QuickDesk, text: str) -> None:
    before = await desk.said()
    heard = await desk.mina.writes(text)
    assert heard.owed and len(desk.left_to_think) == 1
    assert await desk.said() == before


@pytest.mark.parametrize(
    "more", [{"kind": "sticker"}, {"group_id": "album"}, {"in_group": True}, {"kind": "edit"}]
)
async def test_what_is_no_plain_text_goes_the_usual_way(desk: QuickDesk, more: dict[str, Any]) -> None:
    before = await desk.said()
    await desk.mina.writes("store_info", **more)
    assert await desk.said() == before


async def test_the_first_letter_of_a_chat_goes_the_usual_way(desk: QuickDesk) -> None:
    other = Writer(desk.store, desk.watch, desk.mina.channel, chat="8")
    other.hearing = desk.mina.hearing
    assert (await other.writes("store_info")).owed


async def test_the_bot_is_silent_where_a_person_came_while_it_thought(desk: QuickDesk, watch: Watch) -> None:
    otto, thought = await hire(desk.store, watch, "Otto"), desk.thinking.at_once

    async def slow(talk: Conversation, letter: Any) -> Sequence[Step] | None:
        steps = await thought(talk, letter)
        await desk.store.write(lambda book: conversations.by_id(book, talk.id).take(otto.id, watch()))
        return steps

    desk.thinking.at_once = slow  # type: ignore[method-assign]
    before = await desk.said()
    heard = await desk.mina.writes("store_info")
    talk = await desk.mina.conversation()
    assert (heard.owed, talk.mode, talk.last_author) == (False, Mode.HUMAN, "buyer")
    assert (await desk.said(), (await desk.states())[-1]) == (before, "done")


async def test_a_letter_is_kept_when_the_head_fails(desk: QuickDesk) -> None:
    desk.head.stumbles = True
    heard = await desk.mina.writes("store_info")
    assert heard.owed and (await desk.states())[-1] == "new"
    await desk.think()
    assert (await desk.mina.conversation()).mode == Mode.WAITING


async def test_a_letter_is_kept_when_the_hand_fails(desk: QuickDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(desk.thinking._performing, "answer", stumble)
    heard = await desk.mina.writes("store_info")
    assert heard.owed and (await desk.states())[-1] == "new"


async def test_nothing_waits_for_a_shop_that_is_not_at_hand(desk: QuickDesk) -> None:
    desk.shop.at_hand = False
    assert (await desk.mina.writes("store_info")).owed


async def test_nothing_is_answered_at_once_where_the_store_is_elsewhere(store: Store, watch: Watch) -> None:
    desk = QuickDesk(store, watch)
    await desk.mina.writes("greeting")
    await desk.think()
    assert (await desk.mina.writes("store_info")).owed is not store.at_hand
