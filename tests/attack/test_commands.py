"""Commands in a house that is not as they need it: plain words and exit 2, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.prove.house import ROOT

CONFIG = """
[public]
url = "http://127.0.0.1:8080"
[console]
url = "http://127.0.0.1:8081"
[store]
url = "{store}"
[files]
path = "{files}"
[shop]
name = "Lantern & Loom"
[channels.web.main]
origins = []
"""


def told(folder: Path, *command: str, store: str = "sqlite:///shopdesk.db", files: str = "files") -> str:
    """What it says before it gives up with exit 2."""
    (folder / "config.toml").write_text(CONFIG.format(store=store, files=files), encoding="utf-8")
    ours = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "shopdesk", *command],
        cwd=folder,
        env=ours,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr and done.stderr.count("\n") == 1
    return done.stderr


def test_a_store_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "shopdesk.db").write_bytes(b"a shopping list" * 1000)
    assert "file is not a database" in told(tmp_path, "serve")


def test_a_store_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "shopdesk.db").mkdir()
    assert "unable to open" in told(tmp_path, "user", "add", "Otto", "--role", "agent")


def test_a_store_that_nobody_answers_for(tmp_path: Path) -> None:
    said = told(tmp_path, "export", store="postgresql://desk:lantern-secret@127.0.0.1:1/desk")
    assert "does not answer" in said and "lantern-secret" not in said


def test_files_where_no_folder_can_be(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    assert "taken" in told(tmp_path, "serve", files="taken")


@pytest.mark.parametrize("command", ["understand", "banned"])
def test_lines_that_are_none(tmp_path: Path, command: str) -> None:
    (tmp_path / "lines").write_bytes(b"\xb5\xff\n")
    assert "UTF-8" in told(tmp_path, command, "--jsonl", "lines")
    (tmp_path / "lines").write_text("[1]\n")
    assert "line 1" in told(tmp_path, command, "--jsonl", "lines")
    assert "nowhere: No such file" in told(tmp_path, command, "--jsonl", "nowhere")
