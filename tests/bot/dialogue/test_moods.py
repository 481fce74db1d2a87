"""Moods by the words used: tables of sentences."""

from __future__ import annotations

import pytest

from bot.dialogue.moods import SUGGESTING, UPSET, is_idle, mood_of
from bot.dialogue.replies import REPLIES
from tests.bot.dialogue.talk import PACKS


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("傻逼客服", "abusive"),
        ("滚", "abusive"),
        ("滾！", "abusive"),
        ("你們是白癡嗎", "abusive"),
        ("FUCK YOU", "abusive"),
        ("you’re useless!", "abusive"),
        ("send me nudes", "abusive"),
        ("气死我了，傻逼", "abusive"),
        ("气死我了", "upset"),
        ("太過分了吧", "upset"),
        ("人工智障吧你", "upset"),
        ("This is ridiculous!!", "upset"),
        ("this is ridiculous 😡", "upset"),
        ("worst shop ever", None),
        ("you are the worst shop", "upset"),
        ("建议你们出个小号", "suggesting"),
        ("建議你們出個小號", "suggesting"),
        ("I suggest you sell bulbs", "suggesting"),
        ("it would be great if you added blue", "suggesting"),
        ("亚麻台灯有货吗", None),
        ("锅里的水滚了还能放吗", None),
        ("你建议我买哪个尺码", None),
        ("废物利用的花盆有吗", None),
        ("I'm an idiot, wrong number", None),
        ("what is the worst case for delivery", "upset"),
        ("is it a nice lamp", None),
        ("", None),
    ],
)
def test_the_mood_of_a_letter(text: str, mood: str | None) -> None:
    assert mood_of(text) == mood


@pytest.mark.parametrize("word", [*UPSET.split(), *(w for w in SUGGESTING.split() if "?" not in w)])
def test_every_word_of_the_tables_tells(word: str) -> None:
    assert mood_of(f"亲，{word}啊") in ("upset", "suggesting")


@pytest.mark.parametrize(
    ("text", "idle"),
    [
        ("哈哈哈", True),
        ("嗯", True),
        ("😂😂", True),
        ("lol", True),
        ("haha!", True),
        ("...", True),
        ("？？", False),
        ("66", True),
        ("1007", False),
        ("嗯黑色的", False),
        ("hello", False),
        ("", False),
    ],
)
def test_nothing_to_understand(text: str, idle: bool) -> None:
    assert is_idle(text) is idle


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_what_answers_a_mood_has_two_wordings(language: str) -> None:
    replies = PACKS.by_language[language].replies
    kinds = (
        "abuse_notice",
        "abuse_supervisor",
        "suggestion_thanks",
        "chat_close",
        "again_person",
        "back_to_order",
        "cannot_prove",
    )
    assert all(kind in REPLIES and len(replies[kind]) >= 2 for kind in kinds)
