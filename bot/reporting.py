"""Reports are made at their hour and sent to whom the shop wants to have them.

A report is a row, once for its span, and so is its way to each address (desk/report_sending.py): whatever is killed or down,
what is owed is found again by looking at the rows. The network is waited for outside of any unit of the book."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import groupby

import structlog

from bot.looking import keep_looking
from bot.ringing import ring
from desk.addresses import Addresses
from desk.clock import Clock
from desk.figures.report import Report
from desk.health import Health
from desk.house_rules import HouseRules
from desk.reckoner import Reckoner
from desk.report_reckoned import reckoned
from desk.report_sending import Fault, MadeReport, ReportSending, SendingState
from desk.store import Book, Store, reports

LOOK_SECONDS = 15.0
"""An hour that has come is seen so late at most, and so is a pause that is over."""

Letter = tuple[str, str]
"""Title and text."""
Write = Callable[[int, Report, str], Letter]
"""Of a report's number, the report, and the language."""
Ring = Callable[[str, str, str], tuple[Fault, str] | None]
"""Of the address, the title and the text: None where it was taken."""

log = structlog.get_logger()


class Reporting:
    def __init__(
        self,
        store: Store,
        reckoner: Reckoner,
        rules: HouseRules,
        addresses: Addresses,
        write: Write,
        clock: Clock,
        health: Health,
        ring: Ring = ring,
    ) -> None:
        self._store, self._reckoner, self._rules, self._addresses = store, reckoner, rules, addresses
        self._write, self._clock, self._health, self._ring = write, clock, health, ring
        self._made = set[object]()
        """What need not be made again: the rows would say so as well, at the price of a unit of work for each look."""
        self._ended = dict[int, tuple[Fault, str] | None]()
        """How attempts ended that could not be written down yet: a busy store is no reason to send anything twice."""

    async def run(self) -> None:
        await keep_looking(
            self._store, "report_sending", self.look, "reports_wait", again=LOOK_SECONDS, seldom=LOOK_SECONDS
        )

    async def look(self) -> bool:
        await self._make()
        await self._send()
        if await self._store.read(reports.in_trouble):
            self._health.trouble("reports", "an address does not take them")
        else:
            self._health.well("reports")
        return False

    async def _make(self) -> None:
        plan, at = self._rules.reports, self._clock()
        for kind, span in plan.due(self._rules.zone, at):
            key = (kind, span, plan.to)
            if key not in self._made:
                await self._store.write(partial(reports.make, kind=kind, span=span, to=plan.to, at=at))
                self._made.add(key)

    async def _send(self) -> None:
        at = self._clock()
        due = await self._store.read(lambda book: reports.due(book, at))
        if not due:
            return
        letters = await self._letters({one.report_id for one in due})
        by_address = groupby(sorted(due, key=lambda one: one.address), key=lambda one: one.address)
        # Each address by itself: a service that is down must not hold up the others.
        await asyncio.gather(*(self._to_one(list(some), letters) for _, some in by_address))

    async def _letters(self, ids: set[int]) -> dict[int, Letter]:
        """Written before they are claimed: between that and the sending there is nothing else."""

        def unit(book: Book) -> list[MadeReport]:
            return [reports.by_id(book, id) for id in sorted(ids)]

        letters = {}
        for made in await self._store.read(unit):
            report = await reckoned(self._reckoner, made.kind, made.span)
            letters[made.id] = self._write(made.id, report, self._rules.reports.language)
        return letters

    async def _to_one(self, due: list[ReportSending], letters: dict[int, Letter]) -> None:
        for one in due:
            if one.id not in self._ended:
                if not await self._claimed(one.id):
                    continue
                self._ended[one.id] = await self._told(one.address, letters[one.report_id])
            await self._settle(one.id)

    async def _claimed(self, id: int) -> bool:
        at = self._clock()

        def unit(book: Book) -> bool:
            held = reports.sending(book, id)
            return held.is_due(at) and held.claim(at)

        return await self._store.write(unit)

    async def _told(self, address: str, letter: Letter) -> tuple[Fault, str] | None:
        url = self._addresses.url(address)
        if url is None:
            return Fault.UNKNOWN, ""
        try:
            return await asyncio.to_thread(self._ring, url, *letter)
        except Exception as error:  # its words might hold the address
            log.error("report_not_sent", address=address, error=type(error).__name__)
            return Fault.BROKEN, ""

    async def _settle(self, id: int) -> None:
        at, ended = self._clock(), self._ended[id]
        held = await self._store.write(lambda book: _settle(book, id, ended, at))
        del self._ended[id]
        if held.state is SendingState.FAILED:
            log.error("report_given_up", report=held.report_id, address=held.address, fault=held.fault)


def _settle(book: Book, id: int, ended: tuple[Fault, str] | None, at: datetime) -> ReportSending:
    held = reports.sending(book, id)
    if held.state is SendingState.SENDING:
        if ended is None:
            held.sent(at)
        else:
            held.not_taken(*ended, at)
    return held
