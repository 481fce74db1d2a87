"""Tallies as bytes, and back: a list of what there is as JSON, behind it the times as whole numbers of four or eight bytes."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
import orjson

from desk.figures.metric import NO_VALUES, Tally
from desk.figures.sheet import Key, Slot, Tallies

SHORT, LONG = np.dtype("<i4"), np.dtype("<i8")
MOST_SHORT = 2**31 - 1


def packed(told: Tallies, slots: Sequence[Slot]) -> bytes:
    """`slots`: all that there may be, in an order that is the same when it is read again."""
    place = {slot: n for n, slot in enumerate(slots)}
    rows, runs = [], []
    for key, row in told.items():
        some = []
        for slot, one in row.items():
            kind = LONG if len(one.values) and one.values[-1] > MOST_SHORT else SHORT
            some.append([place[slot], one.n, one.sum, len(one.values), kind.itemsize])
            runs.append(np.asarray(one.values, kind).tobytes())
        rows.append([key, some])
    return b"\n".join((orjson.dumps(rows), b"".join(runs)))


def unpacked(data: bytes, slots: Sequence[Slot]) -> Tallies:
    head = data.index(b"\n")  # JSON as it is written has no line break
    found: dict[Key, dict[Slot, Tally]] = {}
    at = head + 1
    for key, some in orjson.loads(data[:head]):
        row = found[key] = {}
        for place, n, total, count, size in some:
            values: Sequence[int] = NO_VALUES
            if count:
                kind = SHORT if size == SHORT.itemsize else LONG
                values = array("q", np.frombuffer(data, kind, count, at).astype(np.int64).tobytes())
            row[slots[place]] = Tally(n, total, values)
            at += count * size
    return found
