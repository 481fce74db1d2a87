"""Buttons under the questions about a case. One of an earlier question corrects what was told then."""

from __future__ import annotations

from bot.dialogue.ask import Ask
from bot.dialogue.case_answers import call_off
from bot.dialogue.case_asked import what_is_sent
from bot.dialogue.case_confirm import send_in
from bot.dialogue.case_seen import Told, look_into_the_book, open_stage, swaps, told_of
from bot.dialogue.case_told import take, tell_anew
from bot.dialogue.claim import ANEW
from bot.dialogue.stock_answers import gone_button, shop_down
from bot.dialogue.turn import Turn
from desk.ticket.kinds import CLAIMS, TicketKind


def pressed_tell(turn: Turn, ask: Ask, about: str) -> None:
    look_into_the_book(turn)
    what, _, value = about.partition(":")
    told = told_of(turn)
    if turn.facts.shop_down:
        shop_down(turn, ask)
    elif turn.with_person or told is None or not _pressed(turn, ask, told, what, value):
        gone_button(turn, ask)


def _pressed(turn: Turn, ask: Ask, told: Told, what: str, value: str) -> bool:
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0
    match what:
        case "line" if value in {line.sku for line in told.lines}:
            other = value != told.claim.sku
            return take(turn, ask, sku=value, **({"quantity": 0, "wanted": ""} if other else {}))
        case "count" if told.line is not None and 1 <= number <= told.most:
            return take(turn, ask, quantity=number)
        case "kind" if told.line is not None and value in {str(kind) for kind in CLAIMS}:
            return take(turn, ask, kind=value, wanted=told.claim.wanted if value == told.claim.kind else "")
        case "reason" if turn.facts.after.reason(number) and told.claim.ticket_kind is not None:
            return take(turn, ask, reason=number)
        case "want" if told.line is not None and told.claim.ticket_kind is TicketKind.EXCHANGE:
            found = swaps(turn, told.claim.sku)
            return value in {v.sku for v in (found[1] if found else ())} and take(turn, ask, wanted=value)
        case "send" if value == what_is_sent(turn, told) and open_stage(turn, told) == "confirm":
            send_in(turn, ask, told)
            return True
        case "change" if value in ANEW:
            return tell_anew(turn, ask, value)
        case "drop":
            call_off(turn, ask)
            return True
    return False
