"""Hearing: what Mina sends is written down once, in its place, before her channel is told so."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.said import unanswered
from desk.conversation import Mode
from desk.handover import Reason
from desk.store import Book, Store, conversations, letters, photos
from desk.store.tables import inbox, message, photo, revision
from tests.cast import TARGETS, Loopback, Writer, hire
from tests.conftest import Watch


@pytest.fixture
def mina(store: Store, watch: Watch) -> Writer:
    return Writer(store, watch, Loopback())


async def states(store: Store) -> list[str]:
    return await store.read(
        lambda book: [row[0] for row in book.rows(select(inbox.c.state).order_by(inbox.c.id))]
    )


async def texts(store: Store) -> list[str]:
    return await store.read(
        lambda book: [row[0] for row in book.rows(select(message.c.text).order_by(message.c.id))]
    )


async def test_a_letter_that_cannot_be_read_is_kept_as_dead(mina: Writer, store: Store) -> None:
    heard = await mina.hearing.hear(mina.channel, b"\xff not json")
    assert heard.first_time and heard.conversation_id is None
    raw = await store.read(lambda book: book.row(select(inbox.c.state, inbox.c.raw, inbox.c.reason)))
    assert raw is not None and (raw[0], bytes(raw[1])) == ("dead", b"\xff not json") and raw[2]


async def test_after_closing_a_word_within_ten_minutes_reopens_and_later_begins_anew(
    mina: Writer, store: Store, watch: Watch
) -> None:
    first = (await mina.writes("hello")).conversation_id
    assert first is not None
    await store.write(lambda book: conversations.by_id(book, first).close(watch()))
    watch.move(minutes=9, seconds=59)
    assert (await mina.writes("one more thing")).conversation_id == first
    await store.write(lambda book: conversations.by_id(book, first).close(watch()))
    watch.move(minutes=10, seconds=1)
    second = (await mina.writes("hello again")).conversation_id
    assert second != first
    assert (await mina.conversation()).mode == Mode.BOT


async def test_while_a_person_has_it_the_bot_owes_nothing(mina: Writer, store: Store, watch: Watch) -> None:
    heard = await mina.writes("hello")
    assert heard.owed
    otto = await hire(store, watch, "Otto")
    await store.write(
        lambda book: conversations.by_id(book, heard.conversation_id or 0).take(otto.id, watch())
    )
    assert not (await mina.writes("are you there?")).owed
    assert await states(store) == ["done", "done"]


async def test_while_she_waits_for_a_person_the_bot_still_owes_her_what_it_knows(
    mina: Writer, store: Store, watch: Watch
) -> None:
    heard = await mina.writes("a person please")

    def hand_off(book: Book) -> None:
        conversations.by_id(book, heard.conversation_id or 0).hand_off(Reason.ASKED, watch(), TARGETS)

    await store.write(hand_off)
    assert (await mina.writes("where is my order 1007")).owed
    assert await states(store) == ["new", "new"]


async def test_what_a_person_put_back_into_the_queue_is_not_the_bots(
    mina: Writer, store: Store, watch: Watch
) -> None:
    heard = await mina.writes("a person please")
    otto = await hire(store, watch, "Otto")

    def put_back(book: Book) -> None:
        conversation = conversations.by_id(book, heard.conversation_id or 0)
        conversation.take(otto.id, watch())
        conversation.release(watch(), otto.id, TARGETS)

    await store.write(put_back)
    assert not (await mina.writes("where is my order 1007")).owed


async def test_an_edit_is_a_revision_and_gets_no_new_answer(mina: Writer, store: Store) -> None:
    await mina.writes("where is my order 1007", msg_id="50")
    heard = await mina.writes("where is my order 1008", kind="edit", msg_id="50")
    assert not heard.owed
    assert await texts(store) == ["where is my order 1008"]
    kept = await store.read(lambda book: book.rows(select(revision.c.n, revision.c.text)))
    assert [tuple(row) for row in kept] == [(0, "where is my order 1007")]


async def test_an_edit_that_overtakes_its_message_is_shown_and_the_message_is_its_first_text(
    mina: Writer, store: Store
) -> None:
    await mina.writes("the grey one", kind="edit", msg_id="50")
    heard = await mina.writes("the gray one", msg_id="50")
    assert not heard.owed
    assert await texts(store) == ["the grey one"]
    assert await store.read(lambda book: [row[0] for row in book.rows(select(revision.c.text))]) == [
        "the gray one"
    ]


async def test_an_album_is_one_message_however_late_its_siblings(
    mina: Writer, store: Store, watch: Watch
) -> None:
    for n in range(3):
        await mina.writes(
            "cracked" if n == 0 else "", kind="photo", group_id="g1", photos=[{"ref": f"file-{n}"}]
        )
        watch.move(seconds=11)
    assert await texts(store) == ["cracked"]
    seqs = await store.read(lambda book: [row[0] for row in book.rows(select(photo.c.seq))])
    assert seqs == [1, 1, 1]
    assert await states(store) == ["new", "done", "done"]


async def test_a_late_caption_that_asks_is_still_answered(mina: Writer, store: Store) -> None:
    await mina.writes("", kind="photo", group_id="g1", photos=[{"ref": "a"}])
    heard = await mina.writes("do you have this one?", kind="photo", group_id="g1", photos=[{"ref": "b"}])
    assert heard.owed
    assert await texts(store) == ["do you have this one?"]


async def test_a_late_caption_is_thought_about_together_with_what_was_said_since(
    mina: Writer, store: Store
) -> None:
    heard = await mina.writes("", kind="photo", group_id="g1", photos=[{"ref": "a"}])
    await store.write(lambda book: letters.done(book, 1))
    await mina.writes("and hello")
    await mina.writes("do you have this one?", kind="photo", group_id="g1", photos=[{"ref": "b"}])
    said = await store.read(lambda book: unanswered(book, heard.conversation_id or 0))
    assert said is not None
    assert [letter.message.text for letter in said.letters] == ["and hello", "do you have this one?"]


async def test_a_button_pressed_twice_counts_once(mina: Writer, store: Store) -> None:
    await mina.writes("do you have lamps?")
    press = {"kind": "press", "msg_id": "60", "button": "product:LL-1"}
    assert (await mina.writes("Linen lamp", **press)).owed
    assert not (await mina.writes("Linen lamp", **press)).owed
    assert len(await texts(store)) == 2


async def test_the_message_is_there_before_its_photo(mina: Writer, store: Store) -> None:
    heard = await mina.writes("look", kind="photo", photos=[{"ref": "file-1", "unique": "u1"}])
    found = await store.read(lambda book: photos.of_message(book, heard.conversation_id or 0, 1))
    assert [(p.state, p.ref, p.unique_ref) for p in found] == [("pending", "file-1", "u1")]


async def test_late_letters_are_timed_by_their_channel(mina: Writer, watch: Watch) -> None:
    """After a night without us, Mina has waited since she wrote, not since we woke."""
    written = watch()
    watch.move(hours=7)
    await mina.hearing.hear(mina.channel, mina.letter("hello", sent_at=None))
    assert (await mina.conversation()).waiting_since == watch()
    other = Writer(mina.store, watch, LateLoopback(sent_at=written), chat="8")
    await other.writes("hello")
    assert (await other.conversation()).waiting_since == written


class LateLoopback(Loopback):
    def __init__(self, sent_at) -> None:  # type: ignore[no-untyped-def]
        super().__init__()
        self.sent_at = sent_at

    def read(self, raw: bytes):  # type: ignore[no-untyped-def]
        from dataclasses import replace

        return replace(super().read(raw), sent_at=self.sent_at)


async def test_a_buyer_who_blocks_the_shop_is_owed_nothing(mina: Writer) -> None:
    await mina.writes("hello")
    await mina.writes("", kind="gone")
    conversation = await mina.conversation()
    assert conversation.gone and conversation.waiting_since is None
    await mina.writes("I am back")
    assert not (await mina.conversation()).gone
