"""The house: everyone who works in it, made once, and what each is handed; then it is open until it is told to close."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import resource
import signal
from collections.abc import AsyncIterator, Coroutine, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import structlog
from aiohttp import web

import bot.app
import bot.web
import console.app
from bot.alerting import Alerting
from bot.answer import ShopFront, Thinking
from bot.asked import Asked
from bot.at_once import AtOnce
from bot.channels import Channel
from bot.channels.registry import open_channels, reaches
from bot.channels.web import Web
from bot.follow_ups import FollowUps
from bot.goods import Goods
from bot.hear import Hearing
from bot.lab import Lab
from bot.ladder import Ladders
from bot.order_watch import OrderWatch
from bot.order_wishes import OrderWishes
from bot.outbox import Sender
from bot.perform import Performing
from bot.photos import PhotoDesk
from bot.poll import Polling
from bot.refunds import Refunds
from bot.reporting import Reporting
from bot.restock import Restock
from bot.routing import Routing
from bot.satisfaction import Satisfaction
from bot.ticket_cards import TicketCards
from bot.timers import Timers
from bot.understanding.understander import Offline, understander
from bot.waiting_room import Corrections, WaitingRoom
from bot.wants_something import wants
from bot.web.chat import WebChat
from bot.web.left_behind import sweep_for_ever
from bot.web.letters import Front
from bot.web.pages import demo_pages, pages
from bot.web.rates import Rates
from console.door import Door
from console.render import make_renderer
from console.report_letter import letters
from desk.addresses import Addresses
from desk.banned.guard import Guard
from desk.banned.own_address import as_typed
from desk.banned.tone import load_tone
from desk.clock import Clock, system_clock, uptime
from desk.config import Config, Listener
from desk.errors import DeskError
from desk.escalation import EscalationTimes
from desk.files import Files
from desk.health import Health
from desk.house_rules import HouseRules, RulesKeeper
from desk.lease import Leases
from desk.metrics import Metrics
from desk.one_server import OneServer
from desk.order_times import OrderTimes
from desk.peer import networks
from desk.phrases import Packs, load_packs
from desk.pictures import Pictures
from desk.product_names import ProductNames
from desk.promise import PromiseTimes
from desk.reckoner import Reckoner
from desk.record import noun
from desk.shelf import MakeGuard, Shelf, ShelfKeeper
from desk.shop import Hours
from desk.shops import Shop
from desk.shops.embedded import EmbeddedShop
from desk.shops.paying import PaysOverHttp
from desk.store import Store, clockwork, schema, ticket_reasons
from desk.store.feed import Feed
from desk.targets import Targets
from desk.typing import Typing

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram

HOME = Path(__file__).parent
PACKS, CONSOLE = HOME / "scripts_phrases", HOME / "console"
KEEPALIVE_SECONDS, SHUTDOWN_SECONDS = 15.0, 10.0
MOST_FILES = 65_536
SELDOM = (10_000, 20, 20)
"""When the collector looks. After every 700 objects, that is once a message, it cost 5 to 10 % of a message and a tenth
of a start: what a start makes stays, what a message makes is mostly gone by itself."""

log = structlog.get_logger()


@noun(slots=True)
class House:
    """Everything that runs, made once and handed over by name."""

    config: Config
    store: Store
    clock: Clock
    health: Health
    files: Files
    pictures: Pictures
    targets: Targets
    leases: Leases
    feed: Feed
    channels: dict[tuple[str, str], Channel]
    hearing: Hearing
    thinking: Thinking
    photos: PhotoDesk
    timers: Timers
    follow_ups: FollowUps
    alerting: Alerting
    reporting: Reporting
    room: WaitingRoom
    routing: Routing
    restock: Restock
    shelf_keeper: ShelfKeeper
    product_names: ProductNames
    rules: HouseRules
    rules_keeper: RulesKeeper
    reckoner: Reckoner
    orders: OrderWatch
    order_wishes: OrderWishes
    paying: Shop
    refunds: Refunds
    goods: Goods
    ticket_cards: TicketCards
    chat: WebChat
    public: web.Application
    console: web.Application


def build(config: Config, clock: Clock = system_clock, *, demo: bool = False) -> House:
    health = Health()
    store = schema.open_store(config, health)
    packs, understanding = words(config, health)
    files, pictures, typing, feed = Files(config.files_path), Pictures(), Typing(), Feed(store)
    shelf = Shelf(packs, make_guard=_guard())
    keeper = ShelfKeeper(shelf, store, clock, config.shop.zone)
    shelf.follow(understanding.set_packs)
    rules = HouseRules(Hours(config.shop.zone))
    rules.follow(lambda policy: shelf.own(as_typed(policy.return_address)))
    rules_keeper = RulesKeeper(rules, store, health)
    reckoner = Reckoner(store, rules, clock, lambda: rules.packs)
    shop, times = EmbeddedShop(store, clock), OrderTimes()
    paying = _paying(shop, config, clock)
    targets = Targets(rules)
    channels = open_channels(config, typing)
    performing = Performing(shelf, targets, reaches(channels))
    privacy = config.public.privacy_url or f"{config.public.url}/privacy"
    settle = timedelta(milliseconds=config.bot.settle_ms)
    room = WaitingRoom(store, clock)
    front = ShopFront(config.shop.name, privacy, rules, times, room)
    thinking = Thinking(store, understanding, shop, front, performing, clock, settle=settle)
    hearing = Hearing(
        store,
        clock,
        targets,
        thinking.owe,
        AtOnce(store, thinking, performing, targets),
        Asked(performing, targets, wants(understanding)),
    )
    chat = WebChat(
        store,
        feed,
        hearing,
        files,
        typing,
        clock,
        accounts={account: channel for (_, account), channel in channels.items() if isinstance(channel, Web)},
        front=Front(config.shop.name, config.shop.language, privacy),
        public_url=config.public.url,
        proxies=networks(config.public.trusted_proxies),
        rates=Rates(),
    )
    house_pages = demo_pages(shop) if demo else pages(config.public.privacy_url, config.shop.name)
    https = config.public.url.startswith("https:")
    renderer = make_renderer(CONSOLE / "words", CONSOLE / "templates", CONSOLE / "static", config.shop.zone)
    addresses = _addresses(config)
    write = letters(renderer.languages, config.shop.language, config.shop.name, config.console.url)
    return House(
        config=config,
        store=store,
        clock=clock,
        health=health,
        files=files,
        pictures=pictures,
        targets=targets,
        leases=Leases(store, clock),
        feed=feed,
        channels=channels,
        hearing=hearing,
        thinking=thinking,
        photos=PhotoDesk(store, files, pictures, channels, performing, clock),
        timers=Timers(
            store,
            clock,
            targets,
            Ladders(performing, typing, targets),
            Corrections(room, performing),
            uptime,
            Satisfaction(performing, targets),
        ),
        follow_ups=FollowUps(store, performing, rules, clock),
        alerting=Alerting(
            store, [url.get_secret_value() for url in config.alerts.urls], config.console.url, clock, health
        ),
        reporting=Reporting(store, reckoner, rules, addresses, write, clock, health),
        room=room,
        routing=Routing(store, clock, targets),
        restock=Restock(store, shop, performing, rules, clock),
        orders=OrderWatch(store, shop, performing, rules, clock, times),
        order_wishes=OrderWishes(store, shop, performing, rules, clock),
        paying=paying,
        refunds=Refunds(store, paying, rules, clock),
        goods=Goods(store, shop, clock),
        ticket_cards=TicketCards(store, performing, rules, clock),
        shelf_keeper=keeper,
        product_names=ProductNames(shelf, shop),
        rules=rules,
        rules_keeper=rules_keeper,
        reckoner=reckoner,
        chat=chat,
        public=bot.app.make_app(
            bot.app.Door(_handed_letters(channels), hearing, health), chat.join, house_pages, https=https
        ),
        console=console.app.make_app(
            Door(
                settings=config.console,
                shop_name=config.shop.name,
                language=config.shop.language,
                zone=config.shop.zone,
                currency=config.shop.currency,
                store=store,
                feed=feed,
                typing=typing,
                shop=shop,
                files=files,
                pictures=pictures,
                shelf=shelf,
                keeper=keeper,
                rules=rules,
                rules_keeper=rules_keeper,
                reckoner=reckoner,
                lab=Lab(understanding, shelf, shop, front, clock),
                renderer=renderer,
                health=health,
                metrics=Metrics(store, health, clock),
                metrics_token=config.metrics.token.get_secret_value() if config.metrics.token else None,
                reaches=reaches(channels),
                accounts=tuple(channels),
                targets=targets,
                promise_times=PromiseTimes(),
                escalation_times=EscalationTimes(),
                addresses=addresses,
                clock=clock,
            )
        ),
    )


def _guard() -> MakeGuard:
    """Of rules, with what the packs have taught."""
    tone = load_tone(PACKS)
    return lambda rules: Guard(rules, tone)


def _addresses(config: Config) -> Addresses:
    """To whom reports can be sent: their own addresses, and those that are rung."""
    own = {name: url.get_secret_value() for name, url in config.reports.urls.items()}
    return Addresses(own, [url.get_secret_value() for url in config.alerts.urls])


def _handed_letters(channels: Mapping[tuple[str, str], Channel]) -> dict[tuple[str, str], Channel]:
    """All but the web chat, whose letters come from visitors and not from a service: it keeps its own door."""
    return {key: channel for key, channel in channels.items() if channel.name != Web.name}


def _paying(shop: Shop, config: Config, clock: Clock) -> Shop:
    """Who really pays back: the shop's own system where there is one."""
    told = config.shop.refunds
    if told is None:
        return shop
    return cast("Shop", PaysOverHttp(shop, told.url, told.secret.get_secret_value(), clock))


def words(config: Config, health: Health) -> tuple[Packs, Offline]:
    """On the shelf as shipped, and understood; what is wrong with them is told to `health`."""
    packs = load_packs(PACKS, config.shop.language)
    understanding, faults = understander(packs, PACKS)
    for fault in faults:
        health.trouble("understanding", str(fault))
    return packs, understanding


# --- serving


async def serve(
    config: Config, *, demo: bool = False, beside: tuple[Coroutine[Any, Any, None], ...] = ()
) -> None:
    """Until SIGTERM or SIGINT. `beside`: what else runs as long as the desk does."""
    _more_connections()
    gc.set_threshold(*SELDOM)
    lock = OneServer(config.sqlite_path) if config.sqlite_path else None
    house = build(config, demo=demo)
    try:
        if lock is not None:
            await house.store.write(clockwork.forget_leases)
        await house.store.write(ticket_reasons.begin)
        await house.rules_keeper.look()  # nobody shall work by other hours than the shop's
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(_listening(house.console, config.console))
            await stack.enter_async_context(_listening(house.public, config.public))
            spare_the_collector()
            await _work([*_workers(house), *beside])
    finally:
        await house.pictures.close()
        if isinstance(house.paying, PaysOverHttp):
            await house.paying.close()
        for channel in house.channels.values():
            await channel.close()
        house.store.close()
        if lock is not None:
            lock.release()


def spare_the_collector() -> None:
    """What was made until now stays and need not be looked at again and again."""
    gc.collect()
    gc.freeze()


def _more_connections() -> None:
    """Each open chat holds a connection; the usual soft limit of 1,024 would end at as many."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


async def _work(workers: list[Coroutine[Any, Any, None]]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    tasks: list[asyncio.Task[Any]] = [asyncio.create_task(work) for work in workers]
    stopped = asyncio.create_task(stop.wait())
    try:
        done, _ = await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in [*tasks, stopped]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done - {stopped}:
        if (error := task.exception()) is not None:
            raise error


def _workers(house: House) -> list[Coroutine[Any, Any, None]]:
    hold = house.leases.while_held
    workers = [
        house.feed.run(),
        house.shelf_keeper.run(),
        house.product_names.run(),
        house.rules_keeper.run(),
        house.chat.run(),
        house.thinking.run(),
        house.room.run(),
        hold("photos", house.photos.run),
        hold("timers", house.timers.run),
        hold("alerts", house.alerting.run),
        hold("reports", house.reporting.run),
        hold("routing", house.routing.run),
        hold("follow_ups", house.follow_ups.run),
        hold("restock", house.restock.run),
        hold("orders", house.orders.run),
        hold("order_wishes", house.order_wishes.run),
        hold("refunds", house.refunds.run),
        hold("goods", house.goods.run),
        hold("ticket_cards", house.ticket_cards.run),
        hold("figures", house.reckoner.run),
        hold("figures_ahead", house.reckoner.run_ahead),
        hold("sweep", partial(sweep_for_ever, house.store, house.files, house.clock)),
    ]
    for (name, account), channel in house.channels.items():
        sender = Sender(house.store, channel, house.files, house.clock, house.targets, house.thinking.owe)
        workers.append(hold(f"send:{name}:{account}", sender.run))
        if name == "telegram":
            workers.append(hold(f"hear:{name}:{account}", _telegram(house, cast("Telegram", channel))))
    return workers


def _telegram(house: House, channel: Telegram) -> Any:
    """By polling, or by a webhook that is set at the start; either way the bot learns its own name first."""
    address = f"{house.config.public.url}/in/telegram/{channel.account}"
    return (
        Polling(channel, house.hearing, house.health).run
        if channel.mode == "polling"
        else partial(bot.app.keep_webhook, channel, address, house.health)
    )


@contextlib.asynccontextmanager
async def _listening(app: web.Application, where: Listener) -> AsyncIterator[None]:
    runner = web.AppRunner(
        app,
        access_log=None,
        keepalive_timeout=KEEPALIVE_SECONDS,
        shutdown_timeout=SHUTDOWN_SECONDS,
        handle_signals=False,
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, where.host, where.port).start()
        except OSError as error:
            raise DeskError(f"cannot listen on {where.host}:{where.port}: {error.strerror}") from None
        yield
    finally:
        await runner.cleanup()
