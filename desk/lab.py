"""The phrase lab: what the bot makes of a sentence and would say to it, and what a change of its words would change.

The console asks, the bot answers; here is only what they tell each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, Protocol

from desk.phrases import Packs
from desk.record import record


@record(frozen=True, slots=True)
class Vocabulary:
    """What replies there are, and what each may and must name."""

    slots_of: Mapping[str, frozenset[str]]
    """Reply → the values that may be known when it is said."""
    names_the_order: frozenset[str] = frozenset()
    """Replies whose every wording must contain {order}."""
    names_it_where_known: frozenset[str] = frozenset()
    """Replies that need a wording `when = "order"` with {order}."""
    stand_ins: frozenset[str] = frozenset()
    """Replies that are said where the guard stopped another: they must never be stopped themselves."""


@record(frozen=True, slots=True)
class Spoken:
    """One message as the buyer would get it."""

    key: str
    text: str
    buttons: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class Reading:
    """A sentence as the bot takes it, on its own, from a buyer of whom it knows nothing."""

    text: str
    language: str
    intent: str
    confidence: float
    action: Literal["answer", "clarify", "handoff"]
    top: tuple[tuple[str, float], ...]
    slots: tuple[tuple[str, str], ...]
    products: tuple[tuple[str, float], ...]
    nearest: tuple[tuple[str, str, float], ...]
    """Examples: the sentence, its intent, and how alike they are (0 to 1)."""
    said: tuple[Spoken, ...]
    calls_a_person: bool


@record(frozen=True, slots=True)
class Meant:
    intent: str
    action: Literal["answer", "clarify", "handoff"]


@record(frozen=True, slots=True)
class Guess:
    action: Literal["answer", "clarify", "handoff"]
    top: tuple[tuple[str, float], ...]


@record(frozen=True, slots=True)
class Difference:
    """A sentence that is taken otherwise after a change."""

    text: str
    before: Meant
    after: Meant


class Lab(Protocol):
    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def intents(self) -> Collection[str]: ...

    async def read(self, text: str, language: str, order: str = "") -> Reading:
        """`order`: a real order's number, whose buyer then asks."""

    async def meaning(self, text: str, language: str) -> Guess:
        """Only what it means: a hundredth of the work."""

    async def values(self, language: str, order: str, product: str) -> dict[str, str]:
        """What replies would be filled with for this order and this product's id; what is not known is absent."""

    async def differences(self, packs: Packs, sentences: Sequence[tuple[str, str]]) -> list[Difference]:
        """Of these (text, language), each once, with these packs instead of those in force."""

    def owner(self, sentence: str) -> tuple[str, str] | None:
        """The example that says the same as this sentence, as it was written, and its intent."""

    def alike(self, sentences: Sequence[str]) -> list[list[int]]:
        """Their places, those that say nearly the same together; the first of a group speaks for it."""
