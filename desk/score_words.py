"""A score in the buyer's own words: “5”, “五星”, “very satisfied”. Only what says nothing besides is one."""

from __future__ import annotations

import re

from desk.width import narrow

LONGEST = 40
DIGITS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
NUMERALS = {
    **DIGITS, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "1️⃣": 1, "2️⃣": 2, "3️⃣": 3, "4️⃣": 4, "5️⃣": 5,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
}  # fmt: skip
NUMERAL = "|".join(sorted(map(re.escape, NUMERALS), key=len, reverse=True))
NUMBERED = re.compile(
    rf"(?:(?:i(?:'d| would)? (?:give|rate)(?: (?:you|it|this))?(?: a)?|my (?:score|rating)(?: is|:)?|打|给|給|评|評|我打|我给|我給|评分|評分|打分)[:： ]?)?"
    rf"(?P<value>{NUMERAL})(?: ?(?:/ ?5|out of (?:5|five)|stars?|points?|颗星|顆星|星|分|星好评|星好評))?"
)
STARS = re.compile(r"(?:⭐️?|★|🌟){1,5}")
WORDS = {
    5: "very satisfied|very happy|extremely satisfied|completely satisfied|excellent|perfect|很满意|非常满意|十分满意|特别满意|超满意|"
    "很滿意|非常滿意|十分滿意|特別滿意|超滿意|满分|滿分|五星好评|五星好評",
    4: "satisfied|满意|滿意|比较满意|比較滿意|挺满意|挺滿意|还满意|還滿意",
    3: "so-so|so so|neutral|average|neither|一般|一般般|还行|還行|普通|马马虎虎|馬馬虎虎",
    2: "unsatisfied|dissatisfied|not satisfied|not happy|不满意|不滿意|不太满意|不太滿意",
    1: "very unsatisfied|very dissatisfied|not satisfied at all|not at all satisfied|terrible|awful|很不满意|非常不满意|十分不满意|极不满意|"
    "很不滿意|非常不滿意|十分不滿意|極不滿意|差评|差評",
}
SAID = {word: value for value, words in WORDS.items() for word in words.split("|")}
FILLED = re.compile(r"^(?:i(?:'m| am|’m)|it was|我|我很?对?|那就)\s?")
THANKED = re.compile(
    r"[\s,，。!！.]*(?:thanks|thank you|thx|谢谢|謝謝|多谢|多謝)(?: so much| very much| a lot|你们|你們|你|您|啦|了)?$"
)
AROUND = " \t\r\n.,!;~。，！；～、…\"'“”()（）"

NO_MORE = re.compile(
    r"^(?:please )?(?:stop|unsubscribe|no more(?: of (?:these|this|them))?|no more (?:messages|follow-?ups)|don'?t (?:ask|write|message)(?: me)? (?:again|any ?more)"
    r"|stop (?:asking|writing|messaging)(?: me)?|退订|退訂|td|(?:请|請)?(?:不要|别|別|不用)再?(?:发|發|问|問|回访|回訪|打扰|打擾)(?:了|我|我了|这些|這些)?(?:了)?)(?: please)?$"
)


def score_in(text: str) -> int | None:
    """1 to 5 where the text is a score and nothing else. A question is none."""
    said = _plain(text)
    if len(said) > LONGEST or "?" in text or "？" in text:
        return None
    said = THANKED.sub("", said)
    if STARS.fullmatch(said):
        return len(re.findall("⭐|★|🌟", said))
    if numbered := NUMBERED.fullmatch(said):
        return NUMERALS[numbered["value"]]
    return SAID.get(said) or SAID.get(FILLED.sub("", said).strip())


def wants_no_more(text: str) -> bool:
    """They ask not to be asked like this any more, and say nothing besides."""
    said = _plain(text)
    return len(said) <= LONGEST and NO_MORE.match(said) is not None


def _plain(text: str) -> str:
    return narrow(text).strip(AROUND).casefold().replace("’", "'")
