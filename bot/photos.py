"""Photos come in their own time: fetched from the channel, made durable, drawn for viewing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import structlog

from bot.channels import Channel, FetchFailed
from bot.dialogue.steps import Say
from bot.perform import Performing
from desk.clock import Clock
from desk.errors import StoreBusy
from desk.events import PhotoChanged
from desk.files import Files
from desk.photo import Photo, PhotoState, ViewState
from desk.pictures import Drawn, NotDrawn, Pictures
from desk.store import Book, Store, conversations, photos

AT_ONCE = 4

log = structlog.get_logger()


class PhotoDesk:
    """Fetches and draws what is owed. `channels` by (name, account)."""

    def __init__(
        self,
        store: Store,
        files: Files,
        pictures: Pictures,
        channels: Mapping[tuple[str, str], Channel],
        performing: Performing,
        clock: Clock,
    ) -> None:
        self._store, self._files, self._pictures = store, files, pictures
        self._channels, self._performing, self._clock = channels, performing, clock
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._at_work: set[int] = set()

    async def run(self) -> None:
        listener = self._store.bell.listen("photo")
        try:
            async with asyncio.TaskGroup() as tasks:
                while True:
                    at = self._clock()
                    for photo in await self._owed(at):
                        if photo.id not in self._at_work:
                            self._at_work.add(photo.id)
                            tasks.create_task(self._work(photo))
                    await listener.wait()
        finally:
            listener.close()

    async def _owed(self, at: datetime) -> list[Photo]:
        try:
            return await self._store.read(lambda book: photos.owed(book, at, 64))
        except StoreBusy:
            return []

    async def _work(self, photo: Photo) -> None:
        async with self._slots:
            try:
                if photo.state == PhotoState.PENDING:
                    await self._fetch(photo)
                elif photo.view_state == ViewState.PENDING:
                    await self._draw(photo)
            except StoreBusy:
                pass  # still owed: the next look takes it up
            finally:
                self._at_work.discard(photo.id)

    # --- fetching

    async def _fetch(self, photo: Photo) -> None:
        channel = self._channels.get((photo.channel, photo.account))
        temporary = self._files.temporary()
        try:
            if channel is None:
                raise FetchFailed("its channel is not set up any more", for_good=True)
            await channel.fetch(photo.ref, temporary)
            sha256, size = await asyncio.to_thread(self._files.keep, temporary)
        except (FetchFailed, OSError) as error:
            at, reason, for_good = (
                self._clock(),
                str(error),
                isinstance(error, FetchFailed) and error.for_good,
            )
            await self._store.write(lambda book: self._missed(book, photo.key, reason, at, for_good=for_good))
            return
        finally:
            _remove(temporary)
        at = self._clock()
        await self._store.write(lambda book: self._kept(book, photo.key, sha256, size, at))

    def _kept(self, book: Book, key: str, sha256: str, size: int, at: datetime) -> None:
        photo = photos.by_key(book, key)
        if photo is not None and photo.state == PhotoState.PENDING:
            photo.keep(sha256, size, at)
            _happened(book, photo, at)

    def _missed(self, book: Book, key: str, reason: str, at: datetime, *, for_good: bool) -> None:
        photo = photos.by_key(book, key)
        if photo is None or photo.state != PhotoState.PENDING:
            return
        if photo.missed(reason, at, for_good=for_good):
            _happened(book, photo, at)
            self._say_refused(
                book, photo, "photo_refused_big" if "big" in reason else "photo_refused_broken", at
            )

    # --- drawing

    async def _draw(self, photo: Photo) -> None:
        assert photo.sha256 is not None
        temporary = self._files.temporary()
        try:
            drawn = await self._pictures.draw(self._files.path(photo.sha256), temporary)
            sha256 = (
                (await asyncio.to_thread(self._files.keep, temporary))[0] if isinstance(drawn, Drawn) else ""
            )
        finally:
            _remove(temporary)
        at = self._clock()
        await self._store.write(lambda book: self._drawn(book, photo.key, drawn, sha256, at))

    def _drawn(self, book: Book, key: str, drawn: Drawn | NotDrawn, sha256: str, at: datetime) -> None:
        photo = photos.by_key(book, key)
        if photo is None or photo.view_state != ViewState.PENDING:
            return
        if isinstance(drawn, Drawn):
            photo.draw(sha256, drawn.type, drawn.width, drawn.height, drawn.likeness)
            photos.keep_likeness(book, photo.id, drawn.likeness)
        else:
            photo.cannot_draw(drawn.reason)
            self._say_refused(book, photo, "photo_refused_type", at)
        _happened(book, photo, at)

    def _say_refused(self, book: Book, photo: Photo, key: str, at: datetime) -> None:
        """A word to the buyer, while the bot may speak; a person sees it on the photo itself."""
        if photo.conversation_id is None or photo.inbox_id is None:
            return
        conversation = conversations.by_id(book, photo.conversation_id)
        if conversation.bot_answers and not conversation.gone:
            say = Say(key, photo.inbox_id, {"limit": "20 MB"})
            self._performing.say(conversation, say, at, f"photo:{photo.key}:refused")


def _happened(book: Book, photo: Photo, at: datetime) -> None:
    if photo.conversation_id is not None and photo.seq is not None:
        book.happened(
            PhotoChanged(at=at, conversation_id=photo.conversation_id, seq=photo.seq, key=photo.key)
        )


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
