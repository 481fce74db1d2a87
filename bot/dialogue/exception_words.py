"""What went wrong on the way, by the buyer's own words (B5): a table in the order in which it is asked of it."""

from __future__ import annotations

import re

from desk.delivery_exception import Trouble
from desk.normal_form import fold

LONGEST = 400
PARCEL = r"(?:parcel|package|shipment|delivery|order|box)(?: #?[a-z-]*[0-9][a-z0-9-]*)?"
TABLE: tuple[tuple[Trouble, str], ...] = (
    (
        Trouble.LOSS,
        r"(?:包裹|快递(?!单)|货物?|东西|物流(?!单)).{0,6}(?:丢|遗失|不见了)|丢件|寄丢|送丢"
        r"|(?:签收|送达|送到).{0,10}(?:没|未)(?:有)?.{0,3}(?:收到|拿到|看到|见到)"
        r"|(?:没|未)(?:有)?(?:收到|拿到).{0,12}(?:签收|送达)"
        rf"|\b{PARCEL} (?:is|was|got|has been|went|must be|seems|seems to be) (?:lost|gone|missing)\b"
        rf"|\blost (?:my |the |our )?{PARCEL}\b(?! number)"
        r"|\b(?:says|shows|marked)(?: as| it was| it is)? delivered\b.{0,60}(?:not|never|n't|nothing)"
        r"|(?:not|never|n't) (?:\w+ ){0,3}?(?:received|arrived|got|get|have|receive).{0,60}\b(?:says|shows|marked)\b.{0,20}delivered",
    ),
    (
        Trouble.WRONG,
        r"发错|寄错|送错|错发|拿错|配错|装错|货不对板|不是我(?:买|要|订|拍|下单|选)的|(?:颜色|尺码|尺寸|型号|款式)(?:不对|错了|发错|不符)"
        r"|\b(?:wrong|different) (?:item|product|article|size|colou?r|thing|one|model|goods)\b|\bnot what i ordered\b"
        r"|\bsent (?:me )?(?:the )?wrong\b",
    ),
    (
        Trouble.MISSING,
        r"漏发|漏寄|漏装|漏了|缺(?:了|少)?(?:配件|零件|螺丝|一个|一件|东西|赠品)|少(?:了)?(?:配件|零件|螺丝|赠品)"
        r"|没有(?:配件|零件|螺丝|说明书|赠品)|\bmissing\b|\bnot in the (?:box|parcel|package)\b|\bleft out\b",
    ),
    (
        Trouble.SHORT,
        r"少(?:发|寄|送|给|收到?)|少了.{0,4}[件个只条套盒瓶箱袋样]|短少|数(?:量|目)(?:不对|不够|少)|只(?:收到|有|寄了|发了)[0-9一二两三四五]"
        rf"|\b{PARCEL} (?:was|is|came|arrived) short\b|\bshort[- ]?(?:shipped|delivered|by)\b|\btoo few\b|\bfewer than\b"
        r"|\b(?:only|just) (?:got|received|came with)\b|\b(?:[0-9]+|one|two|three) instead of\b",
    ),
    (
        Trouble.DAMAGE,
        r"破损|破了|摔破|打破|碎|坏|裂|损(?!失)|压扁|变形|漏液|漏水|凹|划痕|瘪"
        r"|\bdamaged?\b|\bbroken?\b|\bcrack|\bshatter|\bsmashed\b|\bdent|\btorn\b|\bcrushed\b|\bleak",
    ),
    (
        Trouble.DELAY,
        r"延误|耽误|耽搁|逾期|超时|迟迟|晚了.{0,3}天|拖了.{0,3}[天周]"
        r"|\bdelayed\b|\bdelay\b|\boverdue\b|\b(?:days?|weeks?) late\b|\brunning late\b|\bso late\b",
    ),
)  # fmt: skip
FOUND = tuple((kind, re.compile(words)) for kind, words in TABLE)

MAY = re.compile(
    r"[丢丟遗遺失不签簽达達送没沒未错錯漏缺少短数數只]|lost|gone|missing|deliver|wrong|different|ordered|short|few|only|just"
    r"|instead|in the|left out",
    re.IGNORECASE,
)
"""What costs less to look for, and stands in whatever is heard unasked: most letters have none of it."""
UNASKED = frozenset({Trouble.LOSS, Trouble.WRONG, Trouble.MISSING, Trouble.SHORT})
"""Plain enough to be heard as trouble in a question about an order, and where the intent is not clear."""


def unasked_trouble_of(text: str) -> Trouble | None:
    """Plain trouble in a letter that means something else, or nothing clear."""
    kind = trouble_of(text) if MAY.search(text) else None
    return kind if kind in UNASKED else None


def trouble_of(text: str) -> Trouble | None:
    words = fold(text[:LONGEST]).text.replace("’", "'")
    return next((kind for kind, pattern in FOUND if pattern.search(words)), None)
