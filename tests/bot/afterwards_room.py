"""A shop that asks afterwards: Mina, Otto who answers her, the timers, the sender, and the worker that follows up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select

from bot.asked import Asked
from bot.at_once import AtOnce
from bot.follow_ups import FollowUps
from bot.hear import Hearing
from bot.outbox import Sender
from bot.perform import Performing
from bot.satisfaction import Satisfaction
from bot.timers import Timers
from bot.wants_something import wants
from desk.conversation import Conversation, Reach
from desk.files import Files
from desk.follow_up import FollowUp
from desk.handover import Reason
from desk.message import Author
from desk.satisfaction import Score
from desk.shelf import Shelf
from desk.store import Book, Store, conversations
from desk.store.book import MAPPED
from desk.store.tables import event, follow_up, message, score
from desk.targets import Targets
from desk.ticket.amounts import Amounts
from desk.ticket.facts import Facts, Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.policy import USUALLY
from desk.ticket.ticket import Ticket
from desk.typing import Typing
from tests.bot.cases_room import UNDERSTANDING, CasesRoom
from tests.bot.orders_room import PACKS
from tests.bot.test_timers import ladders
from tests.cast import FREE, Writer
from tests.conftest import Watch


class AfterwardsRoom(CasesRoom):
    def __init__(self, store: Store, watch: Watch, folder: Path, reach: Reach = Reach()) -> None:  # noqa: B008
        super().__init__(store, watch)
        self.targets = Targets(self.rules)
        self.performing = Performing(Shelf(PACKS, FREE), self.targets, {"loopback": reach})
        self.asked = Asked(self.performing, self.targets, wants(UNDERSTANDING))
        self.satisfaction = Satisfaction(self.performing, self.targets)
        self.timers = Timers(store, watch, self.targets, ladders(Typing()), satisfaction=self.satisfaction)
        self.follow_ups = FollowUps(store, self.performing, self.rules, watch)
        self.sender = Sender(store, self.channel, Files(folder), watch, self.targets, lambda number: None)
        self.mina = self.buyer("7", "Mina")

    def buyer(self, chat: str, name: str) -> Writer:
        writer = super().buyer(chat, name)
        if hasattr(self, "asked"):
            at_once = AtOnce(self.store, self.thinking, self.performing, self.targets)
            writer.hearing = Hearing(
                self.store, self.watch, self.targets, self.thinking.owe, at_once, self.asked
            )
        return writer

    async def settle(self) -> None:
        """Timers fire, and what may leave has left."""
        await self.timers._fire_what_is_due()
        idle = 0
        while idle < 2:  # a letter may have landed between two looks
            await self.sender._send_what_may_go()
            idle = 0 if self.sender._on_the_way else idle + 1
            await self.sender._land()

    async def later(self, **by: float) -> None:
        self.watch.move(**by)
        await self.settle()

    async def follows_up(self, **by: float) -> None:
        self.watch.move(**by)
        await self.follow_ups._look()
        await self.settle()

    async def answered_by_otto(self) -> int:
        """Mina asked for a person, Otto came, answered and closed; the number of the conversation."""
        await self.says("hello")
        number = (await self.mina.conversation()).id

        def unit(book: Book) -> None:
            held = conversations.by_id(book, number)
            held.hand_off(Reason.ASKED, self.watch(), self.targets)
            held.take(self.otto.id, self.watch(), targets=self.targets)
            held.say(
                "Your lamp is on its way.", author=Author.HUMAN, by=self.otto.id, at=self.watch(), guard=FREE,
                idem_key=f"otto:{number}", reach=Reach(),
            )  # fmt: skip

        await self.store.write(unit)
        await self.settle()
        await self.close(number)
        return number

    async def close(self, number: int) -> None:
        by = self.otto.id
        await self.store.write(
            lambda book: conversations.by_id(book, number).close(self.watch(), by=by, targets=self.targets)
        )

    async def presses_value(
        self, value: int | str, *, of: int | None = None, who: Writer | None = None
    ) -> Any:
        number = of or (await self.score()).id
        return await (who or self.mina).writes(str(value), kind="press", button=f"s:{number}:{value}")

    @property
    def heard(self) -> list[str]:
        """What Mina was told, of the channel."""
        return [letter.text for letter in self.channel.said]

    # --- what stands in the book

    async def scores(self) -> list[Score]:
        rows = select(*MAPPED[Score].columns).order_by(score.c.id)
        return await self.store.read(lambda book: book.many(Score, rows))

    async def score(self) -> Score:
        [one] = await self.scores()
        return one

    async def contacts(self) -> list[FollowUp]:
        rows = select(*MAPPED[FollowUp].columns).order_by(follow_up.c.id)
        return await self.store.read(lambda book: book.many(FollowUp, rows))

    async def stand(self, number: int) -> Conversation:
        return await self.store.read(lambda book: conversations.by_id(book, number))

    async def kinds(self, number: int) -> list[str]:
        """Of what the buyer said in it."""
        rows = (
            select(message.c.kind)
            .where(message.c.conversation_id == number, message.c.author == "buyer")
            .order_by(message.c.seq)
        )
        return await self.store.read(lambda book: [row[0] for row in book.rows(rows)])

    async def happened(self, kind: str) -> list[dict[str, Any]]:
        rows = select(event.c.data).where(event.c.kind == kind).order_by(event.c.number)
        return await self.store.read(lambda book: [orjson.loads(row[0]) for row in book.rows(rows)])


async def a_refused_case(room: AfterwardsRoom, *, close: bool = True) -> int:
    """Mina's refund was refused; the number of the conversation, which is over by then."""
    room.watch.move(seconds=1)
    await room.says("hello")  # and it is answered before anything else happens
    room.watch.move(seconds=1)
    held = await room.mina.conversation()

    def unit(book: Book) -> None:
        at, wanted = room.watch(), TicketKind.REFUND
        ticket = book.add(
            Ticket(
                0, wanted, TicketState.SUBMITTED, held.buyer_id, held.id, None, at, at, "CNY", submitted_at=at
            )
        )
        ticket.begin(Mover.of(room.otto), USUALLY)
        ticket.do("refuse", Mover.of(room.otto), at, USUALLY, Facts(note="worn", amounts=Amounts(0)))
        ticket.untold = False
        conversations.by_id(book, held.id).waiting_since = None

    await room.store.write(unit)
    if close:
        await room.close(held.id)
    await room.settle()
    room.watch.move(seconds=1)
    return held.id
