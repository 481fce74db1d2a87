"""A day in small: what bin/prove plays in full."""

from __future__ import annotations

from pathlib import Path

from tests.prove import ladder_judge
from tests.prove.busy_day import played


async def test_a_day_with_three_agents_keeps_every_step_of_every_ladder(tmp_path: Path) -> None:
    found = ladder_judge.judged(*await played(tmp_path, seed=7, buyers=24))
    assert found["violations"] == []
    assert found["counts"]["debts"] > 30 and found["counts"]["steps fired"] > 30
