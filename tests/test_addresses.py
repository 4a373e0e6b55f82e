"""Addresses of links are joined as the standard library joins them, which is slow for the plain ones."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.render.addresses import link_address

PARTS = st.sampled_from(("/", "//", "..", ".", "#", "?", ";", "a", "b.c", "né", "%20", "@", "=", "/c"))


@given(
    st.lists(PARTS, min_size=1, max_size=6).map("".join).filter(lambda it: it != "#"),
    st.sampled_from(("https://x.org/", "https://x.org", "https://x.org/a/../b", "https://x.org/a?q#z")),
)
def test_relative_addresses_are_those_of_the_standard_library(address: str, base: str) -> None:
    assert link_address(address, base) == urljoin(base, address)


@pytest.mark.parametrize("address", ["//other.org/a", "/a/../b", "/a//b/", "#b:c", "?q", "../x"])
def test_plain_addresses_are_joined_likewise(address: str) -> None:
    assert link_address(address, "https://x.org/d/e") == urljoin("https://x.org/d/e", address)
