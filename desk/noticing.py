"""Noticing a promise in what an agent writes: "3个工作日内回复您", "I'll check by 6 pm".

A promise is an act of ours with a time that can be kept. What the buyer shall do, what a carrier expects, what is past,
asked, or tied to a condition is none; nor is what names no time: that is the banned phrases' matter (D4)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from desk import promise_words as words
from desk.normal_form import fold
from desk.promise_act import Act, Clause, act_in, is_next_to
from desk.promise_words import About
from desk.record import record
from desk.shop import Hours
from desk.spoken import times
from desk.spoken.due import due_time
from desk.spoken.time import Spoken

LONGEST = 4_096
MOST_TIMES = 60
"""Looked at in one text: nobody means more, and a text made of nothing else must not cost much."""


@record(frozen=True, slots=True)
class Noticed:
    """`start` and `end` are code points of the text as it was written, end exclusive."""

    start: int
    end: int
    due_at: datetime
    about: About


Made = tuple[Spoken, Act]
"""A time and what is done by then."""


def noticed(text: str, now: datetime, hours: Hours) -> Noticed | None:
    """The first promise in the text, if there is one. What it means by a day is the shop's calendar."""
    folded = fold(text[:LONGEST].replace("\n", ";"))
    for clauses in _sentences(folded.text):
        for when, act in _promises(clauses):
            if (due_at := due_time(when, now, hours)) is not None:
                place = folded.span(min(when.start, act.start), max(when.end, act.end))
                return Noticed(*place, due_at, act.about)
    return None


def _sentences(text: str) -> Iterator[list[Clause]]:
    """Those with a time in them that say something of their own accord, in clauses."""
    start, left = 0, MOST_TIMES
    ends = [(found.start(), found[0]) for found in words.SENTENCE.finditer(text)]
    for end, ending in [*ends, (len(text), "")]:
        said = text[start:end]
        spoken = times(text, start, end, left) if left > 0 and words.speaks_of_us(said) else []
        left -= len(spoken)
        if spoken and not (words.question(said) or words.conditional(said) or words.general(said)):
            yield _told(_clauses(text, start, end, spoken), ending)
        start = end + len(ending)


def _told(clauses: list[Clause], ending: str) -> list[Clause]:
    """Without the question at the end, which may be about all that was said before: 明天给您答复,可以吗."""
    last = clauses[-1].text
    if not words.asks(last, ending):
        return clauses
    return clauses[:-1] if sum(letter.isalnum() for letter in last) > words.TAG else []


def _clauses(text: str, start: int, end: int, spoken: list[Spoken]) -> list[Clause]:
    # A comma within a time is none of the sentence.
    within = {place for one in spoken for place in range(one.start, one.end)}
    cuts = [cut for cut in words.CLAUSE.finditer(text, start, end) if cut.start() not in within]
    edges = [(start, start), *((cut.start(), cut.end()) for cut in cuts), (end, end)]
    starts = [one.start for one in spoken]
    return [
        Clause(
            begin,
            stop,
            text[begin:stop],
            tuple(spoken[bisect_left(starts, begin) : bisect_left(starts, stop)]),
        )
        for (_, begin), (stop, _) in pairwise(edges)
    ]


def _promises(clauses: list[Clause]) -> Iterator[Made]:
    for place, clause in enumerate(clauses):
        if not clause.times:
            continue
        if (act := act_in(clause)) is not None:
            yield from ((when, act) for when in _of_the_act(clause, act))
        elif (when := _stands_alone(clause, words.FEW_LETTERS)) is not None:
            beside = [clauses[i] for i in (place + 1, place - 1) if 0 <= i < len(clauses)]
            yield from _by_itself(clause, when, [other for other in beside if not other.times])


def _by_itself(clause: Clause, when: Spoken, beside: list[Clause]) -> Iterator[Made]:
    """The act is in the clause beside it (最晚明天上午,一定给您答复), or the time is the whole answer (by tomorrow noon)."""
    act = next((act for other in beside if (act := act_in(other)) is not None), None)
    if act is not None:
        yield when, act
    elif when.limit and not beside and _stands_alone(clause, 0):
        yield when, Act(when.start, when.end, About.ANSWER)


def _of_the_act(clause: Clause, act: Act) -> list[Spoken]:
    """The times that may be the act's, the nearest first."""
    said = [
        when
        for when in clause.times
        if not _attribute(clause, when) and not (when.loose and not is_next_to(when, act))
    ]
    return sorted(said, key=lambda when: max(act.start - when.end, when.start - act.end))


def _attribute(clause: Clause, when: Spoken) -> bool:
    """今天的订单, 昨天下午下单的那件: the time says which one, not when."""
    return words.ZH_ATTRIBUTE.match(clause.text, when.end - clause.start) is not None


def _stands_alone(clause: Clause, few: int) -> Spoken | None:
    if len(clause.times) != 1 or clause.times[0].loose:
        return None
    when = clause.times[0]
    rest = clause.text[: when.start - clause.start] + " " + clause.text[when.end - clause.start :]
    left = words.AROUND_A_TIME.sub("", rest)
    return when if sum(letter.isalnum() for letter in left) <= few else None
