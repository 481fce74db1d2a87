"""Whether a buyer wants their receipt not to be confirmed yet: 延长收货. No intent of its own: it is said as a wish
about an order, and found by its words."""

from __future__ import annotations

import re

from desk.normal_form import fold

LATER = "延长|延迟|延期|延后|推迟|晚点|晚些|晚几天|迟点|迟几天"
BETWEEN = "(?:一下|下|我的?|这个?|订单|自动|确认|再|的|几天|[0-9一二两三五七十]+天)*"
ASKING = "(?:时间|期限|日期|期)?(?:能不能|能否|可不可以|可以|可否|能|帮我|请)*(?:再|给我)?"
ZH = re.compile(
    f"(?:{LATER}){BETWEEN}(?:收货|收件|签收)|(?:收货|收件){ASKING}(?:延长|延期|延后|推迟|晚点|晚几天)"
)
RECEIPT = r"(?:receipt|confirmation|auto[- ]?confirm\w*|confirming)"
EN = re.compile(
    rf"\b(?:extend|prolong|postpone)(?:ing)?\b(?:\W+\w+){{0,5}}?\W+{RECEIPT}"
    rf"|\b{RECEIPT}\b(?:\W+\w+){{0,6}}?\W+(?:extended|extension|postponed|prolonged|extend)\b"
    rf"|\bextension\b(?:\W+\w+){{0,4}}?\W+{RECEIPT}"
    rf"|\bconfirm(?:\W+\w+){{0,2}}?\W+receipt\W+later\b"
)
MAY = re.compile("[延迟遲推晚]|receipt|confirm", re.IGNORECASE)
"""What costs less to look for, and stands in every such wish: most letters are none."""
LONGEST = 400


def wants_longer(text: str) -> bool:
    if not MAY.search(text):
        return False
    words = fold(text[:LONGEST]).text
    return bool(EN.search(words) if words.isascii() else ZH.search(words) or EN.search(words))
