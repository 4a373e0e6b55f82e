"""Which images, formulas and rules stay: they have no text that was judged, so they go with the text around.

The smallest element around one that has any text decides: it stays if some of this text does. Captions do
not count, as an image stays without its caption, nor does what else is removed in a figure. An image in a
teaser or beside the author's name goes with these, one between two paragraphs of the article stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cleaner.render.tree import Node

_KEPT: Final = 1
_REMOVED: Final = 2


class Scopes:
    """The open block-level elements of a traversal, with what text they have and what waits for more."""

    def __init__(self) -> None:
        self.dropped: set[int] = set()
        """The `id` of nodes that do not stay."""
        self._texts = [0]
        self._waiting: list[list[Node] | None] = [None]

    def open(self) -> None:
        """Begin an element."""
        self._texts.append(0)
        self._waiting.append(None)

    def close(self, *, figure: bool = False) -> None:
        """End the innermost element; what waits in it is decided if it has text."""
        texts, waiting = self._texts.pop(), self._waiting.pop()
        if figure:
            texts &= _KEPT
        self._texts[-1] |= texts
        if waiting is None:
            return
        if not texts:
            for node in waiting:
                self.add(node)
        elif texts == _REMOVED:
            self.dropped.update(map(id, waiting))

    def see_text(self, *, kept: bool) -> None:
        """Note that the innermost element has text that stays or goes."""
        self._texts[-1] |= _KEPT if kept else _REMOVED

    def add(self, node: Node) -> None:
        """Let `node` go with the text around."""
        waiting = self._waiting[-1]
        if waiting is None:
            self._waiting[-1] = [node]
        else:
            waiting.append(node)
