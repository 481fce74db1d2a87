"""One update of Telegram's Bot API, read as an Incoming. Any value may be anything: each one used is checked.

Field names and meanings: core.telegram.org/bots/api (Bot API 10.0). The dictionary is read directly: types must
be checked either way, and building the library's objects first costs ten times as much.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from bot.channels import Incoming, Kind, PhotoRef, Unreadable
from bot.channels.checked import Tree, instant, is_number, number, parsed, tree, words
from desk.record import record

MAX_TEXT = 32_768
"""Far above what Telegram carries (4,096), far below what would hurt."""

GONE = {"kicked", "left"}
GROUPS = {"group", "supergroup"}
SAID: dict[str, Kind] = {
    "text": "text",
    "photo": "photo",
    "sticker": "sticker",
    "voice": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",  # before document: Telegram repeats an animation there for old clients
    "document": "file",
    "contact": "contact",
    "audio": "file",
    "location": "file",
    "venue": "file",
    "poll": "file",
    "dice": "file",
    "game": "file",
    "story": "file",
    "paid_media": "file",
    "checklist": "file",
}
"""What a buyer can put into a message; a message with none of it is Telegram's own notice."""


@record(frozen=True, slots=True)
class Me:
    """Who the bot is, so that it knows when a group means it. The name is unknown until Telegram was asked."""

    id: int
    username: str | None = None


def external_id(raw: bytes) -> str:
    """The update's number as text, or `raw:` and the SHA-256 of the bytes where there is none."""
    try:
        update = parsed(raw)
    except Unreadable:
        update = None
    own = update.get("update_id") if isinstance(update, dict) else None
    return str(own) if is_number(own) else "raw:" + sha256(raw).hexdigest()


def read_update(raw: bytes, me: Me) -> Incoming:
    """Raises Unreadable and nothing else."""
    update = parsed(raw)
    if not isinstance(update, dict):
        raise Unreadable("an update is not an object")
    ext_id = str(number(update, "update_id"))
    for name, read in READERS.items():
        if name in update:
            return read(tree(update, name), ext_id, me)
    if any(isinstance(value, dict) for value in update.values()):
        return Incoming("other", ext_id, chat="", identity="")
    raise Unreadable("the update holds nothing")


def _message(message: Tree, ext_id: str, me: Me) -> Incoming:
    chat = tree(message, "chat")
    sender = tree(message, "from") if "from" in message else {}
    kind, photos = _content(message)
    text = words(message, "text" if "text" in message else "caption", MAX_TEXT) or ""
    in_group = words(chat, "type") in GROUPS
    return Incoming(
        kind=kind if _by_a_buyer(message, chat, sender) else "other",
        ext_id=ext_id,
        chat=_chat_key(message, chat),
        identity=str(number(sender or chat, "id")),
        text=text,
        name=_name(sender),
        language=words(sender, "language_code"),
        msg_id=str(number(message, "message_id")),
        sent_at=instant(message, "edit_date" if "edit_date" in message else "date"),
        photos=photos,
        group_id=words(message, "media_group_id"),
        in_group=in_group,
        for_us=not in_group or _addressed(message, text, me),
    )


def _edited(message: Tree, ext_id: str, me: Me) -> Incoming:
    letter = _message(message, ext_id, me)
    # A shared position "edits" itself every few seconds; what is no message stays none.
    kind: Kind = "other" if letter.kind == "other" or "location" in message else "edit"
    return replace(letter, kind=kind)


def _press(press: Tree, ext_id: str, me: Me) -> Incoming:
    sender = tree(press, "from")
    person = str(number(sender, "id"))
    if "message" not in press:  # of an inline message, which we never send
        return Incoming("other", ext_id, chat=person, identity=person)
    message = tree(press, "message")  # too old a message has only its chat, its number and date 0
    chat = tree(message, "chat")
    data = words(press, "data")
    return Incoming(
        kind="other" if data is None else "press",
        ext_id=ext_id,
        chat=_chat_key(message, chat),
        identity=person,
        name=_name(sender),
        language=words(sender, "language_code"),
        msg_id=str(number(message, "message_id")),
        button=data,
        press_id=words(press, "id"),
        in_group=words(chat, "type") in GROUPS,
    )


def _membership(change: Tree, ext_id: str, me: Me) -> Incoming:
    chat = tree(change, "chat")
    sender = tree(change, "from")
    status = words(tree(change, "new_chat_member"), "status")
    return Incoming(
        kind="gone" if status in GONE else "other",
        ext_id=ext_id,
        chat=_chat_key(change, chat),
        identity=str(number(sender, "id")),
        name=_name(sender),
        language=words(sender, "language_code"),
        sent_at=instant(change, "date"),
        in_group=words(chat, "type") in GROUPS,
    )


def _channel_post(message: Tree, ext_id: str, me: Me) -> Incoming:
    chat = str(number(tree(message, "chat"), "id"))
    return Incoming("other", ext_id, chat=chat, identity=chat)


READERS: dict[str, Callable[[Tree, str, Me], Incoming]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _press,
    "my_chat_member": _membership,
    "business_message": _message,
    "edited_business_message": _edited,
    "channel_post": _channel_post,
    "edited_channel_post": _channel_post,
}


def _content(message: Tree) -> tuple[Kind, tuple[PhotoRef, ...]]:
    for name, kind in SAID.items():
        if name not in message:
            continue
        if name == "photo":
            return kind, (_photo(_largest(message[name])),)
        if name == "document":
            return _document(tree(message, name))
        return kind, ()
    return "other", ()


def _largest(sizes: object) -> Tree:
    if not isinstance(sizes, list) or not sizes or not all(isinstance(size, dict) for size in sizes):
        raise Unreadable("photo is not a list of sizes")
    return max(sizes, key=lambda size: number(size, "width") * number(size, "height"))


def _document(document: Tree) -> tuple[Kind, tuple[PhotoRef, ...]]:
    if (words(document, "mime_type") or "").startswith("image/"):
        return "photo", (_photo(document, as_file=True),)
    return "file", ()


def _photo(file: Tree, as_file: bool = False) -> PhotoRef:
    ref = words(file, "file_id")
    if not ref:
        raise Unreadable("a photo without file_id")
    return PhotoRef(
        ref=ref,
        unique=words(file, "file_unique_id"),
        size_bytes=number(file, "file_size") if "file_size" in file else None,
        name=words(file, "file_name"),
        as_file=as_file,
    )


def _by_a_buyer(message: Tree, chat: Tree, sender: Tree) -> bool:
    if not sender or sender.get("is_bot") is True or message.get("is_automatic_forward") is True:
        return False
    # What the shop's owner writes by hand in a business chat arrives too; there the chat is the buyer.
    return "business_connection_id" not in message or sender.get("id") == chat.get("id")


def _chat_key(message: Tree, chat: Tree) -> str:
    """`chat`, `chat:thread` of a forum, or `biz:connection:chat`: three places, though the chat's number is one."""
    key = str(number(chat, "id"))
    if business := words(message, "business_connection_id"):
        return f"biz:{business}:{key}"
    # Replies in ordinary groups carry a thread number too; only a topic is a place of its own.
    if message.get("is_topic_message") is True:
        return f"{key}:{number(message, 'message_thread_id')}"
    return key


def _addressed(message: Tree, text: str, me: Me) -> bool:
    """By a reply to the bot, by its @name, or by a command that names no other bot."""
    answered = message.get("reply_to_message")
    author = answered.get("from") if isinstance(answered, dict) else None
    if isinstance(author, dict) and author.get("id") == me.id:
        return True
    if me.username and re.search(rf"@{re.escape(me.username)}(?!\w)", text, re.IGNORECASE):
        return True
    return text.startswith("/") and "@" not in text.split(maxsplit=1)[0]


def _name(sender: Tree) -> str:
    return " ".join(filter(None, (words(sender, "first_name"), words(sender, "last_name"))))
