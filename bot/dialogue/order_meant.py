"""Which of the buyer's orders a letter speaks of: yesterday's, the second one, the unpaid one, the one with the lamp."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.dialogue.ask import Ask
from bot.dialogue.digits import RUN, folded
from bot.dialogue.turn import Turn
from desk.order import Order, Status
from desk.stock import Product

LONGEST_CHOICE = 60
"""Letters; a longer one tells a story."""
ORDINALS = (
    "第一|第1|头一[个单]|the first|1st|first one",
    "第二|第2|the second|2nd|second one",
    "第三|第3|the third|3rd|third one",
    "第四|第4|the fourth|4th",
    "第五|第5|the fifth|5th",
)
NEWEST = re.compile("最新|最近|刚买|剛買|刚下|剛下|刚拍|剛拍|新的那|newest|latest|most recent|newer")
OLDEST = re.compile("最早|最老|最先|早的那|旧的那|舊的那|oldest|earliest|older")
LAST = re.compile("最后一?[个個单單笔筆]|最後一?[个個单單笔筆]|the last one")
DAYS_AGO = (
    (re.compile("今天|今日|today"), 0),
    (re.compile("昨天|昨日|昨晚|(?<!before )yesterday|last night"), 1),
    (re.compile("前天|前日|day before yesterday"), 2),
    (re.compile("大前天"), 3),
)
WEEKS_AGO = (
    (re.compile("上上周|上上週|上上个?星期|week before last"), 2),
    (re.compile("上周|上週|上个?星期|上個?星期|上礼拜|上禮拜|last week"), 1),
    (re.compile("这周|這週|本周|本週|这个?星期|這個?星期|this week"), 0),
)
STATES: tuple[tuple[re.Pattern[str], frozenset[Status]], ...] = (
    (
        re.compile("[没沒未][有]?(?:付|给钱|給錢)|待付|unpaid|not paid|haven't paid|n't paid"),
        frozenset({Status.AWAITING_PAYMENT}),
    ),
    (
        re.compile("[没沒未][有]?(?:发货|發貨|出货|出貨|寄)|待发|待發|not shipped|unshipped|n't shipped"),
        frozenset({Status.PAID}),
    ),
    (
        re.compile("(?:已经?|已經?)?(?:发货|發貨|出货|出貨|寄出)了?的|在路上|on its way|the shipped"),
        frozenset({Status.SHIPPED}),
    ),
    (
        re.compile("(?:签收|簽收|收到|送到)了?的|delivered|arrived"),
        frozenset({Status.DELIVERED, Status.COMPLETED}),
    ),
)
SHORTEST_ENDING = 2
WORD = re.compile("[a-z0-9]+")


def chosen(turn: Turn, ask: Ask, orders: Sequence[Order]) -> tuple[Order, ...]:
    """Those of the orders that the letter's words fit; none where it says nothing of which."""
    text = folded(ask.text).casefold()
    if not orders or len(text) > LONGEST_CHOICE:
        return ()
    for way in WAYS:
        if found := way(turn, ask, text, orders):
            return found
    return ()


def _by_place(turn: Turn, ask: Ask, text: str, orders: Sequence[Order]) -> tuple[Order, ...]:
    bare = text.strip(" .。、)）#")
    if len(bare) == 1 and bare.isdecimal() and 1 <= int(bare) <= len(orders):
        return (orders[int(bare) - 1],)
    for place, words in enumerate(ORDINALS[: len(orders)]):
        if re.search(words, text):
            return (orders[place],)
    return (orders[-1],) if LAST.search(text) else ()


def _by_ending(turn: Turn, ask: Ask, text: str, orders: Sequence[Order]) -> tuple[Order, ...]:
    """`the one ending in 11`, where that is the end of a number."""
    runs = [run for run in RUN.findall(text) if len(run) >= SHORTEST_ENDING]
    found = [order for order in orders if any(order.number.endswith(run) for run in runs)]
    return tuple(found) if len(found) == 1 else ()


def _by_day(turn: Turn, ask: Ask, text: str, orders: Sequence[Order]) -> tuple[Order, ...]:
    """The last that fits counts: 大前天 has 前天 within, and `the day before yesterday` yesterday."""
    zone = turn.facts.front.zone
    today = turn.facts.now.astimezone(zone).date()

    def placed(order: Order) -> date:
        return order.placed_at.astimezone(zone).date()

    ago = [days for words, days in DAYS_AGO if words.search(text)]
    if ago:
        return tuple(order for order in orders if placed(order) == today - timedelta(days=ago[-1]))
    for words, weeks in WEEKS_AGO:
        if words.search(text):
            monday = today - timedelta(days=today.weekday() + 7 * weeks)
            return tuple(
                order for order in orders if timedelta() <= placed(order) - monday < timedelta(days=7)
            )
    return ()


def _by_age(turn: Turn, ask: Ask, text: str, orders: Sequence[Order]) -> tuple[Order, ...]:
    by_age = sorted(orders, key=lambda order: order.placed_at)
    if NEWEST.search(text):
        return (by_age[-1],)
    return (by_age[0],) if OLDEST.search(text) else ()


def _by_state(turn: Turn, ask: Ask, text: str, orders: Sequence[Order]) -> tuple[Order, ...]:
    for words, states in STATES:
        if words.search(text):
            return tuple(order for order in orders if order.status in states)
    return ()


def _by_article(turn: Turn, ask: Ask, text: str, orders: Sequence[Order]) -> tuple[Order, ...]:
    """By what any of the orders contains: a product that is guessed, or what a thing is, the end of its name."""
    guessed = [turn.facts.products[g.product] for g in ask.products if g.product in turn.facts.products]
    called = [product for product in turn.facts.products.values() if _calls(text, product)]
    for product in (*guessed, *called):
        skus = {variant.sku for variant in product.variants}
        if found := tuple(order for order in orders if any(line.sku in skus for line in order.lines)):
            return found
    return ()


def _calls(text: str, product: Product) -> bool:
    kind, kind_en = product.name[-2:].casefold(), product.name_en.casefold().rpartition(" ")[2]
    return bool(kind and kind in text) or bool(kind_en and kind_en in WORD.findall(text))


WAYS: tuple[Callable[[Turn, Ask, str, Sequence[Order]], tuple[Order, ...]], ...] = (
    _by_place,
    _by_day,
    _by_age,
    _by_state,
    _by_article,
    _by_ending,
)
