"""How a buyer feels, by the words used (D6): upset, abusive, full of ideas, or only in the mood for a chat."""

from __future__ import annotations

import re
from typing import Literal

from bot.dialogue.ask import Ask
from bot.dialogue.flows import CHAT, FLOWS
from bot.dialogue.steps import Suggested
from bot.dialogue.turn import Turn, person_button
from desk.handover import Reason

Mood = Literal["abusive", "suggesting", "upset"]

MOODY = CHAT | {"complaint"}
"""Intents that a mood says already."""
ABOUT_ARTICLES = frozenset({"stock", "product_info", "price_change"})
"""Where a suggestion seems to ask for what it suggests."""
CHAT_ENOUGH = 6
"""Letters in a row with nothing to do in them; then a courteous close."""

# Chinese words are told by themselves, each with letters of its own in front: so a search passes over all others.
ABUSIVE = (
    "傻逼 傻屄 煞笔 傻叉 傻b 沙雕 脑残 腦殘 弱智 智障 白痴 白癡 蠢货 蠢貨 蠢猪 蠢豬 废物(?!利用) 廢物(?!利用) 狗东西 狗東西 畜生 贱人 賤人 "
    "王八蛋 婊子 滚蛋 滾蛋 滚开 滾開 去死(?!角) 草泥马 草泥馬 操你 艹你 肏 干你娘 幹你娘 死全家 全家死 弄死你 打死你 砍死你 约炮 約炮 裸照 "
    "做我女朋友 cnm nmsl fuck"
)
ABUSIVE_EN = (
    r"fuck (?:you|u|off)\b|f\*+k you|asshole|arsehole|bitch|cunt|moron|retard|dumb ?ass|piece of shit|go to hell|screw you|kill you|shut up|"
    r"send (?:me )?nudes|(?:you|u|stupid|fucking|bloody) idiot|idiots|you(?:'re|’re| are) (?:an idiot|stupid|useless)|stupid bot"
)
UPSET = (
    "人工智障 气死 氣死 太过分 太過分 欺人太甚 忍无可忍 忍無可忍 受不了你 受夠了 受够了 破店 垃圾店 骗子 騙子 无良 無良 火大 太坑 坑人 坑爹 他妈 他媽 妈的 媽的 "
    "搞什么鬼 搞什麼鬼 搞毛 差劲 差勁 太差了 失望透 再也不来 再也不來 再也不买 再也不買 烦死 煩死 tmd wtf"
)
UPSET_EN = (
    r"ridiculous|unacceptable|outrageous|disgust(?:ing|ed)|fed up|sick of|the worst|wtf|what the (?:hell|fuck)|pissed off|furious|so angry|"
    r"appalling|(?:what|such) a joke|is this a joke|(?:terrible|awful) service|scammers|rip-?off|bullshit|fucking|never again|so frustrat"
)
SUGGESTING = (
    "建议你们 建議你們 建议贵 建議貴 建议店 建議店 提个建议 提個建議 提个小建议 提個小建議 有个建议 有個建議 希望你们能?出 希望你們能?出 希望你们以后 "
    "希望你們以後 希望以后能 希望以後能 要是能出 如果能出"
)
SUGGESTING_EN = (
    r"suggestion(?! box)|i(?:'d| would)? suggest you|(?:it'd|it would|would) be (?:nice|great|lovely) if you (?:sold|had|made|offered|added|could (?:sell|make|add))|"
    r"you (?:guys )?should (?:add|sell|make|stock|offer) |feature request"
)
TELLING = (
    "fuck f*k asshole arsehole bitch cunt moron retard dumbass dumb shit hell screw kill shut nudes idiot idiots stupid useless "
    "ridiculous unacceptable outrageous disgusting disgusted fed sick worst wtf pissed furious angry appalling joke terrible awful scammers "
    "rip ripoff rip-off bullshit fucking again frustrating frustrated suggest suggestion suggestion: nice great lovely should feature"
)
"""English words without which none of its moods is spoken: looking for these is ten times as quick."""


def _either(chinese: str, english: str) -> re.Pattern[str]:
    return re.compile("|".join([*chinese.split(), english]))


MOODS: dict[Mood, re.Pattern[str]] = {
    "abusive": _either(ABUSIVE, ABUSIVE_EN),
    "upset": _either(UPSET, UPSET_EN),
    "suggesting": _either(SUGGESTING, SUGGESTING_EN),
}
"""The worst first: that is the one that counts."""
TELLING_ZH = re.compile("|".join(f"{ABUSIVE} {UPSET} {SUGGESTING}".split()))
TOLD_BY = frozenset(
    word + end for word in TELLING.split() for end in ("", "!", ".", ",", "?", "!!", "!!!", ";")
)
GET_LOST = re.compile(r"[滚滾](?:[啊吧远遠蛋]|一边去|一邊去)?[!！。~～.]*")
"""All of a letter; elsewhere it is cooking."""
SHORT = 6
IDLE = re.compile(
    r"(?:(?:哈|呵|嘿|嘻|嗯|哦|噢|喔|啦|6|h[ae]|l+o+l+)+|[^\w?？]+|真好笑|笑死我?了?)[~～!！。. ]*"
)
"""Laughter, humming and smileys: nothing is asked."""


def mood_of(text: str) -> Mood | None:
    plain = text.casefold()
    told = not plain.isascii() and TELLING_ZH.search(plain)
    if not told and TOLD_BY.isdisjoint(plain.split()):
        return "abusive" if len(plain) < SHORT and GET_LOST.fullmatch(plain) else None
    plain = plain.replace("人工智障", "tmd")  # of the bot, and meant as a sigh
    return next((mood for mood, words in MOODS.items() if words.search(plain)), None)


def is_idle(text: str) -> bool:
    return len(text) <= 24 and IDLE.fullmatch(text.strip().casefold()) is not None


def felt(turn: Turn, ask: Ask) -> bool:
    """Whether the letter was a mood and nothing else. A wish beside it is answered after the kind words."""
    mood = mood_of(ask.text)
    if mood is None:
        return False
    turn.memory.chat = 0
    wishes = bool(ask.orders or ask.digits) or (ask.sure and ask.intent not in MOODY)
    if mood == "suggesting":
        return _suggested(turn, ask) and not (wishes and ask.intent not in ABOUT_ARTICLES)
    if mood == "abusive" and not wishes:
        return _abused(turn, ask)
    return _upset(turn, ask, wishes)


def _suggested(turn: Turn, ask: Ask) -> bool:
    turn.memory.lost = 0
    turn.act(Suggested(ask.because))
    turn.say(ask, "suggestion_thanks", {"shop": turn.facts.front.shop})
    return True


def _abused(turn: Turn, ask: Ask) -> bool:
    """One notice, then the supervisor; who waits for a person is not answered in kind."""
    if not turn.memory.warned:
        turn.memory.warned = True
        turn.say(ask, "abuse_notice", choices=[person_button()] if not turn.with_person else [])
    elif not turn.with_person:
        turn.hand_off(ask, Reason.ABUSE, "abuse_supervisor")
    return True


def _upset(turn: Turn, ask: Ask, wishes: bool) -> bool:
    if ask.sure and ask.intent == "complaint":
        return False
    if wishes and turn.with_person:
        return False
    turn.memory.lost = 0
    turn.hand_off(ask, Reason.UPSET, "upset_sorry", ask.order_values)
    return not wishes or ask.intent == "human_agent"


def small_talk(turn: Turn, ask: Ask) -> None:
    """Greetings, thanks and nods; when nothing else comes for long, a courteous close, and then only greetings."""
    memory = turn.memory
    memory.chat += 1
    if memory.chat > CHAT_ENOUGH and ask.intent == "greeting":
        memory.chat = 1
    if memory.chat < CHAT_ENOUGH or memory.open:
        FLOWS[ask.intent if ask.intent in CHAT else "ack"].answer(turn, ask)
    elif memory.chat == CHAT_ENOUGH and not turn.with_person:
        turn.say(ask, "chat_close", {"shop": turn.facts.front.shop})


def idle(turn: Turn, ask: Ask) -> bool:
    """A letter that was not understood because there is nothing to understand."""
    if not is_idle(ask.text):
        return False
    small_talk(turn, ask)
    return True
