"""What all tests run with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests import browser

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_ID: Final = 200
"""Characters."""


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_tests_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests, and the processes that they start, keep nothing in the user's cache folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLEANER_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _browser_is_closed() -> Iterator[None]:
    """One browser serves all tests of a process."""
    yield
    browser.closed()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes and long texts are no ids of tests.

    gzip's bytes hold the time, and workers must collect the same tests; a page of a megabyte would be the name
    of its test wherever tests are listed.
    """
    is_long = isinstance(val, str) and len(val) > _LONGEST_ID
    return argname if isinstance(val, bytes) or is_long else None
