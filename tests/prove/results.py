"""What a proof has found so far, in `var/proof/*.json`: a run that is broken off goes on where it was."""

from __future__ import annotations

import json
import os
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
