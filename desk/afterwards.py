"""What the shop has decided about the time afterwards: who is asked whether they were satisfied, and whom we ask how it
went (F2). Settings, with the trade's defaults."""

from __future__ import annotations

from datetime import timedelta

from desk.record import record

FIRST_DAYS, SECOND_DAYS = range(3, 8), range(1, 8)
"""After what was delivered or closed; after a first contact that nobody answered."""
MOST_DELAY_MINUTES, MOST_REST_DAYS = 24 * 60 - 1, 365


@record(frozen=True, slots=True)
class Afterwards:
    after_person: bool = True
    """A conversation in which a person answered."""
    after_bot: bool = False
    """One in which the bot alone did."""
    after_case: bool = True
    delay: timedelta = timedelta(minutes=2)
    """After the end of it."""
    rest: timedelta = timedelta(days=7)
    """So long the same buyer is not asked again."""
    follow_deliveries: bool = False
    follow_cases: bool = True
    first: timedelta = timedelta(days=3)
    """From the delivery, or the end of the case, to the first contact."""
    second: timedelta = timedelta(days=7)
    """From the first contact to the second, where the first was not answered."""

    @property
    def asks_after_conversations(self) -> bool:
        return self.after_person or self.after_bot


USUALLY = Afterwards()
