"""What a sentence of a buyer means: intent, slots, products, and whether we may act on it."""

from __future__ import annotations

from typing import Literal, Protocol

from desk.record import record
from desk.stock import Catalogue

Action = Literal["answer", "clarify", "handoff"]
SlotType = Literal[
    "order_number",
    "tracking_number",
    "phone",
    "sku",
    "quantity",
    "amount",
    "carrier",
    "size",
    "colour",
    "date",
    "product",
]


@record(frozen=True, slots=True)
class Slot:
    """A value found in the sentence; `start` and `end` are code points of the original, end exclusive."""

    type: SlotType
    value: str
    start: int
    end: int


@record(frozen=True, slots=True)
class ProductGuess:
    """A product the sentence may speak of. `score` 0 to 1."""

    product: str
    """The product's key (see desk.stock.Product.id)."""
    score: float


@record(frozen=True, slots=True)
class Understanding:
    text: str
    language: str
    """Of the sentence: zh-CN, zh-TW or en."""
    intent: str
    """An id of the taxonomy; `out_of_scope` where none fits."""
    confidence: float
    top: tuple[tuple[str, float], ...]
    action: Action
    slots: tuple[Slot, ...] = ()
    products: tuple[ProductGuess, ...] = ()
    """Best first; empty when the sentence names none."""
    why: str = ""
    """For people: the pattern or the nearest examples that decided."""


class Understander(Protocol):
    """Room for another way of understanding; the shipped one is offline."""

    def set_catalogue(self, catalogue: Catalogue) -> None:
        """What the shop sells now; the same object again costs nothing."""

    def understand(self, text: str, language_hint: str | None = None) -> Understanding: ...
