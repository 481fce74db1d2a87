"""What shall be done to orders is carried out by the shop, and the buyer is told what became of it: never before, and
never anything else (A6, B4, B6).

The shop is asked outside of any unit of the book, for it may be far away. A crash in between asks it again: its verbs
may be repeated, and only one caller settles a wish."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.dialogue.steps import Say
from bot.dialogue.written import day
from bot.looking import keep_looking
from bot.notices import Notices
from bot.perform import Performing
from desk.clock import Clock, from_ms
from desk.handover import Reason
from desk.house_rules import HouseRules
from desk.message import Author
from desk.order_change import Done, Outcome, Refusal, Refused, Verb, Wish
from desk.shops import Shop, ShopDown
from desk.store import Book, Store, order_watch, order_wishes, shop, tickets
from desk.ticket.facts import THE_SHOP
from desk.ticket.kinds import TicketKind

LOOK_SECONDS = 60.0
AGAIN_SECONDS = 2.0
TRIES_FOR = timedelta(minutes=5)
"""A buyer waits no longer for a shop that does not answer; then a person sees to it."""

DOES: Mapping[Verb, Callable[[Shop, Wish], Awaitable[Outcome]]] = {
    Verb.CHANGE_ADDRESS: lambda shop, wish: shop.change_address(wish.order, wish.value),
    Verb.EXTEND_RECEIPT: lambda shop, wish: shop.extend_receipt(wish.order, until(wish)),
    Verb.CLOSE_UNPAID: lambda shop, wish: shop.close_unpaid(wish.order),
}
SAYS_DONE = {
    Verb.CHANGE_ADDRESS: "order_address_changed",
    Verb.EXTEND_RECEIPT: "order_receipt_extended",
    Verb.CLOSE_UNPAID: "order_closed_unpaid",
}
SAYS_REFUSED = {
    (Verb.EXTEND_RECEIPT, Refusal.NOT_SHIPPED): "order_receipt_not_shipped",
    (Verb.EXTEND_RECEIPT, Refusal.COMPLETED): "order_receipt_completed",
    (Verb.EXTEND_RECEIPT, Refusal.EXTENDED): "order_receipt_extended_before",
    (Verb.CHANGE_ADDRESS, Refusal.SHIPPED): "order_address_shipped",
}
OTHERWISE = "order_wish_failed"
SETTLES = frozenset({Refusal.NOT_SHIPPED, Refusal.COMPLETED, Refusal.EXTENDED})
"""Refusals after which nobody has anything left to do."""


def until(wish: Wish) -> datetime:
    return from_ms(int(wish.value))


class OrderWishes:
    def __init__(
        self, store: Store, shop: Shop, performing: Performing, rules: HouseRules, clock: Clock
    ) -> None:
        self._store, self._shop, self._performing, self._notices = (
            store,
            shop,
            performing,
            Notices(performing),
        )
        self._rules, self._clock = rules, clock

    async def run(self) -> None:
        await keep_looking(
            self._store,
            "order_wish",
            self._look,
            "order_wishes_wait",
            again=AGAIN_SECONDS,
            seldom=LOOK_SECONDS,
        )

    async def _look(self) -> bool:
        left = await self._carry_out_all()
        await self._tell_all()
        return left

    async def _carry_out_all(self) -> bool:
        """Whether any is left that the shop did not answer."""
        down = False
        for wish in await self._store.read(order_wishes.wanted):
            outcome = await self._carry_out(wish)
            if outcome is None:
                down = True
                continue
            at = self._clock()
            await self._store.write(lambda book, w=wish, o=outcome, at=at: self._settle(book, w, o, at))  # type: ignore[misc]
        return down

    async def _carry_out(self, wish: Wish) -> Outcome | None:
        try:
            return await DOES[wish.verb](self._shop, wish)
        except ShopDown:
            waits = wish.conversation_id is not None and self._clock() - wish.asked_at >= TRIES_FOR
            return Refused(Refusal.SHOP_DOWN) if waits else None

    def _settle(self, book: Book, wish: Wish, outcome: Outcome, at: datetime) -> None:
        if not order_wishes.settle(book, wish, outcome, at):
            return
        if wish.conversation_id is None:
            if isinstance(outcome, Refused):  # paid meanwhile: nothing happened, nothing is said
                order_wishes.told(book, wish, at)
            elif wish.verb is Verb.EXTEND_RECEIPT:
                order_wishes.told(book, wish, at)
                self._stands_on_cards(book, wish, at)
            return
        order_wishes.told(book, wish, at)
        self._answer(book, wish, wish.conversation_id, outcome, at)

    def _stands_on_cards(self, book: Book, wish: Wish, at: datetime) -> None:
        """For an exchange: the card of the case says it, and no message of its own."""
        last = until(wish).astimezone(self._rules.zone).date()
        for ticket in tickets.of_order(book, wish.order):
            if ticket.kind is TicketKind.EXCHANGE and not ticket.over:
                ticket.receipt_held(last, at, THE_SHOP)

    def _answer(self, book: Book, wish: Wish, conversation_id: int, outcome: Outcome, at: datetime) -> None:
        """To the buyer who asked: an answer, at any hour."""
        conversation = self._notices.open_chat(book, conversation_id, at)
        values = {"order": wish.order}
        if isinstance(outcome, Done):
            key = SAYS_DONE[wish.verb]
            if wish.verb is Verb.EXTEND_RECEIPT:
                today = at.astimezone(self._rules.zone).date()
                last = until(wish).astimezone(self._rules.zone).date()
                values["until"] = day(last, today, self._notices.language(conversation))
        else:
            key = SAYS_REFUSED.get((wish.verb, outcome.because), OTHERWISE)
        said = self._notices.tell(
            conversation, Say(key, 0, values), at, f"wish:{wish.id}", author=Author.BOT, cause=wish.letter
        )
        if isinstance(outcome, Refused) and outcome.because not in SETTLES and said == "told":
            conversation.hand_off(Reason.TOPIC, at, self._performing.targets)

    async def _tell_all(self) -> None:
        """What was closed by the desk's own rule: not in quiet hours (D7)."""
        at = self._clock()
        if self._rules.hours.is_quiet(at):
            return
        while wishes := await self._store.read(order_wishes.untold):
            for wish in wishes:
                await self._store.write(lambda book, w=wish: self._tell(book, w, at))  # type: ignore[misc]

    def _tell(self, book: Book, wish: Wish, at: datetime) -> None:
        if not order_wishes.told(book, wish, at):
            return
        order = shop.order_by_number(book, wish.order)
        chat = order_watch.chat_of(book, order) if order else None
        if order is not None and chat is not None:
            conversation = self._notices.open_chat(book, chat, at)
            values = {"order": order.number, "total": str(order.total)}
            self._notices.tell(conversation, Say(SAYS_DONE[wish.verb], 0, values), at, f"wish:{wish.id}")
