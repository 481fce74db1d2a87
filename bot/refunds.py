"""Refunds are carried out by the shop's back end, once, and the ticket learns what became of them.

First it is written down that the back end is being asked, then it is asked, outside of any unit of the book, then the answer
is written down. Whoever dies in between leaves a refund of which nobody knows: it is looked up by its key, and never asked
again. What the back end surely never heard of, long after, counts as not paid, and somebody decides.

Just before it is asked the order is looked at once more: what is more than was paid for it by now, or belongs to a parcel that
has left, goes back to the service."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import structlog

from bot.looking import keep_looking
from desk.clock import Clock, ticks
from desk.errors import StoreBusy
from desk.house_rules import HouseRules
from desk.order import Order
from desk.shops import Shop, ShopDown
from desk.store import Book, Store, refunds, tickets
from desk.ticket.facts import THE_DESK, THE_SHOP, Facts
from desk.ticket.going_back import HeldBack, look_before_paying
from desk.ticket.moves import Actor, open_to
from desk.ticket.policy import Policy
from desk.ticket.refund import VERBS, NotPaid, Paid, Refund, RefundOutcome, RefundState, Unclear

AGAIN_SECONDS, LOOK_SECONDS = 5.0, 60.0
AT_ONCE = 8
ANSWERS_WITHIN = 60.0
"""Seconds; a back end that takes longer is not waited for, and looked up."""
ASKED_BY_A_DEAD_ONE = timedelta(seconds=2 * ANSWERS_WITHIN)
ARRIVES_WITHIN = timedelta(minutes=15)
"""So long something asked may still be on its way to a back end that says it never heard of it."""
NEVER_HEARD = "the back end never heard of it"
PAID_BEFORE = "paid before"
GIVES_UP, NOT_REACHED = timedelta(days=3), "the back end could not be reached"
"""A back end that is gone for good: somebody decides, who otherwise could do nothing with the ticket."""

log = structlog.get_logger()


class Refunds:
    def __init__(self, store: Store, shop: Shop, rules: HouseRules, clock: Clock) -> None:
        self._store, self._shop, self._rules, self._clock = store, shop, rules, clock
        self._few = asyncio.Semaphore(AT_ONCE)
        self._looks, self._looked_up = 0, dict[int, int]()
        """In which look each of those of which nobody knows was looked up last."""
        self._rest = dict[int, float]()
        """Until when those are not asked again whose back end could not be reached: to write that down rings at once."""

    async def run(self) -> None:
        await keep_looking(
            self._store, "refund", self.look, "refunds_wait", again=AGAIN_SECONDS, seldom=LOOK_SECONDS
        )

    async def look(self) -> bool:
        """Whether any is left of which the end is not known."""
        unsettled = await self._store.read(refunds.unsettled)
        found = self._these(unsettled)
        ended = await asyncio.gather(*map(self._see_to, found), return_exceptions=True)
        for refund, error in zip(found, ended, strict=True):
            if isinstance(error, StoreBusy) or (error is not None and not isinstance(error, Exception)):
                raise error
            if error is not None:  # it is looked at again; the others go on
                log.error("refund_failed", refund=refund.id, error=type(error).__name__, exc_info=error)
        return bool(unsettled)

    def _these(self, unsettled: list[Refund]) -> list[Refund]:
        """All that shall be paid, and in turn a few of those of which nobody knows: a back end that lets each wait half a
        minute keeps nobody from their money."""
        self._looks += 1
        unsure = [one for one in unsettled if one.state is RefundState.UNKNOWN]
        turns = {one.id: self._looked_up.get(one.id, 0) for one in unsure}
        few = sorted(unsure, key=lambda one: turns[one.id])[:AT_ONCE]
        self._looked_up = turns | {one.id: self._looks for one in few}
        self._rest = {id: until for id, until in self._rest.items() if ticks() < until}
        others = (one for one in unsettled if one.state is not RefundState.UNKNOWN)
        return [*(one for one in others if one.id not in self._rest), *few]

    async def _see_to(self, refund: Refund) -> None:
        async with self._few:  # one that is slow keeps nobody, a hundred at once no back end
            match refund.state:
                case RefundState.WANTED:
                    if not await self._was_paid_before(refund):
                        await self._carry_out(refund)
                case RefundState.ASKING:
                    await self._was_left(refund)
                case RefundState.UNKNOWN:
                    await self._look_up(refund)

    async def _was_paid_before(self, refund: Refund) -> bool:
        """What counted as not paid, by somebody's word or because nobody heard of it in time, may have been paid after all:
        before it is paid again, the keys before are looked up once more."""
        every = await self._store.read(lambda book: refunds.of_ticket(book, refund.ticket_id))
        for before in every:
            if before.id == refund.id or before.state is not RefundState.NOT_PAID or before.asked_at is None:
                continue
            try:
                async with asyncio.timeout(ANSWERS_WITHIN):
                    outcome = await self._shop.refund_of(before.key)
            except ShopDown:
                return True  # looked at again, with the next look
            except Exception as error:
                outcome = Unclear(type(error).__name__)
            if isinstance(outcome, Paid):
                await self._found_paid(refund, before, outcome)
                return True
        return False

    async def _found_paid(self, refund: Refund, before: Refund, outcome: Paid) -> None:
        at, policy = self._clock(), self._rules.after_sales

        def unit(book: Book) -> None:
            ticket = tickets.by_id(book, refund.ticket_id)
            wanted, paid = refunds.by_id(book, refund.id), refunds.by_id(book, before.id)
            if wanted.state is not RefundState.WANTED or paid.state is not RefundState.NOT_PAID:
                return
            wanted.ask(at)
            wanted.settle(NotPaid(f"{PAID_BEFORE}: {before.key}"), at)
            paid.settle(outcome, at)
            ticket.do(
                "paid", THE_SHOP, at, policy, Facts(note=f"{PAID_BEFORE}: {before.key}, {before.money}")
            )

        await self._store.write(unit)

    async def _carry_out(self, refund: Refund) -> None:
        id, at, policy = refund.id, self._clock(), self._rules.after_sales
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                order = await self._shop.order(refund.order_number)
        except (ShopDown, TimeoutError):
            if at - refund.wanted_at >= GIVES_UP:
                await self._store.write(lambda book: _give_up(book, refund, at, policy))
            return  # otherwise looked at again, with the next look
        claimed = await self._store.write(lambda book: _claim(book, refund, order, at, policy))
        if claimed is None:
            return
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                outcome = await self._shop.refund(claimed)
        except ShopDown as error:
            reason = str(error)
            if self._clock() - claimed.wanted_at >= GIVES_UP:
                await self._settle(claimed, NotPaid(NOT_REACHED))
            else:
                self._rest[id] = ticks() + AGAIN_SECONDS
                await self._store.write(lambda book: _not_asked(book, id, reason))
            return
        except Exception as error:
            outcome = Unclear(type(error).__name__)
        await self._settle(claimed, outcome)

    async def _was_left(self, refund: Refund) -> None:
        """Whoever asked has died, or will not hear the answer any more."""
        if refund.asked_at is not None and self._clock() - refund.asked_at >= ASKED_BY_A_DEAD_ONE:
            await self._settle(refund, Unclear("nobody heard the answer"))

    async def _look_up(self, refund: Refund) -> None:
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                outcome = await self._shop.refund_of(refund.key)
        except Exception as error:
            log.warning("refund_not_found_out", refund=refund.id, reason=type(error).__name__)
            return
        if outcome is None and self._clock() - (refund.asked_at or refund.wanted_at) >= ARRIVES_WITHIN:
            outcome = NotPaid(NEVER_HEARD)
        if outcome is not None and not isinstance(outcome, Unclear):
            await self._settle(refund, outcome)

    async def _settle(self, refund: Refund, outcome: RefundOutcome) -> None:
        at, policy = self._clock(), self._rules.after_sales

        def unit(book: Book) -> None:
            ticket, held = tickets.by_id(book, refund.ticket_id), refunds.by_id(book, refund.id)
            if held.state not in (RefundState.ASKING, RefundState.UNKNOWN):
                return  # somebody settled it by hand meanwhile
            held.settle(outcome, at)
            verb, note = VERBS[type(outcome)], getattr(outcome, "reason", "")
            if verb in {move.verb for move in open_to(ticket.kind, ticket.state, {Actor.SHOP})}:
                ticket.do(verb, THE_SHOP, at, policy, Facts(note=note))

        await self._store.write(unit)


def _claim(book: Book, refund: Refund, order: Order | None, at: datetime, policy: Policy) -> Refund | None:
    """Only one asks, and it is written down before. What must not be paid any more is sent back, and why."""
    ticket, held = tickets.by_id(book, refund.ticket_id), refunds.by_id(book, refund.id)
    if held.state is not RefundState.WANTED:
        return None
    try:
        look_before_paying(ticket, tickets.of_order(book, held.order_number), order)
    except HeldBack as error:
        held.hold_back(error.note, at)
        ticket.do("send_back_by_rule", THE_DESK, at, policy, Facts(note=error.note))
        return None
    held.ask(at)
    return held


def _give_up(book: Book, refund: Refund, at: datetime, policy: Policy) -> None:
    ticket, held = tickets.by_id(book, refund.ticket_id), refunds.by_id(book, refund.id)
    if held.state is RefundState.WANTED:
        held.hold_back(NOT_REACHED, at)
        ticket.do("not_paid", THE_SHOP, at, policy, Facts(note=NOT_REACHED))


def _not_asked(book: Book, id: int, reason: str) -> None:
    held = refunds.by_id(book, id)
    if held.state is RefundState.ASKING:
        held.not_asked(reason)
