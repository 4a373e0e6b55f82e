"""The nodes around the place that is reached; they go into the tree when something kept is in them."""

from __future__ import annotations

from typing import Final

from cleaner.render.tree import Kind, Node

DEEPEST: Final = 30
"""Nodes in each other; what is nested deeper on a hostile page stands beside each other."""
_IN_TABLE: Final = frozenset((Kind.ROW, Kind.CELL))
_ONLY_IN: Final = {Kind.ITEM: Kind.LIST, Kind.ROW: Kind.TABLE, Kind.CELL: Kind.ROW}


class OpenNodes:
    """A stack of nodes from the root on; those above `attached` are in the tree already."""

    def __init__(self, root: Node) -> None:
        self.nodes = [root]
        self.notes: list[Node] = []
        """Footnotes, which stand by themselves wherever they are in the page."""
        self.attached = 1

    @property
    def innermost(self) -> Node:
        """The last that was opened."""
        return self.nodes[-1]

    def open(self, node: Node) -> None:
        """Put `node` around what follows, unless it would be too deep."""
        wanted = _ONLY_IN.get(node.kind)
        if len(self.nodes) <= DEEPEST and (wanted is None or self.nodes[-1].kind is wanted):
            self.nodes.append(node)

    def close_to(self, depth: int) -> None:
        """Leave only the outermost `depth` nodes open."""
        del self.nodes[depth:]
        self.attached = min(self.attached, depth)

    def put(self, child: Node) -> None:
        """Add a block where the traversal is, and the nodes around it before."""
        nodes = self.nodes
        for depth in range(self.attached, len(nodes)):
            if nodes[depth].kind is Kind.FOOTNOTE:
                self.notes.append(nodes[depth])
            else:
                _add(nodes[depth - 1], nodes[depth])
        self.attached = len(nodes)
        _add(nodes[-1], child)


def _add(parent: Node, child: Node) -> None:
    """Append a child. What is in a list and in no item of it goes into its last item."""
    if child.kind in _IN_TABLE or (
        child.kind is Kind.LIST and any(it is child for it in parent.children[-1:])
    ):
        return  # rows and cells are in their tables from the start, empty ones too
    if parent.kind is Kind.LIST and child.kind is not Kind.ITEM:
        if not parent.children:
            parent.children.append(Node(Kind.ITEM))
        parent = parent.children[-1]
    parent.children.append(child)
