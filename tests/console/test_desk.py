"""The desk as Otto and Ines use it: who waits, taking, answering, giving back."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy.dialects import sqlite as dialects

from desk.banned.guard import Guard
from desk.conversation import Mode, Reach
from desk.line import Line
from desk.message import Author
from desk.outgoing import OutState
from desk.store import Book, conversations, desk_list, letters
from desk.store.sqlite import SqliteStore
from desk.typing import Typist
from tests.console.room import PHONE, Room


async def test_otto_sees_who_waits_and_opens_it(both: Room) -> None:
    id = await both.asked_for(both.mina())
    otto = await both.person("Otto")
    page = await otto.page("/desk")
    assert "Mina" in page and f'id="row-{id}"' in page
    page = await otto.page(f"/desk/{id}")
    assert "I want to talk to a person" in page and "1007" in page and "Handed off to a person" in page
    assert PHONE not in page


async def test_of_two_agents_who_take_at_once_one_has_it(both: Room) -> None:
    otto, ines = await both.person("Otto"), await both.person("Ines")
    for number in range(50):
        id = await both.asked_for(both.mina(chat=f"chat{number}"))
        answers = await asyncio.gather(*(who.post(f"/desk/{id}/taking", piece=True) for who in (otto, ines)))
        assert sorted(answer.status for answer in answers) == [200, 409]
        assert "colleague" in await next(a for a in answers if a.status == 409).text()
        winner = otto if answers[0].status == 200 else ines
        assert (await both.held(id)).agent_id == both.people[winner.name].id


async def test_only_who_took_it_may_answer(both: Room) -> None:
    id = await both.asked_for(both.mina())
    otto, ines = await both.person("Otto"), await both.person("Ines")
    assert (await otto.post(f"/desk/{id}/taking")).status == 303
    assert (await otto.says(id, "Otto here.", "otto-key-1")).status == 200
    refused = await ines.says(id, "Ines here.", "ines-key-1")
    assert refused.status == 409 and 'data-refused="not_yours"' in await refused.text()
    assert (await ines.says(id, "He likes tea.", "ines-key-2", note="1")).status == 200
    assert [text for author, text in await both.said(id)][1:] == ["Otto here.", "He likes tea."]


async def test_the_same_answer_twice_is_said_once(both: Room) -> None:
    id = await both.asked_for(both.mina())
    otto = await both.person("Otto")
    await otto.post(f"/desk/{id}/taking")
    answers = await asyncio.gather(*(otto.says(id, "One lamp left.", "the-same-key") for _ in range(8)))
    assert {answer.status for answer in answers} == {200}
    assert [text for author, text in await both.said(id) if author == "human"] == ["One lamp left."]


async def test_ruth_takes_over_and_otto_may_not_answer_any_more(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto, ruth = await room.person("Otto"), await room.person("Ruth")
    await otto.post(f"/desk/{id}/taking")
    assert (await otto.post(f"/desk/{id}/taking-over")).status == 403
    assert (await ruth.post(f"/desk/{id}/closing")).status == 409
    assert (await ruth.post(f"/desk/{id}/taking-over")).status == 303
    assert (await otto.says(id, "Still me?", "otto-key-2")).status == 409
    assert (await room.held(id)).agent_id == room.people["Ruth"].id


async def test_it_goes_back_to_the_queue_to_the_bot_and_is_closed(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    for noun, mode in [
        ("taking", Mode.HUMAN),
        ("releasing", Mode.WAITING),
        ("taking", Mode.HUMAN),
        ("giving-back", Mode.BOT),
        ("closing", Mode.CLOSED),
    ]:
        assert (await otto.post(f"/desk/{id}/{noun}", piece=True)).status == 200
        assert (await room.held(id)).mode == mode
    assert (await otto.post(f"/desk/{id}/taking", piece=True)).status == 409
    assert f'id="row-{id}"' in await otto.page("/desk?show=closed")


# --- letting go at the moment at which she writes

LETS_GO = pytest.mark.parametrize(
    "noun, mode", [("giving-back", Mode.BOT), ("closing", Mode.CLOSED)], ids=["gives back", "closes"]
)


def seen_on(page: str, noun: str) -> str:
    """What the form of that button sends."""
    found = re.search(rf'action="/desk/\d+/{noun}".*?name="seen" value="(\d+)"', page, re.DOTALL)
    assert found is not None
    return found[1]


@LETS_GO
async def test_what_she_has_just_written_is_looked_at_before_otto_lets_her_go(
    both: Room, noun: str, mode: Mode
) -> None:
    mina = both.mina()
    id = await both.asked_for(mina)
    otto = await both.person("Otto")
    await otto.post(f"/desk/{id}/taking")
    seen = seen_on(await otto.page(f"/desk/{id}"), noun)
    await mina.writes("one more thing")
    before = await both.held(id)
    refused = await otto.post(f"/desk/{id}/{noun}", {"seen": seen}, piece=True)
    body = await refused.text()
    assert refused.status == 409 and 'id="notice-just_written"' in body and "has just written" in body
    assert await both.held(id) == before
    head = await otto.page(f"/desk/{id}/head", headers={"HX-Request": "true"})
    gone = await otto.post(f"/desk/{id}/{noun}", {"seen": seen_on(head, noun)}, piece=True)
    assert gone.status == 200 and (await both.held(id)).mode == mode


@LETS_GO
async def test_without_script_and_in_chinese_otto_is_told_the_same(room: Room, noun: str, mode: Mode) -> None:
    mina = room.mina()
    id = await room.asked_for(mina)
    otto = await room.person("Otto")
    await otto.post("/account/preferences", {"language": "zh-CN", "theme": "auto"})
    await otto.post(f"/desk/{id}/taking")
    seen = seen_on(await otto.page(f"/desk/{id}"), noun)
    await mina.writes("one more thing")
    refused = await otto.post(f"/desk/{id}/{noun}", {"seen": seen})
    assert refused.status == 409 and "买家刚刚又发来消息" in await refused.text()
    assert (await room.held(id)).mode == Mode.HUMAN
    seen = seen_on(await otto.page(f"/desk/{id}"), noun)
    assert (await otto.post(f"/desk/{id}/{noun}", {"seen": seen})).status == 303
    assert (await room.held(id)).mode == mode


@LETS_GO
async def test_only_her_words_stop_it_and_who_does_not_say_what_they_saw_is_not_stopped(
    both: Room, noun: str, mode: Mode
) -> None:
    otto, ines = await both.person("Otto"), await both.person("Ines")
    for number, asked in enumerate(({"seen": "2"}, {}, {"seen": "nonsense"}, {"seen": "9" * 12})):
        mina = both.mina(chat=f"chat{number}")
        id = await both.asked_for(mina)
        await otto.post(f"/desk/{id}/taking")
        await otto.says(id, "It ships today.", f"otto-key-{number}")
        await ines.says(id, "He likes tea.", f"ines-key-{number}", note="1")
        if asked != {"seen": "2"}:
            await mina.writes("one more thing")
        assert (await otto.post(f"/desk/{id}/{noun}", asked, piece=True)).status == 200, asked
        assert (await both.held(id)).mode == mode


async def test_however_close_they_are_what_she_writes_is_somebodys(both: Room) -> None:
    otto = await both.person("Otto")
    for number in range(20):
        mina = both.mina(chat=f"chat{number}")
        id = await both.asked_for(mina)
        await otto.post(f"/desk/{id}/taking")
        answer, _ = await asyncio.gather(
            otto.post(f"/desk/{id}/giving-back", {"seen": "2"}, piece=True), mina.writes("one more thing")
        )
        held = await both.held(id)
        assert (answer.status, held.mode) in {(200, Mode.BOT), (409, Mode.HUMAN)}
        assert held.waiting_since is not None, "the bot owes her an answer, or Otto does"


async def test_banned_words_are_marked_with_a_proposal_and_the_text_is_kept(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    await otto.post(f"/desk/{id}/taking")
    text = "Calm down. That is not my job, ask somebody else."
    refused = await otto.says(id, text, "otto-key-3")
    body = await refused.text()
    assert refused.status == 422 and "<mark>" in body and "not my job" in body
    plain = await otto.post(f"/desk/{id}/messages", {"text": text, "idem": "otto-key-4"})
    assert plain.status == 422 and "not my job, ask somebody else.</textarea>" in await plain.text()
    assert [author for author, _ in await room.said(id)] == ["buyer"]


async def test_a_text_too_long_or_empty_is_given_back(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    await otto.post(f"/desk/{id}/taking")
    for text, kind in [("x" * 4097, "too_long"), ("   ", "empty"), ("😀" * 2049, "too_long")]:
        refused = await otto.says(id, text, "otto-key-5")
        assert refused.status == 422 and f'data-refused="{kind}"' in await refused.text()


async def test_the_list_goes_on_page_by_page_and_no_row_is_twice(room: Room) -> None:
    ids = [await room.asked_for(room.mina(chat=f"c{n}", name=f"Buyer {n}")) for n in range(120)]
    otto = await room.person("Otto")
    seen: list[int] = []
    path = "/desk?show=waiting"
    while True:
        page = await otto.page(path)
        seen += [int(found) for found in re.findall(r'id="row-(\d+)"', page)]
        more = re.search(r'class="button" href="(/desk\?[^"]+from=[^"]+)"', page)
        if more is None:
            break
        path = more[1].replace("&amp;", "&")
    assert sorted(seen) == sorted(ids) and len(seen) == 120


async def test_a_search_finds_names_words_and_orders(both: Room) -> None:
    id = await both.asked_for(both.mina(), "is the 亚麻台灯 100% linen?")
    nils = await both.asked_for(both.mina(chat="8", name="Nils"), "hello")
    otto = await both.person("Otto")
    for query, found in [
        ("mina", {id}),
        ("台灯", {id}),
        ("100%", {id}),
        ("1007", {id}),
        ("nil", {nils}),
        ("%", {id}),
        ("zzz", set()),
        ("_", set()),
    ]:
        page = await otto.page(f"/desk?show=all&q={quote(query)}")
        assert {each for each in (id, nils) if f'id="row-{each}"' in page} == found, query


async def test_while_the_shop_is_down_the_pane_says_so(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto = await room.person("Otto")
    room.shop.down = True
    assert "system does not answer" in await otto.page(f"/desk/{id}")


async def test_earlier_messages_come_piece_by_piece(room: Room) -> None:
    mina = room.mina()
    for number in range(150):
        await mina.writes(f"line {number}.")
    id = (await mina.conversation()).id
    otto = await room.person("Otto")
    page = await otto.page(f"/desk/{id}")
    assert "line 149." in page and "line 90." in page and "line 89." not in page
    earlier = await otto.page(f"/desk/{id}/messages?before=91", headers={"HX-Request": "true"})
    assert (
        "line 89." in earlier
        and "line 30." in earlier
        and "before=31" in earlier
        and "line 90." not in earlier
    )
    assert "line 29." in await otto.page(f"/desk/{id}?before=31")


async def test_a_page_costs_the_same_whatever_is_on_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements are counted: none may run once per row."""
    asked: list[str] = []
    original = Book._execute

    def counting(book: Book, statement: Any, values: Any) -> None:
        asked.append(str(statement))
        original(book, statement, values)

    mina = room.mina()
    id = await room.asked_for(mina)
    otto = await room.person("Otto")
    monkeypatch.setattr(Book, "_execute", counting)
    counts = []
    for round in range(2):
        found = []
        for path in ("/desk?show=all", f"/desk/{id}", "/desk?q=line&show=all"):
            asked.clear()
            await otto.page(path)
            found.append(len(asked))
        counts.append(found)
        for number in range(40):
            await mina.writes(f"line {number}")
            await room.asked_for(room.mina(chat=f"more{round}-{number}"))
    assert counts[0] == counts[1] and max(counts[0]) <= 40, counts


async def test_the_list_and_the_search_never_walk_the_history(sqlite_store: SqliteStore) -> None:
    dialect = dialects.dialect(paramstyle="named")

    def plans(book: Book) -> dict[str, str]:
        found = {}
        for name, statement in {**desk_list.LIST, "found": desk_list.FOUND, "held": desk_list.HELD}.items():
            compiled = statement.compile(dialect=dialect)
            values = {key: 0 if value is None else value for key, value in compiled.params.items()}
            rows = book._cursor.execute(f"EXPLAIN QUERY PLAN {compiled}", values).fetchall()
            found[name] = "\n".join(row[3] for row in rows)
        return found

    for name, plan in (await sqlite_store.read(plans)).items():
        assert not re.search(
            r"SCAN (conversation|message)(?! USING (COVERING )?INDEX ix_conversation_desk)", plan
        ), (name, plan)


async def test_mina_sees_that_otto_writes_only_while_he_has_her(room: Room) -> None:
    id = await room.asked_for(room.mina())
    otto, ines = await room.person("Otto"), await room.person("Ines")
    await otto.post(f"/desk/{id}/taking")
    line = Line("loopback", "main", "7")
    assert (await ines.post(f"/desk/{id}/typing")).status == 204 and not room.typing.on(line, Typist.AGENT)
    assert (await otto.post(f"/desk/{id}/typing")).status == 204 and room.typing.on(line, Typist.AGENT)


async def test_a_card_is_shown_as_it_is_now_with_what_it_said_before_and_a_failed_edit_is_no_loss(
    both: Room,
) -> None:
    id = await both.asked_for(both.mina())
    reach, free = Reach(edits=True), Guard([])

    def says(book: Book) -> int:
        held, at = conversations.by_id(book, id), both.clock()
        card = held.say("It is reviewed", author=Author.TIMER, at=at, guard=free, idem_key="c", reach=reach)
        return card.seq

    seq = await both.store.write(says)

    def changes(book: Book, text: str, outcome: OutState) -> None:
        held, at = conversations.by_id(book, id), both.clock()
        first = letters.of_message(book, id, seq)[0]
        edit = first.anew(text, "", [], f"e:{text}", held.mode_version, at)
        edit.state, edit.settled_at = outcome, at
        book.add(edit)
        if outcome is OutState.SENT:
            first.state = outcome
            held.reworded(conversations.message_at(book, id, seq), edit, at)

    await both.store.write(lambda book: changes(book, "It has arrived", OutState.SENT))
    await both.store.write(lambda book: changes(book, "It is refunded", OutState.FAILED))
    page = await (await both.person("Otto")).page(f"/desk/{id}")
    [before] = re.findall(r'class="message__revisions">.*?</details>', page, re.DOTALL)
    assert "It is reviewed" in before and "It has arrived" not in before and "It has arrived" in page
    assert "It is refunded" not in page and "Send failed" not in page and "Failed" not in page
