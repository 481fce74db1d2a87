"""What is written for people is held to what is there: links, commands, files, names, words, dependencies."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

import shopdesk
from desk import (
    conversation,
    escalation,
    events,
    follow_up,
    open_matter,
    promise,
    satisfaction,
    shift_handover,
)
from desk.agent import Role
from desk.conversation import Mode
from desk.deadlines import DeadlineState, Kind
from desk.escalation import EscalationState, Matter
from desk.figures import picture as figures_picture
from desk.follow_up import Because as FollowedUp
from desk.follow_up import FollowUpState
from desk.follow_up import Why as CalledOff
from desk.handover import Reason
from desk.message import Author
from desk.offer import OfferState
from desk.open_matter import MatterKind, MatterState
from desk.order import Status
from desk.outgoing import OutState
from desk.photo import PhotoState, ViewState
from desk.presence import Because, Presence
from desk.promise import PromiseState
from desk.promise_words import About
from desk.satisfaction import ScoreState
from desk.shift_handover import ShiftHandoverState
from desk.ticket import picture
from desk.ticket.approval import Barred
from desk.ticket.eligibility import Why as NotOpen
from desk.ticket.evidence import Shows
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import MOVES as TICKET_MOVES
from desk.ticket.moves import Actor, Need, TicketState
from desk.ticket.refund import RefundState

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "scripts_phrases" / "README.md"])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
TICKED = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:^|bin/|, )shopdesk ([a-z…][^#|;&\n]*)")
FILE = re.compile(
    r"(?:bin|bot|console|desk|docs|tests|bench|scripts_phrases)/[\w./-]*[\w/]|shopdesk\.py|house\.py|config\.example\.toml|pyproject\.toml"
)
NAMED = re.compile(r"([\w/]+\.py): ([\w.]+)")
MADE_UP = ("docs/add-a-channel.md", "docs/add-a-phrase-pack.md")
"""They speak of files that the reader is to make."""


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def spoken_in_code(page: Path) -> Iterator[str]:
    """Lines of code blocks, and what stands between `ticks` elsewhere."""
    text = text_of(page)
    for block in CODE.findall(text):
        yield from block.splitlines()
    yield from TICKED.findall(CODE.sub("", text))


each_page = pytest.mark.parametrize("page", PAGES, ids=name)


# --- links


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_page
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(text_of(page)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        linked = (page.parent / file).resolve() if file else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


# --- commands


@cache
def commands() -> Any:
    return typer.main.get_command(shopdesk.cli)


def run_of(words: list[str]) -> tuple[Any, list[str]]:
    """The command that these words name, and what is left of them."""
    found = commands()
    while words and hasattr(found, "commands"):
        assert words[0] in found.commands, f"there is no command {words[0]}"
        found, words = found.commands[words[0]], words[1:]
    return found, words


@each_page
def test_every_command_exists_with_its_options(page: Path) -> None:
    for line in spoken_in_code(page):
        for said in COMMAND.findall(line):
            if said.startswith("…"):
                continue
            command, rest = run_of(shlex.split(said.partition("|")[0]))
            known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
            assert {word for word in rest if word.startswith("--")} <= known, line


@each_page
def test_every_script_of_bin_exists(page: Path) -> None:
    for line in spoken_in_code(page):
        for script in re.findall(r"(?<![\w/.-])bin/[a-z]+", line):
            assert (ROOT / script).exists(), line


# --- files and names


@each_page
def test_every_file_that_is_named_exists(page: Path) -> None:
    if name(page) in MADE_UP:
        return
    for line in spoken_in_code(page):
        for file in FILE.findall(line):
            if re.search(rf"(?<![\w/.-]){re.escape(file)}", line):
                assert (ROOT / file).exists(), line


def defines(source: str, part: str) -> bool:
    return re.search(rf"^\s*(?:async def|def|class) {part}\b|^{part}\b.*=", source, re.MULTILINE) is not None


def test_the_way_names_what_is_in_the_code() -> None:
    named = NAMED.findall(text_of(ROOT / "docs" / "the-way.md"))
    assert len(named) > 50
    lost = [
        (file, what)
        for file, what in named
        if not all(defines(text_of(ROOT / file), part) for part in what.split("."))
    ]
    assert lost == []


# --- words


def words() -> str:
    return text_of(ROOT / "docs" / "words.md")


def kinds_of_events() -> set[str]:
    return {kind.kind for kind in events.Event.__subclasses__()}


def moves() -> set[str]:
    return {
        verb
        for machine in (
            conversation,
            promise,
            escalation,
            open_matter,
            shift_handover,
            satisfaction,
            follow_up,
        )
        for _, verb in machine.MOVES.table
    } | {move.verb for move in TICKET_MOVES}


EVERY_WORD = (
    Mode,
    OutState,
    Reason,
    Status,
    Role,
    Author,
    PhotoState,
    ViewState,
    DeadlineState,
    Kind,
    PromiseState,
    About,
    Matter,
    EscalationState,
    Presence,
    Because,
    OfferState,
    MatterKind,
    MatterState,
    ShiftHandoverState,
    TicketKind,
    TicketState,
    Actor,
    Need,
    RefundState,
    Shows,
    NotOpen,
    Barred,
    ScoreState,
    FollowUpState,
    FollowedUp,
)


@pytest.mark.parametrize("machine", EVERY_WORD, ids=lambda machine: str(machine.__name__))
def test_every_state_and_reason_is_in_the_glossary(machine: type[StrEnum]) -> None:
    assert [word for word in machine if f"`{word}`" not in words()] == []


@pytest.mark.parametrize(
    "more",
    [
        kinds_of_events(),
        moves(),
        set(filter(None, CalledOff)),
        {"new", "done", "dead"},
        {"waiting", "told", "gave_up"},
    ],
)
def test_every_event_and_move_is_in_the_glossary(more: Iterable[str]) -> None:
    assert [word for word in more if f"`{word}`" not in words()] == []


SECTIONS = {
    "mode": Mode,
    "reason": Reason,
    "status": Status,
    "role": Role,
    "promise_state": PromiseState,
    "presence": Presence,
    "matter_state": MatterState,
    "handover_state": ShiftHandoverState,
    "ticket_kind": TicketKind,
    "ticket_state": TicketState,
}


@pytest.mark.parametrize("section", SECTIONS)
def test_the_glossary_says_what_the_console_says(section: str) -> None:
    for number, language in ((2, "en"), (3, "zh-CN")):
        shown = tomllib.loads(text_of(ROOT / "console" / "words" / f"{language}.toml"))[section]
        rows = [line.split("|") for line in words().splitlines() if line.count("|") == 5]
        for word in SECTIONS[section]:
            mine = {row[number].strip() for row in rows if row[1].strip() == f"`{word}`"}
            assert shown[word] in mine, f"{language}: {word}"


# --- dependencies


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    listed = [
        *project["dependencies"],
        *(one for group in project["optional-dependencies"].values() for one in group),
    ]
    named = {re.split(r"[^\w-]", one, maxsplit=1)[0] for one in listed}
    page = text_of(ROOT / "docs" / "dependencies.md")
    assert {
        one for one in named if not re.search(rf"^\|[^|]*\b{re.escape(one)}\b", page, re.MULTILINE)
    } == set()
    vendored = {name(file) for file in ROOT.glob("*/**/vendor/*.js") if ".venv" not in file.parts}
    assert vendored == set(re.findall(r"`([\w./-]+/vendor/[\w.-]+\.js)`", page))


# --- the export


def test_the_export_page_explains_every_key() -> None:
    source = text_of(ROOT / "desk" / "store" / "export.py")
    keys = {
        word
        for listed in re.findall(r"keys = \((.*?)\)", source, re.DOTALL)
        for word in re.findall(r'"(\w+)"', listed)
    }
    keys |= set(re.findall(r'"(\w+)":', source)) - set(re.findall(r'bindparam\("(\w+)"\)', source))
    page = text_of(ROOT / "docs" / "export.md")
    assert len(keys) > 30
    assert {key for key in keys if not re.search(rf'[`"]{key}[`"]', page)} == set()


# --- tickets


def test_the_page_of_tickets_shows_the_table_of_moves() -> None:
    page = text_of(ROOT / "docs" / "tickets.md")
    assert picture.table() in page
    assert [kind for kind in TicketKind if f"```mermaid\n{picture.picture(kind)}\n```" not in page] == []


# --- figures


def test_the_page_of_figures_is_made_of_the_table_of_metrics() -> None:
    page = text_of(ROOT / "docs" / "figures.md")
    assert page.endswith("\n\n" + figures_picture.text().rstrip() + "\n")
    assert f"\n\n{figures_picture.whys()}\n\n" in page
