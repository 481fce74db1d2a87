"""A delivery exception 异常件 (B5): something went wrong between the shop's door and the buyer's."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from desk.record import record


class Trouble(StrEnum):
    DELAY = "delay"
    DAMAGE = "damage"
    LOSS = "loss"
    SHORT = "short"  # fewer than ordered
    MISSING = "missing"  # a part, or one of the articles
    WRONG = "wrong"  # another article, colour or size


@record(frozen=True, slots=True)
class DeliveryException:
    """As the buyer told it; photos that come later hang on the same conversation."""

    id: int
    conversation_id: int
    seq: int
    """The message that told of it: the buyer's own words."""
    kind: Trouble
    order: str
    """As the buyer named it; empty where they have not yet."""
    at: datetime
