"""Wait or give up (A2): the waiting list, and what to offer instead."""

from __future__ import annotations

from bot.dialogue.ask import Ask
from bot.dialogue.steps import JoinWaitingList, LeaveWaitingList
from bot.dialogue.stock_answers import gone_button, one_variant
from bot.dialogue.stock_words import left, named, names
from bot.dialogue.turn import Turn, person_button
from bot.dialogue.which_product import OFFERED, product_choices


def wait(turn: Turn, ask: Ask, sku: str) -> None:
    """The buyer wants to wait. An old button may speak of what is back meanwhile: then the stock is the answer."""
    sold = turn.facts.sold(sku)
    if sold is None or turn.facts.shop_down:
        gone_button(turn, ask)
        return
    product, variant = sold
    turn.memory.close("wait")
    if left(turn, sku) > 0 or sku in turn.seen.waiting_for:
        one_variant(turn, ask, product, variant)
        return
    turn.memory.talked_of(product.id, sku)
    turn.act(JoinWaitingList(sku))
    turn.say(ask, "waiting_joined", named(turn, ask, product, variant))


def give_up(turn: Turn, ask: Ask, sku: str) -> None:
    """Not waiting: other variants that are there, else products like it."""
    sold = turn.facts.sold(sku)
    if sold is None or turn.facts.shop_down:
        gone_button(turn, ask)
        return
    product, _ = sold
    turn.memory.close("wait")
    if sku in turn.seen.waiting_for:
        turn.act(LeaveWaitingList(sku))
    there = tuple(v for v in product.variants if left(turn, v.sku) > 0 and v.sku != sku)
    near = [turn.facts.products[id] for id in turn.facts.near if id in turn.facts.products]
    near = [p for p in near if any(left(turn, v.sku) > 0 for v in p.variants)][:OFFERED]
    title = product.title(ask.language)
    if there:
        turn.memory.talked_of(product.id)
        turn.say(ask, "instead_variants", {"product": title, "variants": names(turn, ask, there)})
    elif near:
        turn.say(ask, "instead_products", {"product": title}, choices=product_choices(near, ask.language))
    else:
        turn.say(ask, "instead_nothing", {"product": title}, choices=[person_button()])


def leave(turn: Turn, ask: Ask, sku: str) -> None:
    if sku not in turn.seen.waiting_for:
        gone_button(turn, ask)
        return
    turn.act(LeaveWaitingList(sku))
    sold = turn.facts.sold(sku)
    turn.say(ask, "waiting_left", {"product": sold[0].title(ask.language) if sold else sku})
