"""Whether the desk is well: what readiness checks, alarms and banners ask."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Health:
    """Faults by name; a worker that is in trouble says so, and takes it back when it is over."""

    _faults: dict[str, str] = field(default_factory=dict)

    def trouble(self, what: str, reason: str) -> None:
        self._faults[what] = reason

    def well(self, what: str) -> None:
        self._faults.pop(what, None)

    def faults(self) -> dict[str, str]:
        return dict(self._faults)
