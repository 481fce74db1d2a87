"""The day's debts out of the log: the same as the conversations themselves say, however they went."""

from __future__ import annotations

import contextlib
import random
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from desk.conversation import Conversation, Mode, Reach
from desk.debt import Debts
from desk.errors import DeskError
from desk.events import Climbed
from desk.handover import Reason
from desk.message import Author
from desk.opening import reached
from desk.outgoing import Outgoing
from desk.response_time import Act
from desk.shop import MIDNIGHT
from desk.store import Book, Store, conversations, day_log
from desk.store.book import MAPPED
from desk.store.day_log import Alarm
from desk.store.tables import outbox
from tests.cast import FREE, TARGETS, Loopback, Writer, hire
from tests.conftest import Watch
from tests.console.room import ZONE

QUEUED = select(*MAPPED[Outgoing].columns).where(outbox.c.state == "queued").order_by(outbox.c.id).limit(1)
MOVES = (
    "writes", "writes", "writes", "hands off", "takes", "answers", "answers", "nods", "answers at length",
    "bot answers", "sends", "sends", "sends", "releases", "passes on", "gives back", "closes", "leaves",
)  # fmt: skip


class Day:
    """The day as somebody sees it who looks on, piece after piece."""

    def __init__(self, store: Store, watch: Watch) -> None:
        self.store = store
        midnight = reached(ZONE, watch().astimezone(ZONE).date(), MIDNIGHT)
        self.debts, self.midnight = Debts(midnight), midnight
        self.alarms: list[Alarm] = []
        self.first = 0
        self.pieces: list[int] = []

    async def begins(self) -> None:
        self.place = await self.store.read(lambda book: day_log.begin(book, self.midnight))
        self.first = self.place.number + 1
        after: int | None = 0
        while after is not None:
            facts, after = await self.store.read(
                partial(day_log.carried, midnight=self.midnight, day=self.place, after=after)
            )
            self.pieces.append(len(facts))
            for fact in facts:
                self.debts.follow(fact)

    async def goes_on(self) -> None:
        if not self.first:
            await self.begins()
        while True:
            piece = await self.store.read(lambda book: day_log.go_on(book, self.first, self.place))
            self.place = piece.place
            for fact in piece.facts:
                self.debts.follow(fact)
            self.alarms += piece.alarms
            if not piece.more:
                return

    def ended(self) -> list[tuple[object, ...]]:
        return [
            (one.conversation_id, one.reason, one.since, one.until, one.answered) for one in self.debts.found
        ]


class Shop:
    """Mina and Otto, and whatever they may do next."""

    def __init__(self, store: Store, watch: Watch, otto: int) -> None:
        self.store, self.watch, self.otto = store, watch, otto
        self.minas = [Writer(store, watch, Loopback(), chat=chat) for chat in ("7", "8")]
        self.said = 0

    async def does(self, move: str, mina: Writer) -> None:
        at = self.watch()
        if move in ("writes", "writes late"):
            sent = at - timedelta(seconds=9)
            more = {"event_at": sent.isoformat()} if False else {}
            await mina.writes("and another thing", **more)
            return
        id = (await mina.conversation()).id
        self.said += 1

        def unit(book: Book) -> None:
            held = conversations.by_id(book, id)
            if move == "sends":
                self._send(book)
            else:
                self._move(held, move)

        with contextlib.suppress(DeskError):  # not now, says the table of moves
            await self.store.write(unit)

    def _move(self, held: Conversation, move: str) -> None:
        at = self.watch()
        match move:
            case "hands off":
                held.hand_off(Reason.ASKED, at, TARGETS)
            case "takes":
                held.take(self.otto, at, targets=TARGETS)
            case "answers" | "nods" | "answers at length":
                text = {"nods": "嗯", "answers at length": "x " * 40}.get(move, "It ships today.")
                message = held.say(
                    text, author=Author.HUMAN, by=self.otto, at=at, guard=FREE, idem_key=f"k{self.said}",
                    reach=Reach(max_text=30),
                )  # fmt: skip
                for letter in held.born:
                    if isinstance(letter, Outgoing) and letter.seq == message.seq:
                        letter.perfunctory = move == "nods"
            case "bot answers":
                held.say(
                    "3 left.", author=Author.BOT, at=at, guard=FREE, idem_key=f"k{self.said}", reach=Reach()
                )
            case "releases":
                held.release(at, self.otto, TARGETS)
            case "passes on":
                held.pass_on(at, self.otto, TARGETS)
            case "gives back":
                held.give_back(at, self.otto)
            case "closes":
                held.close(at, by=self.otto)
            case "leaves":
                held.lose_buyer(at)

    def _send(self, book: Book) -> None:
        """As the outbox does when the channel has accepted the oldest letter."""
        letter = book.one(Outgoing, QUEUED)
        if letter is None:
            return
        held = conversations.by_id(book, letter.conversation_id)
        letter.claim(self.watch(), timedelta(minutes=1))
        letter.move("accept")
        letter.sent_at = self.watch()
        unanswered = conversations.first_unanswered(book, held.id, letter.seq)
        held.delivered(letter, self.watch(), unanswered, TARGETS)


@pytest.mark.parametrize("seed", range(12))
async def test_the_log_tells_the_same_debts_as_the_conversations(
    store: Store, watch: Watch, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two conversations that begin the evening before go on at random; looked at piece by piece, and all at once."""
    chance = random.Random(seed)
    shop = Shop(store, watch, (await hire(store, watch, "Otto")).id)
    watch.move(hours=-9, seconds=-40)  # twenty to midnight
    for mina in shop.minas:
        await shop.does("writes", mina)
    looking: Day | None = None
    for step in range(150):
        mina = chance.choice(shop.minas)
        await shop.does(chance.choice(MOVES), mina)
        watch.move(seconds=chance.choice([0.001, 1, 3, 20]))
        if looking is None and step > 20 and watch().astimezone(ZONE).hour < 12:
            looking = Day(store, watch)
        if looking is not None and chance.random() < 0.5:
            await looking.goes_on()
            for one in shop.minas:
                held = await one.conversation()
                trace = looking.debts.traces.get(held.id)
                if trace is not None and held.mode != Mode.CLOSED:
                    assert (trace.debt.since if trace.debt else None) == held.owed_since, (step, held)
                    if trace.debt is not None and held.mode != Mode.BOT:
                        assert trace.debt.reason == (held.reason or ""), (step, held)
    assert looking is not None
    await looking.goes_on()
    anew = Day(store, watch)
    monkeypatch.setattr(day_log, "AT_ONCE", 2)
    await anew.goes_on()
    assert max(anew.pieces) <= 2 and len(anew.pieces) > 1, "however much led to what was open at midnight"
    assert anew.ended() == looking.ended() and len(anew.debts.found) > 3


async def test_the_first_event_of_a_day_is_found_by_halving(store: Store, watch: Watch) -> None:
    mina = Writer(store, watch, Loopback())
    instants = []
    for _ in range(9):
        await mina.writes("hello")
        instants.append(watch())
        watch.move(minutes=10)
    numbers = [await store.read(lambda book, at=at: day_log.first_of(book, at)) for at in instants]
    assert numbers == sorted(set(numbers))
    after = await store.read(lambda book: day_log.first_of(book, watch()))
    assert after == numbers[-1] + 1
    before = await store.read(lambda book: day_log.first_of(book, instants[0] - timedelta(days=1)))
    assert before == numbers[0] == 1


async def test_alarms_of_today_are_found_and_yesterdays_are_not(store: Store, watch: Watch) -> None:
    mina = Writer(store, watch, Loopback())

    async def climbs(act: Act) -> None:
        def unit(book: Book) -> None:
            held = conversations.by_id(book, 1)
            held.events.append(Climbed(at=watch(), conversation_id=1, act=act, since=watch(), due_at=watch()))

        await store.write(unit)

    watch.move(days=-1)
    await mina.writes("hello")
    await climbs(Act.ALARM)
    watch.move(days=1)
    await climbs(Act.MISS)
    await climbs(Act.ALARM)
    day = Day(store, watch)
    await day.goes_on()
    assert [(one.kind, one.conversation_id, one.buyer_name, one.at) for one in day.alarms] == [
        ("step", 1, "Mina", watch())
    ]
