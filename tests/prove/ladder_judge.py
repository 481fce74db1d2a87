"""Judges the ladders of a day from outside: the deadlines of an export against what its letters say was owed.

`python -m tests.prove.ladder_judge --export FILE --rules RULES.json` uses the standard library alone and none of the
product's code. `owed.py` beside it works out what should have happened; here it is compared with what did.

RULES.json: `zone`, `week` and `holidays` (intervals of a day), `ladders`, `end` (how far the day was played), and where
there was such a thing `promotions` (like holidays, and before them), `typing` ([conversation, from, to]), `downtime`
([from, to]), `queue_of` (of a conversation: its queue, or [from, queue] for each that it came into), `topic_of`.
`"from": "received"` lets a wait count from a letter's arrival and not from the channel's own time of it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.prove.owed import LATE_MS, PEOPLE, Day, Line, Plan, Step, Wait

LADDER = {"signal", "hold", "miss", "offer", "alarm"}


class Judge:
    """Compares, conversation by conversation, and keeps what is counted and what is wrong."""

    def __init__(self, export: list[Line], rules: Line) -> None:
        self.day = Day(export, rules)
        self.counts = Counter({"conversations": len(self.day.convs)})
        self.lateness: list[int] = []
        self.violations: list[str] = []
        for conv in self.day.convs:
            self.conversation(conv)

    def say(self, conv: int, what: str, **times: int | None) -> None:
        self.violations.append(
            f"conversation {conv}: {what}: " + ", ".join(f"{k} {self.clock(t)}" for k, t in times.items())
        )

    def clock(self, t: int | None) -> str:
        if t is None:
            return "never"
        return f"{datetime.fromtimestamp(t // 1000, self.day.calendar.zone):%Y-%m-%d %H:%M:%S}.{t % 1000:03}"

    def conversation(self, conv: int) -> None:
        waits = self.day.waits[conv]
        plans = [self.day.plan(wait, wait.since) for wait in waits]
        holds: list[tuple[Line, Wait]] = []
        self.counts["debts"] += len(waits)
        for wait, plan, mine in zip(waits, plans, self.shared_out(conv, waits, plans), strict=True):
            for kind in dict.fromkeys([*plan, *(r["kind"] for r in mine)]):
                records = [r for r in mine if r["kind"] == kind]
                fired = sorted((r for r in records if r["state"] == "fired"), key=lambda r: r["fired_at"])
                rest = [r for r in records if r["state"] != "fired"]
                if kind not in plan:
                    self.say(conv, f"{kind} is no step of the ladder", due=records[0]["due"])
                    continue
                if kind == "hold" and holds:
                    plan[kind] = self.rested(wait, plan[kind], holds[-1][0]["fired_at"])
                self.unfired(wait, kind, plan[kind], rest)
                step = plan[kind]._replace(dues={plan[kind].due})
                if kind == "hold":
                    holds += [(r, wait) for r in self.holds(wait, step, fired, rest)]
                    continue
                self.one(wait, kind, step, fired[0] if fired else None, rest)
                for r in fired[1:]:
                    self.say(conv, f"{kind} fired again", due=r["due"], fired=r["fired_at"])
        self.letters(conv, holds)

    def shared_out(self, conv: int, waits: list[Wait], plans: list[Plan]) -> list[list[Line]]:
        """The records of each wait. A debt's number goes to the wait whose dues are nearest to its own."""
        debts: dict[int, list[Line]] = defaultdict(list)
        for r in self.day.of["timer"][conv]:
            if r["kind"] in LADDER:
                debts[r["generation"] // 100].append(r)
        for (kind, generation), count in Counter(
            (r["kind"], r["generation"]) for debt in debts.values() for r in debt
        ).items():
            if count > 1:
                self.say(conv, f"{kind} {generation} is there {count} times")

        def apart(debt: list[Line], at: int) -> tuple[int, int, int]:
            main = [r for r in debt if r["kind"] in plans[at] and r["generation"] % 100 < 20]
            misfit = sum(min(abs(r["due"] - due) for due in plans[at][r["kind"]].dues) for r in main)
            return misfit, sum(abs(r["due"] - waits[at].since) for r in debt), at

        found: list[list[Line]] = [[] for _ in waits]
        of_people = [debt for debt in debts.values() if not self.of_anybody(conv, debt)]
        nearest = [min(apart(debt, at) for at in range(len(waits))) if waits else None for debt in of_people]
        for place, debt in sorted(zip(nearest, of_people, strict=True), key=lambda pair: pair[0] or ()):
            at = place[2] if place else 0
            fits = place and any(
                r["due"] in plans[at][r["kind"]].dues or r["generation"] % 100 >= 20
                for r in debt if r["kind"] in plans[at]
            )  # fmt: skip
            if place and (fits or not found[at]):
                found[at] += debt
            else:
                self.say(conv, "a ladder and nobody waits", due=min(r["due"] for r in debt))
        return found

    def of_anybody(self, conv: int, debt: list[Line]) -> bool:
        """A miss alone is of the other clock, which a word of the bot stops: none may be counted that was answered."""
        if {r["kind"] for r in debt} != {"miss"}:
            return False
        ladders = [ladder for _, ladder in self.day.ladders(conv)]
        targets = [(ladder, s) for ladder in ladders for kind, s in ladder["steps"] if kind == "miss"]
        for r in debt if debt[0]["state"] == "fired" else ():
            self.counts["misses of the other clock"] += 1
            asked = [
                x["seq"] for x in self.day.of["in"][conv] for t in (x["t"], x["received"]) for ladder, s in targets
                if t and r["due"] == self.day.due(ladder, t, s)
            ]  # fmt: skip
            answered = any(
                out["author"] != "timer" and out["state"] == "sent" and out["sent_at"] <= r["due"]
                for out in self.day.of["out"][conv] if asked and out["seq"] > asked[0]
            )  # fmt: skip
            if answered or not asked:
                what = "somebody had answered" if answered else "nobody wrote"
                self.say(conv, f"miss of the other clock although {what}", due=r["due"])
        return True

    def unfired(self, wait: Wait, kind: str, step: Step, rest: list[Line]) -> None:
        typing = kind == "hold" and any(who == wait.conv for who, *_ in self.day.typing)
        for r in rest:
            over = wait.until is not None and wait.until + LATE_MS < self.day.end
            self.counts["steps cancelled in time"] += r["state"] == "cancelled" and over
            if r["due"] not in step.dues and r["generation"] % 100 < 20 and not typing:
                hint = self.hint(wait, kind, r)
                self.say(wait.conv, f"{kind} has a wrong due{hint}", due=r["due"], right=step.due)
            if r["state"] == "armed" and over:
                self.say(
                    wait.conv, f"{kind} is still armed although {wait.why}", due=r["due"], until=wait.until
                )

    def one(
        self, wait: Wait, kind: str, step: Step, r: Line | None, rest: list[Line], last: int | None = None
    ) -> None:
        """One step that should happen once, at its due or, where it was put off, until `last`."""
        end, last = wait.until, last or step.due
        at, grace = self.day.grace(max(last, step.known))
        paid_first = end is not None and end <= (step.due if kind == "miss" else at + grace)
        must = not paid_first and at + grace < self.day.end
        self.counts["steps expected"] += must
        if r is None:
            if must:
                states = {x["state"] for x in rest if x["due"] <= last}
                cancelled = "was cancelled although it was still owed"
                what = cancelled if "cancelled" in states else "never fired" if states else "is missing"
                self.say(wait.conv, f"{kind} {what}", due=step.due, until=end)
            return
        self.counts["steps fired"] += 1
        if self.day.tells_steps and kind != "hold" and not self.day.took(wait.conv, r):
            self.say(wait.conv, f"{kind} fired and no step was taken", fired=r["fired_at"])
        times = {"due": r["due"], "fired": r["fired_at"]}
        at, grace = self.day.grace(max(r["due"], step.known))
        self.lateness.append(max(0, r["fired_at"] - max(at, last)))
        if r["due"] not in step.dues and not step.due < r["due"] <= last:
            self.say(wait.conv, f"{kind} has a wrong due{self.hint(wait, kind, r)}", right=step.due, **times)
        if r["fired_at"] < max(r["due"], step.known):
            self.say(wait.conv, f"{kind} fired early", known=step.known, **times)
        elif r["fired_at"] > max(at, last) + grace:
            self.say(wait.conv, f"{kind} fired late", **times)
        if end is not None and (end <= step.due if kind == "miss" else end < r["fired_at"]):
            self.say(wait.conv, f"{kind} fired although {wait.why}", until=end, **times)

    def hint(self, wait: Wait, kind: str, r: Line) -> str:
        fits = (
            f" (it counts from {name})"
            for name, since in wait.others.items()
            if kind in (plan := self.day.plan(wait, since)) and r["due"] in plan[kind].dues
        )
        return next(fits, "")

    def rested(self, wait: Wait, step: Step, last: int) -> Step:
        """A hold message keeps its interval from one of an earlier wait."""
        ladder = self.day.held(wait)[-1][1]
        again = self.day.due(ladder, last, ladder["hold_every"])
        return step if again is None or again <= step.due else step._replace(due=again, dues={again})

    def holds(self, wait: Wait, step: Step, fired: list[Line], rest: list[Line]) -> list[Line]:
        """The hold messages of one wait, each counted from the one before."""
        conv, day, ladder = wait.conv, self.day, self.day.held(wait)[-1][1]
        said = [r for r in fired if self.is_said(conv, r)]
        self.counts["hold messages"] += len(said)
        for n in range(ladder["hold_most"]):
            r = said[n] if n < len(said) else None
            self.one(wait, "hold", step, r, rest, day.postponed(conv, step.due, ladder["hold_every"]))
            if r is None:
                break
            if day.is_typing(conv, r["fired_at"]):
                self.say(conv, "hold while the agent was typing", fired=r["fired_at"])
            if n and r["fired_at"] - said[n - 1]["fired_at"] < ladder["hold_every"] * 1000:
                self.say(
                    conv, "hold too soon after the last", last=said[n - 1]["fired_at"], fired=r["fired_at"]
                )
            dues = [day.due(ladder, t, ladder["hold_every"]) for t in (r["fired_at"], r["due"])]
            if dues[0] is None:
                break
            step = Step(dues[0], step.known, {due for due in dues if due is not None})
        for r in said[ladder["hold_most"] :]:
            self.say(
                conv, f"more than {ladder['hold_most']} hold messages", since=wait.since, fired=r["fired_at"]
            )
        return said

    def is_said(self, conv: int, r: Line) -> bool:
        """Not put off: because the agent was typing, or because it was due while the desk was down."""
        if not self.day.tells_steps:
            return bool(self.said_by(r)) or not self.day.is_typing(conv, r["fired_at"])
        typing = any(who == conv and start <= r["fired_at"] < stop for who, start, stop in self.day.typing)
        down = any(start <= r["due"] < stop for start, stop in self.day.downtime)
        return self.day.took(conv, r) or not (typing or down)

    def said_by(self, r: Line) -> list[Line]:
        """What the desk said by itself as this deadline came."""
        return [
            out for out in self.day.of["out"][r["conv"]]
            if out["author"] == "timer" and out["part"] in (None, 1) and abs(out["queued_at"] - r["fired_at"]) <= LATE_MS
        ]  # fmt: skip

    def at_a_hold(self, conv: int, out: Line) -> bool:
        return any(
            step["act"] == "hold" and step["t"] == out["queued_at"] for step in self.day.of["step"][conv]
        )

    def letters(self, conv: int, holds: list[tuple[Line, Wait]]) -> None:
        """Each hold message has its deadline and each deadline its message; other deadlines speak, too."""
        taken: set[int] = set()
        for r in self.day.of["timer"][conv]:
            if r["kind"] not in LADDER and r["state"] == "fired":
                taken |= {out["id"] for out in self.said_by(r) if not self.at_a_hold(conv, out)}
        for r, wait in holds:
            out = next((out for out in self.said_by(r) if out["id"] not in taken), None)
            if out is None:
                self.say(conv, "hold fired and nothing was said", fired=r["fired_at"])
                continue
            taken.add(out["id"])
            if wait.until is not None and out["sent_at"] and out["sent_at"] > wait.until >= r["fired_at"]:
                self.say(
                    conv, f"hold message arrived although {wait.why}", until=wait.until, sent=out["sent_at"]
                )
        for out in self.day.of["out"][conv]:
            first = out["author"] == "timer" and out["part"] in (None, 1) and out["id"] not in taken
            if first and self.day.mode_at(conv, out["queued_at"]) in PEOPLE:
                self.say(conv, "hold message without a deadline of its own", queued=out["queued_at"])


def nearest_rank(values: list[int], percent: int) -> int:
    return sorted(values)[-(-len(values) * percent // 100) - 1] if values else 0


def judged(export: Path, rules: Path) -> dict[str, Any]:
    """What was counted, how late steps were (ms), and what is wrong."""
    with export.open(encoding="utf-8") as lines:
        judge = Judge(
            [json.loads(line) for line in lines if line.strip()], json.loads(rules.read_text("utf-8"))
        )
    late = {f"p{percent}": nearest_rank(judge.lateness, percent) for percent in (50, 99)}
    late["max"] = max(judge.lateness, default=0)
    return {"counts": dict(judge.counts), "late": late, "violations": judge.violations}


def main() -> None:
    asks = argparse.ArgumentParser(prog="python -m tests.prove.ladder_judge", description=__doc__)
    asks.add_argument("--export", type=Path, required=True)
    asks.add_argument("--rules", type=Path, required=True)
    said = asks.parse_args()
    found = judged(said.export, said.rules)
    for name, count in found["counts"].items():
        print(f"{name}: {count}")
    late = found["late"]
    print(f"lateness in ms: p50 {late['p50']}, p99 {late['p99']}, max {late['max']}")
    print("\n".join([f"violations: {len(found['violations'])}", *found["violations"]]))
    sys.exit(1 if found["violations"] else 0)


if __name__ == "__main__":
    main()
