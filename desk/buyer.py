"""A buyer 买家: one person, however many accounts they write from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class Buyer:
    id: int
    name: str
    language: str
    created_at: datetime
    version: int = 0
    level: str = ""
    """What the shop calls this customer's standing, in its own word."""


@dataclass(slots=True)
class Identity:
    """An account a buyer writes from."""

    id: int
    buyer_id: int
    channel: str
    account: str
    identity: str
    name: str
