"""Whole cases, over real HTTP from end to end: Mina in the chat, the console's roles, a back end that pays and fails.

Everything is real but Telegram and the back end, which are stand-ins that speak their protocols: `shopdesk serve` as a
process, its store a file. All cases go their way at once in one shop, each with an order of its own: a shop takes longer to
open than a case to go its way. In the beginning the back end is away. `chat`: she tells and hears of it (tests/ways/in_the_chat.py); `table`: people of the shop go
it for her (tests/ways/by_the_table.py), where nothing new is to be heard.

                                refund  return  exchange  repair  delivery  complaint
    to its good end             chat    chat    table     chat    chat      chat
    by the shop's own rule      chat
    refused, with its reason    chat    chat    table     table
    looked at again             chat    chat    table     table
    withdrawn while told        chat    chat    chat      chat    chat      chat
    begun and forgotten         chat
    withdrawn later             chat    chat    table     table   table     table
    sent back by finance        chat    table                     table
    refund failed, unsure       chat    table                     table
    late, and opened again              chat    table     table
    inspection failed                   chat    table     table
    an exception all the same           chat    table     table
    money instead                               table     table
    wrong a second time                         chat      table
    nobody answers                              table             table     table
    she does not agree                                            chat      chat
    three days, the platform    chat
    less was paid, it turns out table   table                     table
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from tests.prove.house import Order
from tests.ways.by_the_table import BY_RULE, WAYS
from tests.ways.case import Case
from tests.ways.in_the_chat import IN_THE_CHAT
from tests.ways.shop import Shop, opened
from tests.ways.walk import FOR_HER, NOTED, Walk
from tests.ways.walked import EXCUSED, MADE_BY, MOVING, TABLE, made_by, walked

OF_ONE = 5
"""Orders of a buyer that the console offers."""
TOLD = [
    (way, Order(f"{1000 + number}", f"{100 + number}", way.status, way.price))
    for number, way in enumerate(IN_THE_CHAT)
]
LISTED = [
    (kind, way, Order(f"{2000 + number}", f"{200 + number // OF_ONE}", "paid" if "unshipped" in way else "delivered"))
    for number, (kind, way) in enumerate(WAYS)
]  # fmt: skip


async def test_every_kind_goes_every_way_of_the_table(tmp_path: Path) -> None:
    async with opened(tmp_path, [*(order for *_, order in TOLD), *(order for *_, order in LISTED)]) as shop:
        by_phone = {id: shop.buyer(id) for id in {order.identity for *_, order in LISTED}}
        for mina in by_phone.values():
            await mina.writes("hello")
        told = [Case(shop, shop.buyer(order.identity), order.number) for _, order in TOLD]
        listed = [
            Walk(Case(shop, by_phone[order.identity], order.number, kind), kind, way)
            for kind, way, order in LISTED
        ]
        shop.fall = {walk.case.order for walk in listed if BY_RULE in walk.way}
        await shop.back_end.goes_away()
        await all_of(
            *(named(way.goes.__name__, way.goes(case)) for (way, _), case in zip(TOLD, told, strict=True)),
            *(named(f"{walk.kind}: {walk.way}", walk.goes()) for walk in listed),
        )  # fmt: skip

        steps = [step for step in shop.beside.steps() if step.verb in MOVING]
        went = defaultdict[int, list[str]](list)
        for step in steps:
            went[step.ticket].append(step.verb)
        assert [walk.told for walk in listed] == [went[walk.case.id] for walk in listed]
        there = walked(steps)
        assert TABLE - there - EXCUSED.keys() == set(), "a move is walked, or excused with a reason"
        assert there & EXCUSED.keys() == set(), "it is walked by now"
        assert MADE_BY - made_by(steps) == set(), "each of its moves by everybody who may make it"
        assert shop.beside.paid() == shop.back_end.paid_for, "each once, and not a fen more"
        assert noted(shop) - FOR_HER == set(), "what they write to each other is not for Mina"
        assert shop.house.complaints() == []


def noted(shop: Shop) -> set[str]:
    """With which moves went the words that left for some buyer, as a message or an edit."""
    left = (shop.house.folder / "egress.jsonl").read_text("utf-8")
    return set(re.findall(rf"{NOTED} (\w+)", left))


async def named(name: str, way: Coroutine[Any, Any, None]) -> None:
    try:
        await way
    except Exception as error:
        error.add_note(f"on the way: {name}")
        raise


async def all_of(*ways: Coroutine[Any, Any, None]) -> None:
    """One that fails keeps no other from its end."""
    ended = await asyncio.gather(*ways, return_exceptions=True)
    if faults := [error for error in ended if isinstance(error, Exception)]:
        raise ExceptionGroup("not all cases went their way", faults)
