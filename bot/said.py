"""What a buyer said that nobody has thought about yet: the letters of one thought."""

from __future__ import annotations

from datetime import datetime

from bot.dialogue.seen import Heard
from desk.conversation import Conversation
from desk.message import Message
from desk.record import record
from desk.store import Book, conversations, letters, photos
from desk.store.letters import New


@record(frozen=True, slots=True)
class Letter:
    new: New
    message: Message
    photos: int


@record(frozen=True, slots=True)
class Said:
    """The conversation and its letters, as one unit of work saw them."""

    conversation: Conversation
    letters: tuple[Letter, ...]
    fresh: bool = False
    """The conversation is as the unit that heard these letters left it, a moment ago."""

    @property
    def first_at(self) -> datetime:
        return self.letters[0].message.at

    def heard(self) -> list[Heard]:
        """The letters as the dialogue takes them, not yet understood."""
        return [_heard(letter, self.conversation) for letter in self.letters]


def unanswered(book: Book, conversation_id: int) -> Said | None:
    """None when there is nothing to think about."""
    new = letters.new_of(book, conversation_id)
    if not new:
        return None
    conversation = conversations.by_id(book, conversation_id)
    # A late caption joins the message of its album: the letter heard last may stand before the others.
    first = min(one.seq for one in new)
    by_seq = {m.seq: m for m in conversations.messages_after(book, conversation_id, first - 1)}
    return Said(conversation, tuple(_letter(book, one, by_seq[one.seq]) for one in new))


def _letter(book: Book, new: New, message: Message) -> Letter:
    shown = photos.of_message(book, message.conversation_id, message.seq) if message.kind == "photo" else ()
    return Letter(new, message, len(shown))


def _heard(letter: Letter, conversation: Conversation) -> Heard:
    new, message = letter.new, letter.message
    press = message.kind == "press"
    return Heard(
        inbox_id=new.id,
        # An edit that came before its message is what the buyer says.
        kind="text" if new.kind == "edit" else new.kind,  # type: ignore[arg-type]
        text="" if press else message.text,
        button=message.buttons[0][1] if press and message.buttons else None,
        photos=letter.photos,
        group_id=message.group_id,
        in_group=conversation.in_group,
    )
