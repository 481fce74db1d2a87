"""Whole conversations, heard for real: what Mina writes is understood by the shipped packs and model.

A line has what she `writes` (a list: pieces that come one upon the other), `presses` or `sends`; the replies she `hears`;
words that it `says` and `never` says; and what is done (`does`)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue.steps import Say
from tests.bot.dialogue.for_real import RealTalk
from tests.bot.dialogue.talk import deeds, keys

TABLES = sorted((Path(__file__).parent / "heard").glob("*.toml"))


def _written() -> Iterator[Any]:
    for table in TABLES:
        for conversation in tomllib.loads(table.read_text())["conversation"]:
            yield pytest.param(conversation, id=f"{table.stem}: {conversation['name']}")


HEARD = list(_written())


def test_there_are_enough_of_them_in_each_language() -> None:
    languages = [c.values[0].get("language", "zh-CN") for c in HEARD]
    assert len(languages) >= 70
    assert languages.count("zh-CN") >= 30
    assert languages.count("en") >= 25
    assert languages.count("zh-TW") >= 6


@pytest.mark.parametrize("conversation", HEARD)
async def test_a_conversation_goes_as_it_is_lived(conversation: dict[str, Any]) -> None:
    talk = RealTalk(
        buyer=conversation.get("buyer", "mina"),
        language=conversation.get("language", "zh-CN"),
        open_now=conversation.get("open", True),
        down=conversation.get("shop_down", False),
    )
    for line in conversation["line"]:
        steps = await talk.goes_on(line)
        assert keys(steps) == line.get("hears", []), line
        assert deeds(steps) == line.get("does", []), line
        said = "\n".join(talk.texts)
        for words in line.get("says", []):
            assert words in said, (words, said)
        for words in line.get("never", []):
            assert words not in said, (words, said)
    assert [one for one, next_one in pairwise(talk.answers) if one == next_one] == []


async def test_the_same_question_never_has_the_same_answer_twice_running_however_the_letters_are_counted() -> (
    None
):
    """Where each question and its answer are two messages, the number of the message is always odd."""
    talk = RealTalk()
    answers, keyed = [], []
    for _ in range(6):
        steps = await talk.goes_on({"writes": "有优惠吗"})
        talk.letters += 1  # as if the answer was numbered too
        answers.append(talk.texts[-1])
        keyed += [step for step in steps if isinstance(step, Say) and step.key == "promotion"]
    assert all(one != next_one for one, next_one in pairwise(answers))
    assert [len(say.also) for say in keyed] == [0, 0, 1, 1, 1, 1]


async def test_a_turn_thought_twice_has_the_same_words() -> None:
    talk, again = RealTalk(), RealTalk()
    for writes in ("有优惠吗", "有优惠吗", "黄铜台灯有货吗", "有优惠吗"):
        before = talk.seen, talk.letters
        first = await talk.goes_on({"writes": writes})
        again.seen, again.letters, again.language = *before, talk.language
        assert await again.goes_on({"writes": writes}) == first
        assert again.texts == talk.texts
