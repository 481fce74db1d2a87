"""The front door: what can be typed behind `shopdesk`.

Who works in the house is `house.py`'s, loaded where it is needed alone: a command that neither serves nor answers is done
in half the time without it."""

from __future__ import annotations

import desk.lean  # noqa: F401  # before anyone imports structlog

# isort: split
import asyncio
import contextlib
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from desk import commands, figures_command
from desk.banned.guard import Guard
from desk.banned.tone import load_tone
from desk.clock import system_clock
from desk.commands import DEFAULT, ConfigFile, opened, store_of
from desk.config import Config
from desk.health import Health
from desk.laying import laid_over
from desk.log import set_up
from desk.phrases import Packs, load_packs
from desk.shops.embedded import EmbeddedShop
from desk.store import schema, wordings

PACKS = Path(__file__).parent / "scripts_phrases"

cli = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)
cli.add_typer(commands.cli)
cli.add_typer(figures_command.cli)

Lines = Annotated[
    str | None, typer.Option("--jsonl", metavar="FILE", help="Lines of JSON instead; - for standard input.")
]
OwnStore = Annotated[bool, typer.Option("--store", help="With this installation's own products and words.")]
Text = Annotated[str | None, typer.Argument(help="A sentence, in quotes.")]


def main() -> None:
    """Every refusal in plain words and exit 2; a traceback only for an error of ours."""
    try:
        cli()
    except Exception as error:
        if (said := commands.in_plain_words(error)) is None:
            raise
        print(said, file=sys.stderr)
        raise SystemExit(2) from None


@cli.command("serve")
def serve_command(config: ConfigFile = DEFAULT) -> None:
    """Run the desk: channels, bot and console, until it is told to stop (Ctrl-C or SIGTERM)."""
    from house import serve

    asyncio.run(serve(opened(config)))


@cli.command()
def demo(
    buyers: Annotated[
        int, typer.Option(min=0, max=25, help="So many simulated buyers chat, to keep the console alive.")
    ] = 0,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its store and files.")] = Path(
        "var/demo"
    ),
    port: Annotated[int, typer.Option(help="Of the shop's page; the console is on the next one.")] = 8080,
    config: ConfigFile = DEFAULT,
) -> None:
    """Run the demo shop, Lantern & Loom: a page with the chat, a console, and settings of its own."""
    from desk.shops.demo.desk import prepare
    from house import serve

    set_up("warning", "text")
    prepared = asyncio.run(prepare(folder, port))
    print(prepared.told, flush=True)
    beside: tuple[Coroutine[Any, Any, None], ...] = ()
    if buyers:
        from bot.web.simulated import chatter

        beside = (chatter(prepared.config.public.url, buyers),)
    asyncio.run(serve(prepared.config, demo=True, beside=beside))


@cli.command()
def check(config: ConfigFile = DEFAULT) -> None:
    """Look at settings, phrases and store without starting anything; exit 2 when something is wrong."""
    from bot.dialogue.replies import REPLIES
    from bot.understanding.check import understanding_faults
    from desk.phrase_check import reply_faults
    from desk.store.sqlite import fault_of, version_in_use
    from house import words

    settings = opened(config)
    health = Health()
    packs, understanding = words(settings, health)
    faults = [
        str(fault) for fault in (*reply_faults(packs, REPLIES), *understanding_faults(packs, understanding))
    ]
    faults += health.faults().values()
    print(f"settings  {config}: ok")
    print(f"phrases   {', '.join(pack.language for pack in packs)}: {len(faults) or 'no'} faults")
    version = version_in_use()
    print(f"sqlite    {'.'.join(map(str, version))}: {fault_of(version) or 'ok'}")
    with store_of(settings):
        print(f"store     schema {schema.VERSION}: ok")
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        raise SystemExit(2)


@cli.command()
def understand(
    text: Text = None, jsonl: Lines = None, config: ConfigFile = DEFAULT, store: OwnStore = False
) -> None:
    """Say what a buyer's sentence means, and why. Needs neither settings nor store."""
    from bot.understanding.lines import explain, understand_lines
    from bot.understanding.understander import understander

    understanding, _ = understander(load_packs(PACKS), PACKS)
    if store:
        settings = opened(config)
        with store_of(settings) as shelf:
            understanding.set_catalogue(asyncio.run(EmbeddedShop(shelf, system_clock).catalogue()))
    if jsonl is None:
        print(explain(text or "", understanding))
        return
    with _lines(jsonl) as source:
        understand_lines(source, sys.stdout, understanding)


@cli.command()
def banned(
    text: Text = None, jsonl: Lines = None, config: ConfigFile = DEFAULT, store: OwnStore = False
) -> None:
    """Say whether a text may go to a buyer, which rule it breaks, and how to say it rightly."""
    from desk.banned.lines import judge, judge_lines

    packs = _own_words(opened(config)) if store else load_packs(PACKS)
    guard = Guard(packs.rules, load_tone(PACKS))
    if jsonl is None:
        print(judge(text or "", guard))
        return
    with _lines(jsonl) as source:
        judge_lines(source, sys.stdout, guard)


def _own_words(settings: Config) -> Packs:
    """The packs as this shop says them today."""
    shipped, today = load_packs(PACKS, settings.shop.language), system_clock().astimezone(settings.shop.zone)
    with store_of(settings) as store:
        return laid_over(shipped, asyncio.run(store.read(wordings.in_force)), today.date())


def _lines(place: str) -> Any:
    return contextlib.nullcontext(sys.stdin) if place == "-" else Path(place).open(encoding="utf-8")


@cli.command()
def bench(
    names: Annotated[
        list[str] | None, typer.Argument(help="Which measurements; all of them by default.")
    ] = None,
    config: ConfigFile = DEFAULT,
) -> None:
    """Measure this machine: each figure as a ratio to a floor of the same run, as JSON."""
    import orjson

    try:
        from bench import run
    except ModuleNotFoundError as error:
        typer.echo(
            f"{error.name} is missing. The measurements need what tests need: bin/test installs it.", err=True
        )
        raise typer.Exit(2) from None

    sys.stdout.buffer.write(
        orjson.dumps(run(names or []), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    )


if __name__ == "__main__":
    main()
