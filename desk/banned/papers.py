"""Numbers of somebody's papers in what is said, and days of birth: by the paper's name, and by how its number is built."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desk.banned.number_checks import taiwanese_identity_checks

_NUMBER = r"(?:(?:no|number|num|nr|is|:)\.? ?)?([a-z]{0,5}-?\d[a-z\d]{0,20}(?:[ -][a-z\d]{1,9}){0,6})"
_NAMES = (
    r"passport|aadhaa?r|pan card|cpr|green card|nric|mykad|nin|bvn|ppsn?|tfn|ssn|social security|national insurance|ni (?:no|number|num)|nino|"
    r"national id|driv(?:er'?s?|ing) licen[cs]e|driver licen[cs]e|licen[cs]e (?:no|number)|personalausweis|ausweis|dni|curp|cpf|codice fiscale|bsn|"
    r"pesel|c[eé]dula|emirates id|voter id|medicare|nhs|health card|id (?:card|number|no)|(?:her|his|their|customer'?s|buyer'?s|lady'?s|driver'?s) id|insurance number|residence permit|visa no"
)
NAMED = re.compile(rf"\b(?:{_NAMES})\b(?:[^\d.!?]|\.(?= )){{0,44}}?[ :]{_NUMBER}")
NAMED_BEHIND = re.compile(rf"\b{_NUMBER}[^.!?\d]{{0,40}}\b(?:{_NAMES}|sin|ic|social)\b")
SHORT_NAMES = re.compile(
    r"\b(?:her |his |their |your |the |my )?(?:sin|social|dl|ic|fin)\b[^\d.!?]{0,14}?\b" + _NUMBER
)
"""Words that have another meaning too."""
FEWEST, FEWEST_SHORT = 6, 7
BUILT = (
    re.compile(r"(?<![a-z0-9])[a-z]{1,2}\d{6} ?\([0-9a]\)"),  # Hong Kong
    re.compile(r"\b(?!eu|uk|us)[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b"),  # British insurance
    re.compile(r"(?<![\d.-])\d{3}([.-])\d{2}\1\d{4}(?![\d.-])"),  # American insurance
    re.compile(r"\b[a-z]{3}[abcfghljpt][a-z]\d{4}[a-z]\b|(?<=\bpan )[a-z]{5}\d{4}[a-z]\b"),  # Indian tax
    re.compile(r"\b[stfgm]\d{7}[a-z]\b"),  # Singapore
    re.compile(r"\b[a-z]{4}\d{6}[hm][a-z]{5}[a-z\d]\d\b"),  # Mexico
    re.compile(r"\b[a-z]{6}\d{2}[a-ehlmprst]\d{2}[a-z]\d{3}[a-z]\b"),  # Italy
    re.compile(r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b"),  # Brazil
    re.compile(r"\b[a-z]{2}[a-z9]{3}\d{6}[a-z9]{2}[a-z\d][a-z]{2}\b"),  # British driving licence
)
TAIWANESE = re.compile(r"(?<![a-z0-9])[a-z][ -]?[12](?:[ -]?\d){8}(?![a-z0-9])")
OF_SOMEBODY = re.compile(r"\bpassport (?:number|no\.?)\b[^\d.!?]{0,60}?\b(?:is|was|:) ?([a-z]{0,2}\d{6,9})\b")
CHINESE = re.compile(
    r"(?:护照|回乡证|台胞证|通行证|居留证|健保卡|社保卡|驾照|驾驶证|军官证)[^\d。！？a-z]{0,12}?((?:[a-z][ -]?){0,2}(?:[ .。·-]{0,3}[\d零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]){6,12})"
)
NAMED_CHINESE = re.compile(
    r"(?:身[份分]证|身分證|证件|shen ?fen ?zheng|sfz)(?:号码?|字号|后[四六]位|尾号|末[四六]位|前[六八]位)?(?:是|为|就是|:|,)? ?([a-z]?\d(?: ?[\dx]){4,17})"
)
"""Also a part of it."""
IN_HALVES = re.compile(
    r"(?:证件|身份证|身分證|shen ?fen ?zheng|sfz)[^\d。！？]{0,16}(\d[\d ]{5,12}[^\d。！？]{1,10}\d[\d ]{3,9}x?|\d{4}[^\d。！？]{1,10}\d{6} ?\d{8})"
)
_SAID_DIGIT = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|\d)"
SPELT = re.compile(
    rf"\b(?:id|passport|licen[cs]e|insurance number|ni (?:no|number)|nino|social)\b[^.!?\n]{{0,24}}?\b((?:[a-z],? ){{0,3}}(?:{_SAID_DIGIT}[ ,-]{{1,2}}){{5,}}[a-z\d]{{0,5}})"
    rf"|\b((?:[a-z],? ){{0,3}}(?:{_SAID_DIGIT}[ ,-]{{1,2}}){{5,}}(?:[a-z] )?)[^.!?\n\d]{{0,24}}\b(?:passport|insurance number|licen[cs]e)\b"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_ORDINAL = r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w{3,5}teenth)|twentieth|thirtieth"
_YEAR = r"(?:(?:19|20)?\d{2}\b|nineteen[ -](?:hundred (?:and |& )?)?[a-z]{3,9}(?:[ -][a-z\d]{1,5})?|two thousand(?: and)? [a-z]{3,9})"
_DAY = (
    rf"(?:(?:{_ORDINAL})(?: of| o')? {_MONTH},? {_YEAR}|\d{{1,2}}(?:st|nd|rd|th)?(?: of| o')? {_MONTH},? {_YEAR}|\d{{1,4}}[/.\- ]\d{{1,2}}[/.\- ]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?:19|20)?\d{{2}}|"
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}})"
)
BIRTH = re.compile(
    r"(?:\bborn\b|\bd\.?o\.?b\b\.?|date of birth|birth ?da(?:te|y)|\bb-?day\b|\bnat[ao]\b|\bné(?:e)?\b|\bgeb(?:oren)?\b|\bnacid[oa]\b|age check|came into the world|saw the light)"
    rf"[^.!?\n]{{0,45}}?({_DAY})"
)
BIRTH_BEHIND = re.compile(
    rf"({_DAY})[^.!?\n]{{0,24}}\b(?:(?:he|she|they|customer|buyer) (?:was|were) born|(?:is|was) (?:his|her|their) (?:birthday|birth ?date|day of birth|b-?day|dob))"
)
_FIGURE = r"[\d一二三四五六七八九十零〇○壹贰叁肆伍陆柒捌玖拾两]"
_CHINESE_DAY = rf"(?:{_FIGURE}{{2,4}}年(?:{_FIGURE}{{1,2}}|正|腊|冬)月初?{_FIGURE}{{1,3}}[日号]?|(?:{_FIGURE}{{1,2}}|正|腊|冬)月初?{_FIGURE}{{1,3}}[日号]?[,、 ]{{0,2}}{_FIGURE}{{2,4}}年|(?:19|20)\d\d[/.-]\d{{1,2}}[/.-]\d{{1,2}}|{_FIGURE}{{4}}[ .-]{_FIGURE}{{1,2}}[ .-]{_FIGURE}{{1,2}})"
CHINESE_BIRTH = re.compile(
    rf"(?:生日|生ri|sheng日|出生|生于|sheng ?ri|来到(?:这个)?世)[^。！？\n猫狗宠兔苗]{{0,16}}?({_CHINESE_DAY})|({_CHINESE_DAY})(?:生|出生|的生日|过生日)(?!产)"
    r"|(?:生日|出生(?:年月日|日期)?)(?:是|为|:)? ?((?:19[3-9]\d|200\d|[3-9]\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))(?!\d)"
)
SAID_BIRTH = re.compile(
    r"\bborn (?:on )?((?:the )?[a-z-]{4,16} of (?:the )?[a-z]{3,10},? (?:nineteen|two thousand|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b)"
    rf"|\bturn(?:ed|s|ing) \d{{1,3}} (?:on )?((?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH})"
    rf"|\b(?:he|she|who|customer|buyer|lady|gentleman) turn(?:ed|s) (?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b[^.!?\d]{{0,12}}? on ((?:the )?(?:{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th)?)(?: of (?:the )?(?:{_ORDINAL}|{_MONTH})| {_MONTH}))"
    rf"|\b(?:her|his|their) (?:twentieth|thirtieth|fortieth|fiftieth|sixtieth|seventieth|eightieth|ninetieth|\d0th) (?:is |falls )?on ((?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH})"
)
PETS = re.compile(r"猫|狗|宠|兔|犬|仓鼠|鹦鹉|苗|\b(?:pupp|kitten|litter|dogs?\b|cats?\b)")
MAY_TELL_BIRTH = re.compile(
    r"(?i)生|sheng ?ri|\bborn\b|birth|\bb-?day\b|\bd\.?o\.?b\b|ieth\b|\bturn(?:ed|s|ing)\b"
)
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
            yield found.span(found.lastindex or 0)


def days_of_birth(text: str) -> Iterator[tuple[int, int]]:
    """Places in a folded text."""
    for pattern in (BIRTH, BIRTH_BEHIND):
        for found in pattern.finditer(text):
            yield found.span(1)
    for pattern in (CHINESE_BIRTH, SAID_BIRTH):
        for found in pattern.finditer(text) if not PETS.search(text) else ():
            yield found.span(found.lastindex or 0)
    for found in OLD_DAY.finditer(text):
        if AGED.search(text, max(0, found.start() - AROUND), found.end() + AROUND):
            yield found.span(1)
