"""All proofs at their full counts, and a table of what they found: `bin/prove`."""

from __future__ import annotations

import argparse
import sys

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
    for name, count, checks in (
        ("kill -9 under load", killed["kills"], [run["checked"] for run in killed["runs"]]),
        ("damaged updates", flood["count"], [flood["checked"]]),
    ):
        sums = [sum(check[key] for check in checks) for key in ("keys", "nonces", "answered", "delivered")]
        unsure = sum(check["letters"].get("unknown", 0) for check in checks)
        violations = sum(len(check["violations"]) for check in checks)
        table.add_row(name, *map(str, (count, *sums, unsure, violations)))
    return table


if __name__ == "__main__":
    main()
