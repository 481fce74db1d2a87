"""Mina tells of what is wrong with what she bought, in her own words: nothing is asked twice, and the case stands in the book."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.dialogue.steps import MoveCase, TellCase
from bot.perform import Superseded
from desk.conversation import Mode
from desk.order import Status
from desk.photo import Photo
from desk.store import Book, Store, conversations, photos, tickets
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from tests.bot.cases_room import BLACK, BRASS, GOODS, RUG, WHITE, CasesRoom
from tests.conftest import Watch


@pytest.fixture
async def room(store: Store, watch: Watch) -> CasesRoom:
    room = CasesRoom(store, watch)
    await room.opens()
    return room


async def test_step_by_step_by_buttons(room: CasesRoom) -> None:
    await room.bought("A-1002", WHITE, RUG)
    assert "A-1002" in await room.says("I want to return something")
    assert await room.tickets() == []
    assert "Linen lamp (white)" in await room.presses("Linen lamp (white)")
    assert await room.tickets() != [], "line and kind are known"
    await room.presses("No longer wanted")
    said = await room.says("yes")
    assert "request is in" in said or "is with my colleagues" in said
    ticket = await room.ticket()
    assert (ticket.kind, ticket.state, ticket.sku) == (TicketKind.RETURN, TicketState.SUBMITTED, WHITE)
    assert (ticket.goods, ticket.item, await room.reason()) == (
        12_900,
        "Linen lamp (white)",
        "No longer wanted",
    )
    assert await room.verbs() == ["open", "change", "submit"]
    assert "claim" not in (await room.mina.conversation()).dialogue


async def test_all_in_one_sentence_and_only_the_photos_are_asked(room: CasesRoom) -> None:
    await room.bought("A-1002", WHITE, RUG)
    said = await room.says("the white lamp of A-1002 is broken, I want to send it back and get a refund")
    assert "□ what is wrong\n□ the whole article\n□ the parcel's label" in said
    ticket = await room.ticket()
    assert (ticket.kind, ticket.sku, await room.reason()) == (
        TicketKind.RETURN,
        WHITE,
        "Faulty or poor quality",
    )
    assert "broken" in ticket.words
    said = await room.sends("close")
    assert "✓ what is wrong\n□ the whole article\n□ the parcel's label" in said
    said = await room.sends("all", as_file=True)
    assert "✓ what is wrong\n✓ the whole article\n□ the parcel's label" in said
    said = await room.sends("label")
    assert "Faulty or poor quality" in said and "A-1002" in said and "129.00" in said
    await room.presses("Yes, submit it")
    assert await room.shows() == ["fault: close", "whole: all", "label: label"]
    assert (await room.ticket()).state is TicketState.SUBMITTED


async def test_order_article_and_wish_in_one_sentence_are_no_question_of_where_it_is(room: CasesRoom) -> None:
    """Not surely understood: by its words it could be a refund that has not come."""
    await room.bought("1003", WHITE)
    said = await room.says("The lamp of order 1003 arrived broken, I want a refund only")
    assert "□ what is wrong" in said and (await room.ticket()).kind is TicketKind.REFUND


async def test_never_mind_in_more_words_than_one(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    assert "withdrawn" in await room.says("forget it, I keep it")
    assert (await room.ticket()).state is TicketState.WITHDRAWN


@pytest.mark.parametrize("words", ["no", "wrong", "no, that's wrong", "不，不对"])
async def test_read_back_and_wrong_she_is_asked_what_shall_change(room: CasesRoom, words: str) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    await room.presses("No longer wanted")
    await room.says(words)
    await room.presses("Never mind")
    assert (await room.ticket()).state is TicketState.WITHDRAWN


async def test_several_photos_tick_off_several_and_extra_ones_are_kept(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug, it is damaged")
    said = await room.sends("1", "2", "3", "4")
    assert "Wool rug" in said and "□" not in said
    assert await room.shows() == ["fault: 1", "whole: 2", "label: 3", "other: 4"]


async def test_photos_before_any_question_are_its_photos(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.sends("1", "2")
    said = await room.says("my rug arrived torn, I would like to return it")
    assert "□ the parcel's label" in said and "✓ the whole article" in said
    assert await room.shows() == ["fault: 1", "whole: 2"]


async def test_the_other_lamp_and_rather_an_exchange(room: CasesRoom) -> None:
    await room.bought("A-1002", WHITE, BLACK)
    await room.says("I want to return the white lamp of A-1002")
    assert (await room.ticket()).sku == WHITE
    await room.says("no, the other lamp")
    assert (await room.ticket()).sku == BLACK
    await room.says("I'd rather exchange it")
    ticket = await room.ticket()
    assert (ticket.kind, ticket.goods) == (TicketKind.EXCHANGE, 0)
    await room.presses("Size or colour does not suit")
    assert "white" in str(await room.buttons())
    said = await room.says("the white one")
    assert "Linen lamp (black)" in said and "Linen lamp (white)" in said
    assert (await room.ticket()).wanted_sku == WHITE
    await room.says("yes please")
    assert (await room.ticket()).state is TicketState.SUBMITTED


async def test_a_stock_question_in_between_and_the_question_comes_back(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    said = await room.says("is the linen lamp in stock?")
    assert "in stock" in said and "your case" in said
    await room.presses("Ordered by mistake")
    assert await room.reason() == "Ordered by mistake"


async def test_forget_it_withdraws(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    await room.says("forget it")
    assert (await room.ticket()).state is TicketState.WITHDRAWN
    await room.says("hm, I do want to return the rug after all")
    assert [one.state for one in await room.tickets()] == [TicketState.WITHDRAWN, TicketState.TELLING]


async def test_a_person_is_called_and_the_case_stays(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    await room.says("let me talk to a person please")
    assert (await room.mina.conversation()).mode == Mode.WAITING
    assert (await room.ticket()).state is TicketState.TELLING
    await room.sends("1")
    assert await room.shows() == ["fault: 1"]


async def test_days_later_it_goes_on_where_it_was(room: CasesRoom, watch: Watch) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    await room.presses("Faulty or poor quality")
    number = (await room.mina.conversation()).id
    watch.move(days=2)
    await room.fire()
    watch.move(hours=1)
    said = await room.sends("1")
    assert (await room.mina.conversation()).id != number
    assert "✓ what is wrong" in said
    said = await room.says("I want to return the rug")
    assert len(await room.tickets()) == 1
    assert "□ the whole article" in said


async def test_nothing_has_left_so_only_the_money_goes_back(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, status=Status.PAID)
    said = await room.says("I want to exchange the rug of A-1002")
    assert "has not left yet" in said
    await room.presses("No longer wanted")
    await room.says("yes")
    ticket = await room.ticket()
    assert (ticket.kind, ticket.state) == (TicketKind.REFUND, TicketState.FINANCE_REVIEW)


async def test_sold_out_it_cannot_be_exchanged(room: CasesRoom) -> None:
    await room.bought("A-1002", BRASS)
    said = await room.says("please exchange the brass lamp of A-1002, it is faulty")
    assert "in stock" in said or "out of stock" in said
    await room.presses("Return and refund")
    assert (await room.ticket()).kind is TicketKind.RETURN


async def test_how_many_of_several(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, each=3)
    await room.says("I want to return the rug")
    await room.says("two of them")
    assert ((await room.ticket()).quantity, (await room.ticket()).goods) == (2, 25_800)


async def test_a_line_with_a_case_is_not_offered_again_and_why(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, WHITE)
    await room.says("I want to return the rug")
    await room.presses("No longer wanted")
    await room.says("yes")
    said = await room.says("I want to return something from A-1002")
    assert "Wool rug has an after-sales case already" in said
    assert [one.sku for one in await room.tickets()] == [RUG, WHITE]


async def test_the_other_lamp_gets_no_case_because_this_one_has_one(room: CasesRoom) -> None:
    await room.bought("A-1002", WHITE, BRASS)
    await room.says("I want to return the linen lamp")
    await room.presses("No longer wanted")
    await room.says("yes")
    said = await room.says("I want to return the linen lamp of A-1002")
    assert "Linen lamp (white) has an after-sales case already" in said
    assert [one.sku for one in await room.tickets()] == [WHITE]


async def test_of_somebody_else_s_order_nothing_is_begun(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG, chat="8")
    said = await room.says("I want to return the rug of A-1002")
    assert "last four digits" in said and "rug" not in said.replace("A-1002", "")
    assert await room.tickets() == []
    await room.says("1234")
    assert (await room.ticket()).sku == RUG


async def test_an_old_summary_sends_nothing_in(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    await room.presses("No longer wanted")
    before = (await room.buttons())["Yes, submit it"]
    await room.presses("Ordered by mistake")
    await room.says("Yes, submit it", kind="press", button=before)
    assert (await room.ticket()).state is TicketState.TELLING


async def test_in_chinese_in_one_breath(room: CasesRoom) -> None:
    await room.bought("A-1002", WHITE, RUG)
    said = await room.says("订单A-1002的地毯坏了，我要退货退款")
    assert "□ 问题处" in said and "羊毛地毯" in said
    await room.sends("1", "2", "3")
    assert "提交" in await room.says("对的")
    assert (await room.ticket()).state is TicketState.SUBMITTED


async def test_an_album_that_comes_in_pieces_ticks_off_piece_by_piece(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug, it is damaged")
    for name in ("1", "2", "3"):
        photo = [{"ref": name}]
        said = await room.says(kind="photo", photos=photo, group_id="album")
    assert "Wool rug" in said and "□" not in said
    assert await room.shows() == ["fault: 1", "whole: 2", "label: 3"]


def never_came(photo: Photo, watch: Watch) -> None:
    photo.missed("gone", watch(), for_good=True)


def is_no_picture(photo: Photo, watch: Watch) -> None:
    photo.keep("0" * 64, 6, watch())
    photo.cannot_draw("not a picture we can open")


@pytest.mark.parametrize("what", [never_came, is_no_picture])
async def test_a_photo_that_failed_is_missing_again(
    room: CasesRoom, watch: Watch, what: Callable[[Photo, Watch], None]
) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug, it is damaged")
    await room.sends("1", "2")

    def fails(book: Book) -> None:
        [photo] = [one for shows, one in tickets.photos(book, 1) if shows == "fault"]
        what(photos.by_key(book, photo.key) or pytest.fail("no photo"), watch)

    await room.store.write(fails)
    said = await room.sends("3")
    assert "✓ what is wrong\n✓ the whole article\n□ the parcel's label" in said
    assert await room.shows() == ["fault: 1", "whole: 2", "fault: 3"]


async def test_what_was_no_picture_before_the_case_began_shows_nothing_of_it(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.sends("1")

    def fails(book: Book) -> None:
        [photo] = photos.of_message(book, 1, 1)
        is_no_picture(photo, room.watch)

    await room.store.write(fails)
    assert "□ what is wrong" in await room.says("I want to return the rug, it is damaged")
    assert await room.shows() == []


async def test_while_otto_has_the_chat_photos_go_to_the_case_all_the_same(
    room: CasesRoom, watch: Watch
) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug, it is damaged")
    number = (await room.mina.conversation()).id
    await room.store.write(
        lambda book: conversations.by_id(book, number).take(room.otto.id, watch(), may_take_over=True)
    )
    assert await room.sends("1", "2") == ""
    assert await room.shows() == ["fault: 1", "whole: 2"]
    await room.store.write(lambda book: conversations.by_id(book, number).give_back(watch(), by=room.otto.id))
    said = await room.sends("3")
    assert "Wool rug" in said and "□" not in said, "the bot goes on where Otto left it"


async def test_what_otto_sent_in_for_her_is_asked_no_more(room: CasesRoom, watch: Watch) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    said = await room.does(room.otto, "submit")
    assert "reviewing" in said
    await room.says("No longer wanted", kind="press", button="a:reason:10")
    ticket = await room.ticket()
    assert ticket.state is TicketState.SUBMITTED and ticket.reason_id is None
    assert "claim" not in (await room.mina.conversation()).dialogue


async def test_moved_on_while_it_was_thought_about_she_is_answered_by_what_is_so(
    room: CasesRoom, watch: Watch
) -> None:
    """Otto approves between the thought and its unit: nothing is withdrawn that she was not told of."""
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    await room.presses("No longer wanted")
    await room.says("yes")
    id = (await room.ticket()).id
    thought = [MoveCase(id, "A-1002", RUG, "withdraw", (await room.ticket()).version)]
    await room.does(room.otto, "approve", GOODS)
    number = (await room.mina.conversation()).id

    def unit(book: Book) -> None:
        room.performing.answer(book, conversations.by_id(book, number), 1, thought, watch())

    with pytest.raises(Superseded):
        await room.store.write(unit)
    assert (await room.ticket()).state is TicketState.AWAITING_RETURN


async def test_two_chats_of_one_order_begin_one_case(room: CasesRoom) -> None:
    """Lena proves the order that Mina is bound to: one case per line."""
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    await room.presses("No longer wanted")
    lena = room.buyer("8", "Lena")
    await room.says("I want to return the rug of A-1002", who=lena)
    await room.says("1234", who=lena)
    await room.says("yes")
    await room.says("No longer wanted", who=lena, kind="press", button="a:reason:10")
    states = [one.state for one in await room.tickets()]
    assert states.count(TicketState.SUBMITTED) == 1
    await room.says("yes", who=lena)
    assert [one.state for one in await room.tickets()].count(TicketState.SUBMITTED) == 1


async def test_cross_words_where_it_was_asked_why_are_the_answer(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("我要退地毯")
    said = await room.says("质量太差了")
    assert "□ 问题处" in said and (await room.mina.conversation()).mode == Mode.BOT


async def test_a_nod_that_answers_nothing_is_not_met_with_silence(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    assert await room.says("ok") != ""
    assert "reason" in await room.says("where is my refund?")
    await room.presses("No longer wanted")
    assert "hange" in await room.says("no") or "ifferent" in str(await room.told())


async def test_an_unknown_shop_of_no_lines_calls_a_person(room: CasesRoom) -> None:
    await room.bought("A-1002")
    said = await room.says("I want to return order A-1002")
    assert "A-1002" in said and (await room.mina.conversation()).mode == Mode.WAITING


async def test_a_number_out_of_the_blue_moves_no_case_of_somebody_else(room: CasesRoom, watch: Watch) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    await room.says("hello there, how are you", who=(lena := room.buyer("8", "Lena")))
    hers = (await lena.conversation()).id
    forged = [MoveCase(1, "A-1002", RUG, "withdraw")]
    with pytest.raises(Superseded):
        await room.store.write(
            lambda book: room.performing.answer(book, conversations.by_id(book, hers), 1, forged, watch())
        )
    assert (await room.ticket()).state is TicketState.TELLING


async def test_a_case_that_came_about_meanwhile_is_the_only_one(room: CasesRoom, watch: Watch) -> None:
    """Lena, who has proven the order, was thought about before Mina sent hers in."""
    await room.bought("A-1002", RUG)
    await room.says("hello there, how are you", who=(lena := room.buyer("8", "Lena")))
    hers = (await lena.conversation()).id
    late = [TellCase(0, await room.order("A-1002"), RUG, TicketKind.RETURN, 1, "Wool rug")]
    await room.says("I want to return the rug")
    await room.presses("No longer wanted")
    await room.says("yes")
    with pytest.raises(Superseded):
        await room.store.write(
            lambda book: room.performing.answer(book, conversations.by_id(book, hers), 1, late, watch())
        )
    assert (await room.ticket()).state is TicketState.SUBMITTED


async def test_who_pays_the_postage_follows_the_reason_and_calls_nobody(room: CasesRoom) -> None:
    await room.bought("A-1002", RUG)
    await room.says("I want to return the rug")
    await room.presses("No longer wanted")
    assert "postage" in await room.says("who pays for the return shipping?")
    await room.presses("Faulty or poor quality")
    said = await room.says("退货运费谁出？")
    assert "我们" in said and "问题处" in said
    assert (await room.mina.conversation()).mode == Mode.BOT
