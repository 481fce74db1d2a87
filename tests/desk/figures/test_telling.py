"""What is always so, however a conversation went."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from desk.debt import Fact
from desk.figures import pack
from desk.figures.facts import Ended, Piece, Queueing, Round, Session, Stint, Told, Whose
from desk.figures.metric import Total
from desk.figures.metrics import METRICS
from desk.figures.reading import Reading
from desk.figures.sheet import ALL, BY, Facts, can, explained, kind_of, sheet
from desk.figures.telling import told
from desk.response_time import Promptness
from desk.shop import Hours
from tests.desk.figures.tales import BEGAN, WHOSE, anything, steps, tale

OWN = pack.own(Promptness(Hours(ZoneInfo("Asia/Shanghai"))))
JD = pack.jd(ZoneInfo("Asia/Shanghai"))
FEW, MORE = settings(max_examples=20), settings(max_examples=60)
Steps = list[tuple[int, int, int]]


def together(*all_told: Told | None) -> Facts:
    some = [one for one in all_told if one is not None]
    return {
        Session: [one.session for one in some],
        Round: [fact for one in some for fact in one.rounds],
        Piece: [fact for one in some for fact in one.pieces],
        Queueing: [fact for one in some for fact in one.queueings],
        Stint: [fact for one in some for fact in one.stints],
    }


@MORE
@given(st.lists(anything, max_size=25))
def test_no_order_of_events_is_too_strange_to_be_told_and_judged(events: list[Fact]) -> None:
    one = told(WHOSE, events)
    assert one is None or one.session.heard == sum(fact.kind == "heard" for fact in events)
    for rules in (OWN, JD):
        reading = Reading(rules, BEGAN)
        sheet(together(one), reading)
        for metric in METRICS:
            explained(metric, together(one), reading)


@MORE
@given(steps)
def test_rounds_follow_each_other(taken: Steps) -> None:
    """At most the last one is open. Two overlap only by what was on its way: a reply that ended the first was written
    before the second began, and arrived after."""
    one = told(WHOSE, tale(taken).facts)
    for first, then in pairwise(one.rounds if one else ()):
        assert first.ended != Ended.OPEN and first.until is not None
        assert first.since <= then.since
        assert first.until <= then.since or first.answered
    assert [fact.n for fact in (one.rounds if one else ())] == list(
        range(1, len(one.rounds) + 1 if one else 1)
    )


@MORE
@given(steps)
def test_the_pieces_of_a_round_cover_it_without_a_gap(taken: Steps) -> None:
    one = told(WHOSE, tale(taken).facts)
    rounds: Sequence[Round] = one.rounds if one else ()
    pieces = {n: list(some) for n, some in groupby(one.pieces if one else (), key=lambda piece: piece.n)}
    assert list(pieces) == [fact.n for fact in rounds]
    for fact in rounds:
        parts = pieces[fact.n]
        assert (parts[0].since, parts[-1].until, parts[-1].ended) == (fact.since, fact.until, fact.ended)
        assert [part.until for part in parts[:-1]] == [part.since for part in parts[1:]]
        assert [part.last for part in parts] == [False] * (len(parts) - 1) + [True]
        assert not fact.answered or parts[-1].agent_id == fact.agent_id
        assert all(a.agent_id != b.agent_id for a, b in pairwise(parts)), "nobody hands over to themselves"


@MORE
@given(steps)
def test_whoever_had_it_had_it_one_after_the_other(taken: Steps) -> None:
    story = tale(taken)
    one = told(WHOSE, story.facts)
    for first, then in pairwise(one.stints if one else ()):
        assert first.until is not None and first.since <= first.until <= then.since
    for before, after in pairwise(one.queueings if one else ()):
        assert before.left and before.left_at is not None and before.left_at <= after.entered_at
    said = {fact.seq for fact in story.facts if fact.author == "human"}
    assert one is None or one.session.people_said == len(said)
    assert one is None or sum(stint.said for stint in one.stints) == len(said)


@FEW
@given(steps, steps)
def test_the_parts_come_to_the_whole(first: Steps, second: Steps) -> None:
    facts = together(
        told(WHOSE, tale(first).facts), told(Whose(2, 2, "web", "second", "zh-CN"), tale(second, 2).facts)
    )
    reading = Reading(OWN, BEGAN)
    whole = sheet(facts, reading)[ALL]
    for by in BY:
        apart = sheet(facts, reading, by)
        for metric in METRICS:
            if (by == "agent" and kind_of(metric, by) is not metric.of) or not can(metric, by):
                continue
            parts = [some[metric.key] for some in apart.values() if metric.key in some]
            assert sum(part.n for part in parts) == whole[metric.key].n, (by, metric.key)
            assert all(part.n <= whole[metric.key].n for part in parts)
            if metric.total == Total.SUM:
                assert sum(part.value or 0 for part in parts) == whole[metric.key].value, (by, metric.key)
            if metric.total == Total.SHARE:
                assert sum(part.met or 0 for part in parts) == (whole[metric.key].met or 0)
            if metric.total == Total.MAX and parts:
                assert max(part.value or 0 for part in parts) == (whole[metric.key].value or 0)


@FEW
@given(steps)
def test_by_person_every_answer_is_somebodys_once(taken: Steps) -> None:
    """A transfer splits a round, so there may be more pieces than rounds; each answer is credited once, to its sender."""
    facts = together(told(WHOSE, tale(taken).facts))
    reading = Reading(OWN, BEGAN)
    whole, people = sheet(facts, reading)[ALL], sheet(facts, reading, "agent")
    answered = [some["response_mean"].n for some in people.values() if "response_mean" in some]
    assert sum(answered) == whole["response_mean"].n
    for key, some in people.items():
        mine = sum(piece.agent_id == key for piece in facts[Piece])
        assert all(
            some[metric].n <= mine
            for metric in ("rounds", "response_within_30", "unanswered")
            if metric in some
        )
    pieces = sum(some["rounds"].n for some in people.values() if "rounds" in some)
    assert pieces == len(facts[Piece]) >= whole["rounds"].n


@FEW
@given(steps)
def test_a_figure_is_what_its_explanation_lists(taken: Steps) -> None:
    facts = together(told(WHOSE, tale(taken).facts))
    reading = Reading(OWN, BEGAN)
    whole = sheet(facts, reading)[ALL]
    for metric in METRICS:
        rows = explained(metric, facts, reading)
        counted = [row.value for row in rows if row.value is not None]
        assert len(rows) == len(facts.get(metric.of, ()))
        assert counted == sorted(counted, reverse=not (metric.total == Total.SHARE and metric.better > 0))
        if metric.total not in (Total.RATIO, Total.RATE):
            assert len(counted) == whole[metric.key].n
