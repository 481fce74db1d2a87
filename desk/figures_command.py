"""`shopdesk figures`: the figures of a span of days, for a person or for a program."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from desk.commands import DEFAULT, ConfigFile, opened

cli = typer.Typer()


@cli.command()
def figures(
    first: Annotated[str, typer.Option("--from", metavar="DAY", help="The first day: 2026-11-01; or today.")] = "today",
    last: Annotated[str, typer.Option("--to", metavar="DAY", help="The last day, included.")] = "today",
    by: Annotated[
        str, typer.Option(metavar="PART", help="Taken apart: by day, hour, agent, channel, queue, topic, language …")
    ] = "",
    rules: Annotated[str, typer.Option(metavar="PACK", help="By which rules: own, or jd.")] = "own",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    config: ConfigFile = DEFAULT,
) -> None:  # fmt: skip
    """How fast, how well and how much: docs/figures.md says what each figure means."""
    from desk.figures_printed import printed  # who only adds a user needs none of this

    asyncio.run(printed(opened(config), first, last, by, rules, as_json=as_json))
