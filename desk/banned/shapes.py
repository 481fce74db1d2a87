"""Chinese letters that are hidden by their shape: 目己 for 自己, and 亻言 for 信, written in the parts that it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from desk.banned.pairs import pairs
from desk.normal_form import Folded

_LOOK_ALIKE = pairs(
    "自=目白 己=已巳 看=着 可=口 归=旧 我=找 公=厶八么 司=同 规=现 定=宁 知=如 改=攻 天=夭夫 再=冉 买=头卖 爱=受 随=隋 级=极及 家=冢 第=弟笫 "
    "永=水 久=夂 治=冶 绝=色 微=徽 支=攴 付=什 账=怅 银=很 红=江 包=句 私=和 号=另 电=申由 话=活 静=净井 坏=环 仓=仑 库=车裤 快=块 事=亊 "
    "关=夫 不=卜 管=菅官 说=兑 便=更 验=脸 证=正 码=马 私=禾 能=熊 弄=卡"
)
"""A letter → what is written for it, because it looks alike or is a part of it."""
_DIGITS = {"不": "8", "事": "4", "是": "4"}
"""And because its name sounds alike: 8归我管."""
_PARTS = pairs(
    "彳山一几攵=微 亻言=信 扌丁=打 言舌=话 亻寸=付 钅戋=钱 金戋=钱 口隹=唯 氵台=治 八厶=公 言正=证 车专=转 車專=转 贝长=账 纟工=红 糸工=红 石马=码 "
    "扌口=扣 禾厶=私 禾么=私 耳卯=聊 力口=加 弓虽=强 亻氐=低 亻圭=佳 木及=极 纟及=级 纟色=绝 又寸=对 木艮=根 疒了=疗 夫见=规 矢口=知 白勺=的 "
    "亻尔=你 亻也=他 氵去=法 正攵=政 木几=机 口那=哪 言兑=说 忄夬=快 青争=静 冫令=冷 彳艮=很 钅艮=银 金艮=银 彳亍=行 言果=课 火暴=爆 扌白=拍 "
    "扌妾=接 扌奂=换 扌斗=抖 氵匋=淘 亻呆=保 马佥=验 身亻分=身份 氵肖=消 口马=吗 口巴=吧 口合=哈 亻门=们 亻弋=代 亻介=价 亻更=便 言川=训 言周=调 "
    "言青=请 忄青=情 日寸=时 辶首=道 攵己=改 己攵=改 女乔=娇 扌石=拓 土也=地 土止=址 亻主=住 氵酉=酒 扌比=批 扌殳=投 言斥=诉 口畐=福 言人=认 "
    "言只=识 言己=记 钅肖=销 衤卜=补 饣反=饭"
)
"""The parts of a letter, one behind the other → the letter. 讠 is 言 by then (disguise.py)."""
_SPLIT = re.compile("|".join(sorted(map(re.escape, _PARTS), key=len, reverse=True)))


def misshapen(word: str) -> Iterator[str]:
    """The word with letters that look like its own, or digits that sound like them; in all ways."""
    choices = ((letter, *_LOOK_ALIKE.get(letter, ""), *_DIGITS.get(letter, "")) for letter in word)
    return (found for one in product(*choices) if (found := "".join(one)) != word)


def joined(read: Folded) -> Folded | None:
    """With whole letters for those in parts; None where there are none."""
    found = [*_SPLIT.finditer(read.text)]
    if not found:
        return None
    pieces: list[str] = []
    at: list[int] = []
    done = 0
    for one in found:
        letters = _PARTS[one[0]]
        pieces += [read.text[done : one.start()], letters]
        at += [*read.at[done : one.start()], *read.at[one.start() : one.start() + len(letters)]]
        done = one.end()
    return Folded("".join([*pieces, read.text[done:]]), [*at, *read.at[done:]])
