"""Ruth changes what the desk says and understands; it holds at once, and nothing wrong is saved."""

from __future__ import annotations

import json
import re
from typing import Any

import aiohttp
import pytest

from desk.agent import Role
from desk.store import conversations, lessons, wordings
from desk.wording import Place
from tests.console.room import Person, Room

STOCK_IN = "{item} is here and waits for you."


@pytest.fixture
async def ruth(room: Room) -> Person:
    return await room.person("Ruth")


def reply(key: str, *texts: str, was: int = 0, language: str = "en", **more: Any) -> dict[str, str]:
    return {
        "kind": "reply",
        "language": language,
        "key": key,
        "was": str(was),
        **{f"text_{n}": t for n, t in enumerate(texts)},
        **more,
    }


async def saved(ruth: Person, fields: dict[str, str]) -> int:
    answer = await ruth.post("/phrases/edit", fields)
    return answer.status


async def version(room: Room, key: str) -> int:
    found = await room.store.read(lambda book: wordings.history(book, Place("reply", "en", key)))
    return found[0].id if found else 0


async def test_a_changed_reply_is_said_from_then_on(room: Room, ruth: Person) -> None:
    assert await saved(ruth, reply("stock_in", STOCK_IN)) == 303
    said = room.shelf.packs.by_language["en"].reply("stock_in", {"item": "The lamp"}, 1)
    assert said == "The lamp is here and waits for you."
    assert room.shelf.packs.by_language["zh-CN"] is room.shelf.shipped.by_language["zh-CN"]


async def test_what_was_shipped_and_every_version_can_be_put_back(room: Room, ruth: Person) -> None:
    shipped = room.shelf.packs.by_language["en"].replies["stock_in"]
    await saved(ruth, reply("stock_in", STOCK_IN))
    first = await version(room, "stock_in")
    await saved(ruth, reply("stock_in", "{item}: yes.", was=first))
    await ruth.post(
        "/phrases/putting-back", {"kind": "reply", "language": "en", "key": "stock_in", "to": str(first)}
    )
    assert room.shelf.packs.by_language["en"].replies["stock_in"][0].text == STOCK_IN
    await ruth.post(
        "/phrases/putting-back", {"kind": "reply", "language": "en", "key": "stock_in", "to": "0"}
    )
    assert room.shelf.packs.by_language["en"].replies["stock_in"] == shipped
    assert (
        len(await room.store.read(lambda book: wordings.history(book, Place("reply", "en", "stock_in")))) == 4
    )


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("stock_in", "{item} {nonsense}", "{item}"),
        ("stock_in", "{item} {nonsense}", "nonsense"),
        ("stock_in", "{Item} is here", "braces"),
        ("stock_in", "That is not our job.", "not our job"),
        ("order_completed", "All done, thank you.", "must name the order"),
    ],
)
async def test_what_is_wrong_is_told_and_not_saved(
    room: Room, ruth: Person, key: str, text: str, why: str
) -> None:
    answer = await ruth.post("/phrases/edit", reply(key, text))
    page = await answer.text()
    assert answer.status == 422 and why in page and text in page
    assert await version(room, key) == 0


async def test_a_wording_for_some_days_needs_one_for_the_others(room: Room, ruth: Person) -> None:
    fields = reply("greeting", "Merry Christmas!", since_0="2026-12-20", until_0="2026-12-27")
    assert await saved(ruth, fields) == 422
    fields |= {"text_1": "Hello again."}
    assert await saved(ruth, fields) == 303
    assert [v.text for v in room.shelf.packs.by_language["en"].replies["greeting"]] == ["Hello again."]


async def test_two_who_change_the_same_are_told_so(room: Room, ruth: Person) -> None:
    assert await saved(ruth, reply("stock_in", STOCK_IN)) == 303
    answer = await ruth.post("/phrases/edit", reply("stock_in", "{item}, yes."))
    assert answer.status == 409 and "{item}, yes." in await answer.text()


async def test_a_sentence_made_an_example_is_understood_at_once_and_its_like_too(
    room: Room, ruth: Person
) -> None:
    before = await room.lab.meaning("can you dim it by a remote", "en")
    assert before.action != "answer"
    answer = await ruth.post(
        "/phrases/sayings",
        {"language": "en", "intent": "product_info", "text": "can you dim it by a remote"},
    )
    assert answer.status == 303
    assert (await room.lab.meaning("Can you dim it by a remote?", "en")).top[0][0] == "product_info"
    assert (await room.lab.meaning("hi, can you dim it by the remote", "en")).action == "answer"


async def test_a_sentence_moves_and_has_never_two_owners(room: Room, ruth: Person) -> None:
    await ruth.post(
        "/phrases/sayings", {"language": "en", "intent": "shipping_info", "text": "Is it in stock"}
    )
    owners = [
        key
        for key, intent in room.shelf.packs.by_language["en"].intents.items()
        if "is it in stock" in intent.people_say
    ]
    assert owners == ["shipping_info"]
    await ruth.post("/phrases/sayings", {"language": "en", "intent": "stock", "text": "is it in stock"})
    assert not [p for p, e in room.shelf.edits.items() if p.kind == "saying" and e.value is not None]


async def test_the_lab_shows_what_would_be_said_and_what_would_change(ruth: Person) -> None:
    page = await (await ruth.get("/phrases/lab?language=en&text=is%20it%20in%20stock")).text()
    assert ("In stock?" in page and "answers" in page and "Which article" in page) or "article" in page


async def test_a_quick_phrase_of_ones_own_and_a_nickname(room: Room, ruth: Person) -> None:
    fields = {
        "kind": "quick",
        "language": "en",
        "key": "gift_wrap",
        "quick_title": "Gift wrap",
        "text": "We wrap it for you, {buyer_name}.",
    }
    assert await saved(ruth, {**fields, "was": "0"}) == 303
    assert "gift_wrap" in [quick.shortcut for quick in room.shelf.packs.by_language["en"].quick_replies]
    product = next(iter((await room.shop.catalogue()).products))
    assert (
        await saved(
            ruth,
            {"kind": "nickname", "language": "", "key": product, "names": "the moon\nmoonlight", "was": "0"},
        )
        == 303
    )
    assert room.shelf.packs.nicknames == {product: ("the moon", "moonlight")}


async def test_words_leave_as_a_file_and_come_back(room: Room, ruth: Person) -> None:
    await saved(ruth, reply("stock_in", STOCK_IN))
    await ruth.post(
        "/phrases/sayings", {"language": "en", "intent": "stock", "text": "got any of those moons"}
    )
    data = json.loads(await (await ruth.get("/phrases/file")).text())
    assert data["reply"]["en"]["stock_in"]["say"] == [{"text": STOCK_IN}]
    assert data["saying"]["en"]["stock"] == ["got any of those moons"]
    everything = json.loads(await (await ruth.get("/phrases/file?what=all&language=zh-TW")).text())
    assert len(everything["reply"]["zh-TW"]) > 50


async def test_only_a_supervisor_finds_the_page(room: Room) -> None:
    otto = await room.person("Otto")
    assert (await otto.get("/phrases")).status == 403
    assert Role.AGENT in [Role(r) for r in room.people["Otto"].roles]


async def test_nothing_is_learnt_where_all_is_understood(room: Room, ruth: Person) -> None:
    assert await room.store.read(lessons.unsettled) == []
    assert "Nothing to learn" in await (await ruth.get("/phrases/lessons")).text()


async def test_what_was_not_understood_waits_in_groups_and_is_learnt_by_one_press(
    room: Room, ruth: Person
) -> None:
    mina = room.mina()
    for text in ("can you engrave a name on it", "can you engrave my name on it", "flurble gnarf"):
        await mina.writes(text)
    talk = await mina.conversation()
    rows = await room.store.read(
        lambda book: [r.inbox_id for r in conversations.messages_after(book, talk.id, 0)]
    )
    await room.store.write(
        lambda book: [lessons.note(book, talk.id, id, "not_understood", room.clock()) for id in rows if id]
    )
    page = await (await ruth.get("/phrases/lessons")).text()
    assert "can you engrave a name on it" in page and "2 times" in page and "flurble gnarf" in page
    learnt = [one.id for one in await room.store.read(lessons.unsettled) if "engrave" in one.text]
    fields = {
        "language": "en", "intent": "product_info", "back": "lessons", "lessons": " ".join(map(str, learnt)),
        "text": "can you engrave a name on it\ncan you engrave my name on it",
    }  # fmt: skip
    assert (await ruth.post("/phrases/sayings", fields)).status == 303
    assert [one.text for one in await room.store.read(lessons.unsettled)] == ["flurble gnarf"]
    assert (await room.lab.meaning("could you engrave my name on it", "en")).top[0][0] == "product_info"
    effects = await (await ruth.get("/phrases/effect?language=en&text=flurble%20gnarf")).text()
    assert "Tried on the last 3 sentences" in effects


async def test_a_file_is_looked_at_before_it_is_brought_in(room: Room, ruth: Person) -> None:
    words = {
        "form": "shopdesk-phrases-1",
        "reply": {
            "en": {"stock_in": {"say": [{"text": STOCK_IN}]}, "thanks": {"say": [{"text": "{nonsense}"}]}}
        },
        "saying": {"en": {"stock": ["is it in stock", "got any of those moons"]}},
    }
    form = aiohttp.FormData({"csrf": ruth.csrf}, default_to_multipart=True)
    form.add_field("file", json.dumps(words).encode(), filename="words.json", content_type="application/json")
    page = await (await ruth.post("/phrases/file", form)).text()
    assert "3 changes" in page and "1 of them" in page and "got any of those moons" in page
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest and not room.shelf.edits
    assert (await ruth.post("/phrases/bringing-in", {"digest": digest[1]})).status == 303
    assert {place.key for place in room.shelf.edits} == {"stock_in", "got any of those moons"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no json",
        b"[]",
        b'{"form": "other"}',
        b'{"form": "shopdesk-phrases-1", "reply": []}',
        b"[" * 100_000,
    ],
)
async def test_a_file_that_is_none_of_ours_changes_nothing(room: Room, ruth: Person, raw: bytes) -> None:
    form = aiohttp.FormData({"csrf": ruth.csrf}, default_to_multipart=True)
    form.add_field("file", raw, filename="words.json", content_type="application/json")
    assert (await ruth.post("/phrases/file", form)).status == 422
    assert not room.shelf.edits
