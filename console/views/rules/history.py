"""The history of a setting: who saved which version when, and in what it differed from the one before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from console.rule_shapes import Changed, Version
from desk.setting import Version as Kept

SHOWN = 20

Parts = Callable[[Any, Any], tuple[Changed, ...]]
"""In what two values of a setting differ, as they are written down."""


def history(
    versions: Sequence[Kept], names: Mapping[int, str], shipped: Any, differs: Parts
) -> tuple[Version, ...]:
    values = [shipped if kept.value is None else kept.value for kept in versions] + [shipped]
    lines = []
    for at, kept in enumerate(versions[:SHOWN]):
        by = names.get(kept.by or 0, "")
        parts = differs(values[at + 1], values[at])
        lines.append(Version(kept.n, kept.at, by, at == 0, kept.value is None, parts))
    return tuple(lines)


def by_part(parts: Mapping[Changed, Collection[str]]) -> Parts:
    """Which fields belong to which part. What nobody can read has no parts to compare."""

    def differs(before: Any, after: Any) -> tuple[Changed, ...]:
        if not isinstance(before, dict) or not isinstance(after, dict):
            return ()
        changed = {
            name for name in before.keys() | after.keys() if before.get(name, "") != after.get(name, "")
        }
        return tuple(part for part, names in parts.items() if not changed.isdisjoint(names))

    return differs


def whole(part: Changed) -> Parts:
    return lambda before, after: (part,) if before != after else ()
