"""A picture that a person of the shop sends: looked at and cleaned before it leaves."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from datetime import datetime
from pathlib import Path

from console.door import Door
from console.form import Upload
from desk.conversation import Conversation
from desk.photo import Photo, PhotoState
from desk.pictures import Drawn
from desk.record import record

OWNER, PHRASE = "agent", "phrase"
# By their first bytes; what the sender calls them counts for nothing.
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")


@record(frozen=True, slots=True)
class Prepared:
    """Kept as it came, and drawn: the drawn copy is what the buyer gets."""

    key: str
    name: str
    sha256: str
    size_bytes: int
    view_sha256: str
    drawn: Drawn

    def photo(self, held: Conversation, seq: int, at: datetime) -> Photo:
        return self._photo(at, OWNER, held.channel, held.account, held.id, seq)

    def of_a_phrase(self, at: datetime) -> Photo:
        """For many buyers: each message gets a copy of its row."""
        return self._photo(at, PHRASE, "desk", "", None, None)

    def of_a_case(self, held: Conversation, at: datetime) -> Photo:
        """Hangs on a ticket and was sent to nobody."""
        return self._photo(at, OWNER, held.channel, held.account, held.id, None)

    def _photo(
        self,
        at: datetime,
        owner: str,
        channel: str,
        account: str,
        conversation_id: int | None,
        seq: int | None,
    ) -> Photo:
        photo = Photo(
            id=0,
            key=self.key,
            conversation_id=conversation_id,
            seq=seq,
            inbox_id=None,
            owner=owner,
            channel=channel,
            account=account,
            ref="",
            unique_ref=None,
            name=self.name,
            as_file=False,
            state=PhotoState.PENDING,
            created_at=at,
        )
        photo.keep(self.sha256, self.size_bytes, at)
        drawn = self.drawn
        photo.draw(self.view_sha256, drawn.type, drawn.width, drawn.height, drawn.likeness)
        return photo


async def prepare(door: Door, upload: Upload) -> Prepared | None:
    """None when it is no picture that we take."""
    if not await asyncio.to_thread(_begins_like_a_picture, upload.path):
        return None
    sha256, size = await asyncio.to_thread(door.files.keep, upload.path)
    copy = door.files.temporary()
    try:
        drawn = await door.pictures.draw(door.files.path(sha256), copy)
        if not isinstance(drawn, Drawn):
            return None
        view_sha256, _ = await asyncio.to_thread(door.files.keep, copy)
    finally:
        with contextlib.suppress(FileNotFoundError):
            copy.unlink()
    return Prepared(secrets.token_hex(16), upload.name, sha256, size, view_sha256, drawn)


def _begins_like_a_picture(path: Path) -> bool:
    with path.open("rb") as file:
        first = file.read(12)
    return first.startswith(BEGINNINGS) or (first[:4] == b"RIFF" and first[8:12] == b"WEBP")
