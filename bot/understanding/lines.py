"""`shopdesk understand`: what a sentence means and why, for people; and line by line, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TextIO

from bot.understanding import Understanding
from bot.understanding.understander import Offline
from desk.asked_lines import asked_lines

WHAT_HAPPENS = {
    "answer": "the desk answers",
    "clarify": "the desk asks what is meant",
    "handoff": "a person is needed",
}


def explain(text: str, offline: Offline) -> str:
    """What was understood and why, in a few lines for a person."""
    meant = offline.understand(text)
    lines = [
        f"{meant.intent}  {meant.confidence:.0%}  →  {WHAT_HAPPENS[meant.action]}",
        f"language   {meant.language}",
        f"why        {meant.why}",
        "likeliest  " + ", ".join(f"{name} {odds:.0%}" for name, odds in meant.top),
    ]
    lines += [f"{s.type:<16} {s.value!r} at {s.start}–{s.end}" for s in meant.slots]
    lines += [f"product    {guess.product}  {guess.score:.0%}" for guess in meant.products]
    nearest = [f"  {said!r} ({intent}) {likeness:.0%}" for said, intent, likeness in offline.nearest(text)]
    return "\n".join([*lines, "nearest examples", *(nearest or ["  none"])])


def understand_lines(source: Iterable[str], out: TextIO, offline: Offline) -> int:
    """JSONL in, JSONL out, in the order of the input; how many lines. Raises NotALine."""
    done = 0
    for asked in asked_lines(source):
        meant = offline.understand(asked["text"], _tag(asked.get("lang")))
        out.write(json.dumps(_answer(asked.get("id"), meant), ensure_ascii=False) + "\n")
        done += 1
    return done


def _tag(lang: str | None) -> str | None:
    """A hint in any usual spelling as one of ours: zh, zh-Hans, zh-Hant, zh_TW, en-GB."""
    low = str(lang or "").lower().replace("_", "-")
    if low.startswith("zh"):
        return "zh-TW" if any(part in low for part in ("hant", "tw", "hk", "mo")) else "zh-CN"
    return "en" if low.startswith("en") else None


def _answer(id: object, meant: Understanding) -> dict[str, object]:
    return {
        "id": id,
        "intent": meant.intent,
        "confidence": meant.confidence,
        "top": [list(one) for one in _three(meant)],
        "action": meant.action,
        "slots": [{"type": s.type, "value": s.value, "start": s.start, "end": s.end} for s in meant.slots],
    }


def _three(meant: Understanding) -> Iterator[tuple[str, float]]:
    """Always three, as promised; those that were not thought of have no likelihood."""
    yield from meant.top[:3]
    named = {name for name, _ in meant.top}
    spare = (
        name for name in ("out_of_scope", "greeting", "product_info", "order_status") if name not in named
    )
    for name, _ in zip(spare, range(3 - len(meant.top)), strict=False):
        yield name, 0.0
