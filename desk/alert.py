"""An alert 报警: somebody outside must hear of something, and until they have it stands in a row.

Said and written in both of the desk's languages: whose telephone rings is not known to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from desk.record import record
from desk.visible import visible

LONGEST_NAME = 40
APART = 3
"""Of more buyers who wait, one message tells how many: after a stop of the desk no telephone rings a hundred times."""


class Cause(StrEnum):
    WAITS = "waits"  # a buyer, beyond the limit
    BROKEN = "broken"  # a promise was not kept
    ESCALATED = "escalated"
    OVERDUE = "overdue"  # an escalation, beyond its time
    TICKET = "ticket"  # an after-sales case, beyond its time
    GOODS = "goods"  # of an after-sales case: the shop did not book them in or out


@record(frozen=True, slots=True)
class Alert:
    id: int
    cause: Cause
    who: str
    """The buyer who waits, whoever promised, whoever raised it; of a ticket its number."""
    why: str
    """Why it was handed over, the matter of the escalation, the ticket's state, or the goods."""
    conversation_id: int | None
    since: datetime
    """From when on the buyer waits; of the others, when it happened."""
    at: datetime


class Message(NamedTuple):
    title: str
    body: str
    path: str
    """The console's page about it."""
    tells: tuple[int, ...]
    """Of which alerts it tells, by their numbers."""


def messages(alerts: Sequence[Alert]) -> list[Message]:
    """What to say of all these, the most urgent first: who waits, promises that lapsed together, each escalation."""
    waiting = [one for one in alerts if one.cause == Cause.WAITS]
    broken = [one for one in alerts if one.cause == Cause.BROKEN]
    tickets = [one for one in alerts if one.cause == Cause.TICKET]
    goods = [one for one in alerts if one.cause == Cause.GOODS]
    together = len(waiting) > APART
    return [
        *([_many_wait(waiting)] if together else map(_waits, waiting)),
        *([_broken(broken)] if broken else []),
        *([_many_tickets(tickets)] if len(tickets) > APART else map(_ticket, tickets)),
        *([_goods(goods)] if goods else []),
        *(_escalated(one) for one in alerts if one.cause in (Cause.ESCALATED, Cause.OVERDUE)),
    ]


def _waits(alert: Alert) -> Message:
    who = visible(alert.who, LONGEST_NAME) or "?"
    return Message(
        f"{who} is waiting · {who} 在等人工",
        f"{alert.since:%H:%M} UTC · {alert.why}",
        f"/desk/{alert.conversation_id}",
        (alert.id,),
    )


def _many_wait(alerts: Sequence[Alert]) -> Message:
    return Message(
        f"{len(alerts)} buyers are waiting · {len(alerts)} 位买家在等人工",
        f"{min(one.since for one in alerts):%H:%M} UTC",
        "/desk",
        tuple(one.id for one in alerts),
    )


def _broken(alerts: Sequence[Alert]) -> Message:
    """One for all: after a long night there may be many."""
    owners = ", ".join(dict.fromkeys(visible(one.who, LONGEST_NAME) for one in alerts))
    return Message(
        f"Promises not kept: {len(alerts)} · 承诺未兑现：{len(alerts)}",
        owners[:200],
        "/promises?show=late",
        tuple(one.id for one in alerts),
    )


def _ticket(alert: Alert) -> Message:
    return Message(
        f"Ticket {alert.who} is overdue · 工单 {alert.who} 已超时",
        alert.why,
        f"/tickets/{alert.who}",
        (alert.id,),
    )


def _many_tickets(alerts: Sequence[Alert]) -> Message:
    """One for all: after a long stop there may be hundreds."""
    numbers = ", ".join(dict.fromkeys(f"#{one.who[:20]}" for one in alerts))
    return Message(
        f"{len(alerts)} tickets are overdue · {len(alerts)} 张工单已超时",
        numbers[:200],
        "/tickets?show=raised",
        tuple(one.id for one in alerts),
    )


def _goods(alerts: Sequence[Alert]) -> Message:
    """One for all: where one article is short, it is short for many."""
    numbers = dict.fromkeys(one.who[:20] for one in alerts)
    several = "tickets" if len(numbers) > 1 else "ticket"
    return Message(
        f"Goods not booked, {several} {', '.join(numbers)[:80]} · 商品未能出入库，工单 {', '.join(numbers)[:80]}",
        ", ".join(dict.fromkeys(one.why[:60] for one in alerts))[:200],
        f"/tickets/{alerts[0].who}" if len(numbers) == 1 else "/tickets?show=raised",
        tuple(one.id for one in alerts),
    )


def _escalated(alert: Alert) -> Message:
    overdue = alert.cause == Cause.OVERDUE
    title = "Escalation overdue · 上报已超时" if overdue else "Escalation · 新的上报"
    return Message(title, f"{alert.why} · {visible(alert.who, LONGEST_NAME)}", "/escalations", (alert.id,))
