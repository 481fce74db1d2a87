"""What the buyer has told so far of a delivery exception or a complaint: kept in the dialogue until it stands in the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.case_facts import Case
from bot.dialogue.digits import order_key
from desk.record import record
from desk.ticket.kinds import CASES, TicketKind

GRIEVANCE = "grievance"
"""What an open question is asked for, as an intent would be."""
LONGEST_WORDS = 1_000
TEXTS = ("order", "sku", "words", "anew")
NUMBERS = ("reason", "ticket", "asked_what")


@record(frozen=True, slots=True)
class Grievance:
    kind: TicketKind
    order: str = ""
    sku: str = ""
    """Of the one article that it is about; empty: the whole parcel, or none."""
    reason: int = 0
    """What happened, or what it is about: one of the shop's own list."""
    words: str = ""
    """The buyer's own."""
    opened: bool = False
    """It stands in the book."""
    ticket: int = 0
    """Its number, once it was seen there."""
    asked_what: int = 0
    """How often the buyer told what happened in words that we could not place."""
    another: bool = False
    """The buyer said that it is another matter than the one that is open."""
    anew: str = ""
    """What they want to tell anew, `what` or `story`: the book has the old one until they do."""

    def as_json(self) -> dict[str, object]:
        kept: dict[str, object] = {
            name: getattr(self, name) for name in (*TEXTS, *NUMBERS, "opened", "another")
        }
        return {"kind": str(self.kind), **{name: value for name, value in kept.items() if value}}

    def of(self, case: Case) -> Grievance:
        """As it stands in the book: somebody of the shop may have changed it."""
        return replace(
            self,
            order=case.order,
            sku=case.sku,
            reason=0 if self.anew == "what" else case.reason or self.reason,
            words="" if self.anew == "story" else case.words or self.words,
            opened=True,
            ticket=case.id,
        )


def resumed(case: Case) -> Grievance:
    """Begun before, perhaps days ago."""
    return Grievance(
        case.kind, case.order, case.sku, case.reason or 0, case.words, opened=True, ticket=case.id
    )


def read_grievance(kept: object) -> Grievance | None:
    """Anything that does not look right counts as not told."""
    kind = kept.get("kind") if isinstance(kept, Mapping) else None
    if not isinstance(kept, Mapping) or not isinstance(kind, str) or kind not in CASES:
        return None
    texts = {name: kept.get(name) for name in TEXTS}
    numbers = {name: kept.get(name) for name in NUMBERS}
    return Grievance(
        TicketKind(kind),
        **{name: text if isinstance(text, str) else "" for name, text in texts.items()},  # type: ignore[arg-type]
        **{name: _count(number) for name, number in numbers.items()},  # type: ignore[arg-type]
        opened=kept.get("opened") is True,
        another=kept.get("another") is True,
    )


def _count(kept: object) -> int:
    return kept if isinstance(kept, int) and not isinstance(kept, bool) and kept > 0 else 0


def one_matter(
    kind: TicketKind, order: str, reason: int | None, other_order: str, other_reason: int | None
) -> bool:
    """Whether what is told is the same matter as another of its kind that is still open: of one parcel there is one
    exception; a complaint is of the same order, where one is named, and about the same thing, where that is said."""
    if kind is TicketKind.DELIVERY:
        return order_key(order) == order_key(other_order)
    same_order = not order or order_key(order) == order_key(other_order)
    return same_order and (not reason or not other_reason or reason == other_reason)
