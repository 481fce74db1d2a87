"""Web chat: the shop's own widget. Sending is being stored; the visitor's stream brings it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.channels import FetchFailed, Incoming, Letter, Limits, Outcome, PhotoRef, Sent, Unreadable
from desk.line import Line
from desk.typing import Typing, Typist

TEXT_LIMIT = 4000
"""Code points; browsers count UTF-16 units, which are never fewer."""
MOST_PHOTOS = 10

ClientId = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{8,64}$")]
PhotoKey = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Posted(BaseModel):
    """What the widget posts, after the listener has said whose it is (`visitor`)."""

    model_config = ConfigDict(extra="forbid", strict=True)

    visitor: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    id: ClientId
    text: Annotated[str, Field(max_length=TEXT_LIMIT)] = ""
    photos: Annotated[list[PhotoKey], Field(max_length=MOST_PHOTOS)] = []
    button: Annotated[str, Field(max_length=64)] | None = None
    of: int | None = None
    language: Annotated[str, Field(max_length=35)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Posted:
        if not (self.text.strip() or self.photos or self.button is not None):
            raise ValueError("says nothing")
        if (self.button is None) != (self.of is None):
            raise ValueError("a button is pressed under a message")
        return self


class Web:
    name = "web"

    def __init__(self, *, account: str, origins: Sequence[str] = (), keys: Typing | None = None) -> None:
        self.account, self.origins, self._keys = account, frozenset(origins), keys
        # Nothing leaves the house: no rates to keep, and the stored row itself is the idempotency.
        self.limits = Limits(
            max_text=16_000,
            max_caption=16_000,
            per_second=10_000,
            per_chat_per_second=10_000,
            chat_burst=10_000,
            idempotent=True,
            edits=True,
        )

    def genuine(self, headers: Mapping[str, str], raw: bytes) -> bool:
        """Never by the webhook's road: the widget's own routes know the visitor by their token."""
        return False

    def external_id(self, raw: bytes) -> str:
        try:
            posted = Posted.model_validate_json(raw)
        except ValidationError:
            return "raw:" + hashlib.sha256(raw).hexdigest()
        return f"{posted.visitor}:{posted.id}"

    def read(self, raw: bytes) -> Incoming:
        try:
            posted = Posted.model_validate_json(raw)
        except ValidationError as error:
            raise Unreadable(f"not a letter of the widget ({error.error_count()} faults)") from None
        kind = "press" if posted.button is not None else "photo" if posted.photos else "text"
        return Incoming(
            kind=kind,  # type: ignore[arg-type]
            ext_id=f"{posted.visitor}:{posted.id}",
            chat=posted.visitor,
            identity=posted.visitor,
            text=_storable(posted.text),
            language=posted.language,
            msg_id=str(posted.of) if posted.button is not None else posted.id,
            photos=tuple(PhotoRef(key) for key in posted.photos),
            button=posted.button,
        )

    async def send(self, letter: Letter) -> Outcome:
        return Sent(letter.idem_key)

    async def fetch(self, ref: str, into: Path) -> int:
        raise FetchFailed("this upload is not there any more", for_good=True)

    async def pressed(self, press_id: str) -> None: ...

    async def typing(self, chat: str) -> None:
        if self._keys is not None:
            self._keys.types(Line(self.name, self.account, chat), Typist.BOT)

    async def close(self) -> None: ...


def with_visitor(body: bytes, visitor: str) -> bytes:
    """The letter as it is kept: what the widget posted, and whose it is. Raises Unreadable."""
    try:
        posted = orjson.loads(body)
        if not isinstance(posted, dict) or "visitor" in posted:
            raise Unreadable("not a letter of the widget")
        raw = orjson.dumps({**posted, "visitor": visitor})
        Posted.model_validate_json(raw)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError, ValidationError):
        raise Unreadable("not a letter of the widget") from None
    return raw


def _storable(text: str) -> str:
    """PostgreSQL takes no NUL."""
    return text.replace("\0", "�")
