"""A report as it is sent: a few lines of plain text that fit a telephone, with links to the rest.

It names neither buyers nor people of the shop: it leaves the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from console.render import Words
from console.report_words import T, cases, changes, days, line, plain, why
from desk.figures.report import Compared, Report
from desk.figures.written import time
from desk.visible import visible

LONGEST_NAME = 40


def letters(
    languages: Mapping[str, Words], usual: str, shop: str, console_url: str
) -> Callable[[int, Report, str], tuple[str, str]]:
    """What writes them: of a report's number, the report and a language (empty: `usual`) the title and the text."""

    def write(id: int, report: Report, language: str) -> tuple[str, str]:
        spoken = language if language in languages else usual
        t = plain(languages[spoken])
        span = days(report.span.first, report.span.last, t)
        title = t(
            "report.letter_title",
            shop=visible(shop, LONGEST_NAME),
            kind=t(f"report_kind.{report.kind}"),
            span=span,
        )
        return title, "\n".join(_lines(id, report, spoken, t, console_url))

    return write


def _lines(id: int, report: Report, language: str, t: T, console_url: str) -> Iterable[str]:
    if report.empty:
        yield t("report.nothing")
    else:
        yield from (_number(one, language, report, t) for one in report.numbers)
        yield ""
        yield t("report.worst") if report.worst else t("report.none_late")
        for place, wait in enumerate(report.worst, start=1):
            yield t("report.wait", place=place, wait=time(wait.ms), why=why(wait, t))
            yield f"{console_url}{wait.address}"
        yield ""
        if report.better:
            yield t("report.letter_better", what=changes(report.better, language, report.span, t))
        if report.worse:
            yield t("report.letter_worse", what=changes(report.worse, language, report.span, t))
        yield cases(report, t)
    yield ""
    yield t("report.letter_all", link=f"{console_url}/reports/{id}")
    yield t("report.compared", span=days(report.before.first, report.before.last, t))


def _number(compared: Compared, language: str, report: Report, t: T) -> str:
    one = line(compared, language, report.span)
    said = t("report.number", name=one.name, now=one.now, n=one.n, before=one.before, then=one.n_before)
    few = t("report.few_after") if one.few else ""
    return said + few + (t(f"report_turn_after.{one.turn}") if one.turn != "same" else "")
