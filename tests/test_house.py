"""The rules of the house, run and not remembered."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("desk", "bot", "console")
DOOR = [ROOT / "shopdesk.py", ROOT / "house.py"]

NEVER = {
    "desk": {"bot", "console", "aiohttp", "jinja2", "telegram", "house", "shopdesk"},
    "bot": {"console", "jinja2", "house", "shopdesk"},
    "console": {"bot", "telegram", "house", "shopdesk"},
}
# What speaks to other systems as a client; serving pages is no room of the desk's.
SPEAK_HTTP, CLIENT = {"desk/shops/paying.py"}, {"aiohttp"}
# Nouns and rules; the rest of desk/ may know the store.
KNOW_THE_STORE = {
    "desk/commands.py",
    "desk/lease.py",
    "desk/metrics.py",
    "desk/shelf.py",
    "desk/figures_printed.py",
    "desk/house_rules.py",
    "desk/judged_days.py",
    "desk/reckoner.py",
}
NAMES_OF_THINGS_NOT_UNDERSTOOD = re.compile(r"(^|_)(utils?|helpers?|common|managers?|services?|misc)(_|$)")
ASKS_THE_TIME = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "monotonic"), ("time", "perf_counter"), ("time", "time_ns"),
}  # fmt: skip


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(file: Path) -> set[str]:
    """Every module a file imports, whole names."""
    found = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def calls(file: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.value.id, node.attr


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("room", NEVER)
def test_no_room_reaches_into_another(room: str) -> None:
    reached = {
        name(f): sorted(
            {m.split(".")[0] for m in imported(f)}
            & NEVER[room] - (CLIENT if name(f) in SPEAK_HTTP else set())
        )
        for f in modules(room)
    }
    assert {file: found for file, found in reached.items() if found} == {}


def test_nouns_do_not_know_the_store() -> None:
    nouns = [f for f in (ROOT / "desk").glob("*.py") if name(f) not in KNOW_THE_STORE]
    assert [name(f) for f in nouns if any(m.startswith("desk.store") for m in imported(f))] == []


def test_sql_is_spoken_in_one_folder() -> None:
    speakers = [f for room in ROOMS for f in modules(room) if not name(f).startswith("desk/store/")]
    speakers += DOOR
    drivers = {"sqlalchemy", "psycopg", "sqlite3", "pysqlite3", "alembic"}
    assert [name(f) for f in speakers if {m.split(".")[0] for m in imported(f)} & drivers] == []


def test_only_the_clock_asks_for_the_time() -> None:
    files = [f for room in ROOMS for f in modules(room) if name(f) != "desk/clock.py"]
    assert [(name(f), call) for f in [*files, *DOOR] for call in calls(f) if call in ASKS_THE_TIME] == []


def test_no_file_is_named_after_something_not_understood() -> None:
    assert [
        name(f) for room in ROOMS for f in modules(room) if NAMES_OF_THINGS_NOT_UNDERSTOOD.search(f.stem)
    ] == []


def test_no_secret_templates_shells_or_pickles() -> None:
    """Stored text is never a template, a shell line, or an object."""
    wrong = {("os", "system"), ("pickle", "loads"), ("yaml", "load"), ("environment", "from_string")}
    files = [f for room in ROOMS for f in modules(room)]
    assert [(name(f), call) for f in files for call in calls(f) if call in wrong] == []
    shells = [
        name(f)
        for f in files
        for node in ast.walk(tree(f))
        if isinstance(node, ast.keyword) and node.arg == "shell" and getattr(node.value, "value", False)
    ]
    assert shells == []


def test_our_scripts_never_write_html_from_text() -> None:
    """`innerHTML` and its kin stay with the vendored libraries; ours set text, or parse pieces that templates made."""
    wrong = re.compile(r"\.(innerHTML|outerHTML|insertAdjacentHTML)\b|document\.write|\beval\(|new Function")
    scripts = [*(ROOT / "console/static/js").glob("*.js"), *(ROOT / "bot/static").rglob("*.js")]
    assert scripts
    assert [name(f) for f in scripts if wrong.search(f.read_text(encoding="utf-8"))] == []


def test_pages_have_no_inline_scripts_styles_or_foreign_sources() -> None:
    pages = [*(ROOT / "console/templates").rglob("*.html"), *(ROOT / "bot/static").rglob("*.html")]
    wrong = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"|(?:src|href)=\"(?:https?:)?//", re.IGNORECASE
    )
    assert [
        (name(f), found[0]) for f in pages if (found := wrong.search(f.read_text(encoding="utf-8")))
    ] == []


def test_serving_loads_no_heavy_libraries() -> None:
    """Training, picture decoding, spreadsheets, migrations and alarms are loaded where they are used."""
    heavy = ("sklearn", "scipy", "PIL", "openpyxl", "alembic", "apprise")
    probe = f"import sys, shopdesk, house; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_every_command_is_found_where_the_desk_is_installed(tmp_path: Path) -> None:
    """From any folder: the measurements' rooms, too, which are not on the way of anything else."""
    command = [str(Path(sys.executable).with_name("shopdesk")), "bench", "of nothing"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (said.returncode, "There is no measurement" in said.stderr) == (1, True), said.stderr


def test_the_app_is_split_so_that_nothing_lives_at_module_level() -> None:
    """No clients, stores, settings or clocks made at import: house.py hands them over."""
    makers = {
        "SqliteStore",
        "PostgresStore",
        "ClientSession",
        "Bot",
        "Feed",
        "Hearing",
        "Thinking",
        "system_clock",
        "load_packs",
    }
    wrong = [
        (name(f), node.value.func.id)
        for room in ROOMS
        for f in modules(room)
        for node in tree(f).body
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id in makers
    ]
    assert wrong == []


def test_no_path_of_one_machine_is_committed() -> None:
    """Nothing in the tree leads to somebody's home or to a package server's own address."""
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT)
    if listed.returncode:
        pytest.fail("not a git checkout: the rule cannot be tried")
    wrong = re.compile(r"/(?:home|Users|root)/[a-z]|--index-url|--trusted-host|\"resolved\": \"http")
    ends = (".py", ".md", ".toml", ".lock", ".txt", ".json", ".html", ".js", ".css", "run", "test", "check")
    files = [
        ROOT / line for line in listed.stdout.splitlines() if line.endswith(ends) and "vendor/" not in line
    ]
    found = [
        name(f)
        for f in files
        if f.exists()
        and f.name != "test_house.py"
        and wrong.search(f.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
