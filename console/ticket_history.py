"""A ticket's history in the reader's words: who did what, when, from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from console.thread import Reader
from console.ticket_page_shapes import Change, Field, Step
from desk.money import Money
from desk.ticket.going_back import told
from desk.ticket.moves import MOVES, TicketState
from desk.ticket.step import TicketStep

VERBS = frozenset(move.verb for move in MOVES) | {
    "open",
    "photo",
    "assign",
    "raise",
    "platform",
    "remind",
    "extend",
}
AMOUNTS = frozenset({"goods", "freight", "fee"})
SWITCHES = frozenset({"coupons"})


def history(
    steps: list[TicketStep], currency: str, reasons: Mapping[int, str], reader: Reader
) -> tuple[Step, ...]:
    """The newest first."""
    return tuple(_step(one, currency, reasons, reader) for one in reversed(steps))


def _step(one: TicketStep, currency: str, reasons: Mapping[int, str], reader: Reader) -> Step:
    moved = one.before != one.after
    return Step(
        id=one.id,
        at=one.at,
        verb=one.verb if one.verb in VERBS else "change",
        side=one.actor,
        who=reader.names.get(one.agent_id, "") if one.agent_id is not None else "",
        before=TicketState(one.before) if moved and one.before else None,
        after=TicketState(one.after) if moved else None,
        note=note_in_words(one.note, currency, reader),
        changes=tuple(
            Change(
                cast(Field, name) if name in get_args(Field) else "other",
                _value(name, before, currency, reasons, reader),
                _value(name, after, currency, reasons, reader),
            )
            for name, before, after in one.changes
        ),
    )


def note_in_words(note: str, currency: str, reader: Reader) -> str:
    """What the desk itself noted stands in the reader's language."""
    held = told(note)
    if held is None:
        return reader.text(note)
    why, most = held
    return reader.words[f"ticket_fault.{why}"].replace("{limit}", str(Money(most, currency)))


def _value(name: str, written: str, currency: str, reasons: Mapping[int, str], reader: Reader) -> str:
    if not written:
        return ""
    if name in AMOUNTS:
        return str(Money(int(written), currency))
    if name in SWITCHES:
        return "✓" if written == "True" else "–"
    match name:
        case "kind":
            return reader.words[f"ticket_kind.{written}"]
        case "assignee_id":
            return reader.names.get(int(written), written)
        case "reason_id":
            return reasons.get(int(written), written)
    return reader.text(written)
