"""Thinking: letters that were heard are understood and answered, in two transactions with none open between.

One thought at a time per conversation, many conversations at once. A thought serves all letters that nobody
has thought about yet; what comes in meanwhile is the next thought's."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.cases import after_sales, cases_of
from bot.dialogue.case_facts import AfterSales, Case
from bot.dialogue.digits import order_key
from bot.dialogue.facts import Facts, Front, gather
from bot.dialogue.next import Heard, Seen, next_steps
from bot.dialogue.order_answers import MOST_WRONG_PROOFS
from bot.dialogue.steps import Step
from bot.dialogue.wants import wants
from bot.dialogue.wishes import wishes
from bot.perform import Performing, Superseded
from bot.said import Said, unanswered
from bot.understanding import Understander
from bot.waiting_room import WaitingRoom
from desk.clock import Clock, to_ms
from desk.conversation import Conversation
from desk.errors import StoreBusy
from desk.house_rules import HouseRules
from desk.order_times import DEFAULT_TIMES, OrderTimes
from desk.queue_time import Standing
from desk.record import record
from desk.shops import Shop, ShopDown
from desk.store import Book, Stale, Store, letters, waiting

LEFT_ALONE = timedelta(seconds=2)
"""Letters that the process which heard them has not thought about by then are anybody's."""
PROOFS_COUNT = timedelta(hours=24)
MOST_GUESSES = 20
"""Wrong proofs of one order by all buyers together in that time; after them only people give it out."""

log = structlog.get_logger()


class ShopFront:
    """What the bot says of the shop itself."""

    def __init__(
        self,
        name: str,
        privacy_url: str,
        rules: HouseRules,
        times: OrderTimes = DEFAULT_TIMES,
        room: WaitingRoom | None = None,
    ) -> None:
        self.name, self.privacy_url, self.rules, self.times = name, privacy_url, rules, times
        self._room = room
        self._minute, self._version, self._front = -1, -1, None  # type: int, int, Front | None
        self._standing: Standing | None = None

    def at(self, now: datetime) -> Front:
        """Opening hours are whole minutes, and a busy minute has a thousand letters; the queue is another one only
        when somebody came, went or was taken."""
        minute, standing = to_ms(now) // 60_000, self._room.standing if self._room else None
        same = minute == self._minute and self.rules.version == self._version and standing is self._standing
        if self._front is None or not same:
            self._minute, self._version, self._standing = minute, self.rules.version, standing
            self._front = self._made(now, standing)
        return self._front

    def _made(self, now: datetime, standing: Standing | None) -> Front:
        hours = self.rules.hours
        is_open = hours.is_open(now)
        place = standing.next_place if standing and is_open else 0
        return Front(
            shop=self.name,
            zone=hours.zone,
            privacy_url=self.privacy_url,
            open_now=is_open,
            opens_at=None if is_open else hours.opens_at(now),
            times=self.times,
            place=place,
            minutes=standing.minutes(place) if standing else 0,
        )


class Thinking:
    def __init__(
        self,
        store: Store,
        understander: Understander,
        shop: Shop,
        front: ShopFront,
        performing: Performing,
        clock: Clock,
        *,
        settle: timedelta,
    ) -> None:
        self._store, self._understander, self._shop, self._front = store, understander, shop, front
        self._performing, self._clock, self._settle = performing, clock, settle
        self._busy: dict[int, bool] = {}
        """Conversations in thought, and whether something new came meanwhile."""
        self._tasks: set[asyncio.Task[None]] = set()

    def owe(self, conversation_id: int, said: Said | None = None) -> None:
        """The bot owes this conversation an answer: think now, or once more after the present thought.

        `said`: what was just heard, when that is all there is to think about."""
        if conversation_id in self._busy:
            self._busy[conversation_id] = True
            return
        self._busy[conversation_id] = False
        task = asyncio.create_task(self._think_until_done(conversation_id, said))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def at_once(self, conversation: Conversation, letter: Heard) -> Sequence[Step] | None:
        """The answer to the only new letter of a conversation that is not thought about; None where it must wait:
        for more of it, or for a shop that is not at hand."""
        if conversation.id in self._busy or not self._shop.at_hand:
            return None
        await self._know_the_shop()
        heard = self._wishes(letter, conversation.language or None)
        return await self._decide(conversation, heard) if all(map(_complete, heard)) else None

    async def run(self) -> None:
        """Looks for letters that were left alone: by a crash, a full disk, another process."""
        while True:
            try:
                await self._look()
            except StoreBusy as error:
                log.warning("cannot_look", reason=str(error))
            await asyncio.sleep(1)

    async def _look(self) -> None:
        before = self._clock() - LEFT_ALONE
        for conversation_id in await self._store.read(lambda book: letters.left_since(book, before)):
            self.owe(conversation_id)

    async def _think_until_done(self, conversation_id: int, said: Said | None) -> None:
        try:
            while True:
                await self._think(conversation_id, said)
                said = None
                if not self._busy[conversation_id]:
                    return
                # Not before the first thought: what came between its beginning and now is not in its letter.
                self._busy[conversation_id] = False
        except (StoreBusy, Superseded):
            pass  # the look of the next second takes it up again
        finally:
            del self._busy[conversation_id]

    async def _think(self, conversation_id: int, said: Said | None) -> None:
        said = said or await self._unanswered(conversation_id)
        if said is None:
            return
        try:
            heard = await self._understand(said)
            if (left := self._to_wait(said, heard)) > 0:
                await asyncio.sleep(left)
                self._busy[conversation_id] = False
                said = await self._unanswered(conversation_id) or said
                heard = await self._understand(said)
            await self._answer(said, await self._decide(said.conversation, heard))
        except (StoreBusy, Superseded):
            raise
        except Exception:
            # Whatever went wrong in our head, the buyer gets a person and the others their answers.
            log.exception("thought_failed", conversation=conversation_id)
            await self._give_up(said)

    async def _unanswered(self, conversation_id: int) -> Said | None:
        return await self._store.glance(lambda book: unanswered(book, conversation_id))

    async def _understand(self, said: Said) -> list[Heard]:
        await self._know_the_shop()
        language = said.conversation.language or None
        return [wish for letter in said.heard() for wish in self._wishes(letter, language)]

    def _to_wait(self, said: Said, heard: Sequence[Heard]) -> float:
        """Seconds: a piece that says little waits a moment for the next one, counted from the first."""
        if all(map(_complete, heard)):
            return 0.0
        return (said.first_at + self._settle - self._clock()).total_seconds()

    async def _answer(self, said: Said, steps: Sequence[Step]) -> None:
        at = self._clock()
        try:
            await self._store.write(lambda book: self._performing.perform(book, said, steps, at))
        except Stale:  # the buyer wrote on, or an answer was delivered: the steps still hold
            late = replace(said, fresh=False)
            await self._store.write(lambda book: self._performing.perform(book, late, steps, at))

    async def _give_up(self, said: Said) -> None:
        at = self._clock()
        late = replace(said, fresh=False)
        await self._store.write(lambda book: self._performing.give_up(book, late, at))

    async def _know_the_shop(self) -> None:
        try:
            self._understander.set_catalogue(await self._shop.catalogue())
        except ShopDown:
            return  # an older catalogue understands nearly as well

    def _wishes(self, letter: Heard, language: str | None) -> Sequence[Heard]:
        """The letter, or each of its wishes where it plainly has several."""
        if not letter.text:
            return (letter,)
        return wishes(letter, lambda text: self._understander.understand(text, language))

    async def _decide(self, conversation: Conversation, heard: Sequence[Heard]) -> Sequence[Step]:
        language, greeted, mode, state = (
            conversation.language,
            conversation.greeted,
            conversation.mode,
            conversation.dialogue,
        )
        seen = Seen(language, greeted, mode, state)
        now = self._clock()
        wanted = wants(seen, heard)
        cases: tuple[Case, ...] = ()
        if wanted.cases:
            cases = await self._store.glance(lambda book: cases_of(book, conversation.buyer_id, wanted.named))
            begun = AfterSales(cases).being_told()
            wanted = replace(wanted, orders=(*wanted.orders, begun.order)) if begun else wanted
        facts = await gather(
            wanted,
            self._shop,
            self._front.at(now),
            now=now,
            channel=conversation.channel,
            identity=conversation.identity,
        )
        strange = [order_key(number) for number in wanted.orders if not facts.owns(number)]
        if strange or wanted.skus or wanted.cases or _may_matter(facts):
            known = await self._store.glance(
                lambda book: _known(book, conversation.buyer_id, strange, now - PROOFS_COUNT)
            )
            seen = Seen(language, greeted, mode, state, known.wrong_proofs, frozenset(known.places))
            facts = facts.with_known(known.proven, known.places)
        if wanted.cases:
            numbers = [one.order.number for one in facts.orders.values()]
            policy = self._front.rules.after_sales
            after = await self._store.glance(
                lambda book: after_sales(book, cases, conversation.id, numbers, policy)
            )
            facts = replace(facts, after=after)
        return next_steps(seen, heard, facts, wanted)


def _complete(heard: Heard) -> bool:
    """Whether an answer need not wait for more of it. Albums and halves of sentences come in pieces."""
    if heard.kind == "text":
        return heard.understanding is not None and heard.understanding.action == "answer"
    return heard.kind != "photo"


@record(frozen=True, slots=True)
class _Known:
    """What the desk knows of the buyer besides the shop."""

    wrong_proofs: int
    proven: frozenset[str]
    places: dict[str, int]


def _may_matter(facts: Facts) -> bool:
    """Whether waiting lists can change the answer. Old buttons and a question about waiting name their SKU themselves."""
    return any(now.stock == 0 for now in facts.live.values())


def _known(book: Book, buyer_id: int, strange: Sequence[str], since: datetime) -> _Known:
    """`strange`: orders that were asked for and are not the buyer's, whether they exist or not: nobody may tell which."""
    guessed = max((waiting.wrong_proofs_of(book, number, since) for number in strange), default=0)
    return _Known(
        MOST_WRONG_PROOFS if guessed >= MOST_GUESSES else waiting.wrong_proofs_since(book, buyer_id, since),
        waiting.owned(book, buyer_id),
        waiting.places(book, buyer_id),
    )
