"""Goods that come back onto the shelf or leave it for a case: once each, by the shop's back end."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from desk.machine import Moves
from desk.record import noun


class GoodsState(StrEnum):
    WANTED = "wanted"
    DONE = "done"
    REFUSED = "refused"  # there are not so many


MOVES = Moves(
    {
        (GoodsState.WANTED, "do"): GoodsState.DONE,
        (GoodsState.WANTED, "refuse"): GoodsState.REFUSED,
    }
)


@noun(slots=True)
class GoodsMove:
    id: int
    ticket_id: int
    key: str
    """Towards the back end; unique. May be asked again: done twice is done once."""
    sku: str
    units: int
    """Above zero: onto the shelf (入库); below: off it (出库)."""
    state: GoodsState
    wanted_at: datetime
    settled_at: datetime | None = None
    version: int = 0

    def settle(self, done: bool, at: datetime) -> None:
        self.state, self.settled_at = MOVES.next(self.state, "do" if done else "refuse"), at
