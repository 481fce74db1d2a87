"""What the dialogue keeps between two thoughts: open questions, and what was talked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any, Literal, cast, get_args

from bot.dialogue.claim import AFTER_SALES, Claim, read_claim
from bot.dialogue.grievance import GRIEVANCE, Grievance, read_grievance
from desk.record import noun, record

QuestionKind = Literal[
    "number",
    "digits",
    "product",
    "wait",
    "meaning",
    "photos",
    "order",
    "address",
    "confirm",
    "title",
    "contact",
    "case",
    "grievance",
]
KINDS = frozenset(get_args(QuestionKind))

QUESTIONS_KEPT = 4
THINGS_KEPT = 4
REPLIES_KEPT = 6
LONGEST_KEPT = 80
ADDRESS_FOR = "change_address"


@record(frozen=True, slots=True)
class Question:
    """Something the bot asked and still wants to know."""

    kind: QuestionKind
    intent: str = ""
    """What the answer is for."""
    orders: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    """Products to choose from; for `wait` the SKU."""
    words: tuple[str, ...] = ()
    """Colours and sizes that were named already."""
    text: str = ""
    repeated: int = 0
    """How often it came back after an interruption."""

    def as_json(self) -> dict[str, object]:
        kept: dict[str, object] = {
            "q": self.kind,
            "intent": self.intent,
            "orders": list(self.orders),
            "products": list(self.products),
            "words": list(self.words),
            "text": self.text[:LONGEST_KEPT],
            "repeated": self.repeated,
        }
        return {key: value for key, value in kept.items() if value}


@noun(slots=True)
class Memory:
    """Read from the last Remember, changed while thinking, remembered again."""

    language: str = ""
    open: list[Question] = field(default_factory=list)
    """The last one is the one being asked."""
    products: list[str] = field(default_factory=list)
    """Talked about, the latest first."""
    sku: str = ""
    orders: list[str] = field(default_factory=list)
    lost: int = 0
    """Letters in a row that were not understood."""
    album: str = ""
    """The group of the photos acknowledged last."""
    left_group: bool = False
    told_waiting: int = 0
    """How often the buyer heard that a person is on the way."""
    address: str = field(default="", repr=False)
    """A new address that is not confirmed yet: personal, and forgotten with the last question about it."""
    said: dict[str, int] = field(default_factory=dict)
    """Replies said lately, by key, and how often: each time another wording has its turn."""
    last: str = ""
    """What was said last, and of what."""
    in_a_row: int = 0
    """How often it was said without anything between."""
    chat: int = 0
    """Letters in a row that wanted nothing."""
    warned: bool = False
    """The buyer was asked to stay civil."""
    claim: Claim | None = field(default=None, repr=False)
    """What is told of an after-sales case that is not sent in yet."""
    grievance: Grievance | None = field(default=None, repr=False)
    """What is told of a delivery exception or a complaint that is not sent in yet."""

    @classmethod
    def read(cls, state: Mapping[str, object]) -> Memory:
        """Anything that does not look right counts as not remembered: an older version may have written it."""
        return cls(**{name: READ[name](kept) for name, kept in state.items() if name in READ})

    def as_json(self) -> dict[str, object]:
        kept: dict[str, object] = {
            "language": self.language,
            "open": [question.as_json() for question in self.open[-QUESTIONS_KEPT:]] if self.open else None,
            "products": self.products[:THINGS_KEPT],
            "sku": self.sku,
            "orders": self.orders[:THINGS_KEPT],
            "said": self.said,
            "last": self.last,
            "in_a_row": self.in_a_row,
        }
        if self.address and any(q.intent == ADDRESS_FOR for q in self.open):
            kept["address"] = self.address
        if self.claim is not None:
            kept["claim"] = self.claim.as_json()
        if self.grievance is not None:
            kept["grievance"] = self.grievance.as_json()
        if self.lost or self.album or self.left_group or self.told_waiting or self.chat or self.warned:
            kept |= {
                "lost": self.lost,
                "album": self.album,
                "left_group": self.left_group,
                "told_waiting": self.told_waiting,
                "chat": self.chat,
                "warned": self.warned,
            }
        return {key: value for key, value in kept.items() if value}

    @property
    def asking(self) -> Question | None:
        return self.open[-1] if self.open else None

    def question(self, kind: QuestionKind) -> Question | None:
        for question in reversed(self.open):
            if question.kind == kind:
                return question
        return None

    def ask(self, question: Question) -> None:
        """One question of a kind at a time: asked anew, it replaces the old one and is on top."""
        self.close(question.kind)
        self.open = [*self.open, question][-QUESTIONS_KEPT:]

    def close(self, kind: QuestionKind) -> None:
        if self.open:
            self.open = [q for q in self.open if q.kind != kind]

    def give_up(self, intent: str) -> None:
        """Nothing is asked for this any more."""
        self.open = [q for q in self.open if q.intent != intent]
        if intent == ADDRESS_FOR:
            self.address = ""

    def drop_claim(self) -> None:
        """What was told of a case is in the book now, or not wanted any more."""
        self.claim = None
        self.give_up(AFTER_SALES)

    def drop_grievance(self) -> None:
        self.grievance = None
        self.give_up(GRIEVANCE)

    def talked_of(self, product: str, sku: str = "") -> None:
        self.products = [product, *(p for p in self.products if p != product)][:THINGS_KEPT]
        self.sku = sku

    def worded(self, key: str) -> int:
        """The number of the wording that has its turn for this reply; it counts as said."""
        said = self.said.pop(key, 0)
        self.said[key] = said + 1
        if len(self.said) > REPLIES_KEPT:
            del self.said[next(iter(self.said))]
        return said

    def says_again(self, saying: str) -> int:
        """How often in a row this has been said now."""
        if saying == self.last:
            self.in_a_row += 1
        else:
            self.last, self.in_a_row = saying, 1
        return self.in_a_row

    def talked_of_order(self, number: str) -> None:
        self.orders = [number, *(o for o in self.orders if o != number)][:THINGS_KEPT]


def _question(kept: object) -> Question | None:
    if not isinstance(kept, dict) or kept.get("q") not in KINDS:
        return None
    return Question(
        kind=cast(QuestionKind, kept["q"]),
        intent=_text(kept.get("intent")),
        orders=tuple(_texts(kept.get("orders"))),
        products=tuple(_texts(kept.get("products"))),
        words=tuple(_texts(kept.get("words"))),
        text=_text(kept.get("text")),
        repeated=_count(kept.get("repeated")),
    )


def _questions(kept: object) -> list[Question]:
    return [q for q in map(_question, _list(kept)) if q][-QUESTIONS_KEPT:]


def _list(kept: object) -> list[object]:
    return kept if isinstance(kept, list) else []


def _texts(kept: object) -> list[str]:
    return [text for text in _list(kept) if isinstance(text, str)]


def _text(kept: object) -> str:
    return kept if isinstance(kept, str) else ""


def _count(kept: object) -> int:
    return kept if isinstance(kept, int) and not isinstance(kept, bool) and kept > 0 else 0


def _counts(kept: object) -> dict[str, int]:
    counts = kept.items() if isinstance(kept, dict) else ()
    return {key: _count(n) for key, n in counts if isinstance(key, str)}


def _yes(kept: object) -> bool:
    return kept is True


READ: Mapping[str, Callable[[object], Any]] = {
    "language": _text,
    "open": _questions,
    "products": _texts,
    "sku": _text,
    "orders": _texts,
    "lost": _count,
    "album": _text,
    "left_group": _yes,
    "told_waiting": _count,
    "address": _text,
    "said": _counts,
    "last": _text,
    "in_a_row": _count,
    "chat": _count,
    "warned": _yes,
    "claim": read_claim,
    "grievance": read_grievance,
}
"""What is remembered, and how it is read: most conversations remember little of it."""
