"""The table of moves: every state is reached, has a way on or is an end, and nothing is done that is not in it."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

from desk.errors import NotNow
from desk.ticket.dues import DUES
from desk.ticket.evidence import DEMANDED, Shows, missing
from desk.ticket.kinds import CLAIMS, KINDS, MONEY, TicketKind
from desk.ticket.moves import MOVES, OVER, Actor, Need, TicketState, find, open_to

S, K = TicketState, TicketKind
EVERYBODY = tuple(Actor)


def reached(kind: TicketKind, start: TicketState = S.TELLING) -> set[tuple[TicketKind, TicketState]]:
    found, front = {(kind, start)}, [(kind, start)]
    while front:
        here = front.pop()
        for move in open_to(*here, EVERYBODY):
            after = (move.becomes or here[0], move.after)
            if after not in found:
                found.add(after)
                front.append(after)
    return found


def test_one_verb_means_one_thing_in_a_state() -> None:
    places = Counter((kind, state, move.verb) for move in MOVES for kind in move.kinds for state in move.at)
    assert [place for place, times in places.items() if times > 1] == []


def test_every_state_is_reached_by_some_kind() -> None:
    assert {state for kind in KINDS for _, state in reached(kind)} == set(TicketState)


@pytest.mark.parametrize("kind", TicketKind)
def test_from_every_state_there_is_a_way_to_an_end(kind: TicketKind) -> None:
    for place in reached(kind):
        assert any(state in OVER for _, state in reached(*place)), place


@pytest.mark.parametrize("kind", TicketKind)
def test_what_is_not_over_is_somebodys_turn_by_some_time(kind: TicketKind) -> None:
    for of, state in reached(kind):
        assert (state in DUES) != (state in OVER), (of, state)


def test_whoevers_turn_it_is_can_move() -> None:
    for kind in KINDS:
        for of, state in reached(kind):
            if state in DUES:
                assert open_to(of, state, {DUES[state].of}), (of, state)


def test_what_the_desk_does_when_time_is_over_is_its_to_do() -> None:
    for kind in KINDS:
        for of, state in reached(kind):
            due = DUES.get(state)
            if due is not None and due.then:
                assert Actor.DESK in find(of, state, due.then).by


def test_nothing_else_is_possible_for_anybody() -> None:
    verbs = {move.verb for move in MOVES}
    allowed = {(k, s, m.verb, a) for m in MOVES for k in m.kinds for s in m.at for a in m.by}
    for kind, state, verb, actor in itertools.product(TicketKind, TicketState, sorted(verbs), Actor):
        offered = verb in {move.verb for move in open_to(kind, state, {actor})}
        assert offered == ((kind, state, verb, actor) in allowed)
        if not any((kind, state, verb, other) in allowed for other in Actor):
            with pytest.raises(NotNow):
                find(kind, state, verb)


def test_money_goes_out_only_after_finance_looked() -> None:
    """Every way to the refund passes a move of finance, or the shop's own rule for small sums before shipment."""
    ways = [move for move in MOVES if move.after is S.AWAITING_REFUND]
    assert {move.verb for move in ways} == {"pay", "pay_by_rule", "pay_again"}
    for move in ways:
        assert move.kinds <= MONEY
        assert move.by <= {Actor.FINANCE, Actor.SUPERVISOR, Actor.DESK}


def test_goods_that_are_back_are_never_withdrawn() -> None:
    for kind in CLAIMS:
        for state in (
            S.RECEIVED,
            S.IN_REPAIR,
            S.AWAITING_RESHIPMENT,
            S.AWAITING_REFUND,
            S.INSPECTION_REFUSED,
        ):
            assert "withdraw" not in {move.verb for move in open_to(kind, state, EVERYBODY)}
    assert "withdraw" not in {move.verb for move in open_to(K.RETURN, S.FINANCE_REVIEW, EVERYBODY)}


def test_whatever_refuses_the_buyer_says_why() -> None:
    for move in MOVES:
        if move.verb.startswith("refuse") or move.verb == "send_back":
            assert Need.NOTE in move.needs or Need.AMOUNT in move.needs, move


def test_what_the_photos_must_show_is_asked_for_one_by_one() -> None:
    assert set(DEMANDED) == set(TicketKind)
    assert missing(K.RETURN, set(), demanded=True) == [Shows.FAULT, Shows.WHOLE, Shows.LABEL]
    assert missing(K.RETURN, {Shows.WHOLE, Shows.OTHER}, demanded=True) == [Shows.FAULT, Shows.LABEL]
    assert missing(K.RETURN, {Shows.WHOLE, Shows.FAULT, Shows.LABEL}, demanded=True) == []
    assert missing(K.RETURN, set(), demanded=False) == []
