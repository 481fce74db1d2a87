"""Times in English: by 6 pm, within 24 hours, tomorrow noon, next Monday, 3 December, end of day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from desk.spoken.number import EN_NUMBER, number
from desk.spoken.time import Clock, Day, Length, Part, Spoken, Unit, said

Read = Callable[[re.Match[str]], Spoken | None]

UNITS: Mapping[str, Unit] = {"m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month"}
PARTS: Mapping[str, Part] = {
    "morning": "morning", "first thing": "morning", "noon": "noon", "midday": "noon", "lunchtime": "noon", "lunch": "noon",
    "afternoon": "afternoon", "evening": "evening", "midnight": "midnight",
}  # fmt: skip
DAYS: Mapping[str, tuple[int, Part | None]] = {
    "today": (0, None), "tonight": (0, "evening"), "tomorrow": (1, None), "tmrw": (1, None),
    "day after tomorrow": (2, None),
}  # fmt: skip
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LIMIT_AHEAD = r"\b(?:by|before|no later than|not later than|latest|until)(?: the| this)? "

_WEEKDAY = (
    r"mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|r|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_UNIT = r"minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?"
_ABOUT = (
    r"(?: (?:about|around|roughly|approximately|at most|less than|under|no more than|up to|a maximum of))?"
)
TIME = re.compile(
    rf"""
    (?=[a-z0-9])(?<![a-z0-9.:/-])(?:
      (?P<length>(?:(?P<lead>within|in|inside|give\x20(?:me|us)|allow\x20(?:me|us))(?:\x20the)?(?:\x20next)?{_ABOUT}\x20)?
        (?P<number>{EN_NUMBER})(?:\x20?(?:-|–|to|or)\x20?(?P<upto>{EN_NUMBER}))?[\x20-]?
        (?P<working>working\x20|business\x20|work\x20)?(?P<unit>{_UNIT})(?![a-z])(?P<more>\x20or\x20two)?(?P<tail>\x20from\x20now)?(?!\x20ago|\x20old))
    |(?P<hour_on>(?:within|in|inside)\x20(?:the|this)\x20hour(?![a-z]))
    |(?P<clock>(?P<hour>1[0-2]|0?[1-9]|{EN_NUMBER})(?:[:.](?P<minute>[0-5][0-9]))?\x20?
        (?:(?P<half>[ap])\.?m(?![a-z])|o'?clock))
    |(?P<bare>(?P<at>by|before|at|around)\x20(?P<bare_hour>1[0-2]|[1-9])(?=\x20*(?:[,;!)]|$|\.(?![0-9])|(?:today|tomorrow|tonight|latest|at\x20the\x20latest|and|this)\b)))
    |(?P<date>(?P<d_first>[0-3]?[0-9])(?:st|nd|rd|th)?(?:\x20of)?\x20(?P<m_last>{_MONTH})(?![a-z])
        |(?P<m_first>{_MONTH})\x20(?P<d_last>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9a-z:])
        |(?:by|on|before)\x20the\x20(?P<d_only>[0-3]?[0-9])(?:st|nd|rd|th)(?![a-z]))
    |(?P<week_end>(?:the\x20)?end\x20of\x20(?P<e_week>the|this|next)\x20week|(?P<e_which>this|next)\x20week(?:end)?|the\x20weekend)
    |(?P<month_end>(?:the\x20)?end\x20of\x20(?:the|this)\x20month)
    |(?P<closing>(?:the\x20)?end\x20of\x20(?:the\x20|my\x20|our\x20)?(?:business\x20|working\x20|work\x20)?(?:day|shift|business|play)
        |(?:the\x20)?end\x20of\x20(?=today|tomorrow)|eod|cob|close\x20of\x20(?:business|play)|closing\x20time|(?:we|i)\x20(?:close|finish|leave|go\x20home))
    |(?P<day>(?:the\x20)?day\x20after\x20tomorrow|today|tonight|tomorrow|tmrw)(?![a-z]|'s)
    |(?P<weekday>(?:(?P<w_which>this|next|coming|this\x20coming)\x20)?(?P<w_day>{_WEEKDAY})(?![a-z]|'s|\x20?(?:-|–|to|through|till)\x20?(?:{_WEEKDAY})))
    |(?P<part>(?:this\x20)?(?:(?<!good\x20)(?:morning|afternoon|evening)|first\x20thing|noon|midday|lunchtime|midnight|lunch(?=[\x20,.!]|$)))(?![a-z])
    )""",
    re.VERBOSE,
)


def _length(found: re.Match[str]) -> Spoken | None:
    if not (found["lead"] or found["tail"]):
        return None
    amount = number(found["upto"] or found["number"]) + (1 if found["more"] else 0)
    word = found["unit"]
    unit = UNITS.get(word[:2]) or UNITS[word[0]]
    if found["working"] and unit == "day":
        unit = "working_day"
    return said(found, length=Length(amount, unit), limit=True)


def _within_the_hour(found: re.Match[str]) -> Spoken:
    return said(found, length=Length(1, "hour"), limit=True)


def _clock(found: re.Match[str]) -> Spoken | None:
    hour, half = number(found["hour"]), found["half"]
    if not 1 <= hour <= 12:
        return None
    clock = Clock(int(hour), int(found["minute"] or 0), "am" if half == "a" else "pm" if half else "")
    return said(found, clock=clock)


def _bare(found: re.Match[str]) -> Spoken:
    return said(found, clock=Clock(int(found["bare_hour"])), limit=found["at"] in ("by", "before"))


def _date(found: re.Match[str]) -> Spoken | None:
    month = found["m_first"] or found["m_last"]
    day = int(found["d_first"] or found["d_last"] or found["d_only"])
    which = MONTHS.index(month[:3]) + 1 if month else None
    return said(found, day=Day(month=which, number=day)) if 0 < day < 32 else None


def _week_end(found: re.Match[str]) -> Spoken:
    return said(found, day=Day(week=1 if "next" in (found["e_week"], found["e_which"]) else 0))


def _month_end(found: re.Match[str]) -> Spoken:
    return said(found, day=Day(month_end=True))


def _closing(found: re.Match[str]) -> Spoken:
    of_the_day = found["closing"].strip().endswith(("day", "end of", "eod"))
    return said(found, closing="day" if of_the_day else "work", limit=True)


def _day(found: re.Match[str]) -> Spoken:
    offset, part = DAYS[found["day"].removeprefix("the ")]
    return said(found, day=Day(offset=offset), part=part)


def _weekday(found: re.Match[str]) -> Spoken | None:
    name, which = found["w_day"], found["w_which"]
    ahead = found.string[max(0, found.start() - 3) : found.start()]
    if len(name) == 3 and not which and ahead not in ("on ", "by "):
        return None  # "sat" and "sun" are words of their own
    week = {"next": 1, "this": 0}.get(which or "")
    return said(found, day=Day(weekday=WEEKDAYS.index(name[:3]), week=week))


def _part(found: re.Match[str]) -> Spoken:
    part = found["part"]
    day = Day(offset=0) if part.startswith("this ") else None
    return said(found, day=day, part=PARTS[part.removeprefix("this ")])


READERS: Mapping[str, Read] = {
    "length": _length,
    "hour_on": _within_the_hour,
    "clock": _clock,
    "bare": _bare,
    "date": _date,
    "week_end": _week_end,
    "month_end": _month_end,
    "closing": _closing,
    "day": _day,
    "weekday": _weekday,
    "part": _part,
}
