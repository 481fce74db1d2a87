"""An order's receipt is not confirmed by itself while an exchange of it is under way (B4, C7)."""

from __future__ import annotations

from datetime import datetime

from desk.record import record
from desk.ticket.policy import Policy


@record(frozen=True, slots=True)
class ReceiptHeld:
    """The shop shall hold it until then: written down in the unit that approved the exchange, asked of the shop once."""

    order_number: str
    until: datetime
    at: datetime


def exchange_is_over(approved: datetime, policy: Policy) -> datetime:
    """At the latest: the goods are sent, looked at and replaced, and the buyer has had their time to say that all is well."""
    return approved + policy.return_within + policy.reship_within + policy.settled_after
