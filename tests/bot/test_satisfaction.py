"""Satisfaction: Mina is asked once, where it was, and her answer disturbs nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.channels import Refused, Unsure
from desk.afterwards import Afterwards
from desk.conversation import Mode
from desk.handover import Reason
from desk.satisfaction import ScoreState
from desk.store import Book, Store, conversations, scores
from desk.store.tables import conversation
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.ticket import Ticket
from tests.bot.afterwards_room import AfterwardsRoom, a_refused_case
from tests.conftest import Watch


@pytest.fixture
async def room(store: Store, watch: Watch, tmp_path: Path) -> AfterwardsRoom:
    room = AfterwardsRoom(store, watch, tmp_path)
    await room.opens()
    return room


@pytest.fixture
async def asked(room: AfterwardsRoom) -> tuple[AfterwardsRoom, int]:
    """Otto answered Mina and closed; two minutes later she was asked."""
    number = await room.answered_by_otto()
    await room.later(minutes=2)
    return room, number


async def how_many_conversations(room: AfterwardsRoom) -> int:
    return await room.store.read(lambda book: int(book.value(select(func.count()).select_from(conversation))))


async def test_two_minutes_after_otto_closed_mina_is_asked_once_in_that_conversation(
    room: AfterwardsRoom,
) -> None:
    number = await room.answered_by_otto()
    await room.later(minutes=1, seconds=59.9)
    assert await room.scores() == []
    await room.later(seconds=0.1)
    score = await room.score()
    assert (score.conversation_id, score.agent_id, score.state) == (number, room.otto.id, ScoreState.ASKED)
    assert score.asked_at == room.watch()
    assert [data for _, data in [(b.text, b.data) for b in room.channel.said[-1].buttons]] == [
        f"s:{score.id}:{value}" for value in (5, 4, 3, 2, 1)
    ]
    assert (await room.stand(number)).mode == Mode.CLOSED
    await room.later(days=1)
    assert len(await room.scores()) == 1


async def test_a_press_counts_and_neither_reopens_nor_makes_anybody_owed(
    asked: tuple[AfterwardsRoom, int],
) -> None:
    room, number = asked
    before = await room.stand(number)
    heard, moves = len(await room.happened("heard")), len(await room.happened("mode"))
    found = await room.presses_value(5)
    await room.later(seconds=1)
    after = await room.stand(number)
    assert (found.conversation_id, found.owed) == (number, False)
    assert (after.mode, after.round, after.waiting_since, after.owed_since) == (
        Mode.CLOSED,
        before.round,
        None,
        None,
    )
    assert await how_many_conversations(room) == 1
    assert (len(await room.happened("heard")), len(await room.happened("mode"))) == (heard, moves)
    assert len(await room.happened("heard_aside")) == 1
    score = await room.score()
    assert (score.value, score.state) == (5, ScoreState.ANSWERED)
    assert "could do better" in room.heard[-1] or "What could we" in room.heard[-1]
    said = len(room.heard)
    await room.presses_value(5)
    await room.later(seconds=1)
    assert (len(room.heard), (await room.kinds(number)).count("score")) == (said, 1)


@pytest.mark.parametrize("words", ["5", "五星", "very satisfied", "很满意"])
async def test_a_text_that_is_only_the_score_is_heard_like_a_press(
    asked: tuple[AfterwardsRoom, int], words: str
) -> None:
    room, number = asked
    await room.mina.writes(words)
    assert (await room.score()).value == 5
    assert (await room.stand(number)).mode == Mode.CLOSED
    assert (await room.kinds(number))[-1] == "score"


async def test_the_last_value_within_a_day_counts_and_words_are_kept_with_it(
    asked: tuple[AfterwardsRoom, int],
) -> None:
    room, number = asked
    await room.presses_value(2)
    await room.later(seconds=5)
    assert (await room.score()).low
    await room.mina.writes("the answer took so long")
    await room.presses_value(4)
    await room.later(seconds=5)
    score = await room.score()
    assert (score.value, score.words) == (4, "the answer took so long")
    assert (await room.stand(number)).mode == Mode.CLOSED
    assert await how_many_conversations(room) == 1
    await room.later(days=2)
    await room.presses_value(1)
    assert (await room.score()).value == 4


async def test_what_is_asked_instead_of_words_is_answered_as_ever_and_kept_as_words(
    asked: tuple[AfterwardsRoom, int],
) -> None:
    room, number = asked
    await room.later(minutes=20)
    await room.presses_value(3)
    answer = await room.says("the second lamp of order 1007 is missing")
    assert answer
    assert (await room.score()).words == "the second lamp of order 1007 is missing"
    held = await room.mina.conversation()
    assert (held.id != number, held.round, (await room.stand(number)).mode) == (True, 1, Mode.CLOSED)


async def test_what_is_asked_instead_of_a_score_is_a_letter_like_any_other(
    asked: tuple[AfterwardsRoom, int],
) -> None:
    room, number = asked
    assert await room.says("is the linen lamp in stock?")
    assert (await room.stand(number)).mode == Mode.BOT  # within ten minutes it is the same conversation
    assert ((await room.score()).value, (await room.score()).words) == (None, "")
    # Five lamps are no score any more, and the buttons still are.
    await room.says("5")
    assert (await room.score()).value is None
    rounds = (await room.stand(number)).round
    await room.presses_value(4)
    assert ((await room.score()).value, (await room.stand(number)).round) == (4, rounds)


async def test_a_press_of_long_ago_is_told_kindly_that_it_is_over(asked: tuple[AfterwardsRoom, int]) -> None:
    room, number = asked
    await room.later(days=7)
    await room.presses_value(5)
    await room.later(seconds=1)
    assert (await room.score()).value == 5  # exactly seven days: kept
    await room.store.write(lambda book: _forget(book, 1))
    await room.later(seconds=1)
    await room.presses_value(4)
    await room.later(seconds=1)
    assert (await room.score()).value is None
    assert "over by now" in room.heard[-1] or "has passed" in room.heard[-1]
    assert (await room.stand(number)).mode == Mode.CLOSED


def _forget(book: Book, number: int) -> None:
    score = scores.by_id(book, number)
    score.value = score.answered_at = None
    score.state = ScoreState.ASKED


async def test_nobody_answers_for_another(asked: tuple[AfterwardsRoom, int]) -> None:
    room, _ = asked
    ines = room.buyer("8", "Ines")
    await room.presses_value(1, who=ines)
    assert (await room.score()).value is None
    await room.mina.writes("x", kind="press", button=f"s:{(await room.score()).id}:6")
    assert (await room.score()).value is None


async def test_in_quiet_hours_it_waits_for_their_end(room: AfterwardsRoom) -> None:
    room.watch.move(hours=2, minutes=58)  # 11:58
    await room.answered_by_otto()
    await room.later(minutes=2)
    assert await room.scores() == []
    await room.later(hours=1, minutes=29)
    assert await room.scores() == []
    await room.later(minutes=14)  # it looks every quarter of an hour
    assert await room.scores() == []
    await room.later(minutes=1)
    assert len(await room.scores()) == 1


@pytest.mark.parametrize(("hours", "asked_of"), [(5, 1), (24, 1), (26, 0)])
async def test_while_another_conversation_of_hers_is_open_it_waits_and_after_a_day_it_is_never_asked(
    room: AfterwardsRoom, hours: int, asked_of: int
) -> None:
    number = await room.answered_by_otto()
    at_another = room.buyer("70", "Mina")
    await at_another.writes("hello")
    other = await at_another.conversation()
    mine = (await room.stand(number)).buyer_id

    def hers(book: Book) -> None:
        conversations.by_id(book, other.id).buyer_id = mine

    await room.store.write(hers)
    await room.later(minutes=2)
    assert await room.scores() == []
    await room.later(hours=hours - 0.5)
    if (await room.stand(other.id)).mode != Mode.CLOSED:
        await room.close(other.id)
    await room.later(minutes=28)
    assert [one.conversation_id for one in await room.scores()] == [number] * asked_of


async def test_reopened_before_its_time_it_is_asked_after_the_second_end(room: AfterwardsRoom) -> None:
    number = await room.answered_by_otto()
    await room.later(minutes=1)
    await room.says("one more thing: is the linen lamp in stock?")
    await room.later(minutes=5)
    assert await room.scores() == []
    await room.close(number)
    await room.later(minutes=2)
    assert (await room.score()).agent_id == room.otto.id


async def test_the_bot_alone_is_asked_about_where_the_shop_wants_it(room: AfterwardsRoom) -> None:
    await room.says("is the linen lamp in stock?")
    await room.later(days=1)
    await room.later(minutes=2)
    assert await room.scores() == []
    room.rules.afterwards = Afterwards(after_bot=True)
    await room.says("and the wool rug?")
    await room.settle()
    await room.later(days=1)
    await room.later(minutes=2)
    assert (await room.score()).agent_id is None


async def test_the_same_buyer_is_asked_once_in_seven_days(asked: tuple[AfterwardsRoom, int]) -> None:
    room, _ = asked
    for days, count in ((6, 1), (1, 2)):
        await room.later(days=days)
        await room.says("hello again")
        await room.answered_by_otto()
        await room.later(minutes=2)
        assert len(await room.scores()) == count


async def test_who_blocked_the_shop_is_not_asked_and_nobody_looks_at_a_question_that_failed(
    room: AfterwardsRoom,
) -> None:
    number = await room.answered_by_otto()
    room.channel.answers = [Refused("chat not found")]
    await room.later(minutes=2)
    assert (await room.score()).state == ScoreState.CALLED_OFF
    held = await room.stand(number)
    assert (held.undelivered, held.mode, held.owed_since) == (0, Mode.CLOSED, None)


async def test_a_question_that_may_have_arrived_can_be_answered(room: AfterwardsRoom) -> None:
    await room.answered_by_otto()
    room.channel.answers = [Unsure("timeout")]
    await room.later(minutes=2)
    assert (await room.score()).state == ScoreState.ASKING
    await room.presses_value(5)
    assert (await room.score()).value == 5


async def test_in_a_group_nobody_is_asked(room: AfterwardsRoom) -> None:
    number = await room.answered_by_otto()

    def in_group(book: Book) -> None:
        conversations.by_id(book, number).in_group = True

    await room.store.write(in_group)
    await room.later(minutes=2)
    assert await room.scores() == []


async def test_while_a_person_has_the_chat_a_press_is_kept_and_nothing_is_said(
    asked: tuple[AfterwardsRoom, int],
) -> None:
    room, number = asked
    await room.says("one more thing: is the linen lamp in stock?")

    def take(book: Book) -> None:
        conversations.by_id(book, number).take(room.otto.id, room.watch(), targets=room.targets)

    await room.store.write(take)
    said = len(await room.told())
    owed = (await room.stand(number)).owed_since
    await room.presses_value(4)
    assert (await room.score()).value == 4
    assert (len(await room.told()), (await room.stand(number)).owed_since) == (said, owed)


async def test_a_setting_that_is_off_asks_nobody(room: AfterwardsRoom) -> None:
    room.rules.afterwards = replace(room.rules.afterwards, after_person=False, after_case=False)
    await room.answered_by_otto()
    await room.later(minutes=5)
    assert await room.scores() == []


async def test_in_a_conversation_that_is_open_at_rest_an_answer_is_no_unanswered_word(
    room: AfterwardsRoom,
) -> None:
    """What the desk told of the case had opened it; the case is asked about there."""
    number = await a_refused_case(room, close=False)
    await room.later(minutes=2)
    asked_at = (await room.stand(number)).last_seq
    assert ((await room.stand(number)).mode, (await room.score()).ticket_id) == (Mode.BOT, 1)
    await room.mina.writes("5 stars")
    after = await room.stand(number)
    assert (after.waiting_since, after.round, (await room.score()).value) == (None, 1, 5)
    assert await room.store.read(lambda book: conversations.first_unanswered(book, number, asked_at)) is None


async def test_while_somebody_speaks_in_it_a_case_is_not_asked_about(room: AfterwardsRoom) -> None:
    number = await a_refused_case(room, close=False)

    def called(book: Book) -> None:
        conversations.by_id(book, number).hand_off(Reason.ASKED, room.watch(), room.targets)

    await room.store.write(called)
    await room.later(minutes=20)
    assert await room.scores() == []


async def test_while_its_case_goes_on_the_conversation_is_not_asked_about(room: AfterwardsRoom) -> None:
    await room.answered_by_otto()
    number = (await room.mina.conversation()).id

    def opened(book: Book) -> None:
        held, at = conversations.by_id(book, number), room.watch()
        ticket = Ticket(
            0, TicketKind.REFUND, TicketState.SUBMITTED, held.buyer_id, number, None, at, at, "CNY"
        )
        ticket.submitted_at = at
        book.add(ticket)

    await room.store.write(opened)
    await room.later(minutes=2)
    assert await room.scores() == []


async def test_a_late_press_does_not_talk_over_who_has_the_next_conversation(
    asked: tuple[AfterwardsRoom, int],
) -> None:
    room, number = asked
    await room.later(minutes=20)
    await room.says("is the linen lamp in stock?")
    held = await room.mina.conversation()

    def take(book: Book) -> None:
        conversations.by_id(book, held.id).take(room.otto.id, room.watch(), targets=room.targets)

    await room.store.write(take)
    said = len(await room.told())
    await room.presses_value(4)
    assert ((await room.score()).value, len(await room.told()), held.id != number) == (4, said, True)
