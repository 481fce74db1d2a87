"""One bot as Telegram knows it: its name, the chats it is in, the files they sent, the updates held for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.standins.telegram.buyers import Buyer, Heard
from tests.standins.telegram.record import Record, sha
from tests.standins.telegram.refusal import Refusal, bad
from tests.standins.telegram.updates import Updates

LARGEST_DOWNLOAD_BYTES = 20 << 20


@dataclass(frozen=True, slots=True)
class File:
    path: str
    data: bytes
    claims_bytes: int


@dataclass(slots=True)
class Bot:
    """`account` is what the shop calls it; records name it so."""

    account: str
    token: str
    record: Record
    updates: Updates
    username: str = "lantern_loom_bot"
    chats: dict[int, Buyer] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    sent: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    migrated: dict[int, int] = field(default_factory=dict)
    _numbers: int = 0

    @property
    def id(self) -> int:
        return int(self.token.split(":")[0])

    def me(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": True, "first_name": "Lantern & Loom", "username": self.username}

    def meet(self, buyer: Buyer) -> Buyer:
        """Who has written to the bot can be written to; a chat keeps its first person's unread messages."""
        return self.chats.setdefault(buyer.chat["id"], buyer)

    def next_number(self) -> int:
        self._numbers += 1
        return self._numbers

    def now_s(self) -> int:
        return self.record.now_ms() // 1000

    def keep_file(self, data: bytes, claims_bytes: int | None, **more: Any) -> dict[str, Any]:
        number = self.next_number()
        file = File(f"photos/file_{number}.jpg", data, len(data) if claims_bytes is None else claims_bytes)
        file_id = f"AgACAgQAAxkBAAI{number:06}"
        self.files[file_id] = file
        unique = f"AQAD{(sha(data) or '')[:12]}{more.get('width', '')}"
        return {"file_id": file_id, "file_unique_id": unique, "file_size": file.claims_bytes} | more

    def file(self, file_id: object) -> File:
        if not isinstance(file_id, str) or file_id not in self.files:
            raise bad("invalid file_id")
        if self.files[file_id].claims_bytes > LARGEST_DOWNLOAD_BYTES:
            raise bad("file is too big")
        return self.files[file_id]

    def chat(self, chat_id: object) -> Buyer:
        """The chat, if the bot may write there."""
        try:
            number = int(str(chat_id))
        except ValueError:
            raise bad("chat_id is empty" if chat_id in (None, "") else "chat not found") from None
        if number in self.migrated:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, words, migrate_to_chat_id=self.migrated[number])
        if number not in self.chats:
            raise bad("chat not found")
        buyer = self.chats[number]
        if buyer.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if buyer.deactivated:
            raise Refusal(403, "Forbidden: user is deactivated")
        return buyer

    def say(self, buyer: Buyer, content: dict[str, Any], photo: bytes | None = None) -> dict[str, Any]:
        message = {
            "message_id": self.next_number(),
            "from": self.me(),
            "chat": buyer.chat,
            "date": self.now_s(),
        }
        message |= content
        self.sent[buyer.chat["id"], int(str(message["message_id"]))] = message
        buyer.receive(Heard(message, photo))
        return message
