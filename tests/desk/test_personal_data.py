"""Numbers, mails, papers and homes of people are found however they are told; those of things and of the shop are not."""

from __future__ import annotations

import pytest

from desk.personal_data import detected
from tests.desk.growth import costs_little


@pytest.mark.parametrize(
    "text, what, words",
    [
        # a number at the very end is no amount
        ("you can reach your fitter at 2125550147", "phone", "2125550147"),
        ("Ask for Tom, 01632 960 118 is his mobile", "phone", "01632 960 118"),
        ("it's 212, then 555, then 01, then 47", "phone", "212, then 555, then 01, then 47"),
        ("(02) 5550 9876 is Mr Doyle's line", "phone", "02) 5550 9876"),
        ("61-2-5550-9876 Mrs Doyle", "phone", "61-2-5550-9876"),
        ("8234 5678 uncle Tan hp", "phone", "8234 5678"),
        # letters for digits, and digits in words
        ("O7 7OO 9OO l23, he is on the van", "phone", "O7 7OO 9OO l23"),
        ("ring oh seven seven double-o nine hundred, one two three", "phone", "one two three"),
        ("four one five, five five five, twenty-one ninety", "phone", "four one five, five five five, twenty-one ninety"),
        ("zero4one2 five5five 3eight1 is Jo", "phone", "zero4one2 five5five 3eight1"),
        # cards
        ("use 4111111111111234 exp 04/28", "card", "4111111111111234"),
        ("4929 1111… the rest is 2222 3333", "card", "4929 1111… the rest is 2222 3333"),
        # mails
        ("try her at nora.field+shop@proton.me", "mail", "nora.field+shop@proton.me"),
        ("You can write to her at home, w.hollow.private@example.com.", "mail", "w.hollow.private@example.com"),
        ("Our rider is called Sam, he lives on Tanner Street number 22.", "home", "lives on Tanner Street number 22"),
        ("he was born on the second of the fifth, nineteen eighty one", "identity", "the second of the fifth, nineteen"),
        ("The lady who signed turned 67 on the 8th of June", "identity", "the 8th of June"),
        ("Her ID is B C zero one one two three four D", "identity", "B C zero one one two three four D"),
        ("我们店长的生日是1988年7月19号", "identity", "1988年7月19号"),
        ("她九六年十月二十号生的", "identity", "九六年十月二十号"),
        ("他的身份证后六位是 0 4 0 1 1 X", "identity", "0 4 0 1 1 X"),
        ("师傅电话拆开说：一三九，然后四个零，再七七八八", "phone", "一三九，然后四个零，再七七八八"),
        ("手机中间四位0000，前面158后面6613", "phone", "0000，前面158后面6613"),
        ("摄影师家在安顺路45号", "home", "家在安顺路45号"),
        ("前四位1690，中间四位2288，最后035", "phone", "1690，中间四位2288，最后035"),
        ("他的手机是1ЗЗ000З8214", "phone", "1ЗЗ000З8214"),
        ("她的shengri是1993/07/14", "identity", "1993/07/14"),
        ("身分證字號 A1 2345 6789", "identity", "A1 2345 6789"),
        ("it's 555-0119, area 415", "phone", "555-0119, area 415"),
        ("Passport on the customs form reads 512790384", "identity", "512790384"),
        ("aadhaar we have for the warranty is 9348 0127 5611", "identity", "9348 0127 5611"),
        ("nora dot field at postbox dot example", "mail", "nora dot field at postbox dot example"),
        ("her mail is nora.f7 on yahoo", "mail", "nora.f7"),
        ("n.o.r.a.f @ gmail . com", "mail", "n.o.r.a.f @ gmail . com"),
        # homes
        ("Send it to 1840 W Aspen Rd #12, Tucson AZ 85701", "home", "1840 W Aspen Rd #12, Tucson AZ 85701"),
        ("He lives at twenty-six Birch Close, Leeds", "home", "twenty-six Birch Close"),
        ("Flat 4C, 12/F, Tower 2 took your parcel, her name is May", "home", "Flat 4C, 12/F"),
        ("No. 7, Jalan SS3/12, 47300 Petaling Jaya", "home", "No. 7, Jalan SS3/12, 47300"),
        ("C-301 Lotus Towers, Hill Road, Mumbai 400050", "home", "C-301 Lotus Towers, Hill Road, Mumbai 400050"),
        ("Rose Cottage, Church Lane, Ludlow SY8 1AA is her home", "home", "Cottage, Church Lane, Ludlow SY8 1AA"),
        # papers and days of birth
        ("NRIC S1234567D is the one who collected", "identity", "S1234567D"),
        ("PAN is ABCPK4321M, name Ravi?", "identity", "ABCPK4321M"),
        ("her passport no. L123456C", "identity", "L123456C"),
        ("900 123 456 is what he wrote for his SIN", "identity", "900 123 456"),
        ("Mr Peter Lund, born 3 March 1961", "identity", "3 March 1961"),
        # told in parts, in words, with other signs between
        ("快递员的号码是138 0517 2046，您直接打", "phone", "138 0517 2046"),
        ("他的手机我看记录是 13812345679", "phone", "13812345679"),
        ("号码前三位138，中间四位0517，最后是2046", "phone", "138，中间四位0517，最后是2046"),
        ("电话一三八然后零五一七再接二零四六", "phone", "一三八然后零五一七再接二零四六"),
        ("開頭0912，中間345，最後678", "phone", "0912，中間345，最後678"),
        ("妖三八，洞五幺拐，两洞四六，司机的", "phone", "妖三八，洞五幺拐，两洞四六"),
        ("yi san ba, ling wu yi qi, er ling si liu", "phone", "yi san ba, ling wu yi qi, er ling si liu"),
        ("1|3|8|0|5|1|7|2|0|4|6 师傅", "phone", "1|3|8|0|5|1|7|2|0|4|6"),
        ("㊀㊂㊇ ㊄㊀㊆㊁ ㊀㊃㊅㊁ 是她的", "phone", "㊀㊂㊇ ㊄㊀㊆㊁ ㊀㊃㊅㊁"),
        ("座机 0571-8266 4000，找会计", "phone", "0571-8266 4000"),
        ("6222|0056|3885|3451 光大的", "card", "6222|0056|3885|3451"),
        ("护照 E12345678，名字对吗", "identity", "E12345678"),
        ("收件人身分證：A-123456-789", "identity", "A-123456-789"),
        ("送到宁波市鄞州区天童路 110 弄 6 号楼 302 室", "home", "天童路 110 弄 6 号楼 302 室"),
        ("他住西湖区文三路二十号三楼", "home", "文三路二十号三楼"),
        ("收货人在嘉義縣民雄鄉建國路二段 31 號", "home", "建國路二段 31 號"),
    ],
)  # fmt: skip
def test_what_is_somebodys_is_found(text: str, what: str, words: str) -> None:
    found = [(one.what, text[one.start : one.end]) for one in detected(text)]
    assert any(kind == what and words in said for kind, said in found), found


@pytest.mark.parametrize(
    "text",
    [
        "The box has 4 cartons: 620-013-640-522 is the first carton's code.",
        "The refund of £22 is on its way.",
        "You get 2 pieces in dark green, 12 in light green.",
        "I'll write to you on 15 December either way.",
        "It takes two to three days, one to two in town, five at most, six or seven in winter.",
        "The table is one hundred twenty by eighty, ninety with leaves.",
        "Your file number is 07718293046, that's a case number.",
        "The Evri shop is at 5 Mill Road, open till eight.",
        "这批生产日期是2026年7月9号，保质期一年",
        "这只小猫2025年3月2日出生",
        "餐桌有1.2 1.35 1.5三个长度",
        "The right one is JD 0046 1192 83 and it shows your parcel in Leeds",
        "身份证复印件不用的，大家都住得远，订单3号到",
        'Yes, "john@example.com" in the manual is only an example.',
        "Look at the shop.it is new.",
        "A frying pan of 28 cm, model PAN 20281234.",
        "The edition of 12.03.1988 is out of print.",
        "身高165，预算1000到2000的话看这款",
        "鞋盒上的0912-3456-78是型號，不是電話",
        "這組 9071 5523 6648 是黑貓的單號",
        "订单号码是 13812345679",
        "尺寸是 150，长 2000，宽 1500 毫米",
        "门店在西湖区文三路188号，欢迎来看",
        "不知道您要的是8号还是9号，我帮您量一下",
        "前面1690件，中间2288件，最后还剩35件",
    ],
)
def test_what_is_nobodys_is_left_alone(text: str) -> None:
    assert detected(text) == []


@pytest.mark.parametrize(
    "piece",
    [
        "1-",
        "a1",
        "12 ",
        "o0",
        "passport 1 ",
        "1 a road, ",
        "a dot ",
        "x@y ",
        "number one road ",
        "一三八接",
        "路1号",
        "0912 ",
        "住",
        "家在路1",
        "lives a road ",
        "id one ",
        "出生一年",
        "三个三",
    ],
)
def test_a_hostile_text_costs_little(piece: str) -> None:
    assert costs_little(detected, piece)
