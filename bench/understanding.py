"""How well the shipped packs understand other people's sentences: `python bench/understanding.py --data DIR [--json FILE]`.

DIR holds `dev.jsonl` (text, lang, intent, alt, style, source) and `entities_dev.jsonl` (text, entities). One
table for people, one JSON for programs. Exits 1 when one of the sentences measured stands in the packs or anywhere
else in the project.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench.overlap import overlap
from bot.understanding import Understanding
from bot.understanding.understander import Offline, understander
from desk.phrases import load_packs

ROOT = Path(__file__).resolve().parent.parent
OUT = "out_of_scope"
NOT_COUNTED = frozenset({"ack", OUT})
NUMBERS = frozenset({"sku", "order_number", "tracking_number"})
Line = dict[str, Any]
Heard = list[tuple[Line, Understanding]]


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--json", type=Path)
    ask.add_argument("--packs", type=Path, default=Path("scripts_phrases"))
    asked = ask.parse_args()
    began = time.perf_counter()
    packs = load_packs(asked.packs)
    offline, warnings = understander(packs, asked.packs)
    loading = time.perf_counter() - began
    lines = _read(asked.data / "dev.jsonl")
    heard = [(line, offline.understand(line["text"])) for line in lines]
    found: dict[str, Any] = {"warnings": [str(w) for w in warnings], "load_s": round(loading, 2)}
    found["groups"] = {name: measured(part) for name, part in groups(heard).items()}
    found["speed"] = speed(offline, [line["text"] for line in lines])
    valued = _read(asked.data / "entities_dev.jsonl")
    found["slots"] = slots(offline, valued)
    found["overlap"] = overlap((line["text"] for line in (*lines, *valued)), ROOT)
    print(table(found))
    if asked.json:
        asked.json.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if found["overlap"] else 0


def groups(heard: Heard) -> dict[str, Heard]:
    """All; by language; real and made up apart; by source."""
    parts: dict[str, Heard] = defaultdict(list)
    for line, meant in heard:
        language = line["lang"][:2]
        kind = "real" if line["style"] == "real" else "other"
        for name in ("all", f"{language} {kind}", f"source {line['source']} {language}"):
            parts[name].append((line, meant))
    return {name: parts[name] for name in sorted(parts) if len(parts[name]) >= 30}


def right(line: Line, intent: str) -> bool:
    """Lenient: what is listed as equally acceptable counts."""
    return intent == line["intent"] or intent in line.get("alt", ())


def measured(heard: Heard) -> dict[str, Any]:
    counted = [(line, meant) for line, meant in heard if line["intent"] not in NOT_COUNTED]
    answered = [(line, meant) for line, meant in heard if meant.action == "answer"]
    wrong = [one for one in answered if not right(one[0], one[1].intent)]
    outside = [(line, meant) for line, meant in heard if line["intent"] == OUT]
    let_out = [m for line, m in outside if m.action == "answer" and not right(line, m.intent)]
    return {
        "lines": len(heard),
        "accuracy": _share([right(line, m.intent) for line, m in counted]),
        "top3": _share([any(right(line, name) for name, _ in m.top) for line, m in counted]),
        "answered": _share([m.action == "answer" for _, m in counted]),
        "answers": len(answered),
        "wrong_of_answers": round(len(wrong) / len(answered), 4) if answered else 0.0,
        "outside": len(outside),
        "outside_not_answered": round(1 - len(let_out) / len(outside), 4) if outside else 1.0,
    }


def _share(hits: list[bool]) -> float:
    return round(sum(hits) / len(hits), 4) if hits else 0.0


def speed(offline: Offline, texts: list[str]) -> dict[str, float]:
    """One at a time: sentences a second and p99 by the wall, and CPU per sentence, which neighbours disturb less."""
    took = []
    cpu = time.process_time()
    for text in texts:
        began = time.perf_counter()
        offline.understand(text)
        took.append(time.perf_counter() - began)
    cpu = time.process_time() - cpu
    took.sort()
    return {
        "per_second": round(len(took) / sum(took)),
        "p99_ms": round(took[int(len(took) * 0.99)] * 1e3, 3),
        "cpu_us": round(cpu / len(took) * 1e6, 1),
    }


def slots(offline: Offline, lines: list[Line]) -> dict[str, float]:
    """F1 over exact spans without `product`; a bare number of 10 to 13 digits may be any of the three numbers."""
    hit = extra = missed = 0
    for line in lines:
        wanted = [e for e in line["entities"] if e["type"] not in {"product", "invoice_number"}]
        for slot in offline.understand(line["text"]).slots:
            same = [e for e in wanted if _same(e, slot.type, slot.start, slot.end, line["text"])]
            if same:
                wanted.remove(same[0])
                hit += 1
            else:
                extra += 1
        missed += len(wanted)
    precision, recall = hit / max(1, hit + extra), hit / max(1, hit + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _same(wanted: Line, kind: str, start: int, end: int, text: str) -> bool:
    if (wanted["start"], wanted["end"]) != (start, end):
        return False
    number = text[start:end]
    bare = number.isdigit() and 10 <= len(number) <= 13
    return wanted["type"] == kind or (bare and wanted["type"] in NUMBERS and kind in NUMBERS)


def table(found: dict[str, Any]) -> str:
    head = f"{'':34}{'lines':>6}{'acc':>7}{'top3':>7}{'answ.':>7}{'answers':>8}{'wrong':>7}{'outside':>8}{'kept':>7}"
    rows = [head]
    for name, m in found["groups"].items():
        rows.append(
            f"{name:34}{m['lines']:>6}{m['accuracy']:>7.3f}{m['top3']:>7.3f}{m['answered']:>7.3f}"
            f"{m['answers']:>8}{m['wrong_of_answers']:>7.3f}{m['outside']:>8}{m['outside_not_answered']:>7.3f}"
        )
    rows += [f"{key}: {found[key]}" for key in ("speed", "slots", "load_s", "warnings")]
    rows += [f"overlap: {file}: {sentence}" for file, sentence in found["overlap"]] or ["overlap: none"]
    return "\n".join(rows)


def _read(file: Path) -> list[Line]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
