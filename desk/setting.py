"""Settings that the shop edits in the console, as they are written down: JSON at the edge, values inside.

Every version is kept with its author and hour. A form that we do not know, and rubbish, raise NotASetting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, ValidationError

from desk.afterwards import FIRST_DAYS, MOST_DELAY_MINUTES, MOST_REST_DAYS, SECOND_DAYS, Afterwards
from desk.figures.pack import Pack, judged_by
from desk.opening import Span
from desk.record import record
from desk.report_plan import SCHEDULED, ReportPlan
from desk.response_time import Act, Ladder, Scope, Step
from desk.shop import Hours, SpecialDays
from desk.ticket.policy import Policy

Key = Literal["hours", "response_times", "after_sales", "afterwards", "reports", "rule_packs"]
HOURS: Key = "hours"
RESPONSE_TIMES: Key = "response_times"
AFTER_SALES: Key = "after_sales"
AFTERWARDS: Key = "afterwards"
REPORTS: Key = "reports"
RULE_PACKS: Key = "rule_packs"
MOST_SPANS, MOST_SPECIAL = 8, 200
MOST_SECONDS = 1_000_000
MOST_PACKS = 20

Kept = TypeVar("Kept", bound="_Kept")


@record(frozen=True, slots=True)
class Version:
    """One version of one setting; `value` is its JSON, None what was shipped."""

    n: int
    value: Any
    at: datetime
    by: int | None


class NotASetting(ValueError):
    """This cannot be read; says which field and why, in the words of its checker."""


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Spans = Annotated[list[tuple[Clock, Clock]], Field(max_length=MOST_SPANS)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
Seconds = Annotated[int, Field(ge=0, le=MOST_SECONDS, strict=True)]


class _Special(_Kept):
    first: date
    last: date
    name: Name = ""
    open: Spans = []


class _Hours(_Kept):
    form: Literal[1]
    week: Annotated[list[Spans], Field(min_length=7, max_length=7)]
    """Monday first."""
    quiet: Spans
    holidays: Annotated[list[_Special], Field(max_length=MOST_SPECIAL)] = []
    promotions: Annotated[list[_Special], Field(max_length=MOST_SPECIAL)] = []


class _Step(_Kept):
    act: Act
    after_s: Seconds
    queue: Name = ""


class _Ladder(_Kept):
    channel: Name = ""
    queue: Name = ""
    topic: Name = ""
    steps: Annotated[list[_Step], Field(max_length=100)]
    around_the_clock: bool = False
    hold_every_s: Seconds
    hold_most: Annotated[int, Field(ge=0, le=1000, strict=True)]


Days = Annotated[int, Field(ge=1, le=365, strict=True)]
Minor = Annotated[int, Field(ge=0, le=10**12, strict=True)]


LONGEST_ADDRESS = 500


class _AfterSales(_Kept):
    form: Literal[1]
    window_days: Days
    return_days: Days
    remind_days: Days
    reship_days: Days
    settled_days: Days
    disputed_days: Days
    automatic: Minor
    agent_cap: Minor | None
    finance_cap: Minor | None
    buyer_cap: Minor | None
    second_person: StrictBool
    return_address: Annotated[str, Field(max_length=LONGEST_ADDRESS)] = ""
    """Versions of before have none."""


class _Afterwards(_Kept):
    form: Literal[1]
    after_person: StrictBool
    after_bot: StrictBool
    after_case: StrictBool
    delay_minutes: Annotated[int, Field(ge=0, le=MOST_DELAY_MINUTES, strict=True)]
    rest_days: Annotated[int, Field(ge=1, le=MOST_REST_DAYS, strict=True)]
    follow_deliveries: StrictBool
    follow_cases: StrictBool
    first_days: Annotated[int, Field(ge=FIRST_DAYS.start, lt=FIRST_DAYS.stop, strict=True)]
    second_days: Annotated[int, Field(ge=SECOND_DAYS.start, lt=SECOND_DAYS.stop, strict=True)]


class _Pack(_Kept):
    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{0,19}$")]
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    week: Annotated[list[Spans], Field(min_length=7, max_length=7)]
    within_s: tuple[Seconds, Seconds, Seconds]
    target_s: Seconds
    limit_s: Seconds
    only_open: StrictBool
    review_min: Annotated[int, Field(ge=1, le=MOST_SECONDS, strict=True)]


class _Packs(_Kept):
    form: Literal[1]
    packs: Annotated[list[_Pack], Field(max_length=MOST_PACKS)]


class _ResponseTimes(_Kept):
    form: Literal[1]
    ladders: Annotated[list[_Ladder], Field(max_length=500)]


class _Reports(_Kept):
    form: Literal[1]
    kinds: Annotated[list[Literal["daily", "weekly", "monthly"]], Field(max_length=3)]
    hour: Clock
    to: Annotated[list[Name], Field(max_length=100)]
    language: Literal["", "zh-CN", "en"]


def read_hours(written: object, zone: tzinfo) -> Hours:
    kept = _read(_Hours, written)
    return Hours(
        zone,
        {day: _spans(spans) for day, spans in enumerate(kept.week)},
        _spans(kept.quiet),
        tuple(map(_special, kept.holidays)),
        tuple(map(_special, kept.promotions)),
    )


def hours_written(hours: Hours) -> dict[str, Any]:
    return {
        "form": 1,
        "week": [_pairs(hours.week.get(day, ())) for day in range(7)],
        "quiet": _pairs(hours.quiet),
        "holidays": [_special_written(some) for some in hours.holidays],
        "promotions": [_special_written(some) for some in hours.promotions],
    }


def read_ladders(written: object) -> tuple[Ladder, ...]:
    return tuple(map(_ladder, _read(_ResponseTimes, written).ladders))


def ladders_written(ladders: tuple[Ladder, ...]) -> dict[str, Any]:
    return {"form": 1, "ladders": [_ladder_written(ladder) for ladder in ladders]}


def read_packs(written: object, zone: tzinfo) -> tuple[Pack, ...]:
    return tuple(_pack(kept, zone) for kept in _read(_Packs, written).packs)


def packs_written(packs: Iterable[Pack]) -> dict[str, Any]:
    return {"form": 1, "packs": [_pack_written(pack) for pack in packs]}


def read_policy(written: object) -> Policy:
    kept = _read(_AfterSales, written)
    values: dict[str, Any] = {name: timedelta(days=getattr(kept, key)) for name, key in DAYS.items()}
    return Policy(**values, **{name: getattr(kept, name) for name in SAME})


def policy_written(policy: Policy) -> dict[str, Any]:
    days = {key: getattr(policy, name) // timedelta(days=1) for name, key in DAYS.items()}
    return {"form": 1, **days, **{name: getattr(policy, name) for name in SAME}}


def read_afterwards(written: object) -> Afterwards:
    kept = _read(_Afterwards, written)
    return Afterwards(
        delay=timedelta(minutes=kept.delay_minutes),
        rest=timedelta(days=kept.rest_days),
        first=timedelta(days=kept.first_days),
        second=timedelta(days=kept.second_days),
        **{name: getattr(kept, name) for name in SWITCHES},
    )


def afterwards_written(rules: Afterwards) -> dict[str, Any]:
    day = timedelta(days=1)
    return {
        "form": 1,
        **{name: getattr(rules, name) for name in SWITCHES},
        "delay_minutes": rules.delay // timedelta(minutes=1),
        "rest_days": rules.rest // day,
        "first_days": rules.first // day,
        "second_days": rules.second // day,
    }


SWITCHES = ("after_person", "after_bot", "after_case", "follow_deliveries", "follow_cases")
"""Of what is asked afterwards: what is on or off."""


def read_plan(written: object) -> ReportPlan:
    kept = _read(_Reports, written)
    kinds = tuple(kind for kind in SCHEDULED if kind in kept.kinds)
    return ReportPlan(kinds, time.fromisoformat(kept.hour), tuple(dict.fromkeys(kept.to)), kept.language)


def plan_written(plan: ReportPlan) -> dict[str, Any]:
    return {
        "form": 1, "kinds": [str(kind) for kind in plan.kinds], "hour": f"{plan.hour:%H:%M}", "to": list(plan.to),
        "language": plan.language,
    }  # fmt: skip


DAYS = {
    "window": "window_days",
    "return_within": "return_days",
    "remind_before": "remind_days",
    "reship_within": "reship_days",
    "settled_after": "settled_days",
    "disputed_after": "disputed_days",
}
SAME = ("automatic", "agent_cap", "finance_cap", "buyer_cap", "second_person", "return_address")
"""Of a Policy: its spans of whole days, and what is written down as it is."""


def _read(form: type[Kept], written: object) -> Kept:
    try:
        return form.model_validate(written)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise NotASetting(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _spans(pairs: list[tuple[Clock, Clock]]) -> tuple[Span, ...]:
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in pairs)


def _pairs(spans: tuple[Span, ...]) -> list[list[str]]:
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in spans]


def _special(kept: _Special) -> SpecialDays:
    return SpecialDays(kept.first, kept.last, kept.name, _spans(kept.open))


def _special_written(some: SpecialDays) -> dict[str, Any]:
    return {
        "first": some.first.isoformat(),
        "last": some.last.isoformat(),
        "name": some.name,
        "open": _pairs(some.spans),
    }


def _pack(kept: _Pack, zone: tzinfo) -> Pack:
    second = timedelta(seconds=1)
    week = {day: _spans(spans) for day, spans in enumerate(kept.week)}
    one, two, three = kept.within_s
    return judged_by(
        kept.key,
        Hours(zone, week, quiet=()),
        title=kept.title,
        target=kept.target_s * second,
        limit=kept.limit_s * second,
        within=(one * second, two * second, three * second),
        only_open=kept.only_open,
        review=timedelta(minutes=kept.review_min),
    )


def _pack_written(pack: Pack) -> dict[str, Any]:
    second, ladder = timedelta(seconds=1), pack.promptness.ladder_for("")
    return {
        "key": pack.name,
        "title": pack.title,
        "week": [_pairs(pack.hours.week.get(day, ())) for day in range(7)],
        "within_s": [one // second for one in pack.within],
        "target_s": ladder.target // second,
        "limit_s": ladder.limit // second,
        "only_open": pack.only_open,
        "review_min": pack.review // timedelta(minutes=1),
    }


def _ladder(kept: _Ladder) -> Ladder:
    return Ladder(
        Scope(kept.channel, kept.queue, kept.topic),
        tuple(Step(step.act, timedelta(seconds=step.after_s), step.queue) for step in kept.steps),
        kept.around_the_clock,
        timedelta(seconds=kept.hold_every_s),
        kept.hold_most,
    )


def _ladder_written(ladder: Ladder) -> dict[str, Any]:
    second, scope = timedelta(seconds=1), ladder.scope
    return {
        "channel": scope.channel,
        "queue": scope.queue,
        "topic": scope.topic,
        "steps": [
            {"act": str(step.act), "after_s": step.after // second, "queue": step.queue}
            for step in ladder.steps
        ],
        "around_the_clock": ladder.around_the_clock,
        "hold_every_s": ladder.hold_every // second,
        "hold_most": ladder.hold_most,
    }
