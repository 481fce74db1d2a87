"""From move to move, as a case is told to go; who makes each, and what it brings."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import takewhile

from desk.clock import system_clock
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState, find
from tests.test_way import picture
from tests.ways.by_the_table import BY_RULE
from tests.ways.case import RETURN_TO, Case, until

SHOWN = picture("black", "PNG")
NOTED = "Note of"
"""So begins what people of the shop write, and then which move it goes with."""
FOR_HER = frozenset({"refuse", "refuse_inspection", "tell_outcome"})
"""Whose words the buyer reads."""
WHO = {
    **dict.fromkeys(("approve", "amend", "compensate", "refund_instead"), "Ines"),
    **dict.fromkeys(("take_up", "tell_outcome", "plan_measure"), "Ines"),
    **dict.fromkeys(("reconsider", "let_lapse", "accept_anyway", "check_effect"), "Ruth"),
    **dict.fromkeys(("receive", "pass_inspection", "refuse_inspection", "return_goods", "repaired", "reship"), "Walt"),
    **dict.fromkeys(("pay", "pay_again", "send_back", "was_paid", "was_not_paid"), "Faye"),
}  # fmt: skip
"""Who does it where nobody else is named; all else is Otto's, who opens what is not told in the chat."""
BRINGS: Mapping[str, Mapping[str, str]] = {
    "approve": {"goods": "189.00", "address": RETURN_TO},
    "amend": {"goods": "80.00"},
    "compensate": {"goods": "100.00"},
    "refund_instead": {"goods": "189.00"},
    "pass_inspection": {"booked": "1"},
    "take_up": {"responsible": "Dispatch"},
    "plan_measure": {"measure": "Two people pack what is made of glass"},
}
PARCELS = frozenset({"send", "return_goods", "reship"})
ANSWERS = {
    ("paid",): "",
    ("not_paid",): "refuse",
    ("unclear",): "500 after",  # and when it is looked up it says nothing: a person has to
    ("unclear", "paid"): "pending",
    ("unclear", "not_paid"): "500 before",  # it says so itself, long after
}
"""What the back end does, so that the case goes this way."""
OF_THE_SHOP = frozenset({"paid", "not_paid", "unclear"})


@dataclass
class Walk:
    case: Case
    kind: TicketKind
    way: str
    """Moves, one after another. `by:move`: somebody else than usual makes it, or `desk`, when its time is over."""
    state: TicketState = TicketState.TELLING
    told: list[str] = field(default_factory=list)
    """The moves that it was told to make; the history must have the same."""

    async def goes(self) -> None:
        moves = [move.rpartition(":")[::2] for move in self.way.split()]
        for number, (who, verb) in enumerate(moves):
            self.told.append(verb)
            if verb in OF_THE_SHOP:
                self._is_after(verb)
                continue
            answers = tuple(takewhile(OF_THE_SHOP.__contains__, (after for _, after in moves[number + 1 :])))
            if answers:
                self.case.shop.back_end.faults_of[self.case.order] = deque([ANSWERS[answers]])
                silent = self.case.shop.back_end.silent
                (silent.add if answers == ("unclear",) else silent.discard)(self.case.order)
            await self._goes(who, verb)
            if answers:
                await self._is_answered(answers)

    async def _goes(self, who: str, verb: str) -> None:
        if verb.startswith("submit"):
            assert await self.case.opens(who or "Otto") == 303
        elif verb == BY_RULE:
            await until(lambda: self.case.shop.beside.was_not_reached(self.case.id))
            await self.case.shop.price_falls(self.case.order)
            await self.case.comes_to(find(self.kind, self.state, verb).after)
        elif who == "desk":
            await self.case.time_is_over()
            await self.case.comes_to(find(self.kind, self.state, verb).after)
        else:
            brings = {"note": f"{NOTED} {verb}.", **BRINGS.get(verb, {})}
            if verb in PARCELS:
                brings |= {"carrier": "SF", "tracking": self.case.parcel}
            if verb == "plan_measure":
                brings["until"] = f"{system_clock() + timedelta(days=9):%Y-%m-%dT%H:%M}"
            photo = SHOWN if verb == "refuse_inspection" else None
            await self.case.done(who or WHO.get(verb, "Otto"), verb, file=photo, **brings)
        self._is_after(verb)

    async def _is_answered(self, answers: tuple[str, ...]) -> None:
        state = self.state
        for verb in answers:
            state = find(self.kind, state, verb).after
            if answers == ("unclear", "paid") and verb == "unclear":
                continue  # it is looked up before anybody could look
            await self.case.comes_to(state)
            if answers == ("unclear", "not_paid") and verb == "unclear":
                await asyncio.to_thread(self.case.shop.beside.was_asked_long_ago, self.case.id)

    def _is_after(self, verb: str) -> None:
        move = find(self.kind, self.state, verb)
        self.kind, self.state = move.becomes or self.kind, move.after
