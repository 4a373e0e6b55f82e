"""What a URL says about a page, whatever state the URL is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.identify.site import host, path, registered_domain, url_dates


class TestUrls:
    @pytest.mark.parametrize(
        ("url", "domain"),
        [
            pytest.param("http://News.BBC.co.uk:80/2/hi", "bbc.co.uk", id="upper case, port, double suffix"),
            pytest.param("example.org/a", "example.org", id="no scheme"),
            pytest.param("https://пример.рф/", "xn--e1afmkfd.xn--p1ai", id="IDN"),
            pytest.param("https://user:pw@example.org/", "example.org", id="user and password"),
            pytest.param("https://127.0.0.1:8000/", None, id="IPv4"),
            pytest.param("https://[::1]/", None, id="IPv6"),
            pytest.param("http://[bad", None, id="broken brackets"),
            pytest.param("https://localhost/", None, id="no dot"),
            pytest.param("https://co.uk/", None, id="a bare suffix"),
            pytest.param("", None, id="nothing"),
            pytest.param("///", None, id="slashes"),
        ],
    )
    def test_registered_domain(self, url: str, domain: str | None) -> None:
        assert registered_domain(url) == domain

    @given(st.text(max_size=60))
    def test_no_url_is_too_strange(self, url: str) -> None:
        registered_domain(url), host(url), path(url), url_dates(url), url_dates("https://a.org/" + url)

    @pytest.mark.parametrize(
        ("where", "days"),
        [
            pytest.param("/2023/09/11/a", "2023-09-11 2023-09-11", id="slashes"),
            pytest.param("/news/2023-09-11-a", "2023-09-11 2023-09-11", id="hyphens"),
            pytest.param("/2023/sep/1/a", "2023-09-01 2023-09-01", id="the month's name"),
            pytest.param("/a/20230911/b", "2023-09-11 2023-09-11", id="eight digits"),
            pytest.param("/2023/02/a", "2023-02-01 2023-02-28", id="a month"),
            pytest.param("/2023/9-things-to-do", None, id="a number after a year"),
            pytest.param("/article-120230911", None, id="a number with a date in it"),
            pytest.param("/2023/13/45/a", None, id="no such day"),
            pytest.param("/a?d=2023/09/11", None, id="outside the path"),
        ],
    )
    def test_dates(self, where: str, days: str | None) -> None:
        found = url_dates(f"https://example.org{where}")
        assert (" ".join(map(str, found)) if found else None) == days
