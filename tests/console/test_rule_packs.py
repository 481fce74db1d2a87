"""Rule packs in the console: the example is changed, others are added, and the figures are looked at by them."""

from __future__ import annotations

import pytest

from desk.setting import RULE_PACKS
from desk.store import settings
from tests.console.figures_day import MONDAY, a_morning
from tests.console.room import Room
from tests.console.test_wall import words

WEEK = {f"week_{day}": "09:00–23:00" for day in range(7)}
JD = {
    **WEEK, "title": "JD", "within_0": "30", "within_1": "60", "within_2": "180", "target": "30", "limit": "60",
    "review": "20", "only_open": "1",
}  # fmt: skip


async def test_the_example_is_changed_and_history_is_judged_by_it(both: Room) -> None:
    await a_morning(both)
    ruth = await both.person("Ruth")
    assert "Within 30, 60 and 180 s; target 30 s" in words(await ruth.page("/rule-packs"))
    sent = {**JD, "n": "0", "was": "0", "within_0": "100", "within_1": "120"}
    assert (await ruth.post("/rule-packs", sent)).status == 303
    page = words(await ruth.page("/rule-packs"))
    assert "Within 100, 120 and 180 s" in page and "In force Rule packs" in page
    figures = words(await ruth.page(f"/figures?{MONDAY}&rules=jd"))
    assert "First response within 100 s 100.00 %" in figures
    assert "First response within 30 s 33.33 %" in words(await ruth.page(f"/figures?{MONDAY}"))
    back = {"to": "0", "was": "1"}
    assert (await ruth.post("/rule-packs/putting-back", back)).status == 303
    assert "Within 30, 60 and 180 s" in words(await ruth.page("/rule-packs"))


async def test_another_pack_is_added_chosen_and_removed(room: Room) -> None:
    ruth = await room.person("Ruth")
    sent = {**JD, "n": "", "was": "0", "title": '"><b>双十一'}
    assert (await ruth.post("/rule-packs", sent)).status == 303
    page = await ruth.page("/figures")
    assert '<option value="p1" >' in page and "<b>双十一" not in page and "双十一" in page
    assert '<option value="p1" selected>' in await ruth.page("/figures?rules=p1")
    assert (await ruth.post("/rule-packs/removing", {"n": "1", "was": "1"})).status == 303
    assert "双十一" not in await ruth.page("/figures")
    assert '<option value="own" selected>' in await ruth.page("/figures?rules=p1")  # a link of before


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": " "}, "Give the pack a name"),
        ({"title": "jd"}, "There is a pack of this name already"),
        (dict.fromkeys(WEEK, ""), "nothing would ever count"),
        ({"week_2": "from nine"}, "Hours cannot be read"),
        ({"week_2": "09:00-12:00, 11:00-13:00"}, "Hours cannot be read, or overlap"),
        ({"within_1": "30"}, "The three spans must rise"),
        ({"limit": "20"}, "must not come before the target"),
        ({"review": "0"}, "between 1 minute and 400 days"),
        ({"target": "a minute"}, "Whole numbers only"),
    ],
)
async def test_a_hole_or_a_contradiction_is_refused_and_given_back(
    room: Room, wrong: dict[str, str], says: str
) -> None:
    ruth = await room.person("Ruth")
    answer = await ruth.post("/rule-packs", {**JD, "title": "Ours", "n": "", "was": "0", **wrong})
    page = await answer.text()
    assert answer.status == 422 and says in words(page)
    assert all(f'value="{typed}"' in page for typed in wrong.values() if typed.strip())
    assert await room.store.read(lambda book: settings.versions(book, RULE_PACKS)) == []


async def test_whoever_was_slower_is_told_and_loses_nothing(room: Room) -> None:
    ruth = await room.person("Ruth")
    assert (await ruth.post("/rule-packs", {**JD, "n": "0", "was": "0"})).status == 303
    answer = await ruth.post("/rule-packs", {**JD, "title": "Mine", "n": "", "was": "0"})
    assert answer.status == 409 and 'value="Mine"' in await answer.text()


@pytest.mark.parametrize("n", ["9", "-1", "x", "1e3"])
async def test_a_pack_that_is_none_is_not_removed(room: Room, n: str) -> None:
    ruth = await room.person("Ruth")
    assert (await ruth.post("/rule-packs/removing", {"n": n, "was": "0"})).status == 404
