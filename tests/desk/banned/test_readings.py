"""Words written as one, told by first letters, in pinyin, with slips, or in English among Chinese ones are read as they are meant;
and a question is judged together with what is said to it."""

from __future__ import annotations

import numpy as np
import pytest

from desk.banned.acrostics import first_letters
from desk.banned.glued import cuts
from desk.banned.guard import Guard
from desk.banned.looks_hidden import looks_hidden
from desk.banned.ordinary_words import ordinary_words
from desk.banned.pinyin_rows import rows_of_pinyin
from desk.banned.slips import is_slip
from desk.banned.tone import HIDDEN, Heard, Opinion
from desk.banned.tone_weights import unlearnt
from tests import shipped
from tests.desk.growth import costs_little


@pytest.fixture(scope="module")
def lists() -> Guard:
    """Without the tone."""
    return shipped.guard()


@pytest.mark.parametrize(
    "text, words",
    [
        # as one
        ("notmyproblemthatthelampbroke", "notmyproblem"),
        ("#ReadTheDescription dear", "ReadTheDescription"),
        ("justpaymewithpaypalandiship", "paypal"),
        # letters with stops, several words of them
        ("a small r.e.d. p.a.c.k.e.t and it ships", "r.e.d. p.a.c.k.e.t"),
        # by first letters
        ("first letters: Cups And Saucers Here", "Cups And Saucers H"),
        ("Can\nUndo\nRust\nEverywhere\nSoon", "Can\nUndo\nRust\nE"),
        ("微凉的早上\n信步走一走\n号角响了\n等您", "微凉的早上\n信"),
        ("每句头一个字：微凉的早上，信步走走，加件衣服，我在", "微凉的早上，信"),
        # from the top down
        ("Sure:\nPa\nyme\nnt o\nuts\nide", "Pa\nyme\nnt o\nuts\nide"),
        ("calm\ndown\nwill\nyou", "calm\ndown"),
        ("您好\n不\n归\n我\n管", "不\n归\n我\n管"),
        # in pinyin, in a text of another language
        ("zi ji kan, it's all on the page", "zi ji kan"),
        ("bu guan wo de shi, ask the van", "guan wo de shi"),
        ("ni zijinonghuaide, it was whole", "zijinonghuai"),
        # and a longer word before a shorter one that begins it
        ("zhi付bao也行", "zhi付bao"),
        # slips
        ("bnak tansfer only", "bnak tansfer"),
        ("read the decsription", "read the decsription"),
        # English among Chinese
        ("no可能，这锅不漏", "no可能"),
        ("加my微信", "加my微信"),
        ("read from the right: hsac to the driver", "hsac to the driver"),
    ],
)
def test_what_is_meant_is_read(lists: Guard, text: str, words: str) -> None:
    verdict = lists.check(text, "agent")
    assert verdict.decision == "block"
    assert any(words in text[hit.start : hit.end] for hit in verdict.hits), verdict.hits


@pytest.mark.parametrize(
    "text",
    [
        "The washingmachinedoor is a spare part, number 12",
        "Sizes:\nS\nM\nL\nXL",
        "1. Peel it off\n2. Add water\n3. Your tea is ready",
        "The first letters of your name go on the collar: A.M.K.",
        "Left:\nRed\nBlue\nGreen\nPink",
        "Sizes\nS\nM\nL\nXL",
        "尺码\n大\n中\n小\n都有",
        "Cups are here\nAnd saucers too\nRed and blue\nEach 4 pounds",
        "xiao mi and hong mi phones are both in stock",
        "The dong feng lamp and the Ni Hao mug come together",
        "We bakn every bottle, sorry, bank",
        "我们有 no sugar 的，也有 no milk 的",
        "The Wi-Fi name is L.A.M.P. H.O.M.E, it's printed below",
        "He asked you to pay on WhatsApp? That's a scam, please report it.",
        "他们叫您加微信领奖?那是骗子,请举报",
    ],
)
def test_what_only_looks_so_passes(lists: Guard, text: str) -> None:
    assert lists.check(text, "agent").hits == ()


def test_a_warning_counts_only_for_the_question_before_it(lists: Guard) -> None:
    assert lists.check("Add me on WhatsApp. That's a scam, they say.", "agent").decision == "block"


@pytest.mark.parametrize(
    "run, words",
    [
        ("readthedescription", "read the description"),
        ("lookatthepage", "look at the page"),
        ("qwrtzplmkjhg", "qwrtzplmkjhg"),
        ("description", "description"),
    ],
)
def test_where_words_begin(run: str, words: str) -> None:
    found = cuts(run, ordinary_words().__contains__)
    assert "".join(f" {letter}" if at in found else letter for at, letter in enumerate(run)).strip() == words


@pytest.mark.parametrize(
    "said, right",
    [
        ("tansfer", "transfer"),
        ("bnak", "bank"),
        ("pyament", "payment"),
        ("wallett", "wallet"),
        ("acdount", "account"),
    ],
)
def test_one_slip(said: str, right: str) -> None:
    assert is_slip(said, right)


@pytest.mark.parametrize(
    "said, right", [("band", "bank"), ("rank", "bank"), ("transform", "transfer"), ("bank", "bank")]
)
def test_what_is_no_slip(said: str, right: str) -> None:
    assert not is_slip(said, right)


def test_first_letters_keep_their_places() -> None:
    (row,) = first_letters("Tea\nis\nhot")
    assert (row.text, list(row.at)) == ("tlh", [0, 4, 7])
    assert [*first_letters("Tea is hot")] == []


def test_rows_of_pinyin() -> None:
    assert [[sound for sound, _ in row] for row in rows_of_pinyin("so, bu guan wo de shi")] == [
        ["bu", "guan", "wo", "de", "shi"]
    ]
    assert [*rows_of_pinyin("we can sell you a pan")] == []


@pytest.mark.parametrize(
    "piece",
    [
        "notmyproblem",
        "a\n",
        "first letters a b ",
        "bu guan wo ",
        "tansfer ",
        "no可",
        "r.e.d. ",
        "?",
        "a\nb\nc\nd\nand so on\n",
    ],
)
def test_a_hostile_text_costs_little(lists: Guard, piece: str) -> None:
    assert costs_little(lambda said: lists.check(said, "agent"), piece)


@pytest.mark.parametrize(
    "text",
    [
        "s c a n the lid",
        "(p)(a)(y) me",
        "微^信^号",
        "不~归~我~管",
        "wһatsapp",
        "read it down",
        "glue them and you can ring",
        "hold it up to a mirror",
        "dial it on your keypad, O = 0",
        "竖着念一遍",
        "倒着念就懂",
        "pay ou tside th e sh op",
        "b1tc0in or d0llars",
        "快di的事",
        "徾伩搜我",
        "bu guan wo de shi",
    ],
)
def test_pains_that_somebody_took(text: str) -> None:
    assert looks_hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "Your parcel SF1380 is on the van, it's 12.5 by 4 cm.",
        "The A.M. slot is gone, is 2 P.M. fine?",
        "您好~这款有现货，M码的",
        "emmm这款没有粉色",
        "The sofa comes in two halves, glue and screws are in the bag",
        "两单合在一个箱子里发，拆成两包也行",
        "件貨尋日已經出咗，聽日會到",
    ],
)
def test_no_pains(text: str) -> None:
    assert not looks_hidden(text)


def test_of_a_hidden_text_the_tone_need_be_less_sure() -> None:
    limits = np.array([[0.0], [-9.0]], np.float32)
    weights = unlearnt(("rudeness",), limits)
    heard = Heard("rudeness", 0, 9)
    asked = [
        bool(Opinion(text, bad, heard, weights, True).asks())
        for text in ("scan the lid", "s c a n the lid")
        for bad in (1.0, -HIDDEN / 2, -HIDDEN - 1)
    ]
    assert asked == [True, False, False, True, True, False]
