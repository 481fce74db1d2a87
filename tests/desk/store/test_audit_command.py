"""`shopdesk audit`: what it says, in lines and as JSON, and how it ends."""

from __future__ import annotations

import asyncio
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

import shopdesk
from desk.errors import DeskError
from desk.store.sqlite import SqliteStore
from tests.conftest import Watch
from tests.desk.store.audited import FIRST, Shop


@pytest.fixture(autouse=True)
def nobody_sets_up_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command's own would be kept by whoever logs first, for all tests after this one, and its screen is closed then."""
    monkeypatch.setattr("desk.commands.set_up", lambda level, form: None)


@pytest.fixture
async def shop(sqlite_store: SqliteStore, watch: Watch) -> Shop:
    return await Shop(sqlite_store, watch).two_days()


async def asks(folder: Path, *more: str) -> tuple[int, str]:
    settings = folder / "config.toml"
    settings.write_text(
        '[store]\nurl = "sqlite:///shopdesk.db"\n[channels.web.other]\norigins = ["https://l.example"]\n'
    )
    days = ("--from", "2026-11-22", "--to", "2026-11-23")
    done = await asyncio.to_thread(
        CliRunner().invoke, shopdesk.cli, ["audit", "--config", str(settings), *days, *more]
    )
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


async def test_of_two_honest_days_it_says_so_and_ends_well(shop: Shop, tmp_path: Path) -> None:
    code, said = await asks(tmp_path)
    assert code == 0
    assert "2026-11-22 to 2026-11-23, 2 days" in said and "Nothing is lost" in said
    assert "0 of         11 letters in that do not stand in a conversation (11 done)" in said
    assert "web other" in said, "an account that nobody wrote to has its lines, too"
    code, said = await asks(tmp_path, "--json")
    told = orjson.loads(said)
    assert (code, told["verdict"], told["lost"], told["waiting"]) == (0, "whole", 0, 0)
    assert {line["looked"] for line in told["lines"] if line["check"] == "stored"} == {0, 1, 11}


async def test_what_is_lost_ends_it_with_1(shop: Shop, tmp_path: Path) -> None:
    await shop.run(f"update inbox set ext_id = 'raw:9' where ext_id = '{FIRST + 3}'")
    code, said = await asks(tmp_path)
    assert code == 1
    assert (
        "!!          1 of         11 numbers of the channel that never came (1 letters had no number" in said
    )
    code, said = await asks(tmp_path, "--json")
    found = [line for line in orjson.loads(said)["lines"] if line["found"]]
    assert [(line["check"], line["found"], line["lost"]) for line in found] == [("gaps", 1, True)]


async def test_a_letter_that_waits_for_the_bot_is_told_and_is_no_loss(shop: Shop, tmp_path: Path) -> None:
    await shop.run("update inbox set state = 'new' where id = 1")
    code, said = await asks(tmp_path)
    assert code == 0 and "the longest for" in said and "Some of it waits for somebody" in said


async def test_days_that_are_turned_round_are_refused(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="no day from 2026-11-22 to 2026-11-01"):
        await asks(tmp_path, "--to", "2026-11-01")
