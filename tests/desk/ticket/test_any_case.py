"""Whatever anybody presses and however the back end answers: paid once, never too much, no gap, a way on. By the
thousand in `bin/prove`."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.prove.cases import walked


@given(st.integers(0, 10**9))
def test_any_case_keeps_its_promises(seed: int) -> None:
    case = walked(seed)
    assert case is None or case.violations == []
