"""The waiting room: how the queue stands, known at any time without a look at the store, and one honest word to who
waits longer than was told."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.dialogue.steps import Say
from bot.perform import Performing
from desk.clock import Clock
from desk.conversation import Conversation, Mode
from desk.deadlines import Deadline
from desk.errors import StoreBusy
from desk.message import Author
from desk.queue_time import Standing
from desk.store import Store, queue_time

LOOK_SECONDS = 5.0

log = structlog.get_logger()


class WaitingRoom:
    """`standing` is looked at for every answer, and looked up only when somebody came, went or was taken."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self.standing = Standing()

    async def run(self) -> None:
        listener = self._store.bell.listen("handoff", "post", "offer")
        try:
            while True:
                await self.look()
                await listener.wait(LOOK_SECONDS)
        finally:
            listener.close()

    async def look(self) -> None:
        now = self._clock()
        try:
            self.standing = await self._store.read(lambda book: queue_time.standing(book, now))
        except StoreBusy as error:
            log.warning("waiting_room_waits", reason=str(error))


class Corrections:
    """Called within a unit of the book, when the time that was told is nearly over."""

    def __init__(self, room: WaitingRoom, performing: Performing) -> None:
        self._room, self._performing = room, performing

    def tell(self, conversation: Conversation, deadline: Deadline, at: datetime) -> None:
        """Nothing to whom a person came meanwhile, or who waits anew."""
        waits = conversation.mode == Mode.WAITING and not conversation.gone
        if not waits or conversation.handoffs != deadline.generation or conversation.owed_since is None:
            return
        standing = self._room.standing
        place = standing.place_of(conversation.owed_since)
        values = {"place": str(place)}
        if minutes := standing.minutes(place):
            values["minutes"] = str(minutes)
        say = Say("queue_longer", 0, values)
        key = f"queue:{conversation.id}:{deadline.generation}"
        self._performing.say(conversation, say, at, key, author=Author.TIMER)
