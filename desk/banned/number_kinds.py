"""What a number is that somebody could be called or charged by: phone, bank card, identity card."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from desk.banned.number_checks import identity_checks, is_a_day, luhn_checks
from desk.banned.said_number import (
    CARD,
    CHINESE_MOBILE,
    EXPIRY,
    IDENTITY,
    OFFICIAL,
    RETURN_TO,
    SOMEBODY_ELSE,
    TELEPHONE,
    TELEPHONE_BEHIND,
    Said,
)

Number = Literal["phone", "card", "identity"]

TOLL_FREE = re.compile(
    r"(?:400|800)\d{7}|0?800\d{6,7}|08[012]\d{7}|1?(?:800|888|877|866|855|844|833)\d{7}|0120\d{6}|1(?:300|800)\d{6}"
)
TAIWANESE_MOBILE = re.compile(r"(?:886)?0?9\d{8}")
BRITISH_MOBILE = re.compile(r"07\d{9}")
AMERICAN_GROUPS = (3, 3, 4)
GROUPED = (
    (re.compile(r"0[12]\d{9}"), {(4, 3, 4), (3, 4, 4), (5, 6), (5, 3, 3)}),
    (re.compile(r"0[789]0\d{8}"), {(3, 4, 4)}),
    (re.compile(r"0[6-9]\d{9}"), {(5, 3, 3), (5, 6), (1, 5, 5)}),
    (re.compile(r"0[67]\d{8}"), {(2, 2, 2, 2, 2)}),
    (re.compile(r"[6-9]\d{9}"), {(5, 5)}),
)
GROUPED_ALONE = (
    (re.compile(r"04\d{8}|02\d{7,9}"), {(4, 3, 3), (3, 3, 4), (3, 3, 3), (3, 4, 4)}),
    (re.compile(r"[67]\d{8}"), {(3, 3, 3), (3, 2, 2, 2)}),
    (re.compile(r"01[0-9]\d{7,8}"), {(3, 3, 4), (3, 4, 4), (3, 7), (3, 8)}),
)
"""Of Britain, Japan, France and India; of Australia and New Zealand, Spain, Malaysia and Korea: as people there group
them, the latter only where no other digits stand beside."""
CHINESE_LANDLINE = {(3, 8), (3, 4, 4), (4, 4, 4), (4, 7), (4, 8), (4, 3, 4)}
"""With its area's code."""
ASIAN_EIGHT = re.compile(r"[35689]\d{7}")
COUNTRY = re.compile(r"1[2-9]|44|61|64|65|60|63|49|33|34|39|91|81|82|353|852|886")
COUNTRY_SHAPES = {
    (1, 3, 3, 4),
    (2, 1, 4, 4),
    (2, 2, 4, 4),
    (2, 4, 6),
    (2, 4, 3, 3),
    (2, 5, 5),
    (3, 4, 4),
    (3, 2, 3, 4),
}
AMOUNT = re.compile(r"[$€£¥]\s?$|(?:rm|usd|gbp|hk\$|nt\$)\s?$")
SIZES = re.compile(r"[0-9]\.[0-9]{1,2} [0-9]\.[0-9]")
"""One beside the other: 1.2 1.35 1.5. Nobody's number has points so near."""
UNIT = re.compile(r" ?(?:元|块|%|usd|eur|gbp|mm\b|cm\b|ml\b|mah|k?m\b|g\b|kg\b|x ?\d)")
SOMEBODYS = re.compile(
    r"\b(?:hp|mobile|phone|number|whatsapp|cell|uncle|aunt|aunty|auntie|mr|mrs|ms|mdm|driver|neighbou?r|his|her|he|she|herr|frau|señora?)\b|先生|小姐|女士|太太|师傅|阿姨|叔"
)
NAMED_BEFORE = re.compile(r"(?:[a-z'’.-]+[,:]| is| on| at| no\.?| hp| under) $")
"""A name, or what leads to a number: Kelly Ng, 9123 4476."""
ISSUERS = re.compile(r"4|5[1-5]|2(?:2[2-9]|[3-6]|7[01])|62|60|81|9\d|3[47]|35|6[4-9]")
MADE_LIKE_IDENTITY = re.compile(
    r"[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx]"
)
CARD_GROUPS = {(4, 4, 4, 4), (4, 6, 5), (4, 4, 4, 4, 3)}


def kind_of(said: Said) -> Number | None:
    for kind, is_one in IN_TURN:
        if is_one(said):
            return kind
    return None


def _is_identity(said: Said) -> bool:
    digits = said.digits
    if len(digits) == 17 and re.compile(r"[ .\-]?x(?![a-z0-9])").match(said.text, said.end):
        digits += "x"
    if len(digits) == 17 and said.after(IDENTITY) >= 0 and MADE_LIKE_IDENTITY.fullmatch(f"{digits}0"):
        return is_a_day(digits[6:14])  # its last place told apart
    if not MADE_LIKE_IDENTITY.fullmatch(digits) or not is_a_day(digits[6:14]):
        return len(digits) == 15 and said.after(IDENTITY) >= 0 and is_a_day(f"19{digits[6:12]}")
    return identity_checks(digits) or said.after(IDENTITY) >= 0


def _is_card(said: Said) -> bool:
    digits = said.digits
    if not 14 <= len(digits) <= 19 or not ISSUERS.match(digits):
        return False
    if said.right_behind(EXPIRY):
        return True
    named = said.after(CARD) >= 0 or said.behind(CARD)
    if said.numbered and not (named and luhn_checks(digits)):
        return False
    if said.whole and (
        said.shape in CARD_GROUPS or said.one_by_one or (said.spoken and 15 <= len(digits) <= 19)
    ):
        return True
    if luhn_checks(digits):
        return len(digits) in (16, 18, 19) or (len(digits) == 15 and digits[0] == "3") or named
    return named and len(digits) >= 15


def _is_phone(said: Said) -> bool:
    digits = said.digits
    if len(digits) > 15 or SIZES.search(said.text, said.start, said.end):
        return False
    told = (
        said.after(TELEPHONE) >= 0 and said.whole and (_grouped_from_nought(said) or _is_american_local(said))
    )
    if said.numbered and not said.clearly_mobile and not told:
        return False
    if CHINESE_MOBILE.fullmatch(digits) and (len(digits) == 11 or said.plus or digits.startswith("0086")):
        return not (said.after(RETURN_TO) >= 0 and said.after(SOMEBODY_ELSE) < 0)
    if TOLL_FREE.fullmatch(digits) or said.after(OFFICIAL) >= 0 or said.after(RETURN_TO) >= 0:
        return False
    if said.plus or (digits.startswith("00") and len(digits) > 10):
        return len(digits) >= 8
    if digits.startswith("9") is False and TAIWANESE_MOBILE.fullmatch(digits) and digits.startswith("09"):
        return True
    if said.whole and said.in_chinese and digits[0] == "0" and said.shape in CHINESE_LANDLINE:
        return True
    if BRITISH_MOBILE.fullmatch(digits) or said.shape == AMERICAN_GROUPS or _is_american_local(said):
        return True
    if any(digit.fullmatch(digits) and said.shape in shapes for digit, shapes in GROUPED):
        return True
    if said.whole and any(
        digit.fullmatch(digits) and said.shape in shapes for digit, shapes in GROUPED_ALONE
    ):
        return True
    if said.whole and (said.one_by_one or _grouped_from_nought(said) or _with_country(said)):
        return True
    if said.whole and digits[0] == "0" and 10 <= len(digits) <= 12 and said.behind(SOMEBODYS):
        return True
    if said.shape == (4, 4) and said.whole and ASIAN_EIGHT.fullmatch(digits):
        named = (
            said.after(TELEPHONE) >= 0
            or NAMED_BEFORE.search(said.text[: said.start][-24:])
            or said.behind(SOMEBODYS)
        )
        return bool(named) and not _is_amount(said)
    if said.spoken:
        return len(digits) <= 13 and not re.fullmatch(r"(?:19|20)\d{6}", digits)
    if len(digits) > 13 or _is_amount(said):
        return False
    return said.after(TELEPHONE) >= 0 or (len(digits) >= 8 and said.right_behind(TELEPHONE_BEHIND))


def _is_american_local(said: Said) -> bool:
    """Without its area: 555-0134, as films have them."""
    return said.whole and said.shape == (3, 4) and said.digits.startswith("555")


def _grouped_from_nought(said: Said) -> bool:
    """As people everywhere group numbers with an area's code: 0171 5550 199, (02) 5550 1234."""
    return (
        said.digits[0] == "0"
        and 9 <= len(said.digits) <= 11
        and 3 <= len(said.shape) <= 5
        and all(2 <= n <= 4 for n in said.shape)
    )


def _with_country(said: Said) -> bool:
    """61-2-5550-4455: a country's number before the rest, without its plus."""
    return COUNTRY.match(said.digits) is not None and said.shape in COUNTRY_SHAPES


def _is_amount(said: Said) -> bool:
    before, behind = said.text[: said.start][-6:], said.text[said.end : said.end + 6]
    return AMOUNT.search(before) is not None or UNIT.match(behind) is not None


IN_TURN: tuple[tuple[Number, Callable[[Said], bool]], ...] = (
    ("identity", _is_identity),
    ("card", _is_card),
    ("phone", _is_phone),
)
