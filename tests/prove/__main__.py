"""All proofs at their full counts, and a table of what they found: `bin/prove`."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.prove import kill, mutated, results


def main() -> None:
    asks = argparse.ArgumentParser(prog="bin/prove", description=__doc__)
    asks.add_argument("--kills", type=int, default=200)
    asks.add_argument("--batch", type=int, default=20, help="kills of one store")
    asks.add_argument("--mutated", type=int, default=20_000)
    given = asks.parse_args()
    right = [kill.prove(given.kills, given.batch), mutated.prove(given.mutated)]
    Console().print(_table())
    sys.exit(0 if all(right) else 1)


def _table() -> Table:
    table = Table(
        "proof", "count", "letters in", "questions", "answered", "delivered", "unsure", "violations"
    )
    killed, flood = results.load("kill"), results.load("mutated")
    if killed:
        table.add_row(
            "kill -9 under load", *_row(killed["kills"], [run["checked"] for run in killed["runs"]])
        )
    if flood:
        table.add_row("damaged updates", *_row(flood["count"], [flood["checked"]]))
    return table


def _row(count: int, checks: list[dict[str, Any]]) -> list[str]:
    sums = [sum(check[key] for check in checks) for key in ("keys", "nonces", "answered", "delivered")]
    unsure = sum(check["letters"].get("unknown", 0) for check in checks)
    violations = sum(len(check["violations"]) for check in checks)
    return [str(figure) for figure in (count, *sums, unsure, violations)]


if __name__ == "__main__":
    main()
