"""Days written with digits: 12月1日, 24号, 2026-11-28, 3/25, 18 June, June 18th."""

from __future__ import annotations

import re

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
MAY = r"(?! (?:be|not|have|need|want|get|i|we|you|come|arrive|take|still|also|or)\b)"
"""Behind a month: "2 may be broken" is no day."""
NTH = r"(?:st|nd|rd|th)?"

M, TWO, YEAR = r"(?:1[0-2]|0?[1-9])", r"(?:0[1-9]|[12][0-9]|3[01])", r"(?:/(?:20)?[0-9]{2})?"
SLASH_BEFORE = r"(?<![0-9a-z/.#-])(?<!size )"
SLASH_AFTER = r'(?![0-9a-z/%"-])(?! ?(?:inch|cm|mm|uk\b|us\b|eu\b|yrs?\b|years?\b|months?\b|stars?\b|off\b|of\b|码|寸|岁))'
ONLY = r"(?:(?<=\bon )|(?<=\bby )|(?<=before )|(?<=since )|(?<=from )|(?<=until )|(?<=till )|(?<=after ))"
"""Before a day of one digit, that else may be a fraction."""
SLASHED = (
    rf"{SLASH_BEFORE}(?:{M}/{TWO}{YEAR}|(?:1[3-9]|2[0-9]|3[01])/(?:0[1-9]|1[0-2]){YEAR}|1[0-2]/[1-9]{YEAR}"
    rf"|{M}/[1-9]/20[0-9]{{2}}|{ONLY}{M}/[1-9]|[1-9]/[1-9](?=[前后号发到下拍买寄之以])){SLASH_AFTER}"
)

DAY = re.compile(
    r"(?<![0-9a-z-])20[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}(?![0-9])[日号]?|[0-9]{1,2}月[0-9]{1,2}[日号]?"
    rf"|(?<![0-9.])[0-9]{{1,2}}{NTH}(?: of)? {MONTH}{MAY}(?:,? 20[0-9]{{2}}\b)?"
    rf"|\b{MONTH}\.? [0-9]{{1,2}}{NTH}\b(?![/.][0-9])(?:,? 20[0-9]{{2}}\b)?"
    rf"|(?<![0-9])(?:3[01]|[12]?[0-9])号(?![码店楼线柜房]|电池)|{SLASHED}"
)
_SHORT = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ENDS = r"rch|ril|une|uly|ust|ept|an\.|eb\.|ar\.|pr\.|ul\.|ug\.|ep\.|pt\.|ct\.|ov\.|ec\."
DAY_SIGN = re.compile(
    rf"[0-9](?:[/年月号]|[-.](?<=20[0-9]{{2}}.)|(?<= .)(?:(?<=(?:{_SHORT}|{_ENDS}) .)|(?<=(?:uary|mber|ober) .))"
    rf"|(?=[ snrt])(?:st|nd|rd|th)?(?: of)? (?:{_SHORT}))"
)
"""One quick look for what every day has."""
