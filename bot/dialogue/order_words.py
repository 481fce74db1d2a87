"""What is said of an order to the person it belongs to: its state, parcel and days."""

from __future__ import annotations

from datetime import date

from bot.dialogue.ask import Ask
from bot.dialogue.digits import LONGEST_NUMBER
from bot.dialogue.turn import Turn, person_button
from bot.dialogue.written import day, days, hour
from desk.order import Order, Status
from desk.order_times import OrderTimes, ships_by

LATE = ("order_paid_late", "order_shipped_late")


def tell(turn: Turn, ask: Ask, order: Order, number: str) -> None:
    """What is known of an order of theirs, under the number they used."""
    turn.memory.talked_of_order(order.number)
    values = {"order": number[:LONGEST_NUMBER], **_said_of(turn, ask, order)}
    key = key_of(turn, order)
    helps = [person_button()] if key in LATE else []
    turn.say(ask, key, values, choices=helps)


def is_late(turn: Turn, order: Order) -> bool:
    """Past our promise, or past the carrier's day."""
    return key_of(turn, order) in LATE


def key_of(turn: Turn, order: Order) -> str:
    if order.status is Status.PAID and turn.facts.now > ships_by(order, turn.facts.front.times):
        return "order_paid_late"
    if order.status is Status.SHIPPED:
        if order.expected_on and order.expected_on < _today(turn):
            return "order_shipped_late"
        if order.last_scan:
            return "order_shipped_scanned"
        return "order_shipped" if order.tracking else "order_shipped_bare"
    return f"order_{order.status.value}"


def _said_of(turn: Turn, ask: Ask, order: Order) -> dict[str, str]:
    zone, today, language = turn.facts.front.zone, _today(turn), ask.language
    values = {"total": str(order.total), "carrier": order.carrier, "tracking": order.tracking}
    values["placed"] = day(order.placed_at.astimezone(zone).date(), today, language)
    shipped = order.shipped_at.astimezone(zone).date() if order.shipped_at else None
    values["shipped"] = day(shipped, today, language) if shipped else ""
    if order.delivered_at:
        values["delivered"] = day(order.delivered_at.astimezone(zone).date(), today, language)
    times = turn.facts.front.times
    values["ships_by"] = day(ships_by(order, times).astimezone(zone).date(), today, language)
    values["expected"] = _expected(order, shipped, times, today, language)
    values["last_scan"] = order.last_scan[:300]
    if order.last_scan_at:
        scanned = order.last_scan_at.astimezone(zone)
        values["scanned"] = f"{day(scanned.date(), today, language)} {hour(scanned, zone)}"
    return values


def _expected(order: Order, shipped: date | None, times: OrderTimes, today: date, language: str) -> str:
    """The carrier's day; else as long after shipment as it usually takes."""
    if order.expected_on:
        return day(order.expected_on, today, language)
    if shipped:
        soonest, latest = times.arrives_after
        return days(shipped + soonest, shipped + latest, today, language)
    return ""


def _today(turn: Turn) -> date:
    return turn.facts.now.astimezone(turn.facts.front.zone).date()
