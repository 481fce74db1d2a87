"""The checker lets an honest log pass and finds what is wrong with each doctored one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.prove.checker import judge, sha

LAMP, RUG, SOFA, VASE, BED = (f"T-{n:016d}" for n in range(1, 6))
"""Orders that buyers ask about."""
MINA, WU, JO = "7", "8", "9"
HELLO = "Hello, I am a bot."


@dataclass
class Log:
    """The three files of a run, written line by line as the run goes."""

    ingress: list[dict[str, Any]] = field(default_factory=list)
    egress: list[dict[str, Any]] = field(default_factory=list)
    export: list[dict[str, Any]] = field(default_factory=list)
    seqs: dict[str, int] = field(default_factory=dict)
    now: int = 1_000_000

    def says(self, ext: int, chat: str, text: str, kind: str = "msg", **more: Any) -> None:
        nonce = more.pop("nonce", None)
        msg_id, join = str(more.pop("msg_id", ext)), more.pop("join", None)
        self.now += 3_000
        line = {"try": 1, "t": self.now, "channel": "telegram", "account": "main", "ext_id": str(ext), "chat": chat,
                "kind": kind, "msg_id": msg_id, "group": None, "text_sha": sha(text), "file_sha": None, "nonce": nonce,
                "status": None} | more  # fmt: skip
        self.ingress += [line, line | {"t": self.now + 40, "status": 200}]
        seq = join or self._next(chat)
        self.export.append(
            {"rec": "in", "channel": "telegram", "account": "main", "ext_id": str(ext), "chat": chat,
             "conv": int(chat) * 10, "seq": seq, "state": "done", "kind": kind, "group_id": line["group"],
             "t": self.now, "received": self.now + 20, "text_sha": sha(text), "files": [], "revisions": 0}
        )  # fmt: skip

    def answers(self, chat: str, text: str, cause: int | None, **more: Any) -> None:
        """`verdict` None: it never reached the channel."""
        self.now += 100
        verdict, state = more.pop("verdict", "ok"), more.pop("state", "sent")
        number = sum(r["rec"] == "out" for r in self.export) + 1
        self.export.append(
            {"rec": "out", "id": number, "conv": int(chat) * 10, "seq": more.pop("seq", None) or self._next(chat),
             "author": "bot", "cause_ext_id": None if cause is None else str(cause), "state": state,
             "text_sha": sha(text), "mode_version": 0, "part": 1, "parts": 1} | more
        )  # fmt: skip
        if verdict is not None:
            self.arrives(chat, text, verdict)

    def arrives(self, chat: str, text: str, verdict: str = "ok") -> None:
        self.egress.append(
            {"n": len(self.egress) + 1, "t": self.now, "method": "sendMessage", "account": "main", "chat": chat,
             "text": text, "file_sha": None, "verdict": verdict, "retry_after": None, "message_id": "1"}
        )  # fmt: skip

    def changes_hands(self, chat: str, before: str, after: str, by: str) -> None:
        self.now += 5_000
        seq = sum(r["rec"] == "mode" for r in self.export) + 1
        self.export.append(
            {
                "rec": "mode",
                "conv": int(chat) * 10,
                "seq": seq,
                "t": self.now,
                "from": before,
                "to": after,
                "by": by,
            }
        )

    def _next(self, chat: str) -> int:
        self.seqs[chat] = self.seqs.get(chat, 0) + 1
        return self.seqs[chat]

    # --- for those who doctor it

    def asked(self, ext: int) -> dict[str, Any]:
        return next(r for r in self.export if r["rec"] == "in" and r["ext_id"] == str(ext))

    def letter(self, text: str) -> dict[str, Any]:
        return next(r for r in self.export if r["rec"] == "out" and r["text_sha"] == sha(text))

    def arrived(self, text: str) -> dict[str, Any]:
        return next(line for line in self.egress if line["text"] == text)

    def modes(self) -> list[dict[str, Any]]:
        return [r for r in self.export if r["rec"] == "mode"]


def about(order: str) -> str:
    return f"Order {order} is on its way."


def honest() -> Log:
    """A question, its edit, an album, a press, a letter lost and handed over, and a person's hour."""
    log = Log()
    log.says(1, MINA, f"where is {LAMP}", nonce=LAMP)
    log.answers(MINA, HELLO, 1)
    log.answers(MINA, about(LAMP), 1)
    log.says(2, MINA, f"where is {LAMP} please", "edit", nonce=LAMP, msg_id=1, join=1)
    log.asked(1)["revisions"] = 1
    log.says(3, MINA, f"and {RUG}", "photo", nonce=RUG, group="album")
    log.says(4, MINA, "", "photo", group="album", join=log.asked(3)["seq"])
    log.answers(MINA, about(RUG), 3)
    log.says(5, WU, f"o:{SOFA}", "press", nonce=SOFA, msg_id=77)
    log.answers(WU, "A long word,", 5, part=1, parts=2)
    log.answers(WU, about(SOFA), 5, seq=log.seqs[WU], part=2, parts=2)
    log.says(6, WU, f"where is {VASE}", nonce=VASE)
    log.answers(WU, about(VASE), 6, verdict="refused_before", state="unknown")
    log.changes_hands(WU, "bot", "waiting", "timer")
    log.says(7, WU, "nobody answers this", nonce=None)
    log.changes_hands(MINA, "bot", "human", "agent")
    log.says(8, MINA, f"is {BED} late?", nonce=BED)
    log.answers(MINA, "Otto looks after it.", None, author="human")
    log.changes_hands(MINA, "human", "bot", "agent")
    log.answers(MINA, "Cancelled in time.", None, verdict=None, state="cancelled")
    log.says(9, JO, "\x00", "msg", raw_sha="ab", text_sha=None)
    log.asked(9).update(state="dead", conv=None, seq=None, raw_sha="ab")
    return log


def again(log: Log, line: dict[str, Any]) -> None:
    log.egress.append(line | {"n": 999})


def swap_answers(log: Log) -> None:
    first, second = log.arrived(about(LAMP)), log.arrived(about(RUG))
    first["text"], second["text"] = second["text"], first["text"]


def answer_in_between(log: Log) -> None:
    log.egress.remove(part := log.arrived("A long word,"))
    log.egress.append(part)


def speak_over_the_agent(log: Log) -> None:
    log.arrived(about(RUG))["t"] = log.modes()[1]["t"] + 201


def answer_what_a_person_was_asked(log: Log) -> None:
    log.answers(MINA, about(BED), 8)


def part_the_album(log: Log) -> None:
    log.asked(4)["seq"] = 40


def answer_each_sibling(log: Log) -> None:
    log.answers(MINA, "Thank you for the photo.", 3)
    log.answers(MINA, "Thank you for the photo!", 4)


def lose_the_letter_too(log: Log) -> None:
    log.export.remove(log.letter(about(VASE)))
    log.egress.remove(log.arrived(about(VASE)))


def nobody_is_told(log: Log) -> None:
    log.export.remove(log.modes()[0])


def greeting_lost_for_an_answer(log: Log) -> None:
    """A greeting that is unsure is no excuse for the answer that never was."""
    lose_the_letter_too(log)
    log.answers(WU, HELLO, 6, verdict=None, state="unknown")


def tell_another(log: Log) -> None:
    log.arrived(about(LAMP))["chat"] = WU


def numbers_against_the_channel(log: Log) -> None:
    log.asked(6)["seq"], log.asked(7)["seq"] = log.asked(7)["seq"], log.asked(6)["seq"]


DOCTORED: dict[str, tuple[str, Callable[[Log], object]]] = {
    "accepted and not kept": ("I1", lambda log: log.export.remove(log.asked(3))),
    "kept twice": ("I1", lambda log: log.export.append(log.asked(1) | {"seq": 99})),
    "kept and never sent": ("I1", lambda log: log.export.append(log.asked(1) | {"ext_id": "404"})),
    "another text": ("I1b", lambda log: log.asked(1).update(text_sha=sha("where is my money"))),
    "no revision": ("I1b", lambda log: log.asked(1).update(revisions=0)),
    "the edit as a message": ("I1b", lambda log: log.asked(2).update(seq=50)),
    "answered twice": ("I2", lambda log: again(log, log.arrived(about(LAMP)))),
    "answered twice, once unheard": (
        "I2", lambda log: again(log, log.arrived(about(LAMP)) | {"verdict": "accepted_answer_lost"})),
    "never answered": ("I2b", lambda log: log.egress.remove(log.arrived(about(LAMP)))),
    "the lost letter is no letter": ("I2b", lose_the_letter_too),
    "lost, and nobody looks": ("I2b", nobody_is_told),
    "only the greeting is unsure": ("I2b", greeting_lost_for_an_answer),
    "told to somebody else": ("I2c", tell_another),
    "answers in another order": ("I3", swap_answers),
    "parts come apart": ("I3", answer_in_between),
    "one number for two": ("I3", lambda log: log.asked(7).update(seq=log.asked(6)["seq"])),
    "numbers against the channel": ("I3", numbers_against_the_channel),
    "sent and not delivered": ("I4", lambda log: log.egress.remove(log.arrived("Otto looks after it."))),
    "cancelled and delivered": ("I4", lambda log: log.arrives(MINA, "Cancelled in time.")),
    "failed and delivered": ("I4", lambda log: log.letter(about(LAMP)).update(state="failed")),
    "delivered without a record": ("I4", lambda log: log.arrives(MINA, "I am nobody's letter.")),
    "still on its way": ("I4", lambda log: log.letter(about(LAMP)).update(state="sending")),
    "the bot over the agent": ("I5", speak_over_the_agent),
    "the bot answers what a person was asked": ("I5", answer_what_a_person_was_asked),
    "an album in two": ("I6b", part_the_album),
    "an album answered twice": ("I6b", answer_each_sibling),
    "never thought about": ("I9", lambda log: log.asked(8).update(state="new")),
    "dead without its bytes": ("I9", lambda log: log.asked(9).pop("raw_sha")),
    "dead with other bytes": ("I9", lambda log: log.asked(9).update(raw_sha="cd")),
}  # fmt: skip


def test_an_honest_log_passes() -> None:
    log = honest()
    report = judge(log.ingress, log.egress, log.export)
    assert report.violations == []
    assert (report.keys, report.accepted, report.attempts) == (9, 9, 18)
    assert (report.nonces, report.answered, report.faults) == (5, 3, {"refused_before": 1})


def test_a_letter_that_was_tried_again_counts_once() -> None:
    log = honest()
    log.ingress.insert(0, log.ingress[0] | {"status": None})
    assert judge(log.ingress, log.egress, log.export).violations == []


@pytest.mark.parametrize("name", DOCTORED)
def test_a_doctored_log_is_found_out(name: str) -> None:
    invariant, doctor = DOCTORED[name]
    log = deepcopy(honest())
    doctor(log)
    found = judge(log.ingress, log.egress, log.export).violations
    assert invariant in {violation.invariant for violation in found}


def test_the_command_says_what_is_wrong_and_leaves_with_one(tmp_path: Path) -> None:
    log = honest()
    log.export.remove(log.asked(3))
    for name in ("ingress", "egress", "export"):
        lines = "".join(json.dumps(line) + "\n" for line in getattr(log, name))
        (tmp_path / f"{name}.jsonl").write_text(lines)
    done = subprocess.run(
        [sys.executable, "-m", "tests.prove.checker", str(tmp_path)], capture_output=True, text=True
    )
    assert done.returncode == 1
    found = json.loads(done.stdout)["violations"]
    assert found[0] == {"invariant": "I1", "what": "accepted and not stored: ('telegram', 'main', '3')"}
