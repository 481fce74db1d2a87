"""Judges the figures of the desk from outside: what `shopdesk figures` says against what an export's letters say.

`python -m tests.prove.figures_judge --export FILE --figures FILE …` uses the standard library alone and none of the
product's code. It works out from letters and changes of hands who waited for a person, from when until when and in which
queue (talk.py), holds that against the `round` and `queue` records, and reckons every figure that conversations give
(reckoned.py) in opening time (opening_read.py): whole, by person, by hour or by day. Not judged are cases, scores,
promises, the time in hand, and the rules of marketplaces. From the records it takes in which queue a wait stood and what
it was about, since letters do not tell that, and nothing else.

What the definitions leave open, and how it is read here:

- *Where a round begins that no message began.* At the handoff, if the bot had answered everything. Passed on or put back
  with nothing asked, none begins: a round is a buyer's message that waits.
- *Edits, further pictures of an album.* They stand with their message and say nothing new; an edit that comes before its
  message is the message.
- *Whether an answer ends a round.* It does if it was written after the first message of the round, by the numbers of
  messages and not by time; of several pieces the last one ends it. What the buyer wrote since begins the next.
- *On its way as it was let go.* Closed, given back, or the buyer gone: what was written before answers all the same, also
  where the buyer has asked anew meanwhile; that is another round.
- *Whose a round is that was taken over while an answer was on its way.* The sender's, whole; otherwise it is split where
  the next person accepted, and what passed before anybody came is the first one's.
- *Which is the human phase of first response.* The first one of the session: from its first round to the first answer in
  it. Let go unanswered and answered in a later phase, it stays a miss, and nobody's. A phase in which nobody accepted is
  passed over if it was let go before the deadline in question (for lengths: before the target): it was never due.
- *By which clock.* Each wait, also as a part of a session, by person or in a queue, is counted by the ladder that holds for
  it as it ends, and by its reason then: put back into the queue that is `passed_on`. The bot keeps no hours.
- *Of what is still open.* An open round, and that of a session, waits until now; gone is an end of it. A place that is not
  left has no length yet.
- *What counts as queue time.* Of places from which somebody was taken or passed on; who left has a time of their own, and
  is a share of those who were taken or left. Gone and come back, a buyer stands in the queue again.
- *Where messages belong in answers per question.* To the person in whose hands the conversation was, or who came next, and
  to the moment when they took it; where nobody came, to their own moment. They were owed a person all the same.
- *Bot containment.* Of sessions that are closed or in which a person spoke: of the others it is not known yet.
- *Who was gone and comes back.* Waits anew: another phase, and another place in the queue.
- *By person.* A session is of the sender of the first response, or nobody's.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.prove.opening_read import Opening
from tests.prove.reckoned import Facts, Phase, Queued, Round, Said, Session, figures
from tests.prove.talk import Talk, talks
from tests.prove.waits import Line, Place, Wait

DAY_MS = 24 * 3600 * 1000
OF_ALL = ("bot_first_mean", "bot_first_median", "bot_first_p90", "bot_first_max", "bot_solved")
"""Figures that no person has."""


class Judge:
    """The facts of an export, and what is wrong with the figures of any days of it."""

    def __init__(self, export: list[Line], now: int) -> None:
        self.now, self.talks = now, talks(export)
        self.calendar = next(line for line in export if line["rec"] == "calendar")
        days = [message.since // DAY_MS for talk in self.talks for message in talk.messages]
        begin, end = (date(1970, 1, 1) + timedelta(days=f(days, default=0)) for f in (min, max))
        self.opening = Opening(self.calendar, begin, end + timedelta(days=400))
        self.told: dict[str, dict[int, list[Line]]] = {"round": {}, "queue": {}}
        for line in export:
            if line["rec"] in self.told:
                self.told[line["rec"]].setdefault(line["conv"], []).append(line)
        self.counts = Counter({"conversations": len(self.talks)})
        self.violations: list[str] = []
        self.words: dict[tuple[str, str, str], list[Talk]] = {}
        for talk in self.talks:
            self.words.setdefault(talk.chat, []).append(talk)
        self.all, self.of_people = Facts(), Facts()
        for talk in self.talks:
            self.records(talk)
            self.facts(talk)

    # --- the records of the desk

    def records(self, talk: Talk) -> None:
        self.counts["rounds"] += len(talk.waits)
        self.counts["places in queues"] += len(talk.places)
        mine = [
            {"since": wait.since, "until": wait.until, "ended": wait.ended, "agent_id": wait.agent,
             "pieces": [{"agent_id": p.agent, "since": p.since, "until": p.until} for p in wait.pieces]}
            for wait in talk.waits
        ]  # fmt: skip
        self.same(talk.conv, "round", mine)
        places = [
            {"entered_at": place.entered, "left_at": place.left, "left": place.how, "agent_id": place.agent}
            for place in talk.places
        ]
        self.same(talk.conv, "queue", places)

    def same(self, conv: int, rec: str, mine: list[Line]) -> None:
        told = self.told[rec].get(conv, [])
        if len(told) != len(mine):
            self.violations.append(
                f"conversation {conv}: {len(told)} {rec} records, but {len(mine)} there were"
            )
        for n, (says, right) in enumerate(zip(told, mine, strict=False), start=1):
            for key, value in right.items():
                if says[key] != value:
                    self.violations.append(
                        f"conversation {conv}: {rec} {n} has {key} {says[key]}, not {value}"
                    )

    # --- facts

    def facts(self, talk: Talk) -> None:
        rounds = [self.round(talk, n, wait) for n, wait in enumerate(talk.waits)]
        self.all.rounds += [one for one, _ in rounds]
        self.of_people.rounds += [piece for _, pieces in rounds for piece in pieces]
        session = self.session(talk)
        both = Facts(
            sessions=[session],
            queued=[self.queued(talk, n, place) for n, place in enumerate(talk.places)],
            questions=[
                Said(*(message.taken or (message.since, None))) for wait in talk.waits for message in wait.asked
            ],
            answers=[Said(talk.taken_before(at), agent) for at, agent in talk.said("human")],
        )  # fmt: skip
        for some in (self.all, self.of_people):
            some.add(both)

    def length(self, ladder: Line, since: int, until: int | None) -> int:
        """As the ladder counts that holds for this wait."""
        end = self.now if until is None else until
        return end - since if ladder["around_the_clock"] else self.opening.between(since, end)

    def waited(self, talk: Talk, n: int, since: int, until: int | None) -> int:
        return self.length(self.ladder(talk, "round", n), since, until)

    def queued(self, talk: Talk, n: int, place: Place) -> Queued:
        waited = self.length(self.ladder(talk, "queue", n), place.entered, place.left)
        return Queued(place.entered, place.agent, waited, place.how)

    def round(self, talk: Talk, n: int, wait: Wait) -> tuple[Round, list[Round]]:
        limits = self.targets(self.ladder(talk, "round", n))
        answered = wait.ended == "answered"
        whole = Round(wait.since, wait.agent, self.waited(talk, n, wait.since, wait.until), answered, *limits)
        last = wait.pieces[-1]
        return whole, [
            Round(piece.since, piece.agent, self.waited(talk, n, piece.since, piece.until),
                  answered and piece is last, *limits)
            for piece in wait.pieces
        ]  # fmt: skip

    def targets(self, ladder: Line) -> tuple[int, int]:
        after = {step["act"]: round(step["after"] * 1000) for step in ladder["steps"]}
        return after["miss"], after["alarm"]

    def ladder(self, talk: Talk, rec: str, n: int) -> Line:
        """In which queue somebody stood in the end, and about what, is what the record says: letters do not tell it."""
        told = self.told[rec].get(talk.conv, [])
        where: Line = told[n] if n < len(told) else {"queue": None, "topic": ""}
        reason = talk.waits[n].reason if rec == "round" else talk.places[n].reason
        names = {
            "channel": {talk.chat[0]},
            "queue": {str(where["queue"] or "")},
            "topic": {where["topic"], reason},
        }

        def rank(ladder: Line) -> tuple[int, bool, bool]:
            return sum(bool(ladder[part]) for part in names), bool(ladder["topic"]), bool(ladder["queue"])

        fits = (
            ladder for ladder in self.calendar["ladders"]
            if all(not ladder[part] or str(ladder[part]) in some for part, some in names.items())
        )  # fmt: skip
        return max(fits, key=rank)

    def session(self, talk: Talk) -> Session:
        begun = talk.messages[0].since
        phases = [self.phase(talk, phase) for phase in sorted({wait.phase for wait in talk.waits})]
        found = Session(begun, None, phases)
        decides = found.phase()
        if decides is not None:
            found.agent, found.first, found.felt = decides.agent, decides.first, decides.felt
        spoken = [at for at, _ in talk.said("bot")]
        found.first_bot = min(spoken) - begun if spoken else None
        found.is_closed = talk.closed_at is not None
        found.is_told = found.is_closed or bool(talk.said("human"))
        if talk.closed_at is not None and not talk.said("human"):
            later = [other.messages[0].since for other in self.words[talk.chat] if other.conv > talk.conv]
            found.is_solved = not any(at - talk.closed_at < DAY_MS for at in later)
        return found

    def phase(self, talk: Talk, phase: int) -> Phase:
        waits = [(n, wait) for n, wait in enumerate(talk.waits) if wait.phase == phase]
        first, since = waits[0][0], waits[0][1].since
        found = Phase(
            is_accepted=phase in talk.accepted_in,
            waited=max(self.waited(talk, n, wait.since, wait.until) for n, wait in waits),
            target=self.targets(self.ladder(talk, "round", first))[0],
        )
        wait = next((wait for _, wait in waits if wait.ended == "answered"), None)
        if wait is not None:
            found.agent = wait.agent
            found.first = self.waited(talk, first, since, wait.until)
            found.felt = self.waited(talk, first, talk.messages[0].since, wait.until)
        return found

    # --- the figures of the desk

    def figures(self, told: Line) -> None:
        """Of one output of `shopdesk figures --json`."""
        facts = self.of_people if told["by"] == "agent" else self.all
        facts = facts.only(lambda one: told["since"] <= one.at < told["until"])
        rows = {row["key"]: row["figures"] for row in told["rows"]}
        what = " ".join(filter(None, (told["from"], "to", told["to"], told["by"] and f"by {told['by']}")))
        for key in sorted({*rows, *self.keys(told["by"], facts)}, key=str):
            mine = figures(facts.only(lambda one, key=key: self.key(told["by"], one) == key))
            if key not in rows:
                self.violations.append(f"{what}: no row of {key}")
                continue
            for name, right in mine.items():
                if name in OF_ALL and told["by"] == "agent":
                    continue
                self.counts["figures"] += 1
                says = rows[key].get(name)
                if (says or right["n"]) and (says is None or {k: says.get(k) for k in right} != right):
                    where = f"{what}, {key}" if told["by"] else what
                    self.violations.append(f"{where}: {name} is {says}, not {right}")

    def keys(self, by: str, facts: Facts) -> Iterator[Any]:
        return (self.key(by, one) for some in facts.lists() for one in some)

    def key(self, by: str, one: Any) -> Any:
        if by == "agent":
            return one.agent
        local = self.opening.local(one.at)
        return {"": "", "hour": local.hour, "day": local.date().isoformat()}[by]


def read(file: Path) -> list[Line]:
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def judged(export: Path, told: Iterable[Path], now: int | None = None) -> dict[str, Any]:
    judge = Judge(read(export), now if now is not None else time.time_ns() // 1_000_000)
    for file in told:
        for one in read(file):
            judge.figures(one)
    return {"counts": dict(judge.counts), "violations": judge.violations}


def main() -> None:
    asks = argparse.ArgumentParser(prog="python -m tests.prove.figures_judge", description=__doc__)
    asks.add_argument("--export", type=Path, required=True)
    asks.add_argument(
        "--figures", type=Path, required=True, nargs="+", help="what `shopdesk figures --json` said"
    )
    asks.add_argument("--now", type=int, help="when that was, in ms since 1970; else now")
    said = asks.parse_args()
    found = judged(said.export, said.figures, said.now)
    for name, count in found["counts"].items():
        print(f"{name}: {count}")
    print("\n".join([f"violations: {len(found['violations'])}", *found["violations"]]))
    sys.exit(1 if found["violations"] else 0)


if __name__ == "__main__":
    main()
