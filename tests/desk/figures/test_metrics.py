"""The table of metrics is whole: words, judges, totals; every why is given by some case, and every metric comes to
something on a day on which everything happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desk.figures import judging, pack
from desk.figures.facts import Ended, Left, Phase, Piece, Queueing, Round, Session, Stint
from desk.figures.formulas import FORMULAS, family
from desk.figures.judging import WHYS
from desk.figures.metric import Figure, Judge, Metric, Total, Unit, tally, total
from desk.figures.metrics import BY_KEY, METRICS
from desk.figures.other_facts import Case, FollowUp, Handoff, NotUnderstood, PaidBack, Pledge, Score, Stopped
from desk.figures.reading import Reading
from desk.figures.sheet import ALL, BY, Facts, can, explained, kind_of, sheet
from desk.response_time import Promptness
from desk.shop import Hours

ZONE = ZoneInfo("Asia/Shanghai")
TEN = datetime(2026, 11, 23, 10, tzinfo=ZONE).astimezone(UTC)
NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=ZONE).astimezone(UTC)
OWN = Reading(pack.own(Promptness(Hours(ZONE))), TEN + timedelta(hours=30))
JD = Reading(pack.jd(ZONE), TEN + timedelta(hours=30))
WHERE: tuple[Any, ...] = ("web", "main", "en")
STOOD: tuple[Any, ...] = (*WHERE, None, "")


def after(seconds: float) -> datetime:
    return TEN + timedelta(seconds=seconds)


def session(*phases: Phase, since: datetime = TEN, **more: Any) -> Session:
    values = {"ended_at": None, "bot_first_at": None, "heard": 1, "bot_said": 0, "people_said": 0, **more}
    again_at = values.pop("again_at", None)
    ended, bot, *said = values.values()
    return Session(1, 1, *STOOD, since, ended, bot, phases, *said, again_at)


def phase(accepted: float | None, answered: float | None, ended: float | None = None) -> Phase:
    accepted_at, answered_at, ended_at = (
        None if s is None else after(s) for s in (accepted, answered, ended)
    )
    return Phase(TEN, accepted_at, answered_at, ended_at, 1)


def waited(until: float | None, ended: Ended) -> Round:
    return Round(1, 1, *STOOD, "asked", TEN, None if until is None else after(until), ended, 1, True)


def in_queue(left: Left) -> Queueing:
    return Queueing(1, 1, *STOOD, "asked", TEN, None if left == Left.WAITS else after(9), left, None)


def pledge(kept: float | None, *, due: float = 60, called_off: bool = False) -> Pledge:
    return Pledge(1, *WHERE, 1, after(due), None if kept is None else after(kept), called_off)


def case(reviewed: float | None, closed: float | None, *in_hand: tuple[float, float | None]) -> Case:
    times = (TEN, *(None if s is None else after(s) for s in (reviewed, closed)))
    stretches = tuple((after(a), None if b is None else after(b)) for a, b in in_hand)
    return Case(1, 1, *WHERE, 1, "refund", "done", "3", *times, stretches)


IN_30 = BY_KEY["first_response_within_30"].judge
ROUND_30 = BY_KEY["response_within_30"].judge
STINT = Stint(1, 1, *STOOD, 1, TEN, after(100), 4, 6, 1)
OPEN = Ended.OPEN
CASES: list[tuple[Judge, Any, Reading, int | None, str]] = [
    (judging.counted, waited(9, Ended.ANSWERED), OWN, 1, "counts"),
    (judging.response, waited(9, Ended.ANSWERED), OWN, 9000, "answered"),
    (judging.response, waited(9, Ended.CLOSED), OWN, None, "unanswered"),
    (ROUND_30, waited(30, Ended.ANSWERED), OWN, 1, "in_time"),
    (ROUND_30, waited(30.001, Ended.ANSWERED), OWN, 0, "late"),
    (ROUND_30, waited(29.999, Ended.GIVEN_BACK), OWN, None, "not_due"),
    (ROUND_30, waited(30, Ended.GIVEN_BACK), OWN, 0, "silent"),
    (ROUND_30, waited(None, OPEN), OWN, 0, "still_silent"),
    (judging.unanswered, waited(31, Ended.CLOSED), OWN, 1, "silent"),
    (judging.unanswered, waited(None, OPEN), OWN, 1, "still_silent"),
    (judging.unanswered, waited(31, Ended.ANSWERED), OWN, None, "answered"),
    (judging.unanswered, waited(9, Ended.CLOSED), OWN, None, "not_due"),
    (judging.session, session(since=NIGHT), JD, None, "outside"),
    (IN_30, session(phase(5, 30)), OWN, 1, "in_time"),
    (IN_30, session(phase(5, 30.001)), OWN, 0, "late"),
    (IN_30, session(phase(5, None, 20)), OWN, 0, "let_go"),
    (IN_30, session(phase(None, None, 20)), OWN, None, "not_taken"),
    (IN_30, session(phase(None, None, 30)), OWN, 0, "silent"),
    (IN_30, session(phase(None, None)), OWN, 0, "still_silent"),
    (IN_30, session(), OWN, None, "no_person_asked"),
    (IN_30, session(Phase(None, TEN, None, None, None)), OWN, None, "nothing_asked"),
    (IN_30, session(phase(5, None)), Reading(OWN.pack, after(29)), None, "not_due"),
    (judging.first_response, session(phase(None, None, 20), phase(5, 12)), OWN, 12_000, "answered"),
    (judging.first_response, session(phase(5, None, 20), phase(5, 12)), OWN, None, "unanswered"),
    (judging.felt, session(phase(5, 12), since=after(-8)), OWN, 20_000, "answered"),
    (judging.bot_first, session(), OWN, None, "no_bot"),
    (judging.bot_first, session(bot_first_at=after(1.5)), OWN, 1500, "counts"),
    (judging.bot_first, session(bot_first_at=after(-2)), OWN, 0, "counts"),  # a clock that went backwards
    (judging.solved_by_bot, session(), OWN, None, "runs"),
    (judging.solved_by_bot, session(ended_at=after(9)), OWN, 1, "solved"),
    (judging.solved_by_bot, session(ended_at=after(9), people_said=1), OWN, 0, "person"),
    (judging.solved_by_bot, session(ended_at=after(9), again_at=after(86_408)), OWN, 0, "came_back"),
    (judging.solved_by_bot, session(ended_at=after(9), again_at=after(86_409)), OWN, 1, "solved"),
    (judging.solved_by_bot, session(ended_at=after(30 * 3600 - 1)), OWN, None, "too_early"),
    (judging.queued, in_queue(Left.TAKEN), OWN, 9000, "taken"),
    (judging.queued, in_queue(Left.WAITS), OWN, None, "waits"),
    (judging.queued, in_queue(Left.MOVED), OWN, 9000, "moved"),
    (judging.queued, in_queue(Left.GIVEN_BACK), OWN, None, "given_back"),
    (judging.abandoned, in_queue(Left.ABANDONED), OWN, 1, "abandoned"),
    (judging.abandoned, in_queue(Left.TAKEN), OWN, 0, "taken"),
    (judging.abandoned_after, in_queue(Left.ABANDONED), OWN, 9000, "abandoned"),
    (judging.handled, STINT, OWN, 100_000, "counts"),
    (judging.handled, Stint(1, 1, *STOOD, None, TEN, after(100), 2, 0, 0), OWN, None, "nobody"),
    (judging.taken, Stint(1, 1, *STOOD, None, TEN, after(100), 2, 0, 0), OWN, None, "nobody"),
    (judging.handled, Stint(1, 1, *STOOD, 1, TEN, None, 0, 0, 0), OWN, None, "runs"),
    (judging.kept, pledge(60), OWN, 1, "kept"),
    (judging.kept, pledge(60.001), OWN, 0, "broken"),
    (judging.kept, pledge(None), OWN, 0, "broken"),
    (judging.kept, pledge(None, due=30 * 3600), OWN, None, "runs"),
    (judging.kept, pledge(None, called_off=True), OWN, None, "called_off"),
    (judging.review, case(None, None), OWN, None, "undecided"),
    (judging.review, case(60, None), OWN, 60_000, "counts"),
    (judging.review_in_time, case(1200, None), OWN, 1, "in_time"),
    (judging.review_in_time, case(1200.001, None), OWN, 0, "late"),
    (judging.review_in_time, case(None, None), OWN, 0, "late"),
    (judging.review_in_time, case(None, None), Reading(OWN.pack, after(1199)), None, "undecided"),
    (judging.review_in_time, case(None, 600), OWN, None, "undecided"),  # withdrawn before it was due
    (judging.review_in_time, case(None, 1200), OWN, 0, "late"),
    (judging.review_in_time, replace(case(None, 9000), needs_review=False), OWN, None, "no_review"),
    (judging.review, replace(case(None, 9000), needs_review=False), OWN, None, "no_review"),
    (judging.handling, replace(case(None, 600, (0, 600)), needs_review=False), OWN, 600_000, "counts"),
    (judging.handling_in_time, replace(case(None, None, (0, None)), needs_review=False), OWN, 0, "late"),
    (judging.handling, case(None, 600), OWN, None, "undecided"),
    (judging.handling_in_time, case(60, None, (60, None)), Reading(OWN.pack, after(1259)), None, "runs"),
    # Waiting for the buyer between the two stretches is none of the shop's: 600 + 600 s.
    (judging.handling, case(60, 9000, (60, 660), (8400, 9000)), OWN, 1_200_000, "counts"),
    (judging.handling_in_time, case(60, 9000, (60, 660), (8400, 9000)), OWN, 1, "in_time"),
    (judging.handling_in_time, case(60, 9000, (60, 660), (8400, 9001)), OWN, 0, "late"),
    (judging.handling_in_time, case(None, None), OWN, None, "undecided"),
    (judging.handling, case(60, None, (60, None)), OWN, None, "runs"),
    (judging.paid_back, PaidBack(1, 1, "web", "main", "refund", "3", 990, "CNY", TEN), OWN, 990, "counts"),
    (judging.liked, Score(1, *WHERE, 1, 4, TEN), OWN, 1, "liked"),
    (judging.liked, Score(1, *WHERE, 1, 3, TEN), OWN, 0, "disliked"),
    (judging.liked, Score(1, *WHERE, 1, None, TEN), OWN, None, "not_rated"),
    (judging.rated, Score(1, *WHERE, 1, None, TEN), OWN, 0, "not_rated"),
    (judging.score, Score(1, *WHERE, 1, 5, TEN), OWN, 5000, "counts"),
]  # fmt: skip


@pytest.mark.parametrize(("judge", "fact", "reading", "value", "why"), CASES)
def test_a_fact_counts_for_so_much_and_says_why(
    judge: Judge, fact: Any, reading: Reading, value: int | None, why: str
) -> None:
    assert judge(fact, reading) == (value, why)


def test_every_why_is_given_by_some_case_and_said_in_both_languages() -> None:
    assert {why for *_, why in CASES} == set(WHYS)
    assert all(english and chinese and english != chinese for english, chinese in WHYS.values())


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
def test_a_metric_has_words_a_judge_and_a_total(metric: Metric) -> None:
    assert set(metric.names) == set(metric.means) == {"en", "zh-CN"}
    for words in (metric.names, metric.means):
        assert (all(words.values()) and words["en"].isascii()) or "“" in words["en"]
        assert any("一" <= letter <= "鿿" for letter in words["zh-CN"])
        assert not any("{" in text for text in words.values())
    assert metric.means["en"].endswith(".") and metric.means["zh-CN"].endswith("。")
    assert callable(metric.judge) and isinstance(metric.total, Total)
    assert (metric.per is not None) == (metric.total in (Total.RATIO, Total.RATE))
    assert metric.better in (-1, 0, 1)
    shares = metric.total in (Total.SHARE, Total.RATE)
    assert shares == (metric.unit == Unit.SHARE)


def test_every_family_is_explained_with_an_example_that_comes_to_something() -> None:
    assert list(FORMULAS) == list(dict.fromkeys(family(metric) for metric in METRICS))
    for metric in METRICS:
        formula = FORMULAS[family(metric)]
        assert total(metric.total, tally(metric.unit, list(formula.example)), formula.per).value is not None
        assert bool(formula.per) == (metric.per is not None) and formula.counts.endswith(".")
        same = [one for one in METRICS if family(one) == family(metric)]
        assert len({(one.of, one.unit, one.person, one.better, one.source) for one in same}) == 1


def test_metrics_have_keys_and_names_of_their_own() -> None:
    assert len(BY_KEY) == len(METRICS)
    for language in ("en", "zh-CN"):
        assert len({metric.names[language] for metric in METRICS}) == len(METRICS)


DAY: Facts = {
    Session: [session(phase(5, 12), bot_first_at=after(1), ended_at=after(99)), session(ended_at=after(50))],
    Round: [waited(12, Ended.ANSWERED), waited(None, OPEN)],
    Piece: [Piece(1, 1, 1, *STOOD, 1, TEN, after(12), Ended.ANSWERED, True)],
    Queueing: [in_queue(left) for left in Left],
    Stint: [STINT],
    Handoff: [Handoff(1, *WHERE, "", "asked", TEN)],
    NotUnderstood: [NotUnderstood(1, *WHERE, TEN)],
    Stopped: [Stopped(1, *WHERE, 1, "absolute", TEN)],
    Pledge: [pledge(60), pledge(61)],
    Case: [case(60, 9000, (60, 660)), case(None, None)],
    PaidBack: [PaidBack(1, 1, "web", "main", "refund", "3", 990, "CNY", TEN)],
    Score: [Score(1, *WHERE, 1, value, TEN) for value in (5, 2, None)],
    FollowUp: [FollowUp(1, "web", "main", "delivery", TEN)],
}


def test_on_a_day_on_which_everything_happens_every_metric_comes_to_something() -> None:
    whole = sheet(DAY, OWN)[ALL]
    assert {key for key, figure in whole.items() if figure.value is None or figure.n == 0} == set()
    assert set(whole) == set(BY_KEY) and {metric.of for metric in METRICS} == set(DAY) - {Piece}


@pytest.mark.parametrize("by", BY)
def test_what_can_be_taken_apart_is_and_explained_alike(by: str) -> None:
    apart = sheet(DAY, OWN, by)
    able = [metric for metric in METRICS if can(metric, by)]
    assert able and set().union(*apart.values()) == {metric.key for metric in able}
    for metric in able:
        rows = [row for key in apart for row in explained(metric, DAY, OWN, by, key)]
        assert len(rows) == len(DAY[kind_of(metric, by)])
        assert {row.why for row in rows} <= set(WHYS)


def test_each_currency_is_summed_by_itself() -> None:
    paid = [
        PaidBack(n, 1, "web", "main", kind, "3", minor, currency, TEN)
        for n, (kind, minor, currency) in enumerate(
            [("refund", 990, "CNY"), ("return", 500, "USD"), ("return", 10, "CNY")]
        )
    ]
    metrics = (BY_KEY["refunded"],)
    assert sheet({PaidBack: paid}, OWN, "", metrics)[ALL] == {
        "refunded_CNY": Figure(1000, 2, currency="CNY"),
        "refunded_USD": Figure(500, 1, currency="USD"),
    }
    by_kind = sheet({PaidBack: paid}, OWN, "kind", metrics)
    assert by_kind["refund"] == {"refunded": Figure(990, 1, currency="CNY")}
    assert sheet({PaidBack: []}, OWN, "", metrics)[ALL] == {"refunded": Figure(0, 0)}


DAYS = 86_400.0


@pytest.mark.parametrize(
    ("days", "age"), [(0, 0), (1 - 1e-5, 0), (1, 1), (3 - 1e-5, 1), (3, 2), (6.9, 2), (7, 3), (400, 3)]
)
def test_a_case_is_as_old_as_it_runs_or_became_before_it_was_closed(days: float, age: int) -> None:
    now = Reading(OWN.pack, after(days * DAYS))
    metrics = (BY_KEY["cases"],)
    running, done = case(None, None), case(60, days * DAYS)
    assert set(sheet({Case: [running]}, now, "age", metrics)) == {age}
    later = Reading(now.pack, after(500 * DAYS))
    assert set(sheet({Case: [running, done]}, later, "age", metrics)) == {3, age}
