"""Validates CSS selectors and XPaths, with messages for the person who wrote them.

Both are tried with the libraries that evaluate them on pages. libxml2 reports an unknown function or prefix
only when it evaluates it on an element, so these are checked here.
"""

from __future__ import annotations

import re
from typing import Final

from cleaner.rules.faults import unknown

_BEGINNINGS: Final = ("/", "./", "(", "id(")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_PREFIX: Final = re.compile(r"(?<![\w.-])([A-Za-z_][\w.-]*):(?!:)")
_CALLED: Final = re.compile(r"(?<![\w.:-])([A-Za-z_][\w.-]*)\s*\(")
_NO_FUNCTIONS: Final = ("and", "or", "div", "mod", "text", "node", "comment", "processing-instruction")
_FUNCTIONS: Final = (
    *("boolean", "ceiling", "concat", "contains", "count", "false", "floor", "id", "lang", "last"),
    *("local-name", "name", "namespace-uri", "normalize-space", "not", "number", "position", "round"),
    *("starts-with", "string", "string-length", "substring", "substring-after", "substring-before"),
    *("sum", "translate", "true"),
)
"""The functions of XPath 1.0."""


def check_css(selector: str) -> None:
    """Raise ValueError, with a message for the person who wrote it, if `selector` is no CSS selector."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError  # noqa: PLC0415 - where a rule has one

    try:
        LexborHTMLParser("<p>").css(selector)
    except SelectolaxError:
        hint = "see CSS selectors, level 4; pseudo-elements and :contains() are not among them"
        if selector.lstrip(" (").startswith(("/", "./")):
            hint = "it looks like an XPath; write it under xpath"
        raise ValueError(f'the CSS selector "{selector}" is broken; {hint}') from None


def check_xpath(path: str) -> None:
    """Raise ValueError, with a message for the person who wrote it, if `path` selects no elements."""
    if not path.lstrip().startswith(_BEGINNINGS):
        raise ValueError(
            f'the XPath "{path}" looks nowhere; begin it with //, or write it under css if it is CSS'
        )
    from lxml import etree  # noqa: PLC0415 - for files with XPaths alone

    from cleaner.rules.xpath import evaluate  # noqa: PLC0415 - likewise

    evaluate(path, etree.Element("html"))
    bare = _QUOTED.sub("''", path)
    if prefix := _PREFIX.search(bare):
        what = f'the XPath "{path}" has the prefix "{prefix[1]}", which stands for nothing in HTML'
        raise ValueError(f"{what}; leave it out")
    for name in _CALLED.findall(bare):
        if name not in _FUNCTIONS and name not in _NO_FUNCTIONS:
            raise ValueError(f'in the XPath "{path}": {unknown("function", name, _FUNCTIONS)}')
