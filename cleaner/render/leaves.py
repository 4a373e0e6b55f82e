"""Leaves of the tree while they are gathered: the texts of one run, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from cleaner.document import INVISIBLE
from cleaner.render.marks import LINE_END, Marks, Text, folded, lines_of, nested, plain
from cleaner.render.tree import Kind, Node


@dataclass(slots=True)
class Leaf:
    """A paragraph or heading, with the texts of its run as they stand in the page."""

    node: Node
    block: int
    expected: str
    """The text that must come out: what the block says."""
    is_part: bool = False
    """Whether it is only a part of the block, which is a row of a table."""
    texts: list[Text] = field(default_factory=list)
    after_link: int = -1
    """How many texts there were when the last link closed."""
    exact: bool = True
    """Whether the texts must add up to `expected`: not where a formula stands for its characters."""

    def add(self, content: str | Node, marks: Marks) -> None:
        """Add a text, an image or a formula, with the marks around it."""
        self.texts.append((content, marks))

    def open_link(self) -> None:
        """Separate a link from one that ended right before it, as blocks do."""
        if self.after_link == len(self.texts) > 0:
            self.texts.append((" ", ()))

    def finish(self) -> None:
        """Make the node's children of the texts.

        Where they do not add up to what the block says, as a site rule has rewritten it, it has no marks.
        """
        if not self.is_part and self._is_plain():
            self.node.children = [Node(Kind.TEXT, value=self.expected)]
            return
        texts = folded(self.texts)
        words = [it for it in self.texts if isinstance(it[0], str)]
        said = plain(texts if len(words) == len(self.texts) else folded(words))
        if self.exact and not self.is_part:
            before = self.expected.removesuffix(said)
            if before.strip(INVISIBLE) or before + said != self.expected:
                images = [it for it, _ in texts if isinstance(it, Node) and it.kind is Kind.IMAGE]
                self.node.children = [*lines_of(self.expected), *images]
                return
            if before:  # no run begins with a text of invisible characters alone
                texts = [(before, ()), *texts]
        if self.node.kind is Kind.HEADING:
            texts = [(" " if it == LINE_END else it, marks) for it, marks in texts]
        self.node.children = nested(texts)

    def _is_plain(self) -> bool:
        """Whether the texts are as expected without marks and line breaks, as in most runs."""
        if "\n" in self.expected:
            return False
        if self.texts == [(self.expected, ())]:
            return True
        parts: list[str] = []
        for content, marks in self.texts:
            if marks or not isinstance(content, str):
                return False
            parts.append(content)
        return bool(parts) and " ".join("".join(parts).split()) == self.expected
