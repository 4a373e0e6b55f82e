"""CSS selectors and XPaths of rules: what they find on a page, and which blocks stand in it.

The page is parsed anew when the first selector asks, since a document keeps its blocks and not its tree: only
pages of sites with selectors pay for it, about as much as for cutting the page into blocks, and documents
stay small. The same page parsed by the same code gives the same tree, so one more walk over it leads from
elements to blocks (see `cleaner.segment.html.blocks_inside`). CSS is asked of lexbor's tree itself. XPaths
are asked of a copy of this tree in lxml (`cleaner.rules.xpath`) and not of lxml's own reading of the page,
which may be another: whatever an XPath finds is an element of our tree.

A match that holds no text, in the page's head, in a script, means no block. Elements nested far beyond
what pages need are not in the tree at all, while their text is (`cleaner.segment.html.guards`). Where the
blocks of the second walk are not those of the document, as the page is not the one that it came from,
nothing can be said of any block; then, and on pages on which selectors could run for minutes, every rule
with selectors is left out as one that ran out of time; so is a rule whose XPath breaks only on a page.
Nothing can stop a selector that already runs: one with conditions inside conditions (`:has(:has())`, an axis
in a predicate in a predicate) takes more than squares, and is left to whoever writes it.
What selectors take counts as time of the document's rules, and once that is used up no further one is asked.
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
"""What a selector such as `p ~ p` or `p p` may have to look at on a page: siblings times siblings, elements
times depth. lexbor takes a second for five times as many; a page has a hundredth."""

MOST_ELEMENTS: Final = 15_000
"""Elements of a page of which XPaths are asked: `preceding::` may look at each from each, for two seconds."""


@dataclass(frozen=True, slots=True)
class Selector:
    """What a rule asks of the DOM: any of some CSS selectors, or any of some XPaths."""

    css: tuple[str, ...] = ()
    xpath: tuple[str, ...] = ()
    partly: bool = False
    """Whether a block counts of which only some text stands in a match: for rules that keep."""


class Selection:
    """What some selectors find on one page."""

    def __init__(
        self, page: str, texts: Sequence[str], selectors: Sequence[Selector], time: RuleTime
    ) -> None:
        """`texts` are those of the document's blocks, `selectors` all that may be asked for."""
        self._page = page
        self._time = time
        self._texts = tuple(texts)
        self._selectors = {selector: place for place, selector in enumerate(dict.fromkeys(selectors))}
        self._failed: set[Selector] = set()

    def inside(self, selector: Selector) -> frozenset[int]:
        """Indexes of the blocks in what `selector` matches. Raises TimeoutError where nobody can tell."""
        found = self._found
        if found is None or selector in self._failed:
            raise TimeoutError
        return (found.partly if selector.partly else found.wholly)[self._selectors[selector]]

    @property
    def on_page(self) -> int:
        """How many blocks are from the page itself; those after them are its metadata's."""
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
        """What each selector matches, as the `mem_id` of elements of `tree`."""
        copy = None
        if any(it.xpath for it in self._selectors):
            from cleaner.rules import xpath  # noqa: PLC0415 - lxml, for sites with XPaths alone

            copy = xpath.Copy(tree)
        return [self._matched(it, tree, copy) for it in self._selectors]

    def _matched(self, selector: Selector, tree: LexborHTMLParser, copy: Copy | None) -> set[int]:
        """What one selector matches; notes one that fails, or that there is no time for."""
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
    """Whether selectors could run for minutes on a page with so many `<`."""
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
