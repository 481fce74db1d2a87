"""What a buyer wrote that somebody at the desk had not seen yet when they pressed."""

from __future__ import annotations

import re

from console.form import Form
from desk.conversation import Conversation
from desk.message import Author, Message
from desk.store import Book, conversations

PLACE = re.compile(r"[0-9]{1,12}", re.ASCII)


def seen(sent: Form, *also: str) -> int | None:
    """The newest message that was seen, by its place in the thread (2 * seq); None = the form does not say."""
    written = [sent.text(name) for name in ("seen", *also)]
    places = [int(one) for one in written if PLACE.fullmatch(one)]
    return max(places) // 2 if places else None


def missed(book: Book, held: Conversation, seen: int | None) -> list[Message]:
    """What came after that, oldest first; nothing where they do not say what they had seen."""
    if seen is None or seen >= held.last_seq:
        return []
    return [one for one in conversations.messages_after(book, held.id, seen) if one.author == Author.BUYER]
