"""What is asked about an after-sales case, one thing at a time; each question has its buttons, also when it comes back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping

from bot.dialogue.ask import Ask
from bot.dialogue.buttons import LONGEST_LABEL, choice
from bot.dialogue.case_seen import (
    Stage,
    Told,
    item,
    lacking,
    open_stage,
    reasons_for,
    shown,
    swaps,
)
from bot.dialogue.claim import AFTER_SALES
from bot.dialogue.digits import LONGEST_NUMBER
from bot.dialogue.memory import Question
from bot.dialogue.steps import Choice
from bot.dialogue.turn import Turn, person_button
from bot.dialogue.variants import variant_name
from desk.money import Money
from desk.ticket.amounts import asked, freight_back
from desk.ticket.eligibility import BEFORE_SHIPMENT
from desk.ticket.evidence import DEMANDED
from desk.ticket.kinds import KINDS

MOST_BUTTONS = 12
COUNT_BUTTONS = 6
Buttons = list[Choice | None]


def ask_for(turn: Turn, ask: Ask, told: Told, *, lead: str = "") -> None:
    """The next thing that is open. `lead`: a paragraph before it, by key."""
    stage = open_stage(turn, told)
    line = (told.claim.sku,) if told.claim.sku else ()
    turn.memory.ask(Question("case", AFTER_SALES, orders=(told.claim.order,), products=line, text=stage))
    turn.asked_now = True
    key, also = _words(turn, told, stage)
    # That photos came is said; why they are needed was said before, and the list below shows what is missing.
    first = [lead] if lead == "case_photo_here" and key == "case_photos" else [lead, key] if lead else [key]
    keys = [*first, *also]
    turn.say(
        ask,
        keys[0],
        values_of(turn, ask.language, told),
        choices=CHOICES[stage](turn, told, ask.language),
        also=keys[1:],
    )


def _words(turn: Turn, told: Told, stage: Stage) -> tuple[str, list[str]]:
    """The reply, and what stands below it."""
    if stage == "photos":
        return "case_photos", checklist(turn, told)
    if stage == "confirm":
        freight = ["case_amount_freight_in"] if freight_with(told) else []
        notes = ["case_reason_is"] if told.claim.reason else []
        return f"case_confirm_{told.claim.kind}", [*freight, *notes, "case_right"]
    if stage == "kind" and told.claim.kind == "money":
        return "case_ask_money", []
    return f"case_ask_{stage}", []


def checklist(turn: Turn, told: Told) -> list[str]:
    """What was shown is ticked off; then what is asked for next."""
    kind = told.claim.ticket_kind
    if kind is None:
        return []
    lacks = lacking(turn, told)
    there = [f"case_has_{one}" for one in DEMANDED[kind] if one in shown(turn, kind)]
    return [
        *there,
        *(f"case_lacks_{one}" for one in lacks),
        f"case_show_{lacks[0]}" if lacks else "case_shown_all",
    ]


def values_of(turn: Turn, language: str, told: Told) -> dict[str, str]:
    claim, line, kind = told.claim, told.line, told.claim.ticket_kind
    values = {"order": told.order.number[:LONGEST_NUMBER], "item": item(turn, claim.sku, language)}
    if line is None or kind is None:
        return values
    reason = turn.facts.after.reason(claim.reason)
    if reason is not None:
        values["reason"] = reason.in_words(language)
    if claim.quantity > 1:
        values["quantity"] = str(claim.quantity)
    if KINDS[kind].money and claim.quantity:
        currency, freight = told.order.total.currency, freight_with(told)
        goods = asked(told.order, line, claim.quantity, line.quantity - told.most)
        values["amount"] = str(Money(goods + freight, currency))
        if freight:
            values["freight"] = str(Money(freight, currency))
    if claim.wanted:
        values["wanted"] = item(turn, claim.wanted, language)
    return values


def freight_with(told: Told) -> int:
    """In minor units: what comes back besides the goods, for the summary says the same sum as the case in the book."""
    kind = told.claim.ticket_kind
    if kind is None or not KINDS[kind].money or told.order.status not in BEFORE_SHIPMENT:
        return 0
    return freight_back(told.order, {told.claim.sku: told.claim.quantity})


# --- buttons, by what is asked


def tell(what: str, value: str, *, text: str = "", key: str = "") -> Choice | None:
    return choice("tell", f"{what}:{value}", text=text, key=key)


def _lines(turn: Turn, told: Told, language: str) -> Buttons:
    return [tell("line", line.sku, text=item(turn, line.sku, language)) for line in told.lines[:MOST_BUTTONS]]


def _counts(turn: Turn, told: Told, language: str) -> Buttons:
    return [tell("count", str(n), text=str(n)) for n in range(1, min(told.most, COUNT_BUTTONS) + 1)]


def _kinds(turn: Turn, told: Told, language: str) -> Buttons:
    return [tell("kind", str(kind), key=f"case_kind_{kind}") for kind in told.kinds]


def _reasons(turn: Turn, told: Told, language: str) -> Buttons:
    kind = told.claim.ticket_kind
    offered = reasons_for(turn, kind) if kind else []
    return [
        tell("reason", str(reason.id), text=reason.in_words(language)[:LONGEST_LABEL])
        for reason in offered[:MOST_BUTTONS]
    ]


def _swaps(turn: Turn, told: Told, language: str) -> Buttons:
    found = swaps(turn, told.claim.sku)
    if found is None:
        return []
    product, there = found
    return [
        tell("want", v.sku, text=variant_name(v, language) or product.title(language))
        for v in there[:MOST_BUTTONS]
    ]


def _photos(turn: Turn, told: Told, language: str) -> Buttons:
    return [person_button()]


def _confirm(turn: Turn, told: Told, language: str) -> Buttons:
    return [
        tell("send", what_is_sent(turn, told), key="case_choice_send"),
        tell("change", "kind", key="case_choice_kind"),
        tell("change", "reason", key="case_choice_reason"),
        tell("drop", "case", key="case_choice_drop"),
    ]


CHOICES: Mapping[Stage, Callable[[Turn, Told, str], Buttons]] = {
    "line": _lines,
    "count": _counts,
    "kind": _kinds,
    "reason": _reasons,
    "want": _swaps,
    "photos": _photos,
    "confirm": _confirm,
}


def what_is_sent(turn: Turn, told: Told) -> str:
    """What the button under a summary stands for: an old one may speak of something else."""
    claim = told.claim
    what = [claim.order, claim.sku, claim.quantity, claim.kind, claim.reason, claim.wanted]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:16]
