"""Measurements as ratios against a floor of the same run; never absolute promises."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any


def run(names: Sequence[str] = ()) -> dict[str, Any]:
    """Figures by name of the measurement; all of them when none is named. Raises SystemExit for a name unknown."""
    from bench import (
        figures,
        handed,
        history,
        ladders,
        latency,
        message_path,
        noticing,
        photos,
        products,
        routing,
        size,
        tickets,
        wall,
        widgets,
    )

    known = {
        "message_path": message_path.measure,
        "latency": latency.measure,
        "handed": handed.measure,
        "size": size.measure,
        "tickets": tickets.measure,
        "widgets": widgets.measure,
        "history": history.measure,
        "products": products.measure,
        "routing": routing.measure,
        "ladders": ladders.measure,
        "noticing": noticing.measure,
        "wall": wall.measure,
        "photos": photos.measure,
        "figures": figures.measure,
    }
    if strange := [name for name in names if name not in known]:
        raise SystemExit(f"There is no measurement {', '.join(strange)}; known are {', '.join(known)}.")
    return {name: asyncio.run(known[name]()) for name in names or known}
