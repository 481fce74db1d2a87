"""What the pages of the phrase desk are drawn from: plain values, as in console.shapes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args

from desk.lab import Difference, Reading
from desk.record import record
from desk.wording_check import Wrong

Tab = Literal["lab", "lessons", "reply", "saying", "quick", "nickname", "banned", "hits", "moving"]
TABS: tuple[Tab, ...] = get_args(Tab)


@record(frozen=True, slots=True)
class Around:
    """What every page of the phrase desk shows around itself."""

    here: Tab
    lessons: int
    """What waits to be learnt."""
    language: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    """Tag and name of each pack."""


@record(frozen=True, slots=True)
class Row:
    """One place of the words in a list."""

    key: str
    title: str
    """What people see first: an intent's name, a product; empty where the key says it."""
    texts: tuple[str, ...]
    href: str
    count: int = 0
    changed: bool = False
    conflict: bool = False
    dated: bool = False
    pictured: bool = False
    gone: bool = False


@record(frozen=True, slots=True)
class Sentence:
    """What buyers say for one intent."""

    text: str
    intent: str
    added: bool
    """By the shop; the others were shipped."""


@record(frozen=True, slots=True)
class Version:
    id: int
    texts: tuple[str, ...]
    at: datetime
    by: str
    in_force: bool
    shipped: bool
    """It put back what was shipped."""


@record(frozen=True, slots=True)
class Wording:
    """One way of saying a reply, as its form has it."""

    at: int
    text: str = ""
    when: str = ""
    since: date | None = None
    until: date | None = None
    picture: str = ""


@record(frozen=True, slots=True)
class Editing:
    """A place that is being changed."""

    kind: Literal["reply", "quick", "nickname"]
    language: str
    key: str
    title: str
    """A product's, for nicknames."""
    slots: tuple[str, ...]
    wordings: tuple[Wording, ...]
    was: int
    """The version that it was made from; another one meanwhile is told."""
    new: bool = False
    quick_title: str = ""
    roles: tuple[str, ...] = ()
    gone: bool = False
    names: str = ""
    """Nicknames, a line each."""
    listed: tuple[str, ...] = ()
    """The names that the shop's own list has."""
    changed: bool = False
    conflict: tuple[str, ...] = ()
    """What is shipped now, where it is no longer what the change was made from."""
    versions: tuple[Version, ...] = ()
    products: tuple[tuple[str, str], ...] = ()
    """To try it with: ids and titles."""


@record(frozen=True, slots=True)
class Tried:
    """What a change would look like, and what keeps it from being saved."""

    wrongs: tuple[Wrong, ...]
    texts: tuple[str, ...]
    """Each wording with the values of a real order or product."""
    said_lately: int = 0
    """How often this reply was among the last answers."""
    lately: tuple[tuple[str, str], ...] = ()
    """Some of them as they were, and as they would be."""
    looked_at: int = 0


@record(frozen=True, slots=True)
class Effect:
    """What adding a sentence to an intent would change."""

    intent: str
    odds: float
    differences: tuple[Difference, ...]


@record(frozen=True, slots=True)
class Looked:
    """A sentence on the lab's bench."""

    reading: Reading
    effects: tuple[Effect, ...]
    """Of the likeliest intents, each as if the sentence were added to it."""
    looked_at: int
    """Real sentences that were tried."""
    owner: str = ""
    """The intent whose example this is already."""


@record(frozen=True, slots=True)
class LessonLine:
    id: int
    conversation_id: int
    text: str
    at: datetime
    answered: str


@record(frozen=True, slots=True)
class LessonGroup:
    """Sentences that say nearly the same."""

    why: Literal["not_understood", "corrected"]
    language: str
    lines: tuple[LessonLine, ...]
    count: int
    likely: tuple[tuple[str, float], ...]
    ids: tuple[int, ...]
    """Of all its lessons."""


@record(frozen=True, slots=True)
class Arrival:
    """One change of an imported file."""

    kind: str
    language: str
    key: str
    text: str
    wrongs: tuple[Wrong, ...]
