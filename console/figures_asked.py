"""What somebody wants to see of the figures, as the address says it: which days, by which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from urllib.parse import urlencode

from console.ticket_days import day_of
from desk.figures import pack, span
from desk.figures.span import NAMED, NotASpan, Span
from desk.record import record
from desk.width import narrow

LONGEST = 32
USUALLY = "today"
Fault = str
"""A word of desk/figures/span.py."""


@record(frozen=True, slots=True)
class Asked:
    named: str
    """One of NAMED; empty where two days were typed."""
    first: str
    last: str
    """As they were typed, plainly written where they are days."""
    span: Span | None
    fault: Fault = ""
    """Why there is no span."""
    rules: str = pack.OWN
    trial: Mapping[str, str] = field(default_factory=dict)
    """What a form of what if says, as it was typed."""

    @property
    def query(self) -> dict[str, str]:
        """As an address has it; what goes without saying is left out."""
        days = {"span": self.named} if self.named else {"from": self.first, "to": self.last}
        return {**days, **({} if self.rules == pack.OWN else {"rules": self.rules}), **self.trial}

    def address(self, path: str, **more: str) -> str:
        return f"{path}?{urlencode({**self.query, **more}, errors='replace')}"


def read(asked: Mapping[str, str], today: date, packs: Mapping[str, object]) -> Asked:
    """A pack that is no longer there is the shop's own."""
    rules = asked.get("rules", "")
    rules = rules if rules in packs else pack.OWN
    first, last = (_plain(asked.get(name, "")) for name in ("from", "to"))
    if not first and not last:
        named = asked.get("span", "")
        named = named if named in NAMED else USUALLY
        found = span.named(named, today)
        return Asked(named, found.first.isoformat(), found.last.isoformat(), found, rules=rules)
    return _typed(first, last, today, rules)


def _typed(first: str, last: str, today: date, rules: str) -> Asked:
    """One day alone: from then until today, or that last day by itself."""
    since = day_of(first or last)
    until = day_of(last) if last else today
    written = (since.isoformat() if since and first else first, until.isoformat() if until and last else last)
    if since is None or until is None:
        return Asked("", *written, None, "no_day", rules)
    try:
        found = span.span(since, max(until, since) if not last else until, today)
    except NotASpan as error:
        return Asked("", *written, None, error.why, rules)
    return Asked("", found.first.isoformat(), found.last.isoformat(), found, rules=rules)


def _plain(written: str) -> str:
    """What no page can hold is left out."""
    return narrow(written.encode("utf-8", "replace").decode().replace("\0", ""))[:LONGEST]
