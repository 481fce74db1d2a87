"""The wall's shares and the figures follow the same day, and differ where docs/figures.md says so and nowhere else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from desk.debt import Debt
from desk.figures import judging, pack
from desk.figures.facts import Round
from desk.figures.reading import Reading
from desk.handover import Reason
from desk.response_time import Promptness
from desk.share import Share, judged, together
from desk.shop import Hours
from desk.store import facts
from desk.store.sqlite import SqliteStore
from tests.conftest import Watch
from tests.console.room import ZONE
from tests.desk.store.test_day_log import Day
from tests.desk.store.test_facts import a_day, catches_up

PROMPTNESS = Promptness(Hours(ZONE))
ARRIVED_LATER, NOTHING_ASKED, BEFORE_THE_HANDOFF = "Arrived later", "Nothing asked", "Before the handoff"
"""The headings of docs/figures.md under which the two differ."""


async def both(store: SqliteStore, watch: Watch, seed: int) -> tuple[list[Debt], list[Round]]:
    shop = await a_day(store, watch, seed, moves=220)
    day = Day(store, watch)
    await day.goes_on()
    await catches_up(store)
    since = watch.at - timedelta(days=1)
    rounds = await store.read(lambda book: facts.of_span(book, Round, since, watch.at + timedelta(days=1)))
    assert shop.said
    return day.debts.found, rounds


def difference(debt: Debt | None, one: Round | None, debts: list[Debt], rounds: list[Round]) -> str:
    """Under which heading the two differ about one wait; empty where they do not."""
    if debt is not None and one is not None:
        if (debt.until, debt.answered) == (one.until, one.answered):
            return ""
        if one.answered and not debt.answered:
            return ARRIVED_LATER
        return BEFORE_THE_HANDOFF
    if debt is not None:
        if debt.reason == Reason.PASSED_ON:
            return NOTHING_ASKED
        late = (one for one in rounds if one.conversation_id == debt.conversation_id and one.answered)
        assert any(one.since < debt.since <= (one.until or debt.since) for one in late), debt
        return ARRIVED_LATER
    assert one is not None
    stood = [
        wait
        for wait in debts
        if wait.conversation_id == one.conversation_id
        and wait.reason == Reason.PASSED_ON
        and wait.since < one.since
        and (wait.until is None or one.since <= wait.until)
    ]
    assert stood, one
    return NOTHING_ASKED


@pytest.mark.parametrize("seed", range(3))
async def test_the_wall_and_the_figures_see_the_same_waits(
    sqlite_store: SqliteStore, watch: Watch, seed: int
) -> None:
    debts, rounds = await both(sqlite_store, watch, seed)
    owed: Mapping[object, Debt] = {(one.conversation_id, one.since): one for one in debts}
    told: Mapping[object, Round] = {(one.conversation_id, one.since): one for one in rounds}
    reading = Reading(pack.own(PROMPTNESS), watch.at)
    alike, seen = [], Counter[str]()
    for key in {**owed, **told}:
        how = difference(owed.get(key), told.get(key), debts, rounds)
        seen[how] += 1
        if not how:
            alike.append(key)
            assert owed[key].queue == told[key].queue and told[key].reason in _reasons(owed[key])
    shares = together(judged(owed[key], PROMPTNESS, watch.at) for key in alike)
    assert shares == tuple(
        _share([told[key] for key in alike], limit, reading) for limit in ("target", "limit")
    )
    assert seen[""] >= 9 and seen[""] > sum(seen.values()) / 3, seen


def _reasons(debt: Debt) -> set[str]:
    return {"release", "pass_on"} if debt.reason == Reason.PASSED_ON else {debt.reason}


def _share(rounds: list[Round], limit: str, reading: Reading) -> Share:
    judge = judging.within(getattr(judging, limit))
    values = [value for one in rounds if (value := judge(one, reading)[0]) is not None]
    return Share(sum(values), len(values))


def test_the_page_names_where_they_differ() -> None:
    page = (Path(__file__).parents[3] / "docs" / "figures.md").read_text(encoding="utf-8")
    section = page.partition("## Where the wall differs")[2].partition("\n## ")[0]
    named = re.findall(r"^- \*\*(.+?)\.\*\*", section, re.MULTILINE)
    assert named == [ARRIVED_LATER, NOTHING_ASKED, BEFORE_THE_HANDOFF, "Set back"]
