"""What photos of a case must show (C3): a table by kind, and which of them are missing. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from desk.ticket.kinds import CLAIMS, TicketKind


class Shows(StrEnum):
    WHOLE = "whole"  # the whole article
    FAULT = "fault"  # what is wrong
    LABEL = "label"  # the parcel's label
    OTHER = "other"
    INSPECTION = "inspection"  # the warehouse's own


DEMANDED: Mapping[TicketKind, tuple[Shows, ...]] = {
    **{kind: (Shows.FAULT, Shows.WHOLE, Shows.LABEL) for kind in TicketKind if kind in CLAIMS},
    TicketKind.DELIVERY: (Shows.FAULT, Shows.LABEL),
    TicketKind.COMPLAINT: (),
}
"""In the order in which they are asked for, where the reason demands photos."""


def missing(kind: TicketKind, there: Collection[Shows], *, demanded: bool) -> list[Shows]:
    """What is still to be shown, in the order in which it is asked for."""
    return [shows for shows in DEMANDED[kind] if shows not in there] if demanded else []
