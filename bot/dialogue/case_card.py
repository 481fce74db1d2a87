"""How a case stands, in the buyer's words: what it is, whose turn it is, by when. The card says it, and the answer to `where is my return`."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.dialogue.buttons import choice
from bot.dialogue.case_facts import Case
from bot.dialogue.steps import Choice, Say
from bot.dialogue.written import day
from desk.ticket.dues import turn
from desk.ticket.kinds import KINDS, TicketKind
from desk.ticket.moves import OVER, Actor, TicketState

OF_NOTE = frozenset(
    {TicketState.REFUSED, TicketState.INSPECTION_REFUSED, TicketState.SENT_BACK, TicketState.OUTCOME_TOLD}
)
"""Whose words of the shop are for the buyer; others are among the people of the shop."""
BUTTONS = ("satisfied", "still_wrong", "agree", "disagree", "reopen", "withdraw")
"""Moves that the buyer can make by a button, in this order."""
NEWS = OVER | {
    TicketState.AWAITING_RETURN,
    TicketState.INSPECTION_REFUSED,
    TicketState.RESHIPPED,
    TicketState.OUTCOME_TOLD,
}
SAID_ALIKE = {
    TicketState.AMOUNT_REVIEW: TicketState.FINANCE_REVIEW,
    TicketState.REFUND_UNKNOWN: TicketState.REFUND_FAILED,
}
"""What is between the people of the shop is one thing to the buyer."""


def card(case: Case, now: datetime, zone: tzinfo, language: str, *, because: int = 0) -> Say:
    return Say(
        key_of(case),
        because,
        values_of(case, now, zone, language),
        tuple(buttons_of(case)),
        also=(*(("case_by",) if _somebody_s_turn(case) else ()), *_held(case)),
        language=language,
    )


def standing(case: Case, now: datetime, zone: tzinfo, language: str) -> Say:
    """The ticket card itself, one message per case: kind, article, state, whose turn it is, by when."""
    also = [f"case_is_{SAID_ALIKE.get(case.state, case.state)}"]
    if _somebody_s_turn(case):
        also.append("case_by")
    elif (
        turn(case.state) is Actor.BUYER and case.state is not TicketState.AWAITING_RETURN
    ):  # whose words say it
        also.append("case_yours")
    also += _held(case)
    values, buttons = values_of(case, now, zone, language), tuple(buttons_of(case))
    return Say(f"case_kind_{case.kind}", 0, values, buttons, tuple(also), language, (0,) * (1 + len(also)))


def is_news(case: Case) -> bool:
    """Whether the buyer must do or know something at once: an edited card makes no sound."""
    return case.reminded or case.state in NEWS


def key_of(case: Case) -> str:
    if case.reminded and case.state is TicketState.AWAITING_RETURN:
        return "case_return_soon"
    return f"case_is_{SAID_ALIKE.get(case.state, case.state)}"


def values_of(case: Case, now: datetime, zone: tzinfo, language: str) -> dict[str, str]:
    today = now.astimezone(zone).date()
    until = (
        day(case.due_at.astimezone(zone).date(), today, language) if case.due_at and case.due_at > now else ""
    )
    values = {
        "ticket": str(case.id),
        "order": case.order,
        "item": case.item or case.sku,
        "amount": str(case.total) if KINDS[case.kind].money and case.total.minor > 0 else "",
        "until": until,
        "held": day(case.held_until, today, language) if case.held_until else "",
        "address": case.address,
        "note": case.note if case.state in OF_NOTE else "",
        "carrier": case.carrier_out,
        "tracking": case.tracking_out or case.tracking_back,
    }
    return {name: value for name, value in values.items() if value}


def buttons_of(case: Case) -> list[Choice]:
    made = [
        choice("case", f"{verb}:{case.id}", key=f"case_choice_{verb}") for verb in BUTTONS if case.may(verb)
    ]
    return [one for one in made if one]


def _held(case: Case) -> tuple[str, ...]:
    """While the exchange is under way, the order stays open for it."""
    under_way = case.kind is TicketKind.EXCHANGE and case.state not in OVER
    return ("case_held",) if case.held_until and under_way else ()


def _somebody_s_turn(case: Case) -> bool:
    """Of the shop's side: the buyer hears by when. Of their own it stands in the words."""
    return case.due_at is not None and turn(case.state) not in (None, Actor.BUYER, Actor.SHOP)
