"""Going on with a case that is being told: what was learnt is taken in, stands in the book, and the next thing is asked."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.ask import Ask
from bot.dialogue.case_amount import asks_amount, say_amount
from bot.dialogue.case_asked import ask_for, values_of
from bot.dialogue.case_lines import lines_named
from bot.dialogue.case_seen import Told, in_hand, item, reasons_for, swaps, told_of
from bot.dialogue.case_words import kind_in, reason_in
from bot.dialogue.claim import ANEW, LONGEST_WORDS, MONEY, Claim
from bot.dialogue.steps import HangPhotos, TellCase
from bot.dialogue.turn import Turn, person_button
from desk.ticket.eligibility import Why
from desk.ticket.kinds import TicketKind

STORY, CHINESE_STORY = 12, 6
"""Letters; from here on a letter tells more than a choice, and is kept in the case."""


def learn(turn: Turn, ask: Ask, kind: str = "") -> None:
    """What they want and why, as far as this letter says it. `kind`: where its intent says it already."""
    claim = turn.memory.claim or Claim()
    said = kind_in(ask.text) or kind
    if said == MONEY and claim.kind in (TicketKind.REFUND, TicketKind.RETURN):
        said = ""  # they said already how
    changes: dict[str, object] = {"kind": said} if said else {}
    if said and claim.anew == "kind":
        changes["anew"] = ""
    reason = reason_in(ask.text, turn.facts.after.of_claims)
    if reason is not None and not claim.reason:
        changes["reason"] = reason.id
    if len(ask.text) >= (STORY if ask.text.isascii() else CHINESE_STORY) and not claim.words:
        changes["words"] = ask.text[:LONGEST_WORDS]
    turn.memory.claim = replace(claim, **changes)  # type: ignore[arg-type]


def go_on(turn: Turn, ask: Ask, *, lead: str = "") -> None:
    """With an order that is theirs. Whatever can be known without asking is."""
    told = told_of(turn)
    if told is None:
        return
    if not told.lines:
        _nothing_open(turn, ask, told)
        return
    told = _line_known(turn, ask, told)
    if told.line is not None:
        told = _kind_known(turn, ask, _quantity_known(turn, ask, told))
        told = _wanted_known(turn, ask, told)
        lead = _stands_in_the_book(turn, ask, told) or lead
    elif len(told.lines) < len(told.order.lines) and not _asked_which(turn):
        _say_what_is_not_open(turn, ask, told)
    if asks_amount(ask.text):
        say_amount(turn, ask, told)
    ask_for(turn, ask, told, lead=lead)


def _asked_which(turn: Turn) -> bool:
    """Then it was said already which of them are not open."""
    question = turn.memory.question("case")
    return question is not None and question.text == "line"


def _is(turn: Turn, told: Told, **values: object) -> Told:
    turn.memory.claim = replace(told.claim, **values)  # type: ignore[arg-type]
    return replace(told, claim=turn.memory.claim)


def _line_known(turn: Turn, ask: Ask, told: Told) -> Told:
    if told.line is not None:
        return told
    # It may have been named before the order was known, or proven. Of all lines: `the shower curtain`, which has a case already,
    # is not the other curtain.
    every, words = list(told.order.lines), "" if told.claim.anew else told.claim.words
    before = Ask(ask.because, "", words, ask.language)
    meant = lines_named(turn, ask, every) or (lines_named(turn, before, every) if words else [])
    named = [line for line in meant if line in told.lines]
    if len(named) == 1 or len(told.lines) == len(every) == 1:
        return _is(turn, told, sku=(named or told.lines)[0].sku, quantity=0)
    if len(told.lines) == 1 and not meant:
        _say_what_is_not_open(turn, ask, told)
        return _is(turn, told, sku=told.lines[0].sku, quantity=0)
    return _is(turn, told, sku="", quantity=0)


def _quantity_known(turn: Turn, ask: Ask, told: Told) -> Told:
    line = told.line
    if line is None or told.counted:
        return told
    if told.most == 1:
        return _is(turn, told, quantity=1)
    # In a first sentence a number may be anything; what was understood as a quantity is one.
    said = ask.quantity if 1 <= ask.quantity <= told.most else 0
    return _is(turn, told, quantity=said) if said else told


def _kind_known(turn: Turn, ask: Ask, told: Told) -> Told:
    """One that is not open is said to be so, with the reason."""
    claim, why = told.claim, told.why[told.claim.sku]
    if claim.ticket_kind is not None and (reason := why.get(claim.ticket_kind)):
        turn.say(ask, f"case_why_{reason}", values_of(turn, ask.language, told))
        told = _is(turn, told, kind="", anew="kind")
    kinds = told.kinds
    if told.claim.ticket_kind is None and len(kinds) == 1:
        told = _is(turn, told, kind=str(kinds[0]), anew="")
    kind = told.claim.ticket_kind
    if kind and told.claim.reason and told.claim.reason not in {one.id for one in reasons_for(turn, kind)}:
        told = _is(turn, told, reason=0)
    return told


def _wanted_known(turn: Turn, ask: Ask, told: Told) -> Told:
    """Of an exchange: by live stock; what was sold out meanwhile is not promised."""
    claim = told.claim
    if claim.ticket_kind is not TicketKind.EXCHANGE:
        return _is(turn, told, wanted="") if claim.wanted else told
    found = swaps(turn, claim.sku)
    there = {variant.sku for variant in found[1]} if found else set()
    if not there:
        turn.say(ask, "case_swap_gone", values_of(turn, ask.language, told))
        rest: dict[TicketKind, Why | None] = {
            kind: reason for kind, reason in told.why[claim.sku].items() if kind is not TicketKind.EXCHANGE
        }
        told = replace(told, why={**told.why, claim.sku: rest})
        return _is(turn, told, kind="", wanted="", anew="kind")
    if claim.wanted and claim.wanted not in there:
        return _is(turn, told, wanted="")
    if found and len(found[0].variants) == 1 and not claim.wanted:
        return _is(turn, told, wanted=claim.sku)
    return told


def _stands_in_the_book(turn: Turn, ask: Ask, told: Told) -> str:
    """As soon as line, quantity and kind are known. The last word of this run is what is written.

    Returns the paragraph to begin with, when the case has just come about."""
    claim, kind = told.claim, told.claim.ticket_kind
    if kind is None or not told.counted or kind not in told.kinds or claim.anew:
        return ""
    case = in_hand(turn)
    turn.acts = [act for act in turn.acts if not isinstance(act, TellCase | HangPhotos)]
    number = case.id if case else 0
    turn.act(
        TellCase(
            number, told.order, claim.sku, kind, claim.quantity, item(turn, claim.sku, ask.language),
            claim.reason, claim.wanted, claim.words,
        )
    )  # fmt: skip
    if turn.facts.after.loose:
        turn.act(HangPhotos(number, told.order.number, claim.sku))
    begun = not claim.opened
    turn.memory.claim = replace(claim, opened=True)
    return "case_begun" if begun else ""


def _say_what_is_not_open(turn: Turn, ask: Ask, told: Told) -> None:
    open_ = {line.sku for line in told.lines}
    for line in told.order.lines:
        if line.sku not in open_:
            why = next(filter(None, told.why[line.sku].values()))
            turn.say(
                ask,
                f"case_why_{why}",
                {"item": item(turn, line.sku, ask.language), "order": told.order.number},
            )


def _nothing_open(turn: Turn, ask: Ask, told: Told) -> None:
    """Why, and a person by button: a supervisor may make an exception."""
    turn.memory.drop_claim()
    named = lines_named(turn, ask, list(told.order.lines)) or list(told.order.lines)
    whys = dict.fromkeys(filter(None, (next(iter(told.why[line.sku].values())) for line in named)))
    titles = ", ".join(dict.fromkeys(item(turn, line.sku, ask.language) for line in named))[:200]
    for why in whys:
        turn.say(
            ask, f"case_why_{why}", {"item": titles, "order": told.order.number}, choices=[person_button()]
        )


def take(turn: Turn, ask: Ask, **values: object) -> bool:
    """What was asked for, or corrected, is known now."""
    turn.memory.claim = replace(turn.memory.claim or Claim(), **{"anew": "", **values})  # type: ignore[arg-type]
    go_on(turn, ask)
    return True


def tell_anew(turn: Turn, ask: Ask, what: str) -> bool:
    """Asked once more; the book keeps what it has until the answer is there."""
    return take(turn, ask, anew=what, **ANEW[what])
