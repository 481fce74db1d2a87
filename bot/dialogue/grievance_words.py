"""Whether a letter complains, what the complaint or the delivery exception is about, and whether it tells what happened."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.dialogue.case_words import reason_in
from bot.dialogue.digits import numberish
from bot.dialogue.yes_no import bare_words
from desk.normal_form import fold
from desk.ticket.kinds import TicketKind
from desk.ticket.reason import TicketReason

LONGEST = 400
SHORT = 60
STORY, CHINESE_STORY = 24, 8
"""Letters beside the mere wish and an order's number; from here on a letter tells what happened."""

MAY = re.compile(r"投[诉訴]|complain|(?:快递|快遞|物流|包裹|配送|delivery|parcel|package)", re.IGNORECASE)
"""What costs less to look for, and stands in every such letter."""
COMPLAINS = re.compile(
    r"(?:想|要|来|帮我|怎么|如何|给我|需要)(?:进行|提交|提|提个)?(?:一个|个|一下)?投诉|投诉(?:你们|你|一下|客服|快递|卖家|商家|店|订单|商品|物流|这|那|服务|态度|质量|#|[a-z0-9])"
    r"|(?:有|提|提个|提交)(?:一?个)?投诉|^(?:投诉|complaint)$"
    r"|\b(?:want|wish|like|need|have|going|got)\b.{0,30}\bcomplain(?:t|)\b|\bcomplain(?:t|ing)? (?:about|against|regarding|of)\b"
    r"|\b(?:file|lodge|make|register|submit|raise)\b.{0,20}\bcomplaint\b|\bhow (?:do|can|to) (?:i )?complain\b"
)
THREATENS = re.compile(
    r"平台|12315|消协|消費者|消费者|黑猫|小二|市场监督|工商|(?:不|再|否则|不然).{0,14}(?:就|我)(?:去|要|会)?.{0,3}投诉|(?:没有?|不|别|不想|撤销|取消)(?:要)?投诉"
    r"|\b(?:no|not|don't|won't|never|without|cancel|withdraw|drop)\b.{0,20}\bcomplain|\bor (?:else )?i(?:'ll| will)\b|\bif\b.{0,40}\bcomplain"
    r"|\btrading standards\b|\bconsumer (?:forum|court|complaint|claim)\b"
)
"""To do it elsewhere, or unless something happens; and that they do not complain."""
IN_TROUBLE = re.compile(
    r"(?:物流|快递|包裹|配送)(?:的)?(?:出|有|出现|遇到)?了?(?:点|些)?(?:问题|异常)|\b(?:problem|issue|trouble)s? with (?:the |my |our )?(?:delivery|parcel|package|shipment)\b"
    r"|\b(?:delivery|parcel) (?:problem|issue)s?\b"
)
PARCEL = r"(?:parcel|package|carton|box|packaging)"
PARCEL_DAMAGED = re.compile(
    rf"\b{PARCEL}\b.{{0,24}}\b(?:damaged|crushed|torn|dented|wet|smashed|soaked|ripped)\b|\b(?:damaged|crushed|torn|dented|smashed) {PARCEL}\b"
    r"|(?:包裹|外箱|箱子|纸箱|外包装|快递盒).{0,8}(?:破|压|烂|坏|湿|摔|变形)|快递.{0,4}(?:压坏|摔坏|弄坏|压扁|压烂)"
)
CALLS_OFF = re.compile(
    r"(?:不|别|先不)(?:想|要|用)?投诉了?|(?:取消|撤销|撤回)(?:这?个?|我的)?投诉|(?:please )?(?:cancel|withdraw|drop|stop) (?:my |the |this )?(?:complaint|report)(?: please)?"
)

# What is said → how the shop's own list speaks of it. The first that fits counts.
HAPPENED: tuple[tuple[str, str], ...] = (
    (r"送错(?:了)?(?:地址|地方|门|楼|家)|(?:送|寄|派|投)(?:送|递)?到了?(?:别|错|隔壁|邻居)|\bwrong (?:address|house|door|place|flat|street)\b", r"送错地址|wrong address"),
    (r"签收|簽收|(?:显示|顯示).{0,4}(?:送达|送達)|\b(?:says|shows|marked|said)\b.{0,24}\bdelivered\b|\bdelivered\b.{0,40}\b(?:not|never|nothing)\b", r"签收|said to be delivered"),
    (r"丢|遗失|不见了|遺失|丟|\blost\b|\bgone\b|\bmissing\b|\bdisappeared\b", r"丢失|\blost\b"),
    (r"破|压|烂|坏|摔|碎|湿|变形|损|\bdamaged?\b|\bcrushed\b|\btorn\b|\bdent|\bsmashed\b|\bwet\b|\bsoaked\b|\bbroken\b|\bripped\b", r"破损|damaged"),
    (r"延误|耽误|太晚|太慢|迟|还没到|还没收到|没到|超时|逾期|晚了|\blate\b|\bdelay|\boverdue\b|\bslow\b|\b(?:not|n't|never)\b.{0,20}\b(?:arrived|come|here|received)\b", r"太晚|延误|\blate\b"),
    (r"^(?:其他|其它|别的|other|another|something else)", r"其他|其它|another|other"),
)  # fmt: skip
ABOUT: tuple[tuple[str, str], ...] = (
    (r"承诺|答应|说好|说话不算|保证过|\bpromis|\bsaid (?:you|they) would\b", r"承诺|promise"),
    (r"快递|快遞|物流|配送|送货|派送|包裹|\bdeliver|\bcourier|\bdriver\b|\bparcel\b|\bshipping\b", r"物流|delivery"),
    (r"价格|價格|降价|涨价|收费|多收|贵|\bprice|\bcharge|\bovercharg|\bexpensive\b", r"价格|price"),
    (r"态度|態度|客服|服务|服務|骂|不理|敷衍|没人回|\brude|\bservice\b|\bstaff\b|\bagent\b|\battitude\b|\bignor|\bunfriendly\b|\banswer", r"服务|service"),
    (r"商品|产品|質量|质量|东西|假货|坏|破|\bquality\b|\bgoods\b|\bproduct|\barticle\b|\bfake\b|\bbroken\b|\bfault", r"商品|goods"),
    (r"^(?:其他|其它|别的|other|another|something else)", r"其他|其它|something else|other"),
)  # fmt: skip
TABLES = {
    kind: tuple((re.compile(said), re.compile(named, re.IGNORECASE)) for said, named in table)
    for kind, table in ((TicketKind.DELIVERY, HAPPENED), (TicketKind.COMPLAINT, ABOUT))
}


def complains(text: str) -> bool:
    """They want to make a complaint here, in so many words."""
    if not MAY.search(text[:LONGEST]):
        return False
    words = _words(text)
    return COMPLAINS.search(words.strip(" .!,。！，~")) is not None and THREATENS.search(words) is None


def parcel_in_trouble(text: str) -> bool:
    """Something is wrong with a parcel; what, is not said."""
    return MAY.search(text[:LONGEST]) is not None and IN_TROUBLE.search(_words(text)) is not None


def parcel_damaged(text: str) -> bool:
    """The parcel itself, and not what was in it."""
    return PARCEL_DAMAGED.search(_words(text)) is not None


def calls_off(text: str) -> bool:
    return len(text) <= SHORT and CALLS_OFF.fullmatch(bare_words(text)) is not None


def subject_in(text: str, kind: TicketKind, offered: Iterable[TicketReason]) -> TicketReason | None:
    """Of what the shop offers for this kind: what happened, or what it is about."""
    return reason_in(text, offered, TABLES[kind])


def tells(text: str) -> bool:
    """What happened, beside the wish to complain and the number of an order."""
    words = COMPLAINS.sub("", _words(text))
    for number in numberish(text):
        words = words.replace(number.casefold(), "")
    left = sum(map(str.isalpha, words))
    return left >= (STORY if words.isascii() else CHINESE_STORY)


def _words(text: str) -> str:
    return fold(text[:LONGEST]).text.replace("’", "'")
