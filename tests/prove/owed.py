"""What buyers were owed on a day, and when each step was due: from letters and changes of hands, without any deadline.

For `ladder_judge` alone, and like it without any of the product's code. Everything is whole milliseconds since 1970.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

Line = dict[str, Any]

PEOPLE = {"waiting", "human"}
SILENT = {"edit", "gone", "other"}
"""Kinds of letters that ask nothing new."""
LOST = {"failed", "unknown", "cancelled"}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LATE_MS = 1_000
RESTART_MS = 30_000
"""Within which a desk that was down has caught up."""
CLOCKS_MS = 200
"""Two rows of one deed may bear slightly different hours."""
YOUNG_MS = 20_000
"""A letter this old that the bot left alone needed no answer, and is not what a person was called for."""
TYPING_MS = 15_000
"""How soon after the last key a postponed hold message comes. The documents do not say."""


class Calendar:
    def __init__(self, rules: Line) -> None:
        self.zone, self.week = ZoneInfo(rules["zone"]), rules["week"]
        self.instead = rules.get("holidays", {}) | rules.get("promotions", {})
        self.on = lru_cache(None)(self._on)

    def after(self, at: int, need: int, around_the_clock: bool = False) -> int | None:
        """When so much opening time has passed since then. What is full at closing time is full then."""
        if around_the_clock:
            return at + need
        today = datetime.fromtimestamp(at // 1000, self.zone).date()
        for day in range(-2, 400):
            for opens, closes in self.on(today + timedelta(day)):
                opens = max(opens, at)
                if opens + need <= closes:
                    return opens + need
                if closes > opens:
                    need, at = need - (closes - opens), closes
        return None

    def _on(self, day: date) -> list[tuple[int, int]]:
        found = []
        for start, end in self.instead.get(day.isoformat(), self.week.get(DAYS[day.weekday()], [])):
            first, last = minutes(start), minutes(end)
            found.append((self._moment(day, first), self._moment(day, last + 1440 * (last <= first))))
        return sorted(found)

    def _moment(self, day: date, minute: int) -> int:
        """Of an hour that the clocks show twice the first, of one they skip the moment at which they do."""
        local = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
        high, low = (int(local.replace(tzinfo=self.zone, fold=fold).timestamp()) for fold in (0, 1))
        if low < high:  # skipped
            while high - low > 1:
                middle = (low + high) // 2
                early = self._offset(middle) == self._offset(low)
                low, high = (middle, high) if early else (low, middle)
        return high * 1000

    def _offset(self, second: int) -> timedelta | None:
        return datetime.fromtimestamp(second, self.zone).utcoffset()


def minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


@dataclass
class Wait:
    """A buyer is owed a person: since when, since when the desk can know, until when and why no longer."""

    conv: int
    since: int
    known: int
    seq: int | None
    """The first message that nobody has answered; None where the handoff alone is what is owed."""
    others: dict[str, int]
    """Other moments that it might be counted from, for who reads a violation."""
    until: int | None = None
    why: str = ""


class Step(NamedTuple):
    due: int
    known: int
    """It cannot happen before: the desk did not know of the wait, or the ladder did not hold yet."""
    dues: set[int]
    """Its due and those that it had while the conversation was in other queues."""


Plan = dict[str, Step]


class Day:
    """The export in tables, and the waits that follow from it."""

    def __init__(self, export: list[Line], rules: Line) -> None:
        self.rules, self.calendar, self.end = rules, Calendar(rules), rules["end"]
        self.downtime = sorted(rules.get("downtime", []))
        self.typing = sorted(rules.get("typing", []))
        self.of: dict[str, dict[int, list[Line]]] = {
            rec: defaultdict(list) for rec in ("in", "out", "mode", "step", "timer")
        }
        for record in export:
            if record["rec"] in self.of and record.get("conv") is not None:
                self.of[record["rec"]][record["conv"]].append(record)
        self.tells_steps = any(self.of["step"].values())
        """Whether the export says of each fired deadline what came of it; an older one does not."""
        self.convs = sorted({conv for table in self.of.values() for conv in table})
        self.waits = {conv: self._waits(conv) for conv in self.convs}

    def mode_at(self, conv: int, t: int) -> str:
        changes = sorted(self.of["mode"][conv], key=lambda r: r["seq"])
        at = bisect_right([change["t"] for change in changes], t)
        return str(changes[at - 1]["to"] if at else changes[0]["from"] if changes else "bot")

    def answers(self, conv: int) -> Iterator[tuple[int, int, Line]]:
        """When a person's answer had arrived as a whole, its number, and its first letter."""
        messages: dict[int, list[Line]] = defaultdict(list)
        for out in self.of["out"][conv]:
            if out["author"] == "human":
                messages[out["seq"]].append(out)
        for seq, parts in messages.items():
            whole = len(parts) >= (parts[0].get("parts") or 1) and {p["state"] for p in parts} == {"sent"}
            if whole and not all(part.get("perfunctory") for part in parts):
                yield max(part["sent_at"] for part in parts), seq, min(parts, key=lambda p: p["part"] or 1)

    def _events(self, conv: int) -> list[tuple[int, int, str, Line]]:
        seen: set[int] = set()
        found: list[tuple[int, int, str, Line]] = []
        for letter in sorted(self.of["in"][conv], key=lambda r: r["received"]):
            if letter["kind"] == "gone":
                found.append((letter["received"], 0, "gone", letter))
            elif (
                letter["kind"] not in SILENT
                and letter["state"] != "dead"
                and letter["seq"] not in {None, *seen}
            ):
                seen.add(letter["seq"])
                found.append((letter["received"], 0, "in", letter))
        found += [(t, 1, "answer", out | {"seq": seq}) for t, seq, out in self.answers(conv)]
        found += [(out["queued_at"], 2, "bot", out) for out in self.of["out"][conv] if out["author"] == "bot"]
        found += [(r["t"], 3, "mode", r) for r in sorted(self.of["mode"][conv], key=lambda r: r["seq"])]
        return sorted(found, key=lambda event: event[:2])

    def _waits(self, conv: int) -> list[Wait]:
        waits: list[Wait] = []
        wait: Wait | None = None
        unanswered: list[Line] = []
        lost: set[int] = set()
        entered = 0
        mode = self.mode_at(conv, -1)
        seq_of = {letter["ext_id"]: letter["seq"] for letter in self.of["in"][conv]}

        def owe(t: int) -> Wait:
            first = unanswered[0] if unanswered else None
            others = {"the change of hands or the answer before": t}
            since = t
            if first:
                sent = first["received"] if first["t"] is None else min(first["t"], first["received"])
                since = first["received"] if self.rules.get("from") == "received" else sent
                others |= {"its arrival": first["received"], "the channel's time": sent}
            waits.append(Wait(conv, since, max(t, since), first["seq"] if first else None, others))
            return waits[-1]

        def over(t: int, why: str) -> None:
            if wait:
                wait.until, wait.why = t, why

        for t, _, what, record in self._events(conv):
            if what == "in":
                unanswered.append(record)
                wait = wait or (owe(t) if mode in PEOPLE else None)
            elif what == "gone":
                over(t, "the buyer was gone")
                wait, unanswered = None, []
            elif what == "bot" and mode not in PEOPLE:
                cause = seq_of.get(record["cause_ext_id"])
                if cause is None or self._handing_over(conv, t, cause, unanswered):
                    continue
                if record["state"] in LOST:
                    lost.add(cause)
                else:
                    unanswered = [letter for letter in unanswered if letter["seq"] > cause]
            elif what == "answer":
                paid = wait and (
                    record["seq"] > wait.seq if wait.seq is not None else record["queued_at"] >= wait.since
                )
                unanswered = [letter for letter in unanswered if letter["seq"] > record["seq"]]
                if paid:
                    over(t, "it was answered")
                    # Who waits is always owed a person: one wait ends with the answer, the next begins with it.
                    again = unanswered or (mode == "waiting" and record["queued_at"] <= entered)
                    wait = owe(t) if again and mode in PEOPLE else None
            elif what == "mode":
                before, mode = mode, record["to"]
                if mode in PEOPLE:
                    if before == "bot":
                        unanswered = [x for x in unanswered if x["seq"] in lost or self._young(x, t)]
                    entered = t if mode == "waiting" else entered
                    wait = wait or (owe(t) if unanswered or mode == "waiting" else None)
                elif mode == "closed" or before in PEOPLE:
                    over(t, "it was closed" if mode == "closed" else "it was given back")
                    wait, unanswered = None, []
        return waits

    def _handing_over(self, conv: int, t: int, cause: int, unanswered: list[Line]) -> bool:
        """The bot's last word, with which it calls a person, answers nothing."""
        handed = any(0 <= r["t"] - t <= CLOCKS_MS and r["to"] in PEOPLE for r in self.of["mode"][conv])
        return handed and all(letter["seq"] <= cause for letter in unanswered)

    def _young(self, letter: Line, t: int) -> bool:
        down = sum(max(0, min(b, t) - max(a, letter["received"])) for a, b in self.downtime)
        return bool(t - letter["received"] - down <= YOUNG_MS)

    # --- what should have happened

    def ladders(self, conv: int) -> list[tuple[int, Line]]:
        """From when on which ladder: the one that names most, then topic before queue before channel."""
        stays = self.rules.get("queue_of", {}).get(str(conv), "")
        channel = next((r["channel"] for rec in ("in", "out", "mode") for r in self.of[rec][conv]), "")
        topic = str(self.rules.get("topic_of", {}).get(str(conv), ""))
        found = []
        for start, queue in stays if isinstance(stays, list) else [(0, stays)]:
            here = {"topic": topic, "queue": str(queue), "channel": channel}
            fit = [x for x in self.rules["ladders"] if all(str(x.get(k, "")) in ("", here[k]) for k in here)]
            found.append(
                (start, max(fit, key=lambda x: (sum(bool(x.get(k)) for k in here), *(bool(x.get(k)) for k in here))))
            )  # fmt: skip
        return found

    def held(self, wait: Wait) -> list[tuple[int, Line]]:
        """The ladders that held one after another while they waited."""
        ladders = self.ladders(wait.conv)
        ends = [start for start, _ in ladders[1:]] + [self.end + 1]
        until = self.end if wait.until is None else wait.until
        return [
            (start, ladder)
            for (start, ladder), end in zip(ladders, ends, strict=True)
            if end > wait.known and start <= until
        ]

    def due(self, ladder: Line, since: int, seconds: int) -> int | None:
        return self.calendar.after(since, seconds * 1000, ladder.get("around_the_clock", False))

    def plan(self, wait: Wait, since: int) -> Plan:
        """In another queue its ladder holds at once; what had its time does not come again."""
        found: Plan = {}
        for start, ladder in self.held(wait):
            to_come = {kind for kind, step in found.items() if max(step.due, step.known) >= start}
            for kind in to_come:
                found[kind] = found[kind]._replace(
                    known=self.end
                )  # never, if the new ladder has no such step
            for kind, seconds in ladder["steps"]:
                due, old = self.due(ladder, since, seconds), found[kind].dues if kind in found else set()
                if due is not None and (not old or kind in to_come):
                    found[kind] = Step(due, max(wait.known, start), old | {due})
        return found

    def grace(self, at: int) -> tuple[int, int]:
        """When what is due then can happen, and how late it may be."""
        for start, stop in self.downtime:
            if start - LATE_MS <= at < stop:
                return stop, RESTART_MS
        return at, LATE_MS

    def postponed(self, conv: int, due: int, every: int) -> int:
        """How long at most a hold message is put off: while the agent types; for an interval of `every` seconds where
        it came due while the desk was down, so that not everybody hears of it at the start. One may lead into the other."""
        last, before = due, None
        while last != before:
            before = last
            for who, start, stop in self.typing:
                if who == conv and start <= last + LATE_MS and stop > due:
                    last = max(last, stop + TYPING_MS)
            for start, stop in self.downtime:
                if start <= last and due < stop:
                    last = max(last, stop + every * 1000)
        return last

    def took(self, conv: int, r: Line) -> bool:
        """Whether the step was taken, and not put off, when its deadline fired."""
        return any(step["act"] == r["kind"] and step["t"] == r["fired_at"] for step in self.of["step"][conv])

    def is_typing(self, conv: int, t: int) -> bool:
        return any(who == conv and start + CLOCKS_MS <= t < stop for who, start, stop in self.typing)
