"""One conversation, told from its beginning: who waited in it, from when until when, for whom, and in which queue.

For tests/prove/figures_judge.py: worked out from letters and changes of hands alone, by the standard library, with nothing
of the desk, and not from the records that the desk itself makes of waits (`round`, `queue`)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tests.prove.waits import Line, Message, Piece, Place, Wait

CHAT = ("channel", "account", "chat")
PEOPLE = ("waiting", "human")
OLDER_MS = 5_000
"""By so much the channel's own time of a letter must be older than ours to count."""


class Talk:
    """One conversation, told from its beginning."""

    def __init__(self, conv: int, ins: list[Line], outs: list[Line], modes: list[Line]) -> None:
        self.conv = conv
        self.chat = tuple(ins[0][part] for part in CHAT)
        self.mode, self.holder = "bot", None
        self.phase, self.reason, self.is_gone = 0, "", False
        self.messages: list[Message] = []
        self.unanswered: list[Message] = []
        self.expecting: list[Message] = []
        self.waits: list[Wait] = []
        self.places: list[Place] = []
        self.takes: list[tuple[int, int | None]] = []
        self.accepted_in: set[int] = set()
        """Phases in which a person had it."""
        self.closed_at: int | None = None
        self.outs = [out for out in outs if out["edits"] is None]
        told: list[tuple[int, int, int, Any]] = []
        for n, line in enumerate(ins):
            told.append((line["received"], 1, n, self.letter if line["kind"] != "gone" else self.gone))
        for n, line in enumerate(modes):
            told.append((line["t"], 0 if line["verb"] == "reopen" else 2, n, self.moves))
        for n, line in enumerate(self.outs):
            if line["sent_at"] is not None and line["state"] == "sent":
                told.append((line["sent_at"], 3, n, self.accepted))
        of = {1: ins, 0: modes, 2: modes, 3: self.outs}
        for _, sort, n, what in sorted(told, key=lambda one: one[:3]):
            what(of[sort][n])

    @property
    def wait(self) -> Wait | None:
        return self.waits[-1] if self.waits and not self.waits[-1].ended else None

    # --- the buyer

    def letter(self, line: Line) -> None:
        """An edit and a further picture stand with their message and say nothing new."""
        if line["seq"] is None or any(line["seq"] == message.seq for message in self.messages):
            return
        t, heard = line["t"], line["received"]
        message = Message(line["seq"], t if t is not None and heard - t > OLDER_MS else heard, heard)
        self.messages.append(message)
        self.unanswered.append(message)
        if self.mode == "human":
            message.taken = self.takes[-1]
        else:
            self.expecting.append(message)
        if self.is_gone and self.mode in PEOPLE:
            self.phase += 1  # who blocked the shop and comes back waits anew
            if self.mode == "human":
                self.accepted_in.add(self.phase)
        self.is_gone = False
        if self.wait is not None:
            self.wait.asked.append(message)
        elif self.mode in PEOPLE:
            self.begins(message.since, [message])
        if self.mode == "waiting" and (not self.places or self.places[-1].how):
            self.places.append(Place(heard, self.reason))  # gone, and back: they stand in the queue again

    def gone(self, line: Line) -> None:
        at = line["received"]
        if self.mode == "closed":
            return
        self.is_gone = True
        self.lets_go(at, "gone")
        self.leaves_queue(at, "abandoned")

    def begins(self, since: int, asked: list[Message]) -> None:
        wait = Wait(since, asked[0] if asked else None, list(asked), self.reason, self.phase)
        wait.pieces = [Piece(self.holder, since)]
        self.waits.append(wait)

    def lets_go(self, at: int, how: str) -> None:
        self.unanswered = []
        if self.wait is not None:
            self.wait.end(at, how)

    # --- the desk

    def moves(self, line: Line) -> None:
        at, verb, before = line["t"], line["verb"], line["from"]
        self.mode = line["to"]
        self.phase += before not in PEOPLE and self.mode in PEOPLE
        self.is_called_for(verb, before, line["reason"])
        if verb in ("take", "take_over", "hand_over"):
            self.comes(line["agent_id"], at)
            if verb == "take" and before == "bot" and self.unanswered:
                self.begins(self.unanswered[0].since, self.unanswered)
        elif verb in ("hand_off", "release", "pass_on"):
            self.holder = None
            self.leaves_queue(at, "moved")
            self.places.append(Place(at, self.reason))
            if verb == "hand_off" and self.unanswered:
                self.begins(self.unanswered[0].since, self.unanswered)
            elif verb == "hand_off":
                self.begins(at, [])
        elif verb in ("give_back", "close"):
            self.holder = None
            self.closed_at = at if verb == "close" else None
            self.expecting = []
            self.lets_go(at, "closed" if verb == "close" else "given_back")
            self.leaves_queue(at, "abandoned" if verb == "close" else "given_back")
        else:
            self.closed_at = None

    def is_called_for(self, verb: str, before: str, reason: str) -> None:
        """Why a person is owed now: its ladder may be another one then."""
        if verb == "hand_off":
            self.reason = reason
        elif verb in ("release", "pass_on"):
            self.reason = "passed_on"
        elif verb == "take" and before == "bot":
            self.reason = "taken_over"
        if self.wait is not None and self.mode in PEOPLE:
            self.wait.reason = self.reason

    def comes(self, agent: int | None, at: int) -> None:
        self.holder = agent
        self.takes.append((at, agent))
        self.accepted_in.add(self.phase)
        for message in self.expecting:
            message.taken = self.takes[-1]
        self.expecting = []
        self.leaves_queue(at, "taken", agent)
        if self.wait is not None:
            self.wait.held_by(agent, at)

    def leaves_queue(self, at: int, how: str, agent: int | None = None) -> None:
        if self.places and not self.places[-1].how:
            place = self.places[-1]
            place.left, place.how, place.agent = at, how, agent

    def accepted(self, letter: Line) -> None:
        """Of a long message the last piece: then the buyer has all of it."""
        if letter["author"] == "timer" or letter["perfunctory"] or letter["part"] != letter["parts"]:
            return
        later = [message for message in self.messages if message.seq > letter["seq"]]
        if letter["author"] == "human":
            self.answered(letter, later)
        self.unanswered = [message for message in self.unanswered if message.seq > letter["seq"]]

    def answered(self, letter: Line, later: list[Message]) -> None:
        at, wait = letter["sent_at"], self.wait
        if wait is not None and wait.answered_by(letter):
            wait.end(at, "answered", letter["author_id"])
            wait.asked = [message for message in wait.asked if message.seq < letter["seq"]]
            if later:
                self.begins(later[0].since, later)
            return
        # Written before the wait was let go, and on its way then: the buyer has the answer all the same.
        let_go = next((one for one in reversed(self.waits) if one is not wait), None)
        if let_go is None or let_go.ended == "answered" or not let_go.answered_by(letter):
            return
        if letter["queued_at"] <= (let_go.until or 0) <= at:
            let_go.end(at, "answered", letter["author_id"])

    def taken_before(self, at: int) -> int:
        """When the conversation had come into the hands that it was in then."""
        return max((taken for taken, _ in self.takes if taken <= at), default=at)

    def said(self, author: str) -> list[tuple[int, int | None]]:
        """Each message of theirs that the channel took whole: when, and who."""
        return [
            (out["sent_at"], out["author_id"]) for out in self.outs
            if out["author"] == author and out["state"] == "sent" and out["part"] == out["parts"]
        ]  # fmt: skip


def talks(export: list[Line]) -> list[Talk]:
    """That the buyer is gone belongs to no conversation; it ends what their last one was waiting for."""
    of: dict[str, dict[int, list[Line]]] = {rec: defaultdict(list) for rec in ("in", "out", "mode")}
    latest: dict[tuple[str, ...], int] = {}
    for line in export:
        if line["rec"] not in of:
            continue
        chat, conv = tuple(line[part] for part in CHAT), line["conv"]
        if line["rec"] == "in" and conv is not None:
            latest[chat] = conv
        elif line["rec"] == "in" and line["kind"] == "gone":
            conv = latest.get(chat)
        if conv is not None:
            of[line["rec"]][conv].append(line)
    found = [Talk(conv, of["in"][conv], of["out"][conv], of["mode"][conv]) for conv in sorted(of["in"])]
    return [talk for talk in found if talk.messages]
