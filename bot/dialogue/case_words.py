"""What a letter says of an after-sales case, in the buyer's own words: what they want, why, how many, and that they do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.dialogue.claim import MONEY
from bot.dialogue.digits import folded
from bot.dialogue.yes_no import bare_words
from desk.normal_form import fold
from desk.ticket.kinds import TicketKind
from desk.ticket.reason import TicketReason

LONGEST = 400
SHORT = 60


def _words(text: str) -> str:
    return fold(text[:LONGEST]).text.replace("’", "'")


# The first that is found counts. What is denied ("不退货", "don't want a refund") is no wish for it.
WISHES: tuple[tuple[str, str], ...] = (
    (TicketKind.REFUND, r"仅退款|只退款|只要退款|不退货|不用退货|不想退货|\brefund only\b|\bonly (?:a |the )?refund\b|\bwithout (?:sending|returning)\b|\bkeep (?:it|them|the)\b.{0,30}\b(?:refund|money)"),
    (TicketKind.RETURN, r"退货|退貨|(?:想|要|能|可以|给我|帮我)退(?![款钱换税差单])|退掉|退回去|寄回去?退|(?<![不能])退了吧|\breturn(?:ing)?\b(?! (?:policy|address|label))|\bsend (?:it|them|this) back\b|\bgive (?:it|this) back\b"),
    (TicketKind.EXCHANGE, r"(?<!不)(?<!不想)(?<!不要)换货|換貨|(?<!不)换(?:一|个|成|新|掉|大|小|个|件|双|别|另)|換(?:一|個|成|新|掉|大|小|件|別|另)|调换|調換|\b(?:exchange|swap|replace(?:ment)?)\b"),
    (TicketKind.REPAIR, r"维修|維修|修一下|修理|能修|(?<!不)修好|\brepair|\bfix(?:ed)? it\b|\bmend"),
    (MONEY, r"(?<!不)(?<!不想)(?<!不要)退款|退錢|退钱|把钱退|钱退|\brefund|\bmoney back\b|\breimburse"),
)  # fmt: skip
WISHED = tuple((kind, re.compile(words)) for kind, words in WISHES)
DENIED = re.compile(
    r"(?:不(?:想|要|用)?|别|別)(?:退款|退钱|退货|退貨|换货|换了|退了)|\b(?:don't|do not|no) (?:want |need )?(?:a |the |to )?(?:refund|return|exchange|replacement)\b|\binstead of (?:a |the )?(?:refund|return|exchange)\b"
)


def kind_in(text: str) -> str:
    """A kind of ticket, MONEY, or nothing."""
    words = _words(text)
    left = DENIED.sub(" ", words)
    wished = next((str(kind) for kind, pattern in WISHED[1:] if pattern.search(left)), "")
    only_money = WISHED[0][1].search(words) is not None and wished in ("", MONEY, TicketKind.RETURN)
    return str(TicketKind.REFUND) if only_money else wished


# What is said → how the shop's own reason speaks of it, in either language. The first that fits a reason counts.
REASONS: tuple[tuple[str, str], ...] = (
    (r"发错|寄错|送错|错发|發錯|寄錯|货不对板|\bwrong (?:item|article|one|product|thing|colou?r|size|model|lamp)\b|\bsent (?:me )?(?:the )?wrong\b|\bnot what i ordered\b", r"发错|wrong"),
    (r"少发|少了|漏发|漏寄|缺|少寄|少件|\bmissing\b|\bincomplete\b|\bleft out\b", r"少|漏|missing"),
    (r"(?:运输|路上|快递|途中).{0,8}(?:坏|碎|破|损|压|摔)|压坏|摔碎|\bdamaged (?:on the way|in transit|in the post|during)\b|\b(?:arrived|came) (?:damaged|smashed|crushed|broken|torn|ripped|bent|in pieces)\b", r"运输|途中|on the way|transit"),
    (r"用了.{0,8}(?:坏|不亮|不能用|失灵)|\bstopped working\b|\bdied after\b|\bafter (?:a|two|three|some) (?:day|week|month)s?\b.{0,30}\b(?:broke|stopped|dead)", r"一段时间|stopped working"),
    (r"坏|碎|裂|破|瑕疵|划痕|质量|污渍|不亮|不能用|用不了|失灵|漏水|開裂|壞|質量|\bbroken?\b|\bbroke\b|\bcrack|\bfault|\bdefect|\bdoes(?:n't| not) work\b|\bnot working\b|\bscratch|\bpoor quality\b|\bstain|\btorn\b|\bripped\b|\bleak|\bdead\b|\bdamaged?\b", r"质量|瑕疵|faulty|quality|defect"),
    (r"不符|与描述|和描述|和图片|跟图片|色差|假货|\bnot as described\b|\blooks different\b|\bnot like (?:the|in the) (?:picture|photo)", r"描述|described"),
    (r"太大|太小|大了|小了|尺码|尺寸|不合适|不合身|颜色|\btoo (?:big|small|large|tight|loose|long|short)\b|\b(?:doesn't|does not|didn't) fit\b|\bwrong size\b|\bsize\b|\bcolou?r\b", r"尺码|颜色|size|suit"),
    (r"(?:没|未|不|还没)发货|迟迟不发|太慢|\bnot shipped\b|\b(?:hasn't|has not|haven't) (?:been )?(?:shipped|sent|left)\b|\btoo slow\b|\bstill waiting\b", r"发货|shipped"),
    (r"拍错|多拍|买错|下错|重复下单|\bby mistake\b|\bordered (?:the )?wrong\b|\bordered twice\b|\bbought the wrong\b|\baccident", r"拍错|多拍|mistake"),
    (r"不想要|不要了|不喜欢|不需要|用不上|后悔|不想买|\bno longer (?:want|need)|\bchanged my mind\b|\bdon't (?:want|need|like) (?:it|them|this)\b|\bno need\b", r"不想要|no longer"),
    (r"^(?:其他|其它|别的|other|another|something else|another reason)", r"其他|其它|another|other"),
)  # fmt: skip
SAID = tuple((re.compile(said), re.compile(named, re.IGNORECASE)) for said, named in REASONS)


def reason_in(
    text: str,
    reasons: Iterable[TicketReason],
    table: Sequence[tuple[re.Pattern[str], re.Pattern[str]]] = SAID,
) -> TicketReason | None:
    """Of those that are offered: by its own words, or by what they mean, as the `table` has it."""
    offered, words = list(reasons), _words(text)
    if not words.strip():
        return None
    for reason in offered:
        if any(len(own) > 1 and fold(own).text in words for own in reason.words.values()):
            return reason
    for said, named in table:
        if said.search(words):
            found = next((one for one in offered if any(map(named.search, one.words.values()))), None)
            if found is not None:
                return found
    return None


def other_reason(reasons: Iterable[TicketReason]) -> TicketReason | None:
    """The list's own last resort, where it has one."""
    words = SAID[-1][1]
    return next((one for one in reasons if any(map(words.search, one.words.values()))), None)


HOW_MANY = re.compile(r"([0-9]{1,4})")
NUMBERS = {"一": 1, "两": 2, "二": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a": 1}  # fmt: skip
COUNTED = re.compile(
    r"(?:只|就|仅)?(?:退|换|要|有|坏了?|碎了?)?([一两二俩三四五六])[个件只盏条套盒双把张台块]?"
)
IN_ENGLISH = re.compile(r"\b(?:just |only )?(one|two|three|four|five|six)\b")
ALL = re.compile(
    r"全部|所有|都(?:退|换|坏|要|是)?|全(?:退|换|坏)|\ball\b|\bboth\b|\beverything\b|\bevery one\b"
)


def quantity_in(text: str, most: int) -> int:
    """0 where none is said; `all` is as many as there are."""
    words = folded(text[:SHORT]).casefold()
    if found := HOW_MANY.search(words):
        count = int(found[1])
    elif ALL.search(words):
        return most
    elif (found := IN_ENGLISH.search(words)) or (found := COUNTED.search(words)):
        count = NUMBERS[found[1]]
    else:
        return 0
    return count if 1 <= count <= most else 0


NUMBERED = re.compile(
    r"(?:#|工单|工單|售后单?|售後單?|编号|編號|ticket|case|complaint|no\.?) ?#?([0-9]{1,9})(?![0-9])"
)


def numbers_of_cases(text: str) -> tuple[str, ...]:
    """`case 81`, `工单81`: numbers that are said to be a case's."""
    return tuple(dict.fromkeys(NUMBERED.findall(folded(text[:LONGEST]).casefold())))


WITHDRAWS = re.compile(
    r"(?:我|那|还是|就|先)*(?:不|别)(?:想)?(?:退|换|修)(?:货|款|了|啦)(?:了|啦|吧|不用了)*|不用(?:退|换|修)(?:货|款)?了?|取消(?:退货|退款|换货|售后|申请|工单)(?:申请)?|撤(?:销|回)(?:申请|退货|退款|售后|工单|吧)?(?:申请)?|我?(?:还是)?留(?:着|下)(?:吧|了|它)?"
    r"|(?:please )?(?:cancel|withdraw|drop|stop) (?:my |the |this )?(?:return|refund|exchange|repair|claim|case|request)(?: request| please)?|i(?:'ll| will)? keep (?:it|them)|i don't want (?:to return it|a refund)(?: any ?more)?"
)


def withdraws(text: str) -> bool:
    """Of a case that is known: they do not want it any more. All of a short letter, or nearly."""
    if len(text) > SHORT:
        return False
    words = bare_words(text)
    parts = [part for part in re.split(r"[,，。.!！;；\s]*(?:,|，|。|\.|!|！|;|；)\s*", words) if part]
    return any(WITHDRAWS.fullmatch(part) for part in (words, *parts))


OTHER_LINE = re.compile(
    r"另一?(?:个|件|盏|款|条|样|只)|另外(?:一|那)|別的那|别的那|不是这个|不是這個|不是它|\bthe other\b|\banother (?:one|article|item)\b|\bnot (?:this|that)(?: one)?\b|\bwrong (?:one|item|article) ?$"
)


def means_other_line(text: str) -> bool:
    return len(text) <= SHORT and OTHER_LINE.search(_words(text)) is not None


ASKS_RULES = re.compile(
    r"\bpolicy\b|\brules?\b|\bwho pays\b|\bhow (?:long|many days)\b|\bare (?:returns|refunds|sale items)\b|\breturn (?:address|label|window)\b|\bhow do(?:es)? (?:returns|refunds|it|a return) work\b|\bdo (?:you|i) (?:pay|take|accept)\b|\bwhere (?:do|should) i (?:send|post)\b"
    r"|\bis the return free\b|运费谁|邮费谁|谁(?:出|付)|几天内|多少天|多久(?:内|可以)|七天(?:无理由|内)|(?:政策|规则|流程)|退货地址|换货地址|寄到哪|寄哪里|以旧换新|\bhow does\b"
)


def asks_rules(text: str) -> bool:
    """How the shop does such things at all, and not for something of theirs."""
    return ASKS_RULES.search(_words(text)) is not None


POSTAGE = re.compile(
    r"(?:运费|邮费|快递费).{0,6}(?:谁|我|你们|自己|要|出|付|承担)|谁(?:出|付|承担).{0,4}(?:运费|邮费)|\b(?:who|do i|will i|must i) (?:have to )?pays?\b.{0,30}\b(?:post|shipping|return|sending)"
    r"|\b(?:postage|return shipping)\b.{0,20}\?|\bis the return free\b"
)


def asks_postage(text: str) -> bool:
    return POSTAGE.search(_words(text)) is not None


ASKS_HOW_IT_STANDS = re.compile(
    r"(?:退款|退货|退貨|换货|換貨|售后|维修|工单|申请|投诉|投訴|钱|錢).{0,10}(?:到哪|怎么样|怎麼樣|进度|進度|到账|到帳|处理|如何|审核|通过了?[吗没]|好了[吗没]|呢[?？]?$|什么时候|多久)|(?:什么时候|啥时候|多久|怎么还).{0,8}(?:退款|退钱|到账|换货|发新|修好|审核|审好|审完|处理好|处理完|通过|有结果)"
    r"|\bwhere(?:'s| is| are)? my (?:return|refund|exchange|replacement|repair|money|claim|complaint|case|ticket)\b|\b(?:status|progress|news|update) (?:of|on|about|for)? ?(?:my |the )?(?:return|refund|exchange|repair|claim|complaint|case|ticket)\b|\bwhen (?:will|do|am) i (?:get|going to get|receive) (?:my |the |a )?(?:money|refund|replacement)\b|\bhow (?:is|far is) my (?:return|refund|exchange|case|claim|complaint)\b|\b(?:return|refund) status\b|\b(?:how (?:is|far is|about)|what about|where is) (?:case|ticket|complaint) ?#?[0-9]"
)


def asks_how_it_stands(text: str) -> bool:
    return ASKS_HOW_IT_STANDS.search(_words(text)) is not None


PLATFORM = re.compile(
    r"平台(?:介入|处理|客服|投诉)|申请介入|要求介入|客服介入|小二介入|12315|消协|消费者协会|\bplatform\b.{0,20}\b(?:step|in|help|involve|dispute)|\b(?:open|raise|file|start) (?:a )?dispute\b|\bstep in\b|\btrading standards\b|\bmediat"
)


def wants_platform(text: str) -> bool:
    return PLATFORM.search(_words(text)) is not None


SATISFIED = re.compile(
    r"^(?:收到(?:新的)?了?)?[,，。 ]*(?:很|非常|挺)?(?:满意|滿意|没问题了?|沒問題|很好|好了|可以了|解决了|同意|认可)|\b(?:satisfied|happy with (?:it|the new)|works (?:now|fine|great|perfectly)|all good|it's (?:fine|good|perfect) now|that's fine|i agree)\b"
)
STILL_WRONG = re.compile(
    r"还是(?:坏|不|有问题|一样)|還是(?:壞|不|有問題)|又坏|又壞|依然|仍然|不满意|不滿意|不同意|不认可|\bstill (?:wrong|broken|not|doesn't|does not|faulty|the same)\b|\bbroken again\b|\b(?:not|un)(?: ?satisfied| ?happy)\b|\b(?:disagree|don't agree|do not agree)\b"
)


def verdict(text: str) -> str:
    """`good`, `bad` or nothing: of what was sent to them, or what came out."""
    words = _words(text) if len(text) <= 2 * SHORT else ""
    if STILL_WRONG.search(words):
        return "bad"
    return "good" if words and SATISFIED.search(words) else ""


NO_MORE = re.compile(
    r"没有了|沒有了|没了|拍不了|没有照片|没法拍|扔了|丢了|就这些|就這些|\bthat's all\b|\bno more\b|\bno photos?\b|\bcan'?t (?:take|send)\b|\bdon't have\b|\bthrew\b|\bthrown\b"
)


def has_no_more_photos(text: str) -> bool:
    return len(text) <= SHORT and NO_MORE.search(_words(text)) is not None


MAY = re.compile(
    r"[退修坏壞碎售錯错裂破撤]|投[诉訴]|[换換](?!季)|平台|介入|工[单單]|[满滿]意|[认認]可|同意|没问题|沒問題|[还還]是|仍然|依然|又坏|原因|理由|我的[钱錢]|什么时候到账"
    r"|return|refund|exchange|replac|repair|\bfix|broken|\bcase\b|ticket|claim|complain|\bmoney\b|dispute|platform|satisf|\bstill\b|works|perfect|all good|agree|\bswap|fault|damag|reason|send it back|keep it|get back|get.{0,24}back",
    re.IGNORECASE,
)
"""Where none of these stands, a letter is about no case that is not being told already."""


def may_be_about_a_case(text: str) -> bool:
    return MAY.search(text[:LONGEST]) is not None
