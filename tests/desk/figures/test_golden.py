"""The golden table: what stories of a day come to, worked out by hand from the definitions, on both stores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from desk.figures import pack
from desk.figures.facts import Piece, Queueing, Round, Session, Stint
from desk.figures.metric import Figure, Metric, Unit
from desk.figures.metrics import BY_KEY
from desk.figures.pack import Pack
from desk.figures.span import Span
from desk.reckoner import Reckoner
from desk.response_time import Promptness
from desk.store import Store
from desk.store.postgres import PostgresStore
from tests.conftest import Watch
from tests.desk.figures.stage import PEOPLE, Stage
from tests.desk.figures.story import Story, stories

STORIES = stories()
EVERY = 9
"""Of so many stories one is played on PostgreSQL too: the telling is the same, only its statements are not."""
KINDS = {"session": Session, "round": Round, "piece": Piece, "queue": Queueing, "stint": Stint}
BY = {
    "hour": int,
    "queue": lambda key: None if key == "-" else int(key),
    "topic": str,
    "account": "loopback/{}".format,
}


@dataclass
class Rules:
    promptness: Promptness


@dataclass
class Told:
    """A story that was played, as its rows and figures say it."""

    story: Story
    reckoner: Reckoner
    people: dict[int | None, str]

    @property
    def span(self) -> Span:
        assert self.story.looks_at is not None
        return Span(self.story.day, self.story.looks_at.date())

    async def rows(self, word: str) -> list[str]:
        found = await self.reckoner.facts(self.span, (KINDS[word],), self.reckoner.packs[pack.OWN])
        return [" ".join((word, *self._row(fact))).strip() for fact in found[KINDS[word]]]

    def _row(self, fact: Any) -> Iterable[str]:
        who = self.people.get(getattr(fact, "agent_id", None), "-")
        match fact:
            case Session():
                bot = f"bot {self._at(fact.bot_first_at)}"
                said = f"heard {fact.heard} bot_said {fact.bot_said} people_said {fact.people_said}"
                return self._at(fact.started_at), self._at(fact.ended_at), bot, said
            case Round():
                by = (who,) if fact.answered else ()
                return self._at(fact.since), self._at(fact.until), fact.ended or "open", *by
            case Piece():
                return str(fact.n), who, self._at(fact.since), self._at(fact.until)
            case Queueing():
                by = (who,) if fact.agent_id is not None else ()
                return self._at(fact.entered_at), self._at(fact.left_at), fact.left or "waits", *by
        said = f"heard {fact.heard} said {fact.said} empty {fact.perfunctory}"
        return who, self._at(fact.since), self._at(fact.until), said

    def _at(self, at: datetime | None) -> str:
        if at is None:
            return "-"
        here = at.astimezone(self.story.zone)
        day = "" if here.date() == self.story.day else f"{here.day:02}/"
        ms = f".{here.microsecond // 1000:03}" if here.microsecond else ""
        return f"{day}{here:%H:%M:%S}{ms}{'b' if here.fold else ''}"

    async def figure(self, line: str) -> str:
        """The line as it should be written."""
        of, _, rest = line.rpartition(": ")
        key = rest.split()[0]
        by, value, rules = self._of(of)
        found = await self.reckoner.sheet(self.span, by, rules, (BY_KEY[key],))
        empty = Figure(None if BY_KEY[key].unit in (Unit.TIME, Unit.SHARE) else 0, 0)
        said = _said(BY_KEY[key], found.get(value, {}).get(key, empty))
        return f"{of}: {key} {said}" if of else f"{key} {said}"

    def _of(self, of: str) -> tuple[str, Any, Pack | None]:
        word, _, value = of.partition(" ")
        ids = {name: id for id, name in self.people.items()}
        match word:
            case "":
                return "", "", None
            case "jd":
                return "", "", self.reckoner.packs[pack.JD]
            case "if":
                own = self.reckoner.packs[pack.OWN]
                return "", "", pack.what_if(own, target=timedelta(seconds=int(value)))
        if word in ids:
            return "agent", ids[word], None
        key: Any = BY[word](value)  # type: ignore[operator]
        return {"account": "channel"}.get(word, word), key, None

    async def why(self, line: str) -> str:
        _, key, _ = line.split()
        found = await self.reckoner.explained(BY_KEY[key], self.span)
        return f"why {key} {' '.join(one.why for one in found)}"


def _said(metric: Metric, figure: Figure) -> str:
    if figure.value is None:
        return "none"
    match metric.unit:
        case Unit.SHARE:
            return f"{figure.met}/{figure.n}"
        case Unit.TIME:
            return f"{figure.value / 1000:.3f} of {figure.n}"
    return str(figure.value)


def test_the_table_is_long_and_says_how_each_number_was_found() -> None:
    assert len(STORIES) >= 40 and len({story.name for story in STORIES}) == len(STORIES)
    assert [story.name for story in STORIES if not story.comments or len(story.expected) < 2] == []


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.file}: {story.name}")
async def test_a_story_comes_to_what_was_worked_out_by_hand(
    sqlite_store: Store, watch: Watch, story: Story
) -> None:
    await _played(sqlite_store, watch, story)


@pytest.mark.parametrize("story", STORIES[::EVERY], ids=lambda story: f"{story.file}: {story.name}")
async def test_it_comes_to_the_same_on_postgresql(postgres_url: str, watch: Watch, story: Story) -> None:
    store = PostgresStore(postgres_url, threads=2)
    try:
        await _played(store, watch, story)
    finally:
        store.close()


async def _played(store: Store, watch: Watch, story: Story) -> None:
    assert story.looks_at is not None
    watch.at = story.rows[0].at
    stage = await Stage(store, watch).opens()
    await stage.plays(story)
    watch.at = story.looks_at
    people = {stage.people[name].id: name for name in PEOPLE}
    told = Told(story, Reckoner(store, Rules(story.promptness), watch), people)
    rows = {"round", *map(_kind, story.expected)} - {""}
    found = [line for word in KINDS if word in rows for line in await told.rows(word)]
    for line in story.expected:
        if line.startswith("why "):
            found.append(await told.why(line))
        elif not _kind(line):
            found.append(await told.figure(line))
    assert found == sorted(story.expected, key=_place)


def _kind(line: str) -> str:
    """Of a row of facts; empty of a figure, such as `queue 2: rounds 1`."""
    word = line.split()[0]
    return word if word in KINDS and ": " not in line else ""


def _place(line: str) -> int:
    """Facts in the order of their kinds, then the figures as they stand."""
    return list(KINDS).index(_kind(line)) if _kind(line) else len(KINDS)
