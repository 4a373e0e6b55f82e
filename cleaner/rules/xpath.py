"""Evaluates XPaths on a copy of lexbor's tree in lxml.

The copy has the same elements, attributes and text, so that XPaths match the DOM that browsers build.
Characters that XML does not allow become `_` in names (`o:p` is `o_p`), and are left out of text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_.-]|^(?![A-Za-z_])")
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KINDS: Final = {float: "a number", str: "a text", bool: "yes or no"}


class Copy:
    """A copy of a page's tree in lxml."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        """Copy `tree`, in time linear in its size."""
        self._ids: dict[Any, int] = {}
        self._root = self._build(tree)

    def find(self, path: str) -> Iterator[int]:
        """The `mem_id` of each element that `path` selects, or whose text or attribute it selects.

        Raises ValueError where `path` cannot be evaluated.
        """
        if self._root is None:
            return
        for found in evaluate(path, self._root):
            element = found
            if isinstance(found, str):
                element = found.getparent()  # type: ignore[attr-defined] # lxml's strings know their element
                if found.is_tail:  # type: ignore[attr-defined] # likewise
                    element = element.getparent()
            if element in self._ids:
                yield self._ids[element]

    def _build(self, tree: LexborHTMLParser) -> Any:  # noqa: ANN401 - lxml has no types
        builder = etree.TreeBuilder()
        names: list[str] = []
        open_: list[int] = []
        for node in tree.root.traverse(include_text=True) if tree.root else ():
            tag = node.tag or "-comment"
            parent = node.parent.mem_id if node.parent else 0
            while open_ and open_[-1] != parent:
                open_.pop()
                builder.end(names.pop())
            if tag == "-text":
                builder.data(_NOT_IN_XML.sub("", node.text_content or ""))
            elif not tag.startswith("-"):
                names.append(_name(tag))
                open_.append(node.mem_id)
                self._ids[builder.start(names[-1], _attributes(node))] = node.mem_id
        while names:
            builder.end(names.pop())
        return builder.close() if self._ids else None


def _attributes(node: LexborNode) -> dict[str, str]:
    return {_name(name): _NOT_IN_XML.sub("", value or "") for name, value in node.attributes.items()}


@lru_cache(maxsize=4096)
def _name(name: str) -> str:
    return _NOT_IN_NAMES.sub("_", name)


@lru_cache(maxsize=1024)
def _compiled(path: str) -> Any:  # noqa: ANN401 - lxml has no types
    return etree.XPath(path)


def evaluate(path: str, root: Any) -> list[Any]:  # noqa: ANN401 - lxml has no types
    """The nodes that `path` selects under `root`.

    Raises ValueError, with a message for the person who wrote `path`, where it is invalid or selects no
    nodes.
    """
    try:
        found = _compiled(path)(root)
    except (etree.XPathError, ValueError) as error:
        reason = f"{str(error)[:1].lower()}{str(error)[1:]}"
        remedy = "see XPath 1.0, and close each bracket and quote"
        raise ValueError(f'the XPath "{path}" is broken: {reason}; {remedy}') from None
    if isinstance(found, list):
        return found
    reason = f'the XPath "{path}" gives {_KINDS.get(type(found), "no list")}; write one that selects elements'
    raise ValueError(reason)
