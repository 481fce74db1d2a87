"""When the sentence is not clear: what the conversation so far makes of it, a question, and then a person."""

from __future__ import annotations

from bot.dialogue.ask import Ask
from bot.dialogue.buttons import choice
from bot.dialogue.flows import OFFERED
from bot.dialogue.memory import Question
from bot.dialogue.order_answers import asked_orders
from bot.dialogue.stock_answers import one_variant, shop_down, stock, stock_of
from bot.dialogue.topic_answers import note_order
from bot.dialogue.turn import Turn, person_button
from bot.dialogue.variants import fitting
from desk.handover import Reason
from desk.stock import Product

MEANINGS = 3
WORTH_ASKING = 0.08
SHORT = 24
PIECE = 8
PIECE_WORDS = 3
NEUTRAL = ("stock", "order_status")
"""Offered where nothing seems likely."""
OF_A_PRODUCT, EITHER_WAY = frozenset({"stock", "product_info"}), 0.9
"""`do you have the rug`: so sure it must be that one of the two is asked, where the rug is ours. What there is of it
answers both."""


def from_context(turn: Turn, ask: Ask) -> bool:
    """A fragment that the talk so far completes: a bare order number, `and in black?`."""
    if ask.orders:
        photos = turn.memory.question("photos")
        if photos and photos.intent and not ask.sure:
            note_order(turn, ask)  # for the person who sees to what arrived broken
        elif turn.facts.shop_down:
            shop_down(turn, ask)
        else:
            asked_orders(turn, ask, ask.orders)
        return True
    known = next((turn.facts.products[id] for id in turn.memory.products if id in turn.facts.products), None)
    if ask.quantity and not ask.words and not ask.products and len(ask.text) <= PIECE * 2:
        return _how_many(turn, ask, known)
    if ask.names_product and sum(p for intent, p in ask.top if intent in OF_A_PRODUCT) >= EITHER_WAY:
        stock(turn, ask)
        return True
    bare_name = ask.names_product and known is not None and len(ask.text) <= SHORT
    if bare_name or (ask.words and (ask.products or known)):
        stock(turn, ask)
        return True
    if known and not ask.products and not ask.names_product and len(ask.text) <= SHORT:
        fits = fitting(known, (), ask.text)
        if 0 < len(fits.variants) < len(known.variants):
            stock_of(turn, ask, known)
            return True
    return False


def _how_many(turn: Turn, ask: Ask, known: Product | None) -> bool:
    """`and five of them?`: of the variant that was talked about, else of the product."""
    if turn.facts.shop_down or known is None:
        return False
    sold = turn.facts.sold(turn.memory.sku)
    if sold and sold[0].id == known.id:
        one_variant(turn, ask, *sold)
    else:
        stock_of(turn, ask, known)
    return True


def is_piece(turn: Turn, ask: Ask) -> bool:
    """A few words of a buyer who types in pieces, where another letter of the run says what it is about."""
    text = ask.text.strip()
    short = len(text.split()) <= PIECE_WORDS if text.isascii() else len(text) <= PIECE
    return turn.settles and short and not ask.orders and not text.endswith(("?", "？", "吗", "呢"))


def keep_piece(turn: Turn, ask: Ask) -> None:
    turn.words += ask.words
    _talked_of_best(turn, ask)


def _talked_of_best(turn: Turn, ask: Ask) -> None:
    if ask.products and ask.products[0].product in turn.facts.products:
        turn.memory.talked_of(ask.products[0].product)


def ask_back(turn: Turn, ask: Ask) -> None:
    """Once: what is meant. Twice: a person. Who already waits for a person is left in peace."""
    if turn.with_person:
        return
    turn.memory.lost += 1
    if turn.memory.lost >= 2:
        turn.memory.lost = 0
        turn.memory.close("meaning")
        turn.hand_off(ask, Reason.NOT_UNDERSTOOD, "not_understood_person")
        return
    likely = [intent for intent, p in ask.top if intent in OFFERED and p >= WORTH_ASKING][:MEANINGS]
    if ask.names_product:
        _talked_of_best(turn, ask)
    turn.memory.ask(
        Question("meaning", products=_products(ask), orders=ask.orders, words=ask.words, text=ask.text)
    )
    choices = [choice("meaning", intent, key=f"meaning_{intent}") for intent in likely or NEUTRAL]
    turn.asked_now = turn.asked_now or not _interrupted(turn)
    turn.say(ask, "ask_meaning" if likely else "ask_again", choices=[*choices, person_button()])


def _interrupted(turn: Turn) -> bool:
    """Another question is open below this one; it comes back, for this may have been its answer."""
    return len(turn.memory.open) > 1


def _products(ask: Ask) -> tuple[str, ...]:
    return tuple(guess.product for guess in ask.products[:MEANINGS])
