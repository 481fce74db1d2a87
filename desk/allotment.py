"""Allotment 配货 (A3): who of those who wait is told of the units that came back.

A policy is a pure function of the places on one variant's list, in the order of asking, and the free units. There is
one so far. Others that shops have, each a function and a row here: large orders first, then large buyers; the most
urgent shortage first; spread, so that nobody takes it all; not below a line's minimum quantity (one unit by default).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from desk.record import record

HEAD = 50
"""So many places, from the front of the list, are shown to a policy at once: a list may have thousands."""


@record(frozen=True, slots=True)
class Place:
    """On the waiting list of one variant."""

    id: int
    sku: str
    buyer_id: int
    conversation_id: int
    since: datetime


Policy = Callable[[Sequence[Place], int], Sequence[Place]]


def first_come(places: Sequence[Place], free: int) -> Sequence[Place]:
    """First come, first served, a unit each."""
    return places[: max(0, free)]


POLICIES: Mapping[str, Policy] = {"first_come": first_come}
