"""A report in words: what a page and a letter say alike, in the language of who reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from console.render import SLOT, Words
from console.report_shapes import Line, Turn, Why
from desk.figures.metric import Unit
from desk.figures.report import Compared, Report
from desk.figures.span import Span
from desk.figures.worst import Wait
from desk.figures.written import time, written

AT_ONCE_MS = 1000
"""Less is no time until somebody took it."""
T = Callable[..., str]


def plain(words: Words) -> T:
    """As templates ask for words, but not for HTML."""

    def t(key: str, **values: object) -> str:
        return SLOT.sub(lambda slot: str(values[slot[1]]), words[key])

    return t


def line(one: Compared, language: str, span: Span) -> Line:
    metric, rate = one.metric, one.metric.unit == Unit.SHARE
    turn: Turn = "better" if one.turn > 0 else "worse" if one.turn < 0 else "same"
    name = metric.names[language]
    currency = one.now.currency or one.before.currency
    return Line(
        f"/figures/{metric.key}?from={span.first}&to={span.last}",
        f"{name} ({currency})" if currency else name,
        metric.means[language],
        written(metric.unit, one.now),
        one.now.n,
        written(metric.unit, one.before),
        one.before.n,
        turn,
        few=rate and one.now.n > 0 and one.now.few,
        few_before=rate and one.before.n > 0 and one.before.few,
    )


def why(wait: Wait, t: T) -> str:
    """What the wait consisted of, in one sentence without a person in it."""
    had = wait.untaken_ms < AT_ONCE_MS
    kinds: dict[str, Why] = {
        "in_hand": "in_hand_had",
        "let_go": "let_go_had",
        "answered_late": "answered_late_had",
    }
    key = kinds.get(wait.why, wait.why) if had else wait.why
    said = t(f"report_why.{key}", untaken=time(wait.untaken_ms), rest=time(max(0, wait.ms - wait.untaken_ms)))
    return said + (t("report.passed_on", n=wait.passed_on) if wait.passed_on else "")


def cases(report: Report, t: T) -> str:
    """Cases and refunds in one line."""
    [count], [review] = report.of("cases"), report.of("review_in_time")
    said = [t("report.cases", n=count.now.n, before=count.before.n)]
    if review.now.value is not None:
        said.append(t("report.reviewed", share=written(Unit.SHARE, review.now), n=review.now.n))
    paid = [one for one in report.of("refunded") if one.now.n]
    said += [t("report.refunded", sum=written(Unit.MONEY, one.now), n=one.now.n) for one in paid]
    return t("report.comma").join(said) + t("report.stop")


def days(first: date, last: date, t: T) -> str:
    return _day(first, t) if first == last else t("report.days", first=_day(first, t), last=_day(last, t))


def _day(on: date, t: T) -> str:
    weekday, month = t("calendar.weekdays").split()[on.weekday()], t("calendar.months").split()[on.month - 1]
    return t("calendar.day", weekday=weekday, day=on.day, month=month, year=on.year)


def changes(some: Iterable[Compared], language: str, span: Span, t: T) -> str:
    lines = (line(one, language, span) for one in some)
    return t("report.comma").join(
        t("report.change", name=one.name, before=one.before, now=one.now) for one in lines
    )
