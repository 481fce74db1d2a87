"""Before the sale: is it in stock (A1), and what if it is not (A2)."""

from __future__ import annotations

from bot.dialogue.ask import Ask
from bot.dialogue.buttons import choice
from bot.dialogue.memory import Question
from bot.dialogue.steps import AskSupplier
from bot.dialogue.stock_words import as_of, left, named, names, restock, restock_day
from bot.dialogue.turn import Turn, person_button
from bot.dialogue.variants import fitting, variant_name
from bot.dialogue.which_product import OFFERED, named_by_sku, product_of
from bot.dialogue.written import listed
from desk.handover import Reason
from desk.stock import Product, Variant

FEW = 5
"""From here down the buyer hears how many are left."""


def shop_down(turn: Turn, ask: Ask) -> None:
    """Nothing is invented: the buyer hears that we cannot look it up, and a person is called."""
    turn.hand_off(ask, Reason.SHOP_DOWN, "shop_down", ask.order_values)


def stock(turn: Turn, ask: Ask) -> None:
    if turn.facts.shop_down:
        shop_down(turn, ask)
    elif sold := named_by_sku(turn, ask):
        one_variant(turn, ask, *sold)
    elif product := product_of(turn, ask, "stock"):
        stock_of(turn, ask, product)


def stock_of(turn: Turn, ask: Ask, product: Product) -> None:
    turn.memory.close("product")
    fits = fitting(product, (*ask.words, *turn.words), ask.text)
    if not fits.variants:
        _no_such_variant(turn, ask, product, fits.unknown)
    elif len(fits.variants) == 1:
        one_variant(turn, ask, product, fits.variants[0])
    else:
        _several(turn, ask, product, fits.variants)


def _no_such_variant(turn: Turn, ask: Ask, product: Product, unknown: tuple[str, ...]) -> None:
    turn.memory.talked_of(product.id)
    values = {
        "product": product.title(ask.language),
        "wanted": listed(unknown, ask.language)[:80],
        "variants": names(turn, ask, product.variants),
    }
    turn.say(ask, "stock_no_such_variant", values)


def _several(turn: Turn, ask: Ask, product: Product, variants: tuple[Variant, ...]) -> None:
    turn.memory.talked_of(product.id)
    there = tuple(v for v in variants if left(turn, v.sku) > 0)
    gone = tuple(v for v in variants if v not in there)
    if there:
        values = {
            "product": product.title(ask.language),
            "variants": names(turn, ask, there),
            "gone": names(turn, ask, gone),
            "as_of": as_of(turn, there[0].sku),
        }
        turn.say(ask, "stock_variants", values)
        return
    for variant in gone:
        if not restock_day(turn, variant):
            turn.act(AskSupplier(variant.sku))
    choices = [choice("variant", v.sku, text=variant_name(v, ask.language)) for v in gone[:OFFERED]]
    turn.say(
        ask, "stock_all_gone", {"product": product.title(ask.language)}, choices=[*choices, person_button()]
    )


def one_variant(turn: Turn, ask: Ask, product: Product, variant: Variant) -> None:
    turn.memory.talked_of(product.id, variant.sku)
    turn.memory.close("product")
    values = named(turn, ask, product, variant)
    count = left(turn, variant.sku)
    if count <= 0:
        _gone(turn, ask, variant, values)
        return
    waited = turn.memory.question("wait")
    if waited and any(v.sku in waited.products for v in product.variants):
        turn.memory.close("wait")  # they look at another variant instead
    if ask.quantity > count:
        turn.say(ask, "stock_short", {**values, "left": str(count), "quantity": str(ask.quantity)})
    elif count <= FEW:
        turn.say(ask, "stock_few", {**values, "left": str(count)})
    else:
        turn.say(ask, "stock_in", values)


def _gone(turn: Turn, ask: Ask, variant: Variant, values: dict[str, str]) -> None:
    if variant.sku in turn.seen.waiting_for:
        place = turn.facts.places.get(variant.sku, 0)
        leave = choice("leave", variant.sku, key="choice_leave_list")
        turn.say(ask, "stock_gone_waiting", {**values, "place": str(place or "")}, choices=[leave])
        return
    back_on = restock(turn, ask, variant)
    if not back_on:
        turn.act(AskSupplier(variant.sku))
    turn.memory.ask(Question("wait", products=(variant.sku,)))
    turn.asked_now = True
    turn.say(
        ask,
        "stock_gone_until" if back_on else "stock_gone",
        {**values, "restock": back_on},
        choices=[
            choice("wait", variant.sku, key="choice_wait"),
            choice("give_up", variant.sku, key="choice_give_up"),
        ],
    )


def gone_button(turn: Turn, ask: Ask) -> None:
    if turn.facts.shop_down:
        shop_down(turn, ask)
    else:
        turn.say(ask, "button_unknown", choices=[person_button()])
