"""The interface's words: the same in every language, each used, none missing."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from bot.dialogue.flows import FLOWS
from bot.understanding import Action
from bot.understanding.match import OUT
from console import (
    afterwards_form,
    audit_shapes,
    figures_file,
    figures_page,
    figures_shapes,
    figures_trying,
    pack_form,
    phrase_shapes,
    policy_form,
    promise_shapes,
    report_shapes,
    routing_shapes,
    rule_shapes,
    score_shapes,
    shapes,
    shift_shapes,
    ticket_days,
    ticket_desk_shapes,
    ticket_opening_shapes,
    ticket_page_shapes,
    ticket_shapes,
    wall_shapes,
)
from console.render import SLOT, read_words
from desk import hours_check, ladder_check, pack_check
from desk.audit import Check, Verdict
from desk.banned.ban import SPEAKERS, STRICTNESS
from desk.escalation import EscalationState, Matter
from desk.figures import span
from desk.figures.metric import Group
from desk.figures.parts import PARTS
from desk.figures.sheet import AGES
from desk.follow_up import CONTACTS, TOPIC, FollowUpState
from desk.follow_up import Because as FollowedUp
from desk.follow_up import Why as CalledOff
from desk.handover import Reason
from desk.message import ASIDE
from desk.open_matter import MatterKind, MatterState
from desk.order import Status
from desk.presence import Because
from desk.promise import PromiseState
from desk.promise_words import About
from desk.report_plan import SCHEDULED
from desk.response_time import Act
from desk.satisfaction import VALUES
from desk.setting import SWITCHES
from desk.shift_handover import ShiftHandoverState
from desk.store import lessons
from desk.store.ticket_list import AWAITED, WHICH, Sort
from desk.ticket.eligibility import Why as NotOpen
from desk.ticket.evidence import Shows
from desk.ticket.goods import GoodsState
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import MOVES, Actor, TicketState
from desk.ticket.refund import RefundState
from desk.wording_check import Why
from tests.console.sample import ROOM

WORDS = read_words(ROOM / "words")
IN_CODE = ("render.py", "shifting.py", "report_words.py", "report_letter.py", "report_workbook.py")
DRAWN = [*(ROOM / "templates").rglob("*.html"), *(ROOM / name for name in IN_CODE)]

# What is asked for by a value: `t('mode.' ~ row.mode)`.
FAMILIES: dict[str, tuple[object, ...]] = {
    "mode": get_args(shapes.Mode),
    "show": get_args(shapes.Show),
    "none": get_args(shapes.Show),
    "author": get_args(shapes.Author),
    "event": get_args(shapes.Happening),
    "move": get_args(shapes.Move),
    "delivery": get_args(shapes.Delivered),
    "photo_reason": get_args(shapes.PhotoFault),
    "slot": get_args(shapes.Slot),
    "theme": get_args(shapes.Theme),
    "role": get_args(shapes.Role),
    "password": (*get_args(shapes.PasswordFault), "rule"),
    "sign_in": (*get_args(shapes.SignInFault), "forgotten"),
    "notice": (*get_args(shapes.News), "network", "server"),
    "refused": (*get_args(shapes.Refusal), "proposal", "ask"),
    "reason": tuple(Reason),
    "status": tuple(Status),
    "error": (
        "home",
        "number",
        "yours",
        *(f"{status}.{part}" for status in get_args(shapes.ErrorStatus) for part in ("title", "text")),
    ),
    "intent": (*FLOWS, OUT, TOPIC),
    "takes": get_args(Action),
    "wrong": get_args(Why),
    "tab": phrase_shapes.TABS,
    "presence": (*get_args(routing_shapes.Presence), "title", "mute"),
    "because": tuple(Because),
    "queue_fault": get_args(routing_shapes.QueueFault),
    "person_fault": get_args(routing_shapes.PersonFault),
    "words_about": ("reply", "saying", "quick", "nickname", "banned"),
    "check": (*get_args(shapes.Verdict), "rule"),
    "verdict": get_args(shapes.Verdict),
    "verdict_long": STRICTNESS,
    "speaker": SPEAKERS,
    "asking": ("open", "granted", "refused", "reason"),
    "asked": get_args(shapes.AskedState),
    "learn_why": get_args(lessons.Why),
    "edit_fault": ("moved_on", "unreadable", "picture_fault", "picture_name", "stops_own"),
    "moving_fault": ("no_file", "not_json", "not_ours", "shape", "language", "too_big", "too_many"),
    "rules_tab": rule_shapes.TABS,
    "policy": (
        *policy_form.SPANS,
        *policy_form.SUMS,
        "about",
        "second_person",
        "second_person_hint",
        "return_address",
        "return_address_hint",
    ),
    "policy_hint": (*policy_form.SPANS, *policy_form.SUMS),
    "policy_wrong": get_args(policy_form.PolicyWrong),
    "rules_part": get_args(rule_shapes.Changed),
    "afterwards": (*afterwards_form.BOUNDS, *SWITCHES, "about", "asked_about", "followed_about", "between"),
    "afterwards_hint": tuple(afterwards_form.BOUNDS),
    "scores_tab": get_args(score_shapes.Tab),
    "score_show": get_args(score_shapes.ScoreShow),
    "score_none": get_args(score_shapes.ScoreShow),
    "follow_up_n": tuple(str(n) for n in range(1, CONTACTS + 1)),
    "score_value": tuple(map(str, VALUES)),
    "follow_up_show": get_args(score_shapes.FollowUpShow),
    "follow_up_state": tuple(FollowUpState),
    "follow_up_because": tuple(FollowedUp),
    "follow_up_why": tuple(filter(None, CalledOff)),
    "rules_refused": get_args(rule_shapes.Refusal),
    "report_kind": get_args(report_shapes.Kind),
    "report_span": get_args(report_shapes.OfSpan),
    "report_turn_after": ("better", "worse"),
    "report_why": get_args(report_shapes.Why),
    "report_state": get_args(report_shapes.State),
    "report_fault": get_args(report_shapes.Fault),
    "report_got": ("better", "worse"),
    "report_no": ("better", "worse"),
    "report_each": SCHEDULED,
    "report_plan_wrong": get_args(report_shapes.Wrong),
    "hours_wrong": (*get_args(hours_check.Why), "unreadable", "no_date"),
    "act_name": tuple(Act),
    "act_about": tuple(Act),
    "ladder_fault": (*get_args(ladder_check.Code), "unreadable"),
    "kind": ("sticker", "voice", "video", "file", "contact", "photo", "press", "other", *ASIDE),
    "language": ("en", "zh-CN", "zh-TW"),
    "due": ("today", "tomorrow", "weekday", "day"),
    "promise_about": tuple(About),
    "promise_state": tuple(PromiseState),
    "promise_when": get_args(promise_shapes.When),
    "promise_none": get_args(promise_shapes.When),
    "matter": tuple(Matter),
    "escalation_within": ("m", "h", "d"),
    "escalation_state": tuple(EscalationState),
    "escalation_fault": get_args(promise_shapes.Fault),
    "wall_step": get_args(wall_shapes.Level),
    "wall_share": ("target", "limit"),
    "wall_alarm": get_args(wall_shapes.AlarmKind),
    "matter_kind": tuple(MatterKind),
    "matter_state": tuple(MatterState),
    "handover_state": tuple(ShiftHandoverState),
    "matter_fault": get_args(shift_shapes.Fault),
    "ticket_kind": tuple(TicketKind),
    "ticket_state": tuple(TicketState),
    "ticket_show": (*WHICH, *AWAITED),
    "ticket_sort": get_args(Sort),
    "days_fault": get_args(ticket_days.DaysFault),
    "ticket_move": (
        *dict.fromkeys(move.verb for move in MOVES),
        "open",
        "change",
        "photo",
        "assign",
        "raise",
        "platform",
        "extend",
        "remind",
    ),
    "ticket_side": tuple(Actor),
    "ticket_tab": get_args(ticket_shapes.Tab),
    "reason_fault": get_args(ticket_desk_shapes.ReasonFault),
    "opening_fault": get_args(ticket_opening_shapes.OpeningFault),
    "not_open": tuple(NotOpen),
    "ticket_fault": get_args(ticket_page_shapes.Fault),
    "ticket_field": get_args(ticket_page_shapes.Field),
    "shows": tuple(Shows),
    "refund_state": tuple(RefundState),
    "goods_state": tuple(GoodsState),
    "ticket_column": (*get_args(ticket_shapes.Column), "currency"),
    "audit_part": ("coming", "going", "now"),
    "audit_verdict": tuple(Verdict),
    "audit_state": get_args(audit_shapes.State),
    "audit_fine": tuple(Check),
    "audit_found": tuple(Check),
    "audit_list": tuple(Check),
    "figures_tab": figures_shapes.TABS,
    "figures_span": span.NAMED,
    "figures_fault": tuple(span.WHY),
    "figures_verdict": ("better", "worse"),
    "figures_group": tuple(Group),
    "figures_taken": tuple(filter(None, get_args(figures_shapes.Taken))),
    "figures_way": figures_shapes.WAYS,
    "figures_part": tuple(part.name for part in PARTS),
    "case_age": tuple(map(str, range(len(AGES) + 1))),
    "figures_chart": get_args(figures_shapes.Chart),
    "figures_line": (*figures_page.BY_TIME, "first_response"),
    "pack_fault": (*get_args(pack_check.Code), "number"),
    "pack_number": pack_form.NUMBERS,
    "what_if_field": tuple(name.removeprefix("if_") for name in figures_trying.FIELDS),
    "figures_file": (
        *dict.fromkeys((*figures_file.HEADS, *figures_file.LIST_HEADS)),
        "value",
        "took",
        "none",
    ),
    "what_if_wrong": get_args(figures_trying.Wrong),
    "ago": ("now", "minutes", "hours", "days"),
}


def asked() -> tuple[set[str], set[str]]:
    """The keys that templates name in full, and the beginnings of those that they put together."""
    calls = [
        call for file in DRAWN for call in re.findall(r"\bt(?:\"\])?\(([^,()]*)", file.read_text("utf-8"))
    ]
    strings = {found for call in calls for found in re.findall(r"""f?['"]([a-z_]+\.[a-z_.0-9]*)""", call)}
    return {one for one in strings if not one.endswith(".")}, {one for one in strings if one.endswith(".")}


@pytest.mark.parametrize("language", list(WORDS))
def test_every_language_has_the_same_words_with_the_same_slots(language: str) -> None:
    ours, theirs = WORDS["zh-CN"], WORDS[language]
    assert set(ours) == set(theirs)
    assert {key: set(SLOT.findall(word)) for key, word in ours.items()} == {
        key: set(SLOT.findall(word)) for key, word in theirs.items()
    }
    assert all(word.strip() for word in theirs.values())


def test_every_word_that_a_template_asks_for_exists() -> None:
    named, begun = asked()
    assert len(named) > 100
    assert named <= set(WORDS["zh-CN"])
    assert {one.rstrip(".") for one in begun} <= {*FAMILIES, "page", "help", "act", "side", "queue"}


@pytest.mark.parametrize("family", list(FAMILIES))
def test_every_value_that_can_be_shown_has_its_word_and_no_other(family: str) -> None:
    has = {key.removeprefix(f"{family}.") for key in WORDS["zh-CN"] if key.startswith(f"{family}.")}
    assert has == {str(value) for value in FAMILIES[family]}


def test_no_word_is_left_over() -> None:
    named, begun = asked()
    told = ("kind.", "figures_file.", "case_age.")  # by programs, not by templates
    unused = {key for key in WORDS["zh-CN"] if key not in named and not key.startswith((*begun, *told))}
    assert not unused
