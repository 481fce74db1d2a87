"""The waiting room: the queue as it is, and one honest word to who waits longer than was told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.answer import ShopFront
from bot.dialogue.steps import HandOff, LeaveContact
from desk.handover import Reason
from desk.house_rules import HouseRules
from desk.presence import Presence
from desk.shop import Hours
from desk.store import Store, conversations, queue_time
from desk.store.tables import message
from tests.bot.test_routing import Floor
from tests.cast import TARGETS
from tests.conftest import Watch


class Lounge(Floor):
    async def waits(self, chat: str, minutes: int = 0) -> int:
        heard = await self.mina(chat).writes("a person please")
        number = heard.conversation_id
        assert number is not None
        await self.performs(number, HandOff(Reason.ASKED, 0, "", minutes))
        return number

    async def performs(self, id: int, step: HandOff | LeaveContact) -> None:
        await self.store.write(
            lambda book: self.performing.answer(book, conversations.by_id(book, id), 0, [step], self.watch())
        )

    async def said(self, id: int) -> list[str]:
        """Corrections only: the ladder speaks as well."""
        statement = select(message.c.text).where(message.c.author == "timer", message.c.conversation_id == id)
        said = [row[0] for row in await self.store.read(lambda book: book.rows(statement))]
        return [text for text in said if "in the queue" in text]

    async def fires(self) -> None:
        await self.room.look()
        await self.timers._fire_what_is_due()


@pytest.fixture
def lounge(store: Store, watch: Watch) -> Lounge:
    return Lounge(store, watch)


async def test_the_place_and_the_time_follow_who_is_there_and_how_quickly_they_take(
    lounge: Lounge, watch: Watch
) -> None:
    rules = HouseRules(Hours(watch().tzinfo))  # type: ignore[arg-type]
    front = ShopFront("Lantern & Loom", "", rules, room=lounge.room)
    await lounge.comes("Otto", capacity=9)
    await lounge.room.look()
    assert (front.at(watch()).place, front.at(watch()).minutes) == (0, 0)
    for chat in "abc":
        number = await lounge.waits(chat)
        watch.move(seconds=90)
        await lounge.takes("Otto", number)
    waiting = [await lounge.waits(chat) for chat in "de"]
    await lounge.room.look()
    assert front.at(watch()).place == 0, "there is room for both and one more"
    await lounge.says("Otto", Presence.BREAK, "meal")
    await lounge.room.look()
    assert (front.at(watch()).place, front.at(watch()).minutes) == (3, 5)
    assert lounge.room.standing.place_of((await lounge.held(waiting[1])).owed_since) == 1  # type: ignore[arg-type]
    assert front.at(watch() + timedelta(hours=14)).place == 0, "outside hours nobody stands in a queue"


async def test_who_waits_longer_than_was_told_hears_it_once_before_the_time_is_over(
    lounge: Lounge, watch: Watch
) -> None:
    mina = await lounge.waits("7", minutes=5)
    watch.move(seconds=5 * 60 * 0.8 - 0.001)
    await lounge.fires()
    assert await lounge.said(mina) == []
    watch.move(seconds=0.001)
    await lounge.fires()
    (told,) = await lounge.said(mina)
    assert "your place in the queue is 1" in told and "longer than I said" in told
    watch.move(minutes=30)
    await lounge.fires()
    assert len(await lounge.said(mina)) == 1


async def test_to_whom_a_person_came_or_who_was_told_no_time_nothing_is_corrected(
    lounge: Lounge, watch: Watch
) -> None:
    await lounge.comes("Otto")
    taken, again, untold = (
        await lounge.waits("7", minutes=5),
        await lounge.waits("8", minutes=5),
        await lounge.waits("9"),
    )
    await lounge.takes("Otto", taken)
    await lounge.takes("Otto", again)
    await lounge.verb(again, lambda held: held.release(watch(), lounge.people["Otto"].id, TARGETS))
    watch.move(minutes=5)
    await lounge.fires()
    assert [await lounge.said(id) for id in (taken, again, untold)] == [[], [], []]


async def test_what_mina_leaves_is_kept_with_her_conversation(lounge: Lounge) -> None:
    mina = await lounge.waits("7")
    await lounge.performs(mina, LeaveContact("13800130147"))
    assert await lounge.store.read(lambda book: queue_time.contacts(book, mina)) == ["13800130147"]
    assert (await lounge.held(mina)).owed_since is not None, "she is still owed a person"
