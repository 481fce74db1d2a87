"""No sentence that measures us may stand in the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.overlap import overlap

ASKED = "can the blue kettle be sent by boat"
ASKED_IN_CHINESE = "藍色水壺可以走海運嗎"
LONG = "can the blue kettle with the long neck be sent to my aunt by boat"


@pytest.mark.parametrize(
    "sentence, written",
    [
        (ASKED, '("Can the blue kettle be sent by boat?", 1),'),
        (ASKED, "- can the blue kettle,  be sent by boat\n"),
        (ASKED, '{"text": "can the blue kettle be sent by boat"}'),
        (ASKED_IN_CHINESE, '"蓝色水壶，可以走海运吗？"'),
        (LONG, f"# somebody wrote: {LONG}; and more"),
        ("is the kettle of order 4471 blue", '"is the kettle of order {order_number} blue"'),
    ],
)
def test_a_sentence_is_found_however_it_is_written(tmp_path: Path, sentence: str, written: str) -> None:
    file = tmp_path / "tests" / "bot" / "test_kettles.py"
    file.parent.mkdir(parents=True)
    file.write_text(written, encoding="utf-8")
    assert overlap([sentence], tmp_path) == [("tests/bot/test_kettles.py", sentence)]


@pytest.mark.parametrize(
    "sentence, written",
    [
        ("where is it", '"where is it"'),
        ("it's been two weeks", '"It\'s been two weeks"'),
        ("有货吗有货吗", '"有货吗有货吗"'),
        (ASKED, f'"surely {ASKED}"'),
        (LONG, f'"{LONG}s"'),
    ],
)
def test_what_everybody_says_is_no_overlap(tmp_path: Path, sentence: str, written: str) -> None:
    (tmp_path / "README.md").write_text(written, encoding="utf-8")
    assert overlap([sentence], tmp_path) == []
