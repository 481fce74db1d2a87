"""Who is at the desk: what may follow what, and what the desk notices by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.errors import NotNow
from desk.presence import CHOSEN, GRACE, MOVES, REASONS, Because, NotAvailable, Post, Presence
from tests.conftest import MONDAY_NINE

A, B, C, W, OFF = (
    Presence.AVAILABLE,
    Presence.BUSY,
    Presence.BREAK,
    Presence.AWAY,
    Presence.OFFLINE,
)


def post(state: Presence, because: str = "") -> Post:
    return Post(1, 7, state, because, MONDAY_NINE, MONDAY_NINE + GRACE)


@pytest.mark.parametrize(
    ("before", "because", "verb", "after"),
    [
        (OFF, "", "sign_in", A),
        (W, "vanished", "sign_in", A),
        (C, "meal", "sign_in", C),  # on the phone, at lunch
        (A, "", "sign_in", A),
        (A, "", "vanish", W),
        (B, "phone", "vanish", W),
        (C, "rest", "vanish", C),
        (OFF, "", "vanish", OFF),
        (W, "vanished", "come_back", A),
        (W, "stepped_out", "come_back", W),  # a page that loads anew is nobody at the desk
        (B, "training", "come_back", B),
        (OFF, "", "come_back", OFF),
    ],
)
def test_what_the_desk_notices_by_itself(before: Presence, because: str, verb: str, after: Presence) -> None:
    otto, at = post(before, because), MONDAY_NINE + timedelta(minutes=5)
    getattr(otto, verb)(at)
    assert otto.state == after
    assert bool(otto.events) == (before != after)


@pytest.mark.parametrize("before", list(Presence))
@pytest.mark.parametrize("chosen", list(Presence))
def test_everybody_may_say_what_they_do_at_any_time(before: Presence, chosen: Presence) -> None:
    otto = post(before)
    otto.choose(chosen, next(iter(REASONS[chosen]), ""), MONDAY_NINE)
    assert otto.state == chosen


def test_a_reason_of_another_state_is_none_and_the_same_again_is_no_news() -> None:
    otto = post(A)
    otto.choose(B, Because.MEAL, MONDAY_NINE)
    assert (otto.state, otto.because) == (B, "")
    otto.choose(B, "nonsense", MONDAY_NINE)
    assert len(otto.events) == 1


@pytest.mark.parametrize("state", [B, C, W, OFF])
def test_who_is_not_available_any_more_is_offered_nothing(state: Presence) -> None:
    otto = post(A)
    otto.choose(state, "", MONDAY_NINE)
    assert otto.born == [NotAvailable(7, MONDAY_NINE)]


def test_the_grace_is_three_minutes_and_a_sign_in_between_begins_it_anew() -> None:
    otto = post(A)
    assert not otto.vanish(MONDAY_NINE + timedelta(seconds=179.999))
    otto.seen(MONDAY_NINE + timedelta(seconds=100))
    assert not otto.vanish(MONDAY_NINE + timedelta(seconds=279.999))
    assert otto.vanish(MONDAY_NINE + timedelta(seconds=280))
    assert (otto.state, otto.because) == (W, Because.VANISHED)


def test_every_state_can_be_reached_and_left() -> None:
    for state in Presence:
        assert MOVES.reachable(state) == set(Presence)
    assert set(CHOSEN) == set(Presence) == set(REASONS)
    with pytest.raises(NotNow):
        MOVES.next(OFF, "vanish")


def test_idle_counts_from_the_last_conversation_or_the_last_change() -> None:
    otto = post(A)
    assert otto.idle_since == MONDAY_NINE
    otto.last_given_at = MONDAY_NINE + timedelta(minutes=1)
    assert otto.idle_since == otto.last_given_at
    otto.choose(B, "", MONDAY_NINE + timedelta(minutes=2))
    assert otto.idle_since == otto.since
