"""What a proof has found so far, in `var/proof/*.json`: a run that is broken off goes on where it was."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from tests.prove.house import ROOT

PROOF = ROOT / "var" / "proof"


def load(name: str) -> dict[str, Any]:
    """Empty when there is none yet."""
    path = PROOF / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def save(name: str, found: dict[str, Any]) -> None:
    """Whole or not at all."""
    PROOF.mkdir(parents=True, exist_ok=True)
    path = PROOF / f"{name}.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(found, indent=1, ensure_ascii=False), "utf-8")
    os.replace(fresh, path)  # noqa: PTH105


def keep(folder: Path, found: dict[str, Any]) -> None:
    """The evidence of a run that failed, and what the product printed: moved beside the results."""
    kept = PROOF / "failed" / str(found["seed"])
    shutil.rmtree(kept, ignore_errors=True)
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder, kept)
    for violation in found["checked"]["violations"][:20]:
        print(f"  {violation['invariant']}: {violation['what']}", flush=True)
    print(f"  evidence: {kept.relative_to(ROOT)}", flush=True)
