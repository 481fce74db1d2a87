"""Opening hours, read quickly by the product and minute by minute beside it, in five zones.

`python -m tests.prove.hours --cases 100000` goes on where it was broken off; `var/proof/hours.json` has the seeds."""

from __future__ import annotations

import argparse
import json
import random
import secrets
import sys
from typing import Any

from desk.clock import system_clock
from tests.desk.minutes import ZONES, a_case, changes, differences
from tests.prove import results

BATCH = 2_000


def run_once(count: int, seed: int) -> dict[str, Any]:
    dice = random.Random(seed)
    zones, over_a_change = dict.fromkeys(ZONES, 0), 0
    violations: list[dict[str, str]] = []
    for _ in range(count):
        case = a_case(dice)
        zone = str(case.hours.zone)
        zones[zone] += 1
        over_a_change += any(case.start <= at <= case.later for at in changes(zone))
        violations += [{"invariant": "hours", "what": f"{what}; {case}"} for what in differences(case)]
    return {
        "seed": seed,
        "cases": count,
        "zones": zones,
        "over_a_change": over_a_change,
        "violations": violations,
    }


def prove(cases: int) -> bool:
    """Whether the two readings never parted."""
    found = results.load("hours") or {"runs": []}
    while (count := sum(run["cases"] for run in found["runs"])) < cases:
        run = run_once(min(BATCH, cases - count), secrets.randbits(32))
        found["runs"].append({"at": system_clock().isoformat(timespec="seconds")} | run)
        results.save("hours", found | _summed(found["runs"]))
        for violation in run["violations"][:5]:
            print(f"  {violation['what']}", flush=True)
        print(f"{count + run['cases']} of {cases} calendars, {len(run['violations'])} violations", flush=True)
    return not any(run["violations"] for run in found["runs"])


def _summed(runs: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "cases": sum(run["cases"] for run in runs),
        "over_a_change": sum(run["over_a_change"] for run in runs),
        "zones": {zone: sum(run["zones"][zone] for run in runs) for zone in ZONES},
        "violations": sum(len(run["violations"]) for run in runs),
    }


def main() -> None:
    asks = argparse.ArgumentParser(prog="python -m tests.prove.hours", description=__doc__)
    asks.add_argument("--cases", type=int, default=100_000)
    right = prove(asks.parse_args().cases)
    print(json.dumps({k: v for k, v in results.load("hours").items() if k != "runs"}, indent=1))
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
