"""Stories played at the real desk: heard by the way in, moved by the conversation's own verbs, told by its log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import select

from bot.channels import Incoming, PhotoRef
from desk.agent import Agent
from desk.conversation import Conversation, Reach
from desk.handover import Reason
from desk.message import Author
from desk.outgoing import Outgoing
from desk.routing import Queue
from desk.store import Book, Store, conversations
from desk.store.book import MAPPED
from desk.store.tables import outbox
from tests.cast import FREE, TARGETS, Loopback, Writer, hire
from tests.conftest import Watch
from tests.desk.figures.story import Row, Story

PEOPLE = ("otto", "ines", "ruth")
BUYERS = {"mina": "7", "noor": "8"}
QUEUED = (
    select(*MAPPED[Outgoing].columns)
    .where(outbox.c.state == "queued", outbox.c.conversation_id > 0)
    .order_by(outbox.c.id)
    .limit(1)
)
SENT_FIRST = select(*MAPPED[Outgoing].columns).where(outbox.c.state == "sent").order_by(outbox.c.id).limit(1)
LONG = "It ships today. " * 3
SHORT, PIECES = Reach(), Reach(max_text=30)


class Road(Loopback):
    """A channel whose letters may bring the time at which they were written."""

    def read(self, raw: bytes) -> Incoming:
        values = orjson.loads(raw)
        photos = tuple(PhotoRef(**one) for one in values.pop("photos", ()))
        if sent := values.pop("sent_at", None):
            values["sent_at"] = datetime.fromisoformat(sent)
        return Incoming(**values, photos=photos)


@dataclass
class Stage:
    store: Store
    watch: Watch
    people: dict[str, Agent] = field(default_factory=dict)
    writers: dict[tuple[str, str], Writer] = field(default_factory=dict)
    here: tuple[str, str] = ("mina", "main")
    """Of whom, and on which of the shop's bots, the rows speak."""
    keys: int = 0
    last: str = ""

    async def opens(self) -> Stage:
        for name in PEOPLE:
            self.people[name] = await hire(self.store, self.watch, name.title())
        for place, name in enumerate(("general", "refunds"), start=1):
            await self.store.write(lambda book, name=name, place=place: book.add(Queue(0, name, place)))  # type: ignore[misc]
        return self

    async def plays(self, story: Story) -> None:
        for row in story.rows:
            self.watch.at = row.at
            if row.who in BUYERS:
                self.here = row.who, row.account or "main"
                await self._buyer(row, story)
            else:
                self.here = self.here[0], row.account or self.here[1]
                await self._at_the_desk(row)

    # --- buyers

    def writer(self) -> Writer:
        name, account = self.here
        if self.here not in self.writers:
            road = Road(account=account)
            self.writers[self.here] = Writer(
                self.store, self.watch, road, name=name.title(), chat=BUYERS[name]
            )
        return self.writers[self.here]

    async def _buyer(self, row: Row, story: Story) -> None:
        writer = self.writer()
        verb, _, rest = row.what.partition(" ")
        match verb:
            case "writes":
                self.keys += 1
                self.last = f"m{self.keys}"
                more: dict[str, Any] = {"msg_id": self.last}
                if rest:  # `written 09:00:00`: the channel had it since then
                    more["sent_at"] = story.time(rest.split()[-1]).isoformat()
                await writer.writes("and another thing", **more)
            case "edits":
                await writer.writes("I meant something else", kind="edit", msg_id=self.last)
            case "sends":  # `another of the album`, or its first
                photo = {"ref": f"p{self.keys}"}
                await writer.writes("", kind="photo", group_id="album", photos=[photo])
            case "asks":
                await writer.writes("a person please")
                await self._do(lambda held: held.hand_off(Reason.ASKED, self.watch(), TARGETS))
            case "leaves":
                await writer.writes("", kind="gone")
            case _:
                raise AssertionError(row)

    # --- the shop

    async def _do(self, verb: Callable[[Conversation], Any]) -> None:
        id = (await self.writer().conversation()).id
        await self.store.write(lambda book: verb(conversations.by_id(book, id)))

    async def _at_the_desk(self, row: Row) -> None:
        if row.who == "letter":
            await self.store.write(lambda book: self._letter(book, row.what))
        elif row.who == "card":
            await self.store.write(self._reworded)
        elif row.what.split()[0] in SAYINGS:
            await self._do(lambda held: self._says(held, row))
            if row.what.split()[0] in AT_ONCE:
                for _ in range(2 if row.what == "answers at length" else 1):
                    await self.store.write(lambda book: self._letter(book, "arrives"))
        else:
            await self._do(lambda held: self._moves(held, row))

    def _says(self, held: Conversation, row: Row) -> None:
        at, person = self.watch(), self.people.get(row.who)
        by = None if person is None else person.id
        match row.what:
            case "notes":
                held.note("she is cross", by, at)
                return
            case "whispers":
                assert by is not None
                held.whisper("offer her the other one", by, at)
                return
        self.keys += 1
        author = {"bot": Author.BOT, "desk": Author.TIMER}.get(row.who, Author.HUMAN)
        long, nod = row.what.endswith("at length"), row.what == "nods"
        message = held.say(
            LONG if long else "It ships today.", author=author, by=by, at=at, guard=FREE, idem_key=f"k{self.keys}",
            reach=PIECES if long else SHORT, hold=author == Author.TIMER,
        )  # fmt: skip
        for letter in held.born:
            if isinstance(letter, Outgoing) and letter.seq == message.seq:
                letter.perfunctory = nod

    def _moves(self, held: Conversation, row: Row) -> None:
        at, person = self.watch(), self.people.get(row.who)
        by = 0 if person is None else person.id
        words = row.what.split()
        match words:
            case ["hands", "off", why]:
                held.hand_off(Reason(why), at, TARGETS, topic="refund" if why == Reason.TOPIC else "")
            case ["takes"]:
                held.take(by, at, targets=TARGETS)
            case ["takes", "over"]:
                held.take(by, at, may_take_over=True, targets=TARGETS)
            case ["hands", "over", "to", whom]:
                held.hand_over(self.people[whom].id, by, at, "")
            case ["releases"]:
                held.release(at, by, TARGETS)
            case ["passes", "on", "to", "queue", number]:
                held.pass_on(at, by, TARGETS, queue_id=int(number))
            case ["sorts", "into", number]:
                held.stand_in(int(number), at, TARGETS)
            case ["gives", "back"]:
                held.give_back(at, by)
            case ["closes"]:
                held.close(at, by=by or None)
            case _:
                raise AssertionError(row)

    def _letter(self, book: Book, what: str) -> None:
        """What becomes of the oldest letter that waits, as the outbox writes it down."""
        letter = book.one(Outgoing, QUEUED)
        assert letter is not None
        held, at = conversations.by_id(book, letter.conversation_id), self.watch()
        letter.claim(at, timedelta(minutes=1))
        match what:
            case "arrives":
                letter.move("accept")
                letter.sent_at, letter.ext_msg_id = at, f"sent {letter.id}"
                unanswered = conversations.first_unanswered(book, held.id, letter.seq)
                held.delivered(letter, at, unanswered, TARGETS)
            case "fails" | "is unsure":
                letter.move("fail" if what == "fails" else "lose_sight")
                held.not_delivered(letter, at, TARGETS)

    def _reworded(self, book: Book) -> None:
        """The card that the bot said first says something else from now on."""
        card, at = book.one(Outgoing, SENT_FIRST), self.watch()
        assert card is not None
        held = conversations.by_id(book, card.conversation_id)
        letter = card.anew("approved", "sha", [], f"edit {card.id}", held.mode_version, at)
        letter.move("claim")
        letter.move("accept")
        letter.sent_at = at
        held.born.append(letter)
        held.reworded(conversations.message_at(book, held.id, card.seq), letter, at)


SAYINGS = {"answers", "nods", "says", "writes", "notes", "whispers", "holds"}
AT_ONCE = {"answers", "nods", "says", "holds"}
