"""Pages can be used by everybody: axe finds nothing on them, in both schemes, on a phone and on a wide screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cleaner import Cleaner
from cleaner.explain.facts import explanation
from cleaner.explain.page import explanation_page
from tests.browser import opened
from tests.test_run_report import lines, reported
from tools import goldens

if TYPE_CHECKING:
    from pathlib import Path

TEXT = goldens.source("004-moscow-times")
SCREENS = [(390, "light"), (1440, "dark")]


def findings(path: Path, width: int, scheme: str, *, first: str) -> list[str]:
    """What axe finds on a page, once the element `first` was clicked."""
    api = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="no axe; pip install -e '.[dev]'"
    )
    size = {"width": width, "height": 900}
    with opened(path, viewport=size, color_scheme=scheme, bypass_csp=True) as tab:
        tab.click(first)
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
