"""Small English words for Chinese ones (no可能, 加my微信): read as what they mean."""

from __future__ import annotations

import re

from desk.banned.disguise import bare
from desk.banned.pairs import pairs
from desk.normal_form import Folded

_MEANT = {
    bare(word): meant
    for word, meant in pairs(
        "no=不 not=不 you=你 u=你 me=我 i=我 my=我的 your=你的 add=加 look=看 see=看 say=说 told=说 pay=付 cash=现金 bank=银行 card=卡 friend=好友 group=群 "
        "call=打 phone=电话 money=钱 best=最好 know=知道 company=公司 rule=规定 rules=规定 policy=规定 transfer=转账 first=第一 number=号 only=唯一 forever=永远 "
        "again=再 tomorrow=明天 talk=聊 outside=外面 problem=问题 buy=买 love=爱 calm=冷静 down=下 day=天 zero=零 world=世界 top=顶级"
    ).items()
}
_BESIDE = re.compile("(?<=[\u3400-\u9fff])[a-z]{1,9}(?![a-z0-9])|(?<![a-z0-9])[a-z]{1,9}(?=[\u3400-\u9fff])")


def in_chinese(read: Folded) -> Folded | None:
    """With the Chinese words; None where there are no English ones beside Chinese letters."""
    pieces: list[str] = []
    at: list[int] = []
    done = 0
    for found in _BESIDE.finditer(read.text):
        if meant := _MEANT.get(found[0]):
            pieces += [read.text[done : found.start()], meant]
            at += read.at[done : found.start()]
            at += (read.at[min(found.start() + n, found.end() - 1)] for n in range(len(meant)))
            done = found.end()
    return Folded("".join([*pieces, read.text[done:]]), [*at, *read.at[done:]]) if done else None
