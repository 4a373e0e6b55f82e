"""Evaluates the CSS selectors and XPaths of rules on a page, and finds the blocks inside the matches.

A document has no tree, so that documents stay small. Where rules have selectors, the page is parsed again
when the first of them is evaluated, which costs about as much as segmenting it. The same code gives the same
tree, and a second traversal maps elements to blocks (`cleaner.segment.html.blocks_inside`). CSS is evaluated
on lexbor's tree. XPaths are evaluated on a copy of this tree in lxml (`cleaner.rules.xpath`), since lxml's
own parser may give another tree.

A match without text, such as one in the page's head or in a script, gives no block. Elements beyond the limit
on depth are not in the tree, but their text is (`cleaner.segment.html.guards`).

Rules with selectors are left out, as if they had run out of time, where the blocks of the second traversal
are not those of the document (it is another page), and on pages on which selectors could run for minutes. So
is a rule whose XPath fails only when it is evaluated. Selectors use the time of the document's rules: once it
is used up, no further selector is evaluated. A running selector cannot be interrupted, and one with nested
conditions (`:has(:has())`, an axis in a predicate in a predicate) takes more than quadratic time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborHTMLParser

    from cleaner.rules.clock import RuleTime
    from cleaner.rules.xpath import Copy
    from cleaner.segment.html.blocks_inside import Inside

MOST_STEPS: Final = 100_000_000
"""Steps that a selector such as `p ~ p` or `p p` may take on a page: siblings times siblings, elements times
depth. lexbor takes a second for five times as many. Usual pages need a hundredth."""

MOST_ELEMENTS: Final = 15_000
"""Elements of a page on which XPaths are evaluated, at most. `preceding::` on each takes two seconds then."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A condition on the DOM: one of several CSS selectors, or one of several XPaths, matches."""

    css: tuple[str, ...] = ()
    xpath: tuple[str, ...] = ()
    partly: bool = False
    """Whether a block counts as inside if only some of its text is; so for rules that keep."""


class Selection:
    """The blocks inside the matches of several selectors on one page."""

    def __init__(
        self, page: str, texts: Sequence[str], selectors: Sequence[Selector], time: RuleTime
    ) -> None:
        """`texts` are those of the document's blocks, and `selectors` all that `inside` will be asked for."""
        self._page = page
        self._time = time
        self._texts = tuple(texts)
        self._selectors = {selector: place for place, selector in enumerate(dict.fromkeys(selectors))}
        self._failed: set[Selector] = set()

    def inside(self, selector: Selector) -> frozenset[int]:
        """Indexes of the blocks inside matches of `selector`. Raises TimeoutError where they are unknown."""
        found = self._found
        if found is None or selector in self._failed:
            raise TimeoutError
        return (found.partly if selector.partly else found.wholly)[self._selectors[selector]]

    @property
    def on_page(self) -> int:
        """Number of blocks that are in the tree. The blocks after them are from the page's JSON-LD."""
        return len(self._found.texts) if self._found else 0

    @cached_property
    def _found(self) -> Inside | None:
        from cleaner.segment.html.blocks_inside import blocks_inside  # noqa: PLC0415 - for sites with selectors alone
        from cleaner.segment.html.parse import parse  # noqa: PLC0415 - likewise

        tree = parse(self._page)
        if is_too_much(tree, self._page.count("<"), xpath=any(it.xpath for it in self._selectors)):
            return None
        found = blocks_inside(tree, self._elements(tree))
        return found if found.texts == self._texts[: len(found.texts)] else None

    def _elements(self, tree: LexborHTMLParser) -> list[set[int]]:
        """For each selector, the `mem_id` of the elements of `tree` that it matches."""
        copy = None
        if any(it.xpath for it in self._selectors):
            from cleaner.rules import xpath  # noqa: PLC0415 - lxml, for sites with XPaths alone

            copy = xpath.Copy(tree)
        return [self._matched(it, tree, copy) for it in self._selectors]

    def _matched(self, selector: Selector, tree: LexborHTMLParser, copy: Copy | None) -> set[int]:
        """The elements that a selector matches. One that fails, or has no time left, goes to `_failed`."""
        if self._time.left() <= 0:
            self._failed.add(selector)
            return set()
        began = perf_counter()
        try:
            found = {node.mem_id for css in selector.css for node in tree.css(css)}
            if copy is not None:
                found.update(element for path in selector.xpath for element in copy.find(path))
        except ValueError:
            self._failed.add(selector)
            return set()
        finally:
            self._time.spend(perf_counter() - began)
        return found


def is_too_much(tree: LexborHTMLParser, tags: int, *, xpath: bool) -> bool:
    """Whether selectors could run for minutes on `tree`; `tags` is the number of `<` in the page."""
    if tags < MOST_ELEMENTS and tags**2 < MOST_STEPS:
        return False
    depths: dict[int, int] = {}
    children: dict[int, int] = {}
    for node in tree.root.traverse() if tree.root else ():
        above = node.parent.mem_id if node.parent else 0
        depths[node.mem_id] = depths.get(above, 0) + 1
        children[above] = children.get(above, 0) + 1
    steps = sum(depths.values()) + sum(count**2 for count in children.values())
    return steps > MOST_STEPS or (xpath and len(depths) > MOST_ELEMENTS)
