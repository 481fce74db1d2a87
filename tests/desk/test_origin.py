"""Origins as browsers write them."""

from __future__ import annotations

import pytest

from desk.origin import origin


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://lantern.example", "https://lantern.example"),
        ("https://Lantern.Example:443/", "https://lantern.example"),
        ("http://lantern.example:80", "http://lantern.example"),
        ("https://lantern.example:8443", "https://lantern.example:8443"),
        ("http://lantern.example:443", "http://lantern.example:443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://中文.example", "https://xn--fiq228c.example"),
    ],
)
def test_an_address_becomes_an_origin(address: str, written: str) -> None:
    assert origin(address) == written
