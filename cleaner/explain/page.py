"""An explained result as an HTML page by itself: `cleaner explain --format html`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.pages.render import render

if TYPE_CHECKING:
    from collections.abc import Mapping


def explanation_page(facts: Mapping[str, Any]) -> str:
    """The page of `facts`, as `cleaner.explain.facts.explanation` gives them."""
    return render(
        "explain.html",
        styles=("base.css", "explain.css"),
        script="explain.js",
        items=facts["blocks"],
        **facts,
    )
