"""To whom reports can be sent: addresses of apprise, which hold passwords. Everybody but the sender knows their names only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from desk.record import record

RUNG = "alerts:"
SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,19})://", re.IGNORECASE)


@record(frozen=True, slots=True)
class Address:
    name: str
    """A word of the settings' file; `alerts:2` is the second one that is rung."""
    service: str
    """How apprise calls the service, as far as that is plain: `mailto`, `wecombot`."""

    @property
    def rung(self) -> int:
        """Which of those that are rung; 0 for one of the reports' own."""
        return int(self.name.removeprefix(RUNG)) if self.name.startswith(RUNG) else 0


class Addresses:
    def __init__(self, own: Mapping[str, str], rung: Sequence[str]) -> None:
        """`own`: by name. `rung`: those of [alerts]."""
        self._urls = {**own, **{f"{RUNG}{n}": url for n, url in enumerate(rung, start=1)}}

    @property
    def all(self) -> tuple[Address, ...]:
        return tuple(Address(name, _service(url)) for name, url in self._urls.items())

    def url(self, name: str) -> str | None:
        """For whoever sends. None where there is none of this name."""
        return self._urls.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._urls


def _service(url: str) -> str:
    """What stands before `://`, and nothing of what is behind it."""
    found = SCHEME.match(url)
    return found[1].lower() if found else ""
