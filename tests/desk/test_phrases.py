"""Packs are read, every fault is told at once, and replies are filled in once and never rescanned."""

from __future__ import annotations

from pathlib import Path

import pytest
from opencc import OpenCC

from desk.phrase_check import reply_faults
from desk.phrases import PackFaults, Packs, load_packs

PACK = 'name = "English"\nlanguage = "{language}"\nscript = "Latn"\n'
INTENTS = '[greeting]\npeople_say = ["hello Mina"]\n'
REPLIES = """
[hello]
say = ["Hello {buyer_name}.", "Good day, {buyer_name}."]

[[out_of_stock]]
when = "restock_on"
say = ["Back on {restock_on}."]

[[out_of_stock]]
say = ["We are asking our supplier.", "Our supplier will tell us."]
"""
QUICK = '[opening]\ntitle = "Opening"\ntext = "Hello {buyer_name}, this is Otto."\n'
BANNED = """
[company_rules]
family = "company rules"
verdict = "block"
phrases = ["company rules"]
say = "What I can do for you is …"
"""


def folder(at: Path, language: str = "en", **changed: str) -> Path:
    files = {"pack": PACK.replace("{language}", language), "intents": INTENTS, "replies": REPLIES}
    files |= {"quick_replies": QUICK, "banned": BANNED} | changed
    home = at / language
    home.mkdir(parents=True)
    for name, text in files.items():
        (home / f"{name}.toml").write_text(text, encoding="utf-8")
    return at


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    folder(tmp_path, "zh-CN")
    return load_packs(folder(tmp_path))


def test_the_next_turn_gets_the_next_variant_and_the_same_turn_the_same(packs: Packs) -> None:
    said = [packs.for_language("en").reply("hello", {"buyer_name": "Mina"}, turn) for turn in (0, 1, 2, 0)]
    assert said == ["Hello Mina.", "Good day, Mina.", "Hello Mina.", "Hello Mina."]


def test_a_variant_with_a_condition_is_said_when_its_value_is_there_and_not_empty(packs: Packs) -> None:
    pack = packs.for_language("en")
    assert pack.reply("out_of_stock", {"restock_on": "2 December"}, 1) == "Back on 2 December."
    assert pack.reply("out_of_stock", {"restock_on": ""}, 0) == "We are asking our supplier."
    assert pack.reply("out_of_stock", {}, 1) == "Our supplier will tell us."


@pytest.mark.parametrize("name", ["{order}", "{buyer_name}", "{{7*7}}", "{0.__class__}", "%(x)s%n", "<b>"])
def test_what_a_value_contains_is_never_looked_at_again(packs: Packs, name: str) -> None:
    values = {"buyer_name": name, "order": "1007"}
    assert packs.for_language("en").reply("hello", values, 0) == f"Hello {name}."


def test_a_reply_is_never_longer_than_four_thousand_characters(packs: Packs) -> None:
    assert len(packs.for_language("en").reply("hello", {"buyer_name": "a" * 10_000}, 0)) == 4_000


@pytest.mark.parametrize(
    "tag, language",
    [("en", "en"), ("en-GB", "en"), ("zh-CN", "zh-CN"), ("zh-TW", "zh-CN"), ("fr", "en"), ("", "en")],
)
def test_a_language_without_a_pack_gets_its_neighbour_or_the_shops(
    packs: Packs, tag: str, language: str
) -> None:
    assert packs.for_language(tag).language == language


def test_every_fault_of_every_pack_is_told_at_once(tmp_path: Path) -> None:
    folder(tmp_path, "en", replies='[hello]\nsay = "hi"\nmood = "gay"\n', intents="[greeting]\n")
    folder(tmp_path, "zh-CN", quick_replies='[opening]\ntitle = "x"\ntext = "{Buyer Name}"\n', banned="=")
    with pytest.raises(PackFaults) as told:
        load_packs(tmp_path)
    assert {(f.file, f.key) for f in told.value.faults} >= {
        ("en/replies.toml", "hello.say"),
        ("en/replies.toml", "hello.mood"),
        ("en/intents.toml", "greeting.people_say"),
        ("zh-CN/banned.toml", ""),
    }


def test_a_place_that_is_not_written_like_this_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PackFaults, match=r"en/replies.toml: hello: a place for a value"):
        load_packs(folder(tmp_path, replies='[hello]\nsay = ["Hello {0.name}"]\n'))


def test_two_intents_cannot_claim_one_sentence(tmp_path: Path) -> None:
    intents = '[greeting]\npeople_say = ["Hello"]\n[thanks]\npeople_say = ["hello"]\n'
    with pytest.raises(PackFaults, match="already belongs to greeting"):
        load_packs(folder(tmp_path, intents=intents))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "en" / "banned.toml").unlink()
    with pytest.raises(PackFaults, match=r"en/banned.toml: this file is missing"):
        load_packs(tmp_path)


def test_the_code_and_the_replies_must_agree(packs: Packs) -> None:
    agreed = {"hello": {"buyer_name"}, "out_of_stock": {"restock_on"}}
    assert reply_faults(packs, agreed) == []
    told = reply_faults(packs, {"hello": set[str](), "goodbye": set[str]()})
    assert {(f.key, f.reason) for f in told if f.file == "en/replies.toml"} == {
        ("goodbye", "this reply is missing"),
        ("hello", "uses {buyer_name}, which is never known here"),
        ("out_of_stock", "nothing ever says this"),
    }


def test_a_reply_that_is_said_only_on_a_condition_needs_another(tmp_path: Path) -> None:
    packs = load_packs(folder(tmp_path, replies='[hello]\nwhen = "name"\nsay = ["Hi"]\n'))
    assert "without `when`" in reply_faults(packs, {"hello": {"name"}})[0].reason


def test_a_reply_with_banned_words_is_a_fault_that_proposes_better_ones(tmp_path: Path) -> None:
    packs = load_packs(folder(tmp_path, replies='[hello]\nsay = ["Those are company  rules."]\n'))
    (told,) = reply_faults(packs, {"hello": set[str]()})
    assert "company  rules" in told.reason and "What I can do for you is" in told.reason


def test_a_reply_that_a_number_makes_a_banned_one_is_a_fault(tmp_path: Path) -> None:
    banned = BANNED.replace('["company rules"]', '["number 1 in"]')
    packs = load_packs(
        folder(tmp_path, banned=banned, replies='[hello]\nsay = ["You are number {place} in the queue."]\n')
    )
    (told,) = reply_faults(packs, {"hello": {"place"}})
    assert "number 1 in" in told.reason


def test_the_hash_of_a_pack_follows_what_people_say_and_nothing_else(tmp_path: Path) -> None:
    first = load_packs(folder(tmp_path / "a")).hash
    assert load_packs(folder(tmp_path / "b", replies='[hello]\nsay = ["Hi"]\n')).hash == first
    assert load_packs(folder(tmp_path / "c", intents='[greeting]\npeople_say = ["hey"]\n')).hash != first


def test_nothing_simplified_is_said_in_the_taiwanese_pack() -> None:
    pack = load_packs(Path(__file__).parent.parent.parent / "scripts_phrases").by_language["zh-TW"]
    texts = [variant.text for variants in pack.replies.values() for variant in variants]
    texts += [text for quick in pack.quick_replies for text in (quick.title, quick.text)]
    to_simplified, to_traditional = OpenCC("t2s").convert, OpenCC("s2t").convert
    simplified = {
        letter
        for text in texts
        for letter in text
        if to_traditional(letter) != letter == to_simplified(letter)
    }
    assert simplified <= {"群"}  # both scripts write it so; the converter only prefers another form
