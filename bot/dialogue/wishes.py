"""Several wishes in one letter: "is it in stock? and where is my order?" are two, answered in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from bot.dialogue.flows import CHAT, OFFERED
from bot.dialogue.seen import Heard
from bot.understanding import Understanding
from desk.record import record

MOST_WISHES = 4
LONGEST_SPLIT = 400
SHORTEST = 2
ENDS = re.compile(
    r"[?？!！。;；\n]+|\. |[，,]?(?:另外|还有一个问题|還有一個問題|顺便|順便)[，,]?|,? (?:and also|also,|another thing:?|by the way,?) "
)

# What costs less to look for than to split at, where there is hardly ever anything: an end that something follows,
# or what the other ways to go on begin with.
MAY_END = re.compile(r"(?s)[?？!！。;；\n.].|[另还還顺順]")
MAY_GO_ON = (" and also ", " also, ", " another thing", " by the way")

ASKING = ("吗", "嗎", "么", "呢")


@record(frozen=True, slots=True)
class Part:
    text: str
    question: bool


Understand = Callable[[str], Understanding]


def wishes(letter: Heard, understand: Understand) -> list[Heard]:
    """The letter with its understanding, or one of each of its wishes under the same inbox id.

    It is split only where at least two parts are understood, each for itself, as different wishes: one wish
    told in three sentences stays one."""
    whole = understand(letter.text)
    parts = _parts(letter.text)
    if len(parts) < 2:
        return [letter.as_understood(whole)]
    understood = [(part, understand(part.text)) for part in parts]
    clear = [(part, u) for part, u in understood if _says_something(u)]
    if whole.action != "answer" and len(clear) == 1:
        # "Hello, is anybody there? I want a person": one sentence of it says what the rest only surrounds.
        return [_one_wish(letter, whole, *clear[0])]
    if len({_about(u) for _, u in clear}) < 2:
        return [letter.as_understood(whole)]
    answered = {u.intent for _, u in clear}
    wanted = [(part, u) for part, u in understood if _says_something(u) or _asks_more(part, u, answered)]
    first, *rest = [replace(letter, text=part.text, understanding=u) for part, u in wanted]
    return [first, *(replace(wish, kind="text", photos=0, group_id=None) for wish in rest)]


def _one_wish(letter: Heard, whole: Understanding, part: Part, understood: Understanding) -> Heard:
    """The clear part; with what the others name, where they name something: `any news of 1012? my phone is …`."""
    if len(whole.slots) <= len(understood.slots):
        return replace(letter, text=part.text, understanding=understood)
    return letter.as_understood(
        replace(
            whole,
            intent=understood.intent,
            confidence=understood.confidence,
            top=understood.top,
            action="answer",
        )
    )


def _says_something(understood: Understanding) -> bool:
    if any(slot.type == "order_number" for slot in understood.slots):
        return True
    return understood.action == "answer" and understood.intent not in CHAT


def _asks_more(part: Part, understood: Understanding, answered: Collection[str]) -> bool:
    """A question among others that is not clear by itself is asked back, not passed over."""
    likeliest = understood.top[0][0] if understood.top else ""
    return (
        part.question
        and understood.action == "clarify"
        and likeliest in OFFERED
        and likeliest not in answered
    )


def _about(understood: Understanding) -> tuple[str, ...]:
    named = (slot.value for slot in understood.slots if slot.type in ("order_number", "sku", "product"))
    return (understood.intent, *named)


def _parts(text: str) -> list[Part]:
    """At most four, in order; a longer letter is one story."""
    if len(text) > LONGEST_SPLIT or not (MAY_END.search(text) or any(word in text for word in MAY_GO_ON)):
        return []
    parts, start = [], 0
    for end in (*ENDS.finditer(text), None):
        part = text[start : end.start() if end else len(text)].strip()
        if len(part) >= SHORTEST:
            parts.append(Part(part, bool(end and end[0][0] in "?？") or part.endswith(ASKING)))
        start = end.end() if end else start
    return parts if len(parts) <= MOST_WISHES else []
