"""The one road out: in order, at the channel's pace, at most once, and never over a person's head."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.channels import Later, Limits, NotSent, Refused, Sent, Unsure
from bot.outbox import STALE, Sender
from bot.pace import SECOND, Pace, Request
from desk.conversation import Conversation, Mode, Reach
from desk.files import Files
from desk.message import Author
from desk.outgoing import MOVES, OutState
from desk.store import Book, Store, conversations
from desk.store.tables import inbox, outbox
from tests.cast import FREE, TARGETS, Loopback, Writer, hire, until
from tests.conftest import Watch


class Post:
    """Mina's conversation, the sender of her channel, and a way to say things to her."""

    def __init__(self, store: Store, watch: Watch, tmp_path: Any) -> None:
        self.store, self.watch, self.channel = store, watch, Loopback()
        self.mina = Writer(store, watch, self.channel)
        self.rethink: list[int] = []
        self.sender = Sender(store, self.channel, Files(tmp_path), watch, TARGETS, self.rethink.append)

    async def say(self, text: str, *, key: str = "", cause: int | None = None, **more: Any) -> None:
        def unit(book: Book) -> None:
            self._conversation(book).say(
                text,
                author=more.pop("author", Author.BOT),
                at=self.watch(),
                guard=FREE,
                idem_key=key or f"auto:{text[:40]}",
                reach=Reach(),
                cause=cause,
                **more,
            )

        await self.store.write(unit)

    def _conversation(self, book: Book) -> Conversation:
        found = conversations.latest_of_chat(book, "loopback", "main", "7")
        assert found is not None
        return found

    async def settle(self) -> None:
        """Runs the sender until nothing more may go now."""
        await self.sender._take_up()
        idle = 0
        while idle < 2:  # a letter may have landed between two looks
            await self.sender._send_what_may_go()
            idle = 0 if self.sender._on_the_way else idle + 1
            await self.sender._land()

    async def letters(self) -> list[tuple[str, str, str]]:
        rows = await self.store.read(
            lambda book: book.rows(
                select(outbox.c.text, outbox.c.state, outbox.c.error).order_by(outbox.c.id)
            )
        )
        return [tuple(row) for row in rows]

    @property
    def said(self) -> list[str]:
        return [letter.text for letter in self.channel.said]


@pytest.fixture
async def post(store: Store, watch: Watch, tmp_path: Any) -> Post:
    desk = Post(store, watch, tmp_path)
    await desk.mina.writes("hello")
    return desk


async def test_what_is_said_arrives_in_order_and_the_clock_stops(post: Post) -> None:
    for n in range(5):
        await post.say(f"line {n}")
    await post.settle()
    assert post.said == [f"line {n}" for n in range(5)]
    assert {state for _, state, _ in await post.letters()} == {OutState.SENT}
    assert (await post.mina.conversation()).waiting_since is None


async def test_a_question_asked_after_the_answer_keeps_its_own_clock(post: Post, watch: Watch) -> None:
    await post.say("line 1")
    asked = watch.move(seconds=4)
    await post.mina.writes("and the other one?")
    watch.move(seconds=4)
    await post.settle()
    assert (await post.mina.conversation()).waiting_since == asked


async def test_an_unsure_letter_is_never_repeated_by_itself_and_a_person_is_called(post: Post) -> None:
    post.channel.answers = [Unsure("no answer")]
    await post.say("your order is on its way")
    await post.say("anything else?")
    await post.settle()
    assert [(text, state) for text, state, _ in await post.letters()] == [
        ("your order is on its way", OutState.UNKNOWN),
        ("anything else?", OutState.SENT),
    ]
    conversation = await post.mina.conversation()
    assert (conversation.mode, conversation.undelivered) == (Mode.WAITING, 1)


async def test_what_was_on_its_way_when_we_died_is_unsure(post: Post, watch: Watch) -> None:
    await post.say("your order is on its way")
    claimed, _ = await post.sender._claim(watch(), 5)
    assert len(claimed) == 1
    await post.settle()
    assert post.said == []
    assert [state for _, state, _ in await post.letters()] == [OutState.UNKNOWN]


async def test_a_channel_that_drops_repeats_gets_it_again(post: Post, watch: Watch) -> None:
    post.channel.limits = Limits(idempotent=True)
    await post.say("your order is on its way")
    await post.sender._claim(watch(), 5)
    await post.settle()
    assert post.said == ["your order is on its way"]


async def test_told_to_wait_nothing_leaves_before_and_everything_after(post: Post, watch: Watch) -> None:
    post.channel.answers = [Later(30, "too many requests")]
    await post.say("one")
    await post.say("two")
    await post.settle()
    watch.move(seconds=29.9)
    await post.settle()
    assert post.said == []
    watch.move(seconds=0.2)
    await post.settle()
    assert post.said == ["one", "two"]


async def test_the_pause_holds_across_a_restart(post: Post, watch: Watch, tmp_path: Any) -> None:
    post.channel.answers = [Later(30, "too many requests")]
    await post.say("one")
    await post.settle()
    post.sender = Sender(post.store, post.channel, Files(tmp_path), watch, TARGETS, post.rethink.append)
    watch.move(seconds=20)
    await post.say("two", key="auto:other")
    await post.settle()
    assert post.said == []


async def test_unreachable_for_an_hour_then_sent_in_order(post: Post, watch: Watch) -> None:
    await post.say("one", author=Author.TIMER)
    await post.say("two", author=Author.TIMER)
    post.channel.answers = [NotSent("no route")] * 60
    for _ in range(60):
        await post.settle()
        watch.move(minutes=1)
    await post.settle()
    assert post.said == ["one", "two"]


async def test_a_buyer_who_blocked_us_is_told_of_once(post: Post) -> None:
    post.channel.answers = [Refused("bot was blocked by the user", gone=True)]
    await post.say("one")
    await post.say("two")
    await post.settle()
    assert [(state, error) for _, state, error in await post.letters()] == [
        (OutState.FAILED, "bot was blocked by the user"),
        (OutState.FAILED, "the buyer has blocked the shop"),
    ]
    conversation = await post.mina.conversation()
    assert conversation.gone and conversation.mode == Mode.BOT


async def test_once_a_person_has_it_nothing_of_the_bot_leaves(post: Post, watch: Watch) -> None:
    await post.say("the bot's last word")
    otto = await hire(post.store, watch, "Otto")
    await post.store.write(lambda book: post._conversation(book).take(otto.id, watch()))
    await post.say("Otto here.", author=Author.HUMAN, by=otto.id)
    await post.settle()
    assert post.said == ["Otto here."]


async def test_a_row_that_slipped_past_the_taking_is_stopped_at_the_claim(post: Post, watch: Watch) -> None:
    """The fence itself: a bot's letter of an older mode version."""
    otto = await hire(post.store, watch, "Otto")
    await post.say("stale")
    await post.store.write(lambda book: post._conversation(book).take(otto.id, watch()))

    def revive(book: Book) -> None:
        book._cursor.execute("UPDATE outbox SET state = 'queued'")

    await post.store.write(revive)
    await post.settle()
    assert post.said == []
    assert [state for _, state, _ in await post.letters()] == [OutState.CANCELLED]


async def test_an_old_answer_is_thought_again_instead_of_sent(post: Post, watch: Watch) -> None:
    number = await post.store.read(lambda book: book.value(select(inbox.c.id)))
    await post.store.write(lambda book: book._cursor.execute("UPDATE inbox SET state = 'done'"))
    await post.say("3 left as of 09:00", cause=number)
    watch.at += STALE + timedelta(seconds=1)
    await post.settle()
    assert post.said == []
    assert post.rethink == [(await post.mina.conversation()).id]
    assert await post.store.read(lambda book: book.value(select(inbox.c.state))) == "new"


async def test_a_long_text_leaves_in_pieces_with_the_buttons_on_the_last(post: Post) -> None:
    text = "灯" * 5000
    await post.say(text, buttons=[("Yes", "yes")])
    await post.settle()
    assert [len(piece) for piece in post.said] == [4096, 904]
    assert "".join(post.said) == text
    assert [len(letter.buttons) for letter in post.channel.said] == [0, 1]


async def test_the_sender_wakes_by_the_bell(post: Post) -> None:
    running = asyncio.create_task(post.sender.run())
    await post.say("ring")
    await until(lambda: bool(post.said))
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


def test_what_is_on_its_way_fills_its_window_until_a_second_after_its_answer(watch: Watch) -> None:
    pace = Pace(Limits(per_second=2))
    slow, quick = pace.began("7", watch()), pace.began("8", watch())
    pace.answered(quick, watch.move(seconds=0.4))
    assert pace.free_at("9", watch.move(seconds=5)) == watch()
    third = pace.began("9", watch())
    assert pace.free_at("10", watch()) == watch() + timedelta(seconds=1)
    pace.answered(slow, watch())
    pace.withdraw(third)
    assert pace.free_at("10", watch()) == watch()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 250), st.floats(0, 1)), min_size=20, max_size=60))
def test_no_second_at_the_channel_has_more_than_it_allows(flights: list[tuple[int, float]]) -> None:
    """However long requests take (in hundredths), and wherever between its ends each of them arrives."""
    tick = timedelta(milliseconds=10)
    watch, pace, arrivals = Watch(), Pace(Limits(per_second=5)), []
    on_the_way: list[tuple[datetime, Request]] = []
    for n, (flight, arrives) in enumerate(flights):
        while len(on_the_way) == 4 or pace.free_at(str(n), watch()) > watch():
            watch.move(milliseconds=10)
            for ends, request in on_the_way:
                if ends <= watch():
                    pace.answered(request, watch())
            on_the_way = [one for one in on_the_way if one[0] > watch()]
        on_the_way.append((watch() + flight * tick, pace.began(str(n), watch())))
        arrivals.append(watch() + arrives * flight * tick)
    arrivals.sort()
    assert all(later - sooner >= SECOND - tick for sooner, later in zip(arrivals, arrivals[5:], strict=False))


def test_the_pace_keeps_every_window(watch: Watch) -> None:
    pace = Pace(Limits(per_second=30, per_chat_per_second=1, chat_burst=3, per_group_per_minute=20))
    sent: list[Any] = []
    for n in range(200):
        chat = str(n % 40)
        watch.at = max(watch.at, pace.free_at(chat, watch()))
        pace.answered(pace.began(chat, watch()), watch())
        sent.append(watch())
    assert all(later - sooner >= timedelta(seconds=1) for sooner, later in zip(sent, sent[30:], strict=False))


def test_a_group_gets_twenty_a_minute(watch: Watch) -> None:
    pace = Pace(Limits())
    sent = []
    for _ in range(60):
        watch.at = pace.free_at("-100", watch())
        pace.answered(pace.began("-100", watch()), watch())
        sent.append(watch())
    assert all(later - sooner >= timedelta(minutes=1) for sooner, later in zip(sent, sent[20:], strict=False))


def test_a_clock_that_goes_back_does_not_hold_letters_for_an_hour(watch: Watch) -> None:
    pace = Pace(Limits(per_second=1))
    pace.answered(pace.began("7", watch()), watch())
    pace.pause("7", watch() + timedelta(seconds=5))
    watch.move(seconds=-3_600)
    assert pace.free_at("8", watch()) == watch()
    assert pace.free_at("7", watch()) == watch() + timedelta(seconds=5)


def test_every_state_of_a_letter_can_be_reached() -> None:
    assert MOVES.reachable(OutState.QUEUED) == set(OutState)


def test_sent_is_the_end() -> None:
    assert (
        MOVES.verbs(OutState.SENT) == MOVES.verbs(OutState.UNKNOWN) == MOVES.verbs(OutState.CANCELLED) == []
    )
    assert isinstance(Sent("1"), Sent)


async def test_an_answer_that_can_be_called_back_leaves_at_its_time_and_what_follows_waits_for_it(
    store: Store, watch: Watch, tmp_path: Any
) -> None:
    post = Post(store, watch, tmp_path)
    await post.mina.writes("hello")
    await post.settle()
    await post.say("first", leaves_at=watch() + timedelta(seconds=0.4))
    await post.say("second")
    assert await post.sender._send_what_may_go() == pytest.approx(0.4)
    watch.move(seconds=0.1)
    assert await post.sender._send_what_may_go() == pytest.approx(0.3), "also where something else rang"
    assert post.said == []
    watch.move(seconds=0.299)
    await post.settle()
    assert post.said == []
    watch.move(seconds=0.001)
    await post.settle()
    assert post.said == ["first", "second"]
    assert await post.sender._send_what_may_go() == 1.0
    await post.say("third")
    await post.settle()
    assert await post.sender._send_what_may_go() == 1.0, "nothing is held back any more"
