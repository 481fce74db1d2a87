"""What the pages of banned rules and their hits are drawn from: plain values, as in console.shapes."""

from __future__ import annotations

from datetime import date, datetime

from console.phrase_shapes import Version
from console.shapes import Hit, Verdict
from desk.banned.ban import Speaker, Strictness
from desk.banned.ban_check import OwnWords
from desk.record import record
from desk.wording_check import Wrong


@record(frozen=True, slots=True)
class BanRow:
    """A rule in the list."""

    key: str
    family: str
    verdict: Strictness
    phrases: tuple[str, ...]
    count: int
    href: str
    own: bool = False
    changed: bool = False
    conflict: bool = False
    dated: bool = False
    scoped: bool = False
    gone: bool = False


@record(frozen=True, slots=True)
class BanEditing:
    """A rule as its form has it; texts of several lines stand one on each."""

    language: str
    key: str
    new: bool
    was: int
    """The version that it was made from; another one meanwhile is told."""
    family: str = ""
    verdict: Strictness = "block"
    phrases: str = ""
    unless: str = ""
    warned_by: str = ""
    whole: bool = False
    say: str = ""
    roles: tuple[Speaker, ...] = ()
    channels: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    gone: bool = False
    shipped: bool = False
    """Whether it came with the desk; otherwise it is the shop's own."""
    changed: bool = False
    conflict: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()


@record(frozen=True, slots=True)
class Judged:
    """A text in the test box."""

    text: str
    verdict: Verdict
    hits: tuple[Hit, ...] = ()


@record(frozen=True, slots=True)
class Trial:
    """What a rule that is being edited would do."""

    wrongs: tuple[Wrong, ...] = ()
    own: tuple[OwnWords, ...] = ()
    """Of the shop's own words, those that it would stop."""
    seal: str = ""
    """Sent back by whoever confirms these."""
    past: tuple[tuple[str, tuple[Hit, ...]], ...] = ()
    """Some of the agents' messages that it would have stopped, masked."""
    past_count: int = 0
    looked_at: int = 0
    judged: Judged | None = None


@record(frozen=True, slots=True)
class Figure:
    """A line of a table of hits; `href` opens them one by one."""

    name: str
    id: str
    stopped: int
    warned: int
    href: str
    day: date | None = None


@record(frozen=True, slots=True)
class Figures:
    days: int
    stopped: int
    warned: int
    by_rule: tuple[Figure, ...]
    by_speaker: tuple[Figure, ...]
    by_day: tuple[Figure, ...]
    most: int
    """The longest bar of the days."""


@record(frozen=True, slots=True)
class HitRow:
    at: datetime
    rule: str
    family: str
    verdict: Strictness
    speaker: str
    """A person's name; empty for bot and timer."""
    author: Speaker
    channel: str
    conversation_id: int
    buyer: str
    words: str
    start: int
    end: int
