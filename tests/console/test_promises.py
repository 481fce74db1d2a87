"""Otto promises Mina something, by the real console: noticed, noted by a tick, kept, put off, inherited; Ruth sees it all."""

from __future__ import annotations

import asyncio
import contextlib
import re
from datetime import datetime

import pytest

from desk.promise import Promise, PromiseState
from desk.store import Book, conversations, posts, promises
from tests.console.room import ZONE, Person, Room
from tests.console.test_live import listen

SAID = "I'll check with the warehouse and tell you by 6 pm today."
SIX = "2026-11-23T18:00"


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


async def taken(room: Room, name: str = "Otto") -> tuple[Person, int]:
    """Mina waits, and this colleague has her."""
    id, person = await room.asked_for(room.mina()), await room.person(name)
    assert (await person.post(f"/desk/{id}/taking")).status == 303
    return person, id


async def owed(room: Room) -> list[Promise]:
    return await room.store.read(lambda book: promises.owed_to(book, 1))


async def promised(room: Room, otto: Person, id: int, due: str = SIX) -> Promise:
    answer = await otto.says(id, SAID, f"promise-{due.replace(':', '')}", promise="1", promise_due=due)
    assert answer.status == 200, await answer.text()
    return (await owed(room))[-1]


async def test_what_otto_writes_is_offered_as_a_promise_with_its_time(room: Room) -> None:
    otto, id = await taken(room)
    drawn = await (await otto.post(f"/desk/{id}/noticing", {"text": SAID}, piece=True)).text()
    assert f'id="noticed-{id}"' in drawn and f'value="{SIX}"' in drawn
    assert "Promise: answer by today 18:00" in drawn and 'name="promise"' in drawn
    nothing = await (await otto.post(f"/desk/{id}/noticing", {"text": "Hello Mina"}, piece=True)).text()
    assert f'id="noticed-{id}"' in nothing and "<input" not in nothing


async def test_one_tick_makes_it_a_due_item_when_the_message_is_sent(both: Room) -> None:
    otto, id = await taken(both)
    answer = await otto.says(id, SAID, "promise-1", promise="1", promise_due=SIX)
    drawn = await answer.text()
    assert "You promised" not in drawn, "it is noted: nothing is asked"
    [held] = await owed(both)
    assert (held.due_at, held.owner_id, held.state) == (
        at(SIX),
        both.people["Otto"].id,
        PromiseState.OPEN,
    )
    assert (held.text, held.about, held.seq) == ("tell you by 6 pm today", "answer", 2)
    await otto.says(id, SAID, "promise-1", promise="1", promise_due=SIX)
    assert len(await owed(both)) == 1, "sent twice it is one message and one promise"
    page = await otto.page(f"/desk/{id}")
    assert "tell you by 6 pm today" in page and "today 18:00" in page


async def test_a_minute_is_a_whole_one(room: Room) -> None:
    """The field has no seconds: cut off, the time would be over while Otto still reads his line once more."""
    otto, id = await taken(room)
    room.clock.move(seconds=50)  # type: ignore[attr-defined]
    drawn = await (await otto.post(f"/desk/{id}/noticing", {"text": "我1分钟内回复您"}, piece=True)).text()
    assert 'value="2026-11-23T09:02"' in drawn


async def test_its_time_can_be_changed_before_it_is_sent(room: Room) -> None:
    otto, id = await taken(room)
    assert (await promised(room, otto, id, "2026-11-24T12:30")).due_at == at("2026-11-24T12:30")


@pytest.mark.parametrize(
    "due", ["2026-11-23T08:00", "", "soon", "0001-01-01T00:00", "9999-12-31T23:59:59+00:00"]
)
async def test_a_promise_without_a_time_to_come_is_given_back_with_the_text(room: Room, due: str) -> None:
    otto, id = await taken(room)
    answer = await otto.says(id, SAID, "promise-1", promise="1", promise_due=due)
    assert answer.status in (422, 200) and (answer.status == 422 or due.startswith("9999"))
    if answer.status == 422:
        assert "time of the promise is past" in await answer.text()
        assert [text for _, text in await room.said(id)] == ["I want to talk to a person"]


async def test_sent_without_a_tick_the_desk_asks_once_more_and_one_press_notes_it(room: Room) -> None:
    otto, id = await taken(room)
    drawn = await (await otto.says(id, SAID, "promise-1")).text()
    assert "You promised: answer by today 18:00. Note it?" in drawn
    form = {"seq": "2", "about": "answer", "text": "tell you by 6 pm today", "due": SIX}
    for _ in range(2):
        answer = await otto.post(f"/desk/{id}/promises", form, piece=True)
        assert answer.status == 200
    [held] = await owed(room)
    assert (held.seq, held.due_at) == (2, at(SIX))
    assert "You promised" not in await answer.text()


async def test_a_promise_made_by_telephone_is_noted_by_hand(room: Room) -> None:
    otto, id = await taken(room)
    form = {"about": "call", "text": "ring back about the cushion", "due": "2026-11-24T10:00"}
    assert (await otto.post(f"/desk/{id}/promises", form)).status == 303
    [held] = await owed(room)
    assert (held.seq, held.about, held.text) == (None, "call", "ring back about the cushion")


@pytest.mark.parametrize("change", [{"about": "x"}, {"text": " "}, {"due": "2026-11-23T08:59"}, {"due": ""}])
async def test_by_hand_too_it_needs_words_and_a_time_to_come(room: Room, change: dict[str, str]) -> None:
    otto, id = await taken(room)
    form = {"about": "call", "text": "ring back", "due": "2026-11-24T10:00", **change}
    answer = await otto.post(f"/desk/{id}/promises", form, piece=True)
    assert answer.status == 422 and "words and a time to come" in await answer.text()
    assert await owed(room) == []


async def test_the_buyers_message_is_nobodys_promise(room: Room) -> None:
    otto, id = await taken(room)
    form = {"seq": "1", "about": "answer", "text": "x", "due": SIX}
    await otto.post(f"/desk/{id}/promises", form)
    assert [one.seq for one in await owed(room)] == [None]
    assert (await otto.post(f"/desk/{id}/promises", {**form, "seq": "99"}, piece=True)).status == 404


async def test_after_his_next_answer_otto_is_asked_whether_it_is_kept(room: Room) -> None:
    otto, id = await taken(room)
    held = await promised(room, otto, id)
    drawn = await (await otto.says(id, "It is in stock, Mina.", "answer-1")).text()
    assert "You promised: answer by today 18:00. Is it kept now?" in drawn
    answer = await otto.post(f"/promises/{held.id}/keeping", piece=True)
    assert answer.status == 200 and "Is it kept" not in await answer.text()
    assert await owed(room) == []
    assert "Is it kept" not in await (await otto.says(id, "Anything else?", "answer-2")).text()


async def test_a_note_keeps_nothing_and_promises_nothing(room: Room) -> None:
    otto, id = await taken(room)
    await promised(room, otto, id)
    drawn = await (await otto.says(id, SAID, "note-1", note="1", promise="1", promise_due=SIX)).text()
    assert "Is it kept" not in drawn and "You promised" not in drawn
    assert len(await owed(room)) == 1


async def test_done_too_late_it_is_recorded_as_not_kept(room: Room) -> None:
    otto, id = await taken(room)
    held = await promised(room, otto, id)
    room.clock.move(hours=10)  # type: ignore[attr-defined]
    await otto.post(f"/promises/{held.id}/keeping", piece=True)
    held = await room.store.read(lambda book: promises.by_id(book, held.id))
    assert (held.state, held.kept_at) == (PromiseState.BROKEN, room.clock())
    assert "Not kept" in await otto.page(f"/desk/{id}/promises")


async def test_another_time_is_agreed_or_it_is_withdrawn(both: Room) -> None:
    otto, id = await taken(both)
    held = await promised(both, otto, id)
    later = {"due": "2026-11-25T09:00", "from": "promises"}
    answer = await otto.post(f"/promises/{held.id}/putting-off", later)
    assert (answer.status, answer.headers["Location"]) == (303, "/promises")
    assert (await owed(both))[0].due_at == at("2026-11-25T09:00")
    refused = await otto.post(f"/promises/{held.id}/putting-off", {"due": "2026-11-22T09:00"}, piece=True)
    assert refused.status == 409
    assert (await otto.post(f"/promises/{held.id}/withdrawing")).status == 303
    assert await owed(both) == []
    assert (await otto.post(f"/promises/{held.id}/keeping", piece=True)).status == 409


async def test_ines_takes_mina_over_and_owes_what_otto_promised(both: Room) -> None:
    otto, id = await taken(both)
    held = await promised(both, otto, id)
    ruth = await both.person("Ruth")
    assert (await ruth.post(f"/desk/{id}/taking-over")).status == 303
    [hers] = await owed(both)
    assert (hers.owner_id, hers.passed_from, hers.due_at) == (both.people["Ruth"].id, held.id, held.due_at)
    assert "Passed on" in await ruth.page(f"/desk/{id}/promises")
    assert (await otto.post(f"/promises/{hers.id}/keeping", piece=True)).status == 404
    assert (await ruth.post(f"/promises/{hers.id}/keeping", piece=True)).status == 200


async def test_agents_see_their_own_promises_and_ruth_sees_everybodys(both: Room) -> None:
    otto, id = await taken(both)
    held = await promised(both, otto, id)
    ines, ruth = await both.person("Ines"), await both.person("Ruth")
    assert "tell you by 6 pm" in await otto.page("/promises")
    mine = await ines.page("/promises")
    assert "tell you by 6 pm" not in mine and "Owner" in mine and "Everybody" not in mine
    assert "tell you by 6 pm" not in await ines.page(f"/promises?owner={both.people['Otto'].id}")
    assert "tell you by 6 pm" in await ruth.page("/promises")
    assert "tell you by 6 pm" in await ruth.page(f"/promises?owner={both.people['Otto'].id}")
    assert "tell you by 6 pm" not in await ruth.page(f"/promises?owner={both.people['Ines'].id}")
    assert (await ines.post(f"/promises/{held.id}/withdrawing", piece=True)).status == 404
    assert (await ines.get(f"/promises/{held.id}/call")).status == 404


async def test_the_page_sorts_by_time_and_tells_the_kept_rate(room: Room) -> None:
    otto, id = await taken(room)
    for due in ("2026-11-23T10:00", "2026-11-23T11:00", "2026-11-23T21:00", "2026-11-26T10:00"):
        await promised(room, otto, id, due)
    first = (await owed(room))[0]
    room.clock.move(minutes=30)  # type: ignore[attr-defined]
    await otto.post(f"/promises/{first.id}/keeping", piece=True)
    room.clock.move(hours=2)  # type: ignore[attr-defined]

    def lapse(book: Book) -> None:
        promises.owed_to(book, 1)[0].lapse(room.clock())

    await room.store.write(lapse)
    page = await otto.page("/promises?days=1")
    shown = re.findall(r'data-when="(\w+)".*?</section>', page, re.S)
    assert shown == ["late", "today", "later"]
    counts = re.findall(r'data-when="\w+">\w[\w ]+?(?: <b class="count">(\d+)</b>)?</h2>', page)
    assert counts == ["1", "1", "1"]
    assert "50.0 %" in page
    assert '<b class="count" id="promises-count" >3</b>' in page


@pytest.mark.parametrize("query", ["owner=0", "owner=x", "days=365", "days=", "owner=99999", "owner=%00"])
async def test_a_strange_wish_is_the_usual_page(room: Room, query: str) -> None:
    ruth = await room.person("Ruth")
    assert "How promises were kept" in await ruth.page(f"/promises?{query}")


async def test_the_stream_tells_who_it_concerns(room: Room) -> None:
    task = asyncio.create_task(room.feed.run())
    otto, id = await taken(room)
    held = await promised(room, otto, id)
    ines, ruth, walt = await room.person("Ines"), await room.person("Ruth"), await room.person("Walt")
    ears = {person.name: await listen(person) for person in (otto, ines, ruth, walt)}

    def lapse(book: Book) -> None:
        promises.by_id(book, held.id).lapse(held.due_at)

    await room.store.write(lapse)
    call = f"notices /promises/{held.id}/call"
    here = f"promises-{id} /desk/{id}/promises"
    told: dict[str, list[str]] = {}
    for name, ear in ears.items():
        told[name] = [(await ear.until("stale")).data[0] for _ in range(1 if name == "Walt" else 3)]
    assert told["Otto"] == [here, call, "promises-count /promises/count"]
    assert told["Ruth"] == [here, call, "promises-count /promises/count"]
    assert told["Ines"] == [here, "promises-count /promises/count", "promises"]
    assert told["Walt"] == [here]
    drawn = await otto.page(f"/promises/{held.id}/call")
    assert "Not kept: answer for Mina, promised by today 18:00 (Otto)" in drawn
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_a_reminder_is_the_owners_alone(room: Room) -> None:
    task = asyncio.create_task(room.feed.run())
    otto, id = await taken(room)
    held = await promised(room, otto, id)
    ruth = await room.person("Ruth")
    ears = [await listen(otto), await listen(ruth)]
    await room.store.write(lambda book: promises.by_id(book, held.id).remind(room.clock()))
    first = [[(await ear.until("stale")).data[0] for _ in range(2)][1] for ear in ears]
    assert first == [f"notices /promises/{held.id}/call", "promises-count /promises/count"]
    assert "is promised by today 18:00" in await otto.page(f"/promises/{held.id}/call")
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_ruth_sees_takes_and_is_reminded_of_what_is_left_with_nobody(both: Room) -> None:
    task = asyncio.create_task(both.feed.run())
    otto, id = await taken(both)
    held = await promised(both, otto, id)
    await otto.post(f"/desk/{id}/closing")
    ruth, ines = await both.person("Ruth"), await both.person("Ines")
    assert "Nobody is there to keep it" not in await ruth.page("/promises")
    assert (await ruth.post(f"/promises/{held.id}/taking", piece=True)).status == 409, "Otto has it"

    def gone(book: Book) -> None:
        """His browser has given no sign for long."""
        otto, at = posts.of(book, both.people["Otto"].id, both.clock()), both.clock()
        otto.here_until = at
        assert otto.vanish(at)

    ears = await listen(ruth)
    await both.store.write(gone)
    await ears.until("stale", "promises-count")
    page = await ruth.page("/promises")
    assert re.findall(r'data-when="(\w+)"', page) == ["left", "late", "today", "later"]
    assert (
        page.count(f'id="promise-{held.id}"') == 1 and '<b class="count" id="promises-count" >1</b>' in page
    )
    assert "Nobody is there to keep it" not in await ines.page("/promises")
    await both.store.write(lambda book: promises.by_id(book, held.id).remind(both.clock(), unattended=True))
    await ears.until("stale", f"notices /promises/{held.id}/call")
    assert "and Otto is not there" in await ruth.page(f"/promises/{held.id}/call")
    assert (await ruth.post(f"/promises/{held.id}/taking", {"from": "promises"})).status == 303
    [mine] = await owed(both)
    assert (mine.owner_id, mine.due_at, mine.passed_from) == (both.people["Ruth"].id, held.due_at, held.id)
    assert "Nobody is there to keep it" not in await ruth.page("/promises")
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_numbers_of_buyers_in_a_promise_are_masked(room: Room) -> None:
    otto, id = await taken(room)
    form = {"about": "call", "text": "ring 13912345678", "due": "2026-11-24T10:00"}
    await otto.post(f"/desk/{id}/promises", form)
    for path in (f"/desk/{id}", "/promises", f"/desk/{id}/promises"):
        assert "13912345678" not in await otto.page(path)


async def test_a_promise_of_an_earlier_conversation_still_stands_beside_the_next(room: Room) -> None:
    mina, otto = room.mina(), await room.person("Otto")
    id = await room.asked_for(mina)
    await otto.post(f"/desk/{id}/taking")
    await promised(room, otto, id, "2026-11-26T10:00")
    await otto.post(f"/desk/{id}/closing")
    room.clock.move(hours=3)  # type: ignore[attr-defined]
    again = await room.asked_for(mina, "and now?")
    assert again != id
    assert "in another conversation" in await otto.page(f"/desk/{again}")


async def test_called_back_before_it_left_the_message_promises_nothing(room: Room) -> None:
    otto, id = await taken(room)
    held = await promised(room, otto, id)
    assert held.seq is not None
    message = await room.store.read(lambda book: conversations.message_at(book, id, held.seq).id)
    answer = await otto.post(f"/desk/{id}/messages/{message}/withdrawing", piece=True)
    assert answer.status == 200
    assert await owed(room) == []
    held = await room.store.read(lambda book: promises.by_id(book, held.id))
    assert held.state == PromiseState.WITHDRAWN
