"""What one letter asks, with what it names: the form in which the flows read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from bot.dialogue.digits import (
    LONGEST_NUMBER,
    RUN,
    folded,
    four_digits,
    last_four,
    numberish,
    numbers_outside,
    only_four,
    order_key,
)
from bot.dialogue.memory import Memory
from bot.dialogue.seen import Heard
from bot.dialogue.written import chinese, listed
from bot.dialogue.yes_no import corrects
from bot.understanding import ProductGuess, SlotType, Understanding
from desk.record import record

LONGEST_LIST = 2_000
LATIN = re.compile("[A-Za-z]+")
CHINESE = re.compile("[\u3400-\u9fff]")
JOINS = re.compile("[和跟与與及、&]|还有|還有|and")
JOINED = re.compile(r"(?<=[0-9])\s*(?:[和跟与與及、&]|还有|還有|and)\s*([A-Za-z0-9][A-Za-z0-9_-]{2,63})")
"""`1007 and 1012`: what is joined to an order's number is another."""
JUST_ASKED = "order_needs_proof"
MOST_NUMBERS = 10
"""Order numbers of one letter that are looked up."""


@record(frozen=True, slots=True)
class Ask:
    because: int
    intent: str
    text: str
    language: str
    sure: bool = False
    """We may act on it."""
    orders: tuple[str, ...] = ()
    """Order numbers as they were written."""
    digits: str | None = None
    """Four digits that may be the end of a phone number."""
    products: tuple[ProductGuess, ...] = ()
    skus: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Colours and sizes."""
    names_product: bool = False
    quantity: int = 0
    top: tuple[tuple[str, float], ...] = ()
    """Likely meanings, where it is worth asking for one of them."""

    @property
    def order_values(self) -> dict[str, str]:
        """The numbers of this letter as a reply's value; empty where it names none."""
        return {"order": written_numbers(self.orders, self.language)} if self.orders else {}


def written_numbers(numbers: Iterable[str], language: str) -> str:
    return listed((number[:LONGEST_NUMBER] for number in numbers), language)[:LONGEST_LIST]


def language_of(letter: Heard, before: str) -> str:
    """Of the letter; digits and smileys are of none, and then it is the one before."""
    two = islice(filter(str.isalpha, letter.text[:200]), 2)
    understood = letter.understanding
    if understood is None or len(list(two)) < 2:
        return before
    if (
        " " in letter.text
        and chinese(understood.language)
        and _only_names_are_chinese(letter.text, understood)
    ):
        return "en"
    return understood.language


def _only_names_are_chinese(text: str, understood: Understanding) -> bool:
    """`is 黄铜台灯 in stock?`: an English sentence about an article that has a Chinese name."""
    for slot in understood.slots:
        if slot.type == "product":
            text = text.replace(slot.value, " ")
    return not CHINESE.search(text) and len(LATIN.findall(text)) >= 2


def asked(letter: Heard, memory: Memory, language: str) -> Ask:
    understood = letter.understanding
    if understood is None:
        return Ask(letter.inbox_id, "out_of_scope", letter.text, language)
    named, words = _named(understood)
    if "order_number" in named and JOINS.search(letter.text):
        others = JOINED.findall(folded(letter.text))
        named = {**named, "order_number": dict.fromkeys((*named["order_number"], *others))}
    digits = _digits(letter.text, understood, named, memory)
    products = understood.products
    return Ask(
        because=letter.inbox_id,
        intent=understood.intent,
        text=letter.text,
        language=language,
        sure=understood.action == "answer" and understood.intent != "out_of_scope",
        orders=_orders(letter.text, understood, named, memory, digits),
        digits=digits,
        products=tuple(sorted(products, key=lambda guess: -guess.score)) if len(products) > 1 else products,
        skus=tuple(named.get("sku", ())),
        words=words,
        names_product="product" in named,
        quantity=_quantity(named),
        top=understood.top if understood.action == "clarify" else (),
    )


Named = Mapping[SlotType, Mapping[str, None]]
"""The values of each kind in their order, each once."""


def _named(understood: Understanding) -> tuple[Named, tuple[str, ...]]:
    """And its colours and sizes together, as they were said."""
    named: dict[SlotType, dict[str, None]] = {}
    words: dict[str, None] = {}
    for slot in understood.slots:
        value = slot.value.strip()
        named.setdefault(slot.type, {})[value] = None
        if slot.type in ("colour", "size"):
            words[value] = None
    return named, tuple(words)


def _orders(
    text: str, understood: Understanding, named: Named, memory: Memory, digits: str | None
) -> tuple[str, ...]:
    numbers = tuple(named.get("order_number", ()))
    if digits and len(numbers) == 1 and order_key(numbers[0]) == digits:
        return ()  # the four digits we asked for, taken for a number
    if not numbers and understood.intent == "order_status":
        # A bare long number may be any of the three; asked for an order, it is an order's.
        numbers = tuple(named.get("tracking_number") or named.get("sku") or _bare(text, understood))
    told_otherwise = understood.action == "answer" and understood.intent != "order_status"
    if not numbers and not told_otherwise and (memory.question("number") or memory.question("digits")):
        others = {order_key(number) for number in (*named.get("phone", ()), digits or "")}
        numbers = tuple(n for n in numberish(text) if order_key(n) not in others)
    return (
        tuple({order_key(n): n[:LONGEST_NUMBER] for n in reversed(numbers)}.values())[::-1] if numbers else ()
    )


def _bare(text: str, understood: Understanding) -> tuple[str, ...]:
    """`1007和1012到哪了`: numbers that are nothing else, where it is surely asked where orders are."""
    if understood.action != "answer":
        return ()
    taken = [(slot.start, slot.end) for slot in understood.slots]
    return numbers_outside(text, taken)


def _digits(text: str, understood: Understanding, named: Named, memory: Memory) -> str | None:
    """With the question open: from a phone, standing alone, or being all that was said. Else only beside a number."""
    waiting = memory.question("digits") is not None
    if not waiting and "order_number" not in named:
        return None
    phones = tuple(named.get("phone", ()))
    if waiting and not phones and memory.last.startswith(JUST_ASKED) and corrects(text):
        return None  # "sorry, I meant 1012", before any digits were given: it is the order that was wrong
    if told := (last_four(phones[0]) if phones else None) or (only_four(text) if waiting else None):
        return told
    found = four_digits(text, [(s.start, s.end) for s in understood.slots if s.type == "order_number"])
    return None if found in named.get("order_number", ()) else found


def _quantity(named: Named) -> int:
    for value in named.get("quantity", ()):
        digits = "".join(RUN.findall(folded(value)))
        if digits:
            return int(digits[:6])
    return 0
