"""Which facts a run of letters needs, so that nothing else is asked of the shop."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.address_words import means_other_order
from bot.dialogue.ask import MOST_NUMBERS, Ask, asked, language_of
from bot.dialogue.buttons import read_press
from bot.dialogue.case_begun import wishes_for_named
from bot.dialogue.case_words import kind_in, may_be_about_a_case, numbers_of_cases
from bot.dialogue.claim import AFTER_SALES
from bot.dialogue.digits import numberish
from bot.dialogue.exception_answers import told_of_trouble
from bot.dialogue.facts import Wants
from bot.dialogue.flows import FLOWS, OFFERED
from bot.dialogue.grievance import GRIEVANCE
from bot.dialogue.grievance_begun import told_of_a_parcel, told_of_complaint
from bot.dialogue.memory import Memory
from bot.dialogue.receipt_answers import asks_longer
from bot.dialogue.seen import Heard, Seen
from bot.dialogue.tracking import SENT, SHORTEST_NUMBER
from bot.dialogue.yes_no import yes_or_no

GUESSES = 3
LONGEST_SENT = 400
NUMBERS = 3
NAMED = 6
"""Numbers by which old cases are looked for."""
ABOUT_AN_ORDER = ("order", "address", "confirm", "case", "grievance")
"""Questions to which the answer is about the orders they name."""


def wants(seen: Seen, heard: Sequence[Heard]) -> Wants:
    if seen.mode not in ("bot", "waiting"):
        return Wants()
    need = _Need(Memory.read(seen.state))
    for letter in heard:
        if letter.in_group:
            continue
        if letter.kind == "press":
            need.press(letter.button)
        elif letter.kind == "photo" and not letter.text:
            need.case()
        elif letter.text:
            before = need.memory.language
            ask = asked(letter, need.memory, language_of(letter, before) or seen.language)
            need.read(ask)
            need.only_ask = ask if len(heard) == 1 else None
    return need.wants()


class _Need:
    """Collected letter by letter; a dict keeps the order and drops what is asked twice."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.products: dict[str, None] = {}
        self.skus: dict[str, None] = {}
        self.pages: dict[str, None] = {}
        self.orders: dict[str, None] = {}
        self.own = False
        self.near = False
        self.cases = False
        self.named: dict[str, None] = {}
        self.only_ask: Ask | None = None

    def wants(self) -> Wants:
        return Wants(
            products=tuple(self.products),
            skus=tuple(self.skus),
            pages=tuple(self.pages),
            orders=tuple(self.orders)[: 4 * MOST_NUMBERS],
            own=self.own,
            near=self.near,
            cases=self.cases,
            named=tuple(self.named)[:NAMED],
            memory=self.memory,
            only_ask=self.only_ask,
        )

    def read(self, ask: Ask) -> None:
        flow = FLOWS.get(ask.intent) if ask.sure else None
        open_product = self.memory.question("product")
        # What the buyer's own orders contain may tell which of them is meant.
        if flow is None or flow.products or open_product or (flow.own_orders and ask.products):
            self._product_context(ask)
        if flow and flow.page:
            self.pages |= dict.fromkeys((*(g.product for g in ask.products[:1]), *self.memory.products[:1]))
        trouble = told_of_trouble(ask) or told_of_complaint(ask) or told_of_a_parcel(ask)
        telling = self.memory.claim or self.memory.grievance
        if (flow and flow.cases) or telling or trouble or wishes_for_named(ask) or _about_a_case(ask.text):
            self.case()
            self.orders |= dict.fromkeys(numberish(ask.text)[:NUMBERS])
            self.named |= dict.fromkeys((*numbers_of_cases(ask.text), *ask.orders, *numberish(ask.text)))
        wish = not ask.sure and kind_in(ask.text)
        if not ask.orders and ((flow and flow.own_orders) or trouble or wish or asks_longer(ask)):
            self._own_orders()
        for question in self.memory.open:
            if question.kind in ABOUT_AN_ORDER:
                self.orders |= dict.fromkeys(question.orders)
                self.skus |= dict.fromkeys(question.products)
                self.own = self.own or means_other_order(ask.text)
        for number in ask.orders[:MOST_NUMBERS]:
            self.orders[number] = None
        if not ask.sure and not ask.orders:  # a number we may be asking for in this very run
            self.orders |= dict.fromkeys(numberish(ask.text)[:NUMBERS])
        if ask.digits and (digits := self.memory.question("digits")):
            self.orders |= dict.fromkeys(digits.orders)
        waiting = self.memory.question("wait")
        if waiting and (said := yes_or_no(ask.text)):
            self.skus |= dict.fromkeys(waiting.products)
            self.near = self.near or said == "no"

    def case(self) -> None:
        """What is told of a case is read together with the order that it is about."""
        self.cases = True
        for told in (self.memory.claim, self.memory.grievance):
            if told is not None and told.ticket:
                self.named[str(told.ticket)] = None
        if self.memory.claim is not None and self.memory.claim.order:
            self.orders[self.memory.claim.order] = None
        if self.memory.grievance is not None and self.memory.grievance.order:
            self.orders[self.memory.grievance.order] = None

    def _product_context(self, ask: Ask) -> None:
        for guess in ask.products[:GUESSES]:
            self.products[guess.product] = None
        for sku in ask.skus[:GUESSES]:
            self.skus[sku] = self.skus[sku.upper()] = None
        for product in self.memory.products[:1]:
            self.products[product] = None
        for question in self.memory.open:
            if question.kind == "product":
                self.products |= dict.fromkeys(question.products)

    def _own_orders(self) -> None:
        self.own = True
        self.orders |= dict.fromkeys(self.memory.orders)

    def press(self, data: str | None) -> None:
        press = read_press(data)
        if press is None:
            return
        match press.verb:
            case "product":
                self.products[press.about] = None
            case "variant" | "wait" | "give_up" | "leave":
                self.skus[press.about] = None
                self.near = self.near or press.verb == "give_up"
            case "order":
                self.orders[press.about] = None
                question = self.memory.question("order")
                if question and question.intent in (AFTER_SALES, GRIEVANCE):
                    self.case()
            case "tell" | "case" | "grievance":
                self.case()
                if press.verb == "case":
                    self.named[press.about.partition(":")[2]] = None
            case "yes" | "no":
                confirm = self.memory.question("confirm")
                self.orders |= dict.fromkeys(confirm.orders if confirm else ())
            case "meaning" if press.about in OFFERED:
                self._meaning(press.about)

    def _meaning(self, intent: str) -> None:
        flow, question = FLOWS[intent], self.memory.question("meaning")
        if flow.cases:
            self.case()
        if flow.products:
            self.products |= dict.fromkeys(
                (*(question.products if question else ()), *self.memory.products[:1])
            )
        if flow.page:
            self.pages |= dict.fromkeys(
                (*(question.products[:1] if question else ()), *self.memory.products[:1])
            )
        if flow.own_orders and not (question and question.orders):
            self._own_orders()
        self.orders |= dict.fromkeys(question.orders if question else ())


def _about_a_case(text: str) -> bool:
    """Also a parcel's number, or that it was sent: which number is whose, the cases tell."""
    sent = SENT.search(text[:LONGEST_SENT]) is not None
    return (
        sent or may_be_about_a_case(text) or any(len(number) >= SHORTEST_NUMBER for number in numberish(text))
    )
