"""What each letter of Telegram is read as; and that no letter, whatever its bytes, does more than be Unreadable."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import SystemRandom
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.channels import Incoming, PhotoRef, Unreadable
from bot.channels.telegram_update import MAX_TEXT, Me, external_id, read_update
from desk.clock import from_ms
from tests.standins.mutations import mutated, seeds

PAYLOADS = Path(__file__).parent.parent / "payloads" / "telegram"
BOT = Me(7000001, "lantern_loom_bot")
WEAVERS = "-1001940772215"


def letter(name: str) -> bytes:
    return (PAYLOADS / f"{name}.json").read_bytes()


def photo(tag: str) -> tuple[PhotoRef, ...]:
    return (PhotoRef(ref=f"AgACAgQAAxkBAAI{tag}y", unique=f"AQAD{tag}-", size_bytes=183_402),)


def mina(kind: str, ext_id: int, **more: Any) -> Incoming:
    """Mina in her own chat, a message sent at 08:21 and some seconds."""
    said = {"chat": "7", "identity": "7", "name": "Mina Lindqvist", "language": "zh-hans"}
    at = more.pop("at", None)
    sent_at = None if at is None else from_ms((1763799660 + at) * 1000)
    return Incoming(kind=kind, ext_id=f"{884210300 + ext_id}", sent_at=sent_at, **(said | more))  # type: ignore[arg-type]


ALBUM = "13890214417732211"
LABEL = PhotoRef("BQACAgQAAxkBAAIpic", "AgADpic", 3_918_442, "IMG_2041.HEIC.jpg", as_file=True)
READ = {
    "text": mina("text", 1, at=1, msg_id="4101", text="白色的还有货吗"),
    "start": mina("text", 2, at=2, msg_id="4102", text="/start lamp-grey"),
    "caption_photo": mina("photo", 3, at=3, msg_id="4103", text="这个灯罩裂了 😢", photos=photo("Rk1")),
    "album_1": mina(
        "photo", 4, at=4, msg_id="4104", text="three sides of it", photos=photo("Al1"), group_id=ALBUM
    ),
    "album_2": mina("photo", 5, at=5, msg_id="4105", photos=photo("Al2"), group_id=ALBUM),
    "picture_as_file": mina("photo", 6, at=6, msg_id="4106", text="the parcel label", photos=(LABEL,)),
    "document": mina("file", 7, at=7, msg_id="4107"),
    "sticker": mina("sticker", 8, at=8, msg_id="4108"),
    "voice": mina("voice", 9, at=9, msg_id="4109"),
    "video": mina("video", 10, at=10, msg_id="4110", text="listen to the hum"),
    "animation": mina("video", 11, at=11, msg_id="4111"),
    "contact": mina("contact", 12, at=12, msg_id="4112"),
    "location": mina("file", 13, at=13, msg_id="4113"),
    "edited": mina("edit", 14, at=95, msg_id="4114", text="do you have the linen lamp in grey, size M?"),
    "edited_caption": mina(
        "edit", 15, at=120, msg_id="4115", text="the crack is on the left", photos=photo("Ed1")
    ),
    "live_location": mina("other", 16, at=130, msg_id="4116"),
    "callback": mina("press", 17, msg_id="4098", button="pick:LL-0102:3", press_id="30064771077518399"),
    "callback_on_an_old_message": mina(
        "press", 18, msg_id="1203", button="wait:yes", press_id="30064771077518411"
    ),
    "blocked": mina("gone", 19, at=200),
    "unblocked": mina("other", 20, at=260),
    "group_chatter": mina("text", 21, at=17, msg_id="4117", chat=WEAVERS, in_group=True, for_us=False),
    "group_mention": mina("text", 22, at=18, msg_id="4118", chat=WEAVERS, in_group=True),
    "group_reply": mina("text", 23, at=19, msg_id="4119", chat=WEAVERS, in_group=True, text="ok, how?"),
    "group_command": mina("text", 24, at=20, msg_id="4120", chat=WEAVERS, in_group=True),
    "group_command_to_another": mina(
        "text", 25, at=21, msg_id="4121", chat=WEAVERS, in_group=True, for_us=False
    ),
    "forum_topic": mina(
        "text", 26, at=22, msg_id="4122", chat="-1001940772299:52", in_group=True, text="/stock"
    ),
    "business": mina(
        "text", 27, at=23, msg_id="4123", chat="biz:c2hvcC1vd25lcg:7", text="Is my order on its way?"
    ),
    "member_joined": mina("other", 29, at=25, msg_id="4125", chat=WEAVERS, in_group=True, for_us=False),
    "channel_post": Incoming("other", "884210330", chat="-1001777000111", identity="-1001777000111"),
    "callback_inline": Incoming("other", "884210336", chat="7", identity="7"),
    "unknown": Incoming("other", "884210331", chat="", identity=""),
}


@pytest.mark.parametrize("name", READ)
def test_this_letter_is_read_as_this(name: str) -> None:
    read = read_update(letter(name), BOT)
    texts_told = READ[name].in_group and not READ[name].text
    assert (replace(read, text="") if texts_told else read) == READ[name]


@pytest.mark.parametrize(
    "name", ["business_owner", "from_another_bot", "automatic_forward", "callback_of_a_game"]
)
def test_what_no_buyer_wrote_is_not_a_buyers_letter(name: str) -> None:
    assert read_update(letter(name), BOT).kind == "other"


@pytest.mark.parametrize("name", [path.stem for path in sorted(PAYLOADS.glob("broken_*.json"))])
def test_a_broken_letter_is_unreadable(name: str) -> None:
    with pytest.raises(Unreadable):
        read_update(letter(name), BOT)


def test_only_what_no_store_keeps_is_replaced() -> None:
    read = read_update(letter("lone_surrogate_and_nul"), BOT)
    assert read.text == "lamp \ufffd \ufffd grey 😢"
    assert read.name == "Mi\ufffdna"


def test_a_text_no_chat_carries_is_unreadable() -> None:
    heard = json.loads(letter("text"))
    heard["message"]["text"] = "灯" * MAX_TEXT
    assert len(read_update(json.dumps(heard).encode(), BOT).text) == MAX_TEXT
    heard["message"]["text"] += "灯"
    with pytest.raises(Unreadable, match="32,768 characters"):
        read_update(json.dumps(heard).encode(), BOT)


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_json_is_unreadable_even_beside_a_lone_surrogate(word: str) -> None:
    raw = letter("lone_surrogate_and_nul").rstrip()[:-1] + b', "x": ' + word.encode() + b"}"
    with pytest.raises(Unreadable, match="not JSON"):
        read_update(raw, BOT)


@pytest.mark.parametrize(
    "update_id, number",
    [
        (7, "7"),
        (0, "0"),
        (2**63 - 1, str(2**63 - 1)),
        (2**63, None),
        (7.0, None),
        (True, None),
        ("7", None),
        (None, None),
    ],
)
def test_only_a_whole_number_of_64_bits_is_the_letters_number(update_id: object, number: str | None) -> None:
    raw = json.dumps({"update_id": update_id, "message": {}}).encode()
    assert external_id(raw) == (number or "raw:" + sha256(raw).hexdigest())


def test_a_letter_without_a_number_is_named_by_its_bytes() -> None:
    assert external_id(b"\xff{") == "raw:" + sha256(b"\xff{").hexdigest()


def test_the_name_of_the_bot_is_not_part_of_a_longer_name() -> None:
    heard = json.loads(letter("group_mention"))
    heard["message"]["text"] = "@lantern_loom_bot2 is the grey one back?"
    assert not read_update(json.dumps(heard).encode(), BOT).for_us


@pytest.mark.parametrize("update", seeds(), ids=lambda update: str(update["update_id"]))
def test_the_library_reads_the_same(update: dict[str, Any]) -> None:
    """python-telegram-bot, an independent reader of the same manual, names the same chat, person and words."""
    ours, theirs = read_update(json.dumps(update).encode(), BOT), Update.de_json(update, None)
    assert theirs is not None and ours.ext_id == str(theirs.update_id)
    if theirs.effective_chat is not None:
        assert ours.chat.split(":")[-1 if "biz" in ours.chat else 0] == str(theirs.effective_chat.id)
    if theirs.effective_user is not None and ours.name:
        assert (ours.identity, ours.name) == (str(theirs.effective_user.id), theirs.effective_user.full_name)
        assert ours.language == theirs.effective_user.language_code
    message = theirs.message or theirs.edited_message or theirs.business_message
    if message is not None:
        assert ours.text == (message.text or message.caption or "")
        assert ours.sent_at == (message.edit_date or message.date)
        assert [ref.ref for ref in ours.photos if not ref.as_file] == [
            size.file_id for size in message.photo[-1:]
        ]


def test_a_thousand_damaged_letters_are_read_or_unreadable_and_can_be_kept() -> None:
    for seed in (22, SystemRandom().randrange(10**9)):
        outcomes = [kept(raw) for raw in mutated(1_000, seed)]
        assert 200 < outcomes.count("unreadable") < 800, f"seed {seed} breaks all, or nothing"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def letters_with_a_stranger_in_them(draw: st.DrawFn) -> bytes:
    """A good update with any JSON at any one place of it."""
    update = draw(st.sampled_from(seeds()))
    within: Any = update
    while True:
        key = draw(st.sampled_from(list(within) if isinstance(within, dict) else range(len(within))))
        if not isinstance(within[key], dict | list) or not within[key] or draw(st.booleans()):
            break
        within = within[key]
    within[key] = draw(JSON)
    return json.dumps(update).encode()


@settings(max_examples=500)
@given(letters_with_a_stranger_in_them() | st.binary(max_size=300))
def test_any_stranger_at_any_place_gives_a_letter_or_unreadable(raw: bytes) -> None:
    kept(raw)


def kept(raw: bytes) -> str:
    """How it was read; every word of it can be stored, and every key is short enough for an index."""
    assert len(external_id(raw)) <= 68
    try:
        read = read_update(raw, BOT)
    except Unreadable as reason:
        assert 0 < len(str(reason)) < 100
        return "unreadable"
    refs = [word for ref in read.photos for word in (ref.ref, ref.unique, ref.name)]
    for word in (read.text, read.name, read.language, read.button, *refs):
        assert word is None or (type(word) is str and b"\x00" not in word.encode())
    for key in (
        read.ext_id,
        read.chat,
        read.identity,
        read.msg_id,
        read.group_id,
        read.press_id,
        read.button,
    ):
        assert key is None or (type(key) is str and len(key) <= 600)
    assert read.ext_id == external_id(raw)
    assert all(ref.size_bytes is None or type(ref.size_bytes) is int for ref in read.photos)
    return read.kind
