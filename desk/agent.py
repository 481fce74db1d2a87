"""A person of the shop: who they are and what their roles allow."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from desk.record import noun
from desk.shift import Week

CAPACITY = 5


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    FINANCE = "finance"
    WAREHOUSE = "warehouse"
    ADMIN = "admin"
    SCREEN = "screen"


class Right(StrEnum):
    """What the desk lets somebody do; routes and buttons ask for rights, never for roles."""

    SEE_DESK = "see_desk"  # the inbox, conversations and what stands beside them
    CONVERSE = "converse"  # take, write, give back, close
    TAKE_OVER = "take_over"  # out of a colleague's hands
    DIRECT = "direct"  # whisper, pass on what others have, see who is there
    FIGURES = "figures"  # how well the shop answers, and the list behind each figure
    WALL = "wall"  # the wall: who waits, who is there, how the day goes
    QUEUES = "queues"  # which queue is whose: queues, skills, languages, how many at once
    PROMISE = "promise"  # note and keep promises, see one's own
    ALL_PROMISES = "all_promises"  # everybody's, and how many were kept
    ESCALATE = "escalate"  # raise something to a supervisor, see what became of it
    DECIDE = "decide"  # take what was raised and say how it ended
    HAND_OVER = "hand_over"  # one's own board at the end of a shift, and what others hand over to one
    ALL_HANDOVERS = "all_handovers"  # everybody's; release somebody who cannot hand over
    BUYER_LEVEL = "buyer_level"  # say what a buyer's standing with the shop is
    REVEAL = "reveal"  # phone and address in full, recorded
    SEE_LOSSES = "see_losses"  # dead letters, unsure and failed ones
    SEE_RESTOCK = "see_restock"  # what buyers wait for
    PHRASES = "phrases"  # what the desk says and understands
    ALLOW = "allow"  # what the guard stopped of a colleague's, once
    RULES = "rules"  # opening hours and response times
    SEE_TICKETS = "see_tickets"  # after-sales cases; what one may do in them stands in desk/ticket/moves.py
    OPEN_TICKETS = "open_tickets"  # for a buyer, and change and withdraw in their name
    TICKET_REASONS = "ticket_reasons"  # the list of reasons, and the rules of after-sales
    SCORES = "scores"  # whether buyers were satisfied with oneself
    ALL_SCORES = "all_scores"  # with everybody, and whom the desk follows up
    COPIES = "copies"  # a whole list as a file, recorded
    ORIGINALS = "originals"  # photos and letters as they came, recorded


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.AGENT: frozenset(
        {
            Right.SEE_DESK,
            Right.CONVERSE,
            Right.PROMISE,
            Right.ESCALATE,
            Right.HAND_OVER,
            Right.BUYER_LEVEL,
            Right.REVEAL,
            Right.SEE_RESTOCK,
            Right.SEE_TICKETS,
            Right.OPEN_TICKETS,
            Right.SCORES,
        }
    ),
    Role.SUPERVISOR: frozenset(Right),
    Role.FINANCE: frozenset({Right.SEE_DESK, Right.ESCALATE, Right.SEE_TICKETS, Right.COPIES}),
    Role.WAREHOUSE: frozenset({Right.SEE_DESK, Right.ESCALATE, Right.SEE_RESTOCK, Right.SEE_TICKETS}),
    Role.ADMIN: frozenset(
        {Right.SEE_LOSSES, Right.ORIGINALS, Right.RULES, Right.SCORES, Right.ALL_SCORES, Right.FIGURES}
    ),
    Role.SCREEN: frozenset({Right.WALL}),
}


@noun(slots=True)
class Agent:
    id: int
    name: str
    """Signs in with it; unique, compared without case."""
    display_name: str
    """What buyers and colleagues see."""
    password_hash: str | None
    """argon2id; None until the one-time link was used."""
    roles: list[str]
    language: str
    theme: str
    active: bool
    created_at: datetime
    version: int = 0
    enter_sends: bool = True
    """In the answer box; otherwise Ctrl+Enter does."""
    capacity: int = CAPACITY
    """How many conversations at once are offered to them."""
    skills: list[str] = field(default_factory=list)
    """As queues name them."""
    speaks: list[str] = field(default_factory=list)
    """Languages in which they can answer; none said = any."""
    undo_seconds: int = 0
    """So long an answer of theirs waits before it leaves, to be called back."""
    week: Week = field(default_factory=list)
    """Their working hours (`desk/shift.py`); empty where they have none."""
    ticket_columns: list[str] = field(default_factory=list)
    """Of the list of tickets, in their order; empty = as every list begins."""
    frozen_columns: int = 1
    """So many of them stay in sight while the others are scrolled."""
    ticket_views: list[list[str]] = field(default_factory=list)
    """Filters of that list which they keep: `[name, query]`."""
    events: list[object] = field(default_factory=list)

    def may(self, right: Right) -> bool:
        return self.active and any(right in RIGHTS[Role(role)] for role in self.roles)
