"""Personal data as it is shown to those who did not ask for it: phones, addresses, and numbers in what people write.

Phones hide six digits (the national standard for electronic waybills asks no less), addresses everything after
the district. In free text a phone, an identity or bank card number and a mail address are found; two halves of a
number in two messages are not, nor is an address in words."""

from __future__ import annotations

import re

HIDDEN = "*"
# What people put between digits, zero-width characters among them.
GAP = r"[ \t.\-_()（）\u00a0\u200b-\u200d\u2060\u3000－—]{0,3}"
MOBILE = rf"(?:(?:\+|00){GAP}86{GAP})?1{GAP}[3-9](?:{GAP}[0-9]){{9}}"
ABROAD = rf"(?:\+|00){GAP}[1-9](?:{GAP}[0-9]){{7,13}}"
LANDLINE = r"0[0-9]{2,3}[- ][0-9]{7,8}"
SPACED = r"\(?[0-9]{3,4}\)?[- .][0-9]{3,4}[- .][0-9]{4}"
IDENTITY = r"[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx]"
CARD = rf"[2-9](?:{GAP}[0-9]){{15,18}}"
NUMBER = re.compile(
    rf"(?<![0-9A-Za-z])(?:{IDENTITY}|{ABROAD}|{MOBILE}|{CARD}|{LANDLINE}|{SPACED})(?![0-9A-Za-z])"
)
MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})(@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})")
DIGITS = str.maketrans("０１２３４５６７８９＋＠．", "0123456789+@.")
DISTRICT = re.compile(r".*?(?:自治区|省|特别行政区)?.*?(?:自治州|地区|市|盟).*?(?:区|县|市|旗)")


def phone(number: str) -> str:
    """`138******78`; of short ones less is left."""
    digits = [i for i, letter in enumerate(number) if letter.isdigit()]
    tail = 2 if len(digits) > 8 else 0
    head = max(0, len(digits) - 6 - tail)
    return _hide(number, digits[head : len(digits) - tail])


def name(written: str) -> str:
    """The first sign: enough to compare with a label, not to know somebody by."""
    bare = written.strip()
    return f"{bare[0]}**" if bare else ""


def address(written: str) -> str:
    """Province, city and district; of other addresses the last part, or nothing."""
    district = DISTRICT.match(written)
    if district:
        return f"{district[0]} ****"
    town = [word for word in written.split(",")[-1].split() if word.isalpha()]
    return " ".join(["****", *town]) if "," in written else "****"


def text(written: str) -> str:
    """What people wrote, with the numbers and mail addresses hidden; as long as it was."""
    plain = written.translate(DIGITS)
    hidden = list(written)
    for found in NUMBER.finditer(plain):
        if _is_card_only(found[0]) and not _adds_up(found[0]):
            continue
        hidden[found.start() : found.end()] = phone(written[found.start() : found.end()])
    for found in MAIL.finditer(plain):
        hidden[found.start() + 1 : found.end(1)] = HIDDEN * (len(found[1]) - 1)
    return "".join(hidden)


def hides(written: str) -> bool:
    return text(written) != written


def _hide(written: str, places: list[int]) -> str:
    hidden = set(places)
    return "".join(HIDDEN if i in hidden else letter for i, letter in enumerate(written))


def _is_card_only(found: str) -> bool:
    return len(_digits(found)) >= 16 and not re.fullmatch(IDENTITY, found) and found[0] != "+"


def _adds_up(found: str) -> bool:
    """Luhn's sum: what tells a bank card from a parcel's number."""
    digits = [int(digit) for digit in reversed(_digits(found))]
    return (sum(digits[0::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


def _digits(found: str) -> str:
    return "".join(letter for letter in found if letter in "0123456789")
