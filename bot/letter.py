"""A letter finding its place in the book: buyer, conversation, message, album, revision."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from bot.asked import Asked
from bot.case_steps import hang
from bot.channels import Channel, Incoming, PhotoRef
from bot.said import Letter, Said
from desk.buyer import Buyer, Identity
from desk.clock import to_ms
from desk.conversation import Conversation, Mode, opening, sha
from desk.events import Edited
from desk.message import Author, Message, Revision
from desk.photo import Photo, PhotoState
from desk.record import record
from desk.store import Book, conversations, letters, tickets
from desk.store.letters import New
from desk.targets import Targets
from desk.visible import file_name

# The channel's own time counts only when it is clearly older than ours: its clock has whole seconds.
MUCH_EARLIER = timedelta(seconds=5)

# Kinds that open or continue a conversation; the others are kept and done at once.
SPOKEN = frozenset({"text", "photo", "press", "sticker", "voice", "video", "file", "contact"})


@record(frozen=True, slots=True)
class Heard:
    conversation_id: int | None
    owed: bool
    """The bot owes an answer."""
    first_time: bool
    """False for a letter that was here before."""
    alone: Said | None = None
    """What was said, when it is the only letter of its conversation that the bot owes a thought."""


def unread_row(channel: Channel, raw: bytes, ext_id: str, at: datetime) -> dict[str, object]:
    """Of the inbox, as it is written where nothing more is known of the letter."""
    return {
        "channel": channel.name,
        "account": channel.account,
        "ext_id": ext_id,
        "chat": "",
        "kind": "",
        "raw": raw,
        "received_at": to_ms(at),
        "event_at": None,
        "state": "done",
        "reason": "",
        "conversation_id": None,
        "seq": None,
        "msg_id": None,
        "group_id": None,
        "text_sha": "",
    }


def inbox_row(channel: Channel, raw: bytes, letter: Incoming, at: datetime) -> dict[str, object]:
    """Of a letter that was read, before its place is known."""
    row = unread_row(channel, raw, letter.ext_id, at)
    row["chat"] = letter.chat
    row["kind"] = letter.kind
    row["event_at"] = to_ms(letter.sent_at) if letter.sent_at else None
    row["msg_id"] = letter.msg_id
    row["group_id"] = letter.group_id
    row["text_sha"] = sha(letter.text)
    return row


def is_plain(letter: Incoming, latest: Conversation) -> bool:
    """Whether it can only be the next message of the buyer's open conversation."""
    alone = not (letter.group_id or letter.in_group or latest.early_edits)
    alone = alone and latest.score_id is None and latest.follow_up_id is None
    return alone and latest.mode != Mode.CLOSED and letter.kind in SPOKEN and letter.kind != "press"


def _state(owed: bool) -> str:
    return "new" if owed else "done"


class Placing:
    """One readable letter finding its place in the book."""

    def __init__(
        self,
        book: Book,
        channel: Channel,
        letter: Incoming,
        at: datetime,
        targets: Targets,
        asked: Asked | None = None,
    ) -> None:
        self.asked = asked
        self.book, self.channel, self.letter = book, channel, letter
        self.at, self.targets = at, targets
        self.number = 0
        self.kept_at: tuple[int, int, str] | None = None
        """Where the row says that the letter stands, when that was plain before it was written."""

    def keep(self, row: dict[str, object]) -> Heard:
        """Writes the letter, and whatever comes of it; nothing where it was here before."""
        letter = self.letter
        latest = conversations.latest_of_chat(self.book, self.channel.name, self.channel.account, letter.chat)
        if latest is not None and is_plain(letter, latest):
            conversation_id, seq, state = latest.id, latest.last_seq + 1, _state(latest.bot_answers)
            self.kept_at = conversation_id, seq, state
            row |= {"conversation_id": conversation_id, "seq": seq, "state": state}
        number = letters.keep(self.book, row)
        if number is None:
            return Heard(None, False, False)
        self.number = number
        return self._place(latest)

    def say(self, conversation: Conversation, number: int) -> None:
        """A plain letter, written already under this number, as the conversation's next message."""
        self.number = number
        conversation.hear(self._message(conversation), self.at, self.targets)

    def _place(self, latest: Conversation | None) -> Heard:
        letter = self.letter
        if letter.kind == "edit":
            return self._edit(latest)
        if letter.kind == "gone" and latest is not None and latest.mode != Mode.CLOSED:
            latest.lose_buyer(self.at)
        if letter.kind not in SPOKEN or (letter.in_group and not letter.for_us):
            return self.done(latest)
        if self.asked is not None and (heard := self.asked.take(self, latest)) is not None:
            return heard
        if letter.kind == "press" and latest is not None and not self._first_press(latest):
            return self.done(latest)
        if letter.group_id and latest is not None and (heard := self._join_album(latest)) is not None:
            return heard
        return self._said(latest)

    # --- said

    def _said(self, latest: Conversation | None) -> Heard:
        conversation = self._conversation(latest)
        if self.asked is not None and latest is not None:
            self.asked.goes_on(self, latest, conversation)
        message = self._message(conversation)
        if conversation.early_edits and self._edited_before(conversation, message):
            return self.done(conversation)
        conversation.hear(message, self.at, self.targets)
        if self.letter.photos:
            self._photos(conversation.id, message.seq)
            self._hang(conversation)
        heard = self._placed(conversation, message.seq, owed=conversation.bot_answers)
        if conversation.unthought > 1 or not heard.owed:
            return heard
        new = New(self.number, message.seq, self.letter.kind, 0)
        only = Letter(new, message, len(self.letter.photos))
        return Heard(conversation.id, True, True, Said(conversation, (only,), fresh=True))

    def _conversation(self, latest: Conversation | None) -> Conversation:
        if latest is not None and (latest.mode != Mode.CLOSED or latest.reopens(self.at, self.targets)):
            return latest
        letter, channel = self.letter, self.channel
        buyer = self._buyer()
        conversation = self.book.add(
            opening(
                {
                    "buyer_id": buyer.id,
                    "buyer_name": letter.name or buyer.name,
                    "channel": channel.name,
                    "account": channel.account,
                    "chat": letter.chat,
                    "identity": letter.identity,
                    "language": letter.language or buyer.language,
                    "in_group": letter.in_group,
                },
                self.at,
            )
        )
        conversation.watch_idle(self.at, self.targets)
        return conversation

    def _buyer(self) -> Buyer:
        letter, channel, book = self.letter, self.channel, self.book
        buyer = conversations.buyer_of(book, channel.name, channel.account, letter.identity)
        if buyer is None:
            buyer = book.add(Buyer(0, letter.name, letter.language or "", self.at))
            book.add(Identity(0, buyer.id, channel.name, channel.account, letter.identity, letter.name))
        return buyer

    def _message(self, conversation: Conversation) -> Message:
        letter = self.letter
        return Message(
            id=0,
            conversation_id=conversation.id,
            seq=0,
            author=Author.BUYER,
            author_id=None,
            kind=letter.kind,
            text=letter.text,
            at=self.at,
            event_at=self._event_at(),
            inbox_id=self.number,
            group_id=letter.group_id,
            ext_msg_id=None if letter.kind == "press" else letter.msg_id,
            buttons=[[letter.text, letter.button]] if letter.button is not None else [],
        )

    def _event_at(self) -> datetime | None:
        sent = self.letter.sent_at
        return sent if sent is not None and self.at - sent > MUCH_EARLIER else None

    # --- pressed

    def _first_press(self, conversation: Conversation) -> bool:
        """An app that closes too early presses again under a new number; the press itself is the key."""
        letter, channel = self.letter, self.channel
        key = f"press:{channel.name}:{channel.account}:{letter.chat}:{letter.msg_id}:{conversation.mode_version}:{letter.button}"
        return letters.first_time(self.book, key, self.at)

    # --- albums

    def _join_album(self, conversation: Conversation) -> Heard | None:
        """A sibling joins the message its album already is, however late; None when it is the first."""
        assert self.letter.group_id is not None
        message = conversations.of_album(self.book, conversation.id, self.letter.group_id)
        if message is None:
            return None
        self._photos(conversation.id, message.seq)
        self._hang(conversation)
        captioned = bool(self.letter.text) and not message.text
        asks = captioned or (
            not message.text and "claim" in conversation.dialogue
        )  # it ticks off the next thing
        if captioned:
            message.text = self.letter.text
        if not asks and (ticket := tickets.of_message(self.book, conversation.id, message.seq)) is not None:
            hang(
                self.book, ticket, conversation.id, self.at
            )  # nobody thinks about it: it goes where its siblings are
        conversation.events.append(Edited(at=self.at, conversation_id=conversation.id, seq=message.seq))
        return self._placed(conversation, message.seq, owed=asks and conversation.bot_answers)

    def _photos(self, conversation_id: int, seq: int) -> None:
        for ref in self.letter.photos:
            uploaded = conversations.uploaded(self.book, self.channel.name, self.letter.identity, ref.ref)
            if uploaded is not None:
                uploaded.conversation_id, uploaded.seq, uploaded.inbox_id = conversation_id, seq, self.number
                self.book.keep(uploaded)
            else:
                self.book.add(self._photo(ref, conversation_id, seq))

    def _hang(self, conversation: Conversation) -> None:
        """While a person has the conversation nobody thinks about its letters: photos go to the case all the same."""
        if conversation.mode != Mode.HUMAN or not self.letter.photos:
            return
        running = tickets.running_of_buyer(self.book, conversation.buyer_id)
        if running:
            hang(self.book, running[0], conversation.id, self.at)

    def _photo(self, ref: PhotoRef, conversation_id: int, seq: int) -> Photo:
        return Photo(
            id=0,
            key=secrets.token_hex(16),
            conversation_id=conversation_id,
            seq=seq,
            inbox_id=self.number,
            owner="",
            channel=self.channel.name,
            account=self.channel.account,
            ref=ref.ref,
            unique_ref=ref.unique,
            name=file_name(ref.name or ""),
            as_file=ref.as_file,
            state=PhotoState.PENDING,
            created_at=self.at,
            next_try_at=self.at,
        )

    # --- edits

    def _edit(self, latest: Conversation | None) -> Heard:
        """A revision of the message, never a new one. It gets no new answer."""
        message = None
        if latest is not None and self.letter.msg_id is not None:
            message = conversations.by_channel_id(self.book, latest.id, self.letter.msg_id)
        if message is None:
            return self._edit_before_its_message(latest)
        self._revise(message, message.text, self.letter.text)
        assert latest is not None
        latest.events.append(Edited(at=self.at, conversation_id=latest.id, seq=message.seq))
        return self._placed(latest, message.seq, owed=False)

    def _edit_before_its_message(self, latest: Conversation | None) -> Heard:
        """Channels may hand an edit over first: it is heard as what was said; the original becomes its first text."""
        conversation = self._conversation(latest)
        message = self._message(conversation)
        message.kind = "text"
        conversation.hear(message, self.at, self.targets)
        conversation.early_edits += 1
        return self._placed(conversation, message.seq, owed=conversation.bot_answers)

    def _edited_before(self, conversation: Conversation, original: Message) -> bool:
        if original.ext_msg_id is None:
            return False
        shown = conversations.by_channel_id(self.book, conversation.id, original.ext_msg_id)
        if shown is None:
            return False
        self._revise(shown, original.text, shown.text)
        conversation.early_edits -= 1
        self._photos(conversation.id, shown.seq)
        return True

    def _revise(self, message: Message, before: str, after: str) -> None:
        self.book.add(
            Revision(0, message.conversation_id, message.seq, message.revision, before, self.at, self.number)
        )
        message.revision += 1
        message.text = after

    # --- done

    def aside(self, conversation: Conversation, kind: str) -> Heard:
        """It answers what the desk asked there, and nothing else."""
        message = self._message(conversation)
        conversation.hear_aside(message, kind, self.at)
        return self._placed(conversation, message.seq, owed=False)

    def _placed(self, conversation: Conversation, seq: int, *, owed: bool) -> Heard:
        if self.kept_at != (conversation.id, seq, _state(owed)):
            letters.place(self.book, self.number, conversation.id, seq, _state(owed))
        conversation.unthought += owed
        return Heard(conversation.id, owed, True)

    def done(self, conversation: Conversation | None) -> Heard:
        return Heard(conversation.id if conversation else None, False, True)
