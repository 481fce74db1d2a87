"""The judge of figures lets an honest month pass and finds each of the faults put into one.

What letters tell of a wait is written here by hand, as a reader of the definitions would say it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.prove import traps
from tests.prove.figures_judge import Judge, read
from tests.prove.opening_read import Opening
from tests.prove.reckoned import figures
from tests.prove.talk import Talk, talks
from tests.prove.trap_month import Month, played, told
from tests.prove.waits import Line

NOW = time.time_ns() // 1_000_000
MINA, OTTO, INES = "7", 1, 2


# --- a month


class Heap:
    """An export and the figures of it, to be doctored."""

    def __init__(self, folder: Path) -> None:
        month = Month(folder, 1, len(traps.STORIES), traps.STORIES, all_end=True)
        played(month)
        last = date(2025, 3, 31)
        self.export, self.files = told(folder, [(month.first, last, by) for by in ("", "agent", "day")])
        self.lines = read(self.export)
        self.figures = [line for file in self.files for line in read(file)]

    def judged(self, doctors: Callable[[list[Line], list[Line]], object] | None = None) -> list[str]:
        lines, figures = deepcopy(self.lines), deepcopy(self.figures)
        if doctors is not None:
            doctors(lines, figures)
        judge = Judge(lines, NOW)
        for one in figures:
            judge.figures(one)
        return judge.violations


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Heap:
    return Heap(tmp_path_factory.mktemp("month"))


def test_what_the_desk_says_of_a_month_is_what_its_letters_say(month: Heap) -> None:
    assert month.judged() == []
    judge = Judge(month.lines, NOW)
    assert judge.counts["conversations"] >= len(traps.STORIES) and judge.counts["rounds"] >= len(
        traps.STORIES
    )


def test_the_judge_is_run_by_hand(month: Heap) -> None:
    wrong = month.export.with_name("wrong.json")
    figures = deepcopy(month.figures[0])
    _of(figures)["rounds"]["value"] += 1
    wrong.write_text(json.dumps(figures), "utf-8")
    command = [sys.executable, "-m", "tests.prove.figures_judge"]
    files = ["--export", str(month.export), "--figures", str(month.files[1]), str(wrong)]
    found = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert "violations: 1\n" in found.stdout and "rounds is" in found.stdout


def _of(figures: Line, row: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = figures["rows"][row]["figures"]
    return found


def _more(name: str, key: str = "value", by: int = 1) -> Callable[[list[Line], list[Line]], object]:
    def doctors(lines: list[Line], figures: list[Line]) -> None:
        _of(figures[0])[name][key] += by

    return doctors


def _first(lines: list[Line], rec: str, **holds: Any) -> Line:
    return next(
        line
        for line in lines
        if line["rec"] == rec and all(line[key] == value for key, value in holds.items())
    )


def _set(rec: str, key: str, value: Any, **holds: Any) -> Callable[[list[Line], list[Line]], object]:
    """A value, or what is added to it."""

    def doctors(lines: list[Line], figures: list[Line]) -> None:
        line = _first(lines, rec, **holds)
        line[key] = line[key] + value if isinstance(value, int) and not isinstance(value, bool) else value

    return doctors


def _without(rec: str, **holds: Any) -> Callable[[list[Line], list[Line]], object]:
    return lambda lines, figures: lines.remove(_first(lines, rec, **holds))


def _a_row_less(lines: list[Line], figures: list[Line]) -> None:
    figures[1]["rows"].pop(0)


def _credit_of_a_colleague(lines: list[Line], figures: list[Line]) -> None:
    rows = figures[1]["rows"]
    rows[0]["figures"], rows[1]["figures"] = rows[1]["figures"], rows[0]["figures"]


def _rounded_up(lines: list[Line], figures: list[Line]) -> None:
    for name, some in _of(figures[0]).items():
        if "within" in name and some["met"] * 10_000 % some["n"]:
            some["value"] += 1
            return


def _the_day_after(lines: list[Line], figures: list[Line]) -> None:
    for row in figures[2]["rows"]:
        row["key"] = (date.fromisoformat(row["key"]).replace(year=2024)).isoformat()


def _an_edit_for_a_letter(lines: list[Line], figures: list[Line]) -> None:
    edit = _first(lines, "in", kind="edit")
    edit["kind"], edit["seq"] = "text", 500


def _a_picture_for_a_letter(lines: list[Line], figures: list[Line]) -> None:
    pictures = [line for line in lines if line["rec"] == "in" and line["group_id"]]
    pictures[-1]["seq"] = 501


def _a_piece_less(lines: list[Line], figures: list[Line]) -> None:
    _first(lines, "round", ended="answered")["pieces"][0]["since"] += 1


def _no_lunch(lines: list[Line], figures: list[Line]) -> None:
    week = _first(lines, "calendar")["week"]
    for day in ("0", "1", "2", "3", "4"):
        week[day] = [["09:00", "18:00"]]


def _a_longer_target(lines: list[Line], figures: list[Line]) -> None:
    for ladder in _first(lines, "calendar")["ladders"]:
        for step in ladder["steps"]:
            step["after"] += (step["act"] == "miss") * 10


def _another_zone(lines: list[Line], figures: list[Line]) -> None:
    _first(lines, "calendar")["zone"] = "Asia/Tokyo"


FAULTS = {
    "a mean is a thousandth off": (_more("response_mean"), "response_mean is"),
    "a median is one rank off": (_more("first_response_median"), "first_response_median is"),
    "one session too many": (_more("sessions"), "sessions is"),
    "one fewer was due": (_more("first_response_within_60", "n", -1), "first_response_within_60 is"),
    "one more was in time": (_more("response_in_target", "met"), "response_in_target is"),
    "one more message was owed a person": (_more("answer_question", "n"), "answer_question is"),
    "one more was solved by the bot": (_more("bot_solved", "met"), "bot_solved is"),
    "the bot was slower": (_more("bot_first_max"), "bot_first_max is"),
    "the buyer felt it shorter": (_more("felt_p90", by=-1), "felt_p90 is"),
    "nobody was longest in a queue": (_more("queue_max", by=-1), "queue_max is"),
    "a share is rounded up": (_rounded_up, "response_within"),
    "a person has no row": (_a_row_less, "no row of"),
    "a colleague has the credit": (_credit_of_a_colleague, "by agent"),
    "everything is of another day": (_the_day_after, "by day, 2024"),
    "a round began later": (_set("round", "since", 1), "round 1 has since"),
    "a round was not answered": (_set("round", "ended", "closed", ended="answered"), "has ended closed"),
    "somebody else answered": (_set("round", "agent_id", 1, ended="answered"), "has agent_id"),
    "a round is missing": (_without("round"), "round records, but"),
    "a person's part began later": (_a_piece_less, "has pieces"),
    "a place was left later": (_set("queue", "left_at", 1), "queue 1 has left_at"),
    "a place is missing": (_without("queue"), "queue records, but"),
    "an answer never was": (_without("out", author="human", perfunctory=False, state="sent"), "not answered|records|has until"),
    "an empty word answers": (_set("out", "perfunctory", False, perfunctory=True), "has until|records, but|has ended"),
    "an answer was accepted later": (_set("out", "sent_at", 1, author="human", perfunctory=False, state="sent"), "has until"),
    "nobody took it": (_without("mode", verb="take", **{"from": "waiting"}), "has left|has pieces"),
    "an edit is a letter": (_an_edit_for_a_letter, "answer_question is|records, but"),
    "a late picture is a letter": (_a_picture_for_a_letter, "answer_question is|records, but"),
    "lunch is opening time": (_no_lunch, "mean is"),
    "the target is another": (_a_longer_target, "response_in_target is"),
    "the shop is elsewhere": (_another_zone, "mean is"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(month: Heap, fault: str) -> None:
    doctors, says = FAULTS[fault]
    found = month.judged(doctors)
    assert any(part in one for one in found for part in says.split("|")), found[:5]


# --- opening time


@pytest.mark.parametrize(
    ("zone", "week", "day", "hours"),
    [
        ("Asia/Shanghai", {"0": [["09:00", "12:30"], ["13:30", "18:00"]]}, "2025-03-03", 8),
        (
            "Europe/Berlin",
            {"5": [["22:00", "04:00"]]},
            "2025-03-29",
            5,
        ),  # an hour less: it is set forward in it
        ("Europe/Berlin", {"5": [["22:00", "04:00"]]}, "2025-10-25", 7),
        (
            "Europe/Berlin",
            {"6": [["02:30", "05:00"]]},
            "2025-03-30",
            2,
        ),  # begins where the wall leaps over it
        ("Europe/Berlin", {"6": [["02:30", "05:00"]]}, "2025-10-26", 3.5),  # from the first half past two on
        (
            "Europe/Berlin",
            {"6": [["01:00", "02:30"]]},
            "2025-10-26",
            1.5,
        ),  # closed at the first, and stays so
    ],
)
def test_opening_time_is_counted_in_real_seconds(
    zone: str, week: dict[str, Any], day: str, hours: float
) -> None:
    first = date.fromisoformat(day)
    opening = Opening({"zone": zone, "week": week, "holidays": [], "promotions": []}, first, first)
    noon = round(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC).timestamp() * 1000)
    assert opening.between(noon - 86_400_000, noon + 86_400_000) == hours * 3_600_000


def test_a_promotion_comes_before_a_holiday_and_a_holiday_before_the_week() -> None:
    days = {"first": "2025-03-03", "last": "2025-03-04"}
    calendar = {
        "zone": "UTC", "week": {"0": [["09:00", "18:00"]], "2": [["09:00", "18:00"]]},
        "holidays": [days | {"open": []}], "promotions": [days | {"first": "2025-03-04", "open": [["08:00", "00:00"]]}],
    }  # fmt: skip
    opening = Opening(calendar, date(2025, 3, 3), date(2025, 3, 5))
    monday = round(datetime(2025, 3, 3, tzinfo=UTC).timestamp() * 1000)
    assert [
        opening.between(monday + n * 86_400_000, monday + (n + 1) * 86_400_000) / 3_600_000 for n in range(3)
    ] == [0, 16, 9]


# --- what letters tell


class Log:
    """Letters and changes of hands of one conversation, by seconds."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def says(self, at: int, seq: int, **more: Any) -> Log:
        return self.add("in", conv=1, seq=seq, t=None, received=at * 1000, kind="text", **more)

    def hands(self, at: int, verb: str, before: str, after: str, agent: int | None = None) -> Log:
        return self.add(
            "mode",
            conv=1,
            t=at * 1000,
            verb=verb,
            **{"from": before, "to": after},
            agent_id=agent,
            reason="asked",
        )

    def answers(self, at: int, seq: int, by: int = OTTO, written: int = 0, **more: Any) -> Log:
        line = {"author": "human", "author_id": by, "queued_at": (written or at) * 1000, "sent_at": at * 1000,
                "state": "sent", "part": 1, "parts": 1, "perfunctory": False, "edits": None}  # fmt: skip
        return self.add("out", conv=1, seq=seq, **line | more)

    def add(self, rec: str, **line: Any) -> Log:
        self.lines.append({"rec": rec, "channel": "telegram", "account": "main", "chat": MINA} | line)
        return self

    def asked(self) -> Log:
        """Mina asks for a person, and Otto has her five seconds later."""
        return (
            self.says(0, 1).hands(0, "hand_off", "bot", "waiting").hands(5, "take", "waiting", "human", OTTO)
        )

    def talk(self) -> Talk:
        return talks(self.lines)[0]

    def waits(self) -> list[tuple[float, float | None, str, int | None]]:
        return [
            (wait.since / 1000, None if wait.until is None else wait.until / 1000, wait.ended, wait.agent)
            for wait in self.talk().waits
        ]


def test_an_empty_word_a_note_of_the_clock_and_a_lost_letter_answer_nothing() -> None:
    log = (
        Log()
        .asked()
        .answers(8, 2, perfunctory=True)
        .answers(9, 3, author="timer")
        .answers(10, 4, state="failed")
    )
    assert log.waits() == [(0, None, "", None)]


def test_a_long_answer_is_one_when_its_last_piece_is_there() -> None:
    log = Log().asked().answers(20, 2, part=1, parts=2).answers(31, 2, part=2, parts=2)
    assert log.waits() == [(0, 31, "answered", OTTO)]


def test_what_is_asked_while_an_answer_is_on_its_way_is_the_next_round() -> None:
    log = Log().asked().says(19, 3).answers(30, 2, written=18)
    assert log.waits() == [(0, 30, "answered", OTTO), (19, None, "", None)]
    assert [len(wait.asked) for wait in log.talk().waits] == [1, 1]


def test_order_is_by_number_also_where_an_old_letter_comes_late() -> None:
    log = Log().asked().says(19, 3)
    log.lines[-1]["t"] = -600_000
    assert log.answers(30, 2, written=18).waits() == [(0, 30, "answered", OTTO), (-600, None, "", None)]


@pytest.mark.parametrize("older_ms", [5_000, 5_001])
def test_the_channels_own_time_counts_if_it_is_more_than_five_seconds_older(older_ms: int) -> None:
    log = Log().asked()
    log.lines[0]["t"] = -older_ms
    assert log.waits()[0][0] == (0 if older_ms == 5_000 else -5.001)


@pytest.mark.parametrize(("verb", "after"), [("close", "closed"), ("give_back", "bot")])
def test_an_answer_on_its_way_as_it_was_let_go_answers_also_after_the_next_question(
    verb: str, after: str
) -> None:
    log = Log().asked().answers(60, 2, written=10).hands(12, verb, "human", after)
    if after == "closed":
        log.hands(20, "reopen", "closed", "bot")
    log.says(20, 3).hands(20, "hand_off", "bot", "waiting")
    assert log.waits() == [(0, 60, "answered", OTTO), (20, None, "", None)]


def test_what_was_written_before_a_round_began_does_not_answer_it() -> None:
    log = Log().asked().answers(7, 2).answers(40, 3, written=20).says(30, 4)
    assert log.waits() == [(0, 7, "answered", OTTO), (30, None, "", None)]


def test_a_transfer_splits_the_round_where_the_next_person_accepts() -> None:
    log = (
        Log()
        .asked()
        .hands(9, "release", "human", "waiting", OTTO)
        .hands(15, "take", "waiting", "human", INES)
    )
    pieces = log.answers(25, 2, INES).talk().waits[0].pieces
    assert [(piece.agent, piece.since, piece.until) for piece in pieces] == [
        (OTTO, 0, 15_000),
        (INES, 15_000, 25_000),
    ]


def test_who_took_it_over_an_answer_on_its_way_has_no_part_in_the_round() -> None:
    log = Log().asked().hands(9, "take_over", "human", "human", INES).answers(12, 2, written=8)
    assert [(piece.agent, piece.until) for piece in log.talk().waits[0].pieces] == [(OTTO, 12_000)]


def test_passed_on_with_nothing_asked_begins_no_round() -> None:
    log = Log().asked().answers(10, 2).hands(20, "pass_on", "human", "waiting", OTTO)
    assert len(log.waits()) == 1


def test_who_is_gone_and_comes_back_waits_anew_and_stands_in_the_queue_again() -> None:
    log = Log().says(0, 1).hands(0, "hand_off", "bot", "waiting").says(9, 0)
    log.lines[-1] |= {"conv": None, "seq": None, "kind": "gone"}
    talk = log.says(50, 2).hands(60, "take", "waiting", "human", OTTO).answers(70, 3).talk()
    assert [(w.since, w.until, w.ended) for w in talk.waits] == [
        (0, 9_000, "gone"),
        (50_000, 70_000, "answered"),
    ]
    assert [(p.entered, p.left, p.how) for p in talk.places] == [
        (0, 9_000, "abandoned"),
        (50_000, 60_000, "taken"),
    ]


def test_stepped_in_unasked_takes_along_what_the_bot_has_not_answered() -> None:
    log = Log().says(0, 1).hands(5, "take", "bot", "human", OTTO).answers(9, 2)
    assert log.waits() == [(0, 9, "answered", OTTO)]
    assert (
        Log()
        .says(0, 1)
        .answers(2, 2, author="bot")
        .hands(5, "take", "bot", "human", OTTO)
        .answers(9, 3)
        .waits()
        == []
    )


def test_questions_are_counted_where_somebody_took_them_and_also_where_nobody_did() -> None:
    log = Log().asked().says(9, 2).answers(12, 3).hands(20, "close", "human", "closed", OTTO)
    log.hands(30, "reopen", "closed", "bot").says(30, 4).hands(30, "hand_off", "bot", "waiting")
    asked = [message for wait in log.talk().waits for message in wait.asked]
    assert [message.taken for message in asked] == [(5_000, OTTO), (5_000, OTTO), None]


# --- which phase decides

USUAL = {"channel": "", "queue": "", "topic": "", "around_the_clock": True,
         "steps": [{"act": "miss", "after": 30}, {"act": "alarm", "after": 60}]}  # fmt: skip


def _first_response(log: Log, within: int) -> tuple[int, int, int | None]:
    """Met, due, and the mean."""
    calendar = {
        "rec": "calendar",
        "zone": "UTC",
        "week": {},
        "holidays": [],
        "promotions": [],
        "ladders": [USUAL],
    }
    found = figures(Judge([*log.lines, calendar], 1_000_000).all)
    share = found[f"first_response_within_{within}"]
    return share.get("met") or 0, share["n"] or 0, found["first_response_mean"]["value"]


@pytest.mark.parametrize(("closed", "within_30"), [(29, (1, 1, 5_000)), (30, (0, 1, None))])
def test_a_phase_that_was_never_due_is_passed_over(
    closed: int, within_30: tuple[int, int, int | None]
) -> None:
    log = (
        Log()
        .says(0, 1)
        .hands(0, "hand_off", "bot", "waiting")
        .hands(closed, "close", "waiting", "closed", INES)
    )
    log.hands(100, "reopen", "closed", "bot").says(100, 2).hands(100, "hand_off", "bot", "waiting")
    log.hands(103, "take", "waiting", "human", OTTO).answers(105, 3)
    assert _first_response(log, 30) == within_30


def test_who_was_accepted_and_let_go_without_a_word_is_a_miss_whatever_came_later() -> None:
    log = Log().asked().hands(9, "close", "human", "closed", OTTO).hands(100, "reopen", "closed", "bot")
    log.says(100, 2).hands(100, "hand_off", "bot", "waiting").hands(
        103, "take", "waiting", "human", INES
    ).answers(105, 3)
    assert _first_response(log, 180) == (0, 1, None)
