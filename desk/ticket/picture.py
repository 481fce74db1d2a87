"""The table of moves as a page shows it: a picture for each kind (Mermaid) and a table of who may do what with what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desk.ticket.kinds import TicketKind
from desk.ticket.moves import MOVES, OVER, Actor, TicketState, open_to


def picture(kind: TicketKind) -> str:
    """The states that this kind can be in, and the moves between them. Where it becomes another kind, its way goes on in
    that one's picture."""
    lines = ["stateDiagram-v2", "    [*] --> telling"]
    for state in _reached(kind):
        if state in OVER:
            lines.append(f"    {state} --> [*]")
        for move in open_to(kind, state, tuple(Actor)):
            after = f"{move.becomes}: {move.after}" if move.becomes else str(move.after)
            target = f"{move.becomes}_{move.after}" if move.becomes else str(move.after)
            if move.becomes:
                lines.append(f'    state "{after}" as {target}')
            lines.append(f"    {state} --> {target}: {move.verb}")
    return "\n".join(dict.fromkeys(lines))


def _reached(kind: TicketKind) -> list[TicketState]:
    """In the order of the states."""
    found, front = {TicketState.TELLING}, [TicketState.TELLING]
    while front:
        for move in open_to(kind, front.pop(), tuple(Actor)):
            if move.becomes is None and move.after not in found:
                found.add(move.after)
                front.append(move.after)
    return [state for state in TicketState if state in found]


def table() -> str:
    """Every row of the table of moves."""
    return "\n".join(["| move | in | then | by | needs | kinds |", "|---|---|---|---|---|---|", *_rows()])


def _rows() -> Iterator[str]:
    for move in MOVES:
        after = f"{move.after}, {move.becomes}" if move.becomes else str(move.after)
        kinds = "all" if move.kinds == frozenset(TicketKind) else _named(TicketKind, move.kinds)
        approval = f" ({move.approves} approval)" if move.approves else ""
        yield (
            f"| `{move.verb}`{approval} | {_named(TicketState, move.at)} | {after} "
            f"| {_named(Actor, move.by)} | {', '.join([*sorted(move.needs), *(f'{one}, if any' for one in sorted(move.takes))])} | {kinds} |"
        )


def _named(order: Iterable[object], chosen: Iterable[object]) -> str:
    among = frozenset(map(str, chosen))
    return ", ".join(str(one) for one in order if str(one) in among)
