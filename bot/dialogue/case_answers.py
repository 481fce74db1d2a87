"""Letters and buttons that answer what was asked about a case, correct it, call it off, or send it in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.dialogue.address_confirm import BEGINS_WITH_YES
from bot.dialogue.ask import Ask
from bot.dialogue.case_asked import tell, what_is_sent
from bot.dialogue.case_begun import corrected, other_kind
from bot.dialogue.case_seen import (
    Told,
    lacking,
    look_into_the_book,
    open_stage,
    reasons_for,
    swaps,
    told_of,
)
from bot.dialogue.case_told import counted, go_on, lines_named
from bot.dialogue.case_words import (
    asks_how_it_stands,
    has_no_more_photos,
    kind_in,
    means_other_line,
    other_reason,
    reason_in,
    withdraws,
)
from bot.dialogue.claim import ANEW, LONGEST_WORDS, Claim
from bot.dialogue.digits import folded
from bot.dialogue.gives_up import gives_up
from bot.dialogue.memory import Question
from bot.dialogue.moods import mood_of
from bot.dialogue.steps import Choice, HangPhotos, MoveCase, SubmitCase, TellCase
from bot.dialogue.stock_answers import gone_button, shop_down
from bot.dialogue.turn import Turn, person_button
from bot.dialogue.variants import fitting
from bot.dialogue.yes_no import bare_words, corrects, yes_or_no
from desk.normal_form import fold
from desk.ticket.kinds import TicketKind

ABOUT_IT = frozenset({"return_refund", "exchange", "quality_issue", "cancel_order", "ack"})
MAY_SOUND_LIKE = frozenset({"line", "want", "reason"})
"""What answers these may be understood as something else: `the black one`, `it took too long`."""
PLAIN = frozenset({"human_agent", "greeting", "thanks", "goodbye", "change_address", "invoice"})
SENDS = frozenset(
    [
        "确认",
        "提交",
        "确定",
        "没错",
        "没问题",
        "对的",
        "对",
        "提交吧",
        "confirm",
        "send",
        "submit",
        "correct",
        "right",
    ]
)
SENDS_NOT = frozenset(["不对", "不正确", "错了", "不是", "不行", "有误", "wrong", "incorrect"]) | {
    "not right",
    "that's wrong",
    "not correct",
    "not quite",
}
PARTS = (
    ("reason", re.compile(r"^(?:改|换|修改)?(?:一?下)?(?:原因|理由)|\b(?:another|change the|the) reason\b")),
    ("kind", re.compile(r"处理方式|售后类型|\b(?:another|change the|the) (?:kind|solution)\b")),
    ("line", re.compile(r"(?:换|改)(?:一?[个件])?商品|\b(?:another|change the|the) (?:article|item)\b")),
)
SHORT = 40


def case_answered(turn: Turn, ask: Ask, question: Question) -> bool:
    """Whether it was about the case; anything else is answered first, and the question comes back."""
    if turn.with_person:
        return False
    look_into_the_book(turn)
    claim, told = turn.memory.claim, told_of(turn)
    if claim is None or told is None:
        return False
    if withdraws(ask.text):
        call_off(turn, ask)
        return True
    if told.line is not None and (
        asks_how_it_stands(ask.text) or (ask.sure and ask.intent == "refund_status")
    ):
        go_on(turn, ask, lead="case_not_sent_yet")
        return True
    stage = open_stage(turn, told)
    elsewhere = ask.sure and ask.intent not in ABOUT_IT
    if elsewhere and (stage not in MAY_SOUND_LIKE or ask.intent in PLAIN or _asks(ask)):
        return False
    # `The white one` tells what shall come instead, not which of their lamps it is about.
    may_mean_a_line = stage != "want" or corrects(ask.text) or means_other_line(ask.text)
    if not elsewhere and ((may_mean_a_line and corrected(turn, ask, claim)) or other_kind(turn, ask, claim)):
        return True
    return ANSWERS[stage](turn, ask, told) or _nods(turn, ask, question)


def _nods(turn: Turn, ask: Ask, question: Question) -> bool:
    """A mere yes or no where neither answers what is asked: it is asked once more."""
    if question is not turn.memory.asking or not (yes_or_no(ask.text) or (ask.sure and ask.intent == "ack")):
        return False
    go_on(turn, ask)
    return True


def _asks(ask: Ask) -> bool:
    return ask.text.rstrip().endswith(("?", "？", "吗", "嗎", "呢"))


def call_off(turn: Turn, ask: Ask) -> None:
    """Never mind: nothing of it is kept; what stood in the book already is withdrawn there."""
    look_into_the_book(turn)
    claim = turn.memory.claim
    turn.memory.drop_claim()
    turn.asked_now = True
    turn.acts = [act for act in turn.acts if not isinstance(act, TellCase | HangPhotos)]
    if claim is not None and claim.opened:
        turn.act(MoveCase(claim.ticket, claim.order, claim.sku, "withdraw", because=ask.because))
        turn.say(ask, "case_withdrawn", {"order": claim.order})
    else:
        turn.say(ask, "request_stopped")


def _take(turn: Turn, ask: Ask, **values: object) -> bool:
    turn.memory.claim = replace(turn.memory.claim or Claim(), anew="", **values)  # type: ignore[arg-type]
    go_on(turn, ask)
    return True


def _place(ask: Ask, offered: int) -> int | None:
    number = folded(ask.text).strip(" .。、)）")
    return (
        int(number) - 1 if len(number) == 1 and number.isdecimal() and 1 <= int(number) <= offered else None
    )


def _line(turn: Turn, ask: Ask, told: Told) -> bool:
    place = _place(ask, len(told.lines))
    named = [told.lines[place]] if place is not None else lines_named(turn, ask, list(told.order.lines))
    if len(named) != 1:
        return False
    if named[0].sku not in {line.sku for line in told.lines}:
        go_on(turn, ask)  # why not is said there
        return True
    return _take(turn, ask, sku=named[0].sku, quantity=0)


def _count(turn: Turn, ask: Ask, told: Told) -> bool:
    most = told.line.quantity if told.line else 1
    count = counted(ask, most)
    return _take(turn, replace(ask, quantity=0), quantity=count) if count else False


def _kind(turn: Turn, ask: Ask, told: Told) -> bool:
    place = _place(ask, len(told.kinds))
    kind = str(told.kinds[place]) if place is not None else kind_in(ask.text)
    if kind and kind != told.claim.kind:
        return _take(turn, ask, kind=kind)
    return _tells_more(turn, ask, told)


def _tells_more(turn: Turn, ask: Ask, told: Told) -> bool:
    """They say what is wrong where it was asked what shall be done: it is kept, and asked once more."""
    if (
        (ask.sure and ask.intent not in ABOUT_IT)
        or len(ask.text) < 4
        or _asks(ask)
        or told.claim.asked_reason > 1
    ):
        return False
    if yes_or_no(ask.text) or (ask.sure and ask.intent == "ack"):
        return False
    reason = reason_in(ask.text, turn.facts.after.reasons)
    words = told.claim.words or ask.text[:LONGEST_WORDS]
    known = told.claim.reason or (reason.id if reason else 0)
    turn.memory.claim = replace(
        told.claim, words=words, reason=known, asked_reason=told.claim.asked_reason + 1
    )
    go_on(turn, ask, lead="case_words_noted")
    return True


def is_a_reason(turn: Turn, ask: Ask) -> bool:
    """`The quality is awful`, where it was asked why: an answer, however cross it sounds."""
    question = turn.memory.question("case")
    if question is None or question.text != "reason" or turn.with_person or len(ask.text) > SHORT:
        return False
    return mood_of(ask.text) == "upset" and reason_in(ask.text, turn.facts.after.reasons) is not None


def _reason(turn: Turn, ask: Ask, told: Told) -> bool:
    """In their own words it is kept; which of the shop's reasons it is, is asked once more, and then it is another one."""
    kind = told.claim.ticket_kind or TicketKind.RETURN
    offered = reasons_for(turn, kind)
    place = _place(ask, len(offered))
    reason = offered[place] if place is not None else reason_in(ask.text, offered)
    if reason is not None:
        return _take(turn, ask, reason=reason.id)
    if ask.sure or len(ask.text) < 4 or _asks(ask):
        return False
    last = other_reason(offered)
    words = told.claim.words or ask.text[:LONGEST_WORDS]
    if told.claim.asked_reason and last is not None:
        return _take(turn, ask, reason=last.id, words=words)
    turn.memory.claim = replace(told.claim, words=words, asked_reason=told.claim.asked_reason + 1)
    go_on(turn, ask, lead="case_words_noted")
    return True


def _want(turn: Turn, ask: Ask, told: Told) -> bool:
    found = swaps(turn, told.claim.sku)
    if found is None:
        return False
    product, there = found
    place = _place(ask, len(there))
    if place is not None:
        return _take(turn, ask, wanted=there[place].sku)
    if any(words in ask.text.casefold() for words in ("同款", "一样", "同样", "same")):
        same = [v for v in there if v.sku == told.claim.sku]
        return _take(turn, ask, wanted=same[0].sku) if same else False
    fits = fitting(product, ask.words, ask.text).variants
    if not fits or len(fits) == len(product.variants):
        return False
    wanted = [v for v in there if v in fits]
    if len(wanted) == 1:
        return _take(turn, ask, wanted=wanted[0].sku)
    if not wanted:
        go_on(turn, ask, lead="case_want_gone")
        return True
    return False


def _photos(turn: Turn, ask: Ask, told: Told) -> bool:
    if not has_no_more_photos(ask.text) and yes_or_no(ask.text) != "no":
        return False
    turn.asked_now = True
    turn.say(
        ask, f"case_show_{lacking(turn, told)[0]}", also=["case_photos_or_person"], choices=[person_button()]
    )
    return True


def _confirm(turn: Turn, ask: Ask, told: Told) -> bool:
    said = _yes_or_no(ask)
    if said == "yes":
        send_in(turn, ask, told)
    elif said == "no":
        turn.asked_now = True
        turn.say(ask, "case_what_to_change", choices=_to_change())
    else:
        if len(ask.text) <= SHORT and (what := _named_part(ask.text)):
            return _change(turn, ask, what)
        kind = told.claim.ticket_kind
        reason = reason_in(ask.text, reasons_for(turn, kind) if kind else ())
        if reason is None or reason.id == told.claim.reason or ask.sure:
            return False
        return _take(turn, ask, reason=reason.id)
    return True


def _yes_or_no(ask: Ask) -> str | None:
    words = bare_words(ask.text)
    if words in SENDS:
        return "yes"
    if words in SENDS_NOT:
        return "no"
    begins = (
        len(words) <= SHORT and BEGINS_WITH_YES.match(words) and not corrects(ask.text) and not _asks(ask)
    )
    return yes_or_no(ask.text) or ("yes" if begins and not kind_in(ask.text) else None)


def _named_part(text: str) -> str:
    """What they want to change, by its name."""
    plain = fold(text).text
    return next((what for what, words in PARTS if words.search(plain)), "")


def _to_change() -> list[Choice | None]:
    return [
        tell("change", "line", key="case_choice_line"),
        tell("change", "kind", key="case_choice_kind"),
        tell("change", "reason", key="case_choice_reason"),
        tell("drop", "case", key="case_choice_drop"),
    ]


def send_in(turn: Turn, ask: Ask, told: Told) -> None:
    """What was told in this very run is written first."""
    claim = told.claim
    go = turn.acts
    if not claim.opened and not any(isinstance(act, TellCase) for act in go):
        go_on(turn, ask)
        return
    turn.act(SubmitCase(claim.ticket, told.order.number, claim.sku))
    turn.memory.drop_claim()
    turn.asked_now = True
    turn.unsay(f"case_confirm_{claim.kind}")
    before = "case_sent_unshipped" if _unshipped(told) else "case_sent"
    turn.say(ask, before, {"order": told.order.number})


def _unshipped(told: Told) -> bool:
    return told.order.status.value == "paid"


ANSWERS: dict[str, Callable[[Turn, Ask, Told], bool]] = {
    "line": _line,
    "count": _count,
    "kind": _kind,
    "reason": _reason,
    "want": _want,
    "photos": _photos,
    "confirm": _confirm,
}


# --- buttons


def pressed_tell(turn: Turn, ask: Ask, about: str) -> None:
    """A button of an earlier question corrects what was told then."""
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
            return _take(turn, ask, sku=value, **({"quantity": 0, "wanted": ""} if other else {}))
        case "count" if told.line is not None and 1 <= number <= told.line.quantity:
            return _take(turn, ask, quantity=number)
        case "kind" if told.line is not None and value in {str(kind) for kind in TicketKind}:
            return _take(turn, ask, kind=value, wanted=told.claim.wanted if value == told.claim.kind else "")
        case "reason" if turn.facts.after.reason(number) and told.claim.ticket_kind is not None:
            return _take(turn, ask, reason=number)
        case "want" if told.line is not None and told.claim.ticket_kind is TicketKind.EXCHANGE:
            found = swaps(turn, told.claim.sku)
            return value in {v.sku for v in (found[1] if found else ())} and _take(turn, ask, wanted=value)
        case "send" if value == what_is_sent(turn, told) and open_stage(turn, told) == "confirm":
            send_in(turn, ask, told)
            return True
        case "change" if value in ANEW:
            return _change(turn, ask, value)
        case "drop":
            call_off(turn, ask)
            return True
    return False


def _change(turn: Turn, ask: Ask, what: str) -> bool:
    """Asked anew; the book keeps what it has until the answer is there."""
    claim = replace(turn.memory.claim or Claim(), anew=what, **ANEW[what])  # type: ignore[arg-type]
    turn.memory.claim = claim
    go_on(turn, ask)
    return True


def calls_off(text: str) -> bool:
    return gives_up(text) or withdraws(text)
