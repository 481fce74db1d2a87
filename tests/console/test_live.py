"""The stream: what happens reaches the pages it concerns, and nobody it does not."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest

from console import live
from console.door import DOOR
from desk.conversation import Reach
from desk.line import Line
from desk.message import Author
from desk.store import Book, agents, conversations, log
from desk.typing import Typist
from tests.cast import FREE
from tests.console.room import Person, Room

CANARY = "13912345678"


@dataclass
class Told:
    event: str = "message"
    data: list[str] = field(default_factory=list)
    id: str = ""


class Ears:
    """A browser that listens."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer

    async def next(self, seconds: float = 5.0) -> Told:
        told = Told()
        async with asyncio.timeout(seconds):
            async for raw in self.answer.content:
                name, _, value = raw.decode().rstrip("\n").partition(": ")
                if name == "event":
                    told.event = value
                elif name == "data":
                    told.data.append(value)
                elif name == "id":
                    told.id = value
                elif not name and told.data:
                    return told
        raise EOFError

    async def until(self, event: str, word: str = "") -> Told:
        while True:
            told = await self.next()
            if told.event == event and word in "\n".join(told.data):
                return told

    async def end(self, seconds: float = 5.0) -> None:
        async with asyncio.timeout(seconds):
            with contextlib.suppress(aiohttp.ClientError):
                while await self.answer.content.read(1024):
                    pass


async def listen(person: Person, after: str | None = None) -> Ears:
    if after is None:
        page = await person.page("/desk")
        after = re.search(r'data-live-after="([^"]+)"', page)[1]  # type: ignore[index]
    answer = await person.get(f"/live?after={after}")
    person.listening.append(answer)
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/event-stream")
    return Ears(answer)


@pytest.fixture
async def feeding(both: Room) -> AsyncIterator[Room]:
    task = asyncio.create_task(both.feed.run())
    yield both
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_only_who_may_call_an_answer_back_is_shown_how(feeding: Room) -> None:
    id = await feeding.asked_for(feeding.mina())
    otto, ines, ruth = [await feeding.person(name) for name in ("Otto", "Ines", "Ruth")]
    await otto.post(f"/desk/{id}/taking")
    ears = [await listen(one) for one in (ines, otto, ruth)]
    await otto.says(id, "It left us today.", "otto-key-1")
    told = ["\n".join((await ear.until("fragment", "It left us today")).data) for ear in ears]
    assert ["/withdrawing" in one for one in told] == [False, True, True]


async def test_a_new_message_appears_by_itself_masked(feeding: Room) -> None:
    mina = feeding.mina()
    otto = await feeding.person("Otto")
    ears = await listen(otto)
    await mina.writes(f"hello, my number is {CANARY}")
    told = await ears.until("fragment", "hello, my number")
    html = "\n".join(told.data)
    assert told.id and CANARY not in html and "row-1" in html and 'id="waiting-count"' in html
    assert "csrf" not in html and 'name="csrf"' not in html


async def test_nothing_between_page_and_stream_is_missed(feeding: Room) -> None:
    mina = feeding.mina()
    otto = await feeding.person("Otto")
    page = await otto.page("/desk")
    after = re.search(r'data-live-after="([^"]+)"', page)[1]  # type: ignore[index]
    await mina.writes("said in between")
    ears = await listen(otto, after)
    told = await ears.until("fragment", "said in between")
    ears.answer.close()
    await mina.writes("said while away")
    ears = await listen(otto, told.id)
    assert (
        "said in between"
        not in "\n".join((await ears.until("fragment", "said while away")).data).split("row__last")[0]
    )


async def test_a_change_of_hands_tells_the_pages_to_look_again(feeding: Room) -> None:
    id = await feeding.asked_for(feeding.mina())
    otto, ines = await feeding.person("Otto"), await feeding.person("Ines")
    ears = await listen(ines)
    await otto.post(f"/desk/{id}/taking")
    assert (await ears.next()).data == [f"head-{id} /desk/{id}/head"]
    assert (await ears.next()).data == [f"composer-{id} /desk/{id}/composer"]
    assert (await ears.next()).data == [f"side-{id} /desk/{id}/side"]
    assert "Otto took the conversation" in "\n".join((await ears.next()).data)


async def test_what_she_has_just_written_brings_otto_the_head_with_which_he_can_let_her_go(
    feeding: Room,
) -> None:
    mina = feeding.mina()
    id = await feeding.asked_for(mina)
    otto = await feeding.person("Otto")
    await otto.post(f"/desk/{id}/taking")
    ears = await listen(otto)
    await mina.writes("one more thing")
    refused = await otto.post(f"/desk/{id}/closing", {"seen": "2"}, piece=True)
    assert refused.status == 409
    told = await ears.until("stale", f"head-{id}")
    head = await otto.page(told.data[0].split(" ")[1], headers={"HX-Request": "true"})
    assert re.findall(r'name="seen" value="(\d+)"', head) == ["4", "4"]
    assert (await otto.post(f"/desk/{id}/closing", {"seen": "4"}, piece=True)).status == 200


async def test_who_is_of_another_time_reads_the_page_anew(feeding: Room) -> None:
    mina = feeding.mina()
    for number in range(live.BEHIND + 1):
        await mina.writes(f"{number}")
    otto = await feeding.person("Otto")
    for after in ("", "x", "-1.2", "0.99999999999", "1e9.1", "0.0"):
        ears = await listen(otto, after)
        assert (await ears.next()).event == "reload", after
        await ears.end()


async def test_who_signed_out_hears_no_more(feeding: Room) -> None:
    otto = await feeding.person("Otto")
    ears = await listen(otto)
    await otto.post("/sign-out")
    told = await ears.next()
    if (
        told.event == "stale"
    ):  # that they are offline is their own news; where it stands nobody gets in any more
        assert told.data == ["presence /presence"]
        told = await ears.next()
        told = await ears.next() if told.data == ["offers /offers"] else told
    assert told.event == "signed-out"
    await ears.end()


async def test_who_was_let_go_hears_no_more(feeding: Room) -> None:
    otto = await feeding.person("Otto")
    ears = await listen(otto)

    def unit(book: Book) -> None:
        found = agents.by_id(book, feeding.people["Otto"].id)
        assert found is not None
        found.active = False

    await feeding.store.write(unit)
    assert (await ears.next()).event == "signed-out"
    await ears.end()


async def test_a_busy_desk_does_not_hide_that_somebody_was_let_go(feeding: Room) -> None:
    """News upon news must not keep the session from being looked at."""
    otto = await feeding.person("Otto")
    ears = await listen(otto)
    mina, busy = feeding.mina(), True

    async def chatter() -> None:
        while busy:
            await mina.writes("and another thing")

    task = asyncio.create_task(chatter())
    await otto.post("/sign-out")
    try:
        async with asyncio.timeout(5):
            while (await ears.next()).event != "signed-out":
                pass
    finally:
        busy = False
        await task


async def test_what_the_bot_had_not_said_yet_is_struck_out_when_otto_comes(feeding: Room) -> None:
    mina = feeding.mina()
    id = (await mina.writes("hello")).conversation_id
    assert id is not None

    def unit(book: Book) -> None:
        held = conversations.by_id(book, id)
        held.say(
            "One moment.",
            author=Author.BOT,
            at=feeding.clock(),
            guard=FREE,
            idem_key="auto:1:0",
            reach=Reach(),
        )

    await feeding.store.write(unit)
    otto, ines = await feeding.person("Otto"), await feeding.person("Ines")
    ears = await listen(ines)
    await otto.post(f"/desk/{id}/taking")
    told = "\n".join((await ears.until("fragment", "One moment.")).data)
    assert 'data-delivery="cancelled"' in told and 'id="mine-count" hidden>0<' in told


async def test_otto_sees_that_mina_is_writing_and_not_that_he_is(feeding: Room) -> None:
    mina = feeding.mina()
    id = (await mina.writes("hello")).conversation_id
    ears = await listen(await feeding.person("Otto"))
    await mina.writes("are you there?")
    await ears.until("fragment", "are you there?")
    line = Line("loopback", "main", mina.chat)
    feeding.typing.types(line, Typist.AGENT)
    feeding.typing.types(line._replace(chat="nobody's"), Typist.BUYER)
    feeding.typing.types(line, Typist.BUYER)
    assert (await ears.until("typing")).data == [str(id)]


async def test_streams_end_first_when_the_desk_shuts_down(feeding: Room) -> None:
    otto = await feeding.person("Otto")
    ears = await listen(otto)
    feeding.app[live.CLOSING].set()
    await ears.end(2)


async def test_a_piece_is_drawn_once_for_all_who_may_see_the_same(
    feeding: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    original = feeding.app[DOOR].renderer.render

    def counting(name: str, language: str, /, **context: object) -> str:
        drawn.append(name)
        return original(name, language, **context)

    people = [await feeding.person(name) for name in ("Otto", "Ines", "Faye")]
    ears = [await listen(person) for person in people for _ in range(4)]
    monkeypatch.setattr(feeding.app[DOOR].renderer, "render", counting)
    await feeding.mina().writes("who draws this?")
    for each in ears:
        await each.until("fragment", "who draws this?")
    assert drawn.count("desk/_message.html") == 2  # agents see what finance does not


async def test_page_and_place_come_from_one_read(feeding: Room) -> None:
    place = await feeding.store.read(log.now)
    otto = await feeding.person("Otto")
    page = await otto.page("/desk")
    assert log.place(re.search(r'data-live-after="([^"]+)"', page)[1]) >= place  # type: ignore[index]
