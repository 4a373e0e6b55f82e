"""Pages can be used by everybody: axe finds nothing on them, in both schemes, on a phone and on a wide screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cleaner import Cleaner
from cleaner.explain.facts import explanation
from cleaner.explain.page import explanation_page
from tests import reviews
from tests.browser import opened
from tests.test_run_report import lines, reported
from tools import goldens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = goldens.source("004-moscow-times")
SCREENS = [(390, "light"), (1440, "dark")]


def findings(place: Path | str, width: int, scheme: str, *, first: str, then: str = "body") -> list[str]:
    """What axe finds on a page, once the element `first` was clicked and `then` is there.

    axe itself loads the style sheets once more, so what the page asks for is not looked at here.
    """
    size = {"width": width, "height": 900}
    with opened(place, viewport=size, color_scheme=scheme, bypass_csp=True, is_checked=False) as tab:
        tab.click(first)
        tab.wait_for_selector(then)
        return violations(tab)


def violations(tab: Any) -> list[str]:  # noqa: ANN401 - playwright may be missing
    """What axe finds on the page that a tab shows."""
    api = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="no axe; pip install -e '.[dev]'"
    )
    found = api.Axe().run(tab).response["violations"]
    return [f"{it['id']}: {it['nodes'][0]['html']}" for it in found]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_on_an_explained_document(tmp_path: Path, width: int, scheme: str) -> None:
    facts = explanation(Cleaner().clean(TEXT, explain=True), "a.txt")
    (tmp_path / "a.html").write_text(explanation_page(facts))
    assert findings(tmp_path / "a.html", width, scheme, first="#b2 .handle") == []


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_on_a_report(tmp_path: Path, width: int, scheme: str) -> None:
    source = lines(tmp_path, [{"text": TEXT}, {"id": "bad"}])
    reported(source, failing=True)
    page = tmp_path / "r.html"
    reported(source, "--against", tmp_path / "r.json", "--no-site-rules", "--report", page, failing=True)
    assert findings(page, width, scheme, first="summary") == []


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[reviews.Served]:
    report = reviews.run(tmp_path_factory.mktemp("run"), [reviews.page(0), reviews.text(0)])
    with reviews.served(report) as served:
        served.asked("mark", 2, block=2, word="wrong")
        yield served


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_on_a_review(review: reviews.Served, width: int, scheme: str) -> None:
    assert findings(review.address, width, scheme, first="h1") == []
    point = {"first": "#b3 .label", "then": "#b3 .point"}
    assert findings(review.document(2), width, scheme, **point) == []


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing_on_a_rule_that_is_made(review: reviews.Served, width: int, scheme: str) -> None:
    size = {"width": width, "height": 900}
    with opened(
        review.document(1), viewport=size, color_scheme=scheme, bypass_csp=True, is_checked=False
    ) as tab:
        tab.focus("#b2 .handle")
        tab.keyboard.press("p")
        tab.click(".maker .try")
        tab.wait_for_selector(".outcome .alarm, .outcome .calm")
        assert violations(tab) == []
