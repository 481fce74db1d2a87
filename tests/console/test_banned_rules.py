"""Ruth edits the banned rules; what she saves holds at once, everywhere, and she sees beforehand what it would stop."""

from __future__ import annotations

import json
import re
from typing import Any

import aiohttp
import pytest

from bot.dialogue.steps import Say
from bot.perform import Performing
from console.banned_figures import period
from desk.banned.ban import Ban
from desk.conversation import Reach
from desk.handover import Reason
from desk.store import banned_hits, conversations, wordings
from desk.store.banned_hits import Wanted
from desk.wording import Place
from tests.cast import TARGETS
from tests.console.room import ZONE, Person, Room

SAY = "You are welcome. Is there anything else?"


@pytest.fixture
async def ruth(room: Room) -> Person:
    return await room.person("Ruth")


@pytest.fixture
async def otto(room: Room) -> Person:
    return await room.person("Otto")


def rule(*phrases: str, key: str = "careless", was: int = 0, **more: Any) -> dict[str, str]:
    return {
        "language": "en",
        "key": key,
        "was": str(was),
        "family": "careless",
        "verdict": "block",
        "phrases": "\n".join(phrases),
        "say": SAY,
        **{name: str(value) for name, value in more.items()},
    }


async def saved(ruth: Person, fields: dict[str, str]) -> int:
    return (await ruth.post("/phrases/rule", fields)).status


async def taken(room: Room, otto: Person) -> int:
    id = await room.asked_for(room.mina())
    assert (await otto.post(f"/desk/{id}/taking")).status == 303
    return id


async def version(room: Room, key: str = "careless") -> int:
    found = await room.store.read(lambda book: wordings.history(book, Place("banned", "en", key)))
    return found[0].id if found else 0


async def test_a_saved_rule_stops_an_agent_at_once_and_taken_back_no_more(
    room: Room, ruth: Person, otto: Person
) -> None:
    id = await taken(room, otto)
    assert (await otto.says(id, "No worries mate!", "before-key")).status == 200
    assert await saved(ruth, rule("no worries mate")) == 303
    stopped = await otto.says(id, "No worries mate!", "after-key")
    body = await stopped.text()
    assert stopped.status == 422 and "<mark>No worries mate</mark>" in body
    assert "careless" in body and SAY in body and "en/careless" in body
    back = {"kind": "banned", "language": "en", "key": "careless", "to": "0"}
    assert (await ruth.post("/phrases/putting-back", back)).status == 303
    assert (await otto.says(id, "No worries mate!", "again-key")).status == 200


async def test_a_saved_rule_stops_the_bot_too_and_a_person_comes(room: Room, ruth: Person) -> None:
    mina = room.mina()
    await mina.writes("thank you")
    fields = rule("you are welcome", "my pleasure", "glad to help", say="It was no trouble at all.")
    page = await (await ruth.post("/phrases/rule", fields)).text()
    seal = re.search(r'name="confirmed" value="([0-9a-f]+)"', page)
    assert seal and await saved(ruth, fields | {"confirmed": seal[1]}) == 303
    performing = Performing(room.shelf, TARGETS, {"loopback": Reach()})
    talk = await mina.conversation()

    def speak(book: Any) -> None:
        performing.say(conversations.by_id(book, talk.id), Say("thanks", 0), room.clock(), "auto:1:0")

    await room.store.write(speak)
    said = [text for author, text in await room.said(talk.id) if author == "bot"]
    assert said == [room.shelf.packs.by_language["en"].reply("colleague_will_answer", {}, 0)]
    assert (await room.held(talk.id)).reason == Reason.GUARD
    page = await ruth.page("/phrases/hits/each?days=1&author=bot")
    assert "en/careless" in page and ">Bot<" in page


async def test_our_own_words_that_would_be_stopped_are_listed_and_must_be_confirmed(
    room: Room, ruth: Person
) -> None:
    fields = rule("in stock")
    answer = await ruth.post("/phrases/rule", fields)
    page = await answer.text()
    assert (
        answer.status == 422 and "would be stopped" in page and "kind=reply&amp;language=en&amp;key=" in page
    )
    assert await version(room) == 0
    seal = re.search(r'name="confirmed" value="([0-9a-f]+)"', page)
    assert seal is not None
    assert await saved(ruth, fields | {"confirmed": "0123456789abcdef"}) == 422
    assert await saved(ruth, fields | {"confirmed": seal[1]}) == 303
    assert await version(room) > 0


async def test_what_agents_said_lately_is_tried_before_the_rule_holds(
    room: Room, ruth: Person, otto: Person
) -> None:
    id = await taken(room, otto)
    await otto.says(id, "No worries mate, all is well.", "one-key-1")
    await otto.says(id, "It is on its way.", "one-key-2")
    fields = rule("no worries mate", try_text="so, No Worries mate", try_role="agent")
    piece = await (await ruth.post("/phrases/rule/trying", fields, piece=True)).text()
    assert "(2 messages), 1 would have been" in piece
    assert piece.count("<mark>No") == 2
    assert await version(room) == 0


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (rule("x"), "two letters or more"),
        (rule(), "at least one phrase"),
        (rule("no worries mate", say="That is not our job."), "itself banned"),
        (rule("colleague"), "stands in for a stopped one"),
        (rule("no worries mate", since="2026-12-24", until="2026-12-20"), "before the first"),
        (rule("no worries mate", key="No Worries"), "small letters"),
    ],
)
async def test_what_is_wrong_is_told_and_not_saved(
    room: Room, ruth: Person, fields: dict[str, str], why: str
) -> None:
    answer = await ruth.post("/phrases/rule", fields)
    page = await answer.text()
    assert answer.status == 422 and why in page, page
    assert not room.shelf.edits


async def test_two_who_change_the_same_rule_are_told_so_and_earlier_versions_come_back(
    room: Room, ruth: Person
) -> None:
    assert await saved(ruth, rule("no worries mate")) == 303
    first = await version(room)
    assert await saved(ruth, rule("hakuna matata")) == 409
    assert await saved(ruth, rule("hakuna matata", was=first)) == 303
    assert room.shelf.guard.check("no worries mate", "agent").decision == "pass"
    back = {"kind": "banned", "language": "en", "key": "careless", "to": str(first)}
    assert (await ruth.post("/phrases/putting-back", back)).status == 303
    assert room.shelf.guard.check("no worries mate", "agent").decision == "block"
    page = await ruth.page("/phrases/rule?language=en&key=careless")
    assert page.count("<time") >= 3 and "hakuna matata" in page


async def test_a_reply_whose_words_were_banned_meanwhile_is_not_put_back(room: Room, ruth: Person) -> None:
    place = {"kind": "reply", "language": "en", "key": "stock_in"}
    await ruth.post("/phrases/edit", {**place, "was": "0", "text_0": "{item}: no worries mate."})
    history = await room.store.read(lambda book: wordings.history(book, Place("reply", "en", "stock_in")))
    await ruth.post("/phrases/edit", {**place, "was": str(history[0].id), "text_0": "{item}: yes."})
    assert await saved(ruth, rule("no worries mate")) == 303
    answer = await ruth.post("/phrases/putting-back", {**place, "to": str(history[0].id)})
    assert answer.status == 422 and "no worries mate" in await answer.text()
    assert room.shelf.packs.by_language["en"].replies["stock_in"][0].text == "{item}: yes."


async def test_a_rule_nobody_named_gets_a_name_and_one_on_a_channel_holds_only_there(
    room: Room, ruth: Person
) -> None:
    assert await saved(ruth, rule("no worries mate", key="", channel_loopback="1", role_bot="1")) == 303
    value = room.shelf.edits[Place("banned", "en", "own_1")].value
    assert isinstance(value, Ban) and (value.channels, value.roles) == (("loopback",), ("bot",))
    assert room.shelf.guard.check("no worries mate", "bot", channel="loopback").decision == "block"
    assert room.shelf.guard.check("no worries mate", "bot", channel="web").decision == "pass"
    assert await saved(ruth, rule("hakuna matata", key="")) == 303
    assert Place("banned", "en", "own_2") in room.shelf.edits
    page = await ruth.page("/phrases/banned?language=en&show=changed")
    assert "own_1" in page and "own_2" in page and "rudeness" not in page


async def test_the_test_box_says_what_the_guard_says_now(ruth: Person) -> None:
    tried = {"try_text": "Calm down, please", "try_role": "agent", "try_channel": ""}
    piece = await (await ruth.post("/phrases/banned/trying", tried, piece=True)).text()
    assert "<mark>Calm down</mark>" in piece and "rudeness" in piece and 'data-verdict="block"' in piece
    piece = await (await ruth.post("/phrases/banned/trying", {"try_text": "It is blue"}, piece=True)).text()
    assert 'data-verdict="pass"' in piece


async def test_rules_leave_as_a_file_and_come_back_but_none_that_stops_our_own_words(
    room: Room, ruth: Person
) -> None:
    await saved(ruth, rule("no worries mate"))
    data = json.loads(await (await ruth.get("/phrases/file")).text())
    assert data["banned"]["en"]["careless"]["phrases"] == ["no worries mate"]
    everything = json.loads(await (await ruth.get("/phrases/file?what=all&language=en")).text())
    assert {"rudeness", "careless"} <= set(everything["banned"]["en"])
    own = {"family": "careless", "verdict": "block", "say": SAY}
    data["banned"]["en"] = {
        "one": {**own, "phrases": ["hakuna matata"]},
        "two": {**own, "phrases": ["in stock"]},
    }
    form = aiohttp.FormData({"csrf": ruth.csrf}, default_to_multipart=True)
    form.add_field("file", json.dumps(data).encode(), filename="words.json", content_type="application/json")
    page = await (await ruth.post("/phrases/file", form)).text()
    assert "2 changes" in page and "1 of them" in page and "stop our own words" in page
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest and (await ruth.post("/phrases/bringing-in", {"digest": digest[1]})).status == 303
    assert {place.key for place in room.shelf.edits} == {"careless", "one"}


async def test_every_stop_and_warning_is_counted_and_each_number_opens_its_list(
    room: Room, ruth: Person, otto: Person
) -> None:
    id = await taken(room, otto)
    for number, text in enumerate(["Calm down.", "ok", "Calm down, shut up.", "It is blue."]):
        await otto.says(id, text, f"otto-key-{number}")
    page = await ruth.page("/phrases/hits?days=1")
    assert "2 stopped, 1 warned" in page
    link = re.search(r'href="(/phrases/hits/each\?days=1&amp;author=agent&amp;agent=\d+)"', page)
    assert link is not None
    listed = await ruth.page(link[1].replace("&amp;", "&"))
    assert listed.count('<li class="line') == 3 and "Otto" in listed
    assert "It is blue" not in listed and "en/rudeness" in listed
    for odd in ("days=0", "day=0001-01-01", "day=9999-12-31", "agent=x", "rule=%00", "from=-1", "author=no"):
        assert (await ruth.get(f"/phrases/hits/each?{odd}")).status == 200, odd
    found = await room.store.read(
        lambda book: banned_hits.listed(book, of_today(room), Wanted(agent_id=room.people["Otto"].id), 2**62)
    )
    assert len(found) == 3


def of_today(room: Room) -> banned_hits.Period:
    return period(1, room.clock(), ZONE)


async def test_a_rule_that_is_not_there_is_not_found(ruth: Person) -> None:
    assert (await ruth.get("/phrases/rule?language=en&key=nonsense")).status == 404
    assert (await ruth.get("/phrases/rule?language=xx&key=rudeness")).status == 404
    assert (await ruth.get("/phrases/edit?kind=banned&language=en&key=rudeness")).status == 404
    assert (await ruth.get("/phrases/rule?language=en&key=%2B")).status == 200
