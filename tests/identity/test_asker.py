"""Which address a request comes from, and which part of it counts as one place."""

from __future__ import annotations

import pytest
from django.test import RequestFactory, override_settings

from portal_api.identity.asker import client_address, network_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "address"),
    [
        pytest.param(0, "6.6.6.6", "198.51.100.7", "198.51.100.7", id="no proxy: the header is anybody's"),
        pytest.param(1, "198.51.100.7", "10.0.0.1", "198.51.100.7", id="one proxy"),
        pytest.param(1, "6.6.6.6, 198.51.100.7", "10.0.0.1", "198.51.100.7", id="one proxy, a forged hop"),
        pytest.param(2, "6.6.6.6, 198.51.100.7, 10.0.0.2", "10.0.0.1", "198.51.100.7", id="two proxies"),
        pytest.param(1, "", "10.0.0.1", "10.0.0.1", id="a proxy that says nothing"),
        pytest.param(1, "not an address", "10.0.0.1", "", id="nonsense"),
        pytest.param(1, "2001:DB8::1", "10.0.0.1", "2001:db8::1", id="version 6"),
    ],
)
def test_the_address_is_what_our_own_proxy_saw(proxies: int, forwarded: str, peer: str, address: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)

    with override_settings(PORTICO_TRUSTED_PROXIES=proxies):
        assert client_address(request) == address


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("", "unknown"),
    ],
)
def test_one_customers_many_addresses_are_one_place(address: str, place: str) -> None:
    assert network_of(address) == place
