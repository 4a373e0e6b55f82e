"""Loads what is otherwise loaded by the first document that needs it."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from cleaner.identify.language import load_detectors
from cleaner.identify.site import registered_domain
from cleaner.lexicon.built_in_phrases import phrases
from cleaner.options import Engine, Options
from cleaner.segment.html.charset import decode

if TYPE_CHECKING:
    from collections.abc import Callable


_TEXT: Final = """A headline of some words

The commission said on Wednesday that the new rules would apply from next year to all companies.
Subscribe to our newsletter"""
_PAGE: Final = """<html lang=en><head><title>A headline of some words</title>
<script type="application/ld+json">{"@type": "Article", "articleBody": "%s"}</script>
</head><body class="page"><nav class="menu"><ul><li><a href="/">Home</a></ul></nav>
<article class="article-body">
<h1>A headline of some words</h1><p>The commission said that the new rules would apply.</p>
<table><tr><td>1</table></article><footer class="footer">Subscribe to our newsletter</footer></body></html>"""
_IN_JAPANESE: Final = "<p>新しい規則は来年からすべての会社に適用される。"
_URL: Final = "https://alwaght.net/"
"""Of a site that has built-in rules: they are read when a document may be theirs."""
_LATER: Final = (
    "cleaner.explain.attribution",
    "cleaner.explain.element_paths",
    "cleaner.rules.outcomes",
    "cleaner.rules.xpath",
    "cleaner.segment.html.blocks_inside",
)
"""What only some rules, or explanations, need."""


@cache
def load(make: Callable[..., Any], engine: Engine, *, metadata: bool, rules: bool) -> None:
    """Load all that documents may need, once in a process; `make` is `Cleaner`, and makes one.

    `rules` says whether site rules take part.
    """
    for name in _LATER:
        import_module(name)
    load_detectors()
    registered_domain("https://example.org/")
    phrases().unspaced.warm()
    cleaner = make(options=Options(engine=engine, find_metadata=metadata, site_rules=rules))
    cleaner.clean(_TEXT, url=_URL).to_dict()
    page = _PAGE % (" ".join([_TEXT.splitlines()[2]] * 9))
    result = cleaner.clean(html=page)
    result.to_dict()
    _ = result.markdown, result.html
    if engine is Engine.FULL:  # trafilatura is asked about pages that leave doubt, and this may leave none
        from cleaner.references.trafilatura import reference  # noqa: PLC0415 - for this engine alone

        reference(page, result.document)
    decode(_IN_JAPANESE.encode("cp932"))  # in an encoding that it does not name
