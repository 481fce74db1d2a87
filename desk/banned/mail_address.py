"""Mail addresses of people in what is said, also told as words: name at gmail dot com. Those of an office are none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

WRITTEN_AT = r" ?(?:[@🅰]|[(\[{<] ?(?:at|@|a|艾特|圈a|在) ?[)\]}>]|\*at\*|_at_|-at-) ?"
SAID_AT = r"(?: at[ -]| (?:arroba|arobase|klammeraffe|chez) | ?艾特 ?| ?小老鼠 ?| ?圈 ?a ?|#)"
DOT = r"(?: {0,2}\. ?| ?[(\[{<] ?(?:dot|\.|点) ?[)\]}>] ?|[ -](?:dot|punto|punkt)[ -]| full stop | period |_dot_| ?点 ?)"
BOX = rf"(?<![\w.+-])((?!\d+\.\d)[\w+-]{{1,40}}(?:[._-][\w+-]{{1,40}}|{DOT}[\w+-]{{1,40}}){{0,3}}|(?:\w[. _-]){{4,30}}\w)"
HOST = rf"([\w-]{{1,40}})((?:{DOT}[a-z]{{2,12}}){{1,3}})(?![a-z])"
WRITTEN = re.compile(BOX + WRITTEN_AT + HOST)
SAID = re.compile(BOX + SAID_AT + HOST)
FREE_MAIL = frozenset(
    {
        "gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "icloud", "me", "mac",
        "aol", "gmx", "web", "proton", "protonmail", "qq", "163", "126", "139", "189", "foxmail", "sina",
        "sohu", "yeah", "mail", "hinet", "pchome", "rediffmail", "yandex", "tutanota", "zoho", "seznam",
        "naver", "daum", "fastmail", "hey", "tuta", "pm", "posteo", "btinternet", "sky", "orange", "free",
        "wanadoo", "libero", "bigpond", "comcast", "verizon", "att", "sbcglobal", "virginmedia", "t-online",
    }
)  # fmt: skip
OFFICES = re.compile(
    r"(?:support|service|services|customerservice|customercare|care|help|helpdesk|info|hello|hi|contact|returns?|refunds?|orders?|sales|shop|store|"
    r"billing|accounts?|invoices?|privacy|press|no-?reply|team|office|complaints?|warranty|repairs?|admin|mail|kefu|cs|service\d*)"
)
NOBODYS = re.compile(
    r"(?:john|jane|name|you|your[._]?name|user(?:name)?|someone|somebody|me|test|abc|x+|first(?:[._]?name)?[._]last(?:[._]?name)?)"
)
"""Boxes at example.com that only show how an address is written."""
SPACED = re.compile(r"(?<!\S)(?:[\w.+@-] ){7,}\w+(?!\w)")
"""Letter by letter."""
SPELT = re.compile(r"(?<=\b\w) (?=\w\b)")
"""The spaces of words that are told letter by letter: t e s s (at) e x a m p l e [dot] n e t."""
_FREE = "|".join(
    sorted(FREE_MAIL - {"me", "live", "web", "mail", "sky", "orange", "free", "hey", "pm", "mac"})
)
_NAME = r"(?!us\b|any|nobody|no one|every|some|people|me\b|you\b|her\b|him\b|them\b|it\b|that\b|this\b)[a-z][\w.+-]{2,40}"
WITHOUT_SIGN = (
    re.compile(
        rf"\b(?:e-?mail|mail|邮箱)\b[^.!?\n]{{0,30}}?\b([a-z][\w.+-]{{2,40}}) (?:on|over at|,) (?:{_FREE})\b"
    ),
    re.compile(rf"\b([a-z][\w-]{{0,30}}(?: dot [\w-]{{1,30}}){{1,3}}),? (?:on|over at|at|,)? ?(?:{_FREE})\b"),
    re.compile(rf"\b([\w.+-]{{2,40}}@(?:{_FREE}),(?:com|net|org|co))\b"),
    re.compile(rf"\b((?:\w ){{3,30}}\w at) (?:{_FREE})\b"),
    re.compile(rf"(\bat,? (?:{_FREE})),? (?:dot )?(?:com|net|org|co|de|fr)\b"),
    re.compile(
        rf"\b((?:write|reach|contact|address|message)\b[^.!?\n]{{0,20}}?[ ,]{_NAME},? (?:at|on|over at)) (?:{_FREE})\b"
    ),
    re.compile(rf"\b((?=[\w.+-]*[\d._])[a-z][\w.+-]{{2,40}}),? (?:at|a|on|over at|with) (?:{_FREE})\b"),
    re.compile(rf"\b((?:\w-){{3,30}}\w),? (?:at|on|over at) (?:{_FREE})\b"),
    re.compile(
        rf"\b(?:{_FREE})(?: address| mail| account| box)?(?: is| was|:| =|=) ?((?=[\w.]*[\d._])[a-z][\w.]{{3,30}}\w)"
    ),
    re.compile(
        r"\b([\w.+-]{2,40}\W?,? (?:then )?(?:the |an |with an? )?(?:at[ -](?:sign|symbol|thing)|curly a|monkey tail)\b[^!?\n]{1,40}?\b(?:dot|point|punto|full stop|then)\b,? ?[a-z]{2,7}\b)"
    ),
    re.compile(r"qq ?(?:邮箱|mail)[^\d。！？\n]{0,12}(\d{6,11})(?!\d)"),
    re.compile(
        r"(?:邮|mail)[^。！？\n]{1,40}?((?:小老鼠|艾特|圈 ?a)[^。！？\n]{1,16}?(?:点|\.|抗母|com|cn))"
    ),
    re.compile(r"\b((?:moc|ku\.oc|ten|gro|ude)\.[\w-]{2,20}@[\w.+-]{2,40})"),
)
"""Her mail is kevin.d9 on yahoo; amelia dot stone, gmail; at, ymail com; backwards."""
SPLIT_HOST = re.compile(r"\b(g|hot|proton|fast|y) mail\b")
SIGNS = (
    "@",
    "＠",
    "🅰",
    "dot ",
    "at, ",
    " at ",
    "艾特",
    "小老鼠",
    "at]",
    "at)",
    "at}",
    "at>",
    "*at*",
    "_at_",
    "#",
    "mail",
    "-at-",
    "at-",
    "(a)",
    "[a]",
    "{a}",
    "<a>",
    "arroba",
    "at sign",
    "at thing",
    "curly a",
    "圈a",
    "at）",
    "邮",
    "outlook",
    "yahoo",
    "icloud",
    "proton",
)


def may_hold_one(text: str) -> bool:
    lower = text.lower()
    return any(sign in lower for sign in SIGNS)


def mail_addresses(text: str, own: Collection[str]) -> Iterator[tuple[int, int]]:
    """Places in a folded text."""
    text = SPLIT_HOST.sub(r"\1mail ", text)
    if SPELT.search(text) and WRITTEN.search(SPELT.sub("", text)):
        spelt = [*SPELT.finditer(text)]
        yield spelt[0].start() - 1, spelt[-1].end() + 1
    for spaced in SPACED.finditer(text) if "@" in text else ():
        if WRITTEN.search(spaced[0].replace(" ", "")):
            yield spaced.span()
    for found in WRITTEN.finditer(text):
        if not _of_the_shop(found, own):
            yield _span(found)
    for found in SAID.finditer(text):
        host, ending = found[2], found[3]
        told = not ending.strip().startswith(".")
        known = host in FREE_MAIL or told or " at " not in found[0]
        if known and not _of_the_shop(found, own) and (told or _ends_well(ending)):
            yield found.span()
    for found in (one for pattern in WITHOUT_SIGN for one in pattern.finditer(text)):
        yield found.span(1)


def _of_the_shop(found: re.Match[str], own: Collection[str]) -> bool:
    box, host = found[1].replace(" ", ""), found[2]
    written = re.sub(r"[(\[{<]|[)\]}>]|_|\*", "", f"{box}@{host}{found[3]}")
    whole = re.sub(r"\s", "", written.replace("dot", ".").replace("点", "."))
    return (
        whole in own
        or (host == "example" and whole.endswith((".com", ".org")) and NOBODYS.fullmatch(box) is not None)
        or (OFFICES.fullmatch(box) is not None and host not in FREE_MAIL)
    )


def _span(found: re.Match[str]) -> tuple[int, int]:
    """Of a box told with spaces (she is at lucy . bell @ …) only what stands together."""
    box = found[1]
    return found.start(1) + (box.rfind(" at ") + 4 if " at " in box else 0), found.end()


def _ends_well(ending: str) -> bool:
    """As a country or a trade: not the next sentence's first word."""
    last = re.split(DOT, ending)[-1]
    return len(last) < 4 or last in ("info", "shop", "name", "store", "mail")
