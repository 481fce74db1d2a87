"""The front door: it alone knows everyone, and hands each what it needs."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import structlog
import typer
from aiohttp import web
from rich.console import Console as Screen

from bot.answer import ShopFront, Thinking
from bot.app import Door, make_app
from bot.channels import Channel
from bot.channels.registry import open_channels, reaches
from bot.channels.telegram import Telegram
from bot.hear import Hearing
from bot.outbox import Sender
from bot.perform import Performing
from bot.photos import PhotoDesk
from bot.poll import Polling
from bot.restock import Restock
from bot.timers import Timers
from bot.understanding.understander import understander
from desk.alerts import Alerts
from desk.banned import Guard
from desk.clock import Clock, system_clock
from desk.config import Config, Listener, load
from desk.conversation import Targets
from desk.errors import DeskError
from desk.files import Files
from desk.health import Health
from desk.lease import Leases
from desk.log import set_up
from desk.metrics import Metrics
from desk.one_server import OneServer
from desk.phrases import load_packs
from desk.pictures import Pictures
from desk.shop import Hours
from desk.shops.compare import Report
from desk.shops.embedded import EmbeddedShop
from desk.shops.importing import import_files
from desk.store import Store, clockwork, schema
from desk.store.export import records

PACKS = Path(__file__).parent / "scripts_phrases"
KEEPALIVE_SECONDS, SHUTDOWN_SECONDS = 15.0, 10.0

log = structlog.get_logger()


@dataclass(slots=True)
class House:
    """Everything that runs, made once and handed over by name."""

    config: Config
    store: Store
    clock: Clock
    health: Health
    channels: dict[tuple[str, str], Channel]
    hearing: Hearing
    thinking: Thinking
    photos: PhotoDesk
    pictures: Pictures
    timers: Timers
    restock: Restock
    metrics: Metrics
    leases: Leases
    files: Files
    targets: Targets


def build(config: Config, clock: Clock = system_clock) -> House:
    store = schema.open_store(config)
    packs = load_packs(PACKS, config.shop.language)
    understanding, faults = understander(packs, PACKS)
    files, pictures, health = Files(config.files_path), Pictures(), Health()
    for fault in faults:
        health.trouble("understanding", str(fault))
    shop = EmbeddedShop(store, clock)
    targets = Targets(alert=timedelta(seconds=config.alerts.after_seconds))
    channels = open_channels(config)
    performing = Performing(packs, Guard(packs.rules), targets, reaches(channels))
    hours = Hours(config.shop.zone)
    front = ShopFront(config.shop.name, config.public.privacy_url or f"{config.public.url}/privacy", hours)
    settle = timedelta(milliseconds=config.bot.settle_ms)
    thinking = Thinking(store, understanding, shop, front, performing, clock, settle=settle)
    alerts = Alerts([url.get_secret_value() for url in config.alerts.urls], config.console.url)
    return House(
        config=config,
        store=store,
        clock=clock,
        health=health,
        channels=channels,
        hearing=Hearing(store, clock, targets, thinking.owe),
        thinking=thinking,
        photos=PhotoDesk(store, files, pictures, channels, performing, clock),
        pictures=pictures,
        timers=Timers(store, alerts, clock, targets),
        restock=Restock(store, shop, performing, hours, clock, targets),
        metrics=Metrics(store, health, clock),
        leases=Leases(store, clock),
        files=files,
        targets=targets,
    )


async def serve(config: Config) -> None:
    lock = OneServer(config.sqlite_path) if config.sqlite_path else None
    house = build(config)
    try:
        if lock is not None:
            await house.store.write(clockwork.forget_leases)
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(_listening(make_app(Door(house.channels, house.hearing, house.health)), config.public))
            await _work(house)
    finally:
        await house.pictures.close()
        for channel in house.channels.values():
            await channel.close()
        house.store.close()
        if lock is not None:
            lock.release()


async def _work(house: House) -> None:
    """All workers, until somebody asks us to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    tasks: list[asyncio.Task[Any]] = [asyncio.create_task(work) for work in _workers(house)]
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
        house.thinking.run(),
        hold("photos", house.photos.run),
        hold("timers", house.timers.run),
        hold("restock", house.restock.run),
    ]
    for (name, account), channel in house.channels.items():
        sender = Sender(house.store, channel, house.files, house.clock, house.targets, house.thinking.owe)
        workers.append(hold(f"send:{name}:{account}", sender.run))
        if isinstance(channel, Telegram) and channel.mode == "polling":
            workers.append(hold(f"poll:{name}:{account}", Polling(channel, house.hearing, house.health).run))
    return workers


@contextlib.asynccontextmanager
async def _listening(app: web.Application, where: Listener) -> AsyncIterator[None]:
    runner = web.AppRunner(
        app, access_log=None, keepalive_timeout=KEEPALIVE_SECONDS, shutdown_timeout=SHUTDOWN_SECONDS, handle_signals=False
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, where.host, where.port).start()
        yield
    finally:
        await runner.cleanup()


# --- commands

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
shop_cli = typer.Typer(no_args_is_help=True, help="The embedded shop's products and orders.")
user_cli = typer.Typer(no_args_is_help=True, help="The people who work at the desk.")
cli.add_typer(shop_cli, name="shop")
cli.add_typer(user_cli, name="user")
screen, trouble = Screen(highlight=False, soft_wrap=True), Screen(stderr=True, highlight=False, soft_wrap=True)

ConfigFile = Annotated[Path, typer.Option("--config", metavar="FILE", help="The installation's settings.")]
DEFAULT = Path("config.toml")


def main() -> None:
    """Every refusal in plain words and exit 2; a traceback only for an error of ours."""
    try:
        cli()
    except DeskError as error:
        trouble.print(str(error), markup=False)
        raise SystemExit(2) from None


def _opened(file: Path) -> Config:
    config = load(file)
    set_up(config.log.level, config.log.format)
    return config


@cli.command("serve")
def serve_command(config: ConfigFile = DEFAULT) -> None:
    """Run the desk: channels, bot and console, until it is told to stop (Ctrl-C or SIGTERM)."""
    asyncio.run(serve(_opened(config)))


@cli.command()
def export(config: ConfigFile = DEFAULT, out: Annotated[Path | None, typer.Option(help="A file instead of the screen.")] = None) -> None:
    """Write every letter, change of hands and deadline as JSON lines; docs/export.md explains the records."""
    asyncio.run(_export(_opened(config), out))


async def _export(config: Config, out: Path | None) -> None:
    store = schema.open_store(config)
    try:
        with contextlib.ExitStack() as stack:
            file = stack.enter_context(out.open("wb")) if out else sys.stdout.buffer
            async for line in records(store):
                file.write(line)
    finally:
        store.close()


@shop_cli.command("import")
def shop_import(
    place: Annotated[Path, typer.Argument(metavar="DIR", help="A folder with the three CSV files, or one .xlsx.")],
    dry_run: Annotated[bool, typer.Option(help="Say what would change, and change nothing.")] = False,
    config: ConfigFile = DEFAULT,
) -> None:
    """Take products and orders over from files: all of them, or none and every fault named."""
    settings = _opened(config)
    report = asyncio.run(_import(settings, place, dry_run))
    for line in report.lines():
        screen.print(line, markup=False)


async def _import(config: Config, place: Path, dry_run: bool) -> Report:
    store = schema.open_store(config)
    try:
        shop = config.shop
        return await import_files(store, place, shop.currency, shop.zone, system_clock(), dry_run=dry_run)
    finally:
        store.close()


if __name__ == "__main__":
    main()
