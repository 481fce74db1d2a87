"""Who answers whom, at the console: where people say they are, what is offered to them, and passing on."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.routing import Routing
from desk.conversation import Mode
from desk.presence import Post
from desk.store import Book, conversations, letters, offers, posts
from desk.store.tables import offer
from tests.conftest import Watch
from tests.console.room import Person, Room
from tests.console.test_live import listen


async def where(room: Room, name: str) -> tuple[str, str]:
    found = await room.store.read(lambda book: posts.seen_of(book, room.people[name].id))
    return str(found.state), found.because


async def place(room: Room, name: str) -> Post:
    return await room.store.read(lambda book: posts.of(book, room.people[name].id, room.clock()))


async def comes_to(told: Callable[[], Awaitable[bool]]) -> None:
    """What a stream writes down in its own time is there at last."""
    async with asyncio.timeout(30):
        while not await told():
            await asyncio.sleep(0.02)


async def route(room: Room) -> None:
    await Routing(room.store, room.clock, room.targets)._look()


async def states(room: Room) -> list[str]:
    rows = await room.store.read(lambda book: book.rows(select(offer.c.state).order_by(offer.c.id)))
    return [row[0] for row in rows]


@pytest.fixture
async def otto(both: Room) -> Person:
    return await both.person("Otto")


@pytest.fixture
async def feeding(both: Room) -> AsyncIterator[Room]:
    task = asyncio.create_task(both.feed.run())
    yield both
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


# --- where somebody is


async def test_who_signs_in_to_answer_is_available_and_a_supervisor_says_so_first(both: Room) -> None:
    await both.person("Otto")
    await both.person("Ruth")
    assert await where(both, "Otto") == ("available", "")
    assert await where(both, "Ruth") == ("offline", "")


async def test_otto_says_that_he_is_on_the_phone_and_the_head_of_the_page_shows_it(
    both: Room, otto: Person
) -> None:
    answer = await otto.post("/presence", {"choice": "busy.phone"}, piece=True)
    assert answer.status == 200 and "on the phone" in await answer.text()
    assert await where(both, "Otto") == ("busy", "phone")
    assert re.search(r'id="presence" data-state="busy"', await otto.page("/account"))
    assert (await otto.post("/presence", {"choice": "asleep"}, piece=True)).status == 400
    assert (await otto.post("/presence", {"choice": "break.meal"})).status == 303
    assert await where(both, "Otto") == ("break", "meal")


async def test_signed_out_on_the_last_browser_otto_is_offline(both: Room, otto: Person) -> None:
    second = await both.stranger("Otto").comes_in(both.people["Otto"])
    await otto.post("/sign-out")
    assert (await where(both, "Otto"))[0] == "available"
    await second.post("/sign-out")
    assert (await where(both, "Otto"))[0] == "offline"


async def test_signed_out_everywhere_otto_is_offline(both: Room, otto: Person) -> None:
    await otto.post("/account/sign-out-everywhere")
    assert (await where(both, "Otto"))[0] == "offline"


async def test_a_stream_keeps_otto_there_and_its_end_leaves_him_three_minutes(
    feeding: Room, watch: Watch
) -> None:
    otto = await feeding.person("Otto")
    ears = await listen(otto)

    async def stays() -> bool:
        return (await place(feeding, "Otto")).here_until > watch() + timedelta(minutes=4)

    async def has_his_grace() -> bool:
        return (await place(feeding, "Otto")).here_until == watch() + timedelta(minutes=3)

    async def is_there() -> bool:
        return await where(feeding, "Otto") == ("available", "")

    await comes_to(stays)
    ears.answer.close()
    await feeding.mina().writes("a word, so that it is noticed")
    await feeding.mina().writes("and another", ext_id="x2")
    await comes_to(has_his_grace)
    watch.move(minutes=3)
    await route(feeding)
    assert await where(feeding, "Otto") == ("away", "vanished")
    await listen(otto)
    await comes_to(is_there)


# --- what is offered


async def test_an_offer_stands_above_the_list_and_a_press_takes_it(both: Room, otto: Person) -> None:
    id = await both.asked_for(both.mina())
    await route(both)
    page = await otto.page("/desk")
    assert f'data-offer="{id}"' in page and "Offered to you" in page
    assert f'data-offer="{id}"' in await otto.page("/offers")
    assert (await otto.post(f"/desk/{id}/taking", piece=True)).status == 200
    assert await states(both) == ["accepted"]
    assert "data-offer=" not in await otto.page("/offers")


async def test_a_press_declines_it_and_it_stays_open_for_all(both: Room, otto: Person) -> None:
    id = await both.asked_for(both.mina())
    await route(both)
    answer = await otto.post(f"/desk/{id}/declining", piece=True)
    assert answer.status == 200 and "data-offer=" not in await answer.text()
    assert (await otto.post(f"/desk/{id}/declining")).status == 303  # once more changes nothing
    await route(both)
    assert await states(both) == ["declined"]
    assert f'id="row-{id}"' in await otto.page("/desk?show=waiting")
    assert (await otto.post(f"/desk/{id}/taking")).status == 303


async def test_who_is_offered_something_hears_of_it_at_once_and_nobody_else(feeding: Room) -> None:
    otto = await feeding.person("Otto")
    ears = await listen(otto)
    ruth = await listen(await feeding.person("Ruth"))
    id = await feeding.asked_for(feeding.mina())
    await route(feeding)
    assert (await ears.until("stale", "offers")).data == ["offers /offers"]
    await otto.post(f"/desk/{id}/taking")
    while (told := await ruth.next()).data != [f"composer-{id} /desk/{id}/composer"]:
        assert told.data != ["offers /offers"]


# --- passing on


async def test_otto_passes_it_on_to_ines_with_a_word_that_only_she_reads(both: Room, otto: Person) -> None:
    id = await both.asked_for(both.mina())
    ines, ruth = await both.person("Ines"), await both.person("Ruth")
    walt = await both.person("Walt")
    await otto.post(f"/desk/{id}/taking")
    form = await otto.page(f"/desk/{id}/passing-on", headers={"HX-Request": "true"})
    assert "Ines" in form and "Otto" not in form and "Walt" not in form
    to = {"to": f"agent:{both.people['Ines'].id}", "note": "She wants blue, not <green>."}
    assert (await otto.post(f"/desk/{id}/passing-on", to, piece=True)).status == 200
    held = await both.held(id)
    assert (held.mode, held.agent_id) == (Mode.WAITING, None)
    await route(both)
    assert f'data-offer="{id}"' in await ines.page("/offers")
    for reader, reads in ((ines, True), (walt, False), (otto, False), (ruth, True)):
        assert ("She wants blue, not &lt;green&gt;." in await reader.page(f"/desk/{id}")) == reads
    await ines.post(f"/desk/{id}/taking")
    card = await ines.page(f"/desk/{id}/side")
    assert "She wants blue" in card and "Otto" in card and "I want to talk to a person" in card


async def test_only_who_has_it_passes_it_on_and_a_supervisor_anything(both: Room, otto: Person) -> None:
    id = await both.asked_for(both.mina())
    ines, ruth = await both.person("Ines"), await both.person("Ruth")
    to = {"to": f"agent:{both.people['Ines'].id}"}
    assert (await otto.post(f"/desk/{id}/passing-on", to)).status == 409
    assert (await ruth.post(f"/desk/{id}/passing-on", to)).status == 303
    await otto.post(f"/desk/{id}/taking")
    assert (await ines.post(f"/desk/{id}/passing-on", to)).status == 409
    for strange in ("", "agent:999", "queue:9", f"agent:{(await both.hires('Walt')).id}", "agent:x", "x"):
        assert (await ruth.post(f"/desk/{id}/passing-on", {"to": strange})).status == 404, strange
    assert (await both.held(id)).agent_id == both.people["Otto"].id
    assert (await ruth.post(f"/desk/{id}/passing-on", to)).status == 303
    assert (await both.held(id)).mode == Mode.WAITING


async def test_passed_on_to_a_queue_it_waits_there_and_the_list_can_be_narrowed_to_it(
    both: Room, otto: Person
) -> None:
    ruth = await both.person("Ruth")
    queue = {"name": "Returns", "place": "1", "priority": "2", "offer_seconds": "30", "active": "1"}
    assert (await ruth.post("/queues", {**queue, "topics.exchange": "1"})).status == 303
    mina, nils = await both.asked_for(both.mina()), await both.asked_for(both.mina(chat="8", name="Nils"))
    await otto.post(f"/desk/{mina}/taking")
    assert (await otto.post(f"/desk/{mina}/passing-on", {"to": "queue:1"})).status == 303
    page = await otto.page("/desk?show=waiting&queue=1")
    assert f'id="row-{mina}"' in page and f'id="row-{nils}"' not in page and 'data-queue="1"' in page
    page = await otto.page("/desk?show=waiting&queue=0")
    assert f'id="row-{nils}"' in page and f'id="row-{mina}"' not in page
    assert f'id="row-{mina}"' in await otto.page("/desk?show=waiting")


async def test_ruth_whispers_and_otto_sees_it_on_whatever_page_he_is(feeding: Room) -> None:
    otto, ruth = await feeding.person("Otto"), await feeding.person("Ruth")
    id = await feeding.asked_for(feeding.mina())
    assert (await ruth.post(f"/desk/{id}/whispers", {"text": "too early"}, piece=True)).status == 409
    await otto.post(f"/desk/{id}/taking")
    ears, hers = await listen(otto), await listen(ruth)
    answer = await ruth.post(f"/desk/{id}/whispers", {"text": "Offer her <free> shipping."}, piece=True)
    assert answer.status == 200
    told = await ears.until("fragment", "data-whisper")
    assert "Offer her &lt;free&gt; shipping." in "\n".join(told.data) and "Ruth" in "\n".join(told.data)
    assert "data-whisper" not in "\n".join((await hers.until("fragment", "free")).data)
    assert [author for author, _ in await feeding.said(id)] == ["buyer", "note"]
    assert (await otto.post(f"/desk/{id}/whispers", {"text": "no"}, piece=True)).status == 403


# --- people and queues


async def test_ruth_sees_who_is_there_and_what_is_left_behind(both: Room, otto: Person) -> None:
    id = await both.asked_for(both.mina())
    await otto.post(f"/desk/{id}/taking")
    await otto.post("/presence", {"choice": "away.stepped_out"})
    page = await (await both.person("Ruth")).page("/people")
    assert "stepped out" in page and "Left behind:" in page and f'href="/desk/{id}"' in page
    assert (await both.held(id)).agent_id == both.people["Otto"].id, "nothing is taken out of anybody's hands"


async def test_ruth_says_what_otto_can_do_and_how_much(both: Room, otto: Person) -> None:
    ruth, id = await both.person("Ruth"), both.people["Otto"].id
    sent = {"capacity": "2", "skills": "returns, glass returns", "speaks": "zh-CN en"}
    assert (await ruth.post(f"/people/{id}", sent)).status == 303
    assert "returns glass" in await ruth.page("/people")
    for wrong in ("-1", "51", "", "two", "²", "99999", "00501"):
        answer = await ruth.post(f"/people/{id}", {**sent, "capacity": wrong})
        assert answer.status == 422 and "0 to 50" in await answer.text(), wrong
    for number in range(3):
        await both.asked_for(both.mina(chat=f"c{number}", name=f"Buyer {number}"))
    await route(both)
    assert await states(both) == ["offered", "offered"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": "  "}, "needs a name"),
        ({"name": "RETURNS"}, "of this name already"),
        ({"name": "x", "place": "0"}, "place 1–999"),
        ({"name": "x", "priority": "-1"}, "priority 0–9"),
        ({"name": "x", "offer_seconds": "4"}, "seconds 5–300"),
        ({"name": "x", "offer_seconds": "1e3"}, "seconds 5–300"),
    ],
)
async def test_a_queue_that_makes_no_sense_is_refused(both: Room, wrong: dict[str, str], told: str) -> None:
    ruth = await both.person("Ruth")
    queue = {"name": "Returns", "place": "1", "priority": "2", "offer_seconds": "30", "active": "1"}
    assert (await ruth.post("/queues", queue)).status == 303
    answer = await ruth.post("/queues", {**queue, **wrong})
    assert answer.status == 422 and told in await answer.text()
    assert (await ruth.post("/queues/1", {**queue, "skill": "glass", "languages.en": "1"})).status == 303
    page = await ruth.page("/queues")
    assert page.count('class="card queue"') == 2 and 'value="glass"' in page
    assert re.search(r'name="languages.en" value="1" checked', page)


# --- sending with care


async def test_what_came_while_otto_typed_is_shown_before_his_answer_goes(both: Room, otto: Person) -> None:
    mina = both.mina()
    id = await both.asked_for(mina)
    await otto.post(f"/desk/{id}/taking")
    await mina.writes("Wait, I meant the blue one")
    await mina.writes("my phone is 13912345678")
    stopped = await otto.says(id, "The green one ships today.", "otto-key-1", seen="2")
    body = await stopped.text()
    assert stopped.status == 409 and 'data-refused="moved_on"' in body
    assert "I meant the blue one" in body and "13912345678" not in body
    anyway = re.search(r'name="anyway" value="(\d+)"', body)
    assert anyway is not None
    sent = await otto.says(id, "The green one ships today.", "otto-key-1", seen="2", anyway=anyway[1])
    assert sent.status == 200
    again = await otto.says(id, "The green one ships today.", "otto-key-1", seen="2")
    assert again.status == 200, "it was sent already: the answer got lost, not the message"
    assert [text for author, text in await both.said(id) if author == "human"] == [
        "The green one ships today."
    ]


async def test_a_note_and_who_has_read_everything_are_not_stopped(both: Room, otto: Person) -> None:
    mina = both.mina()
    id = await both.asked_for(mina)
    await otto.post(f"/desk/{id}/taking")
    await mina.writes("one more thing")
    assert (await otto.says(id, "She hurries.", "otto-key-1", seen="2", note="1")).status == 200
    assert (await otto.says(id, "Yes?", "otto-key-2", seen="5")).status == 200
    assert (await otto.says(id, "Hello?", "otto-key-3", seen="nonsense")).status == 200


async def test_what_otto_had_begun_is_there_for_him_and_for_who_has_it_next(both: Room, otto: Person) -> None:
    id = await both.asked_for(both.mina())
    ines, ruth = await both.person("Ines"), await both.person("Ruth")
    await otto.post(f"/desk/{id}/taking")
    sent = await otto.post(f"/desk/{id}/draft", {"text": "The lamp <b>ships"}, piece=True)
    assert sent.status == 204
    assert "The lamp &lt;b&gt;ships</textarea>" in await otto.page(f"/desk/{id}")
    assert "The lamp" not in await ines.page(f"/desk/{id}")
    assert (await ruth.post(f"/desk/{id}/taking-over")).status == 303
    page = await ruth.page(f"/desk/{id}")
    assert "Otto&#39;s draft" in page and 'value="The lamp &lt;b&gt;ships"' in page
    assert (await ruth.says(id, "Ruth here.", "ruth-key-1")).status == 200
    assert "draft" not in await ruth.page(f"/desk/{id}/composer")
    await otto.post(f"/desk/{id}/draft", {"text": "a thought", "note": "1"}, piece=True)
    await otto.post(f"/desk/{id}/draft", {"text": "  "}, piece=True)
    assert "a thought" not in await otto.page(f"/desk/{id}")


async def test_with_time_to_call_back_an_answer_waits_and_can_be_withdrawn(
    both: Room, otto: Person, watch: Watch
) -> None:
    id = await both.asked_for(both.mina())
    await otto.post(f"/desk/{id}/taking")
    await otto.post("/account/preferences", {"language": "en", "theme": "auto", "undo_seconds": "5"})
    assert re.search(r'name="undo_seconds" value="5" checked', await otto.page("/account"))
    answer = await otto.says(id, "Too quick.", "otto-key-1")
    assert 'data-delivery="queued"' in await answer.text()

    def leaving(book: Book) -> int:
        return len(letters.next_to_send(book, "loopback", "main", watch(), 9))

    assert await both.store.read(leaving) == 0
    watch.move(seconds=5)
    assert await both.store.read(leaving) == 1


async def test_who_is_not_asked_any_more_takes_nothing_out_of_a_colleagues_hands(
    both: Room, otto: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otto answers between Ines's press and what it does."""
    ines, id = await both.person("Ines"), await both.asked_for(both.mina())
    await otto.post(f"/desk/{id}/taking")
    await both.store.write(lambda book: offers.ask_another(book, conversations.by_id(book, id), both.clock()))
    assert await both.store.read(lambda book: offers.stands(book, id, both.people["Ines"].id))
    write = both.store.write

    async def slowly(unit: Callable[[Book], Any]) -> Any:
        await write(lambda book: book.run(update(offer).values(state="withdrawn")))
        return await write(unit)

    monkeypatch.setattr(both.store, "write", slowly)
    assert (await ines.post(f"/desk/{id}/taking", piece=True)).status == 409
    assert (await both.held(id)).agent_id == both.people["Otto"].id
