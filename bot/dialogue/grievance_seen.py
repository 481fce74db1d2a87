"""A delivery exception or a complaint that is being told, as it stands in this very thought: what the book has, what is open."""

from __future__ import annotations

from typing import Literal

from bot.dialogue.case_facts import Case, filled
from bot.dialogue.case_words import other_reason
from bot.dialogue.grievance import Grievance, one_matter, resumed
from bot.dialogue.turn import Turn
from desk.order import Order
from desk.ticket.evidence import Shows, missing
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState

Stage = Literal["what", "story", "photos", "confirm"]


def look_into_the_book(turn: Turn) -> None:
    """Once in a thought: somebody of the shop may have changed, sent in or put away what the buyer is telling."""
    grievance = turn.memory.grievance
    if grievance is None or turn.grievance_read:
        return
    turn.grievance_read = True
    case = in_hand(turn, grievance)
    if case is not None and case.state is TicketState.TELLING:
        turn.memory.grievance = grievance.of(case)
    elif case is not None or grievance.ticket:
        turn.memory.drop_grievance()


def in_hand(turn: Turn, grievance: Grievance) -> Case | None:
    """The ticket of what is being told, as far as the book has it."""
    if grievance.ticket:
        return turn.facts.after.case(grievance.ticket)
    return being_told(turn, grievance) if grievance.opened else None


def being_told(turn: Turn, grievance: Grievance) -> Case | None:
    """Of the same matter, perhaps begun days ago."""
    return next((case for case in _same(turn, grievance) if case.state is TicketState.TELLING), None)


def sent_in_before(turn: Turn, grievance: Grievance) -> Case | None:
    """The same matter, in the shop's hands already."""
    if grievance.another or grievance.opened:
        return None
    return next((case for case in _same(turn, grievance) if case.state is not TicketState.TELLING), None)


def _same(turn: Turn, told: Grievance) -> list[Case]:
    return [
        case
        for case in turn.facts.after.cases
        if case.kind is told.kind
        and not case.over
        and one_matter(told.kind, told.order, told.reason, case.order, case.reason)
    ]


def take_up(turn: Turn, grievance: Grievance) -> bool:
    """What was begun before and never sent in goes on where it was left."""
    case = being_told(turn, grievance)
    if case is None or grievance.opened or grievance.another:
        return False
    begun = resumed(case)
    turn.memory.grievance = Grievance(
        begun.kind, begun.order, begun.sku, grievance.reason or begun.reason, grievance.words or begun.words,
        opened=True, ticket=begun.ticket,
    )  # fmt: skip
    return True


def order_of(turn: Turn, grievance: Grievance) -> Order | None:
    """Theirs, as it was named or proven."""
    known = turn.facts.order(grievance.order) if grievance.order else None
    return known.order if known else None


def shown(turn: Turn, grievance: Grievance) -> tuple[Shows, ...]:
    """Photos that hang on the case or will, with this thought."""
    case = in_hand(turn, grievance)
    return filled(grievance.kind, case.shows if case else (), turn.facts.after.loose)


def lacking(turn: Turn, grievance: Grievance) -> list[Shows]:
    reason = turn.facts.after.reason(grievance.reason)
    demanded = reason is not None and reason.photos
    return missing(grievance.kind, shown(turn, grievance), demanded=demanded)


def open_stage(turn: Turn, grievance: Grievance) -> Stage:
    """What must be asked next. A complaint is told in the buyer's own words; a parcel's fate needs them only where the list
    has no name for it."""
    if grievance.anew == "story":
        return "story"
    offered = turn.facts.after.offered(grievance.kind)
    if offered and grievance.reason not in {reason.id for reason in offered}:
        return "what"
    last = other_reason(offered)
    needs_words = grievance.kind is TicketKind.COMPLAINT or last is None or last.id == grievance.reason
    if needs_words and not grievance.words:
        return "story"
    return "photos" if lacking(turn, grievance) else "confirm"
