"""Banned rules as a shop edits them: what the guard is given, and what cannot be saved."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import structlog
from typer.testing import CliRunner

import shopdesk
from desk.banned.ban import Ban, as_rule, of_rule
from desk.banned.ban_check import own_words_stopped, rule_of, seal, would_have
from desk.banned.draft import Draft
from desk.banned.guard import Guard, Rule
from desk.commands import opened, store_of
from desk.errors import DeskError
from desk.lab import Vocabulary
from desk.laying import laid_over, turns
from desk.phrases import Packs
from desk.shelf import Shelf
from desk.store import wordings
from desk.wording import Edit, Place, conflicts, digest, read_value, shipped_at, written
from desk.wording_check import wrongs
from tests import shipped
from tests.conftest import Watch

PACKS = shipped.packs()
TODAY = date(2026, 12, 24)
OWN = Place("banned", "en", "no_problem")
SHIPPED = Place("banned", "en", "rudeness")
WORDS = Vocabulary({}, stand_ins=frozenset({"colleague_will_answer"}))
SAY = "You are welcome. Is there anything else?"
LIVE = shipped.guard()


def ban(*phrases: str, **more: Any) -> Ban:
    values = {"family": "careless", "verdict": "block", "say": SAY, "phrases": list(phrases), **more}
    return Ban.model_validate(values)


def guard(*edits: Edit, on: date = TODAY) -> Guard:
    return Guard(laid_over(PACKS, edits, on).rules)


def decided(text: str, *edits: Edit, on: date = TODAY, role: str = "agent", channel: str = "web") -> str:
    return guard(*edits, on=on).check(text, role, channel=channel).decision


@pytest.mark.parametrize(
    ("rule", "role", "channel", "decision"),
    [
        (ban("no worries mate"), "agent", "web", "block"),
        (ban("no worries mate", verdict="ask"), "agent", "web", "ask"),
        (ban("no worries mate", verdict="ask"), "bot", "web", "block"),
        (ban("no worries mate", verdict="warn"), "agent", "web", "warn"),
        (ban("no worries mate", channels=["telegram"]), "agent", "web", "pass"),
        (ban("no worries mate", channels=["telegram"]), "agent", "telegram", "block"),
        (ban("no worries mate", roles=["bot"]), "agent", "web", "pass"),
        (ban("no worries mate", roles=["bot"]), "bot", "web", "block"),
        (ban("no worries mate", gone=True), "agent", "web", "pass"),
        (ban("no worries mate", since=date(2026, 12, 24)), "agent", "web", "block"),
        (ban("no worries mate", since=date(2026, 12, 25)), "agent", "web", "pass"),
        (ban("no worries mate", until=date(2026, 12, 23)), "agent", "web", "pass"),
    ],
)
def test_a_rule_of_ones_own_holds_where_and_when_it_says(
    rule: Ban, role: str, channel: str, decision: str
) -> None:
    assert decided("No worries mate!", Edit(OWN, rule), role=role, channel=channel) == decision


def test_a_shipped_rule_can_be_changed_switched_off_and_taken_back() -> None:
    shipped = shipped_at(PACKS, SHIPPED)
    assert isinstance(shipped, Ban) and decided("Shut up.") == "block"
    off = shipped.model_copy(update={"gone": True})
    assert decided("Shut up.", Edit(SHIPPED, off)) == "pass"
    assert decided("Shut up.", Edit(SHIPPED, shipped.model_copy(update={"verdict": "ask"}))) == "ask"
    assert decided("Shut up.", Edit(SHIPPED, None)) == "block"


def test_every_shipped_rule_becomes_a_form_and_the_same_rule_again() -> None:
    for pack in PACKS:
        for rule in pack.rules:
            kept = read_value("banned", written(of_rule(rule)))
            assert isinstance(kept, Ban) and as_rule(rule.id, kept, rule) == rule


def test_a_new_version_of_what_was_changed_is_a_conflict() -> None:
    shipped = shipped_at(PACKS, SHIPPED)
    edit = Edit(SHIPPED, ban("shut up"), digest(shipped))
    assert not conflicts(PACKS, edit)
    assert conflicts(PACKS, Edit(SHIPPED, ban("shut up"), digest(None)))


def test_days_on_which_a_rule_begins_or_ends_are_known() -> None:
    dated = ban("no worries mate", since=date(2026, 12, 24), until=date(2026, 12, 27))
    assert turns([Edit(OWN, dated)]) == {date(2026, 12, 24), date(2026, 12, 27)}


def test_the_shelf_makes_another_guard_only_when_the_rules_are_others() -> None:
    shelf = Shelf(PACKS)
    first = shelf.guard
    quick = Edit(Place("quick", "en", "gift"), read_value("quick", {"title": "Gift", "text": "We wrap it."}))
    shelf.lay({quick.place: quick}, 1, TODAY)
    assert shelf.guard is first
    edit = Edit(OWN, ban("no worries mate"))
    shelf.lay({edit.place: edit}, 2, TODAY)
    assert shelf.guard.check("no worries mate", "agent").decision == "block"
    shelf.lay({}, 3, TODAY)
    assert shelf.guard.check("no worries mate", "agent").decision == "pass"


class CannotRead(DeskError):
    """This is not written as it must be."""


def picky(rules: Iterable[Rule]) -> Guard:
    """A guard of another version, which takes no brackets."""
    known = list(rules)
    if any("[" in phrase for rule in known for phrase in rule.phrases):
        raise CannotRead
    return Guard(known)


def test_a_rule_that_this_version_cannot_read_silences_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.shelf.Guard", picky)
    shelf = Shelf(PACKS, LIVE, picky)
    old = Edit(Place("banned", "en", "old"), ban("[x|"))
    new = Edit(OWN, ban("no worries mate"))
    shelf.lay({old.place: old, new.place: new}, 1, TODAY)
    assert shelf.guard.check("no worries mate", "agent").decision == "block"
    assert shelf.guard.check("Shut up.", "agent").decision == "block"


def test_what_no_guard_can_read_is_not_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.banned.ban_check.Guard", picky)
    why, what = found(ban("no worries mate", "[xy|"))[0]
    assert (why, what) == ("unreadable", "This is not written as it must be.")


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize(
    "rule", [ban("shut up", verdict="ask"), ban("calm down", roles=["bot"]), ban("ok", whole=True)]
)
@pytest.mark.parametrize("place", [OWN, SHIPPED])
def test_a_rule_in_the_making_is_judged_as_the_guard_will_judge_it(
    place: Place, rule: Ban, gone: bool
) -> None:
    changed = rule.model_copy(update={"gone": gone})
    whole, draft = guard(Edit(place, changed)), Draft(LIVE, rule_of(place, changed, PACKS), gone=gone)
    for text in ("Shut up.", "Calm down, shut up.", "It is blue.", "That is not my job, shut up.", "hm"):
        for role in ("agent", "bot"):
            would, will = (one.check(text, role, channel="web") for one in (draft, whole))
            assert (would.decision, set(would.hits)) == (will.decision, set(will.hits)), (text, role)


def found(rule: Ban, place: Place = OWN, packs: Packs = PACKS) -> list[tuple[str, str]]:
    edit = Edit(place, rule)
    return [(one.why, one.what) for one in wrongs(edit, packs, WORDS, LIVE)]


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        (ban("no worries mate"), []),
        (ban(), [("no_phrases", "")]),
        (ban("x", "no worries mate"), [("short_phrase", "x")]),
        (ban("…!"), [("short_phrase", "…!")]),
        (ban("在"), [("short_phrase", "在")]),
        (ban("k", whole=True), []),
        (ban("no worries mate", unless=["worries"]), [("never_hits", "no worries mate")]),
        (ban("no worries mate", unless=["no worries mate, truly"]), []),
        (ban("anything else"), [("say_banned", "anything else")]),
        (ban("no worries mate", say="Calm down."), [("say_banned", "Calm down")]),
        (ban("no worries mate", since="2026-12-24", until="2026-12-20"), [("days", "")]),
        (ban("colleague"), [("stops_neutral", "colleague")]),
        (ban("colleague", verdict="warn"), []),
        (ban("colleague", roles=["agent"]), []),
        (ban("x", gone=True), []),
    ],
)
def test_what_cannot_be_saved(rule: Ban, wrong: list[tuple[str, str]]) -> None:
    assert found(rule) == wrong


def test_a_shipped_rule_without_phrases_may_stay_without() -> None:
    assert found(ban(), SHIPPED) == []


def test_a_short_name_is_small_letters() -> None:
    assert found(ban("no worries mate"), Place("banned", "en", "No Problem")) == [("shortcut", "No Problem")]


def test_our_own_words_that_a_rule_stops_are_named() -> None:
    stopped = own_words_stopped(rule_of(OWN, ban("in stock", verdict="ask"), PACKS), PACKS)
    assert stopped and {one.language for one in stopped} == {"en"}
    assert all(one.text[one.start : one.end].lower() == "in stock" for one in stopped)
    assert seal(stopped) and not seal([])
    only_people = rule_of(OWN, ban("in stock", roles=["agent"]), PACKS)
    assert {one.kind for one in own_words_stopped(only_people, PACKS)} <= {"quick"}
    assert own_words_stopped(rule_of(OWN, ban("in stock", verdict="warn"), PACKS), PACKS) == []


def test_what_it_would_have_stopped_is_looked_up_on_the_channel_where_it_was_said() -> None:
    rule = rule_of(OWN, ban("no worries", channels=["web"]), PACKS)
    said = [("No worries!", "telegram"), ("No worries, Mina.", "web"), ("Shut up.", "web")]
    assert [text for text, _ in would_have(rule, said)] == ["No worries, Mina."]


@pytest.fixture
def log_as_it_was() -> Iterator[None]:
    """A command sets up the log, on a stream that is closed when it ends."""
    yield
    structlog.reset_defaults()


@pytest.mark.usefixtures("log_as_it_was")
def test_the_command_line_knows_the_shops_own_rules(tmp_path: Path, watch: Watch) -> None:
    (tmp_path / "config.toml").write_text(
        '[public]\nurl = "http://127.0.0.1:8080"\n[console]\nurl = "http://127.0.0.1:8081"\n'
        '[store]\nurl = "sqlite:///desk.db"\n[files]\npath = "files"\n[shop]\nname = "Lantern & Loom"\n'
        "[channels.web.main]\norigins = []\n"
    )
    config = str(tmp_path / "config.toml")
    command = ["banned", "No worries mate", "--store", "--config", config]
    assert CliRunner().invoke(shopdesk.cli, command).output.startswith("pass")
    with store_of(opened(Path(config))) as store:
        edit = Edit(OWN, ban("no worries mate"))
        asyncio.run(store.write(lambda book: wordings.save(book, [edit], watch(), None)))
    said = CliRunner().invoke(shopdesk.cli, command).output
    assert said.startswith("block") and "en/no_problem" in said
    assert CliRunner().invoke(shopdesk.cli, command[:2]).output.startswith("pass")
