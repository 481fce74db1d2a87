"""A name on an app leads out of the shop; what only looks like one does not."""

from __future__ import annotations

import pytest

from desk.banned.handles import handles


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("telegram: nora_field7", "telegram: nora_field7"),
        ("my insta = nora.field, say hi", "insta = nora.field"),
        ("t3l3gr4m : nora_field", "t3l3gr4m : nora_field"),
        ("whatsapp id → @nora7", "whatsapp id → @nora7"),
        ("vx: luying88", "vx: luying88"),
        ("my id there is rose_lin", "my id there is rose_lin"),
    ],
)
def test_a_name_on_an_app_is_found(text: str, told: str) -> None:
    assert [text[start:end] for start, end in handles(text)] == [told]


@pytest.mark.parametrize(
    "text",
    [
        "whatsapp: yes",
        "line 2: item_3",
        "zoom: 4x.lens",
        "instagram: 12",
        "size: a_4",
        "telegrams: nora_field",
        "skype:",
        "your order id is nora_71",
    ],
)
def test_a_word_behind_a_colon_is_none(text: str) -> None:
    assert list(handles(text)) == []
