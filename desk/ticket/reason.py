"""Why a buyer begins a case: the shop's own list (C9)."""

from __future__ import annotations

from desk.record import noun
from desk.ticket.kinds import TicketKind

LONGEST = 60
MOST = 100


@noun(slots=True)
class TicketReason:
    id: int
    words: dict[str, str]
    """By language, as packs name them."""
    kinds: list[str]
    """For which it is offered."""
    position: int
    photos: bool = False
    """They are demanded (C3)."""
    shop_pays: bool = False
    """It is the shop's doing: the shop bears the postage (C6)."""
    shown: bool = True
    deleted: bool = False
    """Offered nowhere any more; kept where it is used."""
    version: int = 0

    def offered_for(self, kind: TicketKind) -> bool:
        return self.shown and not self.deleted and kind in self.kinds

    def in_words(self, language: str) -> str:
        """In that language, in one of the same script or family, or in the first there is."""
        family = language.split("-")[0]
        found = self.words.get(language) or next(
            (words for known, words in self.words.items() if known.split("-")[0] == family and words), ""
        )
        return found or next(filter(None, self.words.values()), "")


SHIPPED: tuple[tuple[str, str, str, str, bool, bool], ...] = (
    ("质量问题", "品質問題", "Faulty or poor quality", "refund return exchange repair", True, True),
    ("运输途中损坏", "運送途中損壞", "Damaged on the way", "refund return exchange repair", True, True),
    ("发错货", "寄錯商品", "Wrong article sent", "refund return exchange", True, True),
    ("少件或漏发", "少件或漏寄", "Something is missing", "refund return exchange", True, True),
    ("与描述不符", "與描述不符", "Not as described", "refund return exchange", True, True),
    ("用了一段时间后坏了", "使用一段時間後故障", "Stopped working", "return exchange repair", True, True),
    ("尺码或颜色不合适", "尺寸或顏色不合適", "Size or colour does not suit", "return exchange", False, False),
    ("未按时发货", "未準時出貨", "Not shipped in time", "refund", False, True),
    ("拍错或多拍", "下錯單或重複下單", "Ordered by mistake", "refund return exchange", False, False),
    ("不想要了", "不想要了", "No longer wanted", "refund return", False, False),
    ("其他", "其他原因", "Another reason", "refund return exchange repair", False, False),
    ("包裹丢失", "包裹遺失", "Parcel lost", "delivery", False, True),
    ("显示签收但没收到", "顯示簽收但沒收到", "Said to be delivered, but not there", "delivery", False, True),
    ("送得太晚", "送得太晚", "Late delivery", "delivery", False, True),
    ("包裹在途中破损", "包裹在途中破損", "Parcel damaged on the way", "delivery", True, True),
    ("送错地址", "送錯地址", "Delivered to a wrong address", "delivery", False, True),
    ("其他物流问题", "其他物流問題", "Another delivery problem", "delivery", False, False),
    ("服务", "服務", "Service", "complaint", False, False),
    ("商品", "商品", "Goods", "complaint", False, False),
    ("物流", "物流", "Delivery", "complaint", False, False),
    ("承诺没兑现", "承諾沒兌現", "A promise not kept", "complaint", False, False),
    ("价格", "價格", "Price", "complaint", False, False),
    ("其他投诉", "其他投訴", "Something else", "complaint", False, False),
)
"""What a shop begins with: in simplified and traditional Chinese, in English, for which kinds, whether photos are demanded, and whether it is the
shop's doing."""


def shipped() -> list[TicketReason]:
    """Of a delivery exception they say what happened (B5), of a complaint what it is about (F3)."""
    return [
        TicketReason(
            0,
            {"zh-CN": simplified, "zh-TW": traditional, "en": english},
            kinds.split(),
            position,
            photos,
            shop_pays,
        )
        for position, (simplified, traditional, english, kinds, photos, shop_pays) in enumerate(
            SHIPPED, start=1
        )
    ]
