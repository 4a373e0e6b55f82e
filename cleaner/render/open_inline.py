"""Openings of inline elements: marks and links; see `openings`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.render import elements
from cleaner.render.addresses import link_address
from cleaner.render.code import is_block
from cleaner.render.marks import with_mark
from cleaner.render.open_atoms import open_formula
from cleaner.render.open_code import open_code, open_code_part
from cleaner.render.tree import Kind, Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

    from cleaner.render.reading import Reading

_DRAWN: Final = frozenset(
    ("MathJax", "MathJax_Preview", "MathJax_Display", "MathJax_SVG", "MathJax_CHTML", "mjx-chtml")
)
"""Classes of what MathJax draws beside the script with the formula."""
_BACK: Final = "mw-cite-backlink"
"""Class of what MediaWiki puts before a footnote: the ways back to all its references."""


def _mark(reading: Reading, mark: Node) -> None:
    reading.marks = with_mark(reading.marks, mark)


def open_mark(reading: Reading, node: LexborNode) -> None:
    """Emphasis, code and the like."""
    if reading.state.code is not None:
        open_code_part(reading, node)
        return
    kind = elements.MARKS[node.tag or ""]
    if kind is Kind.INLINE_CODE and reading.leaf is None and is_block(node):
        open_code(reading, node)
        return
    if kind in {Kind.STRONG, Kind.EMPHASIS} and elements.unmarked(kind, node.attributes):
        return
    _mark(reading, Node(kind))
    if kind is Kind.SUPERSCRIPT and (label := reading.footnotes.references.get(node.mem_id)):
        _mark(reading, Node(Kind.REFERENCE, value=label))


def open_span(reading: Reading, node: LexborNode) -> None:
    """A `span`: a mark by its style, or a formula that a script has drawn."""
    if reading.state.code is not None or reading.state.code_table:
        open_code_part(reading, node)
        return
    given = node.attributes
    names = given.get("class")
    if names and names.startswith("katex") and open_formula(reading, node):
        return
    is_drawn = names and "MathJax" in names and not _DRAWN.isdisjoint(names.split())
    if is_drawn or (names == _BACK and _in_footnote(reading)):
        reading.state = reading.state._replace(skip=True)
    elif "style" in given:
        for kind in elements.styled(given):
            _mark(reading, Node(kind))


def open_link(reading: Reading, node: LexborNode) -> None:
    """A link: to a footnote, back from one, or to an address."""
    given = node.attributes
    if reading.state.code is not None:
        open_code_part(reading, node)
        return
    if "href" not in given:
        return
    if reading.leaf is not None:
        reading.leaf.open_link()
    number = node.mem_id
    if number in reading.footnotes.back and _in_footnote(reading):
        reading.state = reading.state._replace(skip=True)
        return
    address = link_address(given.get("href"), reading.settings.url)
    if label := reading.footnotes.references.get(number):
        _mark(reading, Node(Kind.REFERENCE, value=label, url=address if reading.settings.links else ""))
    elif reading.state.heading and _is_permalink(node):
        reading.state = reading.state._replace(skip=True)
    elif address and reading.settings.links and not _leads_to_itself(reading, given):
        _mark(reading, Node(Kind.LINK, url=address))


def _leads_to_itself(reading: Reading, given: Mapping[str, str | None]) -> bool:
    """Whether a link in a heading gives a place on the same page: its own, for who wants the address."""
    return reading.state.heading > 0 and (given.get("href") or "").startswith("#")


def _in_footnote(reading: Reading) -> bool:
    return any(it.kind is Kind.FOOTNOTE for it in reading.open_nodes.nodes)


def _is_permalink(link: LexborNode) -> bool:
    """Whether a link in a heading is the sign that gives the heading's own address."""
    return (link.text() or "").strip() in {
        "#",
        "¶",
        "§",
        "🔗",
        "\uf0c1",
        "\u200b#",
        "\u200b",
        "Link",
    } and "#" in (link.attributes.get("href") or "")


def open_reading(reading: Reading, node: LexborNode) -> None:
    """How the characters of a ruby are read."""
    for mark in reading.marks:
        if mark.kind is Kind.RUBY:
            mark.value += "".join((node.text() or "").split())
    reading.state = reading.state._replace(skip=True)


def open_break(reading: Reading, _node: LexborNode) -> None:
    """A line break."""
    reading.line_end()
