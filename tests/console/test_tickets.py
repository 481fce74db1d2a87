"""A ticket's page and its moves, by the real console: who sees and may do what, and what becomes of what they typed."""

from __future__ import annotations

import asyncio
import io
import re

import aiohttp
import pytest
from PIL import Image

from desk.store import Book, agents, refunds, tickets
from desk.ticket.evidence import Shows
from desk.ticket.facts import THE_DESK, THE_SHOP, Facts
from desk.ticket.moves import TicketState
from desk.ticket.policy import Policy
from tests.console.counter import goes_on, held, mina_opens, steps
from tests.console.room import Person, Room
from tests.console.test_live import listen
from tests.test_way import picture

S = TicketState
APPROVES = {"goods": "100.00", "fee": "5.00", "address": "Hall 3, Walt", "note": "Lamp is old"}


async def does(who: Person, id: int, verb: str, form: dict[str, str] | None = None) -> aiohttp.ClientResponse:
    """As by the page that is open before them."""
    found = re.search(r'name="seen" value="(\d+)"', await who.page(f"/tickets/{id}"))
    assert found is not None
    return await who.post(f"/tickets/{id}/moves/{verb}", {"seen": found[1], **(form or {})})


async def done(who: Person, id: int, verb: str, form: dict[str, str] | None = None) -> None:
    answer = await does(who, id, verb, form)
    assert (answer.status, answer.headers["Location"]) == (303, f"/tickets/{id}?said=ticket_moved"), verb


def buttons(page: str) -> list[str]:
    return re.findall(r'action="/tickets/\d+/moves/(\w+)"', page)


async def test_the_page_shows_the_case_its_order_its_buyer_and_what_was_said(both: Room) -> None:
    id, other = await mina_opens(both), await mina_opens(both, "complaint", order_number="", sku="", item="")
    await goes_on(both, other, "withdraw")
    page = await (await both.person("Otto")).page(f"/tickets/{id}")
    for word in (
        "Linen lamp",
        "It flickers",
        "¥129.00",
        "My lamp is broken",
        "1007",
        "Return and refund",
        "Awaits service",
    ):
        assert word in page, word
    assert "138******47" in page and "13800130147" not in page, "the order's phone is masked"
    assert "<dt>Other cases</dt><dd>1</dd>" in page and "<dd>0 of 1</dd>" in page


async def test_the_page_is_there_while_the_shops_system_is_down(room: Room) -> None:
    otto, id = await room.person("Otto"), await mina_opens(room)
    room.shop.down = True
    page = await otto.page(f"/tickets/{id}")
    assert "does not answer" in page and "Linen lamp" in page and "approve" in buttons(page)


async def test_a_return_goes_all_its_way_through_four_hands(both: Room) -> None:
    otto, walt, faye = [await both.person(name) for name in ("Otto", "Walt", "Faye")]
    id = await mina_opens(both)
    await done(otto, id, "approve", APPROVES)
    case = await held(both, id)
    assert (case.goods, case.fee, case.address, case.state) == (
        10_000,
        500,
        "Hall 3, Walt",
        S.AWAITING_RETURN,
    )
    await done(otto, id, "send", {"carrier": "SF", "tracking": "SF 12 34"})
    await done(walt, id, "receive")
    await done(walt, id, "pass_inspection", {"booked": "1", "note": "Complete"})
    await done(faye, id, "pay")
    case = await held(both, id)
    assert (case.state, case.tracking_back, case.booked_in) == (S.AWAITING_REFUND, "SF1234", 1)
    asked = await both.store.read(refunds.unsettled)
    assert [one.minor for one in asked] == [9_500]
    assert "To be booked" in await walt.page(f"/tickets/{id}"), "one unit goes back on the shelf"
    page = await faye.page(f"/tickets/{id}")
    assert "Otto" in page and "from “¥0.00” to “¥5.00”" in page and "Lamp is old" in page
    assert "Service review → Awaiting return" in page and "To be paid" in page


async def test_each_has_the_buttons_of_their_side_only(room: Room) -> None:
    id = await mina_opens(room)
    found = {
        name: buttons(await (await room.person(name)).page(f"/tickets/{id}"))
        for name in ("Otto", "Walt", "Faye")
    }
    assert found == {"Otto": ["approve", "refuse", "withdraw"], "Walt": [], "Faye": []}
    walt = await room.person("Walt")
    refused = await does(walt, id, "approve", APPROVES)
    assert refused.status == 403 and "for somebody else to do" in await refused.text()


async def test_nobody_approves_what_they_handled_and_the_button_says_why(both: Room) -> None:
    otto = await both.person("Otto")
    id = await mina_opens(both, opened_by=both.people["Otto"].id)
    page = await otto.page(f"/tickets/{id}")
    assert "approve" not in buttons(page)
    assert re.search(r'<button type="button" disabled aria-describedby="barred-approve">', page)
    assert "You have handled this case" in page
    answer = await does(otto, id, "approve", APPROVES)
    assert answer.status == 409 and "Lamp is old" in await answer.text()
    assert (await held(both, id)).state == S.SUBMITTED


async def test_what_is_above_a_cap_is_a_supervisors(room: Room) -> None:
    room.rules.after_sales = Policy(agent_cap=5_000)
    otto, ruth, id = await room.person("Otto"), await room.person("Ruth"), await mina_opens(room)
    answer = await does(otto, id, "approve", APPROVES)
    assert answer.status == 409 and "above what you may approve" in await answer.text()
    await done(otto, id, "approve", {**APPROVES, "goods": "50", "fee": ""})
    await goes_on(room, id, "withdraw")
    second = await mina_opens(room)
    await done(ruth, second, "approve", APPROVES)


@pytest.mark.parametrize(
    "change, told",
    [
        ({"goods": "129.01"}, "At most ¥129.00"),
        ({"goods": "1e3"}, "Write amounts like"),
        ({"goods": ""}, "Write amounts like"),
        ({"goods": "-1"}, "Write amounts like"),
        ({"goods": "0.001"}, "Write amounts like"),
        ({"goods": "1,299"}, "Write amounts like"),
        ({"fee": "129"}, "Write amounts like"),
        ({"freight": "1"}, "At most ¥0.00"),
        ({"address": " "}, "return address is needed"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_told_and_everything_typed_stands_there_again(
    room: Room, change: dict[str, str], told: str
) -> None:
    otto, id = await room.person("Otto"), await mina_opens(room)
    form = {**APPROVES, "coupons": "1", **change}
    answer = await does(otto, id, "approve", form)
    page = await answer.text()
    assert answer.status == 422 and told in page and "Lamp is old" in page
    assert f'name="fee" inputmode="decimal" autocomplete="off" maxlength="20" value="{form["fee"]}"' in page
    assert re.search(r'name="coupons" value="1" checked', page) and '<details class="act act--form"' in page
    assert (await held(room, id)).state == S.SUBMITTED


async def test_an_amount_may_have_a_comma_and_full_width_digits(room: Room) -> None:
    otto, id = await room.person("Otto"), await mina_opens(room)
    await done(otto, id, "approve", {**APPROVES, "goods": "９９,5"})
    assert (await held(room, id)).goods == 9_950


async def test_of_two_who_press_at_once_one_is_told_and_loses_no_word(both: Room) -> None:
    otto, ines, id = await both.person("Otto"), await both.person("Ines"), await mina_opens(both)
    form = {"seen": str(await _seen(both, id)), "note": "Ines said no"}
    answers = await asyncio.gather(
        otto.post(f"/tickets/{id}/moves/approve", {**APPROVES, "seen": form["seen"]}),
        ines.post(f"/tickets/{id}/moves/refuse", form),
    )
    assert sorted(answer.status for answer in answers) == [303, 409]
    loser = next(answer for answer in answers if answer.status == 409)
    text = await loser.text()
    assert ("Ines said no" if loser is answers[1] else "Lamp is old") in text
    assert len(await steps(both, id)) == 3


async def test_finance_never_pays_an_amount_that_it_has_not_seen(both: Room) -> None:
    faye, otto, id = await both.person("Faye"), await both.person("Otto"), await mina_opens(both, "refund")
    await done(otto, id, "approve", {"goods": "20"})
    looked = str(await _seen(both, id))
    ruth = await both.person("Ruth")
    await done(ruth, id, "send_back", {"note": "Too little"})
    await done(otto, id, "amend", {"goods": "100"})
    answer = await faye.post(f"/tickets/{id}/moves/pay", {"seen": looked})
    assert answer.status == 409 and "while you were writing" in await answer.text()
    assert (await held(both, id)).state == S.FINANCE_REVIEW


async def _seen(room: Room, id: int) -> int:
    found = await room.store.read(lambda book: tickets.steps(book, id))
    return found[-1].id


async def test_a_failed_inspection_needs_pictures_and_keeps_them(both: Room) -> None:
    walt, id = await both.person("Walt"), await mina_opens(both)
    await goes_on(both, id, "approve", "receive")
    assert (await does(walt, id, "refuse_inspection", {"note": "Scratched"})).status == 422
    for name, code in (("notes.txt", 422), ("scratch.png", 303)):
        form = aiohttp.FormData({"note": "Scratched", "csrf": walt.csrf}, default_to_multipart=True)
        data = picture("red", "PNG") if name.endswith("png") else b"no picture"
        form.add_field("photos", data, filename=name, content_type="image/png")
        answer = await walt.post(f"/tickets/{id}/moves/refuse_inspection", form)
        assert answer.status == code, name
    photos = await both.store.read(lambda book: tickets.photos(book, id))
    assert [shows for shows, _ in photos] == [Shows.INSPECTION]
    page = await walt.page(f"/tickets/{id}")
    key = photos[0][1].key
    assert f'src="/photos/{key}"' in page and "Inspection failed" in page and f"{key}/original" not in page
    assert (await walt.get(f"/photos/{key}")).headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("language", "told"), [("en", "do not belong to this step"), ("zh-CN", "此操作不接收照片")]
)
async def test_a_step_that_asks_for_no_photos_takes_none(room: Room, language: str, told: str) -> None:
    otto, id = await room.person("Otto"), await mina_opens(room)

    def reads(book: Book) -> None:
        me = agents.by_id(book, room.people["Otto"].id)
        assert me is not None
        me.language = language

    await room.store.write(reads)
    for verb, field in (("approve", "photos"), ("refuse", "photos"), ("refuse", "any")):
        form = aiohttp.FormData({**APPROVES, "csrf": otto.csrf, "seen": "1"}, default_to_multipart=True)
        form.add_field(field, picture("red", "PNG"), filename="a.png", content_type="image/png")
        answer = await otto.post(f"/tickets/{id}/moves/{verb}", form)
        assert answer.status == 422 and told in await answer.text(), verb
    assert (await held(room, id)).state == S.SUBMITTED
    assert await room.store.read(lambda book: tickets.photos(book, id)) == []
    assert not [one for one in room.files.folder.rglob("*") if one.is_file()], "nothing lies about"


async def test_the_very_same_picture_in_another_case_is_shown(room: Room) -> None:
    first, second = await mina_opens(room), await mina_opens(room)
    walt = await room.person("Walt")
    for id in (first, second):
        await goes_on(room, id, "approve", "receive")
        form = aiohttp.FormData({"note": "x", "csrf": walt.csrf}, default_to_multipart=True)
        form.add_field("photos", picture("red", "PNG"), filename="a.png", content_type="image/png")
        assert (await walt.post(f"/tickets/{id}/moves/refuse_inspection", form)).status == 303
    assert f'Same picture in ticket <a href="/tickets/{first}">' in await walt.page(f"/tickets/{second}")


async def test_a_picture_that_looks_much_like_one_in_another_case_is_shown(room: Room) -> None:
    first, second = await mina_opens(room), await mina_opens(room)
    walt = await room.person("Walt")
    for id, kind in ((first, "PNG"), (second, "JPEG")):
        await goes_on(room, id, "approve", "receive")
        form = aiohttp.FormData({"note": "x", "csrf": walt.csrf}, default_to_multipart=True)
        form.add_field("photos", striped(kind), filename="a.png", content_type="image/png")
        assert (await walt.post(f"/tickets/{id}/moves/refuse_inspection", form)).status == 303
    page = await walt.page(f"/tickets/{second}")
    assert f'It looks like one in ticket <a href="/tickets/{first}">' in page
    assert "Same picture in ticket" not in page


def striped(kind: str) -> bytes:
    """Light and dark, as a photo has it; of one colour it would be like nothing."""
    drawn, kept = Image.new("RGB", (240, 160), "white"), io.BytesIO()
    for left in range(0, 240, 60):
        drawn.paste("black", (left, left // 3, left + 25, 160))
    drawn.save(kept, kind)
    return kept.getvalue()


async def test_a_refund_whose_parcel_has_left_since_goes_back_to_the_service_first(room: Room) -> None:
    faye, otto = await room.person("Faye"), await room.person("Otto")
    id = await mina_opens(room, "refund", sent=False, unshipped=True)
    await goes_on(room, id, "submit_unshipped")
    answer = await does(faye, id, "pay")
    assert answer.status == 409 and "has left since" in await answer.text()
    assert (await held(room, id)).state == S.FINANCE_REVIEW
    await done(faye, id, "send_back", {"note": "It is on its way"})
    await done(otto, id, "amend", {"goods": "129.00"})
    await done(faye, id, "pay")


async def test_what_is_more_than_was_paid_by_now_is_not_paid_and_faye_reads_why(room: Room) -> None:
    faye, otto = await room.person("Faye"), await room.person("Otto")
    id = await mina_opens(room, "refund", paid=13_000, goods=13_000)
    await goes_on(room, id, "approve")
    await room.store.write(lambda book: setattr(tickets.by_id(book, id), "goods", 13_000))
    answer = await does(faye, id, "pay")
    assert answer.status == 409 and "at most ¥129.00 can go back" in await answer.text()

    def the_worker(book: Book) -> None:
        tickets.by_id(book, id).do(
            "send_back_by_rule", THE_DESK, room.clock(), Policy(), Facts(note="paid_less 12900")
        )

    await goes_on(room, id, "pay")
    await room.store.write(the_worker)
    assert "at most ¥129.00 can go back" in await faye.page(f"/tickets/{id}"), "in the history"
    await done(otto, id, "amend", {"goods": "129.00"})
    await done(faye, id, "pay")


async def test_a_complaint_is_taken_up_told_agreed_mended_and_checked(both: Room) -> None:
    otto, ruth = await both.person("Otto"), await both.person("Ruth")
    id = await mina_opens(both, "complaint", order_number="", sku="", item="", paid=0, goods=0)
    await done(otto, id, "take_up", {"responsible": "Walt"})
    await done(otto, id, "tell_outcome", {"note": "We are sorry"})
    await done(otto, id, "agree")
    past = {"measure": "Pack better", "until": "2026-11-01T09:00"}
    assert (await does(otto, id, "plan_measure", past)).status == 422
    await done(otto, id, "plan_measure", {**past, "until": "2026-12-01T09:00"})
    assert (await held(both, id)).due_at is not None
    await done(ruth, id, "check_effect", {"note": "It helps"})
    assert (await held(both, id)).state == S.DONE
    assert "This ticket is over" in await otto.page(f"/tickets/{id}")


async def test_what_cannot_be_done_any_more_keeps_the_words(room: Room) -> None:
    otto, id = await room.person("Otto"), await mina_opens(room)
    await goes_on(room, id, "withdraw")
    answer = await does_unseen(otto, id, "refuse", {"note": "Not faulty at all"})
    assert answer.status == 409 and "Not faulty at all" in await answer.text()
    assert (await does_unseen(otto, id, "fly")).status == 409


async def does_unseen(
    who: Person, id: int, verb: str, form: dict[str, str] | None = None
) -> aiohttp.ClientResponse:
    return await who.post(f"/tickets/{id}/moves/{verb}", form or {})


async def test_what_the_shop_does_by_itself_sends_back_nothing_that_is_being_written(room: Room) -> None:
    """The receipt is extended a moment after an exchange was approved: Walt's page was open by then."""
    walt, id = await room.person("Walt"), await mina_opens(room, "exchange")
    await goes_on(room, id, "approve")
    found = re.search(r'name="seen" value="(\d+)"', await walt.page(f"/tickets/{id}"))
    assert found is not None

    def extended(book: Book) -> None:
        tickets.by_id(book, id).receipt_held(room.clock().date(), room.clock(), THE_SHOP)

    await room.store.write(extended)
    assert (await walt.post(f"/tickets/{id}/moves/receive", {"seen": found[1]})).status == 303
    assert "Receipt extended" in await walt.page(f"/tickets/{id}")


async def test_it_is_given_raised_and_its_reason_changed(both: Room) -> None:
    otto, ines, id = await both.person("Otto"), await both.hires("Ines"), await mina_opens(both)
    reason = await both.store.write(_a_reason)
    assert (await otto.post(f"/tickets/{id}/assigning", {"to": str(ines.id)})).status == 303
    assert (await otto.post(f"/tickets/{id}/reason", {"reason": str(reason)})).status == 303
    assert (await otto.post(f"/tickets/{id}/reason", {"reason": "9999"})).status == 422
    assert (await otto.post(f"/tickets/{id}/raising", {"note": " "})).status == 422
    assert (await otto.post(f"/tickets/{id}/raising", {"note": "She shouts", "platform": "1"})).status == 303
    case = await held(both, id)
    assert (case.assignee_id, case.reason_id, case.raised_at) == (ines.id, reason, both.clock())
    page = await otto.page(f"/tickets/{id}")
    assert "Faulty or poor quality" in page and "She shouts" in page and "asked for the platform" in page
    assert "Not shown yet:" in page, "the reason demands photos"


def _a_reason(book: Book) -> int:
    from desk.store import ticket_reasons

    ticket_reasons.begin(book)
    return ticket_reasons.every(book)[0].id


async def test_what_mina_began_is_sent_in_for_her_with_its_photos_or_a_word(room: Room) -> None:
    reason = await room.store.write(_a_reason)
    otto, id = await room.person("Otto"), await mina_opens(room, sent=False, reason_id=reason)
    assert "Photos that the reason demands are missing" in await otto.page(f"/tickets/{id}")
    answer = await does(otto, id, "submit")
    assert answer.status == 422 and "write why it goes without" in await answer.text()
    assert (await held(room, id)).state == S.TELLING
    await done(otto, id, "submit", {"note": "She has no camera"})
    steps = await room.store.read(lambda book: tickets.steps(book, id))
    assert (steps[-1].verb, steps[-1].note) == ("submit", "She has no camera")


async def test_before_shipment_it_goes_to_finance_and_nobody_can_send_it_past(room: Room) -> None:
    otto = await room.person("Otto")
    shipped = await mina_opens(room, "refund", sent=False)
    assert "submit_unshipped" not in buttons(await otto.page(f"/tickets/{shipped}"))
    await done(otto, shipped, "submit_unshipped")
    assert (await held(room, shipped)).state == S.SUBMITTED, "what has left is looked at first"
    unshipped = await mina_opens(room, "refund", sent=False, unshipped=True, order_number="1008")
    await done(otto, unshipped, "submit")
    assert (await held(room, unshipped)).state == S.FINANCE_REVIEW


async def test_what_was_told_before_the_parcel_left_is_a_case_of_after(room: Room) -> None:
    otto, id = await room.person("Otto"), await mina_opens(room, "refund", sent=False, unshipped=True)
    room.shop.down = True
    assert (await does(otto, id, "submit_unshipped")).status == 409, "nobody knows whether it has left"
    room.shop.down = False
    await done(otto, id, "submit_unshipped")
    assert ((await held(room, id)).state, (await held(room, id)).unshipped) == (S.SUBMITTED, False)


async def test_a_line_with_another_case_gets_no_second_one_by_sending_in_what_was_begun(room: Room) -> None:
    otto, begun = await room.person("Otto"), await mina_opens(room, sent=False)
    await mina_opens(room)
    assert (await does(otto, begun, "submit")).status == 409
    assert (await held(room, begun)).state == S.TELLING


async def test_what_went_back_for_the_line_already_is_not_given_back_by_another_case(room: Room) -> None:
    id = await mina_opens(room)
    await goes_on(room, id, "approve", "receive", "pass_inspection", "pay", "paid")
    lost = await mina_opens(room, "delivery", goods=0)
    await goes_on(room, lost, "take_up")
    ruth = await room.person("Ruth")
    for down in (False, True):
        answer = await does(ruth, lost, "compensate", {"goods": "0.01", "note": "Crushed"})
        assert answer.status == 422 and "At most ¥0.00" in await answer.text()
        room.shop.down = not down


async def test_whoever_has_it_open_hears_of_it(room: Room) -> None:
    id = await mina_opens(room)
    walt, otto = await room.person("Walt"), await room.person("Otto")
    feeding = asyncio.create_task(room.feed.run())
    try:
        ears = await listen(walt)
        await done(otto, id, "approve", APPROVES)
        await ears.until("stale", f"ticket-{id} /tickets/{id}/case")
        await ears.until("stale", f"ticket-acts-{id} /tickets/{id}/acts")
        await ears.until("stale", "tickets-count /tickets/count")
        await ears.until("stale", "tickets")
    finally:
        feeding.cancel()
    assert "Hall 3" in await walt.page(f"/tickets/{id}/case")
    assert buttons(await walt.page(f"/tickets/{id}/acts")) == ["receive"]


async def test_numbers_and_addresses_in_words_are_masked(room: Room) -> None:
    otto = await room.person("Otto")
    id = await mina_opens(room, words="Call me: 13912345678")
    await goes_on(room, id, "withdraw")
    assert "13912345678" not in await otto.page(f"/tickets/{id}")
    assert (await otto.get("/tickets/999")).status == 404


async def test_nobody_approves_without_having_seen_what(room: Room) -> None:
    otto, id = await room.person("Otto"), await mina_opens(room)
    assert (await otto.post(f"/tickets/{id}/moves/approve", APPROVES)).status == 409
    assert (await held(room, id)).state == S.SUBMITTED


async def test_a_refusal_of_before_shipment_is_not_reconsidered_beside_the_case_after(room: Room) -> None:
    refused = await mina_opens(room, "refund", sent=False, unshipped=True)
    await goes_on(room, refused, "submit_unshipped", "send_back", "refuse")
    after, ruth = await mina_opens(room), await room.person("Ruth")
    assert (await does(ruth, refused, "reconsider", {"note": "Sorry"})).status == 409
    await goes_on(room, after, "withdraw")
    await done(ruth, refused, "reconsider", {"note": "Sorry"})
