"""Which address stands on an order: told to its owner so far that it is known again, and no further."""

from __future__ import annotations

import re

from bot.dialogue.address_words import address_in
from bot.dialogue.ask import Ask
from bot.dialogue.turn import Turn
from bot.dialogue.which_order import once_known
from desk import masking
from desk.handover import Reason
from desk.normal_form import fold
from desk.order import Order, Status
from desk.order_change import not_to_readdress

SEE = "see_address"
ASKS = re.compile(
    r"(?:哪个|哪里的?|什么|哪一?个)(?:收货|收件)?地址|地址(?:写的?|填的?|留的?|登记的?)?(?:是|在)?(?:不是)?(?:哪|什么|多少|对不对|对吗|正确吗)|(?:寄|送|发|配送)(?:到|去|往)(?:了)?哪"
    r"|(?:核对|确认|看看|看一?下|查一?下|查询|核实)(?:一?下)?(?:我的?|订单的?)?(?:收货|收件)?地址|地址.{0,6}(?:核对|确认一?下|有没有错|有没有写错|写对了?)"
    r"|\b(?:what|which)(?: is|'s|s)?(?: the| my)?(?: delivery| shipping)? address\b|\b(?:tell|give|show|read) (?:me|back|out)(?: what| which)?(?: is)?(?: the| my)?(?: delivery| shipping)? address\b"
    r"|\b(?:check|confirm|verify|see|double[ -]check)(?: what)?(?: the| my| which)?(?: delivery| shipping)? address\b|\bwhere (?:is|are|will) (?:it|this|that|they|you|my (?:order|parcel|package)) (?:being )?(?:going|sent|shipped|delivered|sending|shipping)(?: it)? to\b"
    r"|\baddress\b.{0,30}\b(?:right|correct)\?"
)
LONGEST = 120
"""Letters; a longer one tells a story with an address in it."""


def asks_which(text: str) -> bool:
    return len(text) <= LONGEST and ASKS.search(fold(text).text) is not None and not address_in(text)


def see_address(turn: Turn, ask: Ask) -> None:
    once_known(turn, ask, SEE, frozenset(Status), address_seen)


def address_seen(turn: Turn, ask: Ask, order: Order, number: str) -> None:
    """Four digits of a phone are no key to a home: of the street nothing is told."""
    turn.memory.talked_of_order(order.number)
    if not order.address:
        turn.hand_off(ask, Reason.TOPIC, "topic_change_address", {"order": number})
        return
    may_change = () if not_to_readdress(order) else ("order_address_may_change",)
    turn.say(
        ask, "order_address_is", {"order": number, "address": masking.address(order.address)}, also=may_change
    )
