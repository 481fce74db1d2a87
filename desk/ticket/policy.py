"""What the shop has decided about after-sales cases: settings, with the trade's defaults (C2, C4–C8)."""

from __future__ import annotations

from datetime import timedelta

from desk.record import record


@record(frozen=True, slots=True)
class Policy:
    window: timedelta = timedelta(days=15)
    """After an order's completion: so long a case can begin."""
    return_within: timedelta = timedelta(days=7)
    """Of the approval; then the case lapses, and can be opened again."""
    remind_before: timedelta = timedelta(days=2)
    """Before a return lapses, the buyer is reminded."""
    reship_within: timedelta = timedelta(days=2)
    """Of the goods' receipt."""
    settled_after: timedelta = timedelta(days=10)
    """Without a word of the buyer after something was sent to them, the case is done."""
    disputed_after: timedelta = timedelta(days=3)
    """Whatever is due of the shop and is not done by then is raised to a supervisor (C8)."""
    telling_lasts: timedelta = timedelta(days=30)
    """What was begun and never sent in is put away."""
    automatic: int = 0
    """Minor units: up to this a refund before shipment needs no finance review (C4)."""
    agent_cap: int | None = None
    """Minor units: above it only a supervisor approves. None: no cap."""
    finance_cap: int | None = None
    buyer_cap: int | None = None
    """Minor units that one buyer got back in `buyer_span`; above it only a supervisor approves."""
    buyer_span: timedelta = timedelta(days=90)
    return_address: str = ""
    """Where goods go back to, in lines: address, contact, phone. The shop's own, and nobody's home."""
    second_person: bool = True
    """False: a shop of one person, who approves what they handled. Every such case is marked."""


USUALLY = Policy()
