"""What the buyer has told so far of an after-sales case: kept in the dialogue until the case stands in the book, and beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue.case_facts import Case
from desk.record import record
from desk.ticket.kinds import CLAIMS, TicketKind

AFTER_SALES = "after_sales"
"""What an open question is asked for, as an intent would be."""
MONEY = "money"
"""They want it back; whether the goods come back, too, is not said."""
WANTS = frozenset({MONEY, *map(str, CLAIMS)})
LONGEST_WORDS = 300
MOST = 100_000


@record(frozen=True, slots=True)
class Claim:
    order: str = ""
    sku: str = ""
    quantity: int = 0
    kind: str = ""
    """A kind of ticket, MONEY, or empty: not said."""
    reason: int = 0
    wanted: str = ""
    """Of an exchange: the SKU that shall come instead."""
    words: str = ""
    """The buyer's own, of what is wrong."""
    opened: bool = False
    """It stands in the book."""
    ticket: int = 0
    """Its number, once it was seen there."""
    asked_reason: int = 0
    """How often the buyer told a reason in words that we could not place."""

    anew: str = ""
    """What they want to tell anew, `line`, `kind` or `reason`: the book has the old one until they do."""

    def as_json(self) -> dict[str, object]:
        kept = {name: getattr(self, name) for name in NAMES}
        return {name: value for name, value in kept.items() if value}

    def of(self, case: Case) -> Claim:
        """As it stands in the book: somebody of the shop may have changed it."""
        return replace(
            self,
            **{
                "order": case.order,
                "sku": case.sku,
                "quantity": case.quantity,
                "kind": str(case.kind),
                "reason": case.reason or 0,
                "wanted": case.wanted,
                "words": case.words or self.words,
                "opened": True,
                "ticket": case.id,
                **ANEW.get(self.anew, {}),
            },  # type: ignore[arg-type]
        )

    @property
    def ticket_kind(self) -> TicketKind | None:
        return TicketKind(self.kind) if self.kind and self.kind != MONEY else None


ANEW: Mapping[str, Mapping[str, object]] = {
    "line": {"sku": "", "quantity": 0, "wanted": ""},
    "kind": {"kind": ""},
    "reason": {"reason": 0},
}
NAMES = (
    "order",
    "sku",
    "quantity",
    "kind",
    "reason",
    "wanted",
    "words",
    "opened",
    "ticket",
    "asked_reason",
    "anew",
)


def read_claim(kept: object) -> Claim | None:
    """Anything that does not look right counts as not told."""
    if not isinstance(kept, Mapping):
        return None
    texts = {name: kept.get(name) for name in ("order", "sku", "wanted", "words", "anew")}
    numbers = {name: kept.get(name) for name in ("quantity", "reason", "ticket", "asked_reason")}
    kind = kept.get("kind")
    return Claim(
        **{name: text if isinstance(text, str) else "" for name, text in texts.items()},  # type: ignore[arg-type]
        **{name: _count(number) for name, number in numbers.items()},  # type: ignore[arg-type]
        kind=kind if isinstance(kind, str) and kind in WANTS else "",
        opened=kept.get("opened") is True,
    )


def _count(kept: object) -> int:
    return kept if isinstance(kept, int) and not isinstance(kept, bool) and kept > 0 else 0
