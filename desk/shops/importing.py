"""Bringing import files into force: compared in pieces, staged in pieces, taken over at once."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TypeVar

from desk.batches import batches
from desk.money import Money
from desk.order import number_key
from desk.shops.compare import Compared, Conflict, Report, Tally, compare
from desk.shops.files import Import, read_import
from desk.shops.in_force import stored_lines, stored_listings, stored_orders, what_is_known
from desk.store import Book, Store, shop, staging
from desk.store.shop_rows import Row, line_row, listing_row, order_row
from desk.store.staging import PIECE, STAGED, Overtaken

T = TypeVar("T")
AMOUNTS = ("total", "freight", "discount", "unit_price", "paid")
TRIES = 3


async def import_files(
    store: Store, place: Path, currency: str, zone: tzinfo, at: datetime, *, dry_run: bool = False
) -> Report:
    """Reads the files at `place` and brings them into force. Raises ImportFaults, or Overtaken."""
    known = await what_is_known(store)
    found = await asyncio.to_thread(read_import, place, currency, zone, known)
    return await apply_import(store, found, at, dry_run=dry_run)


async def apply_import(store: Store, found: Import, at: datetime, *, dry_run: bool = False) -> Report:
    """All or nothing: absent rows stay, present ones are added or changed, the desk's own changes are kept."""
    for attempt in range(TRIES):
        try:
            return await _Run(store, found, at, dry_run).through()
        except Overtaken:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


class _Run:
    """One try of an import."""

    def __init__(self, store: Store, found: Import, at: datetime, dry_run: bool) -> None:
        self.store, self.found, self.at = store, found, at
        self.batch = secrets.token_hex(8)
        self.report = Report(dry_run, warnings=tuple(str(warning) for warning in found.warnings))
        self.staged = dict.fromkeys(STAGED, 0)
        self.agreed: list[tuple[str, str]] = []

    async def through(self) -> Report:
        await self._clear()
        seen, position = await self.store.read(
            lambda book: (shop.version_of(book, shop.SHOP), staging.last_position(book))
        )
        await self._products(position)
        await self._orders()
        await self._lines()
        if not self.report.tried_only and (any(self.staged.values()) or self.agreed):
            await self.store.write(partial(self._take_over, seen=seen))
            await self._clear()
        return self.report

    def _take_over(self, book: Book, seen: int) -> None:
        restocked = self.report.restocked
        staging.take_over(book, self.batch, seen, self.staged, restocked, self.agreed, self.at)

    async def _products(self, position: int) -> None:
        for piece in batches(self.found.listings, PIECE):
            before = await self.store.read(partial(stored_listings, piece))
            compared = []
            for listing, old in zip(piece, before, strict=True):
                new = compare(old, listing_row(listing))
                position += new.kind == "added"
                compared.append(replace(new, row={**new.row, "position": position}))
                if old and old["stock"] == 0 and listing.variant.stock > 0:
                    self.report.restocked.append(listing.variant.sku)
            await self._stage("products", self.report.products, compared)

    async def _orders(self) -> None:
        kept = {"number", *self.found.silent.get("orders", ())}
        for piece in batches(self.found.orders, PIECE):
            before = await self.store.read(partial(stored_orders, piece))
            compared = []
            for order, (old, ours) in zip(piece, before, strict=True):
                new = compare(old, order_row(order), kept=kept, ours=ours)
                compared.append(new)
                self._note(order.number, new, old, order_row(order), order.total.currency)
            await self._stage("orders", self.report.orders, compared)

    async def _lines(self) -> None:
        numbers = {number_key(order.number): order.number for order in self.found.orders}
        kept = self.found.silent.get("order_lines", ())
        for piece in batches(self.found.lines, PIECE):
            before = await self.store.read(partial(stored_lines, piece, numbers))
            compared = []
            for (_, line), (number, old, changed) in zip(piece, before, strict=True):
                row = line_row(number, line)
                ours = {name for name in row if f"{name} {line.sku}" in changed}
                new = compare(old, row, kept=kept, ours=ours)
                compared.append(new)
                self._note(number, new, old, row, line.unit_price.currency, f" {line.sku}")
            await self._stage("order_lines", self.report.order_lines, compared)

    def _note(
        self, number: str, compared: Compared, old: Row | None, row: Row, currency: str, of: str = ""
    ) -> None:
        """`of`: which line of the order, where it is one, as the desk's changes name it."""
        for name in compared.refused if old else ():
            desk, file = (_shown(name, values[name], currency) for values in (old or {}, row))
            self.report.conflicts.append(Conflict(number, name + of, desk, file))
        stored = (old or {}).get("number", number)
        self.agreed += [(stored, name + of) for name in compared.agreed]

    async def _stage(self, sheet: str, tally: Tally, compared: Iterable[Compared]) -> None:
        rows = []
        for one in compared:
            tally.count(one)
            if one.kind != "unchanged":
                rows.append(dict(one.row))
        self.staged[sheet] += len(rows)
        if rows and not self.report.tried_only:
            await self.store.write(partial(staging.stage, sheet=sheet, batch=self.batch, rows=rows))

    async def _clear(self) -> None:
        if self.report.tried_only:
            return
        for sheet in STAGED:
            while await self.store.write(partial(staging.clear, sheet=sheet)):
                pass


def _shown(name: str, value: object, currency: str) -> str:
    return Money(value, currency).major() if name in AMOUNTS and isinstance(value, int) else str(value)
