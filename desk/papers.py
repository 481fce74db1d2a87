"""Numbers of somebody's papers in what is said, and days of birth: by the paper's name, and by how its number is built."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.number_checks import taiwanese_identity_checks

_NUMBER = r"(?:(?:no|number|num|nr|is|:)\.? ?)?([a-z]{0,5}\d[a-z\d]{0,20}(?:[ -][a-z\d]{1,9}){0,6})"
_NAMES = (
    r"passport|aadhaa?r|pan card|cpr|green card|nric|mykad|nin|bvn|ppsn?|tfn|ssn|social security|national insurance|ni (?:no|number|num)|nino|"
    r"national id|driv(?:er'?s?|ing) licen[cs]e|driver licen[cs]e|licen[cs]e (?:no|number)|personalausweis|ausweis|dni|curp|cpf|codice fiscale|bsn|"
    r"pesel|c[eé]dula|emirates id|voter id|medicare|nhs|health card|id (?:card|number|no)|insurance number|residence permit|visa no"
)
NAMED = re.compile(rf"\b(?:{_NAMES})\b(?:[^\d.!?]|\.(?= )){{0,32}}?[ :]{_NUMBER}")
NAMED_BEHIND = re.compile(rf"\b{_NUMBER}[^.!?\d]{{0,40}}\b(?:{_NAMES}|sin|ic|social)\b")
SHORT_NAMES = re.compile(
    r"\b(?:her |his |their |your |the |my )?(?:sin|social|dl|ic|fin)\b[^\d.!?]{0,14}?\b" + _NUMBER
)
"""Words that have another meaning too."""
FEWEST, FEWEST_SHORT = 6, 7
BUILT = (
    re.compile(r"(?<![a-z0-9])[a-z]{1,2}\d{6} ?\([0-9a]\)"),  # Hong Kong
    re.compile(r"\b(?!eu|uk|us)[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b"),  # British insurance
    re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"),  # American insurance
    re.compile(r"\b[a-z]{3}[abcfghljpt][a-z]\d{4}[a-z]\b|(?<=\bpan )[a-z]{5}\d{4}[a-z]\b"),  # Indian tax
    re.compile(r"\b[stfgm]\d{7}[a-z]\b"),  # Singapore
    re.compile(r"\b[a-z]{4}\d{6}[hm][a-z]{5}[a-z\d]\d\b"),  # Mexico
    re.compile(r"\b[a-z]{6}\d{2}[a-ehlmprst]\d{2}[a-z]\d{3}[a-z]\b"),  # Italy
    re.compile(r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b"),  # Brazil
)
TAIWANESE = re.compile(r"(?<![a-z0-9])[a-z][ -]?[12](?:[ -]?\d){8}(?![a-z0-9])")
OF_SOMEBODY = re.compile(r"\bpassport (?:number|no\.?)\b[^\d.!?]{0,60}?\b(?:is|was|:) ?([a-z]{0,2}\d{6,9})\b")
CHINESE = re.compile(
    r"(?:护照|回乡证|台胞证|通行证|居留证|健保卡|社保卡|驾照|驾驶证|军官证)[^\d。！？a-z]{0,6}([a-z]{0,2}\d{6,12})"
)
NAMED_CHINESE = re.compile(
    r"(?:身[份分]证|身分證|证件)(?:号码?|字号|后[四六]位|尾号|末[四六]位|前[六八]位)?(?:是|为|就是|:|,)? ?([a-z]?\d(?: ?[\dx]){4,17})"
)
"""Also a part of it."""
IN_HALVES = re.compile(
    r"(?:证件|身份证|身分證)[^\d。！？]{0,16}(\d[\d ]{5,12}[^\d。！？]{1,10}\d[\d ]{3,9}x?)"
)
SPELT = re.compile(
    r"\b(?:id|passport|licen[cs]e)\b[^.!?\n]{0,24}?\b((?:[a-z] ){0,3}(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|\d)[ ,-]{1,2}){5,}[a-z\d]{0,5})"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY = (
    rf"(?:\d{{1,4}}[/.\- ]\d{{1,2}}[/.\- ]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?:19|20)?\d{{2}}|"
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}})"
)
BIRTH = re.compile(
    r"(?:\bborn\b|\bd\.?o\.?b\b\.?|date of birth|birth ?da(?:te|y)|\bb-?day\b|\bnat[ao]\b|\bné(?:e)?\b|\bgeb(?:oren)?\b|\bnacid[oa]\b|age check)"
    rf"[^.!?\n]{{0,30}}?({_DAY})"
)
_FIGURE = r"[\d一二三四五六七八九十零〇]"
_CHINESE_DAY = rf"(?:{_FIGURE}{{2,4}}年{_FIGURE}{{1,2}}月{_FIGURE}{{1,3}}[日号]?|(?:19|20)\d\d[/.-]\d{{1,2}}[/.-]\d{{1,2}})"
CHINESE_BIRTH = re.compile(
    rf"(?:生日|出生|生于|sheng ?ri)[^。！？\n猫狗宠兔苗]{{0,16}}?({_CHINESE_DAY})|({_CHINESE_DAY})(?:生|出生|的生日|过生日)(?!产)"
)
SAID_BIRTH = re.compile(
    r"\bborn (?:on )?((?:the )?[a-z-]{4,16} of (?:the )?[a-z]{3,10},? (?:nineteen|two thousand|twenty)\b)"
    rf"|\bturn(?:ed|s|ing) \d{{1,3}} (?:on )?((?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH})"
)
PETS = re.compile(r"猫|狗|宠|兔|犬|仓鼠|鹦鹉|苗|\b(?:pupp|kitten|litter|dogs?\b|cats?\b)")
MAY_TELL_BIRTH = re.compile(r"(?i)生|sheng ?ri|\bborn\b|\bturn(?:ed|s|ing)\b")
"""Without which a text that has few digits tells no day of birth."""
OLD_DAY = re.compile(
    rf"(?<![\d/.-])((?:\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? )(?:19[2-9]\d|200\d))(?![\d/.-])"
)
"""So long ago that somebody was born then: with somebody's name, or an age."""
AGED = re.compile(
    r"\b(?:over (?:18|21)|age|aged|old enough|adult|mr|mrs|ms|miss|he's|she's|he is|she is|son|daughter|bless|for the (?:wine|gin|beer|whisky|knife))\b"
)
AROUND = 40


def papers(text: str) -> Iterator[tuple[int, int]]:
    """Places in a folded text."""
    for found in TAIWANESE.finditer(text):
        if taiwanese_identity_checks(re.sub("[ -]", "", found[0])):
            yield found.span()
    for found in CHINESE.finditer(text):
        yield found.span(1)
    for pattern in BUILT:
        for found in pattern.finditer(text):
            yield found.span()
    for pattern, fewest in ((NAMED, FEWEST), (NAMED_BEHIND, FEWEST), (SHORT_NAMES, FEWEST_SHORT)):
        for found in pattern.finditer(text):
            if sum(map(str.isdigit, found[1])) >= fewest:
                yield found.span(1)
    for pattern in (OF_SOMEBODY, NAMED_CHINESE, IN_HALVES, SPELT):
        for found in pattern.finditer(text):
            yield found.span(1)


def days_of_birth(text: str) -> Iterator[tuple[int, int]]:
    """Places in a folded text."""
    for found in BIRTH.finditer(text):
        yield found.span(1)
    for pattern in (CHINESE_BIRTH, SAID_BIRTH):
        for found in pattern.finditer(text) if not PETS.search(text) else ():
            yield found.span(found.lastindex or 0)
    for found in OLD_DAY.finditer(text):
        if AGED.search(text, max(0, found.start() - AROUND), found.end() + AROUND):
            yield found.span(1)
