"""The desk dies and comes back, and is handed rubbish: the proofs of `bin/prove` at a twentieth of their counts."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from tests.prove import kill, mutated, refund_kills
from tests.prove.house import Mode

KILLS, REFUND_KILLS, DAMAGED = 10, 2, 1_000


@pytest.mark.parametrize(
    ("mode", "seed"),
    [("polling", 20_261_123), ("webhook", secrets.randbits(32))],
    ids=["fixed-seed", "random-seed"],
)
async def test_killed_under_load_nothing_is_lost_and_nothing_doubled(
    mode: Mode, seed: int, tmp_path: Path
) -> None:
    print(f"seed {seed} by {mode}")
    run = await kill.run_once(seed, mode, KILLS // 2, tmp_path)
    assert run.violations == []
    assert run.found["audited"] > 20 and run.found["lost"] == [], "the loss audit agrees"
    assert run.found["settled_ms"] is not None, "it came to rest"
    assert run.found["exit_code"] == 0
    assert run.found["complaints"] == []
    assert run.found["checked"]["answered"] > 20, "there must have been traffic for this to mean anything"


async def test_killed_while_it_pays_nothing_is_paid_twice_and_nothing_is_forgotten(tmp_path: Path) -> None:
    seed = secrets.randbits(32)
    print(f"seed {seed}")
    found = await refund_kills.run_once(REFUND_KILLS, seed, tmp_path)
    assert found["violations"] == []
    assert found["paid"] > 0, "something must have been paid for this to mean anything"
    assert set(found["albums"]["sent"].values()) == {REFUND_KILLS}, "each way of photos, once for each kill"


async def test_damaged_updates_are_taken_once_each_and_disturb_nobody(tmp_path: Path) -> None:
    seed = secrets.randbits(32)
    print(f"seed {seed}")
    found = await mutated.run_once(DAMAGED, seed, tmp_path)
    assert found["checked"]["violations"] == []
    assert found["statuses"].keys() == {"200"}
    assert found["complaints"] == []
    assert found["checked"]["answered"] > 0, "healthy buyers must have asked for this to mean anything"
