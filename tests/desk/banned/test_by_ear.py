"""Phrases that are spelt by ear, without vowels, backwards, by the names or the shapes of their letters are found; ordinary
words that only sound alike are not."""

from __future__ import annotations

import pytest

from desk.banned.guard import Guard, Rule
from desk.banned.letter_names import letters_named
from desk.banned.ordinary_words import ordinary_words
from desk.banned.shapes import joined, misshapen
from desk.banned.spelling import skeleton, sounds
from desk.normal_form import Folded
from tests import shipped
from tests.desk.growth import costs_little


@pytest.fixture(scope="module")
def lists() -> Guard:
    """Without the tone."""
    return shipped.guard()


@pytest.mark.parametrize(
    "text, words",
    [
        # by ear
        ("Carm dahn, the vase is coming", "Carm dahn"),
        ("reed teh diskripshun, it says wool", "reed teh diskripshun"),
        ("az I allreddy told ya, no green", "az I allreddy told"),
        ("sum uvver day, maybe", "sum uvver day"),
        ("thats kumpany pollisy", "kumpany pollisy"),
        ("it kewrs eczema", "kewrs eczema"),
        ("nuffin we can do abaht the zip", "nuffin we can do"),
        # without vowels
        ("clm dwn pls", "clm dwn"),
        ("cmpny plcy, madam", "cmpny plcy"),
        ("a bnk trnsfr is fine", "bnk trnsfr"),
        # hyphens and sound
        ("your veri-fi-kay-shun code please", "veri-fi-kay-shun"),
        ("comp'ny polly-see, sorry", "comp'ny polly-see"),
        # by the letters' names
        ("you-ess-dee-tee is fine", "you-ess-dee-tee"),
        # backwards
        ("wonk t'nod I, sorry", "wonk t'nod I"),
        ("nwod mlac, it ships today", "nwod mlac"),
        ("tahCeW is where I am", "tahCeW"),
        ("noitpircsed eht daer", "noitpircsed eht daer"),
        ("melborp ym ton", "melborp ym ton"),
        ("hsac to the driver, turn that word round", "hsac to"),
        # letters in another order
        ("raed the descritpion", "raed the descritpion"),
        # a sentence for each word
        ("Not. My. Problem.", "Not. My. Problem"),
        ("Calm. Down.", "Calm. Down"),
        # other scripts and signs stay what they are
        ("p@ypal is quicker", "p@ypal"),
        ("wes†ern union will do", "wes†ern union"),
        ("t.e.l.e.g.r.a.m, same name", "t.e.l.e.g.r.a.m"),
        ("im po ssible, ours are glued", "im po ssible"),
    ],
)
def test_english_phrases_are_known_however_they_are_spelt(lists: Guard, text: str, words: str) -> None:
    verdict = lists.check(text, "agent")
    assert verdict.decision == "block"
    assert any(words in text[hit.start : hit.end] for hit in verdict.hits)


@pytest.mark.parametrize(
    "text, words",
    [
        ("目己看，图上都有", "目己看"),
        ("8归我管的", "8归我管"),
        ("爱买8买", "爱买8买"),
        ("微亻言聊吧", "微亻言"),
        ("扌丁款到我卡里", "扌丁款"),
        ("不.可.能，这锅不会漏", "不.可.能"),
        ("坏弄己自你是，别赖我们", "坏弄己自"),
        ("隨ㄅㄧㄢˋ你，退不退都行", "隨ㄅㄧㄢˋ你"),
        ("卜可能，这锅不会漏", "卜可能"),
        ("bgwg，您找别人", "bgwg"),
        ("ㄍㄨㄥ司規ㄉㄧㄥˋ就是這樣", "ㄍㄨㄥ司規ㄉㄧㄥ"),
        # and pictures
        ("爱🛒不🛒，没人求您", "爱🛒不🛒"),
        ("闲🐟上那家也是我", "闲🐟"),
        ("the best in the 🌍", "best in the 🌍"),
    ],
)
def test_words_are_known_by_their_shapes(lists: Guard, text: str, words: str) -> None:
    verdict = lists.check(text, "agent")
    assert verdict.decision == "block"
    assert any(words in text[hit.start : hit.end] for hit in verdict.hits)


@pytest.mark.parametrize(
    "text",
    [
        # words that sound alike, names, words of other trades
        "The lamp will come down to you on Tuesday",
        "Kerry knows the place, she lives near Dunn Lane",
        "Our policy on tea: we pulse it, please",
        "A granite board from Brenda, in a reed basket",
        "That knot holds for an hour, then tie it again",
        "It fits a tee or an ex-display jacket",
        "My ex and I both bought the tea",
        "Sure. Thanks. Bye. See you on Tuesday, the lamp is packed",
        "The headset comes with a jack. Discord is only the colour's name",
        'The "rules" of the card game are in the box',
        "We are level, stressed desserts are on page two",
        # the same words written as everybody does
        "You can pay with PayPal or Alipay at the checkout",
        "The Messenger bag is back in stock",
        "Sa size po, Messenger bag po ba ito, dito lang po",
        "不知道您要的是8号还是9号，我帮您量一下",
        "门口那双自己试过了，您看着办公室的那双也行",
        "这款不掉毛的毯子，可以机洗",
        # pictures that only adorn
        "Invoice sent 📧",
        "Halloween 👻 string lights are back",
        "给您包好了🎂☀️",
    ],
)
def test_what_only_sounds_or_looks_alike_passes(lists: Guard, text: str) -> None:
    assert lists.check(text, "agent").hits == ()


def test_only_odd_words_are_heard_as_others() -> None:
    guard = Guard([Rule("own", "f", "block", ("calm down",), by_ear=("calm down",))])
    assert guard.check("karm doun", "agent").decision == "block"
    assert {"come", "down"} <= ordinary_words()
    assert guard.check("come down", "agent").decision == "pass"


def test_a_word_of_the_same_sound_counts_only_beside_an_odd_one() -> None:
    guard = Guard([Rule("own", "f", "block", ("read the label",), by_ear=("read the label",))])
    assert guard.check("red teh layble", "agent").decision == "block"
    assert guard.check("Zwxilla: red the label", "agent").decision == "pass"


def test_a_phrase_nobody_named_is_not_heard() -> None:
    guard = Guard([Rule("own", "f", "block", ("calm down",))])
    assert guard.check("karm doun", "agent").decision == "pass"


@pytest.mark.parametrize(
    "said, word",
    [
        ("diskripshun", "description"),
        ("kyoors", "cures"),
        ("carm", "calm"),
        ("uvver", "other"),
        ("tuff", "tough"),
        ("nuffin", "nothing"),
        ("tkae", "take"),
        ("watts", "whats"),
    ],
)
def test_spellings_of_one_sound(said: str, word: str) -> None:
    assert sounds(said) & sounds(word)


def test_a_word_without_its_vowels() -> None:
    assert skeleton("problem") == "prblm" and skeleton("allow") == "lw"


@pytest.mark.parametrize(
    "said, letters",
    [("you ess dee tee", ["usdt"]), ("why are you here", []), ("oh I see", []), ("ewe pee eye", ["upi"])],
)
def test_letters_told_by_their_names(said: str, letters: list[str]) -> None:
    words, at = [], 0
    for word in said.split():
        words.append((at, at + len(word), word))
        at += len(word) + 1
    assert [found for _, _, found in letters_named(words)] == letters


def test_shapes_of_letters() -> None:
    assert "目己看" in misshapen("自己看") and "自己看" not in misshapen("自己看")
    whole = joined(Folded("加亻言号", range(4)))
    assert whole is not None and (whole.text, list(whole.at)) == ("加信号", [0, 1, 3])
    assert joined(Folded("加信号", range(3))) is None


@pytest.mark.parametrize("piece", ["carm ", "a-b-", "Not. ", "目己", "eht ", "ess-dee ", "亻言", "knot nt "])
def test_a_hostile_text_costs_little(lists: Guard, piece: str) -> None:
    assert costs_little(lambda said: lists.check(said, "agent"), piece)
