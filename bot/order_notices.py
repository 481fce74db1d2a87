"""What the desk tells a buyer of their order by itself, each once: please pay (A6), it is late (B3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from bot.dialogue.steps import Say
from bot.dialogue.written import day
from bot.notices import Notices
from desk.order import Order, Status
from desk.order_times import OrderTimes, ships_by
from desk.store import Book, order_watch, shop


class OrderNotices:
    """Units of the book. The order is looked at again inside, and the notice is noted where it is said: neither is
    ever without the other, whatever crashes, and a second process finds it given."""

    def __init__(self, notices: Notices, times: OrderTimes, zone: tzinfo) -> None:
        self._notices, self._times, self._zone = notices, times, zone

    def remind(self, book: Book, number: str, at: datetime) -> None:
        order, chat = _again(book, number)
        if order is None or order.status is not Status.AWAITING_PAYMENT:
            return
        values = {"order": order.number, "total": str(order.total)}
        self._tell(book, "unpaid", order, chat, at, lambda language: Say("order_unpaid_reminder", 0, values))

    def tell_late(self, book: Book, number: str, at: datetime) -> None:
        order, chat = _again(book, number)
        if order is None or order.status is not Status.PAID or ships_by(order, self._times) > at:
            return
        today = at.astimezone(self._zone).date()
        new_day = order.expected_on if order.expected_on and order.expected_on >= today else None

        def say(language: str) -> Say:
            return Say(
                "order_late_notice",
                0,
                {"order": order.number, **({"expected": day(new_day, today, language)} if new_day else {})},
            )

        self._tell(book, "late", order, chat, at, say, new_day.isoformat() if new_day else "")

    def _tell(
        self,
        book: Book,
        kind: order_watch.Notice,
        order: Order,
        chat: int | None,
        at: datetime,
        say: Callable[[str], Say],
        about: str = "",
    ) -> None:
        notice = order_watch.give_notice(book, kind, order.number, about, at)
        if notice is None or chat is None:
            return
        conversation = self._notices.open_chat(book, chat, at)
        words = say(self._notices.language(conversation))
        outcome = self._notices.tell(conversation, words, at, f"order:{notice}")
        order_watch.note_outcome(book, notice, outcome, conversation.id)


def _again(book: Book, number: str) -> tuple[Order | None, int | None]:
    """The order as it stands now, locked, and a conversation with its buyer, locked before it."""
    found = shop.order_by_number(book, number)
    chat = order_watch.chat_of(book, found) if found else None
    return shop.order_by_number(book, number, to_change=True), chat
