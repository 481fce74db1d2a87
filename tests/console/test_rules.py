"""Ruth sets the hours and response times of Lantern & Loom: they hold at once, and nothing that contradicts is saved."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from console.hours_form import Unreadable, read_spans, shown
from desk.response_time import Act, Scope
from desk.setting import HOURS, RESPONSE_TIMES
from desk.shop import Hours
from desk.store import settings
from tests.console.room import Person, Room
from tests.desk.test_hours import spans

ZONE = ZoneInfo("Asia/Shanghai")
USUAL = {f"week_{day}": "09:00–21:00" for day in range(7)} | {
    "quiet": "00:00–08:30, 12:00–13:30, 21:30–24:00"
}
LADDER = {
    "after_0": "15", "act_0": "signal", "after_1": "25", "act_1": "hold", "after_2": "40", "act_2": "miss",
    "after_3": "90", "act_3": "alarm", "hold_every": "120", "hold_most": "3",
}  # fmt: skip


@pytest.fixture
async def ruth(room: Room) -> Person:
    return await room.person("Ruth")


async def sends(ruth: Person, path: str, was: int, **fields: str) -> tuple[int, str]:
    answer = await ruth.post(path, {"was": str(was), **fields})
    return answer.status, await answer.text()


def monday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=ZONE)


# --- opening hours


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("09:00–12:00, 13:30–18:00", "09:00-12:00 13:30-18:00"),
        ("9-17", "09:00-17:00"),
        ("9.30 - 17.15", "09:30-17:15"),
        ("９：００～１２：００、１３：３０～１８：００", "09:00-12:00 13:30-18:00"),
        ("9:00至12:00，14:00到18:00", "09:00-12:00 14:00-18:00"),
        ("20:00-02:00", "20:00-02:00"),
        ("0:00-24:00", "00:00-00:00"),
        ("9:00 to 12:00 and 13:00 to 17:00", "09:00-12:00 13:00-17:00"),
        ("", ""),
        ("closed", ""),
        ("休息", ""),
    ],
)
def test_hours_as_people_write_them(written: str, read: str) -> None:
    assert read_spans(written) == spans(read)
    assert read_spans(shown(spans(read))) == spans(read)


@pytest.mark.parametrize(
    "written",
    ["9", "nine to five", "09:00-25:00", "09:60-10:00", "09:00-17:00 or so", "9-17 9", "24:30-1", "-9-17", ", ".join(["9-10"] * 9)],
)  # fmt: skip
def test_what_says_no_hours_is_not_guessed_at(written: str) -> None:
    with pytest.raises(Unreadable):
        read_spans(written)


async def test_a_saved_week_holds_at_once(room: Room, ruth: Person) -> None:
    assert room.rules.hours.is_open(monday(12, 30))
    status, _ = await sends(ruth, "/hours", 0, **USUAL | {"week_0": "9-12, 13:30-18", "week_6": ""})
    assert status == 303
    hours = room.rules.hours
    assert not hours.is_open(monday(12, 30))
    assert hours.is_open(monday(13, 30))
    assert hours.opens_at(monday(12, 30)) == monday(13, 30)
    assert not any(hours.is_open(monday(hour) + timedelta(days=6)) for hour in range(24))
    page = await ruth.page("/hours")
    assert 'value="09:00–12:00, 13:30–18:00"' in page


async def test_what_cannot_be_read_or_contradicts_is_told_where_and_not_saved(
    room: Room, ruth: Person
) -> None:
    status, page = await sends(
        ruth, "/hours", 0, **USUAL | {"week_1": "all day", "week_2": "9-12 11-17", "quiet": "0-24"}
    )
    assert status == 422
    told = re.findall(r"<li>\s*<b>(.*?)</b> (.*?)</li>", page)
    assert [where for where, _ in told[:2]] == ["Tue:", "Wed:"]
    assert "cannot be read" in told[0][1] and "overlap" in told[1][1] and "leave no time" in page
    assert 'value="all day"' in page
    assert room.rules.hours == Hours(ZONE)


async def test_holidays_and_promotion_days_come_change_and_go(room: Room, ruth: Person) -> None:
    holiday = {
        "part": "holidays",
        "first": "2026-12-24",
        "last": "2026-12-26",
        "name": "Christmas",
        "open": "",
    }
    assert (await sends(ruth, "/hours/days", 0, **holiday))[0] == 303
    sale = {"part": "promotions", "first": "2026-12-25", "name": "双旦大促", "open": "10:00-02:00"}
    assert (await sends(ruth, "/hours/days", 1, **sale))[0] == 303
    hours = room.rules.hours
    assert not hours.is_open(datetime(2026, 12, 24, 12, tzinfo=ZONE))
    assert hours.is_open(datetime(2026, 12, 26, 1, 30, tzinfo=ZONE))
    page = await ruth.page("/hours")
    assert "2026-12-24 – 2026-12-26" in page and "双旦大促" in page
    assert (await sends(ruth, "/hours/days", 2, **holiday | {"n": "0", "last": "2026-12-24"}))[0] == 303
    assert [some.last.day for some in room.rules.hours.holidays] == [24]
    assert (await sends(ruth, "/hours/days/removing", 3, part="holidays", n="0"))[0] == 303
    assert room.rules.hours.holidays == () and len(room.rules.hours.promotions) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"first": ""}, "need a date"),
        ({"first": "2026-12-26", "last": "2026-12-24"}, "before the first"),
        ({"first": "2026-12-24", "open": "morning"}, "cannot be read"),
        ({"first": "2026-12-24", "part": "promotions"}, "need their hours"),
    ],
)
async def test_days_that_cannot_be_are_given_back_to_be_mended(
    room: Room, ruth: Person, fields: dict[str, str], told: str
) -> None:
    status, page = await sends(ruth, "/hours/days", 0, **{"part": "holidays", "name": "Yule"} | fields)
    assert (status, told in page, 'value="Yule"' in page) == (422, True, True)
    assert room.rules.hours == Hours(ZONE)


async def test_while_ruth_writes_she_sees_what_it_means_and_nothing_is_saved(
    room: Room, ruth: Person
) -> None:
    answer = await ruth.post("/hours/trying", USUAL | {"week_0": "10-11"}, piece=True)
    piece = await answer.text()
    assert answer.status == 200
    assert "Mon 23 Nov 2026 10:00" in piece  # the next opening: it is nine
    assert "Mon 23 Nov 2026 11:00" in piece  # one hour of opening time ends with it
    assert room.rules.version == 0


async def test_two_who_change_the_hours_are_told_so_and_lose_nothing(room: Room, ruth: Person) -> None:
    bea = await room.person("Bea")
    assert (await sends(bea, "/hours", 0, **USUAL | {"week_6": ""}))[0] == 303
    status, page = await sends(ruth, "/hours", 0, **USUAL | {"week_5": "10-12"})
    assert status == 409 and 'value="10-12"' in page and 'name="was" value="1"' in page
    assert room.rules.hours.week[6] == ()


async def test_an_earlier_version_and_what_was_shipped_can_be_put_back(room: Room, ruth: Person) -> None:
    await sends(ruth, "/hours", 0, **USUAL | {"week_6": ""})
    await sends(ruth, "/hours", 1, **USUAL | {"week_5": "", "week_6": ""})
    assert (await sends(ruth, "/hours/putting-back", 2, to="1"))[0] == 303
    assert (room.rules.hours.week[5] != (), room.rules.hours.week[6]) == (True, ())
    page = await ruth.page("/hours")
    assert page.count("Put back") == 2 and "Ruth" in page
    assert (await sends(ruth, "/hours/putting-back", 3, to="0"))[0] == 303
    assert room.rules.hours == Hours(ZONE)
    assert "As shipped" in await ruth.page("/hours")
    kept = await room.store.read(lambda book: settings.versions(book, HOURS))
    assert [v.n for v in kept] == [4, 3, 2, 1]
    assert (await sends(ruth, "/hours/putting-back", 4, to="99"))[0] == 404


async def test_holidays_stay_when_the_week_is_saved(room: Room, ruth: Person) -> None:
    await sends(ruth, "/hours/days", 0, part="holidays", first="2026-12-24")
    await sends(ruth, "/hours", 1, **USUAL | {"week_6": ""})
    assert len(room.rules.hours.holidays) == 1 and room.rules.hours.week[6] == ()


# --- response times


async def test_a_changed_ladder_holds_at_once(room: Room, ruth: Person) -> None:
    status, _ = await sends(ruth, "/response-times", 0, n="0", **LADDER)
    assert status == 303
    ladder = room.rules.promptness.ladder_for("loopback")
    assert (ladder.target, ladder.limit) == (timedelta(seconds=40), timedelta(seconds=90))
    assert [step.act for step in ladder.steps] == [Act.SIGNAL, Act.HOLD, Act.MISS, Act.ALARM]
    page = await ruth.page("/response-times")
    assert "90 s" in page and "Again after 120 s" in page


async def test_steps_are_put_in_the_order_of_their_times(room: Room, ruth: Person) -> None:
    status, _ = await sends(
        ruth, "/response-times", 0, n="0", **LADDER | {"after_4": "20", "act_4": "signal"}
    )
    assert status == 303
    steps = room.rules.ladders[0].steps
    assert [step.after.seconds for step in steps] == [15, 20, 25, 40, 90]


async def test_a_topic_gets_a_ladder_of_its_own_and_loses_it(room: Room, ruth: Person) -> None:
    own = LADDER | {"topic": "upset", "after_3": "50", "around_the_clock": "1"}
    assert (await sends(ruth, "/response-times", 0, **own))[0] == 303
    chosen = room.rules.promptness.ladder_for("loopback", topics=("upset",))
    assert chosen.scope == Scope(topic="upset") and chosen.around_the_clock
    assert "Buyer is upset" in await ruth.page("/response-times")
    assert (await sends(ruth, "/response-times/removing", 1, n="1"))[0] == 303
    assert len(room.rules.ladders) == 1
    status, page = await sends(ruth, "/response-times/removing", 2, n="0")
    assert status == 422 and "must apply to all" in page


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"after_3": "30"}, "lies before the target"),
        ({"after_1": "95"}, "must go before the limit"),
        ({"act_2": "signal"}, "exactly one target"),
        ({"after_3": ""}, "exactly one limit"),
        ({"hold_every": "10"}, "at least 60 seconds"),
        ({"after_3": "90000"}, "24 hours"),
        ({"after_0": "soon"}, "whole numbers"),
        ({"after_0": "1e3"}, "whole numbers"),
        ({"act_0": "dance"}, "whole numbers"),
        ({"topic": "weather"}, "no topic weather"),
        ({"channel": "pigeon"}, "no channel pigeon"),
        ({"n": ""}, "applies to the same already"),
    ],
)
async def test_ladders_that_contradict_are_refused_in_plain_words(
    room: Room, ruth: Person, change: dict[str, str], told: str
) -> None:
    status, page = await sends(ruth, "/response-times", 0, **{"n": "0"} | LADDER | change)
    assert (status, told in page) == (422, True)
    assert "40" in page  # what was written is given back
    assert room.rules.version == 0


async def test_the_reader_is_refused_in_their_own_language(room: Room) -> None:
    ruth = await room.person("Ruth")
    await ruth.post("/account/preferences", {"language": "zh-CN", "theme": "auto"})
    _, page = await sends(ruth, "/response-times", 0, n="0", **LADDER | {"after_3": "30"})
    assert "上限早于目标" in page


async def test_two_who_change_ladders_are_told_so(room: Room, ruth: Person) -> None:
    assert (await sends(ruth, "/response-times", 0, **LADDER | {"topic": "upset"}))[0] == 303
    status, page = await sends(ruth, "/response-times", 0, n="0", **LADDER | {"after_3": "77"})
    assert status == 409 and 'value="77"' in page
    assert len(room.rules.ladders) == 2
    kept = await room.store.read(lambda book: settings.versions(book, RESPONSE_TIMES))
    assert [v.n for v in kept] == [1]


async def test_ladders_are_put_back_too(room: Room, ruth: Person) -> None:
    before = room.rules.ladders
    await sends(ruth, "/response-times", 0, n="0", **LADDER)
    assert (await sends(ruth, "/response-times/putting-back", 1, to="0"))[0] == 303
    assert room.rules.ladders == before


async def test_rubbish_in_the_store_is_told_on_every_page_and_mended_here(room: Room, ruth: Person) -> None:
    rubbish: Any = {"form": 9}
    await room.store.write(lambda book: settings.save(book, HOURS, rubbish, room.clock(), None, was=0))
    page = await ruth.page("/hours")
    assert "setting:hours" in page
    assert (await sends(ruth, "/hours/putting-back", 1, to="1"))[0] == 422
    assert (await sends(ruth, "/hours", 1, **USUAL))[0] == 303
    assert "setting:hours" not in await ruth.page("/hours")
    assert room.rules.hours.week[0] == ((time(9), time(21)),)


async def test_agents_neither_see_nor_change_the_rules(room: Room) -> None:
    otto = await room.person("Otto")
    assert 'href="/hours"' not in await otto.page("/desk")
    await otto.page("/hours", 403)
    assert (await sends(otto, "/hours", 0, **USUAL))[0] == 403
    ruth = await room.person("Ruth")
    assert 'href="/hours"' in await ruth.page("/desk")
