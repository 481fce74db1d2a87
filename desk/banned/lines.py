"""`shopdesk banned`: what the guard says to a text, for people; and line by line, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from desk.asked_lines import asked_lines
from desk.banned.guard import Guard


def judge(text: str, guard: Guard, role: str = "agent") -> str:
    """The verdict, and for each hit the words, the rule and what to say instead."""
    verdict = guard.check(text, role)
    hits = [f"  {text[h.start : h.end]!r}  {h.rule}  →  {h.say}" for h in verdict.hits]
    return "\n".join([verdict.decision, *hits])


def judge_lines(source: Iterable[str], out: TextIO, guard: Guard) -> int:
    """JSONL in, JSONL out, in the order of the input; how many lines. Raises NotALine."""
    done = 0
    for asked in asked_lines(source):
        verdict = guard.check(asked["text"], str(asked.get("role") or "agent"))
        hits = [{"rule": h.rule, "start": h.start, "end": h.end, "say": h.say} for h in verdict.hits]
        answer = {"id": asked.get("id"), "verdict": verdict.decision, "hits": hits}
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        done += 1
    return done
