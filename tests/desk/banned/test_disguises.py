"""However a banned word is hidden it is found; and what only looks like one passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.banned.guard import Guard, Rule
from desk.banned.phrase_notation import NotAPhrase
from desk.banned.plain_speech import plainly
from desk.banned.tone import load_tone
from tests import shipped

SHELF = Path(__file__).parents[3] / "scripts_phrases"


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(shipped.packs().rules, load_tone(SHELF))


@pytest.mark.parametrize(
    "text",
    [
        # width, script, case
        "加我ＷｅＣｈａｔ",
        "加我微信",
        "加我微信吧，這裡不方便",
        "ADD ME ON WHATSAPP",
        # nothing, spaces, dots, pictures within
        "加我微\u200b信",
        "加 我 微 信",
        "加我微.信",
        "加我微😊信",
        "加我微❤",
        "w.h.a.t.s.a.p.p me",
        "add me on w h a t s a p p",
        # look-alikes, circles, keys, written digits
        "add me on whаtsарр",
        "add me on wh4ts4pp",
        "add me on ⓦⓗⓐⓣⓢⓐⓟⓟ",
        "打我电话1️⃣3️⃣8️⃣6️⃣7️⃣2️⃣5️⃣1️⃣9️⃣4️⃣0️⃣",
        "打我电话①③⑧⑥⑦②⑤①⑨④⓪",
        "打给他：一三八六七二五一九四零",
        "call me on one three eight six seven two five one nine four zero",
        # sounds and initials
        "加我薇信",
        "加我威信",
        "jia wo wei xin",
        "囯鎵級面料",
        "G家级面料",
        "guo家级面料",
        "加我ㄌㄞˋ聊",
        "z付宝转我",
        "ⓦⓧ：luying_shop",
        "加我vx",
        "加我wx",
        "扣扣联系我",
        # payment and claims
        "转 账 给 我 就 行",
        "转賬給我",
        "走zhi fu bao给我",
        "支付寶轉我",
        "zui好用的吸尘器",
        "全☆网☆最☆低",
        "100％ guaranteed to cure",
        "pay ou tside th e sh op",
        "N°1 in the world",
        "全網ㄗㄨㄟˋ低",
        "Q网Z低，手慢无",
        "佰分佰不褪色",
        "cvv多少",
        "线⬇️付",
        "Everlаsting cоlour",
        "low3st pr!ce on the net",
        "nev er breaks nev er fades nev er tears",
        "find me on ppastahw",
    ],
)
def test_hidden_words_are_found(guard: Guard, text: str) -> None:
    assert guard.check(text, "agent").decision in ("block", "ask")


@pytest.mark.parametrize(
    "text",
    [
        # 最近 is not 最
        "最近下雨，快递会慢一天",
        "最晚明天中午到",
        "最多可以放三本",
        "Best regards, Otto",
        "All the best for your exam!",
        # 手机好 is not 手机号
        "这个手机好用，拍照清楚",
        "不是全网最低价，但是我们包安装",
        "My 2nd lamp is ok as it is, so no need to hurry",
        "Great!we ship it today",
        "The parts are at https://www.ourshop.example/parts",
        # numbers that are nobody's
        "订单号13800138000123，今天发出",
        "您的运单号是75312345678901",
        "Your order 20260513778812 left today.",
        # warnings
        "请勿加微信转账，谨防诈骗",
        "凡是让您加QQ退款的都是骗子",
        "Whoever asks you to pay by WhatsApp is a scammer.",
        # a wrong sentence put right
        "刚才那句“这是公司规定”说得不好，向您道歉",
        "I am sorry that you were told “calm down”, that was wrong.",
        # names
        "《全网最低价的秘密》这本书还有三本",
        # official payment
        "支持微信支付和支付宝，结账时选就可以",
        "You can pay with PayPal at the checkout.",
        # refusing to go away
        "不好意思，我们不能加微信，您在这里说就好",
    ],
)
def test_what_only_looks_like_it_passes(guard: Guard, text: str) -> None:
    assert guard.check(text, "agent").hits == ()


@pytest.mark.parametrize(
    "hidden, plain",
    [
        ("加ⓦⓔⓒⓗⓐⓣ哈", "加wechat哈"),
        ("w.e.c.h.a.t", "wechat"),
        ("你.自.己.看", "你自己看"),
        ("发个红🎒包", "发个红包"),
        ("pаy me", "pay me"),
        ("wh4ts4pp", "whatsapp"),
        ("订单 1007，今天", "订单 0 今天"),
        ("Don’t I?", "dont i"),
        ("best pr!ce", "best price"),
    ],
)
def test_the_tone_reads_through_disguises(hidden: str, plain: str) -> None:
    assert plainly(hidden) == plain


@pytest.mark.parametrize(
    "text, words",
    [
        ("包裹在您邻居那，他的号是幺三五四八二六零九幺七", "幺三五四八二六零九幺七"),
        ("给您看下订单详情：张伟，１８７ ４４０２ ６３１９", "１８７ ４４０２ ６３１９"),
        ("It is with your neighbour, 0161 496 0733.", "0161 496 0733"),
        ("客人住杭州市西湖区文三路188号14幢2单元301室", "路188号14幢2单元301室"),
        ("Reach him at \u202a+1 (503) 771\u20112846\u202c", "1 (503) 771\u20112846"),
        ("We refund 5241 9803 7746 2511 today", "5241 9803 7746 2511"),
        ("his mail: k e v i n . d 9 @ y a h o o . c o m", "k e v i n . d 9 @ y a h o o . c o m"),
        ("You live at 31 Rue des Tanneurs, 67000 Strasbourg", "31 Rue des Tanneurs, 67000"),
        ("Parcel to Blk 214 Bishan St 23 #08-112", "Blk 214 Bishan St 23 #08-112"),
        ("She lives at 9 Fernbank Road, Bristol BS6 6QA.", "9 Fernbank Road, Bristol BS6 6QA"),
    ],
)
def test_who_somebody_is_stays_here(guard: Guard, text: str, words: str) -> None:
    hits = [h for h in guard.check(text, "agent").hits if h.rule.endswith("personal_data")]
    assert any(words in text[h.start : h.end] for h in hits)


@pytest.mark.parametrize(
    "text",
    [
        "发票号码 18734652，已发到您订单页",
        "退货地址：嘉兴市南湖区中环路88号3号楼仓库",
        "Our showroom is at 12 Mill Lane, Bath BA1 5QA.",
        "Tracking 9400 1000 0000 1234 5678 90",
        "It goes via Rotterdam, 3000 km by truck",
        "The part number is 0345 678 9012 on the box.",
    ],
)
def test_numbers_of_things_and_places_of_the_shop_are_nobodys(guard: Guard, text: str) -> None:
    assert guard.check(text, "agent").hits == ()


@pytest.mark.parametrize(
    "text, rule",
    [
        ("Add my WeChat please", "en/off_platform_contact"),
        ("加我微信吧，我们在那边说", "zh-CN/off_platform_contact"),
        ("請加我微信喔", "zh-TW/off_platform_contact"),
        ("ok", "en/perfunctory"),
    ],
)
def test_the_rule_named_is_the_one_of_the_texts_language(guard: Guard, text: str, rule: str) -> None:
    hits = guard.check(text, "agent").hits
    assert hits[0].rule == rule and hits[0].say == guard.rules[rule].say


def test_a_picture_that_stands_for_no_word_is_refused_in_a_phrase() -> None:
    with pytest.raises(NotAPhrase, match="stands for no word"):
        Guard([Rule("own", "f", "block", ("(狐|🦊)东西",))])
    Guard([Rule("own", "f", "block", ("发🧧给我",))])


@pytest.mark.parametrize("text", ["bu知道，别问了", "这是公 司 gui定", "gai天吧，现在没kong", "爱 m 不 m"])
def test_several_words_are_known_by_their_sounds(text: str, guard: Guard) -> None:
    assert guard.check(text, "agent").decision == "block"
