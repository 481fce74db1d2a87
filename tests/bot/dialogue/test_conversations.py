"""Whole conversations, line by line: what is written, which replies follow, what is done."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.dialogue.talk import Talk, deeds, keys

TABLES = sorted((Path(__file__).parent / "conversations").glob("*.toml"))


def conversations() -> list[Any]:
    return list(_written())


def _written() -> Iterator[Any]:
    for table in TABLES:
        for conversation in tomllib.loads(table.read_text())["conversation"]:
            yield pytest.param(conversation, id=f"{table.stem}: {conversation['name']}")


def test_there_are_enough_of_them_in_both_languages() -> None:
    languages = [c.values[0].get("language", "zh-CN") for c in conversations()]
    assert len(languages) >= 120
    assert min(languages.count("zh-CN"), languages.count("en")) >= 35


@pytest.mark.parametrize("conversation", conversations())
async def test_a_conversation_goes_as_written(conversation: dict[str, Any]) -> None:
    talk = Talk(
        buyer=conversation.get("buyer", "mina"),
        language=conversation.get("language", "zh-CN"),
        open_now=conversation.get("open", True),
        down=conversation.get("shop_down", False),
    )
    run = []
    for line in conversation["line"]:
        run.append(talk.heard(line))
        if line.get("more"):
            continue
        steps = await talk.thinks(run)
        assert keys(steps) == line.get("hears", []), line
        assert deeds(steps) == line.get("does", []), line
        said = "\n".join(talk.texts)
        for words in line.get("says", []):
            assert words in said, (words, said)
        for words in line.get("never", []):
            assert words not in said, (words, said)
        run = []
