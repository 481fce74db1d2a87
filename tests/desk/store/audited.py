"""Two days of a shop of which all adds up, to audit and to doctor."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import select, text

from desk.audit import Account, Check, Found, Line, Report, lately
from desk.conversation import Conversation, Reach
from desk.message import Author
from desk.outgoing import Outgoing, OutState
from desk.photo import Photo
from desk.store import Book, Store, audit, conversations
from desk.store.book import MAPPED
from desk.store.tables import outbox, photo
from tests.cast import FREE, TARGETS, Loopback, Writer, hire
from tests.conftest import Watch
from tests.console.room import ZONE

BOT: Account = ("telegram", "main")
WEB: Account = ("web", "main")
OWED = select(*MAPPED[Outgoing].columns).where(outbox.c.state == "queued").order_by(outbox.c.id)
PENDING = select(*MAPPED[Photo].columns).where(photo.c.state == "pending")
FIRST = 900_000_001


class Shop:
    """Mina writes on Telegram, Nils in the web chat, the bot and Otto answer."""

    def __init__(self, store: Store, watch: Watch) -> None:
        self.store, self.watch = store, watch
        self.bot, self.web = Loopback(name="telegram"), Loopback(name="web")
        self.mina = Writer(store, watch, self.bot)
        self.nils = Writer(store, watch, self.web, name="Nils", chat="8")
        self.numbers, self.keys = count(FIRST), count(1)
        self.otto = 0

    async def two_days(self) -> Shop:
        """An edit, one that came before its message, an album, a button pressed twice, a photo, an answer in parts, one that
        was withdrawn, one changed in its place, a conversation over midnight, a letter that left late."""
        self.otto = (await hire(self.store, self.watch, "Otto")).id
        self.watch.move(days=-1)
        mina = self.mina
        await self.writes("hello")
        await self.writes("hello!", kind="edit", msg_id="1")
        await self.writes("is it white", kind="edit", msg_id="70")
        await self.writes("is it whit", msg_id="70")
        for n in range(3):
            photos = [{"ref": f"picture {n}", "unique": f"u{n}"}]
            await self.writes("", kind="photo", group_id="album", photos=photos, msg_id=f"8{n}")
        pressed = {"kind": "press", "button": "yes", "msg_id": "44"}
        await self.writes("Yes", **pressed)
        await self.writes("Yes", **pressed)
        await self.writes("", kind="other", chat="-5")
        await self.says(mina, "We have 3 left.", Author.BOT)
        await self.sends()
        await self.nils.writes("good evening", ext_id="8:9f3c")
        self.watch.move(hours=20)
        await self.writes("and a person please")
        await self.does(mina, lambda held: held.take(self.otto, self.watch(), targets=TARGETS))
        await self.says(mina, "x " * 40, Author.HUMAN, reach=Reach(max_text=30))
        await self.sends()
        await self.says(mina, "No, the blue one.", Author.HUMAN)
        await self.store.write(lambda book: self.every(book)[-1].move("cancel"))
        await self.says(mina, "It was packed at noon.", Author.HUMAN)
        self.watch.move(hours=2)
        await self.sends()
        await self.says(self.nils, "Hello Nils.", Author.BOT)
        await self.sends()
        await self.store.write(self._fetch)
        await self.run("update inbox set state = 'done' where state = 'new'")
        await self.run("update deadline set state = 'cancelled' where state = 'armed'")
        return self

    async def writes(self, said: str, **more: Any) -> None:
        number = next(self.numbers)
        await self.mina.writes(
            said, ext_id=str(number), msg_id=more.pop("msg_id", str(number - FIRST + 1)), **more
        )
        self.watch.move(seconds=1)

    async def does(self, who: Writer, act: Any) -> None:
        id = (await who.conversation()).id
        await self.store.write(lambda book: act(conversations.by_id(book, id)))

    async def says(self, who: Writer, said: str, author: Author, reach: Reach | None = None) -> None:
        key, by = f"k{next(self.keys)}", self.otto if author == Author.HUMAN else None

        def say(held: Conversation) -> None:
            held.say(
                said, author=author, by=by, at=self.watch(), guard=FREE, idem_key=key, reach=reach or Reach()
            )

        await self.does(who, say)

    def every(self, book: Book) -> list[Outgoing]:
        return book.many(Outgoing, OWED)

    async def sends(self, state: OutState = OutState.SENT) -> None:
        """As the outbox does when the channel has answered."""

        while await self.store.write(lambda book: self._send(book, state)):
            self.watch.move(seconds=1)

    def _send(self, book: Book, state: OutState) -> bool:
        """Whether there was one."""
        letter = next(iter(self.every(book)), None)
        if letter is None:
            return False
        held, at = conversations.by_id(book, letter.conversation_id), self.watch()
        letter.claim(at, timedelta(minutes=1))
        if state == OutState.SENT:
            letter.move("accept")
            letter.sent_at = at
            unanswered = conversations.first_unanswered(book, held.id, letter.seq)
            held.delivered(letter, at, unanswered, TARGETS)
        else:
            letter.move("fail")
            held.not_delivered(letter, at, TARGETS)
        return True

    def _fetch(self, book: Book) -> None:
        for one in book.many(Photo, PENDING):
            one.keep("0" * 64, 10, self.watch())
            one.draw("1" * 64, "image/jpeg", 8, 8, "")

    async def run(self, statement: str) -> None:
        changed = await self.store.write(lambda book: book.run(text(statement)))
        assert changed, statement

    # --- audited

    async def audit(self) -> Report:
        accounts = (BOT, WEB)
        return await audit.audit(self.store, lately(self.watch(), ZONE), self.watch(), accounts)

    async def rows(self, check: Check, of: Account = BOT) -> list[Found]:
        return await audit.rows(self.store, lately(self.watch(), ZONE), self.watch(), check, of)


def line(report: Report, check: Check, of: Account = BOT) -> Line:
    return next(one for one in report.lines if (one.check, one.of) == (check, of))


def faults(report: Report) -> dict[Check, int]:
    return {one.check: one.found for one in report.lines if one.found}
