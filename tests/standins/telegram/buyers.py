"""The buyers' side: people who write to the bot, press, edit, block it, and hear what it says."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.standins.telegram.record import sha
from tests.standins.telegram.words import cleaned, marks

if TYPE_CHECKING:
    from tests.standins.telegram.bot import Bot

PRESS_QUEUE = 3 << 33
NONCE = re.compile(r"\bT-\d{16}\b")
PIECES: dict[str, dict[str, Any]] = {
    "sticker": {"file_id": "CAACAgQAAxkB1", "file_unique_id": "AgADs1", "type": "regular", "width": 512, "height": 512,
                "is_animated": False, "is_video": False, "emoji": "👍", "file_size": 21_316},
    "voice": {"file_id": "AwACAgQAAxkB1", "file_unique_id": "AgADv1", "duration": 3, "mime_type": "audio/ogg",
              "file_size": 12_903},
    "video": {"file_id": "BAACAgQAAxkB1", "file_unique_id": "AgADw1", "duration": 5, "width": 640, "height": 360,
              "mime_type": "video/mp4", "file_size": 410_233},
    "contact": {"phone_number": "+8613800000000", "first_name": "Mina", "user_id": 7},
    "location": {"latitude": 31.23, "longitude": 121.47},
    "document": {"file_id": "BQACAgQAAxkB1", "file_unique_id": "AgADd1", "file_name": "invoice.pdf",
                 "mime_type": "application/pdf", "file_size": 88_100},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a buyer, and the number of its update."""

    message: dict[str, Any]
    update_id: int | None

    @property
    def message_id(self) -> int:
        return int(self.message["message_id"])


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of the bot as it reached the buyer."""

    message: dict[str, Any]
    photo: bytes | None = None

    @property
    def message_id(self) -> int:
        return int(self.message["message_id"])

    @property
    def text(self) -> str:
        return str(self.message.get("text", self.message.get("caption", "")))

    @property
    def buttons(self) -> list[tuple[str, str]]:
        rows = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [(button["text"], button.get("callback_data", "")) for row in rows for button in row]


@dataclass(slots=True)
class Buyer:
    """A person in one chat with one bot: her own, or a group she is in."""

    bot: Bot
    id: int
    name: str
    language: str | None
    chat: dict[str, Any]
    blocked: bool = False
    deactivated: bool = False
    heard: list[Heard] = field(default_factory=list)
    said: dict[int, Said] = field(default_factory=dict)
    _unread: asyncio.Queue[Heard] = field(default_factory=asyncio.Queue)

    def in_group(self, chat_id: int, title: str) -> Buyer:
        """The same person writing in a group the bot is in; the first one there hears what the bot says."""
        group = {"id": chat_id, "title": title, "type": "supergroup"}
        there = Buyer(self.bot, self.id, self.name, self.language, group)
        self.bot.meet(there)
        return there

    async def writes(self, text: str, **more: Any) -> Said:
        """`more` goes into the message as it is, such as `message_thread_id`."""
        text = cleaned(text)
        return self._sends("message", {"text": text} | marks("entities", text) | more, kind="msg", text=text)

    async def answers(self, heard: Heard, text: str) -> Said:
        return await self.writes(text, reply_to_message=heard.message)

    async def sends(self, what: str, **more: Any) -> Said:
        """One of PIECES: a sticker, a voice message, and what else the desk does not read."""
        return self._sends("message", {what: PIECES[what]} | more, kind="msg", text=None)

    async def sends_photo(
        self, photo: bytes, caption: str = "", *, claims_bytes: int | None = None, group: str | None = None
    ) -> Said:
        """`claims_bytes` is what Telegram says of its size; getFile refuses by it, as Telegram does."""
        sizes = [
            self.bot.keep_file(photo, claims_bytes, width=width, height=width * 3 // 4)
            for width in (90, 1280)
        ]
        return self._sends_file({"photo": sizes}, photo, caption, group)

    async def sends_file(self, data: bytes, name: str, mime_type: str, caption: str = "") -> Said:
        document = self.bot.keep_file(data, None, file_name=name, mime_type=mime_type)
        return self._sends_file({"document": document}, data, caption, None)

    async def sends_album(
        self, photos: Sequence[bytes], caption: str = "", *, apart_s: float = 0.0
    ) -> list[Said]:
        """As Telegram does: one update for each, the caption on the first, tied by one media_group_id."""
        group = str(13_900_000_000_000_000 + self.bot.next_number())
        said = []
        for number, photo in enumerate(photos):
            await asyncio.sleep(apart_s if number else 0)
            said.append(await self.sends_photo(photo, caption if number == 0 else "", group=group))
        return said

    async def presses(self, heard: Heard, button: str) -> int | None:
        """`button` is its label or its data."""
        data = next(data for label, data in heard.buttons if button in (label, data))
        press = {"id": str(4_382_000_000_000_000_000 + self.bot.next_number()), "from": self._person(),
                 "message": heard.message, "chat_instance": str(self.id * 7919), "data": data}  # fmt: skip
        line = self._line("press", heard.message_id, text=data)
        return self.bot.updates.add("callback_query", press, queue=self.id + PRESS_QUEUE, line=line)

    async def edits(self, said: Said, text: str) -> Said:
        text = cleaned(text)
        name = "caption" if "photo" in said.message else "text"
        message = said.message | {name: text, "edit_date": self.bot.now_s()}
        line = self._line("edit", said.message_id, text=text)
        return Said(
            message, self.bot.updates.add("edited_message", message, queue=self.chat["id"], line=line)
        )

    async def blocks(self) -> int | None:
        self.blocked = True
        return self._becomes("member", "kicked")

    async def unblocks(self) -> int | None:
        self.blocked = False
        return self._becomes("kicked", "member")

    async def sends_raw(self, kind: str, content: dict[str, Any]) -> int | None:
        """An update of any shape, in her queue."""
        return self.bot.updates.add(
            kind, content, queue=self.chat["id"], line=self._line("msg", None, text=None)
        )

    async def hears(self, timeout_s: float = 30.0) -> Heard:
        """The next message of the bot that she has not read. Raises TimeoutError."""
        async with asyncio.timeout(timeout_s):
            return await self._unread.get()

    async def hears_nothing(self, for_s: float = 0.3) -> bool:
        await asyncio.sleep(for_s)
        return self._unread.empty()

    def receive(self, heard: Heard) -> None:
        self.heard.append(heard)
        self._unread.put_nowait(heard)

    def _sends_file(self, content: dict[str, Any], data: bytes, caption: str, group: str | None) -> Said:
        caption = cleaned(caption)
        content |= {"caption": caption} | marks("caption_entities", caption) if caption else {}
        content |= {"media_group_id": group} if group else {}
        return self._sends("message", content, kind="photo", text=caption, file=data)

    def _sends(
        self, update: str, content: dict[str, Any], *, kind: str, text: str | None, file: bytes | None = None
    ) -> Said:
        number = self.bot.next_number()
        message = {"message_id": number, "from": self._person(), "chat": self.chat,
                   "date": self.bot.now_s()} | content  # fmt: skip
        line = self._line(kind, number, text=text, file=file, group=content.get("media_group_id"))
        said = Said(message, self.bot.updates.add(update, message, queue=self.chat["id"], line=line))
        self.said[said.message_id] = said
        return said

    def _becomes(self, before: str, after: str) -> int | None:
        me = self.bot.me()
        change = {"chat": self.chat, "from": self._person(), "date": self.bot.now_s(),
                  "old_chat_member": {"user": me, "status": before},
                  "new_chat_member": {"user": me, "status": after, "until_date": 0}}  # fmt: skip
        line = self._line("gone", None, text=None)
        return self.bot.updates.add("my_chat_member", change, queue=self.chat["id"], line=line)

    def _person(self) -> dict[str, Any]:
        person = {"id": self.id, "is_bot": False, "first_name": self.name}
        return person | ({"language_code": self.language} if self.language else {})

    def _line(
        self,
        kind: str,
        msg_id: int | None,
        *,
        text: str | None,
        file: bytes | None = None,
        group: str | None = None,
    ) -> dict[str, Any]:
        nonce = NONCE.search(text or "")
        return {"account": self.bot.account, "chat": str(self.chat["id"]), "kind": kind,
                "msg_id": None if msg_id is None else str(msg_id), "group": group, "text_sha": sha(text),
                "file_sha": sha(file), "nonce": nonce[0] if nonce else None}  # fmt: skip
