"""The card of a case: words for every state, buttons by the table, and nothing of what the shop writes to itself."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from bot.dialogue.case_card import buttons_of, card, values_of
from bot.dialogue.case_facts import Case
from bot.dialogue.spoken import spoken
from desk.money import Money
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import MOVES, Actor, TicketState
from tests.bot.dialogue.lantern_and_loom import NOW, SHANGHAI
from tests.bot.dialogue.talk import PACKS

REACHED = sorted({(k, s) for m in MOVES for k in m.kinds for s in {*m.at, m.after}} - set(product(TicketKind, [TicketState.TELLING])))  # fmt: skip


def a_case(
    kind: TicketKind = TicketKind.RETURN, state: TicketState = TicketState.SUBMITTED, **more: object
) -> Case:
    whole: dict[str, object] = {
        "due_at": NOW + timedelta(days=3), "address": "1 Loom Lane", "note": "The tag is missing.", "carrier_out": "SF",
        "tracking_out": "SF1", **more,
    }  # fmt: skip
    return Case(81, kind, state, "A-1", "LAMP-W", "Linen lamp", 1, Money(12900, "CNY"), NOW, **whole)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_every_state_that_a_case_can_come_to_has_words_and_buttons(language: str) -> None:
    for kind, state in REACHED:
        for more in ({}, {"due_at": None, "address": "", "note": "", "tracking_out": ""}):
            text, buttons = spoken(
                card(a_case(kind, state, **more), NOW, SHANGHAI, language), PACKS, language, 1
            )
            assert "81" in text and "{" not in text, (kind, state)
            assert all(button.text for button in buttons)


def test_only_what_the_shop_wrote_for_her_is_told() -> None:
    told = {s for s in TicketState if "note" in values_of(a_case(state=s), NOW, SHANGHAI, "en")}
    assert told == {"refused", "inspection_refused", "sent_back", "outcome_told"}


def test_the_buttons_are_the_buyer_s_moves() -> None:
    for kind, state in REACHED:
        verbs = {button.data.split(":")[1] for button in buttons_of(a_case(kind, state))}
        may = {m.verb for m in MOVES if kind in m.kinds and state in m.at and Actor.BUYER in m.by}
        assert verbs == may - {"send", "submit", "submit_unshipped"}


def test_by_when_is_told_of_the_shop_s_side_only() -> None:
    assert "26 November" not in say(a_case()) and "25 November" in say(a_case())
    assert "by" not in say(a_case(state=TicketState.AWAITING_REFUND)).split("refund")[0]
    assert say(a_case(state=TicketState.AWAITING_RETURN)).count("25 November") == 1


def say(case: Case) -> str:
    return spoken(card(case, NOW, SHANGHAI, "en"), PACKS, "en", 1)[0]
