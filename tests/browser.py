"""Pages in a real browser: Debian's Chromium, driven by playwright; where one is missing, tests are skipped.

All tests of a process share one browser, which `closed` ends; each has a context of its own in it.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_started: Final[list[Any]] = []
"""The browser and playwright, once a test has asked for them."""


@contextmanager
def opened(place: Path | str, *, is_checked: bool = True, **context: Any) -> Iterator[Any]:  # noqa: ANN401 - as playwright takes them
    """A tab that shows a file or an address, in a context of playwright with these options; else skips the test.

    The test fails where the page says something on the console, such as that its policy refuses something, or
    asks for anything beyond itself: of an address, beyond the first part of its path; unless not `is_checked`.
    """
    address = place if isinstance(place, str) else place.as_uri()
    own = address if not isinstance(place, str) else "/".join(address.split("/")[:4])
    said: list[str] = []
    tabs = _browser().new_context(**context)
    try:
        tab = tabs.new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("dialog", lambda dialog: said.append(dialog.message))
        tab.on("request", lambda it: said.extend([] if it.url.startswith(own) else [it.url]))
        tab.goto(address)
        yield tab
    finally:
        tabs.close()
    assert said == [] or not is_checked, said


def _browser() -> Any:  # noqa: ANN401 - playwright may be missing
    if CHROMIUM is None:
        pytest.skip("no Chromium; install Debian's package chromium")
    api = pytest.importorskip("playwright.sync_api", reason="no playwright; pip install -e '.[dev]'")
    if not _started:
        playwright = api.sync_playwright().start()
        _started[:] = [
            playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]),
            playwright,
        ]
    return _started[0]


def closed() -> None:
    """End the browser, if there is one."""
    if _started:
        browser, playwright = _started
        browser.close()
        playwright.stop()
        _started.clear()
