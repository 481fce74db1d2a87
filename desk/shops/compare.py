"""A row of a file beside the row in force: what is new in it, and where the desk knows better."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from typing import Any, Literal

from desk.record import noun, record


@record(frozen=True, slots=True)
class Compared:
    kind: Literal["added", "changed", "unchanged"]
    row: Mapping[str, Any]
    """As it shall be; the file's, except where it is silent or the desk decides."""
    refused: tuple[str, ...] = ()
    """Columns in which the file says something else than the desk decided."""
    agreed: tuple[str, ...] = ()
    """Columns that the desk changed and in which the file now says the same."""


def compare(
    before: Mapping[str, Any] | None,
    new: Mapping[str, Any],
    *,
    kept: Collection[str] = (),
    ours: Collection[str] = (),
) -> Compared:
    """`kept`: columns that a file never changes, or does not have. `ours`: those the desk itself changed."""
    if before is None:
        return Compared("added", new)
    row = {name: before[name] if name in kept or name in ours else value for name, value in new.items()}
    refused = tuple(name for name in new if name in ours and new[name] != before[name])
    agreed = tuple(name for name in new if name in ours and new[name] == before[name])
    same = all(before[name] == value for name, value in row.items())
    return Compared("unchanged" if same else "changed", row, refused, agreed)


@noun(slots=True)
class Tally:
    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def count(self, compared: Compared) -> None:
        setattr(self, compared.kind, getattr(self, compared.kind) + 1)

    def __str__(self) -> str:
        return f"{self.added} new, {self.changed} changed, {self.unchanged} as before"


@record(frozen=True, slots=True)
class Conflict:
    """The desk changed this field itself; the file still says something else, and was not followed."""

    order: str
    field: str
    desk: str
    file: str

    def __str__(self) -> str:
        return (
            f"order {self.order}, {self.field}: the desk decided {self.desk}, the file says {self.file}; kept"
        )


@noun(slots=True)
class Report:
    """What an import did, or, tried only, would do."""

    tried_only: bool
    products: Tally = field(default_factory=Tally)
    orders: Tally = field(default_factory=Tally)
    order_lines: Tally = field(default_factory=Tally)
    conflicts: list[Conflict] = field(default_factory=list)
    restocked: list[str] = field(default_factory=list)
    """SKUs that were sold out and are there again."""
    warnings: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """For people, one fact per line."""
        return [
            f"products:    {self.products}",
            f"orders:      {self.orders}",
            f"order lines: {self.order_lines}",
            *([f"back in stock: {', '.join(self.restocked)}"] if self.restocked else []),
            *(f"kept: {conflict}" for conflict in self.conflicts),
            *(f"note: {warning}" for warning in self.warnings),
            *(["nothing was written (--dry-run)"] if self.tried_only else []),
        ]
