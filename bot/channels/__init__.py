"""What every channel can say: a letter that came in, a letter to send, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

from desk.record import record

Kind = Literal[
    "text", "photo", "press", "edit", "sticker", "voice", "video", "file", "contact", "other", "gone"
]
"""`gone`: the buyer blocked the bot. `other`: nothing a buyer said (a member joined, a poll closed)."""


class Unreadable(ValueError):
    """This letter does not have the shape its channel promises."""


@record(frozen=True, slots=True)
class PhotoRef:
    """Where a photo of the buyer can be fetched, and what the channel says of it (never trusted)."""

    ref: str
    """What `Channel.fetch` needs: Telegram's file_id, the web upload's id."""
    unique: str | None = None
    """The channel's lasting name of the picture (Telegram's file_unique_id)."""
    size_bytes: int | None = None
    name: str | None = None
    """The sender's own file name, for showing only."""
    as_file: bool = False


@record(frozen=True, slots=True)
class Incoming:
    """One letter of a buyer, as any channel can say it."""

    kind: Kind
    ext_id: str
    """The channel's own number of this letter; with channel and account it is stored once."""
    chat: str
    """Where answers go; one open conversation per account and chat."""
    identity: str
    """Who wrote: what an order's `channel,identity` is bound to (Telegram's user id)."""
    text: str = ""
    """Text or caption, exactly as the channel gave it."""
    name: str = ""
    language: str | None = None
    """What the channel says the buyer reads (IETF tag), a hint only."""
    msg_id: str | None = None
    """The channel's number of the message itself: edits and presses name it."""
    sent_at: datetime | None = None
    """The channel's own time of the event, aware."""
    photos: tuple[PhotoRef, ...] = ()
    group_id: str | None = None
    """The album this belongs to; siblings come as letters of their own."""
    button: str | None = None
    """The data of the pressed button; `msg_id` is then the message that carried it."""
    press_id: str | None = None
    """What `Channel.pressed` needs to stop the button's spinner."""
    in_group: bool = False
    """Written in a group chat; `for_us` says whether the bot itself was addressed."""
    for_us: bool = True


@record(frozen=True, slots=True)
class Button:
    text: str
    data: str
    """At most 64 bytes of UTF-8 (Telegram's limit)."""


@record(frozen=True, slots=True)
class Letter:
    """One piece to send. Longer texts were cut into pieces before they reached the outbox."""

    chat: str
    idem_key: str
    text: str = ""
    buttons: tuple[Button, ...] = ()
    photo: Path | None = None
    photo_type: str | None = None
    """image/jpeg, image/png or image/webp; text is then the caption."""
    edits: str | None = None
    """The channel's number of the message of ours that shall say this instead. The same twice is the same."""


@record(frozen=True, slots=True)
class Sent:
    """The channel accepted it."""

    msg_id: str


@record(frozen=True, slots=True)
class Refused:
    """The channel will never take this letter: blocked, chat gone, malformed. `gone` = nor any other."""

    reason: str
    gone: bool = False


@record(frozen=True, slots=True)
class Later:
    """Not now: nothing was sent. `after_s` from now; `whole_account` or only this chat."""

    after_s: float
    reason: str
    whole_account: bool = True


@record(frozen=True, slots=True)
class NotSent:
    """It surely never left (no route, refused connection, TLS failure): try again with back-off."""

    reason: str


@record(frozen=True, slots=True)
class Unsure:
    """The request left and no answer came: it may have arrived. Never repeated without a key."""

    reason: str


Outcome = Sent | Refused | Later | NotSent | Unsure


@record(frozen=True, slots=True)
class Limits:
    """What a channel takes. Telegram's figures are guidance of its FAQ and may change."""

    max_text: int = 4096
    """UTF-16 code units."""
    max_caption: int = 1024
    per_second: float = 30.0
    per_chat_per_second: float = 1.0
    chat_burst: int = 3
    per_group_per_minute: int = 20
    idempotent: bool = False
    """The channel itself drops a second letter with the same idem_key."""
    edits: bool = False
    """What was said can be changed in its place: `Letter.edits`."""
    begins_within: timedelta | None = None
    """So long after the buyer's last word we may begin something ourselves; None: always."""
    max_file_bytes: int = 20 << 20


class FetchFailed(Exception):
    """The photo could not be fetched. `for_good`: asking again cannot help (too big, expired)."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Channel(Protocol):
    """One account of one messaging service."""

    name: str
    account: str
    limits: Limits

    def genuine(self, headers: Mapping[str, str], raw: bytes) -> bool:
        """Whether the service itself sent this webhook; on raw bytes, in constant time."""

    def external_id(self, raw: bytes) -> str:
        """The service's number of this letter; a digest of the bytes where it has none. Never raises."""

    def read(self, raw: bytes) -> Incoming:
        """The letter. Raises Unreadable; nothing else, whatever the bytes are."""

    async def send(self, letter: Letter) -> Outcome: ...

    async def fetch(self, ref: str, into: Path) -> int:
        """Writes the photo's bytes to `into`, at most `limits.max_file_bytes`, and returns their number.

        Raises FetchFailed."""

    async def pressed(self, press_id: str) -> None:
        """Tells the service that the press was seen. Failures do not matter and are not raised."""

    async def typing(self, chat: str) -> None: ...

    async def close(self) -> None: ...


class Polled(Protocol):
    """A channel that we ask for letters, for shops without a public address."""

    async def updates(self, after: str | None) -> list[tuple[str, bytes]]:
        """Letters after the confirmed one, as (cursor, raw bytes), oldest first; waits up to 50 s for one.

        The caller names the last cursor only once everything before it is durable."""


@record(frozen=True, slots=True)
class AccountSettings:
    """One `[channels.<name>.<account>]` table of the configuration, checked."""

    name: str
    account: str
    values: Mapping[str, object] = field(default_factory=dict)
