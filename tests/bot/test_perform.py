"""Performing: what was thought is said, unless somebody moved meanwhile."""

from __future__ import annotations

import orjson
import pytest
from sqlalchemy import select

from bot.dialogue.steps import Say, Step, Suggested
from bot.perform import Performing
from bot.said import Said, unanswered
from desk.conversation import Mode, Reach
from desk.shelf import Shelf
from desk.store import Store
from desk.store.tables import event, inbox, outbox
from tests import shipped
from tests.cast import FREE, TARGETS, Loopback, Writer
from tests.conftest import Watch

PACKS = shipped.packs()


@pytest.fixture
def mina(store: Store, watch: Watch) -> Writer:
    return Writer(store, watch, Loopback())


async def performed(store: Store, watch: Watch, said: Said) -> tuple[list[str], list[str]]:
    """The states of the letters in and out after thanking her."""
    steps: list[Step] = [Say("thanks", said.letters[0].new.id)]
    performing = Performing(Shelf(PACKS, FREE), TARGETS, {"loopback": Reach()})
    await store.write(lambda book: performing.perform(book, said, steps, watch()))
    return await store.read(
        lambda book: (
            [r[0] for r in book.rows(select(inbox.c.state))],
            [r[0] for r in book.rows(select(outbox.c.state))],
        )
    )


async def heard(store: Store, mina: Writer) -> Said:
    id = (await mina.writes("thank you")).conversation_id
    assert id is not None
    found = await store.read(lambda book: unanswered(book, id))
    assert found is not None
    return found


async def test_a_thought_is_said(store: Store, mina: Writer, watch: Watch) -> None:
    said = await heard(store, mina)
    assert await performed(store, watch, said) == (["done"], ["queued"])


async def test_who_blocks_the_shop_after_asking_is_told_nothing_and_thought_about_no_more(
    store: Store, mina: Writer, watch: Watch
) -> None:
    said = await heard(store, mina)
    gone = {"kind": "gone", "ext_id": "bye", "chat": "7", "identity": "7", "name": "Mina"}
    await mina.hearing.hear(mina.channel, orjson.dumps(gone))
    assert (await mina.conversation()).mode == Mode.BOT
    assert await performed(store, watch, said) == (["done", "done"], [])


async def test_a_suggestion_is_kept_with_the_letter_that_makes_it(
    store: Store, mina: Writer, watch: Watch
) -> None:
    said = await heard(store, mina)
    letter = said.letters[0].new.id
    performing = Performing(Shelf(PACKS, FREE), TARGETS, {"loopback": Reach()})
    await store.write(lambda book: performing.perform(book, said, [Suggested(letter)], watch()))
    kept = await store.read(
        lambda book: book.rows(
            select(event.c.conversation_id, event.c.data).where(event.c.kind == "suggestion")
        )
    )
    assert [(row[0], orjson.loads(row[1])) for row in kept] == [(said.conversation.id, {"letter": letter})]
