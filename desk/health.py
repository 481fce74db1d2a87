"""Whether the desk is well: what readiness checks, alarms and banners ask."""

from __future__ import annotations

from dataclasses import field

from desk.record import noun

GRAVE = frozenset({"store"})


@noun(slots=True)
class Health:
    """Faults by name; a worker that is in trouble says so, and takes it back when it is over."""

    _faults: dict[str, str] = field(default_factory=dict)

    def trouble(self, what: str, reason: str) -> None:
        self._faults[what] = reason

    def well(self, what: str) -> None:
        self._faults.pop(what, None)

    @property
    def can_serve(self) -> bool:
        """A channel that is down is told of, but restarting us would not help it; without the store nothing goes."""
        return not GRAVE & self._faults.keys()

    def faults(self) -> dict[str, str]:
        return dict(self._faults)
