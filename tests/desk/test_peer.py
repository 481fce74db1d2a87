"""Who is calling, through proxies and through lies."""

from __future__ import annotations

import pytest

from desk.peer import household, networks, peer

OURS = networks(["127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48"])


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),  # a stranger may write what it likes
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.1, 203.0.113.7"], "203.0.113.7"),  # the left part is the caller's own
        ("127.0.0.1", ["198.51.100.1", "203.0.113.7"], "203.0.113.7"),  # two headers are one list
        ("127.0.0.1", ["198.51.100.1, 203.0.113.7, 10.1.2.3"], "203.0.113.7"),  # two proxies of ours
        ("127.0.0.1", ["10.0.0.1, 10.0.0.2"], "10.0.0.1"),
        ("127.0.0.1", ["203.0.113.7, <img src=x>"], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.7,"], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.7:4711"], "127.0.0.1"),
        ("::ffff:127.0.0.1", ["::ffff:203.0.113.7"], "203.0.113.7"),
        ("2001:db8:1::5", ["2001:DB8:2::0007"], "2001:db8:2::7"),
        ("", ["203.0.113.7"], ""),
        (None, [], ""),
    ],
)
def test_the_peer_is_the_first_that_is_not_one_of_ours(
    remote: str | None, forwarded: list[str], found: str
) -> None:
    assert peer(remote, forwarded, OURS) == found


def test_without_trusted_proxies_nobody_is_believed() -> None:
    assert peer("127.0.0.1", ["203.0.113.7"], ()) == "127.0.0.1"


def test_a_limit_counts_an_ipv6_customer_once() -> None:
    assert household("2001:db8::1") == household("2001:db8::ffff:1") != household("2001:db8:0:1::1")
    assert household("203.0.113.7") == "203.0.113.7" != household("203.0.113.8")
    assert household("") == ""


@pytest.mark.parametrize("name", ["caddy", "10.0.0.0/33", "10.0.0.0/8/8", ""])
def test_a_proxy_that_is_no_address_is_told_at_start(name: str) -> None:
    with pytest.raises(ValueError):
        networks([name])
