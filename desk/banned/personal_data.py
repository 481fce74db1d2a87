"""Numbers and addresses of people in what is said: phone, bank card, identity card, mail, home; by how they are built.

Order, tracking and article numbers, amounts, dates and the shop's own numbers are none."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from operator import itemgetter
from typing import Literal

from desk.banned.data_spelling import respelt
from desk.banned.digits_by_ear import mobiles_by_ear
from desk.banned.home_address import homes
from desk.banned.mail_address import mail_addresses, may_hold_one
from desk.banned.number_checks import iban_checks
from desk.banned.number_kinds import ISSUERS, kind_of
from desk.banned.papers import MAY_TELL_BIRTH, days_of_birth, papers
from desk.banned.said_number import Said
from desk.banned.spoken_digits import Run, many_digits, plain_digits, runs
from desk.banned.told_in_parts import cards_in_parts, identities_in_parts, told_in_parts
from desk.normal_form import Folded, fold
from desk.record import record

What = Literal["phone", "card", "identity", "mail", "home"]
LONGEST_NUMBER = 19

ACCOUNT = re.compile(
    r"(?:\d{2}[- ]\d{2}[- ]\d{2}\D{1,24}|(?:bank|routing|sort(?: code)?\b)[^.!?]{0,40}(?:account|acc(?:oun)?t|acc|a/c)\D{1,20})(\d{7,12}|\d{4} \d{4})(?!\d)"
)
NAMED_ACCOUNT = re.compile(r"\bbank account(?: number| no\.?)?(?: is| was|:) ?(\d[\d -]{6,18}\d)")
ACCOUNT_BEFORE = re.compile(
    r"\b(?:account|acct|acc|a/c)\D{1,20}(\d{7,12})(?!\d)[^.!?]{0,20}(?:sort(?: code)?\b|routing)"
)
AREA_BEHIND = re.compile(r"(?<!\d)(\d{3}-?\d{4}\b[^\d.!?]{1,12}area(?: code)?:? ?\d{3})(?!\d)")
HOUSE_IN_WORDS = re.compile(
    r"(?i)[一二三四五六七八九十百零][号號弄栋幢]|\b(?:room|flat|door|unit)[ -](?:one|two|three|four|five|six|seven|eight|nine)"
    r"|\b(?:first|second|third|fourth|fifth|last|two|three) (?:door|house|bell|gate)s?\b|\b(?:number|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\b.{2,40}"
    r"\b(?:road|street|lane|close|avenue|drive|grove|crescent|terrace|forge|cottages?|court|st|rd|ln|ave|dr)\b"
    r"|\b(?:road|street|lane|avenue|buildings?), number"
)
BACK_OF_CARD = re.compile(
    r"\b(?:her|his|their|customer'?s|buyer'?s) (?:visa|master ?card|bank |credit |debit )?card\b[^.!?]{0,40}\b(?:cvv|cvc|security code)\D{0,8}(\d{3,4})\b"
    r"|\b(?:cvv|cvc|security code)\D{0,8}(\d{3,4})\b[^.!?]{0,20}\b(?:her|his|their|customer'?s|buyer'?s)\b"
)
NAMED_IBAN = re.compile(r"\biban\b[^a-z\d]{0,6}(?:is |of |to )?([a-z]{2}\d{2}[a-z\d ]{8,34})")
IBAN = re.compile(r"(?<![a-z0-9])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,3})?(?![a-z0-9])")


MAY_BE_HEARD = re.compile("[\u3400-\u9fff]{3}(?:[ ,，.、]?[\u3400-\u9fff]){7}|[āǎēěīǐōǒūǔ]")
"""A row of Chinese letters, or a sound with its tone."""


@record(frozen=True, slots=True)
class Detected:
    """`start` and `end` are code points of the text as it was written, end exclusive."""

    what: What
    start: int
    end: int


def detected(text: str, own: Collection[str] = ()) -> list[Detected]:
    """What somebody could be called, written to or charged by. `own`: numbers (digits only) and mails of the shop."""
    folded = fold(plain_digits(text))
    found = _read(folded, text, own)
    if not found and (spelt := respelt(folded)) is not None:
        found = _read(spelt, text, own)
    return sorted(found, key=lambda one: one.start)


def _read(folded: Folded, text: str, own: Collection[str]) -> list[Detected]:
    found: list[Detected] = []
    said = folded.text
    numbers = many_digits(said)
    heard = MAY_BE_HEARD.search(said) is not None
    mails = may_hold_one(said)
    numbered_place = any(map(str.isdigit, said)) or HOUSE_IN_WORDS.search(said) is not None
    born = numbers or MAY_TELL_BIRTH.search(said) is not None
    if numbered_place:
        found += [Detected("home", *folded.span(*place)) for place in homes(said)]
    if numbers:
        for run in runs(folded, text):
            found += _in_run(run, folded, own)
        found += _split_card(folded) if not any(one.what == "card" for one in found) else ()
        found += _lettered(folded)
        found += [Detected("phone", *folded.span(*place)) for place in told_in_parts(said)]
        if not any(one.what == "card" for one in found):
            found += [Detected("card", *folded.span(*place)) for place in cards_in_parts(said)]
        found += [Detected("identity", *folded.span(*place)) for place in identities_in_parts(said)]
        found += [Detected("phone", *folded.span(*one.span())) for one in AREA_BEHIND.finditer(said)]
    if "cv" in said or "security" in said:
        for one in BACK_OF_CARD.finditer(said):
            found.append(Detected("card", *folded.span(*one.span(one.lastindex or 0))))
    if heard and not any(one.what == "phone" for one in found):
        found += [Detected("phone", *folded.span(*place)) for place in mobiles_by_ear(said)]
    if born:
        found += [Detected("identity", *folded.span(*place)) for place in days_of_birth(said)]
    if mails:
        found += [Detected("mail", *folded.span(*place)) for place in mail_addresses(said, own)]
    return found


BACKWARDS = re.compile(
    r"backwards?\b|back to front|revers|right to left|last to first|turn(?:ed)? (?:it |them )?(?:a)?round|upside down|"
    r"从右往左|从后往前|倒着|倒序|倒过来|倒念|反着|反过来|反序"
)
"""With which one says that a number is told from its end."""


def _in_run(run: Run, folded: Folded, own: Collection[str]) -> Iterator[Detected]:
    behind = -1
    turned = BACKWARDS.search(folded.text) is not None
    for digits, start, end in run.numbers(LONGEST_NUMBER):
        if start < behind or digits in own or _part_of_code(folded.text, start, end):
            continue
        shape = _shape(run, start, end)
        whole = len(shape) == len(run.groups)
        what = kind_of(Said(digits, shape, whole, run.spoken, folded.text, start, end))
        if turned and not what:
            what = kind_of(Said(digits[::-1], shape[::-1], whole, run.spoken, folded.text, start, end))
        if what:
            end = _with_check_letter(folded.text, end) if what == "identity" else end
            yield Detected(what, *folded.span(start, end))
            behind = end


def _shape(run: Run, start: int, end: int) -> tuple[int, ...]:
    """How many digits each of its groups has. By search: a text may be one run of a thousand groups."""
    first = bisect_left(run.places, start, key=itemgetter(0))
    last = bisect_right(run.places, end, key=itemgetter(1))
    return tuple(map(len, run.groups[first:last]))


def _with_check_letter(text: str, end: int) -> int:
    found = re.compile(r"[ .\-]?x(?![a-z0-9])").match(text, end)
    return found.end() if found else end


def _part_of_code(text: str, start: int, end: int) -> bool:
    """Letters right before it or behind: SF1380273645902, SAVE-2026-0505; but not tel13…, wx13…."""
    before = re.compile(r"(?:^|[^a-z])([a-z]{1,12})[-_ ]?$").search(text[max(0, start - 14) : start])
    if before and text[start - 1] != " ":
        return before[1] not in {
            "tel",
            "phone",
            "mobile",
            "cell",
            "hp",
            "wx",
            "vx",
            "v",
            "wechat",
            "weixin",
            "whatsapp",
            "call",
            "id",
            "qq",
            "t",
            "m",
        }
    behind = text[end : end + 1]
    glued = re.compile("[a-z]{6}").match(text, end) is not None
    return behind.isascii() and behind.isalpha() and behind != "x" and not glued


HALVES = (
    re.compile(r"(?:卡号|card n\w*)\D{0,12}(\d{6,10})\D{1,10}(\d{6,10})(?!\d)"),
    re.compile(
        r"(?<!\d)(\d{4}[ -]?\d{4})\D{1,6}(?:and |then |the )?(?:rest|then|second half|last half|other half)\D{0,12}(\d{4}[ -]?\d{4})(?!\d)"
    ),
    re.compile(r"(?<!\d)(\d{4}[^\w\s]?[^\d\s]\d{4})[^\d\s]{1,2}(\d{4}[^\d\s]{1,2}\d{4})(?!\d)"),
)


def _split_card(folded: Folded) -> Iterator[Detected]:
    """A card's number told in two halves."""
    for found in (one for halves in HALVES for one in halves.finditer(folded.text)):
        digits = sum(map(str.isdigit, found[1] + found[2]))
        if ISSUERS.match(found[1]) and 14 <= digits <= 19:
            yield Detected("card", *folded.span(found.start(1), found.end(2)))


def _lettered(folded: Folded) -> Iterator[Detected]:
    """Numbers that have letters in them, or a name before them."""
    for place in papers(folded.text):
        yield Detected("identity", *folded.span(*place))
    for pattern in (ACCOUNT, ACCOUNT_BEFORE, NAMED_ACCOUNT, NAMED_IBAN):
        for found in pattern.finditer(folded.text):
            yield Detected("card", *folded.span(*found.span(1)))
    for found in IBAN.finditer(folded.text):
        if iban_checks(found[0].replace(" ", "")):
            yield Detected("card", *folded.span(*found.span()))
