"""Which product a letter speaks of: named, named by SKU, talked about before, or one of a few."""

from __future__ import annotations

from bot.dialogue.ask import Ask
from bot.dialogue.buttons import choice
from bot.dialogue.memory import Question
from bot.dialogue.steps import Choice
from bot.dialogue.turn import Turn, person_button
from desk.stock import Product, Variant

OFFERED = 3
LIKELY = 0.6
"""A guess below this is offered, never taken."""
LEAD = 0.05
"""By so much the best guess must be better than the second."""


def product_of(turn: Turn, ask: Ask, intent: str) -> Product | None:
    """The product, or None once the buyer has been asked which one, or told that there is none."""
    guesses = [turn.facts.products[g.product] for g in ask.products if g.product in turn.facts.products]
    if guesses and _is_sure(ask):
        return guesses[0]
    if guesses:
        offer(turn, ask, intent, guesses[:OFFERED])
        return None
    if ask.names_product or ask.skus:
        turn.say(ask, "product_unknown", choices=[person_button()])
        return None
    known = [turn.facts.products[id] for id in turn.memory.products if id in turn.facts.products]
    if known:
        return known[0]
    turn.memory.ask(Question("product", intent, words=ask.words + turn.words, text=ask.text))
    turn.asked_now = True
    turn.say(ask, "product_which")
    return None


def _is_sure(ask: Ask) -> bool:
    scores = [guess.score for guess in ask.products]
    return scores[0] >= LIKELY and (len(scores) == 1 or scores[0] - scores[1] >= LEAD)


def offer(turn: Turn, ask: Ask, intent: str, products: list[Product]) -> None:
    turn.memory.ask(
        Question(
            "product",
            intent,
            products=tuple(p.id for p in products),
            words=ask.words + turn.words,
            text=ask.text,
        )
    )
    turn.asked_now = True
    turn.say(ask, "product_choose", choices=product_choices(products, ask.language))


def product_choices(products: list[Product], language: str) -> list[Choice | None]:
    return [choice("product", p.id, text=p.title(language)) for p in products]


def named_by_sku(turn: Turn, ask: Ask) -> tuple[Product, Variant] | None:
    for sku in ask.skus:
        if sold := turn.facts.sold(sku) or turn.facts.sold(sku.upper()):
            return sold
    return None
