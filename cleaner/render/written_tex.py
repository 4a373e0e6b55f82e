r"""Formulas that stand in the text as TeX, between the signs that MathJax and KaTeX look for.

Only on pages that load one of these, as others may show `\(` and `$$` as they are. A single `$` opens a
formula as Pandoc has it: with no space inside of it, and no digit after the second, so that prices are none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.render.tree import Kind, Node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborHTMLParser

    from cleaner.render.leaves import Leaf

_SIGNS: Final = ("$", "\\(", "\\[", "\\begin{")
_RENDERER: Final = 'script[src*="mathjax" i],script[src*="katex" i]'
_INNER: Final = r"(?:[^\\]|\\(?![()\[\]]))+"
"""What holds no other sign, so that a text of opening signs alone is read once."""
_FORMULA: Final = re.compile(
    r"\$\$(?P<dollars>[^$]+)\$\$"
    rf"|\\\[(?P<brackets>{_INNER})\\\]"
    rf"|\\\((?P<round>{_INNER})\\\)"
    r"|\A(?P<environment>\\begin\{(?P<name>\w+\*?)\}.+?\\end\{(?P=name)\})"
    r"|(?<![\\$\w])\$(?P<dollar>[^\s$](?:[^$]*[^\s$\\])?)\$(?![\d$])",
    re.DOTALL,
)
_ON_LINES_OF_ITS_OWN: Final = frozenset(("dollars", "brackets", "environment"))


def has_written_tex(leaves: Iterable[Leaf], tree: LexborHTMLParser) -> bool:
    """Whether there may be formulas in the texts of leaves; the page is asked only then."""
    may_have = any(sign in leaf.expected for leaf in leaves for sign in _SIGNS)
    return may_have and tree.css_first(_RENDERER) is not None


def with_formulas(nodes: list[Node]) -> list[Node]:
    """Inline pieces with formulas for the TeX in their texts; code is left alone."""
    made: list[Node] = []
    for node in nodes:
        if node.kind is Kind.TEXT:
            made += _pieces(node.value)
            continue
        if node.kind is not Kind.INLINE_CODE:
            node.children = with_formulas(node.children)
        made.append(node)
    return made


def _pieces(text: str) -> list[Node]:
    pieces: list[Node] = []
    end = 0
    for found in _FORMULA.finditer(text):
        kind = next(name for name, tex in found.groupdict().items() if tex is not None)
        pieces.append(Node(Kind.TEXT, value=text[end : found.start()]))
        display = kind in _ON_LINES_OF_ITS_OWN
        pieces.append(Node(Kind.INLINE_MATH, value=found[kind].strip(), checked=display))
        end = found.end()
    pieces.append(Node(Kind.TEXT, value=text[end:]))
    return [it for it in pieces if it.value]
