"""The act in a clause: what somebody of the shop will do for the buyer, if that is what it says."""

from __future__ import annotations

import re

from desk import promise_words as words
from desk.promise_words import About
from desk.record import record
from desk.spoken.time import Spoken

NEAR = 4
ORDER = {about: place for place, about in enumerate(About)}


@record(frozen=True, slots=True)
class Clause:
    start: int
    end: int
    text: str
    times: tuple[Spoken, ...]


@record(frozen=True, slots=True)
class Act:
    start: int
    end: int
    about: About


def act_in(clause: Clause) -> Act | None:
    return _chinese(clause) or _english(clause)


def is_next_to(when: Spoken, act: Act) -> bool:
    """The act follows at once: 3个工作日回复."""
    return 0 <= act.start - when.end <= NEAR


def _chinese(clause: Clause) -> Act | None:
    text = clause.text
    acts = [_said(found, clause) for found in words.ZH_ACTS.finditer(text)]
    if not acts or words.ZH_NOT_NOW.search(text) or words.ZH_DEMAND.search(text):
        return None
    act = min(acts, key=lambda one: ORDER[one.about])
    at = act.start - clause.start
    if words.ZH_DONE.match(text, act.end - clause.start) or not _ours(text, at, act, clause):
        return None
    strong = act.about in (About.CALL, About.ANSWER) and words.TO_YOU.search(text)
    if not strong and (words.ZH_ITS_END.search(text) or words.ZH_MAY.search(text)):
        return None
    return act


def _ours(text: str, at: int, act: Act, clause: Clause) -> bool:
    """Somebody of the shop does it: said so, or done to the buyer, or the answer to "when" and nothing else."""
    others = [found.end() for found in words.ZH_OTHERS.finditer(text, 0, at)]
    if others and not words.US.search(text, others[-1], at):
        return False
    if words.US.search(text, 0, at) or words.TO_YOU.search(text) or words.WILL.search(text, 0, at):
        return True
    bare = any(is_next_to(when, act) and when.limit for when in clause.times)
    return bare and act.about is not About.SHIP


def _english(clause: Clause) -> Act | None:
    text = clause.text.strip()
    offset = clause.start + clause.text.find(text)
    will = words.EN_WE_WILL.search(text) or words.EN_YOU_WILL.search(text)
    if will is None:
        return None
    acts = [_said(found, clause, offset) for found in words.EN_ACTS.finditer(text, will.start())]
    if not acts:
        return None
    act = min(acts, key=lambda one: (ORDER[one.about], one.start))
    if act.about not in (About.CALL, About.ANSWER) and words.EN_ITS_END.search(text):
        return None
    return act


def _said(found: re.Match[str], clause: Clause, offset: int | None = None) -> Act:
    begin = clause.start if offset is None else offset
    return Act(begin + found.start(), begin + found.end(), About(found.lastgroup or ""))
