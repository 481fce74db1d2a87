"""Killed while it pays and while photos of cases come in: `python -m tests.prove.refund_kills --kills 200`.

Four parts on loopback: a back end that pays and has the faults of real ones, and pays the same key twice if asked twice; a
Telegram on which buyers send albums; `shopdesk serve`, killed 50 to 1,500 ms after it was up, again and again; and the driver,
which lets one case after another through finance. At the end the back end's own book and the tickets are laid side by side, and
the photos that were sent beside those that are there.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import secrets
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp

from bot.refunds import ARRIVES_WITHIN, Refunds
from desk.clock import system_clock
from desk.errors import StoreBusy
from desk.files import Files
from desk.house_rules import HouseRules
from desk.shop import Hours
from desk.shops import ShopDown
from desk.shops.embedded import EmbeddedShop
from desk.shops.paying import PaysOverHttp
from desk.store import Book, Store, refunds, shop, tickets
from desk.store.sqlite import SqliteStore
from desk.ticket.eligibility import line_of
from desk.ticket.facts import BUYER, Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, TicketState
from desk.ticket.opening import claim, submit
from desk.ticket.policy import USUALLY
from tests.cast import Loopback, Writer, hire
from tests.prove import albums_judged, results
from tests.prove.case_photos import CasePhotos
from tests.prove.house import TOKEN, House, Order
from tests.standins.back_end import SECRET, BackEnd
from tests.standins.telegram import TelegramStandIn

FAULTS = (
    "",
    "",
    "",
    "",
    "500 before",
    "500 after",
    "cut after",
    "cut before",
    "pending",
    "refuse",
    "already",
    "rubbish",
)
CASES_PER_KILL, UP_MS = 4, (50, 1_500)


async def run_once(kills: int, seed: int, folder: Path) -> dict[str, Any]:
    dice, count = random.Random(seed), kills * CASES_PER_KILL
    async with (
        BackEnd(keeps_keys=False) as back_end,
        TelegramStandIn({"main": TOKEN}, out=folder) as telegram,
        aiohttp.ClientSession() as http,
    ):
        back_end.faults.extend(dice.choice(FAULTS) for _ in range(count))
        house = House(folder, telegram.url, "webhook")
        house.furnish(refunds=(back_end.url, SECRET))
        orders = [Order(f"T-{number}", str(number)) for number in range(count)]
        await asyncio.to_thread(house.import_shop, [*orders, *CasePhotos.orders(kills)])
        store = SqliteStore(folder / "shopdesk.db")
        otto = await hire(store, system_clock, "Otto")
        albums = CasePhotos(house, store, telegram, http, random.Random(seed), otto)
        try:
            cases = await _cases(store, count)
            pays = Mover(frozenset({Actor.FINANCE}), (await hire(store, system_clock, "Faye")).id)
            for number in range(kills):
                house.start()
                await house.healthy(http)
                albums.sends(number)
                for id in cases[number * CASES_PER_KILL : (number + 1) * CASES_PER_KILL]:
                    await _do(store, id, "pay", pays)
                await asyncio.sleep(dice.uniform(*UP_MS) / 1000)
                house.kill()
            paid_while_killed = len(back_end.paid)
            house.start()
            await house.healthy(http)
            await albums.rest()
            await house.stop()
            await _finish(store, back_end)
            violations, ends = await _judge(store, back_end, cases)
            violations += await albums_judged.judge(store, Files(folder / "files"), albums.albums)
        finally:
            await albums.go_home()
            if house.process is not None and house.process.poll() is None:
                house.kill()
            store.close()
    return {
        "seed": seed, "kills": kills, "cases": count, "paid": len(back_end.paid), "paid_while_killed": paid_while_killed,
        "ends": dict(ends), "albums": albums.figures(), "violations": violations,
    }  # fmt: skip


async def _cases(store: Store, count: int) -> list[int]:
    """Submitted, before shipment: they wait for finance."""
    made = []
    for number in range(count):
        heard = await Writer(store, system_clock, Loopback(), chat=str(number)).writes(
            "my money back, please"
        )
        talk, at = heard.conversation_id, system_clock()
        assert talk is not None

        def unit(book: Book, number: int = number, talk: int = talk, at: Any = at) -> int:
            order = shop.order_by_number(book, f"T-{number}")
            line = line_of(order, "LAMP-WHT") if order else None
            assert order is not None and line is not None
            begun = claim(
                order, line, TicketKind.REFUND, 1, item="lamp", buyer_id=1, conversation_id=talk, opened_by=None, at=at
            )  # fmt: skip
            submit(tickets.open_ticket(book, begun, BUYER, USUALLY), BUYER, at, USUALLY, by_rule=0)
            return begun.id

        made.append(await store.write(unit))
    return made


async def _do(store: Store, id: int, verb: str, mover: Mover) -> None:
    """Beside the running desk, which may just be writing."""
    while True:
        try:
            await store.write(lambda book: tickets.by_id(book, id).do(verb, mover, system_clock(), USUALLY))
            return
        except StoreBusy:
            await asyncio.sleep(0.02)


async def _finish(store: Store, back_end: BackEnd) -> None:
    """The desk's own worker, when all that may still arrive has arrived, and no fault comes any more."""
    back_end.faults.clear()
    later = ARRIVES_WITHIN + timedelta(minutes=1)
    paying = PaysOverHttp(EmbeddedShop(store, system_clock), back_end.url, SECRET, system_clock)
    rules = HouseRules(Hours(system_clock().tzinfo))  # type: ignore[arg-type]
    worker = Refunds(store, paying, rules, lambda: system_clock() + later)  # type: ignore[arg-type]
    try:
        while await worker.look():
            pass
    except ShopDown as error:  # it is up: this would be a fault of the proof
        raise AssertionError from error
    finally:
        await paying.close()


async def _judge(store: Store, back_end: BackEnd, cases: list[int]) -> tuple[list[str], Counter[str]]:
    went, wrong, ends = Counter(key for key, _ in back_end.paid), [], Counter[str]()
    wrong += [f"{key} was paid {times} times" for key, times in went.items() if times > 1]
    for id in cases:
        ticket, orders, history = await store.read(
            lambda book, id=id: (
                tickets.by_id(book, id),
                refunds.of_ticket(book, id),
                tickets.steps(book, id),
            )  # type: ignore[misc]
        )
        ends[str(ticket.state)] += 1
        paid = sum(went[order.key] for order in orders)
        if (ticket.state, paid) not in ((TicketState.DONE, 1), (TicketState.REFUND_FAILED, 0)):
            wrong.append(f"ticket {id} is {ticket.state}, and {paid} payments went out")
        if len(orders) != 1:
            wrong.append(f"ticket {id} has {len(orders)} orders to pay")
        if any(one.after != two.before for one, two in pairwise(history)):
            wrong.append(f"ticket {id}: the history has a gap")
    return wrong, ends


def prove(kills: int) -> bool:
    seed = secrets.randbits(32)
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(run_once(kills, seed, Path(folder)))
    results.save("refund_kills", found)
    told = {
        name: found[name]
        for name in ("seed", "kills", "cases", "paid", "paid_while_killed", "ends", "albums")
    }
    print(f"killed while paying: {told}, {len(found['violations'])} violations", flush=True)
    for violation in found["violations"][:20]:
        print(f"  {violation}", flush=True)
    return not found["violations"]


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--kills", type=int, default=200)
    sys.exit(0 if prove(asks.parse_args().kills) else 1)


if __name__ == "__main__":
    main()
