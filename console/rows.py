"""A conversation as a row of the list, and what its reader may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from console import shapes
from desk import masking
from desk.agent import Agent, Right
from desk.conversation import MOVES, Mode
from desk.record import record
from desk.store.desk_list import Listed

AUTHORS: Mapping[str, shapes.Author] = {
    "buyer": "buyer",
    "bot": "bot",
    "timer": "bot",
    "human": "agent",
    "note": "note",
}


NEEDS: Mapping[str, Right] = {"take_over": Right.TAKE_OVER, "pass_on": Right.DIRECT}
"""What is needed for a move of what one does not have oneself."""


@record(frozen=True, slots=True)
class Head:
    """What the head of a thread is drawn from."""

    row: shapes.Row
    moves: tuple[shapes.Move, ...]
    earlier: int | None = None
    may_whisper: bool = False
    seen: int = 0
    """The newest message's place, as `Composer.seen`."""


def row(listed: Listed, names: Mapping[int, str]) -> shapes.Row:
    """The same for every reader: it may come by the stream. What people wrote is masked."""
    return shapes.Row(
        id=listed.id,
        buyer=listed.buyer_name,
        channel=listed.channel,
        account=listed.account,
        last=masking.text(listed.last_line),
        last_author=AUTHORS.get(listed.last_author, "buyer"),
        at=listed.last_at,
        mode=cast(shapes.Mode, str(listed.mode)),
        sort=listed.sort,
        agent_id=listed.agent_id,
        agent=names.get(listed.agent_id) if listed.agent_id is not None else None,
        person_since=listed.owed_since,
        somebody_since=_somebody_since(listed),
        reason=str(listed.reason) if listed.reason else None,
        queue=listed.queue,
        queue_id=listed.queue_id,
        undelivered=listed.undelivered > 0,
    )


def _somebody_since(listed: Listed) -> datetime | None:
    return None if listed.mode == Mode.CLOSED else listed.waiting_since


def moves(listed: Listed, reader: Agent) -> tuple[shapes.Move, ...]:
    """From the table of moves, and from who has it."""
    if not reader.may(Right.CONVERSE):
        return ()
    mine = listed.mode == Mode.HUMAN and listed.agent_id == reader.id
    wanted: tuple[shapes.Move, ...] = ("take", "release", "pass_on", "give_back", "close")
    if listed.mode == Mode.HUMAN and not mine:
        wanted = ("take_over", "pass_on")
    return tuple(
        move
        for move in wanted
        if MOVES.can(listed.mode, move) and (mine or reader.may(NEEDS.get(move, Right.CONVERSE)))
    )


def head(listed: Listed, names: Mapping[int, str], reader: Agent, last_seq: int) -> Head:
    elsewhere = listed.mode == Mode.HUMAN and listed.agent_id != reader.id
    return Head(
        row(listed, names),
        moves(listed, reader),
        may_whisper=elsewhere and reader.may(Right.DIRECT),
        seen=2 * last_seq,
    )
