"""The scripts and styles: small, our own, and nothing in them that the page's policy forbids."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.console.sample import ROOM, renderer

STATIC = ROOM / "static"
SCRIPTS = sorted((STATIC / "js").glob("*.js"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_a_script_is_one_behaviour_and_never_turns_data_into_markup(script: Path) -> None:
    text = script.read_text("utf-8")
    assert text.startswith("// ")
    assert len(text.splitlines()) < 200
    assert not re.search(
        r"innerHTML|outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function|https?:", text
    )


def test_every_script_and_style_is_on_the_page() -> None:
    """Of every page, or of the one that alone needs it."""
    page = "".join(file.read_text("utf-8") for file in (ROOM / "templates").rglob("*.html"))
    files = [*SCRIPTS, *(STATIC / "css").glob("*.css"), *(STATIC / "vendor").glob("*.js")]
    assert [file.name for file in files if f"'{file.stem}'" not in page and file.name not in page] == []


def test_vendored_files_are_those_that_were_written_down() -> None:
    table = (STATIC / "vendor" / "README.md").read_text("utf-8")
    for name, digest in re.findall(r"\| (\S+\.(?:js|css)) \|.*\| ([0-9a-f]{64}) \|", table):
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest
    assert (
        len(list((STATIC / "vendor").glob("*.LICENSE"))) == len(list((STATIC / "vendor").glob("*.js"))) == 3
    )


def test_a_colour_is_named_once() -> None:
    for sheet in (STATIC / "css").glob("*.css"):
        if sheet.name not in ("tokens.css", "thread.css"):
            assert not re.search(r"oklch\(\d|#[0-9a-f]{3,8}\b|rgba?\(", sheet.read_text("utf-8")), sheet.name


def test_an_address_changes_with_its_content() -> None:
    address = renderer()._environment.globals["asset"]
    digest = hashlib.sha256((STATIC / "css" / "tokens.css").read_bytes()).hexdigest()
    assert address("css/tokens.css") == f"/static/css/tokens.css?v={digest[:12]}"  # type: ignore[operator]
