"""What if: the same history by other hours, targets and limits, as a form says them. What is left empty stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from console.figures_cells import cell, change, keys_of
from console.figures_shapes import Both, Tried
from console.hours_form import LONGEST_TEXT, Unreadable, read_spans
from desk import hours_check
from desk.figures import named
from desk.figures import pack as packs
from desk.figures.metric import NOTHING, Figure, Group
from desk.figures.metrics import METRICS
from desk.figures.pack import Pack
from desk.shop import Hours

Wrong = Literal["number", "hours", "order"]
FIELDS = ("if_within", "if_target", "if_limit", "if_hours", "if_only_open", "if_review")
SECONDS = ("if_within", "if_target", "if_limit")
MOST_SECONDS, MOST_MINUTES = 86_400, 100_000
GROUPS = (Group.RESPONSE, Group.QUEUE, Group.CASES)
"""Only these depend on hours and limits."""


def fields(asked: Mapping[str, str]) -> dict[str, str]:
    """What was typed; no more than a page can hold."""
    typed = (
        (name, asked.get(name, "").encode("utf-8", "replace").decode().replace("\0", "").strip())
        for name in FIELDS
    )
    return {name: text[:LONGEST_TEXT] for name, text in typed if text}


def read(typed: Mapping[str, str], base: Pack) -> tuple[Pack | None, dict[str, Wrong]]:
    """The pack that the form says, or what is wrong with it by field."""
    wrong: dict[str, Wrong] = {}
    seconds = {name: _number(typed, name, MOST_SECONDS, wrong) for name in SECONDS}
    review = _number(typed, "if_review", MOST_MINUTES, wrong)
    hours = _hours(typed, base, wrong)
    within, target, limit = (None if one is None else timedelta(seconds=one) for one in seconds.values())
    then = packs.what_if(base, hours=hours, target=target, limit=limit)
    if any(ladder.target > ladder.limit for ladder in then.promptness.ladders):
        wrong["if_limit" if limit is not None else "if_target"] = "order"
    if wrong:
        return None, wrong
    only = typed.get("if_only_open", "")
    return replace(
        then,
        within=then.within if within is None else (within, *then.within[1:]),
        only_open={"yes": True, "no": False}.get(only, then.only_open),
        review=then.review if review is None else timedelta(minutes=review),
    ), {}


def _number(typed: Mapping[str, str], name: str, most: int, wrong: dict[str, Wrong]) -> int | None:
    text = typed.get(name, "")
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < 8 and 1 <= int(text) <= most:
        return int(text)
    wrong[name] = "number"
    return None


def _hours(typed: Mapping[str, str], base: Pack, wrong: dict[str, Wrong]) -> Hours | None:
    """The same on every day; holidays and promotion days stay."""
    text = typed.get("if_hours", "")
    if not text:
        return None
    try:
        hours = replace(base.hours, week=dict.fromkeys(range(7), read_spans(text)))
    except Unreadable:
        wrong["if_hours"] = "hours"
        return None
    if any(fault.part == "week" for fault in hours_check.faults(hours)):
        wrong["if_hours"] = "hours"
    return hours


def form(typed: Mapping[str, str], wrong: Mapping[str, str]) -> Tried:
    return Tried({name: typed.get(name, "") for name in FIELDS}, dict(wrong), bool(typed))


def both(
    now: Mapping[str, Figure], then: Mapping[str, Figure], base: Pack, trial: Pack, language: str, here: str, there: str
) -> Iterator[Both]:  # fmt: skip
    """Each figure that hours and limits decide. `here`, `there`: queries of the addresses of either."""
    for metric in METRICS:
        if metric.group not in GROUPS:
            continue
        for key in keys_of(metric, now) or [metric.key]:
            one, other = now.get(key, NOTHING), then.get(key, NOTHING)
            name, name_then = (named.name(metric, pack, language) for pack in (base, trial))
            yield Both(
                key,
                name,
                name_then if name_then != name else "",
                named.meaning(metric, trial, language),
                cell(metric, one, f"/figures/{metric.key}?{here}"),
                cell(metric, other, f"/figures/{metric.key}?{there}"),
                change(metric, other, one),
            )
