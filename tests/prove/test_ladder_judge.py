"""The judge of ladders lets an honest day pass and says what is wrong with each doctored one.

Every due is written here by hand, as a reader of the documents would say it; none is reckoned."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.prove.ladder_judge import Judge

Line = dict[str, Any]

NUMBER = {kind: at for at, kind in enumerate(("signal", "hold", "miss", "offer", "alarm"))}
STEPS = [list(step) for step in zip(NUMBER, (15, 25, 30, 45, 60), strict=True)]
MON_TO_FRI = {day: [["09:00", "12:30"], ["13:30", "21:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
QUICK, SILENT, LUNCH, NIGHT, TYPES, OK, BOT, MOVED, DOWN, LONG, WEB = range(1, 12)
"""Conversations of the honest day, by what they are about."""


class Log:
    """An export, written line by line. Hours without a date are of Friday, 27 November 2026."""

    def __init__(self, zone: str = "Asia/Shanghai", **rules: Any) -> None:
        self.zone, self.lines = ZoneInfo(zone), list[Line]()
        ladder = {"channel": "", "queue": "", "topic": "", "steps": STEPS, "hold_every": 120, "hold_most": 3}
        self.rules: Line = {
            "zone": zone,
            "week": MON_TO_FRI,
            "ladders": [ladder],
            "typing": [],
            "downtime": [],
        } | rules
        self.rules["end"] = self.ms("2026-12-31 12:00:00")

    def ms(self, text: str) -> int:
        text = text if " " in text else f"2026-11-27 {text}"
        fold = text.endswith("*")
        local = datetime.fromisoformat(text.rstrip("*")).replace(tzinfo=self.zone, fold=int(fold))
        return round(local.timestamp() * 1000)

    def says(self, conv: int, seq: int, at: str, after: int = 0, **more: Any) -> None:
        t = self.ms(at)
        self.lines.append({"rec": "in", "channel": "telegram", "ext_id": f"{conv}-{seq}", "conv": conv, "seq": seq,
                           "state": "done", "kind": "text", "t": t, "received": t + after} | more)  # fmt: skip

    def hands(self, conv: int, at: str, before: str, after: str) -> None:
        self.lines.append({"rec": "mode", "channel": "telegram", "conv": conv, "seq": len(self.lines),
                           "t": self.ms(at), "from": before, "to": after})  # fmt: skip

    def told(self, conv: int, seq: int, at: str, author: str = "human", **more: Any) -> None:
        t = self.ms(at)
        self.lines.append({"rec": "out", "id": len(self.lines), "channel": "telegram", "conv": conv, "seq": seq,
                           "author": author, "cause_ext_id": None, "state": "sent", "queued_at": t,
                           "sent_at": t, "part": 1, "parts": 1, "perfunctory": False} | more)  # fmt: skip

    def step(
        self, conv: int, kind: str, due: str, fired: str | None = "", debt: int = 1, number: int = 0
    ) -> None:
        """Fired at its due if nothing else is said, cancelled if None."""
        at = None if fired is None else self.ms(fired or due)
        self.lines.append({"rec": "timer", "conv": conv, "kind": kind, "due": self.ms(due), "fired_at": at,
                           "generation": 100 * debt + (number or NUMBER[kind]),
                           "state": "cancelled" if fired is None else "fired"})  # fmt: skip
        if kind == "hold" and fired is not None:
            self.told(conv, 900 + len(self.lines), fired or due, "timer")

    def ladder(self, conv: int, dues: str, fired: int = 0, debt: int = 1) -> None:
        """The five steps; the first ones fired, the others cancelled."""
        for at, (kind, due) in enumerate(zip(NUMBER, dues.split(", "), strict=True)):
            self.step(conv, kind, due, "" if at < fired else None, debt)

    def asks(self, conv: int, at: str, seq: int = 1, **more: Any) -> None:
        """For a person, and is told by the bot that one comes."""
        self.says(conv, seq, at, **more)
        self.told(conv, seq + 1, at, "bot", cause_ext_id=f"{conv}-{seq}")
        self.hands(conv, at, "bot", "waiting")

    # --- for those who doctor it

    def of(self, conv: int, rec: str, which: str = "") -> Line:
        return next(
            x for x in self.lines
            if x["rec"] == rec and x["conv"] == conv and which in ("", x.get("kind"), x.get("author"))
        )  # fmt: skip

    def has(self, conv: int, kind: str) -> Line:
        return self.of(conv, "timer", kind)

    def letter(self, conv: int, author: str = "timer") -> Line:
        return self.of(conv, "out", author)

    def move(self, line: Line, ms: int) -> Line:
        for key in {"due", "fired_at", "t", "received", "queued_at", "sent_at"} & line.keys():
            if line[key] is not None:
                line[key] += ms
        return line

    def judged(self) -> list[str]:
        return Judge(self.lines, self.rules).violations


def honest() -> Log:
    log = Log(holidays={"2026-11-30": []})
    log.asks(QUICK, "10:00:00")
    log.hands(QUICK, "10:00:05", "waiting", "human")
    log.told(QUICK, 3, "10:00:20")
    log.ladder(QUICK, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 1)
    log.says(QUICK, 4, "10:30:00")
    log.told(QUICK, 5, "10:30:30")
    log.ladder(QUICK, "10:30:15, 10:30:25, 10:30:30, 10:30:45, 10:31:00", 2, debt=2)

    log.asks(SILENT, "10:00:00.250")
    log.ladder(SILENT, "10:00:15.250, 10:00:25.250, 10:00:30.250, 10:00:45.250, 10:01:00.250", 5)
    log.step(SILENT, "hold", "10:02:25.250", number=20)
    log.step(SILENT, "hold", "10:04:25.250", number=21)
    log.hands(SILENT, "10:05:30", "waiting", "human")
    log.told(SILENT, 3, "10:10:00")

    log.asks(LUNCH, "12:29:50")
    log.ladder(LUNCH, "13:30:05, 13:30:15, 13:30:20, 13:30:35, 13:30:50", 3)
    log.told(LUNCH, 3, "13:30:22")

    log.asks(NIGHT, "20:59:45")
    log.ladder(
        NIGHT,
        "21:00:00, 2026-12-01 09:00:10, 2026-12-01 09:00:15, 2026-12-01 09:00:30, 2026-12-01 09:00:45",
        2,
    )
    log.told(NIGHT, 3, "2026-12-01 09:00:12")

    log.asks(TYPES, "11:00:00")
    log.rules["typing"].append([TYPES, log.ms("11:00:20"), log.ms("11:00:40")])
    log.ladder(TYPES, "11:00:15, 11:00:25, 11:00:30, 11:00:45, 11:01:00", 1)
    log.has(TYPES, "hold").update(state="fired", fired_at=log.ms("11:00:42"))
    log.told(TYPES, 90, "11:00:42", "timer")
    log.has(TYPES, "miss").update(state="fired", fired_at=log.ms("11:00:30"))
    log.told(TYPES, 3, "11:00:44")

    log.asks(OK, "11:30:00")
    log.told(OK, 3, "11:30:10", perfunctory=True)
    log.told(OK, 4, "11:30:11", "bot", cause_ext_id="6-1")
    log.told(OK, 5, "11:30:12", state="unknown")
    log.told(OK, 6, "11:30:46")
    log.ladder(OK, "11:30:15, 11:30:25, 11:30:30, 11:30:45, 11:31:00", 4)

    log.says(BOT, 1, "11:30:00")
    log.told(BOT, 2, "11:30:01", "bot", cause_ext_id="7-1")
    log.asks(BOT, "11:40:00", seq=3)
    log.ladder(BOT, "11:40:15, 11:40:25, 11:40:30, 11:40:45, 11:41:00", 0)
    log.hands(BOT, "11:40:10", "waiting", "human")
    log.says(BOT, 6, "11:40:11.500")
    log.hands(BOT, "11:40:12", "human", "bot")
    log.told(BOT, 5, "11:40:14", queued_at=log.ms("11:40:11"))  # nobody has it any more: it begins nothing

    log.asks(MOVED, "14:00:00")
    log.ladder(MOVED, "14:00:15, 14:00:25, 14:00:30, 14:00:45, 14:01:00", 1)
    log.step(MOVED, "hold", "14:00:25", debt=2)
    log.step(MOVED, "miss", "14:00:30", debt=2)
    log.step(MOVED, "offer", "14:00:45", None, debt=2)
    log.step(MOVED, "alarm", "14:01:00", None, debt=2)
    log.hands(MOVED, "14:00:40", "waiting", "closed")

    log.asks(DOWN, "15:00:00")
    log.rules["downtime"].append([log.ms("15:00:20"), log.ms("15:00:50")])
    log.ladder(DOWN, "15:00:15, 15:00:25, 15:00:30, 15:00:45, 15:01:00", 3)
    log.has(DOWN, "hold").update(fired_at=log.ms("15:00:51"))
    log.move(log.letter(DOWN), 26_000)
    log.has(DOWN, "miss").update(fired_at=log.ms("15:00:51"))
    log.told(DOWN, 3, "15:00:52")

    log.asks(LONG, "16:00:00")
    log.told(LONG, 3, "16:00:10", parts=2)
    log.told(LONG, 3, "16:00:16", part=2, parts=2)
    log.ladder(LONG, "16:00:15, 16:00:25, 16:00:30, 16:00:45, 16:01:00", 1)
    log.says(LONG, 4, "16:30:00", kind="gone")

    log.rules["ladders"].append(
        log.rules["ladders"][0]
        | {"channel": "web", "around_the_clock": True, "steps": [["miss", 10], ["alarm", 20]]}
    )
    log.says(WEB, 1, "03:00:00", channel="web")
    log.hands(WEB, "03:00:00", "bot", "waiting")
    log.step(WEB, "miss", "03:00:10")
    log.step(WEB, "alarm", "03:00:20", None)
    log.told(WEB, 2, "03:00:15")
    return log


def typing(log: Log, conv: int, start: str, stop: str) -> None:
    log.rules["typing"].append([conv, log.ms(start), log.ms(stop)])


def hold_says(log: Log, conv: int, at: str) -> None:
    log.told(conv, 500, at, "timer")


def the_answer_was_perfunctory(log: Log) -> None:
    log.letter(QUICK, "human")["perfunctory"] = True


def second_hold_at(log: Log, at: str) -> None:
    holds = [
        x
        for x in log.lines
        if x["conv"] == SILENT and (x.get("kind") == "hold" or x.get("author") == "timer")
    ]
    for line in holds[2:4]:
        log.move(line, log.ms(at) - log.ms("10:02:25.250"))


def hold_a_fourth_time(log: Log) -> None:
    log.step(SILENT, "hold", "10:06:25.250", number=22)


def one_more(log: Log, line: Line, **change: Any) -> None:
    log.lines.append(line | change)


def cancel(log: Log, line: Line) -> None:
    line.update(state="cancelled", fired_at=None)
    if line["kind"] == "hold":
        log.lines.remove(log.letter(line["conv"]))


def fire(log: Log, conv: int, kind: str, at: str) -> None:
    log.has(conv, kind).update(state="fired", fired_at=log.ms(at))
    if kind == "hold":
        hold_says(log, conv, at)


def no_more_miss_at_the_reply(log: Log) -> None:
    log.has(SILENT, "miss")["fired_at"] = log.ms("10:10:00")


def armed_as_new_with_other_dues(log: Log) -> None:
    for line in log.lines:
        if line["conv"] == MOVED and line["rec"] == "timer" and line["generation"] >= 200:
            log.move(line, 5_000)


def a_letter_of_the_desk_came_later(log: Log) -> None:
    log.letter(TYPES)["sent_at"] = log.ms("11:00:45")


def the_second_half_failed(log: Log) -> None:
    log.lines[-1 - next(at for at, x in enumerate(reversed(log.lines)) if x.get("part") == 2)]["state"] = (
        "failed"
    )


def armed_for_ever(log: Log) -> None:
    log.has(QUICK, "alarm")["state"] = "armed"


def drop_a_ladder(log: Log) -> None:
    log.lines = [x for x in log.lines if (x["rec"], x["conv"]) != ("timer", LUNCH)]


def never_came(log: Log) -> None:
    log.has(SILENT, "alarm").update(state="armed", fired_at=None)


DOCTORED: dict[str, tuple[str, Callable[[Log], object]]] = {
    "late": ("conversation 2: alarm fired late", lambda log: log.has(SILENT, "alarm").update(fired_at=log.ms("10:01:01.251"))),
    "early": ("conversation 2: offer fired early", lambda log: log.has(SILENT, "offer").update(fired_at=log.ms("10:00:45.249"))),
    "due a millisecond off": ("conversation 2: alarm has a wrong due", lambda log: log.move(log.has(SILENT, "alarm"), 1)),
    "a cancelled one with a wrong due": ("conversation 1: alarm has a wrong due", lambda log: log.move(log.has(QUICK, "alarm"), 1000)),
    "twice under one number": ("conversation 2: alarm 104 is there 2 times", lambda log: one_more(log, log.has(SILENT, "alarm"))),
    "twice under two numbers": ("conversation 8: signal fired again", lambda log: log.step(MOVED, "signal", "14:00:15", debt=2)),
    "missing": ("conversation 2: offer is missing", lambda log: log.lines.remove(log.has(SILENT, "offer"))),
    "never came": ("conversation 2: alarm never fired", never_came),
    "a whole ladder missing": ("conversation 3: signal is missing", drop_a_ladder),
    "after the answer": ("conversation 1: alarm fired although it was answered", lambda log: fire(log, QUICK, "alarm", "10:01:00")),
    "after it was given back": ("conversation 7: signal fired although it was given back", lambda log: fire(log, BOT, "signal", "11:40:15")),
    "after it was closed": ("conversation 8: alarm fired although it was closed", lambda log: fire(log, MOVED, "alarm", "14:01:00")),
    "a miss answered at its target": ("conversation 1: miss fired although it was answered", lambda log: [x.update(state="fired", fired_at=x["due"]) for x in log.lines if x.get("generation") == 202]),
    "cancelled though owed": ("conversation 2: offer was cancelled although it was still owed", lambda log: cancel(log, log.has(SILENT, "offer"))),
    "a hold cancelled though owed": ("conversation 6: hold was cancelled although it was still owed", lambda log: cancel(log, log.has(OK, "hold"))),
    "no miss as the answer came later": ("conversation 3: miss was cancelled although it was still owed", lambda log: cancel(log, log.has(LUNCH, "miss"))),
    "missed at the reply only": ("conversation 2: miss fired late", no_more_miss_at_the_reply),
    "no miss after downtime": ("conversation 9: miss was cancelled although it was still owed", lambda log: cancel(log, log.has(DOWN, "miss"))),
    "long after downtime": ("conversation 9: miss fired late", lambda log: [log.move(log.letter(DOWN, "human"), 60_000), log.has(DOWN, "miss").update(fired_at=log.ms("15:01:20.001"))]),
    "downtime is no excuse without it": ("conversation 9: miss fired late", lambda log: log.rules["downtime"].clear()),
    "lunch counted": ("conversation 3: signal has a wrong due", lambda log: log.has(LUNCH, "signal").update(due=log.ms("12:30:05"), fired_at=log.ms("12:30:05"))),
    "the night counted": ("conversation 4: hold has a wrong due", lambda log: log.has(NIGHT, "hold").update(due=log.ms("21:00:10"))),
    "closing time is the next opening": ("conversation 4: signal has a wrong due", lambda log: log.move(log.has(NIGHT, "signal"), 3 * 86_400_000)),
    "the holiday counted": ("conversation 4: miss has a wrong due", lambda log: log.has(NIGHT, "miss").update(due=log.ms("2026-11-30 09:00:15"))),
    "another channel's ladder": ("conversation 11: miss has a wrong due", lambda log: log.of(WEB, "in").update(channel="telegram")),
    "a step that its ladder has not": ("conversation 11: signal is no step of the ladder", lambda log: log.step(WEB, "signal", "03:00:15", None)),
    "a hold too soon": ("conversation 2: hold too soon after the last", lambda log: second_hold_at(log, "10:02:25.249")),
    "a hold before its time": ("conversation 2: hold fired early", lambda log: [log.has(SILENT, "hold").update(fired_at=log.ms("10:00:20")), log.move(log.letter(SILENT), -5_250)]),
    "a hold while typing": ("conversation 6: hold while the agent was typing", lambda log: typing(log, OK, "11:30:20", "11:30:40")),
    "a hold never made up for": ("conversation 5: hold fired late", lambda log: [log.move(log.letter(TYPES, "human"), 60_000), log.move(log.letter(TYPES), 15_000), log.has(TYPES, "hold").update(fired_at=log.ms("11:00:57"))]),
    "a fourth hold": ("conversation 2: more than 3 hold messages", hold_a_fourth_time),
    "a hold said twice": ("conversation 2: hold message without a deadline of its own", lambda log: one_more(log, log.letter(SILENT), id=9_999)),
    "a hold out of the blue": ("conversation 2: hold message without a deadline of its own", lambda log: hold_says(log, SILENT, "10:03:00")),
    "a hold that nobody heard": ("conversation 6: hold fired and nothing was said", lambda log: log.lines.remove(log.letter(OK))),
    "a hold said long after its deadline": ("conversation 6: hold fired and nothing was said", lambda log: log.move(log.letter(OK), 5_000)),
    "one of three holds that nobody heard": ("conversation 2: hold fired and nothing was said", lambda log: log.lines.remove(log.letter(SILENT))),
    "a hold after the answer": ("conversation 1: hold fired although it was answered", lambda log: fire(log, QUICK, "hold", "10:00:25")),
    "a hold that arrived after the answer": ("conversation 5: hold message arrived although it was answered", a_letter_of_the_desk_came_later),
    "a perfunctory answer taken for one": ("conversation 1: miss was cancelled although it was still owed", the_answer_was_perfunctory),
    "an unsure answer taken for one": ("conversation 1: offer was cancelled although it was still owed", lambda log: log.letter(QUICK, "human").update(state="unknown")),
    "half an answer taken for one": ("conversation 10: hold was cancelled although it was still owed", the_second_half_failed),
    "a word of the bot taken for an answer": ("conversation 1: miss was cancelled although it was still owed", lambda log: log.letter(QUICK, "human").update(author="bot")),
    "still armed": ("conversation 1: alarm is still armed although it was answered", armed_for_ever),
    "armed anew with other dues": ("conversation 8: a ladder and nobody waits", armed_as_new_with_other_dues),
    "a ladder for nobody": ("conversation 12: a ladder and nobody waits", lambda log: log.step(12, "signal", "10:00:00")),
    "a ladder that counts from an arrival": ("wrong due (it counts from its arrival)", lambda log: [log.of(SILENT, "in").update(t=log.ms("10:00:00")), log.move(log.of(SILENT, "mode"), 10)]),
}  # fmt: skip


def test_an_honest_day_passes() -> None:
    log = honest()
    judge = Judge(log.lines, log.rules)
    assert judge.violations == []
    assert (judge.counts["conversations"], judge.counts["debts"]) == (11, 12)
    assert judge.counts["steps fired"] == 1 + 2 + 5 + 2 + 3 + 2 + 3 + 4 + 3 + 3 + 1 + 1
    assert (judge.counts["steps cancelled in time"], judge.counts["hold messages"]) == (33, 10)


@pytest.mark.parametrize("name", DOCTORED)
def test_a_doctored_day_is_found_out(name: str) -> None:
    line, doctor = DOCTORED[name]
    log = honest()
    doctor(log)
    assert [said for said in log.judged() if line in said]


@pytest.mark.parametrize(
    ("hours", "asked", "dues"),
    [
        # 2026-03-29: 02:00 becomes 03:00.
        (["01:00", "02:00"], "2026-03-29 01:59:40", ["01:59:55", "2026-03-30 01:00:05", "2026-03-30 01:00:10"]),
        (["01:00", "04:00"], "2026-03-29 01:59:40", ["01:59:55", "03:00:05", "03:00:10"]),
        (["02:30", "04:00"], "2026-03-29 01:30:00", ["03:00:15", "03:00:25", "03:00:30"]),
        (["01:00", "02:30"], "2026-03-29 01:59:40", ["01:59:55", "2026-03-30 01:00:05", "2026-03-30 01:00:10"]),
        # 2026-10-25: 03:00 becomes 02:00; the star is the second time that the clocks show it.
        (["01:00", "04:00"], "2026-10-25 02:59:40", ["02:59:55", "02:00:05*", "02:00:10*"]),
        (["02:30", "04:00"], "2026-10-25 02:29:00", ["02:30:15", "02:30:25", "02:30:30"]),
        (["22:00", "02:00"], "2026-10-25 01:59:40", ["01:59:55", "22:00:05", "22:00:10"]),
        (["00:00", "24:00"], "2026-10-25 23:59:40", ["23:59:55", "2026-10-26 00:00:05", "2026-10-26 00:00:10"]),
    ],
)  # fmt: skip
def test_hours_across_a_change_of_the_clocks(hours: list[str], asked: str, dues: list[str]) -> None:
    log = Log("Europe/Berlin", week={name: [hours] for name in ("sat", "sun", "mon")})
    log.rules["ladders"][0] |= {"steps": STEPS[:3], "hold_most": 1}
    log.asks(1, asked)
    for kind, due in zip(NUMBER, dues, strict=False):
        log.step(1, kind, due if " " in due else f"{asked[:10]} {due}")
    assert log.judged() == []
    log.move(log.has(1, "miss"), 3_600_000)
    assert any("miss has a wrong due" in said for said in log.judged())


def test_a_closed_saturday_does_not_cut_friday_night_short_and_a_holiday_has_its_own_hours() -> None:
    log = Log(
        week={"fri": [["20:00", "02:00"]], "mon": [["10:00", "11:00"]]},
        holidays={"2026-11-28": [["05:00", "05:01"]]},
    )
    log.rules["ladders"][0] |= {"steps": [["miss", 60], ["alarm", 120]], "hold_most": 0}
    log.asks(1, "2026-11-28 01:59:30")
    log.step(1, "miss", "2026-11-28 05:00:30")
    log.step(1, "alarm", "2026-11-30 10:00:30")
    assert log.judged() == []


def test_what_the_buyer_wrote_after_the_answer_was_written_is_a_new_wait() -> None:
    log = Log()
    log.asks(1, "10:00:00")
    log.told(1, 3, "10:00:10", sent_at=log.ms("10:00:14"))
    log.says(1, 4, "10:00:12")
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 0)
    log.ladder(1, "10:00:27, 10:00:37, 10:00:42, 10:00:57, 10:01:12", 1, debt=2)
    log.told(1, 5, "10:00:30")
    assert log.judged() == []


def test_back_in_the_queue_a_person_is_owed_from_then_on() -> None:
    log = Log()
    log.says(1, 1, "10:00:00")
    log.hands(1, "10:00:01", "bot", "human")
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 0)
    log.told(1, 2, "10:00:10")
    log.hands(1, "10:20:00", "human", "waiting")
    log.ladder(1, "10:20:15, 10:20:25, 10:20:30, 10:20:45, 10:21:00", 1, debt=2)
    log.hands(1, "10:20:20", "waiting", "bot")
    assert log.judged() == []


def test_an_agent_who_steps_in_owes_nothing_that_the_bot_has_answered() -> None:
    log = Log()
    log.says(1, 1, "10:00:00")
    log.told(1, 2, "10:00:01", "bot", cause_ext_id="1-1")
    log.hands(1, "10:00:01.050", "bot", "human")
    log.says(1, 3, "10:05:00", kind="edit")
    log.lines[-1]["seq"] = 1
    assert [x for x in log.judged() if "missing" in x], "the last word before a person came answers nothing"
    log.lines[2]["t"] += 1_000
    assert log.judged() == []


def test_another_queues_ladder_holds_at_once_and_nothing_comes_again() -> None:
    log = Log()
    log.rules["ladders"].append(
        log.rules["ladders"][0]
        | {"queue": "2", "steps": [["signal", 10], ["hold", 20], ["miss", 40], ["alarm", 90]]}
    )
    log.rules["queue_of"] = {"1": [[0, "1"], [log.ms("10:00:22"), "2"]]}
    log.asks(1, "10:00:00")
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 1)
    log.step(1, "hold", "10:00:20", "10:00:22", debt=2)
    log.step(1, "miss", "10:00:40", debt=2)
    log.step(1, "alarm", "10:01:30", None, debt=2)
    log.told(1, 3, "10:01:00")
    assert log.judged() == []
    fire(log, 1, "offer", "10:00:45")
    assert "offer fired early" in log.judged()[0]
    cancel(log, log.has(1, "offer"))
    log.rules["queue_of"] = {"1": "2"}
    assert any("signal is missing" in said for said in log.judged()), "it was there from the beginning"


def test_a_second_line_that_was_written_before_the_question_pays_nothing() -> None:
    log = Log()
    log.asks(1, "10:00:00")
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 0)
    log.told(1, 3, "10:00:09")
    log.told(1, 4, "10:00:10", sent_at=log.ms("10:00:14"))
    log.says(1, 5, "10:00:12")
    log.ladder(1, "10:00:27, 10:00:37, 10:00:42, 10:00:57, 10:01:12", 1, debt=2)
    log.told(1, 6, "10:00:30")
    assert log.judged() == []


def test_who_is_gone_or_comes_back_after_a_close() -> None:
    log = Log()
    log.asks(1, "10:00:00")
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 1)
    log.says(1, 3, "10:00:20", kind="gone")
    log.says(1, 4, "10:00:50")
    log.ladder(1, "10:01:05, 10:01:15, 10:01:20, 10:01:35, 10:01:50", 0, debt=2)
    log.hands(1, "10:00:52", "waiting", "closed")
    log.says(1, 5, "10:05:00")
    log.hands(1, "10:05:00.003", "closed", "waiting")
    log.ladder(1, "10:05:15, 10:05:25, 10:05:30, 10:05:45, 10:06:00", 5, debt=3)
    log.rules["end"] = log.ms("10:06:10")
    assert log.judged() == []


@pytest.mark.parametrize(
    ("state", "at", "signal"),
    [
        ("sent", "10:00:01", "10:05:15"),  # answered: a person is owed since the second question
        ("failed", "10:00:01", "10:00:15"),  # not answered, however old it is
        ("sent", "09:59:00", "10:05:15"),  # nothing was said to it: the bot let it rest
    ],
)
def test_since_when_a_person_is_owed(state: str, at: str, signal: str) -> None:
    log = Log()
    log.says(1, 1, "10:00:00")
    if at > "10":
        log.told(1, 2, at, "bot", state=state, cause_ext_id="1-1")
    log.asks(1, "10:05:00", seq=3)
    log.hands(1, "10:05:01", "waiting", "bot")
    log.step(1, "signal", signal, None if signal > "10:01" else "10:05:00")
    if state == "failed":
        for kind, due in (("hold", "25"), ("miss", "30"), ("offer", "45")):
            log.step(1, kind, f"10:00:{due}", "10:05:00")
        log.step(1, "alarm", "10:01:00", "10:05:00")
    assert log.judged() == []


def test_what_came_while_the_desk_was_down_is_the_persons() -> None:
    log = Log(downtime=[[0, 0]])
    log.rules["downtime"] = [[log.ms("10:00:00.500"), log.ms("10:03:00")]]
    log.says(1, 1, "10:00:00", ext_id="1")
    log.hands(1, "10:03:01", "bot", "waiting")
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 5)
    for line in log.lines[2:]:
        for key in {"fired_at", "queued_at", "sent_at"} & line.keys():
            line[key] = log.ms("10:03:01")
    log.told(1, 3, "10:03:20")
    assert log.judged() == []


def test_a_step_due_as_the_desk_fell_is_made_up_for() -> None:
    log = Log(downtime=[])
    log.asks(1, "10:00:00")
    log.rules["downtime"] = [[log.ms("10:00:15.500"), log.ms("10:00:20")]]
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 1)
    log.has(1, "signal")["fired_at"] = log.ms("10:00:20.100")
    log.told(1, 3, "10:00:22")
    assert log.judged() == []


def test_a_hold_message_that_typing_put_off_into_the_downtime_rests_after_it_for_an_interval() -> None:
    log = Log()
    log.asks(1, "10:00:00")
    log.rules["typing"] = [[1, log.ms("10:00:20"), log.ms("10:00:30")]]
    log.rules["downtime"] = [[log.ms("10:00:32"), log.ms("10:02:00")]]
    day = Judge(log.lines, log.rules).day
    assert day.postponed(1, log.ms("10:00:25"), 120) == log.ms("10:04:00")
    assert day.postponed(1, log.ms("10:00:31"), 120) == log.ms("10:00:31")


def test_an_answer_on_its_way_as_the_conversation_went_back_leaves_a_person_owed() -> None:
    log = Log()
    log.asks(1, "10:00:00")
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 0)
    log.hands(1, "10:00:05", "waiting", "human")
    log.told(1, 3, "10:00:09", sent_at=log.ms("10:00:12"))
    log.hands(1, "10:00:10", "human", "waiting")
    log.ladder(1, "10:00:27, 10:00:37, 10:00:42, 10:00:57, 10:01:12", 1, debt=2)
    log.told(1, 4, "10:00:30")
    assert log.judged() == []


def test_a_channels_clock_that_runs_fast_delays_nobody_and_the_ladder_that_names_most_applies() -> None:
    log = Log()
    any_queue = log.rules["ladders"][0]
    log.rules["ladders"] = [
        any_queue,
        any_queue | {"channel": "telegram", "steps": [["miss", 10], ["alarm", 99]]},
        any_queue | {"queue": "2", "steps": [["miss", 20], ["alarm", 99]]},
        any_queue | {"channel": "web", "queue": "2"},
    ]
    log.rules["queue_of"] = {"1": "2"}
    log.asks(1, "10:00:00", received=log.ms("09:59:59"))
    log.step(1, "miss", "10:00:19")
    log.step(1, "alarm", "10:01:38", None)
    log.told(1, 3, "10:01:00")
    assert log.judged() == []
    log.rules["topic_of"] = {"1": "refund"}
    log.rules["ladders"].append(any_queue | {"topic": "refund"})
    assert log.judged() != [], "a topic before a queue"
    log.rules["ladders"].append(log.rules["ladders"][2] | {"channel": "telegram"})
    assert log.judged() == [], "two names before one"


def test_the_ladder_of_a_queue_that_was_left_before_the_wait_is_no_matter() -> None:
    log = Log()
    log.rules["ladders"].append(
        log.rules["ladders"][0] | {"queue": "1", "steps": [["miss", 10], ["alarm", 20]]}
    )
    log.rules["queue_of"] = {"1": [[0, "1"], [log.ms("09:00:00"), "2"]]}
    log.asks(1, "10:00:00")
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 0)
    log.told(1, 3, "10:00:05")
    assert log.judged() == []
    log.move(log.has(1, "miss"), -20_000)
    assert "miss has a wrong due" in log.judged()[0]


def test_what_the_desk_says_by_itself_is_no_hold_message_where_another_deadline_says_it() -> None:
    log = Log()
    log.told(1, 90, "09:00:00", "timer")
    log.asks(1, "10:00:00")
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 1)
    log.lines.append({"rec": "timer", "conv": 1, "kind": "queue", "generation": 1, "due": log.ms("10:00:20"),
                      "fired_at": log.ms("10:00:20"), "state": "fired"})  # fmt: skip
    log.told(1, 91, "10:00:20", "timer")
    log.told(1, 3, "10:00:22")
    assert log.judged() == []


def test_a_hold_message_put_off_may_have_its_due_moved_and_later_ones_count_from_it() -> None:
    log = Log()
    log.asks(1, "10:00:00")
    typing(log, 1, "10:00:20", "10:00:33")
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 5)
    log.has(1, "hold").update(due=log.ms("10:00:35"), fired_at=log.ms("10:00:35"))
    log.letter(1).update(queued_at=log.ms("10:00:35"), sent_at=log.ms("10:00:35"))
    log.step(1, "hold", "10:02:35", number=20)
    log.step(1, "hold", "10:04:35", None, number=21)
    log.told(1, 3, "10:03:00")
    assert log.judged() == []


def test_a_hold_message_put_off_and_then_needless() -> None:
    log = Log()
    log.asks(1, "10:00:00")
    typing(log, 1, "10:00:20", "10:00:33")
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 1)
    log.has(1, "hold")["due"] = log.ms("10:00:30")
    log.told(1, 3, "10:00:28")
    assert log.judged() == []


def test_what_was_closed_unanswered_is_owed_no_more() -> None:
    log = Log()
    log.says(1, 1, "10:00:00")
    log.hands(1, "10:00:01", "bot", "closed")
    log.says(1, 2, "10:00:10")
    log.hands(1, "10:00:10.002", "closed", "human")
    log.ladder(1, "10:00:25, 10:00:35, 10:00:40, 10:00:55, 10:01:10", 0)
    log.told(1, 3, "10:00:20")
    assert log.judged() == []


def test_later_holds_alone_belong_to_the_wait_in_which_they_fall() -> None:
    log = Log()
    log.asks(1, "10:00:00")
    log.ladder(1, "10:00:15, 10:00:25, 10:00:30, 10:00:45, 10:01:00", 1)
    log.told(1, 3, "10:00:20")
    log.hands(1, "10:00:21", "waiting", "human")
    log.says(1, 4, "11:00:00")
    log.ladder(1, "11:00:15, 11:00:25, 11:00:30, 11:00:45, 11:01:00", 5, debt=2)
    log.step(1, "hold", "11:02:25", debt=3, number=20)
    log.step(1, "hold", "11:04:25", None, debt=3, number=21)
    log.told(1, 5, "11:03:00")
    assert log.judged() == []


def test_the_clock_of_anybody_is_judged_by_bot_and_person() -> None:
    log = Log()
    log.says(1, 1, "10:00:00")
    log.step(1, "miss", "10:00:30", debt=7)
    log.told(1, 2, "10:00:40", "bot", cause_ext_id="1-1")
    assert log.judged() == []
    log.move(log.letter(1, "bot"), -10_000)
    assert "although somebody had answered" in log.judged()[0]
    log.move(log.of(1, "in"), 1)
    assert "although nobody wrote" in log.judged()[0]


def test_the_command_says_what_is_wrong_and_leaves_with_one(tmp_path: Path) -> None:
    log = honest()
    export, rules = tmp_path / "export.jsonl", tmp_path / "rules.json"
    rules.write_text(json.dumps(log.rules))
    for code, doctored in ((0, log), (1, honest())):
        if code:
            cancel(doctored, doctored.has(SILENT, "alarm"))
        export.write_text("".join(json.dumps(line) + "\n" for line in doctored.lines))
        done = subprocess.run(
            [sys.executable, "-m", "tests.prove.ladder_judge", "--export", str(export), "--rules", str(rules)],
            capture_output=True, text=True,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.splitlines()[-2:] == [
        "violations: 1",
        "conversation 2: alarm was cancelled although it was still owed: "
        "due 2026-11-27 10:01:00.250, until 2026-11-27 10:10:00.000",
    ]
