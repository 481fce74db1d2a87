"""Whether a short answer calls off what was begun: never mind, 算了. Read only while something is being asked."""

from __future__ import annotations

from bot.dialogue.yes_no import LONGEST, bare_words

ZH = (
    "算了 算了吧 不改了 不用改了 先不改了 不用了 不需要了 不要了 取消 取消吧 不开了 不用开了 不延了 不延长了 没事了 先这样 "
    "还是算了 还是不改了"
)
EN = "never mind|nevermind|forget it|cancel|cancel that|stop|no need|leave it|leave it as it is|don't bother|drop it"
WORDS = frozenset(ZH.split()) | frozenset(EN.split("|"))


def gives_up(text: str) -> bool:
    if len(text) > LONGEST:
        return False
    words = bare_words(text)
    return words in WORDS or any(
        words.removesuffix(end) in WORDS for end in ("吧", "啊", "呢", "哦", "喔", "了", "谢谢")
    )
