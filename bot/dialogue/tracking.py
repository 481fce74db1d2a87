"""The number of a parcel in any wording: 顺丰SF1234567890123, `tracking: 1Z…`, a bare one that a carrier's numbers look like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dialogue.digits import folded
from desk.record import record

LONGEST = 2_000
SHORTEST_NUMBER, LONGEST_NUMBER = 8, 30
FEWEST_DIGITS = 6

CARRIERS: tuple[tuple[str, str], ...] = (
    ("SF", r"顺丰|順豐|\bs\.?f\.?\b|\bsf ?express\b"),
    ("JD", r"京东|京東|\bjdl?\b"),
    ("YTO", r"圆通|圓通|\byto\b"),
    ("ZTO", r"中通|\bzto\b"),
    ("STO", r"申通|\bsto\b"),
    ("Yunda", r"韵达|韻達|\byunda\b"),
    ("J&T", r"极兔|極兔|\bj ?& ?t\b"),
    ("EMS", r"\bems\b"),
    ("China Post", r"邮政|郵政|邮局|郵局|\bchina ?post\b"),
    ("Deppon", r"德邦|\bdeppon\b"),
    ("UPS", r"\bups\b"),
    ("FedEx", r"\bfed ?ex\b|联邦快递|聯邦快遞"),
    ("DHL", r"\bdhl\b"),
    ("USPS", r"\busps\b"),
    ("Royal Mail", r"\broyal ?mail\b"),
    ("DPD", r"\bdpd\b"),
    ("GLS", r"\bgls\b"),
    ("Hermes", r"\bhermes\b|\bevri\b"),
    ("黑猫", r"黑猫|黑貓|\bt-?cat\b"),
)
NAMED = tuple((name, re.compile(words)) for name, words in CARRIERS)
SHAPES: tuple[tuple[str, str], ...] = (
    ("SF", r"SF[0-9]{12,15}"),
    ("JD", r"JD[A-Z]{0,2}[0-9A-Z]{10,16}"),
    ("YTO", r"YT[0-9]{13}"),
    ("J&T", r"JT[0-9]{13}"),
    ("ZTO", r"ZTO?[0-9]{8,14}|7[0-9]{13}"),
    ("UPS", r"1Z[0-9A-Z]{16}"),
    ("USPS", r"9[2-5][0-9]{20}"),
    ("DHL", r"JJD[0-9]{16,20}"),
    ("", r"[A-Z]{2}[0-9]{9}[A-Z]{2}"),  # of the posts of the world
)
"""Numbers that are a carrier's by their look alone."""
LOOKS = tuple((name, re.compile(shape)) for name, shape in SHAPES)
GROUP = r"(?=[A-Za-z]*[0-9])[A-Za-z0-9]"
GROUPS = re.compile(rf"(?<![A-Za-z0-9]){GROUP}{{1,6}}(?: {GROUP}{{2,6}})+(?![A-Za-z0-9])")
"""As it is printed: 1Z 999 AA1 0123 4567 84."""
WORD = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
LABEL = re.compile(
    r"(?:运单|運單|快递|快遞|物流|单号|單號|寄件|退货单|退貨單|tracking|track(?:ing)? ?(?:no|number|id|code)|waybill|consignment|parcel (?:no|number)|awb)",
    re.IGNORECASE,
)
SENT = re.compile(
    r"寄出|寄回|寄了|已寄|发出|發出|寄走|退回去了|sent it|i sent|shipped it|posted it|dropped (?:it )?off|on its way back",
    re.IGNORECASE,
)
OF_SF = re.compile("[0-9]{12,13}")
"""Written without the letters that it begins with."""
PHONE = re.compile(r"1[3-9][0-9]{9}")


@record(frozen=True, slots=True)
class Parcel:
    carrier: str
    """As far as it was named, or its number tells it."""
    number: str


def parcel_in(text: str, *, asked: bool = False, but: Sequence[str] = ()) -> Parcel | None:
    """None where no number of plausible length stands. `asked`: it was asked for just now, so a bare one will do.
    `but`: what is known to be something else, an order's number or a ticket's."""
    plain = folded(text[:LONGEST])
    carrier = next((name for name, words in NAMED if words.search(plain.casefold())), "")
    known = {_bare(one) for one in but}
    told = asked or bool(carrier) or LABEL.search(plain) is not None or SENT.search(plain) is not None
    for number in [_bare(found[0]) for pattern in (GROUPS, WORD) for found in pattern.finditer(plain)]:
        if number in known or not _plausible(number):
            continue
        look = next((name for name, shape in LOOKS if shape.fullmatch(number)), None)
        if look is not None:
            return Parcel(look or carrier, number)
        if told and not PHONE.fullmatch(number):
            return Parcel(carrier, f"SF{number}" if carrier == "SF" and OF_SF.fullmatch(number) else number)
    return None


def _bare(number: str) -> str:
    return number.replace("-", "").replace(" ", "").lstrip("#").upper()


def _plausible(number: str) -> bool:
    digits = sum(c.isdigit() for c in number)
    return SHORTEST_NUMBER <= len(number) <= LONGEST_NUMBER and digits >= FEWEST_DIGITS
