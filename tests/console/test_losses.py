"""What went wrong and waits for a person: unsure letters, dead letters, restock requests."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import select

from desk.banned.guard import Guard
from desk.conversation import Reach
from desk.message import Author
from desk.outgoing import OutState
from desk.store import Book, conversations, letters, waiting
from desk.store.tables import event, outbox
from tests.console.room import Person, Room


async def unsure(room: Room, otto: Person, state: OutState = OutState.UNKNOWN) -> tuple[int, int]:
    """Otto answered Mina and nobody knows whether it arrived; conversation and message."""
    id = await room.asked_for(room.mina())
    await otto.post(f"/desk/{id}/taking")
    await otto.says(id, "Your lamp left us today.", "unsure-key")

    def lose(book: Book) -> int:
        held = conversations.by_id(book, id)
        letter = letters.of_message(book, id, held.last_seq)[0]
        letter.claim(room.clock(), timedelta(seconds=5))
        letter.move("lose_sight" if state == OutState.UNKNOWN else "fail")
        letter.error = "the line went dead"
        held.not_delivered(letter, room.clock(), room.targets)
        return conversations.message_at(book, id, held.last_seq).id

    return id, await room.store.write(lose)


async def states(room: Room) -> list[tuple[str, str]]:
    return [
        tuple(row)
        for row in await room.store.read(
            lambda book: book.rows(select(outbox.c.idem_key, outbox.c.state).order_by(outbox.c.id))
        )
    ]  # type: ignore[misc]


async def test_an_unsure_letter_is_sent_again_once_however_often_one_presses(both: Room) -> None:
    otto = await both.person("Otto")
    id, message = await unsure(both, otto)
    assert "the line went dead" in await otto.page(f"/desk/{id}")
    answers = await asyncio.gather(
        *(otto.post(f"/desk/{id}/messages/{message}/resending", piece=True) for _ in range(6))
    )
    assert {answer.status for answer in answers} == {200}
    assert [state for _, state in await states(both)] == ["unknown", "queued"]
    assert (await states(both))[0][0] == "human:unsure-key"
    assert "the line went dead" not in await otto.page(f"/desk/{id}")
    assert (await both.held(id)).undelivered == 0


async def test_only_who_has_the_conversation_sends_again(room: Room) -> None:
    otto, ines = await room.person("Otto"), await room.person("Ines")
    id, message = await unsure(room, otto, OutState.FAILED)
    assert (await ines.post(f"/desk/{id}/messages/{message}/resending", piece=True)).status == 409
    assert [state for _, state in await states(room)] == ["failed"]


async def test_ruth_sees_it_on_her_list_and_lets_it_be(room: Room) -> None:
    otto, ruth = await room.person("Otto"), await room.person("Ruth")
    id, message = await unsure(room, otto)
    assert "Your lamp left us today." in await ruth.page("/unsure-letters")
    assert (await ruth.post(f"/desk/{id}/messages/{message}/letting-be")).status == 303
    assert "Your lamp left us today." not in await ruth.page("/unsure-letters")
    assert [state for _, state in await states(room)] == ["unknown"]


async def test_what_has_not_left_is_withdrawn(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    await otto.post(f"/desk/{id}/taking")
    await otto.says(id, "Wrong window.", "withdrawn-key")
    message = await room.store.read(lambda book: conversations.message_at(book, id, 2).id)
    assert (await otto.post(f"/desk/{id}/messages/{message}/withdrawing", piece=True)).status == 200
    assert await states(room) == [("human:withdrawn-key", "cancelled")]
    assert (await room.held(id)).undelivered == 0


async def test_nobody_withdraws_a_colleagues_answer_but_who_has_the_conversation(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto, ines, ruth = [await room.person(name) for name in ("Otto", "Ines", "Ruth")]
    await otto.post(f"/desk/{id}/taking")
    await otto.says(id, "It is on its way.", "otto-key-1")
    message = await room.store.read(lambda book: conversations.message_at(book, id, 2).id)
    drawn = [f"messages/{message}/withdrawing" in await one.page(f"/desk/{id}") for one in (otto, ines, ruth)]
    assert drawn == [True, False, True], "who may not press it does not see it"
    assert (await ines.post(f"/desk/{id}/messages/{message}/withdrawing", piece=True)).status == 409
    assert await states(room) == [("human:otto-key-1", "queued")]
    assert (await ruth.post(f"/desk/{id}/messages/{message}/withdrawing", piece=True)).status == 200
    assert await states(room) == [("human:otto-key-1", "cancelled")]


async def test_a_dead_letter_is_read_elsewhere_and_recorded(room: Room) -> None:
    mina = room.mina()
    await mina.hearing.hear(mina.channel, b"<script>alert(1)</script> \xff\x00")
    ruth, otto = await room.person("Ruth"), await room.person("Otto")
    page = await ruth.page("/dead-letters")
    number = page.split('action="/dead-letters/')[1].split("/")[0]
    answer = await ruth.post(f"/dead-letters/{number}/raw")
    assert await answer.read() == b"<script>alert(1)</script> \xff\x00"
    assert (
        answer.headers["Content-Disposition"].startswith("attachment")
        and "sandbox" in answer.headers["Content-Security-Policy"]
    )
    assert (
        len(
            await room.store.read(
                lambda book: book.rows(select(event.c.kind).where(event.c.kind == "revealed"))
            )
        )
        == 1
    )
    assert (await otto.post(f"/dead-letters/{number}/raw")).status == 403
    assert (await ruth.post("/dead-letters/424242/raw")).status == 404


async def test_walt_sees_what_buyers_wait_for(room: Room) -> None:
    id = await room.asked_for(room.mina())
    held = await room.held(id)

    def unit(book: Book) -> None:
        waiting.ask_supplier(book, "LAMP-W", room.clock())
        waiting.join(book, "LAMP-W", held.buyer_id, id, room.clock())

    await room.store.write(unit)
    walt = await room.person("Walt")
    for down in (False, True):
        room.shop.down = down
        page = await walt.page("/restock-requests")
        assert "LAMP-W" in page and "Buyers waiting: 1" in page


async def test_a_message_in_pieces_has_come_as_far_as_its_worst_piece(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    await otto.post(f"/desk/{id}/taking")

    def unit(book: Book) -> None:
        held = conversations.by_id(book, id)
        held.say(
            "word " * 1500,
            author=Author.HUMAN,
            by=room.people["Otto"].id,
            at=room.clock(),
            guard=Guard([]),
            idem_key="long",
            reach=Reach(),
        )

    await room.store.write(unit)

    def fail_second(book: Book) -> None:
        letter = letters.of_message(book, id, 2)[1]
        letter.claim(room.clock(), timedelta(seconds=5))
        letter.move("fail")

    await room.store.write(fail_second)
    assert 'data-delivery="failed"' in await otto.page(f"/desk/{id}")
