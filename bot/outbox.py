"""The one road out: letters are claimed, sent, and what became of them is written down.

Claim and outcome are transactions of their own; between them nothing is open while the network answers. A
letter found claimed by a dead process may have arrived: it becomes unsure, and is never repeated by itself."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.channels import Button, Channel, Later, Letter, NotSent, Outcome, Refused, Sent, Unsure
from bot.landed import is_ours, landed
from bot.pace import Pace, Request
from desk.clock import Clock
from desk.conversation import Conversation, Mode
from desk.errors import StoreBusy
from desk.files import Files
from desk.message import Author
from desk.outgoing import Outgoing
from desk.record import record
from desk.store import Book, Store, conversations, letters, photos
from desk.store.book import HELD_BACK
from desk.targets import Targets

AT_ONCE = 16
"""Letters of one account on their way at a time, each to another chat."""
LEASE = timedelta(seconds=90)
STALE = timedelta(minutes=15)
"""An answer of the bot older than this is thought again rather than sent."""
LONGEST_BACKOFF_S = 60.0
EDIT_TRIES = 4
"""How often an edit is tried of which nobody knows whether it arrived; then it counts as failed."""

log = structlog.get_logger()


@record(frozen=True, slots=True)
class Claimed:
    request: Request
    letter: Outgoing
    photo_sha: str | None
    edits: str | None
    """The channel's number of the message that it changes."""


class Sender:
    """Sends for one account. Only the process that holds the account's lease runs it."""

    def __init__(
        self,
        store: Store,
        channel: Channel,
        files: Files,
        clock: Clock,
        targets: Targets,
        think_again: Callable[[int], None],
    ) -> None:
        self._store, self._channel, self._files, self._clock = store, channel, files, clock
        self._targets, self._think_again = targets, think_again
        self.pace = Pace(channel.limits)
        self._on_the_way: set[asyncio.Task[None]] = set()
        self._landed = asyncio.Event()
        self._held_back = store.bell.listen(HELD_BACK)

    async def run(self) -> None:
        await self._take_up()
        listener = self._store.bell.listen("outbox")
        try:
            while True:
                wait = await self._send_what_may_go()
                await listener.wait(wait)
        finally:
            listener.close()
            self._held_back.close()
            await self._land()

    async def _take_up(self) -> None:
        """After a start: what was on its way is unsure; what the channel asked us to wait for still holds."""
        at, name = self._clock(), (self._channel.name, self._channel.account)
        await self._store.write(lambda book: self._lose_sight(book, at))
        for chat, until in await self._store.read(lambda book: letters.pauses(book, *name)):
            self.pace.pause(chat, until)
        for chat, sent_at in await self._store.read(
            lambda book: letters.sent_lately(book, *name, at - timedelta(minutes=1))
        ):
            self.pace.answered(self.pace.began(chat, sent_at), sent_at)

    def _lose_sight(self, book: Book, at: datetime) -> None:
        for letter in letters.on_their_way(book, self._channel.name, self._channel.account):
            conversation = conversations.by_id(book, letter.conversation_id)
            if self._channel.limits.idempotent or letter.edits is not None:
                letter.move("postpone")
                continue
            letter.move("lose_sight")
            letter.error = "we stopped while it was on its way"
            self._not_delivered(book, conversation, letter, at)

    # --- sending

    async def _send_what_may_go(self) -> float:
        """Starts what may leave now; returns after how many seconds something more may."""
        while True:
            free = AT_ONCE - len(self._on_the_way)
            if free <= 0:
                await self._one_lands()
                continue
            at = self._clock()
            if (paused := self.pace.paused.get("", at)) > at:
                return min(1.0, (paused - at).total_seconds())
            claimed, wait = await self._claim(at, free)
            for one in claimed:
                self._start(one)
            if not claimed:
                return wait

    async def _claim(self, at: datetime, count: int) -> tuple[list[Claimed], float]:
        channel = self._channel
        waiting = await self._store.read(
            lambda book: letters.next_to_send(book, channel.name, channel.account, at, count + AT_ONCE)
        )
        due: dict[int, Request] = {}
        wait = 1.0 if waiting else await self._until_one_leaves(at)
        for letter in waiting:
            free_at = self.pace.free_at(letter.chat, at)
            if free_at > at:
                wait = min(wait, (free_at - at).total_seconds())
            elif len(due) < count:
                due[letter.id] = self.pace.began(letter.chat, at)
        if not due:
            return [], wait
        rethink: set[int] = set()

        def unit(book: Book) -> list[Claimed]:
            rethink.clear()
            found = ((due[id], self._claim_one(book, id, at, rethink)) for id in due)
            return [Claimed(request, *letter) for request, letter in found if letter]

        claimed: list[Claimed] = []
        try:
            claimed = await self._store.write(unit)
        finally:
            sent = {one.request for one in claimed}
            for request in due.values():
                if request not in sent:
                    self.pace.withdraw(request)
        for conversation_id in rethink:
            self._think_again(conversation_id)
        return claimed, 0.0 if rethink else wait

    async def _until_one_leaves(self, at: datetime) -> float:
        """Seconds. Asked only where the bell said that a letter is held back, which is seldom."""
        held = self._held_back.woken
        if not held.is_set():
            return 1.0
        held.clear()
        name, account = self._channel.name, self._channel.account
        until = await self._store.read(lambda book: letters.held_until(book, name, account, at))
        if until is None:
            return 1.0
        held.set()
        return min(1.0, (until - at).total_seconds())

    def _claim_one(
        self, book: Book, id: int, at: datetime, rethink: set[int]
    ) -> tuple[Outgoing, str | None, str | None] | None:
        seen = letters.letter(book, id)
        if seen is None or seen.state != "queued":
            return None
        conversation = conversations.by_id(book, seen.conversation_id)
        if conversation.gone:
            for letter in letters.queued_of(book, conversation.id):  # none of them will ever arrive
                letter.move("fail")
                letter.error = "the buyer has blocked the shop"
                if is_ours(letter):
                    landed(book, letter, at, self._targets)
            return None
        if seen.automatic and seen.mode_version != conversation.mode_version:
            seen.move("cancel")  # a person has come since it was thought
            self._not_delivered(book, conversation, seen, at)
            return None
        if seen.author == Author.BOT and seen.cause is not None and at - seen.queued_at > STALE:
            self._cancel_stale(book, conversation)
            rethink.add(conversation.id)
            return None
        edits = None
        if seen.edits is not None and (edits := self._edited_by(book, seen, at)) is None:
            return None
        seen.claim(at, LEASE)
        shown = photos.by_key(book, seen.photo) if seen.photo else None
        return seen, shown.view_sha256 if shown else None, edits

    def _edited_by(self, book: Book, seen: Outgoing, at: datetime) -> str | None:
        """The channel's number of the message that it changes. The message may stand in an earlier conversation of
        the chat: a person who has the present one is not talked over either."""
        latest = conversations.latest_of_chat(book, seen.channel, seen.account, seen.chat)
        if latest is not None and latest.mode == Mode.HUMAN:
            seen.move("cancel")
            return None
        first = letters.letter(book, seen.edits) if seen.edits is not None else None
        if first is None or first.ext_msg_id is None:
            seen.move("fail")
            seen.error, seen.settled_at = "the message that it changes never arrived", at
            return None
        return first.ext_msg_id

    def _cancel_stale(self, book: Book, conversation: Conversation) -> None:
        """All of the bot's queued answers at once, so that the new ones come in the old order."""
        by_bot = (one for one in letters.queued_of(book, conversation.id) if one.author == Author.BOT)
        for letter in by_bot:
            letter.move("cancel")
            if letter.cause is not None:
                letters.think_again(book, letter.cause)
                conversation.unthought += 1

    def _start(self, claimed: Claimed) -> None:
        task = asyncio.create_task(self._send(claimed))
        self._on_the_way.add(task)
        task.add_done_callback(self._has_landed)

    def _has_landed(self, task: asyncio.Task[None]) -> None:
        self._on_the_way.discard(task)
        self._landed.set()

    async def _one_lands(self) -> None:
        self._landed.clear()
        if self._on_the_way:
            await self._landed.wait()

    async def _land(self) -> None:
        """At shutdown: what is on its way is waited for, so that it does not become unsure."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(20):
                await asyncio.gather(*self._on_the_way, return_exceptions=True)

    async def _send(self, claimed: Claimed) -> None:
        letter = claimed.letter
        try:
            outcome = await self._channel.send(
                Letter(
                    chat=letter.chat,
                    idem_key=letter.idem_key,
                    text=letter.text,
                    buttons=tuple(Button(text, data) for text, data in letter.buttons),
                    photo=self._files.path(claimed.photo_sha) if claimed.photo_sha else None,
                    photo_type="image/jpeg"
                    if claimed.photo_sha
                    else None,  # the viewer's copy is one, whatever came
                    edits=claimed.edits,
                )
            )
        except Exception:
            # Nobody knows how far it got.
            log.exception("send_failed", letter=letter.id)
            outcome = Unsure("an error of ours while sending")
        finally:
            self.pace.answered(claimed.request, self._clock())
        await self._write_down(letter.id, outcome)

    async def _write_down(self, id: int, outcome: Outcome) -> None:
        """Until it is written: a full disk must not make a sent letter look unsent."""
        at = self._clock()
        while True:
            try:
                await self._store.write(lambda book: self._became(book, id, outcome, at))
                return
            except StoreBusy:
                await asyncio.sleep(1)

    # --- outcomes

    def _became(self, book: Book, id: int, outcome: Outcome, at: datetime) -> None:
        letter = letters.letter(book, id)
        assert letter is not None
        conversation = conversations.by_id(book, letter.conversation_id)
        if letter.edits is not None:
            self._edited(book, conversation, letter, outcome, at)
            return
        match outcome:
            case Sent(msg_id):
                letter.move("accept")
                letter.sent_at, letter.ext_msg_id = at, msg_id
                unanswered = conversations.first_unanswered(book, conversation.id, letter.seq)
                conversation.delivered(letter, at, unanswered, self._targets)
                if is_ours(letter):
                    landed(book, letter, at, self._targets)
            case Later(after_s, reason, whole_account):
                self._postpone(book, letter, at, after_s, reason, "" if whole_account else letter.chat)
            case NotSent(reason):
                self._postpone(
                    book, letter, at, min(LONGEST_BACKOFF_S, 2.0 ** min(letter.attempts - 1, 6)), reason, ""
                )
            case Refused(reason, gone):
                letter.move("fail")
                letter.error = reason
                if gone:
                    conversation.lose_buyer(at)
                self._not_delivered(book, conversation, letter, at)
            case Unsure(reason):
                letter.move("lose_sight")
                letter.error = reason
                self._not_delivered(book, conversation, letter, at)

    def _not_delivered(self, book: Book, conversation: Conversation, letter: Outgoing, at: datetime) -> None:
        if is_ours(letter):
            landed(book, letter, at, self._targets)
        else:
            conversation.not_delivered(letter, at, self._targets)

    def _edited(
        self, book: Book, conversation: Conversation, letter: Outgoing, outcome: Outcome, at: datetime
    ) -> None:
        """An edit may be repeated, so nobody is called when it is unsure. Where it fails, whoever wanted it finds the
        row and says it anew (bot.ticket_cards)."""
        pause_s = min(LONGEST_BACKOFF_S, 2.0 ** min(letter.attempts - 1, 6))
        match outcome:
            case Sent(msg_id):
                letter.move("accept")
                letter.sent_at, letter.ext_msg_id = at, msg_id
                message = conversations.message_at(book, conversation.id, letter.seq)
                conversation.reworded(message, letter, at)
            case Later(after_s, reason, whole_account):
                self._postpone(book, letter, at, after_s, reason, "" if whole_account else letter.chat)
            case NotSent(reason):
                self._postpone(book, letter, at, pause_s, reason, "")
            case Unsure(reason) if letter.attempts < EDIT_TRIES:
                self._postpone(book, letter, at, pause_s, reason, letter.chat)
            case Unsure(reason) | Refused(reason):
                letter.move("fail")
                letter.error, letter.settled_at = reason, at
                if isinstance(outcome, Refused) and outcome.gone:
                    conversation.lose_buyer(at)

    def _postpone(
        self, book: Book, letter: Outgoing, at: datetime, after_s: float, reason: str, chat: str
    ) -> None:
        letter.move("postpone")
        until = at + timedelta(seconds=after_s)
        letter.not_before, letter.error = until, reason
        letters.pause(book, self._channel.name, self._channel.account, chat, until)
        self.pace.pause(chat, until)
