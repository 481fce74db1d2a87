"""What each judge gives: a value, or None where the fact does not count; and why, in a word."""

from __future__ import annotations

from collections.abc import Mapping

Judged = tuple[int | None, str]
"""The value (milliseconds, minor units, a count, or 1 and 0 for yes and no), and why."""

WHYS: Mapping[str, tuple[str, str]] = {
    "counts": ("counts", "计入"),
    "answered": ("answered by a person", "人工已回复"),
    "in_time": ("answered in time, exactly on it included", "按时回复（正好到点也算）"),
    "late": ("answered too late", "回复超时"),
    "silent": ("nobody had answered at the deadline", "到点无人回复"),
    "still_silent": ("nobody has answered yet; the deadline has passed", "至今无人回复，已过时限"),
    "let_go": ("taken by a person and let go without an answer", "接起后未回复即结束"),
    "not_due": (
        "ended or runs before its deadline: nobody owed an answer yet",
        "时限未到即结束或仍在时限内，不计",
    ),
    "unanswered": ("nobody answered: there is no time to count", "无人回复，没有时长可计"),
    "no_person_asked": ("the bot alone: nobody asked for a person", "仅机器人接待，未转人工"),
    "nothing_asked": ("a person stepped in, and the buyer asked nothing", "人工主动介入，买家未提问"),
    "not_taken": ("nobody took it, and its deadline had not passed", "未被接起且时限未到"),
    "outside": ("began outside the hours of this pack", "不在此规则包的时段内"),
    "no_bot": ("the bot said nothing", "机器人未发言"),
    "nobody": ("nobody took it", "无人接起"),
    "waits": ("still waits", "仍在排队"),
    "taken": ("a person took it", "已被接起"),
    "moved": ("went on to another queue", "转到其他队列"),
    "abandoned": ("left before anybody came", "无人接起前已离开"),
    "given_back": ("given back to the bot", "已交回机器人"),
    "runs": ("not over yet", "尚未结束"),
    "solved": ("no person, and no return within the day", "无人工且当天未再来"),
    "person": ("a person spoke", "有人工发言"),
    "came_back": ("the buyer came back within the day", "买家当天又来"),
    "too_early": ("over for less than a day: not judged yet", "结束不满一天，暂不判断"),
    "kept": ("kept in time", "按时兑现"),
    "broken": ("not kept in time", "未按时兑现"),
    "called_off": ("called off or passed on", "已取消或已转交"),
    "undecided": ("not decided, and not late", "尚未审核且未超时"),
    "no_review": ("needs no review, by rule", "按规则无需审核"),
    "not_rated": ("asked, and not answered", "已邀请，未评价"),
    "liked": ("4 or 5", "4 或 5 分"),
    "disliked": ("1 to 3", "1 至 3 分"),
}
"""What each word means to people: the console and docs/figures.md explain by it."""

OUTSIDE: Judged = (None, "outside")
