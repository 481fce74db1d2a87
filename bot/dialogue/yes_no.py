"""Whether a short answer means yes or no. Only used while a question is open that can be answered so."""

from __future__ import annotations

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

LONGEST = 24
"""Letters; who writes more says more than yes or no."""
TRIMMED = " \t\n.,!?~。，！？～、…"


def bare_words(text: str) -> str:
    """A short answer without what stands around it: signs, and 亲."""
    words = fold(text).text.replace("’", "'").strip(TRIMMED)
    return words.removesuffix("亲").removeprefix("亲").strip(TRIMMED)


def yes_or_no(text: str) -> Literal["yes", "no"] | None:
    if len(text) > LONGEST:
        return None
    words = bare_words(text)
    for ending in ("", "吧", "啊", "呢", "哦", "喔", "了"):
        bare = words.removesuffix(ending)
        if bare in YES:
            return "yes"
        if bare in NO:
            return "no"
    return None
