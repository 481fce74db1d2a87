"""Heard and answered at once: where nothing must be waited for, letter and answer are one unit.

A plain text in a conversation at rest is thought about before it is written down, from what the store and the shop
have at hand. No transaction is open while it is thought about, and it is acknowledged when both are durable. Whatever
is not so plain, or goes wrong, is heard first and thought about afterwards, as bot.hear and bot.answer do it: that
way is always right, this one is less work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.answer import Thinking
from bot.channels import Channel, Incoming
from bot.dialogue.seen import Heard as Wish
from bot.dialogue.steps import Step
from bot.letter import Heard, Placing, inbox_row, is_plain
from bot.perform import Performing
from desk.conversation import Conversation, Mode
from desk.errors import StoreBusy
from desk.store import Book, Stale, Store, conversations, letters
from desk.targets import Targets

log = structlog.get_logger()


class AtOnce:
    def __init__(self, store: Store, thinking: Thinking, performing: Performing, targets: Targets) -> None:
        self._store, self._thinking, self._performing, self._targets = store, thinking, performing, targets
        self._going_on: set[int] = set()
        """Conversations with a letter on this way."""

    async def hear(self, channel: Channel, raw: bytes, letter: Incoming, at: datetime) -> Heard | None:
        """None, and nothing is written, where the letter must go the usual way. Raises StoreBusy."""
        if letter.kind != "text" or not self._store.at_hand:
            return None
        try:
            return await self._hear(channel, raw, letter, at)
        except StoreBusy:
            raise
        except Stale:
            return None  # somebody else changed the conversation meanwhile
        except Exception:
            log.exception("not_at_once", channel=channel.name, account=channel.account)
            return None

    async def _hear(self, channel: Channel, raw: bytes, letter: Incoming, at: datetime) -> Heard | None:
        chat = channel.name, channel.account, letter.chat
        latest = await self._store.glance(lambda book: conversations.latest_of_chat(book, *chat))
        if latest is None or latest.id in self._going_on or not _at_rest(letter, latest):
            return None
        self._going_on.add(latest.id)
        try:
            steps = await self._thinking.at_once(latest, Wish(0, "text", letter.text))
            if steps is None:
                return None
            return await self._store.write(
                lambda book: self._write_both(book, channel, raw, letter, at, latest, steps)
            )
        finally:
            self._going_on.discard(latest.id)

    def _write_both(
        self,
        book: Book,
        channel: Channel,
        raw: bytes,
        letter: Incoming,
        at: datetime,
        latest: Conversation,
        steps: Sequence[Step],
    ) -> Heard:
        conversation = book.again(latest)
        row = inbox_row(channel, raw, letter, at)
        row["conversation_id"], row["seq"] = conversation.id, conversation.last_seq + 1
        number = letters.keep(book, row)
        if number is None:
            return Heard(None, False, False)
        Placing(book, channel, letter, at, self._targets).say(conversation, number)
        self._performing.answer(book, conversation, number, steps, at)
        return Heard(conversation.id, False, True)


def _at_rest(letter: Incoming, latest: Conversation) -> bool:
    """Whether the letter is all that the bot has to think about, and what comes of it is plain."""
    return is_plain(letter, latest) and latest.mode == Mode.BOT and not latest.unthought
