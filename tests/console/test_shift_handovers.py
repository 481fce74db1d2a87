"""The end of a shift at the console: Otto leaves, Ines accepts, Ruth releases; nobody signs off too early."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from console.door import DOOR
from console.shifting import told
from desk.open_matter import OpenMatter
from desk.promise import PromiseTimes
from desk.promise_words import About
from desk.store import Book, agents, conversations, handing, posts, promises, shift_handovers
from tests.console.room import PACKS, ZONE, Person, Room
from tests.console.test_live import listen

CHOICE = {"progress": "asked the warehouse", "result": "tell her the day"}


@pytest.fixture
async def otto(both: Room) -> Person:
    return await both.person("Otto")


@pytest.fixture
async def ines(both: Room) -> Person:
    return await both.person("Ines")


@pytest.fixture
async def ruth(both: Room) -> Person:
    return await both.person("Ruth")


async def in_hand(room: Room, who: Person, chat: str = "7") -> int:
    id = await room.asked_for(room.mina(chat=chat, name=f"Mina {chat}"))
    assert (await who.post(f"/desk/{id}/taking")).status == 303
    return id


async def board(room: Room, name: str) -> list[OpenMatter]:
    def unit(book: Book) -> list[OpenMatter]:
        found = shift_handovers.open_of(book, room.people[name].id)
        return shift_handovers.of_handover(book, found.id) if found else []

    return await room.store.read(unit)


async def where(room: Room, name: str) -> str:
    found = await room.store.read(lambda book: posts.seen_of(book, room.people[name].id))
    return str(found.state)


async def signed_in(person: Person) -> bool:
    return (await person.get("/account")).status == 200


# --- nobody signs off too early


@pytest.mark.parametrize("way", ["/sign-out", "/account/sign-out-everywhere", "offline"])
async def test_signing_off_with_something_left_is_refused_and_shows_what(
    both: Room, otto: Person, way: str
) -> None:
    await in_hand(both, otto)
    answer = await (otto.post("/presence", {"choice": "offline"}) if way == "offline" else otto.post(way))
    page = await answer.text()
    assert answer.status == 409
    assert "You cannot sign off yet. Without an owner: 1." in page
    assert "Mina 7" in page and 'data-key="o"' in page and 'data-key="x"' in page
    assert await signed_in(otto) and await where(both, "Otto") == "available"
    assert len(await board(both, "Otto")) == 1


async def test_a_second_browser_may_go_and_the_last_one_may_not(both: Room, otto: Person) -> None:
    await in_hand(both, otto)
    second = await both.stranger("Otto").comes_in(both.people["Otto"])
    assert (await second.post("/sign-out")).status == 303
    found = re.search(r"/account/browsers/(\d+)/sign-out", await otto.page("/account"))
    assert (await otto.post("/sign-out")).status == 409
    if found is not None:  # one's own, named by its number
        assert (await otto.post(found[0])).status == 409
    assert await signed_in(otto)


async def test_going_offline_by_the_menu_is_refused_with_one_line(both: Room, otto: Person) -> None:
    await in_hand(both, otto)
    answer = await otto.post("/presence", {"choice": "offline"}, piece=True)
    text = await answer.text()
    assert answer.status == 409
    assert 'id="handover-refused"' in text and 'href="/shift-handover"' in text
    assert (await otto.post("/presence", {"choice": "break.meal"}, piece=True)).status == 200


async def test_it_is_refused_in_the_readers_language(both: Room, otto: Person) -> None:
    await in_hand(both, otto)

    def unit(book: Book) -> None:
        found = agents.by_id(book, both.people["Otto"].id)
        assert found is not None
        found.language = "zh-CN"

    await both.store.write(unit)
    assert "还不能下线，有 1 项无人负责" in await (await otto.post("/sign-out")).text()


async def test_who_has_nothing_signs_out_as_ever(both: Room, otto: Person) -> None:
    assert (await otto.post("/sign-out")).status == 303
    assert not await signed_in(otto) and await where(both, "Otto") == "offline"


async def test_a_session_that_ends_is_not_a_signing_off(both: Room, otto: Person, ruth: Person) -> None:
    await in_hand(both, otto)
    both.clock.move(hours=13)  # type: ignore[attr-defined]
    assert (await otto.get("/desk")).status in (303, 401)
    again = await both.person("Ruth")
    assert "Mina 7" in await again.page("/people") or "1 of 5" in await again.page("/people")


# --- Otto leaves, Ines accepts


async def test_otto_leaves_ines_accepts_all_and_both_have_confirmed(
    both: Room, otto: Person, ines: Person
) -> None:
    first, second = await in_hand(both, otto, "7"), await in_hand(both, otto, "8")
    assert "I am leaving" in await otto.page("/shift-handover")
    assert (await otto.post("/shift-handover")).status == 303
    page = await otto.page("/shift-handover")
    assert "Mina 7" in page and "Mina 8" in page and "Ines" in page
    for matter in await board(both, "Otto"):
        choice = {**CHOICE, "choice": "offer", "to": str(both.people["Ines"].id)}
        answer = await otto.post(f"/shift-handover/matters/{matter.id}", choice, piece=True)
        assert answer.status == 200 and "Waiting for Ines to accept" in await answer.text()
    assert (await otto.post("/shift-handover/confirming")).status == 409
    theirs = await ines.page("/shift-handover")
    assert "From Otto" in theirs and "asked the warehouse" in theirs and "Accept all from Otto" in theirs
    seen = re.search(r'name="seen" value="([\d ]+)"', theirs)
    handover = re.search(r'action="(/shift-handovers/\d+/accepting)"', theirs)
    assert seen is not None and handover is not None
    assert (await ines.post("/presence", {"choice": "offline"})).status in (200, 204, 303)
    refused = await ines.post(handover[1], {"seen": seen[1]}, piece=True)
    assert refused.status == 409 and "You are offline. Say first that you are here" in await refused.text()
    assert (await ines.post("/presence", {"choice": "available"})).status in (200, 204, 303)
    assert (await ines.post(handover[1], {"seen": seen[1]})).status == 303
    for id in (first, second):
        assert (await both.held(id)).agent_id == both.people["Ines"].id
    assert "asked the warehouse" in await ines.page(f"/desk/{first}")  # the handoff card has the word
    answer = await otto.post("/shift-handover/confirming")
    assert answer.status == 303
    form = await otto.page(answer.headers["Location"])
    for word in ("Otto", "Ines", "asked the warehouse", "tell her the day", "Accepted", "Confirmed"):
        assert word in form
    assert await where(both, "Otto") == "offline"
    assert (await otto.post("/sign-out")).status == 303
    assert "Otto" in await ines.page("/shift-handovers")


async def test_declined_it_is_back_on_the_board(both: Room, otto: Person, ines: Person) -> None:
    await in_hand(both, otto)
    await otto.post("/shift-handover")
    (matter,) = await board(both, "Otto")
    await otto.post(
        f"/shift-handover/matters/{matter.id}",
        {**CHOICE, "choice": "offer", "to": str(both.people["Ines"].id)},
    )
    assert (await ines.post(f"/shift-handover/matters/{matter.id}/declining")).status == 303
    page = await otto.page("/shift-handover")
    assert "Ines declined" in page and "asked the warehouse" in page
    assert (await ines.post(f"/shift-handover/matters/{matter.id}/accepting")).status == 409


async def test_taken_back_it_is_nobody_elses_to_accept(both: Room, otto: Person, ines: Person) -> None:
    await in_hand(both, otto)
    await otto.post("/shift-handover")
    (matter,) = await board(both, "Otto")
    await otto.post(
        f"/shift-handover/matters/{matter.id}",
        {**CHOICE, "choice": "offer", "to": str(both.people["Ines"].id)},
    )
    await otto.post(f"/shift-handover/matters/{matter.id}", {**CHOICE, "choice": "take_back"})
    assert (await ines.post(f"/shift-handover/matters/{matter.id}/accepting")).status == 409
    assert (await otto.post("/shift-handover/staying")).status == 303
    assert await board(both, "Otto") == []


async def test_to_the_queue_by_one_press(both: Room, otto: Person) -> None:
    id = await in_hand(both, otto)
    await otto.post("/shift-handover")
    (matter,) = await board(both, "Otto")
    answer = await otto.post(
        f"/shift-handover/matters/{matter.id}", {**CHOICE, "choice": "reoffer"}, piece=True
    )
    assert "Everything has somebody." in await answer.text()
    assert str((await both.held(id)).mode) == "waiting"
    assert (await otto.post("/sign-out")).status == 303  # which confirms the form
    held = await both.store.read(lambda book: shift_handovers.by_id(book, matter.handover_id))
    assert str(held.state) == "confirmed"


# --- parked


async def test_parked_the_buyer_reads_when_in_their_language(both: Room, otto: Person) -> None:
    id = await in_hand(both, otto)
    await otto.post("/shift-handover")
    (matter,) = await board(both, "Otto")
    page = await otto.page("/shift-handover")
    proposed = re.search(r'name="until" required value="([^"]+)"', page)
    words = re.search(r'name="told"[^>]*>([^<]+)<', page)
    assert proposed is not None and words is not None
    sent = {**CHOICE, "choice": "park", "until": proposed[1], "told": words[1]}
    assert (await otto.post(f"/shift-handover/matters/{matter.id}", sent)).status == 303
    assert (await both.said(id))[-1] == ("human", words[1])
    owed = await both.store.read(lambda book: promises.owed_to(book, 1))
    assert f"{owed[0].due_at.astimezone(ZONE):%Y-%m-%dT%H:%M}" == proposed[1]
    assert owed[0].text == "tell her the day"
    assert "Parked" in await otto.page("/shift-handover")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"until": "2026-11-22T09:00"}, "Parking needs a time to come."),
        ({"until": "never"}, "Parking needs a time to come."),
        ({"told": ""}, "The buyer must be told when"),
        ({"told": "This is not my job."}, "The buyer must be told when"),
    ],
)
async def test_parking_that_cannot_be_is_given_back_with_its_words(
    both: Room, otto: Person, sent: dict[str, str], said: str
) -> None:
    id = await in_hand(both, otto)
    await otto.post("/shift-handover")
    (matter,) = await board(both, "Otto")
    park = {**CHOICE, "choice": "park", "until": "2026-11-24T09:30", "told": "Tomorrow at 9:30."}
    answer = await otto.post(f"/shift-handover/matters/{matter.id}", park | sent)
    page = await answer.text()
    assert answer.status == 422 and said in page and "tell her the day" in page
    assert str((await both.held(id)).mode) == "human"
    assert len(await both.said(id)) == 1


async def test_parked_for_ines_it_waits_for_her_word(both: Room, otto: Person, ines: Person) -> None:
    id = await in_hand(both, otto)
    await otto.post("/shift-handover")
    (matter,) = await board(both, "Otto")
    park = {
        **CHOICE, "choice": "park", "until": "2026-11-23T15:00", "told": "Ines will look at three.",
        "by": str(both.people["Ines"].id),
    }  # fmt: skip
    assert (await otto.post(f"/shift-handover/matters/{matter.id}", park)).status == 303
    assert len(await both.said(id)) == 1
    assert "Not now: for you to look at today 15:00" in await ines.page("/shift-handover")
    assert (await ines.post(f"/shift-handover/matters/{matter.id}/accepting")).status == 303
    assert (await both.said(id))[-1] == ("human", "Ines will look at three.")
    assert str((await both.held(id)).mode) == "bot"


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW", "fr"])
async def test_what_is_proposed_to_the_buyer_is_allowed_by_the_guard(room: Room, language: str) -> None:
    here = room.app[DOOR]
    words = told(here, language, room.clock() + timedelta(days=1))
    assert ("周二" in words) == language.startswith("zh") and "09:00" in words
    assert here.guard.check(words, "agent").decision in ("pass", None)
    assert PACKS is not None


# --- Ruth


async def test_ruth_releases_otto_with_a_reason_and_it_is_kept(
    both: Room, otto: Person, ruth: Person
) -> None:
    id = await in_hand(both, otto)
    me = both.people["Otto"].id
    assert (await ruth.post(f"/people/{me}/releasing", {"reason": " "})).status == 422
    assert (await otto.post(f"/people/{me}/releasing", {"reason": "tired"})).status == 403
    answer = await ruth.post(f"/people/{me}/releasing", {"reason": "fell ill"})
    assert answer.status == 303
    form = await ruth.page(answer.headers["Location"])
    assert "fell ill" in form and "Offered anew" in form and "Released" in form
    assert str((await both.held(id)).mode) == "waiting" and await where(both, "Otto") == "offline"
    assert (await otto.post("/sign-out")).status == 303
    assert (await ruth.post(f"/people/{both.people['Ruth'].id}/releasing", {"reason": "x"})).status == 409
    assert (await ruth.post("/people/999/releasing", {"reason": "x"})).status == 404


async def test_ruth_says_when_otto_works_and_the_page_shows_it(
    both: Room, otto: Person, ruth: Person
) -> None:
    me = both.people["Otto"].id
    week = {f"week_{day}": "9-12, 13:30-18" for day in range(5)} | {"week_5": "22:00–06:00"}
    assert (await ruth.post(f"/people/{me}/hours", week)).status == 303
    page = await ruth.page("/people")
    assert re.search(r"Mon–Fri 09:00–12:00, 13:30–18:00 · Sat 22:00–06:00", page)
    for wrong in ("soon", "09:00-12:00, 11:00-13:00", "09:00-09:00"):
        answer = await ruth.post(f"/people/{me}/hours", {"week_0": wrong})
        assert answer.status == 422 and "cannot be read" in await answer.text()
    found = await both.store.read(lambda book: agents.by_id(book, me))
    assert found is not None and found.week[5] == [["22:00", "06:00"]]


# --- who sees what


async def test_agents_see_their_own_forms_and_ruth_sees_all(
    both: Room, otto: Person, ines: Person, ruth: Person
) -> None:
    await in_hand(both, otto)
    await otto.post("/shift-handover")
    (matter,) = await board(both, "Otto")
    path = f"/shift-handovers/{matter.handover_id}"
    assert (await ines.get(path)).status == 404
    assert "Otto" not in await ines.page("/shift-handovers")
    assert (await ines.post(f"/shift-handover/matters/{matter.id}", {"choice": "reoffer"})).status == 404
    assert (await ruth.get(path)).status == 200 and "Mina 7" in await otto.page(path)
    assert "Otto" in await ruth.page("/shift-handovers")


# --- what the stream tells


@pytest.fixture
async def feeding(both: Room) -> AsyncIterator[Room]:
    task = asyncio.create_task(both.feed.run())
    yield both
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_the_board_that_opens_by_itself_is_told_on_whichever_page(feeding: Room) -> None:
    otto = await feeding.person("Otto")
    await in_hand(feeding, otto)
    ears = await listen(otto)
    agent = feeding.people["Otto"]
    await feeding.store.write(lambda book: handing.open_board(book, agent, None, ZONE, feeding.clock()))
    await ears.until("stale", "notices /shift-handover/call")
    await ears.until("stale", "handover-link /shift-handover/link")
    await ears.until("stale", "handover")
    text = await otto.page("/shift-handover/call")
    assert "To hand over: 1" in text
    link = re.search(r'<a href="/shift-handover" id="handover-link"[^>]*>', await otto.page("/account"))
    assert link is not None and "hidden" not in link[0]


async def test_the_promise_of_who_left_is_open_to_whoever_takes_it(
    both: Room, otto: Person, ines: Person, ruth: Person
) -> None:
    id = await in_hand(both, otto)

    def unit(book: Book) -> None:
        held, at = conversations.by_id(book, id), both.clock()
        promises.make(
            book, held, owner_id=both.people["Otto"].id, about=About.CALL, words="I'll call at six", at=at,
            due_at=at + timedelta(hours=9), times=PromiseTimes(),
        )  # fmt: skip
        held.give_back(at, both.people["Otto"].id)

    await both.store.write(unit)
    await otto.post("/shift-handover")
    (matter,) = await board(both, "Otto")
    page = await otto.page("/shift-handover")
    assert "it cannot be parked" in page  # due before he is back
    await otto.post(f"/shift-handover/matters/{matter.id}", {**CHOICE, "choice": "reoffer"})
    assert "Open to whoever takes it" in await ines.page("/shift-handover")
    assert (await ines.post(f"/shift-handover/matters/{matter.id}/accepting")).status == 303
    assert (await ruth.post(f"/shift-handover/matters/{matter.id}/accepting")).status == 409
    assert "I&#39;ll call at six" in await ines.page("/promises")
