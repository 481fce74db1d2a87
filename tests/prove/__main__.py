"""All proofs at their full counts, and a table of what they found: `bin/prove`."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from tests.prove import busy_day, cases, hours, kill, mutated, refund_kills, results, taking, trap_month

HEADING = ["proof", "count", "letters", "asked", "answered", "delivered", "unsure", "violations"]
"""Letters of the judged chats; of the questions asked, some are a person's to answer: see `excused` in the figures."""


def main() -> None:
    asks = argparse.ArgumentParser(prog="bin/prove", description=__doc__)
    asks.add_argument("--kills", type=int, default=200)
    asks.add_argument("--batch", type=int, default=20, help="kills of one store")
    asks.add_argument("--mutated", type=int, default=20_000)
    asks.add_argument("--calendars", type=int, default=100_000)
    asks.add_argument(
        "--takings", type=int, default=1_000, help="conversations that fifty agents take at once"
    )
    asks.add_argument("--days", type=int, default=3, help="busy days, each of eight hours")
    asks.add_argument("--months", type=int, default=3, help="months full of traps for figures")
    asks.add_argument("--cases", type=int, default=20_000, help="after-sales cases, walked at random")
    given = asks.parse_args()
    right = [
        cases.prove(given.cases),
        taking.prove(given.takings),
        busy_day.prove(given.days),
        trap_month.prove(given.months),
        kill.prove(given.kills, given.batch),
        refund_kills.prove(given.kills),
        mutated.prove(given.mutated),
        hours.prove(given.calendars),
    ]
    print(_table())
    print(_calendars(results.load("hours")))
    print(_cases(results.load("cases")))
    print(_months(results.load("figures")))
    sys.exit(0 if all(right) else 1)


def _table() -> str:
    lines = [HEADING]
    killed, flood = results.load("kill"), results.load("mutated")
    if killed:
        lines.append(["kill -9", *_row(killed["kills"], [run["checked"] for run in killed["runs"]])])
    if flood:
        lines.append(["damaged updates", *_row(flood["count"], [flood["checked"]])])
    return "\n".join(f"{line[0]:<16}" + "".join(f"{cell:>11}" for cell in line[1:]) for line in lines)


def _calendars(found: dict[str, Any]) -> str:
    return f"opening hours   {found['cases']:>11} calendars, {found['over_a_change']} over a change of the clock, {found['violations']} violations"


def _cases(found: dict[str, Any]) -> str:
    return f"after-sales     {found['cases']:>11} cases, {found['moves']} moves, {len(found['violations'])} violations"


def _months(found: dict[str, Any]) -> str:
    counted = sum(run["counts"]["figures"] for run in found["runs"])
    violations = sum(len(run["violations"]) for run in found["runs"])
    return f"figures         {found['months']:>11} months, {counted} figures, {violations} violations"


def _row(count: int, checks: list[dict[str, Any]]) -> list[str]:
    sums = [sum(check[key] for check in checks) for key in ("keys", "nonces", "answered", "delivered")]
    unsure = sum(check["letters"].get("unknown", 0) for check in checks)
    violations = sum(len(check["violations"]) for check in checks)
    return [str(figure) for figure in (count, *sums, unsure, violations)]


if __name__ == "__main__":
    main()
