"""A number in what is said, and the words around it that tell what it numbers."""

from __future__ import annotations

import re
from functools import lru_cache

from desk.record import record

# What is said before a number, nearest last; matched on the folded text.
NUMBERED = re.compile(
    r"order(?!ed\b|s a\b|ing\b)|track|\b(?:file|case|tag|chip) (?:number|no|id)|chip|\bqr\b|production|parcel|invoice|serial|article|item|sku\b|code|voucher|customs|tariff|ticket|\bref(?:erence)?\b|barcode|ean\b|"
    r"\b(?:jd|sf|yt|zto|sto|ems|jt|lp|rm) ?$|isbn|batch|model|part n|case n|booking|consignment|waybill|awb\b|imei|version|\bid:? ?#|receipt|"
    r"单号|订单|编号|条码|条形码|货号|型号|运单|工单|取件码|版本|序列号|批号|批次|税号|流水|发票号码?|凭证|发票|券码|兑换码|快递单|包裹|物流|编码|ean|单号码|(?<!号)码是"
)
TELEPHONE = re.compile(
    r"call|\btext|\bring|phone|mobile|\bmob\b|\bcell|whats ?app|tel\b|dial|sms|reach|handphone|\bhp\b|contact|ping (?:me|him|her|them)|buzz|"
    r"(?:my|ur|your|his|her|their|whose|own|personal|private|direct|home|work) (?:number|no\.?|num|digits|line)|\bget (?:me|hold)|hold of|"
    r"[a-z]'s (?:number|no\b|cell|mobile|phone|line|digits)|try (?:me|him|her|us|them|my)|signal|viber|telegram|imessage|voicemail|extension|landline|"
    r"(?:driver|courier|rider|neighbou?r|customer|buyer|seller|manager|boss|supervisor|lady|guy|man|woman|husband|wife|son|daughter|brother|"
    r"sister|colleague|technician|fitter|plumber|electrician|installer|tailor|sender|recipient|receiver|someone|him|her|them)"
    r"(?:'s)?(?: is| was)?(?: directly| there)?(?: at| on| under| number| no\.?)?[ :=,–-]{0,3}$|"
    r"电话|手机|(?:他|她|我|您|你)的号|(?<![单编批型货])号码|座机|固话|直线|分机|区号|备用号|打给|拨|来电|致电|联系|联络|短信(?!里|上|中|通知|验证|会)|同号|大哥大|门号|手提"
)
TELEPHONE_BEHIND = re.compile(
    r"^[\s,.)–-]{0,3}(?:is |are |that'?s |thats |it'?s |which is |goes to |belongs to |for |=|\()? ?"
    r"(?:a |the |my |our |his |her |their |your )?(?:own |direct |personal |private |home |new |old )?"
    r"(?:mobile|cell|phone|number|whatsapp|telegram|landline|line\b|mum|mom|dad|wife|husband|son\b|daughter|neighbou?r|driver|courier|"
    r"van man|rider|owner|boss|manager|customer|buyer|ask for|call |text |ring |say (?:hi|i)|after \d|before \d|evenings|any ?time|day or night)"
)
"""Behind a number: 07700 900638, that's the van man."""
EXPIRY = re.compile(
    r"^[\s,;.(]{0,3}(?:and |with |the )?(?:exp|expir\w*|valid|cvv|cvc|good thru|until|security code|pin)\b|^[\s,;]{0,2}(?:0[1-9]|1[0-2])/(?:20)?[2-4]\d\b|"
    r"^[\s,，;；]{0,2}(?:有效期|安全码|cvv)"
)
"""Behind a card's number."""
NUMBERED_BEHIND = re.compile(
    r"[^\d。！？!?]{0,8}(?:单号|型号|货号|编号|条码|批号)|[^\d。！？!?]{0,8}不是(?:电话|手机)"
)
CARD = re.compile(
    r"card|bank|visa|master|discover|maestro|debit|credit|refund(?:ing|ed)?(?: it)?(?: back)?(?: on| to)|unionpay|amex|account|a/c|iban|卡|账号|账户|银行|户头|户名|[建工农招交中]行|光大|浦发|邮储"
)
IDENTITY = re.compile(r"\bid\b|identity|passport|身份|证件|实名|证号")
OFFICIAL = re.compile(
    r"hotline|helpline|customer (?:service|care)|switchboard|toll.?free|official|service (?:line|number)|"
    r"热线|客服电话|官方|总机|服务电话|厂家|公司电话|投诉电话|专线"
)
RETURN_TO = re.compile(
    r"return (?:address|it to|the|to)|send (?:it|the \w+) (?:back )?to|退货地址|退回地址|寄回|退货请寄|寄到"
)
SOMEBODY_ELSE = re.compile(r"buyer|previous|another|other customer|买家|客人|顾客|另一位")
NEAR, NEAR_CHINESE = 36, 14
"""Letters before a number in which one says what it is."""

CHINESE_MOBILE = re.compile(r"(?:86|086|0086)?1[3-9]\d{9}")


@record(frozen=True, slots=True)
class Said:
    """A number, and what was said before it."""

    digits: str
    shape: tuple[int, ...]
    whole: bool
    """Nothing of what stands together was left out."""
    spoken: bool
    text: str
    start: int
    end: int

    def after(self, words: re.Pattern[str]) -> int:
        """How near before it one of these was said: larger is nearer, -1 not at all."""
        window = NEAR_CHINESE if _chinese(self.text) else NEAR
        before = self.text[max(0, self.start - window) : self.start]
        return _last(words, before)

    def right_behind(self, words: re.Pattern[str]) -> bool:
        return bool(words.search(self.text[self.end : self.end + 60]))

    def behind(self, words: re.Pattern[str]) -> bool:
        return bool(words.search(self.text, self.end, self.end + 20))

    @property
    def numbered(self) -> bool:
        """It says what it numbers, and nothing nearer says that it is somebody's."""
        nearest = max(self.after(TELEPHONE), self.after(CARD), self.after(IDENTITY))
        return (
            self.after(NUMBERED) >= max(nearest, 0) or NUMBERED_BEHIND.match(self.text, self.end) is not None
        )

    @property
    def clearly_mobile(self) -> bool:
        """Built or grouped as one, and what it numbers was not said right before it."""
        if not CHINESE_MOBILE.fullmatch(self.digits) or len(self.digits) != 11:
            return False
        clause = re.split(
            r"[，,。；;：:]", self.text[max(0, self.start - NEAR_CHINESE) : self.start].rstrip(" ：:")
        )[-1]
        if not _chinese(self.text):
            return False
        if self.shape == (3, 4, 4):
            clause = clause[-6:]
        return not NUMBERED.search(clause) or TELEPHONE.search(clause) is not None

    @property
    def in_chinese(self) -> bool:
        return _chinese(self.text)

    @property
    def one_by_one(self) -> bool:
        """Each digit by itself: nobody writes an order number so."""
        return len(self.shape) == len(self.digits)

    @property
    def plus(self) -> bool:
        return "+" in self.text[max(0, self.start - 2) : self.start]


@lru_cache(maxsize=64)
def _last(words: re.Pattern[str], before: str) -> int:
    """Asked of the same words for every number that begins at the same place."""
    last = -1
    for found in words.finditer(before):
        last = found.end()
    return last


@lru_cache(maxsize=4)
def _chinese(text: str) -> bool:
    """Asked for every number of a text, of which there may be thousands."""
    return re.search("[\u3400-\u9fff]", text) is not None
