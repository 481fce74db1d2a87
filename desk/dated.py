"""What a shop keeps of its own words, and on which days it holds."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict


class Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Dated(Kept):
    """Said only in these days of the shop's calendar, both included."""

    since: date | None = None
    until: date | None = None

    def holds(self, today: date) -> bool:
        return (self.since is None or self.since <= today) and (self.until is None or today <= self.until)
