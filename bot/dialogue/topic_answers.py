"""All other topics: a fixed word, or a word and a person, as the topic's rules say."""

from __future__ import annotations

from collections.abc import Callable

from bot.dialogue.ask import Ask, written_numbers
from bot.dialogue.memory import Question
from bot.dialogue.order_answers import latest_own, order_status
from bot.dialogue.order_words import tell
from bot.dialogue.product_words import says_of_product
from bot.dialogue.steps import NameException
from bot.dialogue.stock_answers import shop_down, stock_of
from bot.dialogue.turn import Turn, person_button
from bot.dialogue.variants import fitting, variant_name
from bot.dialogue.which_product import named_by_sku, product_of
from bot.dialogue.written import listed
from desk.handover import Reason
from desk.order import Status
from desk.stock import Product

QUALITY = "quality_issue"
Answer = Callable[[Turn, Ask], None]


def fixed(key: str, *, with_person: bool = False) -> Answer:
    """The same word for everyone, with the page of the product they speak of where it is known; a person by button
    where it may not be enough."""

    def answer(turn: Turn, ask: Ask) -> None:
        named = ask.order_values
        turn.say(
            ask,
            key,
            {**named, **_page(turn, ask), "shop": turn.facts.front.shop, "opens": turn.opens(ask)},
            also=["order_noted"] if named else [],
            choices=[person_button()] if with_person else [],
        )

    return answer


def person_for(key: str) -> Answer:
    """A word of ours, then a person; the order is asked for in the same breath where none was named."""

    def answer(turn: Turn, ask: Ask) -> None:
        turn.memory.close("number")
        named = ask.order_values
        if not named:
            turn.memory.ask(Question("number", ask.intent))
        turn.hand_off(ask, Reason.TOPIC, key, named)

    return answer


def _page(turn: Turn, ask: Ask) -> dict[str, str]:
    """Named in this letter, or talked about before."""
    named = [guess.product for guess in ask.products[:1]]
    for id in (*named, *turn.memory.products[:1]):
        if (product := turn.facts.pages.get(id)) and (url := page_of(product)):
            return {"product": product.title(ask.language), "url": url}
    return {}


def page_of(product: Product) -> str:
    return next((v.url for v in product.variants if v.url), "")


def quality(turn: Turn, ask: Ask, orders: tuple[str, ...] = ()) -> None:
    """Something arrived broken, wrong or short: sorry, the photos, a person. `orders`: where they are known from
    what was said before."""
    named = {"order": written_numbers(orders, ask.language)} if orders else ask.order_values
    if not named:
        turn.memory.ask(Question("number", QUALITY))
    if turn.photos_seen:
        turn.hand_off(ask, Reason.PHOTOS, "topic_quality_shown", named)
    else:
        turn.memory.ask(Question("photos", QUALITY))
        turn.hand_off(ask, Reason.TOPIC, "topic_quality", named)


def note_order(turn: Turn, ask: Ask) -> None:
    """The number that a topic had asked for; the person who comes has it."""
    question = turn.memory.question("number")
    if question and question.intent == QUALITY and ask.orders:
        turn.act(NameException(ask.orders[0]))
    turn.memory.close("number")
    turn.say(ask, "order_noted", ask.order_values)


def greeting(turn: Turn, ask: Ask) -> None:
    if turn.with_person:
        turn.hand_off(ask, Reason.ASKED)
    else:
        turn.say(ask, "greeting", {"shop": turn.facts.front.shop})


def goodbye(turn: Turn, ask: Ask) -> None:
    turn.memory.open.clear()
    turn.say(ask, "goodbye", {"shop": turn.facts.front.shop})


def ack(turn: Turn, ask: Ask) -> None:
    if not turn.with_person and not turn.memory.open:
        turn.say(ask, "ack")


def human(turn: Turn, ask: Ask) -> None:
    turn.hand_off(ask, Reason.ASKED)


def upset(turn: Turn, ask: Ask) -> None:
    turn.hand_off(ask, Reason.UPSET, "upset_sorry", ask.order_values)


def product_info(turn: Turn, ask: Ask) -> None:
    if turn.facts.shop_down:
        shop_down(turn, ask)
        return
    sold = named_by_sku(turn, ask)
    product = sold[0] if sold else product_of(turn, ask, "product_info")
    if product and ask.words and not fitting(product, ask.words, "").variants:
        stock_of(turn, ask, product)  # a colour or size that it never has
    elif product:
        show_product(turn, ask, product)


def show_product(turn: Turn, ask: Ask, product: Product) -> None:
    turn.memory.close("product")
    turn.memory.talked_of(product.id)
    prices = sorted({v.price.minor: v.price for v in product.variants}.items())
    names = [variant_name(v, ask.language) for v in product.variants[:12]]
    values = {
        "product": product.title(ask.language),
        "price": " – ".join(
            str(price) for _, price in (prices if len(prices) == 1 else [prices[0], prices[-1]])
        ),
        "variants": listed((n for n in names if n), ask.language),
        "url": page_of(product),
    }
    turn.say(ask, says_of_product(ask.text), values, choices=[person_button()])


def place_order(turn: Turn, ask: Ask) -> None:
    known = [g.product for g in ask.products[:1]] or turn.memory.products[:1]
    product = turn.facts.products.get(known[0]) if known else None
    url = page_of(product) if product else ""
    title = product.title(ask.language) if product else ""
    turn.say(ask, "place_order", {"product": title, "url": url}, choices=[person_button()])


def shipping_time(turn: Turn, ask: Ask) -> None:
    """For an order of theirs its own days; else how long it usually takes."""
    under_way = [o for o in turn.facts.own if o.status in (Status.PAID, Status.SHIPPED)]
    last = latest_own(turn)
    if ask.orders:
        order_status(turn, ask)
    elif last:
        tell(turn, ask, last, last.number)
    elif len(under_way) == 1:
        tell(turn, ask, under_way[0], under_way[0].number)
    else:
        times = turn.facts.front.times
        soonest, latest = (str(span.days) for span in times.arrives_after)
        values = {"ships_within": str(times.ships_within.days), "soonest": soonest, "latest": latest}
        turn.say(ask, "shipping_time", values)
