"""Rule packs, written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta, tzinfo
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StringConstraints

from desk.figures.pack import Pack, judged_by
from desk.setting.written import MOST_SECONDS, Seconds, Spans, Written, pairs_of, read_as, spans_of
from desk.shop import Hours

MOST_PACKS = 20


class _Pack(Written):
    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{0,19}$")]
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    week: Annotated[list[Spans], Field(min_length=7, max_length=7)]
    within_s: tuple[Seconds, Seconds, Seconds]
    target_s: Seconds
    limit_s: Seconds
    only_open: StrictBool
    review_min: Annotated[int, Field(ge=1, le=MOST_SECONDS, strict=True)]


class _Packs(Written):
    form: Literal[1]
    packs: Annotated[list[_Pack], Field(max_length=MOST_PACKS)]


def read_packs(written: object, zone: tzinfo) -> tuple[Pack, ...]:
    return tuple(_pack(kept, zone) for kept in read_as(_Packs, written).packs)


def packs_written(packs: Iterable[Pack]) -> dict[str, Any]:
    return {"form": 1, "packs": [_pack_written(pack) for pack in packs]}


def _pack(kept: _Pack, zone: tzinfo) -> Pack:
    second = timedelta(seconds=1)
    week = {day: spans_of(spans) for day, spans in enumerate(kept.week)}
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
        "week": [pairs_of(pack.hours.week.get(day, ())) for day in range(7)],
        "within_s": [one // second for one in pack.within],
        "target_s": ladder.target // second,
        "limit_s": ladder.limit // second,
        "only_open": pack.only_open,
        "review_min": pack.review // timedelta(minutes=1),
    }
