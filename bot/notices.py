"""What the desk says to a buyer by itself: where it is said, and that nobody is talked over."""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.steps import Say
from bot.perform import Performing
from desk.conversation import Conversation, Mode, opening
from desk.message import Author
from desk.store import Book, conversations
from desk.store.order_watch import Outcome


class Notices:
    """One mouth for the workers. They call it within a unit of the book."""

    def __init__(self, performing: Performing) -> None:
        self._performing = performing

    def language(self, conversation: Conversation) -> str:
        return self._performing.language(conversation)

    def open_chat(self, book: Book, id: int, at: datetime) -> Conversation:
        """The open conversation of that one's chat, or a new one: the buyer may answer at once. Of a buyer who has
        blocked the shop the last one, as it is."""
        then = conversations.by_id(book, id)
        latest = conversations.latest_of_chat(book, then.channel, then.account, then.chat)
        if latest is not None and (latest.mode != Mode.CLOSED or latest.gone):
            return latest
        names = ("buyer_id", "buyer_name", "channel", "account", "chat", "identity", "language", "in_group")
        fresh = book.add(opening({name: getattr(then, name) for name in names}, at))
        fresh.watch_idle(at, self._performing.targets)
        return fresh

    def tell(
        self,
        conversation: Conversation,
        say: Say,
        at: datetime,
        idem_key: str,
        *,
        author: Author = Author.TIMER,
        cause: int | None = None,
    ) -> Outcome:
        """The desk does not talk over a person: they are told, and tell the buyer in their own words. Nor does it tell a whole
        group what is one buyer's."""
        if conversation.gone:
            return "gone"
        if conversation.mode == Mode.HUMAN or conversation.in_group:
            conversation.note(self._performing.words(conversation, say), None, at)
            return "noted"
        self._performing.say(conversation, say, at, idem_key, author=author, cause=cause)
        return "told"
