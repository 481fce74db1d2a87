"""Walt receives what comes back, by the number on the parcel; Ruth keeps the list of reasons."""

from __future__ import annotations

import re

import pytest

from desk.store import Book, ticket_reasons, tickets
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.reason import MOST, TicketReason
from tests.console.counter import goes_on, held, mina_opens
from tests.console.room import Room

WORDS = {"words-en": "Smells odd", "words-zh-CN": "有异味", "kind-return": "1", "photos": "1", "shown": "1"}


@pytest.mark.parametrize("written", ["SF1234", "sf%201234", "%231007"])
async def test_a_scanned_number_brings_the_ticket_and_one_press_receives_it(both: Room, written: str) -> None:
    walt, id = await both.person("Walt"), await mina_opens(both)
    await goes_on(both, id, "approve", "send")
    page = await walt.page(f"/tickets/receive?number={written}")
    assert "It flickers" in page and "Linen lamp" in page and f'action="/tickets/{id}/moves/receive"' in page
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen is not None
    form = {"seen": seen[1], "carrier": "SF", "tracking": "SF1234"}
    answer = await walt.post(f"/tickets/{id}/moves/receive", form)
    assert answer.headers["Location"] == f"/tickets/{id}?said=ticket_moved"
    assert "moves/pass_inspection" in await walt.page(f"/tickets/{id}")
    assert f'<a class="button main" href="/tickets/{id}">Inspect</a>' in await walt.page(
        "/tickets/receive?number=SF1234"
    )


async def test_a_parcel_of_which_nobody_told_is_received_with_its_number(room: Room) -> None:
    walt, id = await room.person("Walt"), await mina_opens(room)
    await goes_on(room, id, "approve")
    await room.store.write(lambda book: setattr(tickets.by_id(book, id), "tracking_back", ""))
    assert 'name="tracking" maxlength="80" autocomplete="off" value=""' in await walt.page(
        f"/tickets/receive?number={id}"
    )
    await walt.post(f"/tickets/{id}/moves/receive", {"tracking": "YT 99"})
    assert ((await held(room, id)).tracking_back, (await held(room, id)).state) == (
        "YT99",
        TicketState.RECEIVED,
    )


async def test_a_number_that_nobody_knows_says_so_and_others_only_look(room: Room) -> None:
    walt, otto, id = await room.person("Walt"), await room.person("Otto"), await mina_opens(room)
    await goes_on(room, id, "approve", "send")
    assert "No ticket has the number “NO1”" in await walt.page("/tickets/receive?number=NO1")
    assert "moves/receive" not in await otto.page("/tickets/receive?number=SF1234")
    assert (await walt.get("/tickets/receive?number=%ed%a0%80%00")).status == 200


async def test_of_a_number_that_two_buyers_gave_walt_says_whose_parcel_it_is(both: Room) -> None:
    walt, mina = await both.person("Walt"), await mina_opens(both)
    nils = both.mina(name="Nils", chat="99")
    await nils.writes("I want to return it, too")
    talk = await nils.conversation()
    his = await mina_opens(both, order_number="1008", buyer_id=talk.buyer_id, conversation_id=talk.id)
    await goes_on(both, mina, "approve", "send")
    plain = await walt.page("/tickets/receive?number=SF1234")
    assert "M**" in plain and "Mina" not in plain.replace("My", "") and "1007" in plain
    assert "Awaited since" in plain and "Two buyers" not in plain and 'name="whose"' not in plain
    await goes_on(both, his, "approve", "send")
    page = await walt.page("/tickets/receive?number=sf1234")
    assert "Two buyers gave the number" in page and page.count('name="whose" value="1" required') == 2
    assert "The label says N**, order 1008" in page and "The label says M**, order 1007" in page
    form = {"carrier": "SF", "tracking": "SF1234"}
    answer = await walt.post(f"/tickets/{his}/moves/receive", form)
    text = await answer.text()
    assert answer.status == 422 and "say whose parcel it is" in text and 'name="whose"' in text
    assert f'gave the same tracking number: ticket <a href="/tickets/{mina}">' in text
    assert (await held(both, his)).state is TicketState.RETURNING
    assert (await walt.post(f"/tickets/{mina}/moves/receive", {**form, "whose": "1"})).status == 303
    assert ((await held(both, mina)).state, (await held(both, his)).state) == ("received", "returning")


async def every(room: Room) -> list[TicketReason]:
    return await room.store.read(ticket_reasons.every)


async def test_ruth_adds_changes_moves_and_deletes_a_reason(both: Room) -> None:
    await both.store.write(ticket_reasons.begin)
    ruth = await both.person("Ruth")
    assert (await ruth.post("/ticket-reasons", WORDS)).status == 303
    *_, last = await every(both)
    assert (last.words, last.kinds, last.photos, last.shop_pays) == (
        {"en": "Smells odd", "zh-CN": "有异味"},
        ["return"],
        True,
        False,
    )
    await ruth.post(f"/ticket-reasons/{last.id}/moving", {"up": "1"})
    assert (await every(both))[-2].id == last.id
    await ruth.post(f"/ticket-reasons/{last.id}", {**WORDS, "shown": "", "kind-refund": "1"})
    assert last.id not in {one.id for one in await both.store.read(_offered)}
    id = await mina_opens(both, reason_id=last.id)
    assert "Tickets that have it keep it." in await ruth.page("/ticket-reasons")
    await ruth.post(f"/ticket-reasons/{last.id}/deleting")
    assert last.id not in {one.id for one in await every(both)}
    assert "Smells odd" in await ruth.page(f"/tickets/{id}")
    assert (await ruth.post(f"/ticket-reasons/{last.id}/deleting")).status == 404


def _offered(book: Book) -> list[TicketReason]:
    return ticket_reasons.offered(book, TicketKind.REFUND)


@pytest.mark.parametrize(
    "change, told",
    [
        ({"words-en": " ", "words-zh-CN": ""}, "at least one language"),
        ({"words-en": "x" * 61}, "60 characters"),
        ({"kind-return": ""}, "at least one kind"),
    ],
)
async def test_a_reason_that_cannot_be_is_given_back(room: Room, change: dict[str, str], told: str) -> None:
    await room.store.write(ticket_reasons.begin)
    ruth, before = await room.person("Ruth"), await every(room)
    for path in ("/ticket-reasons", f"/ticket-reasons/{before[0].id}"):
        answer = await ruth.post(path, {**WORDS, **change})
        page = await answer.text()
        assert answer.status == 422 and told in page
        assert ("有异味" in page) == ("words-zh-CN" not in change)
    assert [one.words for one in await every(room)] == [one.words for one in before]


async def test_there_are_only_so_many(room: Room) -> None:
    def unit(book: Book) -> None:
        for position in range(MOST):
            book.add(TicketReason(0, {"en": "x"}, ["return"], position))

    await room.store.write(unit)
    answer = await (await room.person("Ruth")).post("/ticket-reasons", WORDS)
    assert answer.status == 422 and "Delete one first" in await answer.text()
