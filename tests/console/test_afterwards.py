"""Ruth sees what buyers say afterwards, by the real console: scores with their words, follow-ups, and the rules of both."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from desk.afterwards import USUALLY
from desk.deadlines import Kind
from desk.follow_up import Because, FollowUp, FollowUpState, Why
from desk.satisfaction import Score, ScoreState
from desk.store import Book, conversations, follow_ups, scores, settings
from desk.store.clockwork import due as due_deadlines
from tests.console.room import Person, Room

FORM = {
    "after_person": "1", "after_bot": "1", "after_case": "1", "delay_minutes": "5", "rest_days": "14",
    "follow_cases": "1", "follow_deliveries": "1", "first_days": "4", "second_days": "2",
}  # fmt: skip


@pytest.fixture
async def ruth(room: Room) -> Person:
    return await room.person("Ruth")


async def scored(room: Room, value: int, words: str = "", agent: str = "") -> Score:
    """Mina answered the question about her conversation."""
    id = await room.asked_for(room.mina(chat=f"9{value}"))

    def unit(book: Book) -> Score:
        held, at = conversations.by_id(book, id), room.clock()
        by = room.people[agent].id if agent else None
        score = book.add(Score(0, id, None, held.buyer_id, held.channel, by, ScoreState.ASKING, at))
        score.accept(at)
        score.answer(value, at)
        if words:
            score.say_words(words, at)
        return score

    return await room.store.write(unit)


async def test_nobody_has_answered_yet_and_the_page_says_so(room: Room, ruth: Person) -> None:
    assert "No buyer has answered yet" in await ruth.page("/scores")
    assert "Nothing here" in await ruth.page("/follow-ups")


async def test_ruth_looks_at_a_low_score_and_is_not_reminded_of_it_again(room: Room, ruth: Person) -> None:
    await room.hires("Otto")
    low = await scored(room, 2, "so slow, call me on 13800001234", "Otto")
    await scored(room, 5, "lovely")
    page = await ruth.page("/scores")
    assert page.index("lovely") < page.index("so slow")  # the newest first; of the same moment, by number
    assert "13800001234" not in page and "answered by Otto" in page and "answered by the bot alone" in page
    assert '<b class="count">1</b>' in page
    only_low = await ruth.page("/scores?show=low")
    assert "so slow" in only_low and "lovely" not in only_low
    assert (await ruth.post(f"/scores/{low.id}/seeing")).status == 303
    assert "Every low score has been looked at" in await ruth.page("/scores?show=unseen")
    assert "looked at by Ruth" in await ruth.page("/scores?show=low")
    assert await room.store.read(scores.unseen) == 0


async def test_otto_sees_what_is_said_of_him_and_no_more(room: Room) -> None:
    otto, ines = await room.person("Otto"), await room.hires("Ines")
    of_him = await scored(room, 1, "curt", "Otto")
    await scored(room, 3, "so-so with Ines", ines.display_name)
    page = await otto.page(f"/scores?agent={ines.id}")
    assert "curt" in page and "so-so with Ines" not in page and "Mark as looked at" not in page
    assert (await otto.post(f"/scores/{of_him.id}/seeing")).status == 403
    assert (await otto.get("/follow-ups")).status == 403


async def test_a_long_list_goes_on_where_the_page_ended(
    room: Room, ruth: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scores, "PAGE", 1)
    await scored(room, 4, "the first")
    await scored(room, 5, "the second")
    page = await ruth.page("/scores")
    assert "the second" in page
    more = page.split("&amp;from=")[1].split('"')[0]
    assert "the first" in await ruth.page(f"/scores?show=all&from={more}")
    assert "the second" in await ruth.page("/scores?from=soon")


async def test_follow_ups_are_listed_by_what_became_of_them(room: Room, ruth: Person) -> None:
    id = await room.asked_for(room.mina())

    def unit(book: Book) -> None:
        held, at = conversations.by_id(book, id), room.clock()
        due = FollowUp(
            0, Because.DELIVERY, "order:1007", 1, held.buyer_id, id, None, "1007", at, FollowUpState.DUE, at
        )
        book.add(due)
        gone = book.add(replace(due, id=0, matter="order:1008", order_number="1008", events=[], born=[]))
        gone.call_off(Why.WINDOW, at + timedelta(days=1))

    await room.store.write(unit)
    page = await ruth.page("/follow-ups")
    assert "1007" in page and "1008" not in page and f'href="/desk/{id}"' in page
    page = await ruth.page("/follow-ups?show=called_off")
    assert "1008" in page and "does not let us begin" in page


async def test_what_is_due_goes_on_after_a_page(
    room: Room, ruth: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By time and then by number: two of one moment are each shown once."""
    monkeypatch.setattr(follow_ups, "PAGE", 2)
    id = await room.asked_for(room.mina())

    def unit(book: Book) -> None:
        buyer, at = conversations.by_id(book, id).buyer_id, room.clock()
        for order, days in (("1007", 2), ("1008", 1), ("1009", 1), ("1010", 1), ("1011", 3)):
            due_at = at + timedelta(days=days)
            matter = f"order:{order}"
            book.add(
                FollowUp(
                    0, Because.DELIVERY, matter, 1, buyer, id, None, order, at, FollowUpState.DUE, due_at
                )
            )

    await room.store.write(unit)
    shown, more = [], ""
    while len(shown) < 5:
        page = await ruth.page(f"/follow-ups?show=due{more}")
        shown += re.findall(r"Order (\d+)", page)
        more = "".join(f"&from={place}" for place in re.findall(r'&amp;from=([^"]+)', page))
    assert shown == ["1008", "1009", "1010", "1007", "1011"] and not more


async def test_the_rules_hold_at_once_and_an_earlier_version_can_be_put_back(
    room: Room, ruth: Person
) -> None:
    assert "Minutes after the end" in await ruth.page("/afterwards")
    answer = await ruth.post("/afterwards", {**FORM, "was": "0"})
    assert answer.status == 303
    rules = room.rules.afterwards
    assert (rules.after_bot, rules.follow_deliveries) == (True, True)
    assert (rules.delay, rules.rest) == (timedelta(minutes=5), timedelta(days=14))
    assert (rules.first, rules.second) == (timedelta(days=4), timedelta(days=2))
    page = await ruth.page("/afterwards")
    assert "<h2>Satisfaction</h2>" in page and "<h2>Follow-ups</h2>" in page
    assert (await ruth.post("/afterwards", {**FORM, "was": "0"})).status == 409
    assert (await ruth.post("/afterwards/putting-back", {"was": "1", "to": "0"})).status == 303
    assert room.rules.afterwards == USUALLY


@pytest.mark.parametrize(
    "wrong",
    [{"first_days": "2"}, {"first_days": "8"}, {"second_days": "0"}, {"rest_days": "0"}, {"delay_minutes": "1440"}, {"delay_minutes": "x"}],
)  # fmt: skip
async def test_days_beyond_their_bounds_are_refused_and_nothing_typed_is_lost(
    room: Room, ruth: Person, wrong: dict[str, str]
) -> None:
    answer = await ruth.post("/afterwards", {**FORM, **wrong, "was": "0"})
    page = await answer.text()
    assert (answer.status, 'aria-invalid="true"' in page) == (422, True)
    assert 'value="14"' in page or "rest_days" in wrong
    assert await room.store.read(lambda book: settings.versions(book, "afterwards")) == []


async def test_otto_closes_and_the_desk_will_ask(room: Room) -> None:
    otto = await room.person("Otto")
    id = await room.asked_for(room.mina())
    await otto.post(f"/desk/{id}/taking")
    assert (await otto.post(f"/desk/{id}/closing", {"seen": "9"})).status == 303
    later = room.clock() + timedelta(minutes=2)
    armed = await room.store.read(lambda book: due_deadlines(book, later, 50))
    assert [one.due_at for one in armed if one.kind == Kind.SCORE] == [later]
