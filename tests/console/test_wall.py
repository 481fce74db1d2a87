"""The supervisor's wall over HTTP: who may see it, what hangs there, and that it is drawn once for everybody."""

from __future__ import annotations

import asyncio
import contextlib
import html
import itertools
import re
from collections.abc import AsyncIterator
from datetime import time, timedelta

import pytest
from sqlalchemy import bindparam, func, select, update

from bot.outbox import letters
from console import wall as walls
from console.door import DOOR
from console.wall import BOARD
from desk.clock import to_ms
from desk.conversation import Reach
from desk.escalation import Matter
from desk.events import Climbed
from desk.message import Author
from desk.presence import Presence
from desk.promise import PromiseTimes
from desk.promise_words import About
from desk.response_time import Act, Ladder
from desk.shop import Hours
from desk.store import Book, agents, conversations, escalations, posts, promises
from desk.store.tables import deadline, outbox
from tests.cast import FREE
from tests.console.room import ZONE, Person, Room
from tests.console.test_live import Ears

ALARMS_FIRED = (
    update(deadline).where(deadline.c.kind == "alarm").values(state="fired", fired_at=bindparam("now"))
)
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>\u202e'


@pytest.fixture
async def hanging(both: Room, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Room]:
    """Looked at ten times a second, so that no test waits long."""
    monkeypatch.setattr(walls, "APART_SECONDS", 0.05)
    monkeypatch.setattr(walls, "BY_ITSELF_SECONDS", 0.1)
    yield both


async def watch(person: Person) -> Ears:
    answer = await person.get("/wall/live")
    person.listening.append(answer)
    assert answer.status == 200
    return Ears(answer)


def words(page: str) -> str:
    """What a reader sees, without the markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


async def answers(room: Room, id: int, person: Person, text: str = "It ships today.") -> None:
    """Written and accepted by the channel at this very moment."""
    by = room.people[person.name].id

    def unit(book: Book) -> None:
        held = conversations.by_id(book, id)
        key = f"{id}-{held.last_seq}"
        held.say(text, author=Author.HUMAN, by=by, at=room.clock(), guard=FREE, idem_key=key, reach=Reach())

    def sent(book: Book) -> None:
        letter = letters.letter(book, book.value(select(func.max(outbox.c.id))))
        assert letter is not None
        letter.claim(room.clock(), timedelta(minutes=1))
        letter.move("accept")
        letter.sent_at = room.clock()
        unanswered = conversations.first_unanswered(book, id, letter.seq)
        conversations.by_id(book, id).delivered(letter, room.clock(), unanswered, room.targets)

    await room.store.write(unit)
    await room.store.write(sent)


@pytest.mark.parametrize("name", ["Otto", "Faye", "Walt", "Bea"])
async def test_only_a_supervisor_sees_the_wall(room: Room, name: str) -> None:
    person = await room.person(name)
    assert (await person.get("/wall")).status == 403
    assert (await person.get("/wall/live")).status == 403
    home = "/account" if name == "Bea" else "/desk"
    assert 'href="/wall"' not in await person.page(home)


async def test_an_empty_desk_says_so(room: Room) -> None:
    page = await (await room.person("Ruth")).page("/wall")
    assert (
        "Nobody waits for a person." in page and "None so far." in page and 'data-live="/wall/live"' in page
    )
    assert "0 of 0" in page and 'href="/wall" data-goes="wall" aria-current="page"' in page


async def test_the_longest_debt_is_first_with_its_queue_reason_and_holder(hanging: Room) -> None:
    ruth, otto = await hanging.person("Ruth"), await hanging.person("Otto")
    first = await hanging.asked_for(hanging.mina(name="Nils", chat="1"))
    hanging.clock.move(seconds=5)  # type: ignore[attr-defined]
    second = await hanging.asked_for(hanging.mina(name="Mina", chat="2"))
    await otto.post(f"/desk/{second}/taking")
    page = await ruth.page("/wall")
    assert [int(id) for id in re.findall(r'id="wall-debt-(\d+)"', page)] == [first, second]
    assert re.findall(r'data-jump="(\d)"', page) == ["1", "2"]
    shown = words(page)
    assert "Nils Asked for a person nobody yet" in shown and "Mina Asked for a person Otto" in shown
    assert 'data-steps="15 30 60"' in page and "Otto Available" in shown and "1 /5" in shown


async def test_who_is_answered_and_who_is_with_the_bot_does_not_wait(hanging: Room) -> None:
    ruth, otto = await hanging.person("Ruth"), await hanging.person("Otto")
    id = await hanging.asked_for(hanging.mina())
    await hanging.mina(chat="9").writes("hello")
    await otto.post(f"/desk/{id}/taking")
    await answers(hanging, id, otto)
    assert "wall-debt-" not in await ruth.page("/wall")


async def test_thirteen_wait_and_twelve_are_shown(hanging: Room) -> None:
    for number in range(13):
        await hanging.asked_for(hanging.mina(chat=f"c{number}"))
    page = await (await hanging.person("Ruth")).page("/wall")
    assert page.count('id="wall-debt-') == 12 and "and 1 more" in page and page.count("data-jump") == 9


async def test_hostile_names_are_names(hanging: Room) -> None:
    """A buyer's, a colleague's: shown as they are, on the page and in the stream."""
    ruth = await hanging.person("Ruth")
    otto = await hanging.hires("Otto")

    def rename(book: Book) -> None:
        found = agents.by_id(book, otto.id)
        assert found is not None
        found.display_name = HOSTILE

    await hanging.store.write(rename)
    await hanging.asked_for(hanging.mina(name=HOSTILE))
    page = await ruth.page("/wall")
    piece = "\n".join((await (await watch(ruth)).until("fragment")).data)
    for drawn in (page, piece):
        assert "<img src=x" not in drawn and "<script>alert" not in drawn
        assert html.unescape(drawn).count("<img src=x onerror=alert(1)>") == 2


async def shows(person: Person, text: str) -> None:
    """The wall is read anew in its own time, also when only the clock has moved."""
    async with asyncio.timeout(30):
        while text not in words(await person.page("/wall")):
            await asyncio.sleep(0.02)


async def test_shares_of_today_with_the_numbers_behind_them(hanging: Room) -> None:
    ruth, otto = await hanging.person("Ruth"), await hanging.person("Otto")
    for number, seconds in enumerate((30, 31, 60, 61)):
        id = await hanging.asked_for(hanging.mina(chat=f"c{number}"))
        await otto.post(f"/desk/{id}/taking")
        hanging.clock.move(seconds=seconds)  # type: ignore[attr-defined]
        await answers(hanging, id, otto)
    shown = words(await ruth.page("/wall"))
    assert "Answered in 30 s 25 % 1 of 4" in shown and "Answered in 60 s 75 % 3 of 4" in shown
    hanging.clock.move(days=1)  # type: ignore[attr-defined]
    ruth = await hanging.person("Ruth")
    await shows(ruth, "Answered in 30 s – 0 of 0")


async def test_alarms_lead_to_what_they_are_about(hanging: Room) -> None:
    ruth = await hanging.person("Ruth")
    await hanging.hires("Otto")
    id = await hanging.asked_for(hanging.mina())
    hanging.clock.move(seconds=61)  # type: ignore[attr-defined]
    at = hanging.clock()

    def alarm(book: Book) -> None:
        held = conversations.by_id(book, id)
        assert held.owed_since is not None
        step = Climbed(at=at, conversation_id=id, act=Act.ALARM, since=held.owed_since, due_at=at)
        held.events.append(step)
        book.run(ALARMS_FIRED, {"now": to_ms(at)})

    def promised(book: Book) -> None:
        held = conversations.by_id(book, id)
        due_at = at + timedelta(minutes=5)
        made = promises.make(
            book, held, owner_id=hanging.people["Otto"].id, about=About.CALL, words="call", due_at=due_at, at=at,
            times=PromiseTimes(),
        )  # fmt: skip
        made.lapse(due_at)

    def raised(book: Book) -> None:
        by, due_at = hanging.people["Otto"].id, at + timedelta(minutes=15)
        escalations.escalate(book, Matter.DANGER, "smoke", raised_by=by, at=at, due_at=due_at)

    for unit in (alarm, promised, raised):
        await hanging.store.write(unit)
    page = await ruth.page("/wall")
    shown = words(page)
    assert "Not taken yet: Danger to persons" in shown and "Over the limit Mina" in shown
    assert "Promise not kept Mina" in shown and "alarm raised" in shown
    assert page.count(f'class="wall__line" href="/desk/{id}"') == 2 and 'href="/escalations"' in page
    assert "Alarms today 3" in shown


async def test_who_vanished_with_conversations_in_hand_is_on_top(hanging: Room) -> None:
    ruth, otto = await hanging.person("Ruth"), await hanging.person("Otto")
    await hanging.person("Ines")
    id = await hanging.asked_for(hanging.mina())
    await otto.post(f"/desk/{id}/taking")

    def goes(book: Book) -> None:
        posts.of(book, hanging.people["Otto"].id, hanging.clock()).choose(
            Presence.OFFLINE, "", hanging.clock()
        )

    await hanging.store.write(goes)
    page = await ruth.page("/wall")
    people = re.findall(r'id="wall-agent-(\d+)"', page)
    assert int(people[0]) == hanging.people["Otto"].id and "Otto left behind Offline" in words(page)
    assert page.count("data-left") == 1


async def test_while_the_shop_is_closed_clocks_stand(hanging: Room) -> None:
    week = dict.fromkeys(range(7), ((time(9), time(17)),))
    hanging.rules.hold(Hours(ZONE, week), (Ladder(),), 1)
    hanging.clock.move(hours=7, minutes=59, seconds=40)  # type: ignore[attr-defined]
    ruth = await hanging.person("Ruth")
    await hanging.asked_for(hanging.mina())
    page = await ruth.page("/wall")
    assert "data-stood" not in page and "The shop is closed" not in page
    hanging.clock.move(minutes=10)  # type: ignore[attr-defined]
    await shows(ruth, "The shop is closed")
    assert (await ruth.page("/wall")).count('data-stood="20000"') == 2


# --- live


async def test_a_change_arrives_and_without_one_nothing_is_sent(hanging: Room) -> None:
    ruth = await hanging.person("Ruth")
    ears = await watch(ruth)
    assert "Nobody waits" in "\n".join((await ears.until("fragment")).data)
    with contextlib.suppress(TimeoutError):
        while True:  # her own coming in may still be news
            await ears.next(0.6)
    await hanging.asked_for(hanging.mina())
    told = await ears.next()
    assert told.event == "fragment" and 'id="wall-debt-1"' in "\n".join(told.data)
    hanging.clock.move(seconds=25)  # type: ignore[attr-defined]
    with pytest.raises(TimeoutError):
        await ears.next(0.6)


async def test_it_is_read_and_drawn_once_for_all_who_look(
    hanging: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    original = hanging.app[DOOR].renderer.render

    def counting(name: str, language: str, /, **context: object) -> str:
        drawn.append(f"{name} {language}")
        return original(name, language, **context)

    ruth = await hanging.person("Ruth")
    ears = [await watch(ruth) for _ in range(12)]
    for each in ears:
        await each.until("fragment")
    await asyncio.sleep(0.3)
    board = hanging.app[BOARD]
    before = board.version
    monkeypatch.setattr(hanging.app[DOOR].renderer, "render", counting)
    await hanging.asked_for(hanging.mina())
    pieces = {"\n".join((await each.until("fragment", "wall-debt-1")).data) for each in ears}
    assert len(pieces) == 1
    changes = board.version - before
    assert changes <= 2 and drawn.count("wall/_wall.html en") == changes and len(drawn) == changes


async def test_nobody_looks_and_nothing_is_read(hanging: Room) -> None:
    ruth = await hanging.person("Ruth")
    ears = await watch(ruth)
    await ears.until("fragment")
    ears.answer.close()
    board = hanging.app[BOARD]
    chats = map(str, itertools.count(1))
    async with asyncio.timeout(30):
        while board._keeping is not None:  # a write to the closed stream tells that she has gone
            hanging.clock.move(seconds=5)  # type: ignore[attr-defined]  # slower than what the door takes for a flood
            await hanging.asked_for(hanging.mina(chat=next(chats)))
            await asyncio.sleep(0.05)
    version = board.version
    await hanging.asked_for(hanging.mina(chat=next(chats)))
    await asyncio.sleep(0.3)
    assert board.version == version


async def test_who_signed_out_sees_no_more_of_it(hanging: Room) -> None:
    ruth = await hanging.person("Ruth")
    ears = await watch(ruth)
    await ears.until("fragment")
    await ruth.post("/sign-out")
    await ears.until("signed-out")
    await ears.end()


async def test_who_is_no_supervisor_any_more_sees_no_more_of_it(hanging: Room) -> None:
    ruth = await hanging.person("Ruth")
    ears = await watch(ruth)
    await ears.until("fragment")

    def unit(book: Book) -> None:
        found = agents.by_id(book, hanging.people["Ruth"].id)
        assert found is not None
        found.roles = ["agent"]

    await hanging.store.write(unit)
    await ears.until("signed-out")
