"""The rules of the shop as they are now: its hours, response times, after-sales policy, what is asked afterwards, its reports and
rule packs, changed in the console while everything runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import TypeVar

import structlog

from desk import hours_check, ladder_check, pack_check
from desk.afterwards import USUALLY as ASKED_USUALLY
from desk.afterwards import Afterwards
from desk.errors import StoreBusy
from desk.figures.pack import Pack, jd
from desk.health import Health
from desk.report_plan import NO_REPORTS, ReportPlan
from desk.response_time import USUAL, Ladder, Promptness
from desk.setting import (
    AFTER_SALES,
    AFTERWARDS,
    HOURS,
    REPORTS,
    RESPONSE_TIMES,
    RULE_PACKS,
    NotASetting,
    Version,
    read_afterwards,
    read_hours,
    read_ladders,
    read_packs,
    read_plan,
    read_policy,
)
from desk.shop import Hours
from desk.store import Book, Store, settings
from desk.ticket.policy import USUALLY, Policy

T = TypeVar("T")

log = structlog.get_logger()


class HouseRules:
    """Whoever needs `hours` or `promptness` takes them from here each time: they are others after a change."""

    def __init__(self, hours: Hours, ladders: tuple[Ladder, ...] = (USUAL,)) -> None:
        self.shipped_hours, self.shipped_ladders = hours, ladders
        self.hours = hours
        self.promptness = Promptness(hours, ladders)
        self.version = 0
        self.after_sales = USUALLY
        self.afterwards = ASKED_USUALLY
        self.reports = NO_REPORTS
        self.packs: tuple[Pack, ...] = self.shipped_packs
        self._followers: list[Callable[[Policy], None]] = []

    def follow(self, hears: Callable[[Policy], None]) -> None:
        """Told the rules of after-sales whenever they may be others."""
        self._followers.append(hears)

    @property
    def zone(self) -> tzinfo:
        return self.shipped_hours.zone

    @property
    def shipped_packs(self) -> tuple[Pack, ...]:
        """An example of a marketplace's."""
        return (jd(self.zone),)

    @property
    def ladders(self) -> tuple[Ladder, ...]:
        return self.promptness.ladders

    def hold(
        self,
        hours: Hours,
        ladders: tuple[Ladder, ...],
        version: int,
        after_sales: Policy = USUALLY,
        afterwards: Afterwards = ASKED_USUALLY,
        reports: ReportPlan = NO_REPORTS,
        packs: tuple[Pack, ...] | None = None,
    ) -> None:
        """`packs`: None where they are as shipped."""
        self.hours, self.promptness, self.version = hours, Promptness(hours, ladders), version
        self.after_sales, self.afterwards = after_sales, afterwards
        self.reports = reports
        self.packs = self.shipped_packs if packs is None else packs
        for hears in self._followers:
            hears(after_sales)


class RulesKeeper:
    """Keeps the rules as the store has them: at each ring, and by itself every second."""

    def __init__(self, rules: HouseRules, store: Store, health: Health) -> None:
        self._rules, self._store, self._health = rules, store, health
        self._looking = asyncio.Lock()

    async def look(self) -> None:
        """After it the rules have every change that was committed before."""
        async with self._looking:
            held = self._rules.version
            found = await self._store.read(lambda book: _newer_than(book, held))
            if found is None:
                return
            version, hours, ladders, after_sales, afterwards, plan, packs = found
            rules = self._rules
            rules.hold(
                self._good(HOURS, hours, self._hours, rules.shipped_hours),
                self._good(RESPONSE_TIMES, ladders, _ladders, rules.shipped_ladders),
                version,
                self._good(AFTER_SALES, after_sales, read_policy, USUALLY),
                self._good(AFTERWARDS, afterwards, read_afterwards, ASKED_USUALLY),
                self._good(REPORTS, plan, read_plan, NO_REPORTS),
                self._good(RULE_PACKS, packs, self._packs, rules.shipped_packs),
            )

    async def run(self) -> None:
        listener = self._store.bell.listen("setting")
        try:
            while True:
                try:
                    await self.look()
                except StoreBusy as error:
                    log.warning("rules_wait", reason=str(error))
                await listener.wait()
        finally:
            listener.close()

    def _good(self, key: str, versions: Sequence[Version], read: Callable[[object], T], shipped: T) -> T:
        """The last version that can be read. What is unreadable was not written by us: told, and left alone."""
        trouble = f"setting:{key}"
        for version in versions:
            try:
                value = shipped if version.value is None else read(version.value)
            except NotASetting as error:
                reason = f"version {version.n} of {key} cannot be used ({error}); an earlier one is in force"
                if version is versions[0]:
                    log.error("setting_unreadable", key=key, version=version.n, reason=str(error))
                    self._health.trouble(trouble, reason)
                continue
            if version is versions[0]:
                self._health.well(trouble)
            return value
        return shipped

    def _hours(self, written: object) -> Hours:
        hours = read_hours(written, self._rules.zone)
        if wrong := hours_check.faults(hours):
            raise NotASetting(f"{wrong[0].part}: {wrong[0].why}")
        return hours

    def _packs(self, written: object) -> tuple[Pack, ...]:
        packs = read_packs(written, self._rules.zone)
        if wrong := pack_check.faults(packs):
            raise NotASetting(f"pack {wrong[0].pack}: {wrong[0].code}")
        return packs


def _ladders(written: object) -> tuple[Ladder, ...]:
    """Names that are no longer known make a ladder idle, not wrong: a queue may have been given up since."""
    ladders = read_ladders(written)
    if wrong := ladder_check.contradictions(ladders):
        raise NotASetting(f"ladder {wrong[0].ladder}: {wrong[0].code}")
    return ladders


Found = tuple[int, list[Version], list[Version], list[Version], list[Version], list[Version], list[Version]]


def _newer_than(book: Book, held: int) -> Found | None:
    version = settings.version(book)
    if version == held:
        return None
    of = settings.versions
    return (
        version, of(book, HOURS), of(book, RESPONSE_TIMES), of(book, AFTER_SALES), of(book, AFTERWARDS),
        of(book, REPORTS),
        of(book, RULE_PACKS),
    )  # fmt: skip
