"""A stopped text goes before a supervisor, who lets it out once or does not; the guard looks on while one writes."""

from __future__ import annotations

import asyncio
import contextlib
import re

import aiohttp
import pytest

from desk.agent import Role
from desk.store import allowances, banned_hits, conversations
from tests.console.room import Person, Room
from tests.console.test_banned_rules import of_today, rule
from tests.console.test_live import listen
from tests.console.test_privacy import picture, send

TEXT = "It takes a fortnight, my dear."
RULE = rule("my dear", verdict="ask", say="It takes …")


@pytest.fixture
async def ruth(both: Room) -> Person:
    ruth = await both.person("Ruth")
    assert (await ruth.post("/phrases/rule", RULE)).status == 303
    return ruth


@pytest.fixture
async def otto(both: Room) -> Person:
    return await both.person("Otto")


async def taken(room: Room, otto: Person) -> int:
    id = await room.asked_for(room.mina())
    assert (await otto.post(f"/desk/{id}/taking")).status == 303
    return id


async def asked(otto: Person, id: int, text: str = TEXT) -> int:
    return (await otto.post(f"/desk/{id}/asking", {"asked": text}, piece=True)).status


async def waiting(room: Room) -> list[int]:
    return [one.held.id for one in await room.store.read(allowances.waiting)]


async def test_a_supervisor_lets_a_text_out_once_and_all_of_it_is_kept(
    both: Room, ruth: Person, otto: Person
) -> None:
    id = await taken(both, otto)
    stopped = await otto.says(id, TEXT, "otto-key-1")
    assert stopped.status == 422 and "Ask a supervisor" in await stopped.text()
    assert await asked(otto, id) == 200
    [number] = await waiting(both)
    page = await ruth.page("/allowances")
    assert "<mark>my dear</mark>" in page and "Otto" in page and "Mina" in page
    assert (await otto.says(id, TEXT, "otto-key-2")).status == 422, "nobody has decided"
    granted = await ruth.post(f"/allowances/{number}/granting", {"reason": "Old friends."}, piece=True)
    assert granted.status == 200 and await waiting(both) == []
    piece = await otto.page(f"/desk/{id}/asking", headers={"HX-Request": "true"})
    assert "Ruth allowed it" in piece and "Old friends." in piece and f"allowed-{number}" in piece
    assert (await otto.says(id, TEXT + "!", "otto-key-3")).status == 422, "another text"
    answers = [await otto.says(id, TEXT, f"allowed-{number}") for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert (await otto.says(id, TEXT, "otto-key-4")).status == 422, "once"
    assert [text for author, text in await both.said(id) if author == "human"] == [TEXT]
    page = await ruth.page("/allowances")
    assert "Allowed and sent" in page and "Old friends." in page
    hits = await both.store.read(
        lambda book: banned_hits.listed(book, of_today(both), banned_hits.Wanted(), 2**62)
    )
    assert [one.hit.verdict for one in hits] == ["ask"] * 4


async def test_called_back_before_it_left_an_allowed_text_can_be_sent_still_and_once(
    both: Room, ruth: Person, otto: Person
) -> None:
    id = await taken(both, otto)
    await asked(otto, id)
    [number] = await waiting(both)
    await ruth.post(f"/allowances/{number}/granting", {"reason": "Old friends."}, piece=True)

    async def sent_from_the_box() -> int:
        piece = await otto.page(f"/desk/{id}/asking", headers={"HX-Request": "true"})
        key = re.search(r'name="idem" value="([^"]+)"', piece)
        return (await otto.says(id, TEXT, key[1] if key else "otto-key-1")).status

    assert await sent_from_the_box() == 200
    seq = (await both.held(id)).last_seq
    message = await both.store.read(lambda book: conversations.message_at(book, id, seq).id)
    called_back = f"/desk/{id}/messages/{message}/withdrawing"
    assert (await otto.post(called_back, piece=True)).status == 200
    assert (await otto.post(called_back, piece=True)).status == 200, "twice is once"
    assert "Allowed and sent" not in await ruth.page("/allowances")
    assert await sent_from_the_box() == 200
    assert [text for author, text in await both.said(id) if author == "human"] == [TEXT, TEXT]
    assert await sent_from_the_box() == 422, "once"


async def test_a_refusal_and_its_reason_are_seen_and_put_away(both: Room, ruth: Person, otto: Person) -> None:
    id = await taken(both, otto)
    await asked(otto, id)
    [number] = await waiting(both)
    for reason in ("", "   "):
        answer = await ruth.post(f"/allowances/{number}/refusing", {"reason": reason}, piece=True)
        assert answer.status == 422 and "Please give a reason" in await answer.text()
    assert (await ruth.post(f"/allowances/{number}/refusing", {"reason": "Say it plainly."})).status == 303
    page = await otto.page(f"/desk/{id}")
    assert "Ruth did not allow it" in page and "Say it plainly." in page
    assert (await otto.says(id, TEXT, "otto-key-5")).status == 422
    assert (await ruth.post(f"/allowances/{number}/granting", {"reason": "Yet."}, piece=True)).status == 409
    assert (await otto.post(f"/asking/{number}/putting-away", piece=True)).status == 200
    assert "Say it plainly." not in await otto.page(f"/desk/{id}")


async def test_nobody_allows_their_own_and_nobody_asks_for_another(
    both: Room, ruth: Person, otto: Person
) -> None:
    id = await both.asked_for(both.mina())
    await ruth.post(f"/desk/{id}/taking")
    assert await asked(otto, id) == 409
    assert await asked(ruth, id) == 200
    [number] = await waiting(both)
    assert "your own text" in await ruth.page("/allowances")
    assert (await ruth.post(f"/allowances/{number}/granting", {"reason": "Fine."}, piece=True)).status == 403
    assert (await otto.post(f"/allowances/{number}/granting", {"reason": "Fine."}, piece=True)).status == 403
    assert (await otto.post(f"/asking/{number}/putting-away", piece=True)).status == 404
    assert await waiting(both) == [number]
    await both.hires("Rosa", Role.SUPERVISOR)
    rosa = await both.person("Rosa")
    assert (await rosa.post(f"/allowances/{number}/granting", {"reason": "Fine."}, piece=True)).status == 200


@pytest.mark.parametrize("text", ["Calm down.", "Calm down, my dear.", "It is blue.", ""])
async def test_only_what_the_guard_asks_about_can_be_asked_about(
    both: Room, ruth: Person, otto: Person, text: str
) -> None:
    id = await taken(both, otto)
    assert await asked(otto, id, text) == 409
    assert await waiting(both) == []
    stopped = await otto.says(id, "Calm down.", "otto-key-6")
    assert "Ask a supervisor" not in await stopped.text()


async def test_a_rule_made_stricter_meanwhile_outweighs_an_allowance(
    both: Room, ruth: Person, otto: Person
) -> None:
    id = await taken(both, otto)
    await asked(otto, id)
    [number] = await waiting(both)
    await ruth.post(f"/allowances/{number}/granting", {"reason": "Fine."}, piece=True)
    was = re.search(r'name="was" value="(\d+)"', await ruth.page("/phrases/rule?language=en&key=careless"))
    assert was is not None
    await ruth.post("/phrases/rule", RULE | {"verdict": "block", "was": was[1]})
    assert (await otto.says(id, TEXT, f"allowed-{number}")).status == 422
    assert [author for author, _ in await both.said(id)] == ["buyer"]


async def test_supervisor_and_agent_hear_of_each_other_by_the_stream(
    both: Room, ruth: Person, otto: Person
) -> None:
    feeding = asyncio.create_task(both.feed.run())
    try:
        id = await taken(both, otto)
        hers, his = await listen(ruth), await listen(otto)
        await asked(otto, id)
        for place in ("allowances-count /allowances/count", "allowances /allowances/open"):
            await hers.until("stale", place)
        assert "1" in await ruth.page("/allowances/count") and TEXT[:10] in await ruth.page(
            "/allowances/open"
        )
        [number] = await waiting(both)
        await ruth.post(f"/allowances/{number}/granting", {"reason": "Fine."}, piece=True)
        told = await his.until("stale", "asking")
        assert told.data == [f"asking-{id} /desk/{id}/asking"]
    finally:
        feeding.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await feeding


async def test_agents_are_told_nothing_of_the_supervisors_list(
    both: Room, ruth: Person, otto: Person
) -> None:
    assert 'href="/allowances"' not in await otto.page("/desk")
    assert 'href="/allowances"' in await ruth.page("/desk")


async def checked(otto: Person, id: int, text: str) -> str:
    answer = await otto.post(f"/desk/{id}/checking", {"text": text}, piece=True)
    assert answer.status == 200
    return await answer.text()


async def test_while_one_writes_the_words_the_rule_the_reason_and_the_proposal_are_shown(
    both: Room, ruth: Person, otto: Person
) -> None:
    id = await taken(both, otto)
    piece = await checked(otto, id, "Thank you. Calm down, Mina.")
    rule = both.shelf.guard.rules["en/rudeness"]
    assert "<mark>Calm down</mark>" in piece and rule.id in piece
    assert rule.family in piece and f"Thank you. {rule.say}" in piece
    assert 'data-verdict="ask"' in await checked(otto, id, TEXT)
    clean = await checked(otto, id, "It is blue.")
    assert f'id="check-{id}"' in clean and "<mark>" not in clean
    found = await both.store.read(
        lambda book: banned_hits.listed(book, of_today(both), banned_hits.Wanted(), 2**62)
    )
    assert found == [], "only what somebody tries to send is kept"


async def test_captions_and_names_of_pictures_pass_the_guard_too(
    both: Room, ruth: Person, otto: Person
) -> None:
    id = await taken(both, otto)
    answer = await send(otto, id, picture(), "picture-key-1", text="Here, calm down.")
    assert answer.status == 422 and "<mark>calm down</mark>" in await answer.text()
    answer = await send(otto, id, picture(), "picture-key-2", name="my-wechat.png", text="Here.")
    body = await answer.text()
    assert answer.status == 422 and 'data-refused="banned_name"' in body and "<mark>" in body
    assert [author for author, _ in await both.said(id)] == ["buyer"]
    assert (await send(otto, id, picture(), "picture-key-3", name="lamp.png", text="Here.")).status == 200


async def test_a_picture_of_a_reply_has_no_banned_name_either(both: Room, ruth: Person) -> None:
    form = aiohttp.FormData({"csrf": ruth.csrf}, default_to_multipart=True)
    for name, value in {
        "kind": "reply",
        "language": "en",
        "key": "thanks",
        "was": "0",
        "text_0": "Thanks.",
    }.items():
        form.add_field(name, value)
    form.add_field("file_0", picture(), filename="my-wechat.png", content_type="image/png")
    answer = await ruth.post("/phrases/edit", form)
    assert answer.status == 422 and "file name contains banned words" in await answer.text()
    assert not [place for place in both.shelf.edits if place.kind == "reply"]
