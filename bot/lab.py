"""The phrase lab's bench: a sentence taken and answered as the bot would, on its own and without a trace in the book."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.answer import ShopFront
from bot.dialogue.digits import order_key
from bot.dialogue.facts import Facts, KnownOrder, gather
from bot.dialogue.flows import FLOWS
from bot.dialogue.next import Heard, Seen, next_steps
from bot.dialogue.replies import NAMES_IT_WHERE_KNOWN, NAMES_THE_ORDER, REPLIES
from bot.dialogue.spoken import spoken
from bot.dialogue.steps import HandOff, Say, Step
from bot.dialogue.wants import wants
from bot.dialogue.wishes import wishes
from bot.perform import NEUTRAL
from bot.understanding import ProductGuess, Slot, Understanding
from bot.understanding.match import OUT
from bot.understanding.understander import Offline
from desk.clock import Clock
from desk.lab import Difference, Guess, Meant, Reading, Spoken, Vocabulary
from desk.money import Money
from desk.order import Order, Status
from desk.phrases import Packs
from desk.shelf import Shelf
from desk.shops import Shop, ShopDown

ALIKE = 0.55
"""Likeness from which two sentences that were not understood are shown as one."""


SAMPLE, SAMPLE_TOTAL, SAMPLE_CARRIER = "20261126-1007", Money(19_800, "CNY"), "SF Express"


class Lab:
    vocabulary = Vocabulary(REPLIES, NAMES_THE_ORDER, NAMES_IT_WHERE_KNOWN, frozenset({NEUTRAL}))
    intents = (*FLOWS, OUT)

    def __init__(
        self, understander: Offline, shelf: Shelf, shop: Shop, front: ShopFront, clock: Clock
    ) -> None:
        self._understander, self._shelf, self._shop, self._front, self._clock = (
            understander,
            shelf,
            shop,
            front,
            clock,
        )

    async def read(self, text: str, language: str, order: str = "") -> Reading:
        meant = await self._understood(text, language)
        letter = Heard(0, "text", text)
        steps = await self._steps(
            wishes(letter, lambda part: self._understander.understand(part, language)), meant.language, order
        )
        nearest = await asyncio.to_thread(self._understander.nearest, text)
        titles = await self._titles(meant)
        return Reading(
            text=text,
            language=meant.language,
            intent=meant.intent,
            confidence=meant.confidence,
            action=meant.action,
            top=meant.top,
            slots=tuple((slot.type, slot.value) for slot in meant.slots),
            products=tuple(titles),
            nearest=tuple(nearest),
            said=tuple(self._words(steps, meant.language)),
            calls_a_person=any(isinstance(step, HandOff) for step in steps),
        )

    async def meaning(self, text: str, language: str) -> Guess:
        meant = await self._understood(text, language)
        return Guess(meant.action, meant.top)

    async def values(self, language: str, order: str, product: str) -> dict[str, str]:
        """By asking about each as a buyer would: what a reply knows is whatever the dialogue gives it."""
        known: dict[str, str] = {"shop": self._front.at(self._clock()).shop}
        number = order or SAMPLE
        letter = _as_if(
            "order_status", number, language, slots=(Slot("order_number", number, 0, len(number)),)
        )
        told = await self._steps([letter], language, order) if order else self._of_a_sample(letter, language)
        if product:
            # A product's id is the SKU of its first variant: of one variant more is known than of all together.
            first = (Slot("sku", product, 0, len(product)),)
            for letter in (
                _as_if("product_info", product, language, products=(ProductGuess(product, 1.0),)),
                _as_if("stock", product, language, slots=first),
            ):
                told += await self._steps([letter], language, "")
        for step in told:
            if isinstance(step, Say):
                known |= step.values
        return known

    def _of_a_sample(self, letter: Heard, language: str) -> list[Step]:
        """An order that there never was, on its way since yesterday."""
        now = self._clock()
        since = now - timedelta(days=1)
        order = Order(
            SAMPLE, "Mina", "", "", "", Status.SHIPPED, since, SAMPLE_TOTAL, paid_at=since, shipped_at=since, carrier=SAMPLE_CARRIER,
            tracking="SF1000123456789", last_scan="…", last_scan_at=now,
        )  # fmt: skip
        facts = Facts(now, self._front.at(now), orders={order_key(SAMPLE): KnownOrder(order, True)})
        return next_steps(Seen(language, greeted=True), [letter], facts)

    async def differences(self, packs: Packs, sentences: Sequence[tuple[str, str]]) -> list[Difference]:
        await self._know_the_shop()
        return await asyncio.to_thread(self._compare, packs, sentences)

    def owner(self, sentence: str) -> tuple[str, str] | None:
        return self._understander.owner(sentence)

    def alike(self, sentences: Sequence[str]) -> list[list[int]]:
        return self._understander.alike(sentences, ALIKE)

    def _compare(self, packs: Packs, sentences: Sequence[tuple[str, str]]) -> list[Difference]:
        now, then = self._understander, self._understander.beside(packs)
        found = []
        for text, language in dict.fromkeys(sentences):
            a, b = now.understand(text, language or None), then.understand(text, language or None)
            before, after = Meant(a.intent, a.action), Meant(b.intent, b.action)
            # Of what is not answered, only that it will be, or no longer is, makes a difference to a buyer.
            if before != after and "answer" in (before.action, after.action):
                found.append(Difference(text, before, after))
        return found

    async def _understood(self, text: str, language: str) -> Understanding:
        await self._know_the_shop()
        return self._understander.understand(text, language or None)

    async def _know_the_shop(self) -> None:
        try:
            self._understander.set_catalogue(await self._shop.catalogue())
        except ShopDown:
            return  # the answer will say so

    async def _steps(self, heard: list[Heard], language: str, order: str) -> list[Step]:
        known = await self._order(order)
        channel, identity = known or ("", "")
        now = self._clock()
        seen = Seen(language, greeted=True)
        wanted = wants(seen, heard)
        facts = await gather(
            wanted, self._shop, self._front.at(now), now=now, channel=channel, identity=identity,
            proven=frozenset({order} if order else ()),
        )  # fmt: skip
        return next_steps(seen, heard, facts, wanted)

    async def _order(self, number: str) -> tuple[str, str] | None:
        try:
            found = await self._shop.order(number) if number else None
        except ShopDown:
            return None
        return (found.channel, found.identity) if found else None

    async def _titles(self, meant: Understanding) -> list[tuple[str, float]]:
        if not meant.products:
            return []
        try:
            sold = (await self._shop.catalogue()).products
        except ShopDown:
            return []
        return [(sold[g.product].title(meant.language), g.score) for g in meant.products if g.product in sold]

    def _words(self, steps: Sequence[Step], language: str) -> Iterator[Spoken]:
        for step in steps:
            if isinstance(step, Say):
                text, buttons = spoken(step, self._shelf.packs, language, 0)
                yield Spoken(step.key, text, tuple(button.text for button in buttons))


def _as_if(
    intent: str,
    text: str,
    language: str,
    slots: tuple[Slot, ...] = (),
    products: tuple[ProductGuess, ...] = (),
) -> Heard:
    """A letter that was surely understood so."""
    meant = Understanding(text, language, intent, 1.0, ((intent, 1.0),), "answer", slots, products)
    return Heard(0, "text", text, meant)
