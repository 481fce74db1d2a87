"""Times in Chinese: 明天上午10点前, 3个工作日内, 下周一, 今晚八点半, 12月3日, 下班前."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from desk.spoken.number import ZH_NUMBER, number
from desk.spoken.time import Clock, Day, Length, Part, Spoken, Unit, said

Read = Callable[[re.Match[str]], Spoken | None]

UNITS: Mapping[str, Unit] = {
    "工作日": "working_day", "工作天": "working_day", "上班日": "working_day", "自然日": "day", "天": "day", "日": "day",
    "小时": "hour", "h": "hour", "钟头": "hour", "分钟": "minute", "刻钟": "quarter", "周": "week", "星期": "week", "礼拜": "week",
    "月": "month",
}  # fmt: skip
PARTS: Mapping[str, Part] = {
    "凌晨": "night", "早上": "morning", "早晨": "morning", "一早": "morning", "上午": "morning", "中午": "noon",
    "下午": "afternoon", "午后": "afternoon", "傍晚": "evening", "晚上": "evening", "晚间": "evening", "半夜": "midnight",
    "午夜": "midnight", "零点": "midnight",
}  # fmt: skip
DAYS: Mapping[str, tuple[int, Part | None]] = {
    "今天": (0, None), "今日": (0, None), "明天": (1, None), "明日": (1, None), "今明两天": (1, None), "后天": (2, None),
    "大后天": (3, None), "今晚": (0, "evening"), "今早": (0, "morning"), "明早": (1, "morning"), "明晚": (1, "evening"),
}  # fmt: skip
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
MINUTES = {"半": 30, "一刻": 15, "三刻": 45, "": 0}
LIMIT_AFTER = r"(?:左右|整|钟)?(?:之前|以前|前|之内|以内|内)"
LIMIT_AHEAD = r"最晚|最迟|至迟|不晚于|不超过|赶在|给我们?"

TIME = re.compile(
    rf"""
    (?=[0-9一二两三四五六七八九十半周星礼本这下月今明大后凌早上中午傍晚零打关收])(?:
      (?P<date>(?:20[0-9]{{2}}年)?(?P<z_month>1[0-2]|0?[1-9])月(?P<z_day>[0-3]?[0-9])[日号]
        |(?<![0-9])(?P<z_only>[0-3]?[0-9])号(?![码店楼线柜房仓]|电池|客服|链接))
    |(?P<length>(?:(?:{ZH_NUMBER})(?:-|~|–|—|至|到|或))?(?P<z_number>{ZH_NUMBER})\x20?个?(?P<z_half>半)?\x20?
        (?P<z_unit>工作日|工作天|上班日|自然日|小时|h(?![a-z])|钟头|刻钟|天|日(?=之?内|以内|之?后|以后)|分钟
          |周(?![一二三四五六日天末])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|(?<=个)月)
        (?P<z_tail>之内|以内|内|之后|以后|后)?(?!之?前|以前|无理由|包退|质保|保修|营业|在线|客服))
    |(?P<weekday>(?<![每到至-])(?P<z_week>本|这个?|下个?|下下个?)?(?:周|星期|礼拜)(?P<z_weekday>[一二三四五六日天末])(?![到至-]))
    |(?P<week>(?P<z_which>本|这个?|下个?)(?:周|星期|礼拜)(?:底)?)
    |(?P<month_end>(?:这个月|本月|月)(?:底|末|内))
    |(?P<day>今明两天|大后天|(?<![以之然最])后天(?!天)|今[天日晚早]|明[天日晚早](?!确|白)|明日)
    |(?P<part>凌晨|早上|早晨|一早|上午|中午|下午|午后|傍晚|晚上|晚间|半夜|午夜|零点)
    |(?P<colon>(?<![0-9:])(?P<z_colon>[01]?[0-9]|2[0-4]):(?P<z_colon_min>[0-5][0-9])(?![0-9:]))
    |(?P<clock>(?P<z_hour>[0-9]{{1,2}}|[一二两三四五六七八九十]{{1,3}})(?:点|时(?![间候效常]))(?!击|开|赞|评)(?:钟|整)?
        (?P<z_min>半|一刻|三刻|[0-5]?[0-9]分?(?![0-9]))?)
    |(?P<closing>下班|打烊|关门|收工)(?=之?前|以前))
    """,
    re.VERBOSE,
)
NEAR = re.compile(LIMIT_AFTER)


def _length(found: re.Match[str]) -> Spoken:
    amount = number(found["z_number"]) + (0.5 if found["z_half"] else 0)
    tail = found["z_tail"]
    return said(found, length=Length(amount, UNITS[found["z_unit"]]), limit=bool(tail), loose=not tail)


def _date(found: re.Match[str]) -> Spoken | None:
    month, day = found["z_month"], int(found["z_day"] or found["z_only"])
    return said(found, day=Day(month=int(month) if month else None, number=day)) if 0 < day < 32 else None


def _weekday(found: re.Match[str]) -> Spoken:
    which, name = found["z_week"], found["z_weekday"]
    week = which.count("下") if which else None
    # The end of the week is when its last working day is over.
    day = Day(week=week or 0) if name == "末" else Day(weekday=WEEKDAYS[name], week=week)
    return said(found, day=day)


def _week(found: re.Match[str]) -> Spoken:
    return said(found, day=Day(week=found["z_which"].count("下")))


def _month_end(found: re.Match[str]) -> Spoken:
    return said(found, day=Day(month_end=True))


def _day(found: re.Match[str]) -> Spoken:
    offset, part = DAYS[found["day"]]
    return said(found, day=Day(offset=offset), part=part)


def _part(found: re.Match[str]) -> Spoken:
    return said(found, part=PARTS[found["part"]])


def _colon(found: re.Match[str]) -> Spoken:
    return said(found, clock=Clock(int(found["z_colon"]), int(found["z_colon_min"])))


def _clock(found: re.Match[str]) -> Spoken | None:
    hour, minute = number(found["z_hour"]), found["z_min"] or ""
    if hour > 24 or not (found["z_hour"].isdigit() or minute or _is_an_hour(found)):
        return None
    minutes = MINUTES[minute] if minute in MINUTES else int(minute.removesuffix("分"))
    return said(found, clock=Clock(int(hour), minutes))


def _is_an_hour(found: re.Match[str]) -> bool:
    """And not 快一点, 有两点: it says so, or stands beside a day, or is a limit."""
    ahead = found.string[max(0, found.start() - 2) : found.start()]
    whole = found[0].endswith(("钟", "整"))
    return whole or ahead in PARTS or ahead in DAYS or NEAR.match(found.string, found.end()) is not None


def _closing(found: re.Match[str]) -> Spoken:
    return said(found, closing="work", limit=True)


READERS: Mapping[str, Read] = {
    "date": _date,
    "length": _length,
    "weekday": _weekday,
    "week": _week,
    "month_end": _month_end,
    "day": _day,
    "part": _part,
    "colon": _colon,
    "clock": _clock,
    "closing": _closing,
}
