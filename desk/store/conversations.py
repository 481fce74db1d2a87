"""Conversations, messages and what hangs on them, out of the book."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, bindparam, func, literal_column, select, text

from desk.buyer import Buyer, Identity
from desk.clock import from_ms
from desk.conversation import Conversation
from desk.errors import NotFound
from desk.message import ASIDE, Message, Revision
from desk.photo import Photo
from desk.store import by_number
from desk.store.book import MAPPED, Book
from desk.store.tables import conversation, identity, message, photo, revision


def _select(kind: type[object]) -> Select[tuple[object, ...]]:
    return select(*MAPPED[kind].columns)


OWED = (
    select(conversation.c.id)
    .where(text("mode <> 'closed'"), conversation.c.owed_since.is_not(None))  # in the words of the index
    .order_by(conversation.c.owed_since)
)
OF_CHAT = (
    _select(Conversation)
    .where(conversation.c.channel == bindparam("channel"), conversation.c.account == bindparam("account"))
    .where(conversation.c.chat == bindparam("chat"))
    .order_by(conversation.c.id.desc())
    .limit(1)
)
OF_CHAT_LOCKED = OF_CHAT.with_for_update()
IDENTITY = (
    _select(Identity)
    .where(identity.c.channel == bindparam("channel"), identity.c.account == bindparam("account"))
    .where(identity.c.identity == bindparam("identity"))
)
MESSAGES = _select(Message).where(message.c.conversation_id == bindparam("conversation"))
MESSAGE = MESSAGES.where(message.c.seq == bindparam("seq"))
MESSAGES_AFTER = MESSAGES.where(message.c.seq > bindparam("seq")).order_by(message.c.seq)
LATEST = MESSAGES.order_by(message.c.seq.desc()).limit(bindparam("count"))
BY_CHANNEL_ID = (
    MESSAGES.where(message.c.ext_msg_id == bindparam("msg_id"), message.c.author == "buyer")
    .order_by(message.c.seq.desc())
    .limit(1)
)
OF_ALBUM = MESSAGES.where(message.c.group_id == bindparam("group")).order_by(message.c.seq).limit(1)
FIRST_UNANSWERED = (
    select(func.coalesce(message.c.event_at, message.c.at))
    .where(message.c.conversation_id == bindparam("conversation"), message.c.seq > bindparam("seq"))
    .where(message.c.author == "buyer")
    .where(*(message.c.kind != literal_column(f"'{kind}'") for kind in ASIDE))
    .order_by(message.c.seq)
    .limit(1)
)
UPLOADED = _select(Photo).where(photo.c.key == bindparam("key"), photo.c.owner == bindparam("owner"))
UPLOADED = UPLOADED.where(photo.c.channel == "web", photo.c.conversation_id.is_(None))
REVISIONS = (
    _select(Revision)
    .where(revision.c.conversation_id == bindparam("conversation"), revision.c.seq == bindparam("seq"))
    .order_by(revision.c.n)
)


def owed(book: Book) -> list[int]:
    """In which a person is owed, whoever waits longest first."""
    return [row[0] for row in book.rows(OWED)]


def by_id(book: Book, id: int) -> Conversation:
    """Locked for this unit where the store locks rows. Raises NotFound."""
    return by_number.held(book, Conversation, id)


def latest_of_chat(book: Book, channel: str, account: str, chat: str) -> Conversation | None:
    """The newest conversation of the chat, whatever its mode; locked like `by_id`."""
    statement = OF_CHAT_LOCKED if book.locks else OF_CHAT
    return book.one(Conversation, statement, {"channel": channel, "account": account, "chat": chat})


def buyer_by_id(book: Book, id: int) -> Buyer:
    return by_number.seen(book, Buyer, id)


def buyer_of(book: Book, channel: str, account: str, name_of_account: str) -> Buyer | None:
    found = book.one(
        Identity, IDENTITY, {"channel": channel, "account": account, "identity": name_of_account}
    )
    return None if found is None else buyer_by_id(book, found.buyer_id)


def message_at(book: Book, conversation_id: int, seq: int) -> Message:
    found = book.one(Message, MESSAGE, {"conversation": conversation_id, "seq": seq})
    if found is None:
        raise NotFound()
    return found


def messages_after(book: Book, conversation_id: int, seq: int) -> list[Message]:
    return book.many(Message, MESSAGES_AFTER, {"conversation": conversation_id, "seq": seq})


def latest(book: Book, conversation_id: int, count: int) -> list[Message]:
    """The newest messages, oldest of them first."""
    return book.many(Message, LATEST, {"conversation": conversation_id, "count": count})[::-1]


def by_channel_id(book: Book, conversation_id: int, msg_id: str) -> Message | None:
    """The buyer's message that the channel calls so."""
    return book.one(Message, BY_CHANNEL_ID, {"conversation": conversation_id, "msg_id": msg_id})


def of_album(book: Book, conversation_id: int, group: str) -> Message | None:
    return book.one(Message, OF_ALBUM, {"conversation": conversation_id, "group": group})


def first_unanswered(book: Book, conversation_id: int, after_seq: int) -> datetime | None:
    """When the buyer first said something after that message that is owed an answer."""
    ms = book.value(FIRST_UNANSWERED, {"conversation": conversation_id, "seq": after_seq})
    return None if ms is None else from_ms(ms)


def revisions(book: Book, conversation_id: int, seq: int) -> list[Revision]:
    return book.many(Revision, REVISIONS, {"conversation": conversation_id, "seq": seq})


def uploaded(book: Book, channel: str, owner: str, key: str) -> Photo | None:
    """A photo that this visitor sent ahead of the message that holds it."""
    if channel != "web":
        return None
    return book.one(Photo, UPLOADED, {"owner": owner, "key": key})
