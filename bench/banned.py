"""How well the guard tells bad sentences from good ones: `python bench/banned.py --data DIR [--json FILE] [--show]`.

DIR holds `*.jsonl`, a sentence a line: id, text, lang, role, family, bad, want (stop, warn or pass). A table for people, by
family and language, and JSON for programs; `--show` lists what was judged wrongly. Then what a text costs. Exits 1 below
what the desk promises.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench.overlap import overlap
from desk.banned.guard import Guard, Rule, Verdict
from desk.banned.tone import load_tone
from desk.clock import ticks
from desk.phrases import load_packs

ROOT = Path(__file__).resolve().parent.parent
CLOSED = frozenset({"contact", "payment", "personal_data", "absolute_claim", "listed"})
OPEN = frozenset({"belittling", "denial", "not_our_job", "company_rules", "someday", "blaming", "rudeness"})
RECALL, ASKED, FALSE_ALARMS = 0.98, 0.85, 0.005
"""Of the closed families, of the open ones, and of ordinary sentences."""
RULES, LETTERS, TIMES = 5_000, 500, 200
Line = dict[str, Any]
Judged = list[tuple[Line, Verdict]]


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--json", type=Path)
    ask.add_argument("--show", action="store_true")
    ask.add_argument("--packs", type=Path, default=ROOT / "scripts_phrases")
    asked = ask.parse_args()
    guard = Guard(load_packs(asked.packs).rules, load_tone(asked.packs))
    judged = [(line, guard.check(line["text"], line["role"])) for line in read(asked.data)]
    found: dict[str, Any] = {"families": families(judged), "sums": sums(judged)}
    found["overlap"] = overlap((line["text"] for line, _ in judged), ROOT, but=asked.data)
    found["ms"] = cost()
    print(table(found))
    if asked.show:
        print(wrong(judged))
    if asked.json:
        asked.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if kept(found["sums"]) and not found["overlap"] else 1


def read(folder: Path) -> list[Line]:
    files = sorted(folder.glob("*.jsonl"))
    return [
        json.loads(line)
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def right(line: Line, verdict: Verdict) -> bool:
    return {
        "stop": verdict.decision in ("ask", "block"),
        "warn": verdict.decision != "pass",
        "pass": verdict.decision == "pass",
    }[line["want"]]


def families(judged: Judged) -> dict[str, dict[str, Any]]:
    parts: dict[str, Judged] = defaultdict(list)
    for line, verdict in judged:
        parts[f"{line['family']} {line['lang']}"].append((line, verdict))
    return {
        name: {
            "sentences": len(part),
            "right": sum(right(line, verdict) for line, verdict in part),
            "by_lists": sum(
                any("/" in h.rule and not h.rule.startswith("tone/") for h in v.hits) for _, v in part
            ),
        }
        for name, part in sorted(parts.items())
    }


def sums(judged: Judged) -> dict[str, float | None]:
    passed = {
        family: _share(right(line, v) for line, v in judged if line["family"] == family)
        for family in ("ordinary", "near_miss")
    }
    return {
        "closed": _share(right(line, v) for line, v in judged if line["family"] in CLOSED),
        "open": _share(right(line, v) for line, v in judged if line["family"] in OPEN),
        "perfunctory": _share(right(line, v) for line, v in judged if line["family"] == "perfunctory"),
        "false_alarms": None if passed["ordinary"] is None else round(1 - passed["ordinary"], 4),
        "near_misses_passed": passed["near_miss"],
    }


def kept(sums: dict[str, float | None]) -> bool:
    """Whether the promises are: of what was measured at all."""
    closed, asked, alarms = sums["closed"], sums["open"], sums["false_alarms"]
    return (
        (closed is None or closed >= RECALL)
        and (asked is None or asked >= ASKED)
        and (alarms is None or alarms <= FALSE_ALARMS)
    )


def cost() -> dict[str, float]:
    """Milliseconds that a text of 500 letters takes a guard of 5,000 rules; and the tone, a sentence."""
    rules = [
        Rule(f"r{n}", "f", "block", (f"phrase {n} {n * 7919 % 10007}", f"词{chr(0x4E00 + n)}语"))
        for n in range(RULES)
    ]
    guard, tone = Guard(rules), load_tone(ROOT / "scripts_phrases")
    said = {
        "en": "We ship your lamp on Tuesday, it takes two days. ",
        "zh": "您的台灯周二发出，大概两天能到，",
    }
    spent: dict[str, float] = {}
    for lang, sentence in said.items():
        text = (sentence * LETTERS)[:LETTERS]
        spent[f"lists {lang}"] = _fastest(lambda text=text: guard.check(text, "agent"))
        if tone is not None:
            spent[f"tone {lang}"] = _fastest(lambda sentence=sentence: tone.hears(sentence))
    return spent


def _fastest(work: Callable[[], object]) -> float:
    """The fastest of many: what is slower was somebody else's work."""
    waits = []
    for _ in range(TIMES):
        began = ticks()
        work()
        waits.append(ticks() - began)
    return round(1000 * min(waits), 3)


def table(found: dict[str, Any]) -> str:
    lines = [f"{'family':<32}{'sentences':>10}{'right':>8}{'share':>8}{'by lists':>10}"]
    for name, part in found["families"].items():
        share = part["right"] / part["sentences"]
        lines.append(
            f"{name:<32}{part['sentences']:>10}{part['right']:>8}{share:>8.3f}{part['by_lists']:>10}"
        )
    lines += [f"{name:<32}{'' if share is None else share:>26}" for name, share in found["sums"].items()]
    lines += [f"{f'{name}, ms':<32}{spent:>26}" for name, spent in found["ms"].items()]
    if found["overlap"]:
        lines.append(f"{len(found['overlap'])} of these sentences stand in the project itself.")
    return "\n".join(lines)


def wrong(judged: Judged) -> str:
    return "\n".join(
        f"{line['id']} {line['family']} {verdict.decision}: {line['text']}  {[(h.rule, line['text'][h.start : h.end]) for h in verdict.hits]}"
        for line, verdict in judged
        if not right(line, verdict)
    )


def _share(held: Iterable[bool]) -> float | None:
    known = list(held)
    return round(sum(known) / len(known), 4) if known else None


if __name__ == "__main__":
    sys.exit(main())
