"""What makes a sentence a promise of ours, and what keeps it from being one; for folded text (`desk/normal_form.py`).

Every pattern is a plain alternation with bounded gaps: a text costs its length, whatever is in it."""

from __future__ import annotations

import re
from enum import StrEnum


class About(StrEnum):
    """What was promised; the earlier ones win where a sentence speaks of several."""

    CALL = "call"
    ANSWER = "answer"
    REFUND = "refund"
    SHIP = "ship"
    CHECK = "check"
    DO = "do"


# --- Chinese

YOU = "[您你亲妳咱]"
OTHERS_OF_OURS = "仓|快递|物流|厂|供应|供货|财务|技术|平台|顺丰|中通|圆通|韵达|申通|邮政|京东|菜鸟|站点|网点|司机|派送|上级|主管|他|她"
ZH_ACTS = re.compile(
    rf"""(?P<call>致电|打电话|打一?个电话|回电|来电|电话联[系络]|电话(?:回复|答复|通知|告知))
    |(?P<answer>回复|答复|回覆|答覆|回话|反馈|回音|回应|回[您你]|找您|消息|讯息|准信|说法|方案|结论|结果
      |(?:告诉|告知|通知|联系|联络|同步)(?!一?下?(?:{OTHERS_OF_OURS})))
    |(?P<refund>退款|退还|退给|退回|(?<=给[您你])退(?!货|换)|打款|返现|返还|补差|差价|补偿|赔付|赔偿)
    |(?P<ship>发货|出货|发出|寄出|寄给|补发|补寄|重发|重寄|换货|发走|发给|出库)
    |(?P<check>核实|核查|核对|查|确认|跟进|了解|落实|排查|问(?!题)|催|沟通|协商|检查|看一?下|(?:告诉|告知|通知|联系|联络)(?={OTHERS_OF_OURS}|一下))
    |(?P<do>处理|解决|安排|办理|搞定|办好|完成|弄好|修好|修改|更新|开票|开具|开好|开.?.?发票|取消|上报|提交|登记|补上)""",
    re.VERBOSE,
)
US = re.compile(
    r"我|咱们|这边|这里|客服|小二|同事|专员|主管|经理|店长|负责人|财务|仓库|技术|售后|工作人员|团队|专人|帮[您你妳]|[为给][您你妳]"
)
TO_YOU = re.compile(
    rf"(?:给|为|帮|替|向|跟|和|同|与|通知|告诉|告知|回复|答复|回覆|答覆|联系|联络|回|找|退还?|补偿|补发|寄|发|打)(?:给|到)?{YOU}"
)
WILL = re.compile(r"会|将|一定|保证|肯定|承诺|必|争取|尽量|负责|您的(?:订单|包裹|货|件)|您?这[单件个]")

ZH_ASKS = re.compile(r"[吗]|[好行可]么")
ZH_QUESTION = re.compile(
    r"好不好|行不行|可不可以|要不要|[^告][^诉]您?是否(?:方便|可以|同意|愿意|需要)|^您?是否|还是"
)
ZH_CONDITION = re.compile(
    rf"如果|假如|要是|倘若|若(?!干)|万一|除非|只要|一旦|的话|如(?=您|你|无|有|未|仍|还|需)"
    rf"|(?:收到|到货|签收|寄回|寄到|退回|付款|下单|拍下|提供|通过|入库|补货|验货|到仓|成功|审核|提交|{YOU})[^,，。]{{0,12}}(?:之后|以后|后)(?!天|台|续|[0-9一二两三四五六七八九十半])"
    rf"|(?:收到|到货|签收|寄回|寄到|退回|付款|下单|拍下|通过|入库|补货|验货|到仓)[^,，。]{{0,8}}后"
)
ZH_GENERAL = re.compile(
    r"本店|全店|全场|一般|通常|默认|平时|正常情况|您说|你说|您提到|工作时间|营业时间|服务时间|客服时间|在线时间"
)
ZH_DEMAND = re.compile(
    r"(?<!申)请(?!求|您?(?:放心|稍|等|耐心|留意|谅|见谅|假))|麻烦|烦请|劳烦|需要?[您你]|记得|由[您你]|(?:让|等)[您你]"
    r"|(?<![给为帮替跟向和])[您你](?:先|需(?!求)|要(?!的|求)|得(?!到)|可以(?!放心)|自己|自行"
    r"|(?!的)[^,]{0,10}(?:付款|下单|寄回|退回|发我|拍|提供|申请|确认收货|签收|收到|拨打|咨询|再来|过来|自取|来取)(?!的))"
    r"|(?:回复|答复|联系|告诉|发|通知|找|提供|寄回?|退)给?(?:我(?!们?仓)|咱|客服)"
)
ZH_OTHERS = re.compile(
    r"(?:快递员?|物流|骑手|派送员|派件员|司机|顺丰|中通|圆通|申通|韵达|极兔|邮政|ems|京东快递|菜鸟|平台|银行|支付宝|微信|花呗|系统"
    r"|官方|厂家|厂商|供应商|供货商|海关|站点|网点|包裹|快件)(?!的|信息|单号|情况|问题|状态|记录|异常|费|方面|那边|丢|破)"
)
ZH_NOT_NOW = re.compile(
    r"不能|无法|没法|没办法|不会(?!超过)|不可以|来不及|不一定|未必|不保证|不敢|难以|不用|无需|不必|(?<![特分级区])别(?!的)|还没|尚未|没能|未能|可能|也许|或许"
    r"|说不定|看情况|不确定|应该|^之前|此前|先前|昨[天日晚]|前天|上周|上个?月|刚才|刚刚|已经?(?!备注|登记|记录|提交|反馈|上报)"
)
ZH_DONE = re.compile(r"(?:好|完|到|掉|过)?[您你]?(?:了|过(?!来|去))")
ZH_ITS_END = re.compile(
    r"有效|过期|失效|截止|结束|优惠|活动|预售|尾款|开售|开抢|上新|送达|送到|到达|抵达|派送|派件|配送|到账"
)
ZH_MAY = re.compile(r"(?:可以|支持|可|能够?)(?:申请|办理|退|换|取消|修改|开|安排)")
ZH_ATTRIBUTE = re.compile(
    r"的|[^,]{0,4}(?:下单|付款|购买|买|拍下?|收到|签收|发出?|寄出?|申请|提交|反馈|说|问|提到?|咨询|反映)的"
)

# --- English

_OURS = (
    r"i|we|(?:team|colleagues?|someone|somebody|warehouse|manager|supervisor|finance|department|specialist|agent|staff"
    r"|support|office|accounts|accounting)(?: team| department)?"
)
EN_WE_WILL = re.compile(
    rf"\b(?:{_OURS})(?:'ll| will| shall| can|(?:'m|'re| am| are| is) (?:going to|gonna)"
    r"| (?:promise|plan|aim|intend|hope|expect|want|try) to)\b(?! not| never|n't|'t)"
    r"|\b(?:let (?:me|us)(?! know| have)|allow me to|ill|give (?:me|us)|(?:and|then|also) will)\b|^(?:will|gonna) (?!you|i\b|we\b|it\b|they\b)"
)
EN_YOU_WILL = re.compile(
    r"\byou(?:'ll| will| should)(?: then| also)? (?:hear|have|get|receive)\b|\bexpect (?:an?|our|my|the) (?=reply|answer|response|call|update|refund)"
    r"|\b(?:will|'ll) be (?=refunded|reimbursed|processed|issued|sent out|sent to you|shipped|dispatched|resent|replaced|fixed|solved"
    r"|resolved|changed|cancelled|canceled|answered|done|sorted|checked|in touch)"
)
EN_ACTS = re.compile(
    r"""\b(?:(?P<call>call|phone|ring|telephone)
    |(?P<answer>get(?:ting)?\ back|come\ back\ to\ you|reply|respond|response|answer(?:ed)?|write|message|e-?mail|contact|let\ you\ know|updates?
      |tell\ you|inform|(?:be|get)\ in\ touch|in\ touch|follow\ up|keep\ you|hear|report\ back|give\ you\ (?:an?|the|some)|results?|news|confirmation)
    |(?P<refund>refund(?:ed)?|reimbursed?|pay\ (?:you\ )?back|money|credit|compensate|compensation)
    |(?P<ship>ship(?:ped)?|dispatch(?:ed)?|post\ (?:it|the|your)|sen[dt]\ (?:it|you|out|the|your|a|an|to\ you)|resen[dt]|mail\ (?:it|the|your)|replaced?|replacement)
    |(?P<check>check(?:ed)?|look\ (?:into|at|it|up)|find\ out|verify|confirm|investigate|ask|review|chase|clarify|speak|talk|see\ (?:what|if|whether))
    |(?P<do>fix(?:ed)?|sort(?:ed)?|resolved?|solved?|handle|arrange|cancel(?:l?ed)?|changed?|take\ care|deal\ with|process(?:ed)?|prepare|escalate
      |pass\ (?:it|this)|have\ (?:it|this|that|your)|finish|issued?|make\ sure|raise|do\ (?:it|this|that)|done))\b""",
    re.VERBOSE,
)
EN_QUESTION = re.compile(
    r"^(?:so |and |but |then )?(?:(?:can|could|will|would|shall|should|do|does|is|are|did|may|has|have) (?:you|i|we|it|they|the|that|this)|when|what|how|who|why|where)\b"
)
EN_IF = re.compile(
    r"\b(?:if|unless|once|provided|as soon as (?!possible)|when|whenever|until|after (?:you|we receive|receiving|your|it|the (?:return|parcel|goods))|in case)\b"
)
EN_KNOWS = re.compile(
    r"\b(?:know|see|check|tell you|ask|find out|confirm|verify|sure|update|reply|answer|back)\b[^,.]{0,40}$"
)
EN_GENERAL = re.compile(
    r"\b(?:usually|normally|generally|typically|as a rule|always|our policy|you said|you (?:wrote|mentioned|told)|(?:they|he|she) (?:said|told)"
    r"|maybe|perhaps|possibly|might|opening hours)\b|\b(?:courier|carrier|driver|dhl|ups|fedex|bank|paypal|post office|royal mail|supplier)(?:'ll| will| should)\b"
    r"|\b(?:from|by) (?:the |your )?(?:courier|carrier|driver|dhl|ups|fedex|bank|paypal|post|supplier)\b"
)
EN_ITS_END = re.compile(
    r"\b(?:deliver\w*|arriv\w*|expires?|valid|coupons?|vouchers?|discounts?|collect|back in stock)\b"
)

SENTENCE = re.compile(r"[。!?;]+|(?<![ap]\.m)(?<!\b[ap])\.(?=\s|$|[^\x00-\x7f])")
CLAUSE = re.compile(
    r"[,]|(?<![0-9]):|:(?![0-9])| [-–—] |(?<![0-9])~|~(?![0-9])|(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])"
    r"| (?:and|but|so)(?= (?:i|we|you|please|our|my|the|your)\b|'| i'| we'| you')"
)
AROUND_A_TIME = re.compile(
    r"最晚|最迟|大概|大约|差不多|预计|估计|尽量|争取|我们?|这边|会|将|亲+|哦|哈|呢|呀|啦|喔|吧|左右|就|在|于|之前|以前|前|内|好的?|嗯+"
    r"|(?:at the )?latest|by|before|around|about|at|on|probably|hopefully|sure|ok(?:ay)?|yes|certainly|no later than|then|the|dear|i think"
)
SHORT = 40
TAG = 6
"""A question of so few letters asks about what was said before it: 可以吗, is it ok."""
FEW_LETTERS = 3
"""That may be left beside a time that stands alone in its clause; beside one that is the whole answer, none."""


def speaks_of_us(sentence: str) -> bool:
    """A quick look: whether it has anything that a promise is made of, or is short enough to be just a time."""
    return len(sentence) < SHORT or bool(ZH_ACTS.search(sentence) or EN_ACTS.search(sentence))


def question(sentence: str) -> bool:
    """Whether it is one from its beginning."""
    return bool(ZH_QUESTION.search(sentence) or EN_QUESTION.search(sentence.strip()))


def asks(clause: str, ending: str) -> bool:
    """Whether a sentence's last clause asks."""
    return "?" in ending or ZH_ASKS.search(clause) is not None


def conditional(sentence: str) -> bool:
    """Whether it holds only in a certain case. "I'll tell you whether and if" is none: that is what will be told."""
    if ZH_CONDITION.search(sentence):
        return True
    for found in EN_IF.finditer(sentence):
        of_you = sentence.startswith(("if you", "if there"), found.start())
        if of_you or not (found[0] == "if" and EN_KNOWS.search(sentence, 0, found.start())):
            return True
    return False


def general(sentence: str) -> bool:
    """A custom of the house, somebody else's word, or a guess."""
    return bool(ZH_GENERAL.search(sentence) or EN_GENERAL.search(sentence))
