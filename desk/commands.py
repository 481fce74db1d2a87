"""The commands that need the desk alone: people, products, copies, the export."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from desk.agent import Role
from desk.audit import Span, lately
from desk.clock import system_clock
from desk.config import Config, load
from desk.errors import DeskError
from desk.health import Health
from desk.log import set_up
from desk.passwords import Passwords, faults_of
from desk.shop import Hours
from desk.store import Book, Store, agents, schema

if TYPE_CHECKING:
    from desk.house_rules import HouseRules

cli = typer.Typer()
shop_cli = typer.Typer(no_args_is_help=True, help="The embedded shop's products and orders.")
user_cli = typer.Typer(no_args_is_help=True, help="The people who work at the desk.")
cli.add_typer(shop_cli, name="shop")
cli.add_typer(user_cli, name="user")

DEFAULT = Path("config.toml")
DAYS = ["%Y-%m-%d"]
ConfigFile = Annotated[Path, typer.Option("--config", metavar="FILE", help="The installation's settings.")]


def opened(file: Path) -> Config:
    """The settings, checked, and the log set up as they say. Raises ConfigFaults."""
    config = load(file)
    set_up(config.log.level, config.log.format)
    return config


def in_plain_words(error: Exception) -> str | None:
    """What the person who started us can mend, in a line for them; None where the fault is ours."""
    if isinstance(error, DeskError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, UnicodeDecodeError):
        return "the input is not a text in UTF-8"
    return schema.unusable(error)


@contextlib.contextmanager
def store_of(config: Config) -> Iterator[Store]:
    """The store for one command. Another process may be serving from it meanwhile."""
    store = schema.open_store(config)
    try:
        yield store
    finally:
        store.close()


async def rules_of(config: Config, store: Store) -> HouseRules:
    """The shop's rules as they stand in the store."""
    from desk.house_rules import HouseRules, RulesKeeper

    rules = HouseRules(Hours(config.shop.zone))
    await RulesKeeper(rules, store, Health()).look()
    return rules


@cli.command()
def migrate(config: ConfigFile = DEFAULT) -> None:
    """Bring an older store to this version; a copy of a SQLite file is made first."""
    from desk.store.migrate import migrate as bring

    store = schema.connect(opened(config))
    try:
        copy = bring(store, system_clock())
    finally:
        store.close()
    print(f"the store is at {schema.VERSION}" + (f"; the copy from before: {copy}" if copy else ""))


@cli.command()
def backup(
    into: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder named after this instant is made in it.")
    ],
    config: ConfigFile = DEFAULT,
) -> None:
    """Copy store and files, also while the desk runs."""
    from desk.store.backup import back_up

    print(back_up(opened(config), into, system_clock()))


@cli.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="A folder that `shopdesk backup` made.")],
    config: ConfigFile = DEFAULT,
) -> None:
    """Put a backup in the place of a store that is not there; what was queued then is shown as unsure, not sent."""
    from desk.store.backup import restore as put_back

    print(f"restored; {put_back(opened(config), source)} letters wait for a person to look at them")


@cli.command()
def export(
    config: ConfigFile = DEFAULT,
    out: Annotated[Path | None, typer.Option(help="A file instead of the screen.")] = None,
) -> None:
    """Write every letter, change of hands and deadline as JSON lines; docs/export.md explains the records."""
    asyncio.run(_export(opened(config), out))


async def _export(config: Config, out: Path | None) -> None:
    from desk.store.export import records

    with store_of(config) as store, contextlib.ExitStack() as stack:
        file = stack.enter_context(out.open("wb")) if out else sys.stdout.buffer
        rules = await rules_of(config, store)
        async for line in records(store, rules.promptness):
            file.write(line)


@cli.command()
def audit(
    first: Annotated[
        datetime | None, typer.Option("--from", formats=DAYS, metavar="DAY", help="Yesterday by default.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=DAYS, metavar="DAY", help="Today by default.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines.")] = False,
    config: ConfigFile = DEFAULT,
) -> None:
    """Prove from the rows that no letter of these days was lost; exit 1 where something does not add up."""
    from desk.audit_lines import as_json as in_json
    from desk.audit_lines import told
    from desk.store.audit import audit as look

    settings, at = opened(config), system_clock()
    span = lately(at, settings.shop.zone)
    to = last.date() if last else span.last
    span = Span(first.date() if first else min(span.first, to), to, span.zone)
    if span.days < 1:
        raise DeskError(f"there is no day from {span.first} to {span.last}")
    accounts = [(name, account) for name, of in settings.channels for account in of]
    with store_of(settings) as store:
        report = asyncio.run(look(store, span, at, accounts))
    print(in_json(report).decode() if as_json else "\n".join(told(report)))
    if report.lost:
        raise typer.Exit(1)


@shop_cli.command("import")
def shop_import(
    place: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder with the three CSV files, or one .xlsx.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    config: ConfigFile = DEFAULT,
) -> None:
    """Take products and orders over from files: all of them, or none and every fault named."""
    from desk.shops.importing import import_files

    settings = opened(config)
    shop = settings.shop
    with store_of(settings) as store:
        work = import_files(store, place, shop.currency, shop.zone, system_clock(), dry_run=dry_run)
        print("\n".join(asyncio.run(work).lines()))


TOO_WEAK = {
    "short": "A password has at least 12 characters.",
    "long": "A password has at most 128 characters.",
    "common": "That password is easily guessed.",
}


@user_cli.command("add")
def user_add(
    name: Annotated[str, typer.Argument(help="Signs in with it.")],
    role: Annotated[list[Role], typer.Option(help="Repeatable.")],
    password: Annotated[
        bool, typer.Option("--password", help="Ask for a password instead of printing a link.")
    ] = False,
    config: ConfigFile = DEFAULT,
) -> None:
    """Add somebody, or let in somebody who is there: by a one-time link, with which they choose a password."""
    settings = opened(config)
    chosen = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if password else ""
    if password and (faults := faults_of(chosen, name)):
        raise DeskError(TOO_WEAK[faults[0]])
    at = system_clock()
    with store_of(settings) as store:
        language = settings.shop.language
        code = asyncio.run(store.write(lambda book: agents.welcome(book, name, role, at, language)))
        if password:
            asyncio.run(_set_password(store, name, chosen))
            print(f"{name} signs in at {settings.console.url}/")
            return
    print(f"{settings.console.url}/welcome#{code}\nThis link signs {name} in once, within 24 hours.")


async def _set_password(store: Store, name: str, password: str) -> None:
    hashed = await Passwords().hash(password)

    def unit(book: Book) -> None:
        person = agents.by_name(book, name)
        assert person is not None
        person.password_hash = hashed

    await store.write(unit)
