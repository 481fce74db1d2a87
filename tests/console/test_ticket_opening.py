"""Otto opens a ticket for Mina out of their conversation: what each article is open to, and what becomes of what he typed."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

import pytest

from desk.money import Money
from desk.order import Order, OrderLine, Status
from desk.store import ticket_reasons, tickets
from desk.store.ticket_list import Wanted, page
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.ticket import Ticket
from tests.console.counter import goes_on, mina_opens
from tests.console.room import Person, Room

RETURN = {
    "order": "1007", "sku": "LAMP-W", "kind": "return", "quantity": "1", "words": "It came broken",
    "without": "She threw the box away",
}  # fmt: skip


async def begun(room: Room) -> tuple[Person, int]:
    await room.store.write(ticket_reasons.begin)
    otto = await room.person("Otto")
    return otto, await room.asked_for(room.mina())


async def reason(room: Room, kind: str = "return") -> str:
    found = await room.store.read(lambda book: ticket_reasons.offered(book, TicketKind(kind)))
    return str(found[0].id)


async def opened(room: Room) -> Ticket | None:
    found = await room.store.read(lambda book: page(book, Wanted("all")))
    return await room.store.read(lambda book: tickets.by_id(book, found[0].id)) if found else None


async def test_order_then_article_then_kind_then_why(both: Room) -> None:
    otto, id = await begun(both)
    assert f'href="/desk/{id}/tickets/new"' in await otto.page(f"/desk/{id}")
    first = await otto.page(f"/desk/{id}/tickets/new")
    assert f'href="/desk/{id}/tickets/new?order=1007&amp;sku=LAMP-W"' in first and "Linen lamp" in first
    assert "1008" not in first, "Nils's order is not Mina's"
    kinds = await otto.page(f"/desk/{id}/tickets/new?order=1007&sku=LAMP-W")
    assert "kind=return" in kinds and "It is still on its way." in kinds, (
        "nothing can be exchanged before it is there"
    )
    form = await otto.page(f"/desk/{id}/tickets/new?order=1007&sku=LAMP-W&kind=return")
    assert "Faulty or poor quality · photos needed" in form
    answer = await otto.post(f"/desk/{id}/tickets", {**RETURN, "reason": await reason(both)})
    made = await opened(both)
    assert made is not None and answer.headers["Location"] == f"/tickets/{made.id}?said=ticket_opened"
    assert (made.kind, made.state, made.item, made.goods) == (
        "return",
        TicketState.SUBMITTED,
        "Linen lamp",
        12_900,
    )
    assert (made.opened_by, made.conversation_id, made.words) == (
        both.people["Otto"].id,
        id,
        "It came broken",
    )
    side = await otto.page(f"/desk/{id}/tickets")
    assert f'href="/tickets/{made.id}"' in side and "Service review" in side


@pytest.mark.parametrize(
    "change, told",
    [
        ({"reason": ""}, "Choose a reason"),
        ({"reason": "999"}, "Choose a reason"),
        ({"quantity": "2"}, "not how many"),
        ({"quantity": "0"}, "not how many"),
        ({"kind": "exchange"}, "still on its way"),
        ({"kind": "delivery", "words": ""}, "Say in some words"),
    ],
)
async def test_what_is_wrong_is_told_and_given_back(room: Room, change: dict[str, str], told: str) -> None:
    otto, id = await begun(room)
    sent = {**RETURN, "reason": await reason(room), **change}
    answer = await otto.post(f"/desk/{id}/tickets", sent)
    shown = await answer.text()
    assert answer.status == 422 and told in shown and sent["words"] in shown
    assert await opened(room) is None


async def test_an_article_has_one_case(room: Room) -> None:
    otto, id = await begun(room)
    sent = {**RETURN, "reason": await reason(room)}
    assert (await otto.post(f"/desk/{id}/tickets", sent)).status == 303
    again = await otto.post(f"/desk/{id}/tickets", sent)
    assert again.status == 422 and "has a case already" in await again.text()


async def test_units_that_went_back_before_shipment_are_not_offered_again(room: Room) -> None:
    otto, id = await begun(room)
    lines = (OrderLine("LAMP-W", 3, Money(12_900, "CNY")),)
    three = [replace(one, lines=lines) for one in room.shop._orders()]
    room.shop._orders = lambda: three  # type: ignore[method-assign]
    one = await mina_opens(room, "refund", sent=False, unshipped=True)
    await goes_on(room, one, "submit_unshipped", "pay", "paid")
    assert 'max="2"' in await otto.page(f"/desk/{id}/tickets/new?order=1007&sku=LAMP-W&kind=return")
    sent = {**RETURN, "reason": await reason(room)}
    answer = await otto.post(f"/desk/{id}/tickets", {**sent, "quantity": "3"})
    assert answer.status == 422 and "not how many" in await answer.text()
    await otto.post(f"/desk/{id}/tickets", {**sent, "quantity": "2"})
    made = await opened(room)
    assert made is not None and (made.id > one, made.goods) == (True, 25_800)


async def test_pressed_twice_it_is_one_case(both: Room) -> None:
    otto, id = await begun(both)
    sent = {**RETURN, "reason": await reason(both)}
    answers = await asyncio.gather(*(otto.post(f"/desk/{id}/tickets", sent) for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [303, 422, 422, 422]
    again = await otto.post(f"/desk/{id}/tickets", {**sent, "mark": "0"})
    assert again.headers["Location"] == "/tickets/1?said=ticket_opened", "by its mark it is the same press"


async def test_a_complaint_pressed_twice_is_one_and_the_same_again_later_is_another(both: Room) -> None:
    otto, id = await begun(both)

    async def form() -> dict[str, str]:
        page = await otto.page(f"/desk/{id}/tickets/new?kind=complaint")
        mark = re.search(r'name="mark" value="(\d+)"', page)
        assert mark is not None
        return {"kind": "complaint", "words": "Rude courier", "mark": mark[1]}

    async def where(*forms: dict[str, str]) -> list[str]:
        answers = await asyncio.gather(*(otto.post(f"/desk/{id}/tickets", one) for one in forms))
        return [answer.headers["Location"] for answer in answers]

    first = await form()
    assert len(set(await where(first, first, first))) == 1
    ruder = {**first, "words": "And he came late"}
    assert len(set(await where(first, ruder, await form()))) == 3, "other words, and a form drawn anew"
    ines = await both.person("Ines")
    theirs = await ines.post(f"/desk/{id}/tickets", first)
    assert theirs.headers["Location"].startswith("/tickets/4?")


@pytest.mark.parametrize(
    "change", [{"order": "1008"}, {"order": "999"}, {"sku": "CUP"}, {"kind": "x"}, {"order": ""}]
)
async def test_what_is_not_this_buyers_is_not_found(room: Room, change: dict[str, str]) -> None:
    otto, id = await begun(room)
    assert (
        await otto.post(f"/desk/{id}/tickets", {**RETURN, "reason": await reason(room), **change})
    ).status == 404
    assert await opened(room) is None


async def test_a_complaint_needs_no_order_and_no_shop(both: Room) -> None:
    otto, id = await begun(both)
    both.shop.down = True
    shown = await otto.page(f"/desk/{id}/tickets/new?kind=complaint")
    assert "only a complaint can be opened" in shown and 'name="words"' in shown
    down = await otto.post(f"/desk/{id}/tickets", {**RETURN, "reason": await reason(both)})
    assert down.status == 422 and "does not answer" in await down.text()
    assert (
        await otto.post(f"/desk/{id}/tickets", {"kind": "complaint", "words": "Rude courier"})
    ).status == 303
    made = await opened(both)
    assert made is not None and (made.kind, made.words) == ("complaint", "Rude courier")
    assert "Rude courier" in await otto.page(f"/tickets/{made.id}")


async def test_a_delivery_exception_is_compensated_up_to_what_was_paid(both: Room) -> None:
    otto, id = await begun(both)
    await otto.post(f"/desk/{id}/tickets", {**RETURN, "kind": "delivery"})
    made = await opened(both)
    assert made is not None and (made.kind, made.paid, made.amounts.total) == ("delivery", 12_900, 0)
    await goes_on(both, made.id, "take_up")
    ruth = await both.person("Ruth")
    seen = re.search(r'name="seen" value="(\d+)"', await ruth.page(f"/tickets/{made.id}"))
    assert seen is not None
    form = {"seen": seen[1], "goods": "129.01", "note": "Crushed"}
    assert (await ruth.post(f"/tickets/{made.id}/moves/compensate", form)).status == 422
    assert (await ruth.post(f"/tickets/{made.id}/moves/compensate", {**form, "goods": "30"})).status == 303


async def test_before_shipment_the_money_goes_to_finance_at_once(room: Room) -> None:
    otto, id = await begun(room)

    def paid() -> list[Order]:
        return [replace(one, status=Status.PAID) for one in type(room.shop)._orders(room.shop)]

    room.shop._orders = paid  # type: ignore[method-assign]
    await otto.post(
        f"/desk/{id}/tickets", {**RETURN, "kind": "refund", "reason": await reason(room, "refund")}
    )
    made = await opened(room)
    assert made is not None and made.state == TicketState.FINANCE_REVIEW


async def test_who_opened_it_is_not_who_approves_it(room: Room) -> None:
    otto, id = await begun(room)
    await otto.post(f"/desk/{id}/tickets", {**RETURN, "reason": await reason(room)})
    made = await opened(room)
    assert made is not None and "You have handled this case" in await otto.page(f"/tickets/{made.id}")


async def test_faye_sees_the_tickets_of_a_conversation_and_opens_none(room: Room) -> None:
    id = await mina_opens(room)
    faye, held = await room.person("Faye"), await room.mina().conversation()
    side = await faye.page(f"/desk/{held.id}/side")
    assert f'href="/tickets/{id}"' in side and "/tickets/new" not in side


async def test_without_the_photos_that_the_reason_demands_it_needs_a_word_on_why(both: Room) -> None:
    otto, id = await begun(both)
    await both.mina().writes(kind="photo", photos=[{"ref": name} for name in ("close", "all", "label")])
    sent = {**RETURN, "reason": await reason(both), "without": ""}
    answer = await otto.post(f"/desk/{id}/tickets", sent)
    shown = await answer.text()
    assert answer.status == 422 and "demands photos" in shown and "It came broken" in shown
    assert 'name="without"' in shown and await opened(both) is None
    answer = await otto.post(f"/desk/{id}/tickets", {**sent, "without": RETURN["without"]})
    assert answer.status == 303
    made = await opened(both)
    assert made is not None
    steps = await both.store.read(lambda book: tickets.steps(book, made.id))
    assert [(step.verb, step.note) for step in steps if step.verb == "submit"] == [
        ("submit", RETURN["without"])
    ]
    assert RETURN["without"] in await otto.page(f"/tickets/{made.id}")


async def test_another_reason_demands_none(room: Room) -> None:
    otto, id = await begun(room)
    found = await room.store.read(lambda book: ticket_reasons.offered(book, TicketKind.RETURN))
    plain = next(str(one.id) for one in found if not one.photos)
    answer = await otto.post(f"/desk/{id}/tickets", {**RETURN, "reason": plain, "without": ""})
    assert answer.status == 303


async def test_a_delivery_exception_may_say_what_happened(room: Room) -> None:
    otto, id = await begun(room)
    sent = {**RETURN, "kind": "delivery", "reason": await reason(room, "delivery"), "without": ""}
    assert (await otto.post(f"/desk/{id}/tickets", sent)).status == 303
    made = await opened(room)
    assert made is not None and made.reason_id is not None
