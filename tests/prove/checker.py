"""Judges a run from outside: what the channel handed in, what reached it, and the export, against the invariants.

`python -m tests.prove.checker DIR` reads ingress.jsonl, egress.jsonl and export.jsonl there. It uses the standard
library alone and none of the product's code. Every question of a run carries a nonce (`T-` and sixteen digits)
that its answer must repeat, so answers are tied to questions without trusting the product's own links.
"""

from __future__ import annotations

import json
import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

Line = dict[str, Any]
Key = tuple[str, str, str]
Chat = tuple[str, str]

NONCE = re.compile(r"T-\d{16}")
DELIVERED = {"ok", "accepted_answer_lost"}
SPEAKS = {"sendMessage", "sendPhoto", "sendMediaGroup"}
TERMINAL = {"sent", "failed", "unknown", "cancelled"}
LOST = {"failed", "unknown"}
PEOPLE = {"waiting", "human"}
ON_ITS_WAY_MS = 200
"""What the bot had begun to send when a person took over may still arrive."""
APART_MS = 2_000
"""Messages accepted closer together than this may have swapped places."""
CLOCKS_MS = 200
"""Two processes write the hours of one change of hands and one letter."""
STEPPED_IN_MS = 20_000
"""A question this young when a person stepped in is the person's to answer. Where the machine was so busy that some
answer of the run took longer, as young as that."""


@dataclass(frozen=True, slots=True)
class Violation:
    invariant: str
    what: str


@dataclass(slots=True)
class Report:
    keys: int
    accepted: int
    attempts: int
    nonces: int
    answered: int
    excused: dict[str, int]
    """Questions without an answer that none was owed to, by the reason."""
    delivered: int
    letters: dict[str, int]
    """How many letters out ended in which state."""
    faults: dict[str, int]
    """Egress verdicts but `ok`, and inward answers but 200, as often as they were met."""
    violations: list[Violation] = field(default_factory=list)

    def as_dict(self) -> Line:
        flat = {name: getattr(self, name) for name in self.__slots__ if name != "violations"}
        return flat | {"violations": [{"invariant": v.invariant, "what": v.what} for v in self.violations]}


def sha(text: str | None) -> str:
    return sha256((text or "").encode()).hexdigest()


class Case:
    """The three files, and the tables that the invariants look things up in."""

    def __init__(self, ingress: list[Line], egress: list[Line], export: list[Line]) -> None:
        self.ingress, self.egress = ingress, egress
        self.tries: dict[Key, list[Line]] = defaultdict(list)
        for line in ingress:
            self.tries[key_of(line)].append(line)
        self.accepted = {
            key: first
            for key, lines in self.tries.items()
            if (first := min((x["t"] for x in lines if taken(x)), default=None)) is not None
        }
        """When each accepted key was first accepted."""
        self.ins = [record for record in export if record["rec"] == "in"]
        self.outs = [r for r in export if r["rec"] == "out" and not r.get("edits")]
        self.stored: dict[Key, list[Line]] = defaultdict(list)
        for record in self.ins:
            self.stored[key_of(record)].append(record)
        self.chats: dict[int, Chat] = {
            record["conv"]: (record["account"], str(record["chat"]))
            for record in self.ins
            if record["conv"] is not None
        }
        self.modes: dict[int, list[Line]] = defaultdict(list)
        for record in sorted((r for r in export if r["rec"] == "mode"), key=lambda r: r["seq"]):
            self.modes[record["conv"]].append(record)
        self._answers()

    def _answers(self) -> None:
        self.nonces: dict[str, list[Key]] = defaultdict(list)
        for key, lines in self.tries.items():
            if nonce := lines[0].get("nonce"):
                self.nonces[nonce].append(key)
        self.spoken = [
            line for line in self.egress if line["verdict"] in DELIVERED and line["method"] in SPEAKS
        ]
        self.answers: dict[str, list[Line]] = defaultdict(list)
        self.tried_answers: dict[str, list[Line]] = defaultdict(list)
        for line in self.egress:
            for nonce in set(NONCE.findall(line.get("text") or "")) if line["method"] in SPEAKS else ():
                self.tried_answers[nonce].append(line)
                if line["verdict"] in DELIVERED:
                    self.answers[nonce].append(line)
        self.pleasantries = {
            sha(line["text"]) for line in self.spoken if not NONCE.search(line["text"] or "")
        }
        """What was said without a nonce: a lost greeting is no lost answer."""
        self.letters: dict[tuple[Chat, str], list[Line]] = defaultdict(list)
        for record in self.outs:
            if (chat := self.chat_of(record)) is not None:
                self.letters[chat, record["text_sha"]].append(record)

    @cached_property
    def patience_ms(self) -> int:
        took = (
            min(line["t"] for line in lines) - record["received"]
            for nonce, lines in self.answers.items() if lines
            for key in self.nonces.get(nonce, ())[:1] for record in self.stored.get(key, ())
        )  # fmt: skip
        return max(STEPPED_IN_MS, *map(int, took))

    def chat_of(self, record: Line) -> Chat | None:
        return self.chats.get(record["conv"])

    def letters_of(self, line: Line) -> list[Line]:
        """The records of letters that this request may have been."""
        return self.letters.get((chat_in(line), sha(line.get("text"))), [])

    def mode_at(self, conv: int, t: int) -> str:
        changes = self.modes[conv]
        at = bisect_right([change["t"] for change in changes], t)
        return str(changes[at - 1]["to"]) if at else "bot"

    def question(self, nonce: str) -> list[Key]:
        """Its letters that the desk accepted, a later edit of one apart."""
        return [
            key for key in self.nonces[nonce] if key in self.accepted and self.tries[key][0]["kind"] != "edit"
        ]


def key_of(line: Line) -> Key:
    return line["channel"], line["account"], str(line["ext_id"])


def chat_in(line: Line) -> Chat:
    return line["account"], str(line["chat"])


def taken(line: Line) -> bool:
    return line["status"] is not None and 200 <= line["status"] < 300


# --- the invariants


def nothing_lost(case: Case) -> Iterator[str]:
    for key in case.tries:
        count = len(case.stored.get(key, ()))
        if key in case.accepted and count == 0:
            yield f"accepted and not stored: {key}"
        if count > 1:
            yield f"stored {count} times: {key}"
    for key in case.stored.keys() - case.tries.keys():
        yield f"stored and never handed in: {key}"


def content(case: Case) -> Iterator[str]:
    edits: Counter[tuple[str, str, str]] = Counter()
    originals: dict[tuple[str, str, str], Line] = {}
    for key, lines in case.tries.items():
        line = lines[0]
        for record in case.stored.get(key, ()):
            same = line["text_sha"] in {None, record["text_sha"]} or record["state"] == "dead"
            if line["kind"] in {"msg", "photo", "edit"} and not same:
                yield f"another text than was sent: {key}"
            message = (line["account"], str(line["chat"]), str(line["msg_id"]))
            if line["kind"] == "edit":
                edits[message] += 1
            elif line["kind"] in {"msg", "photo"} and record["seq"] is not None:
                originals[message] = record
    for message, record in originals.items():
        if (record["revisions"] or 0) != edits[message] and record.get("group_id") is None:
            yield f"{edits[message]} edits and {record['revisions']} revisions: message {message}"
    yield from _strayed_edits(case, originals)


def _strayed_edits(case: Case, originals: dict[tuple[str, str, str], Line]) -> Iterator[str]:
    for key, lines in case.tries.items():
        line = lines[0]
        original = originals.get((line["account"], str(line["chat"]), str(line["msg_id"])))
        for record in case.stored.get(key, ()) if line["kind"] == "edit" and original else ():
            if (record["conv"], record["seq"]) != (original["conv"], original["seq"]):  # type: ignore[index]
                yield f"an edit is not with its message: {key}"


def answered_once(case: Case, resend: bool = False) -> Iterator[str]:
    for nonce in case.nonces:
        lines = case.answers[nonce]
        again = sum(line["verdict"] == "accepted_answer_lost" for line in lines) if resend else 0
        if len(lines) > 1 + again:
            yield f"{nonce} answered {len(lines)} times, requests {[line['n'] for line in lines]}"


def answered_at_all(case: Case) -> Iterator[str]:
    blocked = {chat_in(line) for line in case.ingress if line["kind"] == "gone"}
    for nonce in case.nonces:
        keys = case.question(nonce)
        records = [
            record for key in keys for record in case.stored.get(key, ()) if record["conv"] is not None
        ]
        if not records or case.answers[nonce] or case.chats[records[0]["conv"]] in blocked:
            continue
        if all(_excuse(case, record) for record in records):
            continue
        lost = _lost_answers(case, nonce, keys)
        if len(lost) > 1:
            yield f"{nonce} has {len(lost)} lost answers: letters {lost}"
        elif not lost:
            yield f"{nonce} never answered: {keys[0]}, conversation {records[0]['conv']}, seq {records[0]['seq']}"
        elif not any(_in_the_queue(case, record) for record in records):
            yield f"{nonce} lost its answer and nobody looks at it: letter {next(iter(lost))}"


def _excuse(case: Case, record: Line) -> str | None:
    """Why the bot did not owe an answer: a person had the conversation, or stepped in before it could."""
    at, conv = record["received"], record["conv"]
    modes = {case.mode_at(conv, at + d) for d in (-CLOCKS_MS, 0, CLOCKS_MS)} - {"bot"}
    if modes:
        return min(modes)
    stepped_in = any(
        change["by"] == "agent" and 0 <= change["t"] - at <= case.patience_ms for change in case.modes[conv]
    )
    return "stepped in" if stepped_in else None


def excused(case: Case) -> Counter[str]:
    found: Counter[str] = Counter()
    for nonce in case.nonces:
        records = [record for key in case.question(nonce) for record in case.stored.get(key, ())]
        placed = [record for record in records if record["conv"] is not None]
        if placed and not case.answers[nonce]:
            found[_excuse(case, placed[0]) or "lost and handed over"] += 1
    return found


def _lost_answers(case: Case, nonce: str, keys: list[Key]) -> set[int]:
    """Letters that failed or are unsure, tied by their cause or by what reached the channel of them."""
    ids = {key[2] for key in keys}
    by_cause = {
        out["id"] for out in case.outs
        if out["state"] in LOST and out["cause_ext_id"] in ids and out["part"] in (None, 1)
        and out["text_sha"] not in case.pleasantries
    }  # fmt: skip
    seen = {
        out["id"] for line in case.tried_answers[nonce] for out in case.letters_of(line) if out["state"] in LOST
    }  # fmt: skip
    return seen or by_cause


def _in_the_queue(case: Case, record: Line) -> bool:
    return any(
        change["to"] in PEOPLE and change["t"] >= record["received"] - CLOCKS_MS
        for change in case.modes[record["conv"]]
    )


def right_person(case: Case) -> Iterator[str]:
    for nonce, keys in case.nonces.items():
        chat = chat_in(case.tries[keys[0]][0])
        for line in case.answers[nonce]:
            if chat_in(line) != chat:
                yield f"{nonce} belongs to chat {chat[1]} and was told to {line['chat']} in request {line['n']}"


def in_order(case: Case) -> Iterator[str]:
    yield from _one_number_each(case)
    yield from _numbers_follow_the_channel(case)
    yield from _answers_follow_questions(case)
    yield from _parts_together(case)


def _one_number_each(case: Case) -> Iterator[str]:
    holders: dict[tuple[int, int], set[str]] = defaultdict(set)
    for record in case.ins:
        lines = case.tries.get(key_of(record))
        if record["seq"] is not None and lines:
            line = lines[0]
            own = (
                line["ext_id"]
                if line["kind"] == "press"
                else line["group"] or line["msg_id"] or line["ext_id"]
            )
            holders[record["conv"], record["seq"]].add(f"{line['kind'] == 'press'}:{own}")
    for record in case.outs:
        holders[record["conv"], record["seq"]].add("out")
    grouped = _edited_albums(case)
    for (conv, seq), names in holders.items():
        if len({grouped.get(name, name) for name in names}) > 1:
            yield f"number {seq} of conversation {conv} is given to {sorted(names)}"


def _edited_albums(case: Case) -> dict[str, str]:
    """An edit of an album's picture names the picture, not the album."""
    return {
        f"False:{line['msg_id']}": f"False:{line['group']}"
        for lines in case.tries.values() if (line := lines[0])["group"]
    }  # fmt: skip


def _numbers_follow_the_channel(case: Case) -> Iterator[str]:
    said: dict[int, dict[str, tuple[int, int, int]]] = defaultdict(dict)
    for key, at in sorted(case.accepted.items(), key=lambda pair: pair[1]):
        line = case.tries[key][0]
        for record in case.stored.get(key, ()):
            if line["kind"] in {"msg", "photo"} and record["seq"] is not None:
                name = line["group"] or line["msg_id"]
                said[record["conv"]].setdefault(name, (int(line["msg_id"]), at, record["seq"]))
    for conv, messages in said.items():
        for id, at, seq in messages.values():
            for later, later_at, later_seq in messages.values():
                if later > id and later_at - at > APART_MS and later_seq <= seq:
                    yield f"message {later} of conversation {conv} has number {later_seq}, the earlier {id} has {seq}"


def _answers_follow_questions(case: Case) -> Iterator[str]:
    last: dict[int, tuple[int, str]] = {}
    for line in case.spoken:
        for nonce in NONCE.findall(line.get("text") or ""):
            for record in (r for key in case.nonces.get(nonce, ())[:1] for r in case.stored.get(key, ())):
                conv, seq = record["conv"], record["seq"]
                if seq is None:
                    continue
                if conv in last and seq < last[conv][0]:
                    yield f"{nonce} (number {seq} of conversation {conv}) answered after {last[conv][1]}"
                last[conv] = max(last.get(conv, (0, "")), (seq, nonce))


def _parts_together(case: Case) -> Iterator[str]:
    heard: dict[Chat, list[str]] = defaultdict(list)
    for line in case.spoken:
        heard[chat_in(line)].append(sha(line.get("text")))
    letters: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for record in case.outs:
        if (record.get("parts") or 1) > 1 and record["state"] == "sent":
            letters[record["conv"], record["seq"]].append(record)
    for (conv, seq), parts in letters.items():
        wanted = [part["text_sha"] for part in sorted(parts, key=lambda part: part["part"])]
        said = heard[case.chats[conv]]
        if not any(said[at : at + len(wanted)] == wanted for at in range(len(said))):
            yield f"the parts of number {seq} of conversation {conv} came apart"


def accounted(case: Case) -> Iterator[str]:
    for out in case.outs:
        if out["state"] not in TERMINAL:
            yield f"letter {out['id']} is still {out['state']}"
    arrived = Counter((chat_in(line), sha(line.get("text"))) for line in case.spoken)
    for name in arrived.keys() | case.letters.keys():
        states = Counter(out["state"] for out in case.letters.get(name, ()))
        ids = [out["id"] for out in case.letters.get(name, ())]
        if arrived[name] < states["sent"]:
            yield f"{states['sent']} sent and {arrived[name]} delivered in chat {name[0][1]}: letters {ids}"
        if arrived[name] > states["sent"] + states["unknown"]:
            numbers = [x["n"] for x in case.spoken if (chat_in(x), sha(x.get("text"))) == name]
            yield f"{arrived[name]} delivered in chat {name[0][1]} (requests {numbers}) for letters {ids} {dict(states)}"


def silent_for_people(case: Case) -> Iterator[str]:
    for conv, since, until in _in_hands(case):
        chat = case.chats.get(conv)
        for line in case.spoken:
            inside = since + ON_ITS_WAY_MS < line["t"] < until
            if inside and chat_in(line) == chat and _by_the_bot(case, line):
                yield f"request {line['n']} by the bot in chat {line['chat']}, {line['t'] - since} ms after a person took over"
        for nonce, keys in case.nonces.items():
            asked = [key for key in keys if chat_in(case.tries[key][0]) == chat and key in case.accepted]
            within = asked and all(
                since < case.tries[key][0]["t"] and case.accepted[key] < until for key in asked
            )
            if within and any(_by_the_bot(case, line) for line in case.answers[nonce]):
                yield f"{nonce} was said to a person in conversation {conv} and the bot answered it"


def _by_the_bot(case: Case, line: Line) -> bool:
    return {out["author"] for out in case.letters_of(line)} == {"bot"}


def _in_hands(case: Case) -> Iterator[tuple[int, int, float]]:
    """Conversation, since when a person has it, and until when: endless where nobody gave it back."""
    for conv, changes in case.modes.items():
        since: int | None = None
        for change in changes:
            if change["to"] == "human" and since is None:
                since = change["t"]
            elif change["to"] in {"bot", "closed"} and since is not None:
                yield conv, since, change["t"]
                since = None
        if since is not None:
            yield conv, since, float("inf")


def albums_whole(case: Case) -> Iterator[str]:
    siblings: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for key in case.accepted:
        line = case.tries[key][0]
        if line["group"]:
            siblings[line["account"], line["group"]] += case.stored.get(key, ())
    for (_, group), records in siblings.items():
        places = {(record["conv"], record["seq"]) for record in records}
        if len(places) > 1:
            yield f"album {group} lies in {sorted(places, key=str)}"
        if {record["group_id"] for record in records} - {group}:
            yield f"album {group} has siblings under another name"
        ids = {record["ext_id"] for record in records}
        causes = {out["cause_ext_id"] for out in case.outs if out["author"] == "bot"} & ids
        if len(causes) > 1:
            yield f"album {group} was answered for each of {sorted(causes)}"


def balanced(case: Case) -> Iterator[str]:
    for record in case.ins:
        if record["state"] not in {"done", "dead"}:
            yield f"{key_of(record)} is still {record['state']}"
        if record["state"] == "dead":
            lines = case.tries.get(key_of(record), [{}])
            sent = {line.get("raw_sha") for line in lines} - {None}
            if not record.get("raw_sha"):
                yield f"dead without its bytes: {key_of(record)}"
            elif sent and record["raw_sha"] not in sent:
                yield f"dead with other bytes: {key_of(record)}"


INVARIANTS: dict[str, Callable[[Case], Iterator[str]]] = {
    "I1": nothing_lost,
    "I1b": content,
    "I2": answered_once,
    "I2b": answered_at_all,
    "I2c": right_person,
    "I3": in_order,
    "I4": accounted,
    "I5": silent_for_people,
    "I6b": albums_whole,
    "I9": balanced,
}


def judge(ingress: list[Line], egress: list[Line], export: list[Line]) -> Report:
    case = Case(ingress, egress, export)
    faults = Counter(str(line["verdict"]) for line in egress if line["verdict"] != "ok")
    faults += Counter(
        f"in:{line['status']}" for line in ingress if line["status"] is not None and not taken(line)
    )
    report = Report(
        keys=len(case.tries),
        accepted=len(case.accepted),
        attempts=len(ingress),
        nonces=len(case.nonces),
        answered=sum(bool(case.answers[nonce]) for nonce in case.nonces),
        excused=dict(excused(case)),
        delivered=len(case.spoken),
        letters=dict(Counter(out["state"] for out in case.outs)),
        faults=dict(faults),
    )
    for name, invariant in INVARIANTS.items():
        report.violations += [Violation(name, what) for what in invariant(case)]
    return report


def read(folder: Path) -> tuple[list[Line], list[Line], list[Line]]:
    """Ingress, egress and export of a run."""
    ingress, egress, export = (
        [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]
        for name in ("ingress", "egress", "export")
    )
    return ingress, egress, export


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.prove.checker DIR")
    report = judge(*read(Path(sys.argv[1])))
    print(json.dumps(report.as_dict(), indent=1))
    sys.exit(1 if report.violations else 0)


if __name__ == "__main__":
    main()
