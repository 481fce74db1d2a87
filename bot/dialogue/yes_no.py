"""Whether a short answer means yes or no, or takes back what was said. Only used while a question is open."""

from __future__ import annotations

import re
from typing import Literal

from desk.normal_form import fold

YES_ZH = (
    "是 是的 对 好 好的 好吧 好啊 行 可以 嗯 嗯嗯 要 要的 等 我等 等吧 等等吧 愿意 愿意等 通知我 到货通知 到货通知我 "
    "好的谢谢 那我等 我愿意等 麻烦通知我"
)
YES_EN = "yes|y|yep|yeah|sure|ok|okay|wait|notify|please|yes please|please do|i'll wait|i will wait|notify me|tell me"
NO_ZH = "不 不是 不要 不要了 不用 不用了 不等 不等了 算了 算了吧 不需要 没事"
NO_EN = "no|n|nope|nah|no thanks|no thank you|never mind|nevermind|give up|don't wait|not now|forget it"
YES = frozenset(YES_ZH.split()) | frozenset(YES_EN.split("|"))
NO = frozenset(NO_ZH.split()) | frozenset(NO_EN.split("|"))

LONGEST = 60
"""Letters; who writes more says more than yes or no."""
TRIMMED = " \t\n.,!?~。，！？～、…"


AND = re.compile(r"[,，、。.!！~～;；\n]+")
COURTEOUS_ZH = "谢谢 谢谢你 谢谢您 谢谢啦 麻烦了 麻烦您 亲 多谢 感谢 辛苦了"
COURTEOUS = frozenset(COURTEOUS_ZH.split()) | {"thanks", "thank you", "thx", "please", "cheers"}
LET_ME_KNOW = re.compile(
    "(?:那就?|麻烦您?|请)?(?:等)?(?:到货|有货|来货|补货|到|来)了?(?:的话|的时候|以后|后)?(?:就|再|请|麻烦)?(?:通知|告诉|提醒|说)(?:一下)?我?(?:一声|一下)?(?:吧|哦|喔|就行|就好)?"
    "|(?:please )?(?:let me know|tell me|notify me|message me|remind me)(?: (?:when|once|if) [a-z' ]{1,40})?(?: please)?"
    "|(?:ok(?:ay)?|yes|sure) (?:please|then|thanks|thank you)"
)
UNKNOWN = re.compile(
    "不知道|不记得|不記得|记不得|记不清|記不清|忘了|忘记|忘記|找不到|没有订单号|沒有訂單|没有手机号|don't know|dont know|do not know|don't have|dont have|do not have|"
    "forgot|can't find|cannot find|don't remember|no idea|not sure|lost (?:it|the)"
)
TAKES_BACK = re.compile(
    "[打写寫说說搞弄发發输輸]错|[打写寫說发發输輸]錯|错了|錯了|不是|不对|不對|应该是|應該是|sorry|i meant|i mean|wrong|mistyped|typo|actually|correction|not "
)


def bare_words(text: str) -> str:
    """A short answer without what stands around it: signs, and 亲."""
    return _bare(fold(text).text.replace("’", "'"))


def _bare(words: str) -> str:
    return words.strip(TRIMMED).removesuffix("亲").removeprefix("亲").strip(TRIMMED)


def yes_or_no(text: str) -> Literal["yes", "no"] | None:
    if len(text) > LONGEST:
        return None
    words = fold(text).text.replace("’", "'")
    return _said(words) or _said_in_parts(words)


def _said(words: str) -> Literal["yes", "no"] | None:
    words = _bare(words)
    if LET_ME_KNOW.fullmatch(words):
        return "yes"
    for ending in ("", "吧", "啊", "呢", "哦", "喔", "了"):
        bare = words.removesuffix(ending)
        if bare in YES:
            return "yes"
        if bare in NO:
            return "no"
    return None


def _said_in_parts(words: str) -> Literal["yes", "no"] | None:
    """`ok, notify me`: several short words that all mean the same."""
    parts = [part.strip(TRIMMED) for part in AND.split(words)]
    said = {_said(part) for part in parts if part and part not in COURTEOUS}
    return said.pop() if len(said) == 1 else None


def corrects(text: str) -> bool:
    """`sorry, I meant 1012`: what follows stands instead of what was said before."""
    return TAKES_BACK.search(text.casefold()) is not None


def does_not_know(text: str) -> bool:
    """`I forgot`, `不记得了`: what was asked for will not come."""
    return len(text) <= LONGEST and UNKNOWN.search(text.casefold().replace("’", "'")) is not None
