"""Counts, sums and sizes without digits: 三个, 五块钱, two of these, M码."""

from __future__ import annotations

import re
from itertools import islice

from bot.understanding import Slot
from bot.understanding.measures import COUNTED, MOST
from bot.understanding.names import slot
from bot.understanding.words import Words

LETTER_SIZE = re.compile(
    r"(?<![a-z0-9'’])([sml])(?:码|号)|(?:size |尺码|in an? |in )([sml])(?![a-z0-9'’])|(?<![a-z0-9])((?:[2-5]|x{1,3})[sl])(?:码|号)?(?![a-z0-9])"
)
ONE = "[一二两三四五六七八九]"
FEW = rf"(?:{ONE}百(?:零?{ONE}|{ONE}十{ONE}?)?|{ONE}?十{ONE}?|{ONE}|半)"
SAID_COUNT = re.compile(rf"(?<![第每哪双一二两三四五六七八九十百]){FEW}[小大]?{COUNTED}")
SAID_SUM = re.compile(rf"(?<![第一二两三四五六七八九十百]){FEW}(?:块钱|元(?![旦宵素]))")
SAID_COUNT_LATIN = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|a dozen)\b"
    r"(?= (?!days|weeks|months|years|hours|minutes|times|business|working|orders|cards|digits)[a-z]{3,20}s\b| more\b| of (?:these|them|those)\b)"
)
# One quick look for what the costly patterns cannot do without.
LETTER_SIZE_SIGN = re.compile(r"[sml](?<![a-wyz016-9'’][sml])(?![a-z0-9])")
SIGN = re.compile("[一二两三四五六七八九十半]")
LATIN_SIGN = re.compile(r" (?<=(?:two|ree|our|ive|six|ven|ght|ine|ten|zen) )")


def find_said(words: Words) -> list[Slot]:
    text, said = words.folded.text, []
    if LETTER_SIZE_SIGN.search(text):
        for found in islice(LETTER_SIZE.finditer(text), MOST):
            group = 1 if found[1] else 2 if found[2] else 3
            end = found.end() if group != 2 else found.end(2)
            said.append(slot(words, "size", found.start(group), end))
    if text.isascii():
        if LATIN_SIGN.search(text):
            said += [
                slot(words, "quantity", *found.span())
                for found in islice(SAID_COUNT_LATIN.finditer(text), MOST)
            ]
    elif SIGN.search(text):
        said += _in_chinese(words, text)
    return said


def _in_chinese(words: Words, text: str) -> list[Slot]:
    counts = islice(SAID_COUNT.finditer(text), MOST)
    said = [slot(words, "quantity", *found.span()) for found in counts if not _no_wish(text, found.start())]
    if "元" in text or "块钱" in text:
        said += [slot(words, "amount", *found.span()) for found in islice(SAID_SUM.finditer(text), MOST)]
    return said


def _no_wish(text: str, at: int) -> bool:
    """15元一袋 is a price for each, and 另一件 is which, not a wish for one."""
    return at > 0 and text[at] == "一" and text[at - 1] in "元块钱同另某"
