"""The shelf of words: the shipped packs with the shop's changes laid over them, as they are to be said now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, tzinfo

import structlog

from desk.banned.guard import Guard, Rule
from desk.clock import Clock
from desk.errors import DeskError, StoreBusy
from desk.laying import laid_over, pictures, turns
from desk.photo import Photo
from desk.phrases import Packs
from desk.store import Book, Store, photos, wordings
from desk.wording import Edit, Place

MakeGuard = Callable[[Sequence[Rule]], Guard]

log = structlog.get_logger()


class Shelf:
    """Whoever speaks takes `packs` and `guard` from here each time: they are others after a change."""

    def __init__(self, shipped: Packs, guard: Guard | None = None, make_guard: MakeGuard = Guard) -> None:
        """`make_guard`: of rules, with whatever else a guard of this shop knows."""
        self.shipped = self.packs = shipped
        self._make_guard = make_guard
        self.guard = guard or make_guard(shipped.rules)
        self._names: Sequence[str] = ()
        self._own: Sequence[str] = ()
        self.edits: Mapping[Place, Edit] = {}
        """In force, also those of other days."""
        self.pictures: Mapping[str, Photo] = {}
        """By key: those that go with some wording."""
        self.version = 0
        self._followers: list[Callable[[Packs], None]] = []

    def follow(self, hears: Callable[[Packs], None]) -> None:
        """Told after every change of the packs."""
        self._followers.append(hears)

    def know(self, names: Sequence[str]) -> None:
        """Of the shop's products, all of them: for this guard, and for each that is made after it."""
        self._names = names
        self.guard.know(names)

    def own(self, addresses: Sequence[str]) -> None:
        """The shop's own, which nobody's home is: for this guard, and for each that is made after it."""
        self._own = addresses
        self.guard.spare(addresses)

    def lay(
        self,
        edits: Mapping[Place, Edit],
        version: int,
        today: date,
        pictures: Mapping[str, Photo] | None = None,
        guard: Guard | None = None,
    ) -> None:
        """`guard`: of the new rules, where somebody has made it already."""
        self.edits, self.version = edits, version
        self.pictures = self.pictures if pictures is None else pictures
        before, self.packs = self.packs.rules, laid_over(self.shipped, edits.values(), today)
        if self.packs.rules != before:
            self.guard = guard or self.guard_of(self.packs.rules)
            self.guard.know(self._names)
            self.guard.spare(self._own)
        for hears in self._followers:
            hears(self.packs)

    def guard_of(self, rules: Sequence[Rule]) -> Guard:
        """Without the rules that this version cannot read: one that was saved long ago must not silence all the others."""
        try:
            return self._make_guard(rules)
        except DeskError:
            readable = [rule for rule in rules if _readable(rule)]
            log.warning("rules_left_out", rules=[rule.id for rule in rules if rule not in readable])
            return self._make_guard(readable)


def _readable(rule: Rule) -> bool:
    try:
        Guard([rule])
    except DeskError:
        return False
    return True


class ShelfKeeper:
    """Keeps a shelf as the store has it: at each ring, and by itself every second."""

    def __init__(self, shelf: Shelf, store: Store, clock: Clock, zone: tzinfo) -> None:
        self._shelf, self._store, self._clock, self._zone = shelf, store, clock, zone
        self._laid_on: date | None = None
        self._looking = asyncio.Lock()

    async def look(self) -> None:
        """After it the shelf has every change that was committed before."""
        async with self._looking:
            today = self._clock().astimezone(self._zone).date()
            held = self._shelf.version
            found = await self._store.read(lambda book: _newer_than(book, held))
            if found is not None:
                version, edits, pictures = found
                await self._lay({edit.place: edit for edit in edits}, version, today, pictures)
            elif self._laid_on not in (None, today) and turns(self._shelf.edits.values()):
                await self._lay(self._shelf.edits, held, today)
            self._laid_on = today

    async def _lay(
        self,
        edits: Mapping[Place, Edit],
        version: int,
        today: date,
        pictures: Mapping[str, Photo] | None = None,
    ) -> None:
        """The guard is made beside the loop: that takes longer than anybody should wait who only writes a message."""
        shelf, guard = self._shelf, None
        rules = laid_over(shelf.shipped, edits.values(), today).rules
        if rules != shelf.packs.rules:
            guard = await asyncio.to_thread(shelf.guard_of, rules)
        shelf.lay(edits, version, today, pictures, guard)

    async def run(self) -> None:
        listener = self._store.bell.listen("wording")
        try:
            while True:
                try:
                    await self.look()
                except StoreBusy as error:
                    log.warning("shelf_waits", reason=str(error))
                await listener.wait()
        finally:
            listener.close()


def _newer_than(book: Book, held: int) -> tuple[int, list[Edit], dict[str, Photo]] | None:
    version = wordings.version(book)
    if version == held:
        return None
    edits = wordings.in_force(book)
    shown = ((key, photos.by_key(book, key)) for key in pictures(edits))
    return version, edits, {key: photo for key, photo in shown if photo is not None}
