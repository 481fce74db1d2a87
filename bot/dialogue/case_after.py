"""A case that was sent in: how it stands, the parcel's number, another reason, withdrawn, satisfied or not, the platform."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.ask import Ask
from bot.dialogue.buttons import choice
from bot.dialogue.case_amount import asks_amount, say_amount_of
from bot.dialogue.case_card import card
from bot.dialogue.case_facts import Case
from bot.dialogue.case_words import (
    asks_how_it_stands,
    asks_postage,
    numbers_of_cases,
    reason_in,
    verdict,
    wants_platform,
    withdraws,
)
from bot.dialogue.digits import numberish, order_key
from bot.dialogue.steps import CallOtherwise, Choice, MoveCase
from bot.dialogue.stock_answers import gone_button
from bot.dialogue.topic_answers import person_for
from bot.dialogue.tracking import SENT, Parcel, parcel_in
from bot.dialogue.turn import Turn
from desk.normal_form import fold
from desk.ticket.kinds import GOODS_BACK
from desk.ticket.moves import TicketState

TOLD_AT_ONCE = 3
SHORT = 60
ANY = -1
"""Of a version: the move before it in this very thought makes another one."""
OTHER_REASON = re.compile(
    r"(?:改|换|更正|修改).{0,8}(?:原因|理由)|(?:原因|理由).{0,6}(?:改|换|错|不对|应该)|\b(?:change|correct|wrong)\b.{0,20}\breason\b|\breason\b.{0,30}\b(?:should|is wrong|is actually|was wrong)"
)
SAYS = {
    "withdraw": "case_withdrawn",
    "satisfied": "case_satisfied",
    "still_wrong": "case_still_wrong",
    "agree": "case_agreed",
    "disagree": "case_disagreed",
    "reopen": "case_reopened",
    "platform": "case_platform",
}
VERDICTS = {"good": ("satisfied", "agree"), "bad": ("still_wrong", "disagree")}


def cared(turn: Turn, ask: Ask) -> bool:
    """Whether the letter was about a case that was sent in."""
    cases = sent_in(turn)
    return bool(cases) and any(care(turn, ask, _meant(turn, ask, cases)) for care in CARES)


def sent_in(turn: Turn) -> list[Case]:
    return [case for case in turn.facts.after.cases if case.state is not TicketState.TELLING]


def refund_status(turn: Turn, ask: Ask) -> None:
    """Without a case on which to look a person looks."""
    cases = sent_in(turn)
    if cases:
        _stands(turn, ask, _meant(turn, ask, cases))
    else:
        person_for("topic_refund_status")(turn, ask)


def pressed_case(turn: Turn, ask: Ask, about: str) -> None:
    verb, _, number = about.partition(":")
    known = number.isascii() and number.isdecimal() and len(number) < 15
    case = turn.facts.after.case(int(number)) if known else None
    if case is None or verb not in SAYS:
        gone_button(turn, ask)
    elif case.may(verb):
        _do(turn, ask, case, verb)
    else:
        _tell(turn, ask, case)  # it has moved on since


def _meant(turn: Turn, ask: Ask, cases: list[Case]) -> list[Case]:
    """Those that are named by number, order or article; else all that run; else the latest."""
    orders = {order_key(number) for number in (*ask.orders, *numberish(ask.text))}
    numbers, written = numbers_of_cases(ask.text), ask.text.upper()
    named = [
        case
        for case in cases
        if str(case.id) in numbers
        or order_key(case.order) in orders
        or any(parcel and parcel in written for parcel in (case.tracking_back, case.tracking_out))
    ]
    named = named or [case for case in cases if case.item and case.item.casefold() in ask.text.casefold()]
    return named or [case for case in cases if not case.over] or cases[:1]


def _do(turn: Turn, ask: Ask, case: Case, verb: str, parcel: Parcel | None = None) -> None:
    carrier, tracking = (parcel.carrier, parcel.number) if parcel else ("", "")
    turn.act(MoveCase(case.id, case.order, case.sku, verb, case.version, carrier, tracking, ask.because))
    if parcel is None:
        turn.say(ask, SAYS[verb], _values(case))


def _values(case: Case) -> dict[str, str]:
    return {"ticket": str(case.id), "order": case.order, "item": case.item or case.sku}


def _tell(turn: Turn, ask: Ask, case: Case) -> None:
    said = card(case, turn.facts.now, turn.facts.front.zone, ask.language)
    turn.say(ask, said.key, said.values, choices=said.choices, also=said.also)


# --- what a letter may be about, in the order in which it is looked for


def _platform(turn: Turn, ask: Ask, cases: list[Case]) -> bool:
    running = [case for case in cases if not case.over]
    if not running or not wants_platform(ask.text):
        return False
    if running[0].disputed:
        turn.say(ask, "case_platform", _values(running[0]))
    else:
        _do(turn, ask, running[0], "platform")
    return True


def _parcel(turn: Turn, ask: Ask, cases: list[Case]) -> bool:
    """A number that is given again replaces the one before. Late, it opens the case again."""
    waiting = [case for case in cases if case.may("send") or case.may("reopen")]
    if not waiting:
        coming = [case for case in cases if case.kind in GOODS_BACK and not case.over]
        if not coming or ask.sure or parcel_in(ask.text) is None:
            return False
        _tell(turn, ask, coming[0])  # not yet, or it has come already
        return True
    case = next((one for one in waiting if one.state is TicketState.AWAITING_RETURN), waiting[0])
    # What they ask after, and the parcel that went to them, is not what comes back.
    orders = [known.order for known in turn.facts.orders.values()]
    others = [*(one.number for one in orders), *(one.tracking for one in orders if one.tracking)]
    every = turn.facts.after.cases
    parcel = parcel_in(
        ask.text,
        asked=not ask.sure and not turn.memory.open,
        but=[*others, *(one.order for one in every), *(one.tracking_out for one in every)],
    )
    asks = ask.text.rstrip().endswith(("?", "？", "吗", "嗎", "呢"))
    if parcel is None and SENT.search(ask.text) and len(ask.text) <= SHORT and not asks and not ask.sure:
        turn.say(ask, "case_tracking_wanted", _values(case))
        return True
    if parcel is None or (asks and not SENT.search(ask.text)):
        return False
    if case.may("reopen"):
        turn.act(MoveCase(case.id, case.order, case.sku, "reopen", case.version, because=ask.because))
        case = replace(case, version=ANY)
    _do(turn, ask, case, "send", parcel)
    # `SF SF1234` says it twice.
    carrier = "" if parcel.number.startswith(parcel.carrier) else parcel.carrier
    values = {**_values(case), "tracking": parcel.number, "carrier": carrier}
    turn.say(ask, "case_parcel_noted", {name: value for name, value in values.items() if value})
    return True


def _withdrawn(turn: Turn, ask: Ask, cases: list[Case]) -> bool:
    may = [case for case in cases if case.may("withdraw")]
    if turn.memory.claim is not None or not may or not withdraws(ask.text):
        return False
    if len(may) == 1:
        _do(turn, ask, may[0], "withdraw")
    else:
        turn.say(ask, "case_which", choices=_which(may))
    return True


def _which(cases: list[Case]) -> list[Choice | None]:
    return [
        choice("case", f"withdraw:{case.id}", text=f"#{case.id} {case.item or case.sku}")
        for case in cases[:5]
    ]


def _verdict(turn: Turn, ask: Ask, cases: list[Case]) -> bool:
    said = verdict(ask.text)
    for verb in VERDICTS.get(said, ()):
        for case in cases:
            if case.may(verb):
                _do(turn, ask, case, verb)
                return True
    return False


def _reason(turn: Turn, ask: Ask, cases: list[Case]) -> bool:
    running = [case for case in cases if not case.over]
    if not running or not OTHER_REASON.search(fold(ask.text[:400]).text):
        return False
    case = running[0]
    offered = [one for one in turn.facts.after.reasons if one.offered_for(case.kind)]
    reason = reason_in(ask.text, [one for one in offered if one.id != case.reason])
    if reason is None:
        return False
    turn.act(CallOtherwise(case.id, reason.id))
    turn.say(ask, "case_reason_changed", {**_values(case), "reason": reason.in_words(ask.language)})
    return True


def _asked(turn: Turn, ask: Ask, cases: list[Case]) -> bool:
    return asks_how_it_stands(ask.text) and _stands(turn, ask, cases)


def _stands(turn: Turn, ask: Ask, cases: list[Case]) -> bool:
    for case in cases[:TOLD_AT_ONCE]:
        _tell(turn, ask, case)
    return True


def _postage(turn: Turn, ask: Ask, cases: list[Case]) -> bool:
    """Whose doing it is says who pays (C6)."""
    running = [case for case in cases if not case.over and case.reason]
    reason = turn.facts.after.reason(running[0].reason or 0) if running else None
    if turn.memory.claim is not None or reason is None or not asks_postage(ask.text):
        return False
    turn.say(ask, "case_postage_shop" if reason.shop_pays else "case_postage_buyer")
    return True


def _amount(turn: Turn, ask: Ask, cases: list[Case]) -> bool:
    """In the middle of telling another one it is about that."""
    if turn.memory.claim is not None or not asks_amount(ask.text):
        return False
    for case in cases[:TOLD_AT_ONCE]:
        say_amount_of(turn, ask, case)
    return True


CARES = (_platform, _postage, _amount, _parcel, _withdrawn, _verdict, _reason, _asked)
