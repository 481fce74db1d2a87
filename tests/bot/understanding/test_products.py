"""Ten thousand products, called by names with typos, by nicknames, in other orders and scripts."""

from __future__ import annotations

from bench import products


async def test_the_right_product_comes_first_among_ten_thousand() -> None:
    found = await products.measure()
    assert found["products"] == 10_000
    assert found["first_right"] >= 0.95, found["missed"]
    assert min(found["by_kind"].values()) >= 0.88, found["by_kind"]
