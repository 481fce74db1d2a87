"""The summary of a case was read back: right, wrong, what shall be changed; what is confirmed is sent in."""

from __future__ import annotations

import re

from bot.dialogue.address_confirm import BEGINS_WITH_YES
from bot.dialogue.ask import Ask
from bot.dialogue.case_asked import tell
from bot.dialogue.case_seen import Told, reasons_for
from bot.dialogue.case_stages import ABOUT_IT, asks
from bot.dialogue.case_told import go_on, take, tell_anew
from bot.dialogue.case_words import kind_in, reason_in
from bot.dialogue.steps import Choice, SubmitCase
from bot.dialogue.turn import Turn
from bot.dialogue.yes_no import AND, bare_words, corrects, yes_or_no
from desk.normal_form import fold
from desk.ticket.eligibility import BEFORE_SHIPMENT

SENDS = frozenset("确认 提交 提交吧 确定 没错 没问题 对的 对 confirm send submit correct right".split())  # noqa: SIM905
SENDS_NOT = frozenset(
    [
        "不对",
        "不正确",
        "错了",
        "不是",
        "不行",
        "有误",
        "wrong",
        "incorrect",
        "not right",
        "that's wrong",
        "not correct",
        "not quite",
    ]
)
PARTS = (
    ("reason", re.compile(r"^(?:改|换|修改)?(?:一?下)?(?:原因|理由)|\b(?:another|change the|the) reason\b")),
    ("kind", re.compile(r"处理方式|售后类型|\b(?:another|change the|the) (?:kind|solution)\b")),
    ("line", re.compile(r"(?:换|改)(?:一?[个件])?商品|\b(?:another|change the|the) (?:article|item)\b")),
)
SHORT = 40
NOT_THE_SUMMARY = frozenset({"case_what_to_change", "case_postage_shop", "case_postage_buyer"})


def confirmed(turn: Turn, ask: Ask, told: Told) -> bool:
    said = says_yes_or_no(ask)
    if said == "yes" and _just_read_back(turn):
        send_in(turn, ask, told)
    elif said == "yes":
        go_on(turn, ask)  # `ok` to something else sends nothing in: it is read back once more
    elif said == "no":
        turn.asked_now = True
        turn.say(ask, "case_what_to_change", choices=_to_change())
    else:
        if len(ask.text) <= SHORT and (what := _named_part(ask.text)):
            return tell_anew(turn, ask, what)
        kind = told.claim.ticket_kind
        reason = reason_in(ask.text, reasons_for(turn, kind) if kind else ())
        elsewhere = ask.sure and ask.intent not in ABOUT_IT
        if reason is None or reason.id == told.claim.reason or elsewhere:
            return False
        return take(turn, ask, reason=reason.id)
    return True


def _just_read_back(turn: Turn) -> bool:
    """The summary is the last thing that was said."""
    key = turn.memory.last.partition(" ")[0]
    return key == "back_to_case" or (key.startswith("case_") and key not in NOT_THE_SUMMARY)


def says_yes_or_no(ask: Ask) -> str | None:
    words = bare_words(ask.text)
    if words in SENDS:
        return "yes"
    parts = [part.strip() for part in AND.split(words)]
    if all(part in SENDS_NOT or yes_or_no(part) == "no" for part in parts):  # `no, that's wrong`
        return "no"
    begins = len(words) <= SHORT and BEGINS_WITH_YES.match(words) and not corrects(ask.text) and not asks(ask)
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
    if not claim.opened:
        go_on(turn, ask)
        return
    turn.act(SubmitCase(claim.ticket, told.order.number, claim.sku, told.order))
    turn.memory.drop_claim()
    turn.asked_now = True
    turn.unsay(f"case_confirm_{claim.kind}")
    key = "case_sent_unshipped" if told.order.status in BEFORE_SHIPMENT else "case_sent"
    turn.say(ask, key, {"order": told.order.number})
