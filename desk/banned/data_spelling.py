"""Somebody's data as they should be written, where the words that tell of them are hidden: b0rn, tw3nty, P-i-n-e Lane, 🎂,
身份zheng, bei jing shi chao yang qu. They are found by how they are built, and so they are read a second time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from desk.banned.ordinary_words import ordinary_words
from desk.banned.pairs import pairs
from desk.banned.plain_speech import LEET, LETTERS
from desk.banned.syllables import syllables, syllables_of
from desk.normal_form import Folded

_SAID = pairs(
    "shengri=生日 chusheng=出生 shenfenzheng=身份证 shenfen=身份 zhengjian=证件 huzhao=护照 dianhua=电话 shouji=手机 haoma=号码 dizhi=地址 zhuzhi=住址 "
    "zhuzai=住在 jiazhu=家住 jiazai=家在 zhu=住 zheng=证 youxiang=邮箱 kahao=卡号 yinhangka=银行卡 xiaoqu=小区 gongyu=公寓 huayuan=花园 dasha=大厦 "
    "dadao=大道 lu=路 jie=街 xiang=巷 nong=弄 duan=段 tiao=条 cun=村 hao=号 lou=楼 dong=栋 zhuang=幢 zuo=座 danyuan=单元 men=门 hu=户 ceng=层 "
    "qu=区 xian=县 zhen=镇 shi=市 nian=年 yue=月 ri=日 ling=零 yi=一 er=二 san=三 si=四 wu=五 liu=六 qi=七 ba=八 jiu=九"
)
"""Of a text in pinyin the words that tell a number or a home; any other sound is somebody's or some place's name."""
_NAME, _MOST_TOGETHER = "某", 3
_ROOM = "室"
_RUN = re.compile(r"(?<![a-z@._])[a-z]{1,24}(?:[ '’-]?[a-z]{1,24}){0,30}(?![a-z@._])")
_WORD = re.compile("[a-z]+")
_CHINESE = re.compile("[\u3400-\u9fff]")
_TONED = re.compile("[\u00e0-\u01dc]")
_SHAPES = pairs(
    "生曰=生日 地止=地址 hu照=护照 护zhao=护照 手ji=手机 shou机=手机 dian话=电话 电hua=电话 di址=地址 地zhi=地址 zhu址=住址 住zhi=住址 you箱=邮箱 邮xiang=邮箱 "
    "ka号=卡号 卡hao=卡号 shen份=身份 身fen=身份"
)
"""Words of which one letter is another of the same shape, or its sound."""
_PICTURES = {
    True: pairs("🎂=生日 🏠=住 🏡=住 📱=手机 📞=电话 ☎=电话 📧=邮箱 ✉=邮箱 📍=住"),
    False: {
        picture: f" {word} "
        for picture, word in pairs(
            "🎂=born 🏠=home 🏡=home 📱=mobile 📞=phone ☎=phone 📧=mail ✉=mail 📍=lives"
        ).items()
    },
}
_PICTURED = re.compile("|".join((*_PICTURES[True], *_SHAPES)))
_BETWEEN = re.compile(
    r"(?<=[\u3400-\u9fff])[ .·_*~]{1,2}(?=[\u3400-\u9fff\d])|(?<=\d)[ .·_*~]{1,2}(?=[\u3400-\u9fff])"
)
_SPELT = re.compile(r"(?<![a-z0-9@._-])[a-z]([-~*·|])[a-z](?:\1[a-z]){2,}(?![a-z0-9@-])")
_WITHIN = re.compile(r"(?<=[a-z])[~*|·•^](?=[a-z])")
_ALPHABET = (
    "alpha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|"
    "whisky|whiskey|x-?ray|yankee|zulu"
)
_DIGITS = pairs("zero=0 oh=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 niner=9")
_TOLD = rf"(?:{_ALPHABET}|{'|'.join(_DIGITS)}|[a-z]|\d)"
_SPELT_OUT = re.compile(rf"\b(?:{_TOLD}[ ,-]{{1,2}}){{2,8}}{_TOLD}\b")
_IN_ALPHABET = re.compile(rf"\b(?:{_ALPHABET})\b")
"""Letters as they are told on a telephone: lima sierra six."""
_OTHER_LETTERS = str.maketrans("13457@$€|", "leastasel")
Put = tuple[int, int, str]
"""From which letter up to which, and what should stand there."""


def respelt(read: Folded) -> Folded | None:
    """A folded text with its words as they should be written; None where they are."""
    put = sorted(_wrong(read.text), key=lambda one: (one[0], -one[1]))
    return _with(read, put) if put else None


def _wrong(text: str) -> Iterator[Put]:
    chinese = _CHINESE.search(text) is not None
    for found in _PICTURED.finditer(text):
        yield *found.span(), _SHAPES.get(found[0]) or _PICTURES[chinese][found[0]]
    if chinese:
        yield from _pinyin(text)
        yield from ((*found.span(), "") for found in _BETWEEN.finditer(text))
        return
    for found in _SPELT.finditer(text):
        yield *found.span(), found[0].replace(found[1], "")
    if _IN_ALPHABET.search(text):
        for found in _SPELT_OUT.finditer(text):
            if len(_IN_ALPHABET.findall(found[0])) > 1:
                yield (
                    *found.span(),
                    "".join(
                        _DIGITS.get(one, one[0]) for one in re.split("[ ,-]+", found[0].replace("x-r", "xr"))
                    ),
                )
    for found in _WITHIN.finditer(text):
        yield *found.span(), ""
    for found in LEET.finditer(text):
        for letters in (LETTERS, _OTHER_LETTERS):
            if (word := found[0].translate(letters)) in ordinary_words():
                yield *found.span(), word
                break


def _pinyin(text: str) -> Iterator[Put]:
    """Whole addresses, and single words beside Chinese letters."""
    plain = "".join(map(_untoned, text)) if _TONED.search(text) else text
    for run in _RUN.finditer(plain):
        words = [
            (run.start() + word.start(), syllables_of(word[0], syllables()))
            for word in _WORD.finditer(run[0])
        ]
        if all(sounds for _, sounds in words) and sum(len(sounds) for _, sounds in words) < len(run[0]):
            yield from _words(plain, words)


def _words(text: str, words: list[tuple[int, list[str]]]) -> Iterator[Put]:
    sounds: list[tuple[int, int, str]] = []
    for at, parts in words:
        for part in parts:
            sounds.append((at, at + len(part), part))
            at += len(part)
    first = 0
    while first < len(sounds):
        for last in range(min(len(sounds), first + _MOST_TOGETHER), first, -1):
            said = _SAID.get("".join(sound for _, _, sound in sounds[first:last]), "")
            if said or last == first + 1:
                break
        start, end = sounds[first][0], sounds[last - 1][1]
        if said == _SAID["shi"] and text[max(0, start - 2) : start].rstrip()[-1:].isdigit():
            said = _ROOM
        before = start - (text[start - 1 : start] == " ")
        yield before, end, said or _NAME
        first = last


def _untoned(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0] if _TONED.match(letter) else letter


def _with(read: Folded, put: list[Put]) -> Folded:
    pieces: list[str] = []
    at: list[int] = []
    done = 0
    for start, end, right in put:
        if start < done:
            continue
        pieces += [read.text[done:start], right]
        at += read.at[done:start]
        at += (read.at[start + min(n, end - 1 - start)] for n in range(len(right)))
        done = end
    return Folded("".join([*pieces, read.text[done:]]), [*at, *read.at[done:]])
