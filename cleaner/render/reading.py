"""The place that a traversal of a page has reached: the nodes and marks around it, and the leaf it is in.

`openings` says what each element changes here; `structure` walks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.render.addresses import base_of
from cleaner.render.footnotes import SIGN as FOOTNOTE_SIGN
from cleaner.render.footnotes import Footnotes, find_footnotes
from cleaner.render.leaves import Leaf
from cleaner.render.marks import LINE_END, Marks, nested
from cleaner.render.open_nodes import OpenNodes
from cleaner.render.scopes import Scopes
from cleaner.render.tree import Kind, Node

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from cleaner.render.judged import Judged, Kept, Settings
    from cleaner.segment.html.block_texts import BlockTexts

_ROW_SEPARATOR: Final = " | "


class State(NamedTuple):
    """What the elements around a place say; put back at the end of each element."""

    heading: int = 0
    code: Node | None = None
    """The code around."""
    code_table: bool = False
    """Whether a table around puts line numbers beside code."""
    table: Node | None = None
    """The table of data around."""
    skip: bool = False
    """Whether texts are passed over: they are no words of the page."""
    formula: Node | None = None
    """The formula whose characters are passed over."""
    noscript: bool = False


class Reading:
    """The tree as far as it is built, and the place that is reached."""

    def __init__(self, page: str, texts: BlockTexts, judged: Judged, settings: Settings) -> None:
        self.page, self.texts, self.judged, self.settings = page, texts, judged, settings
        self.base = base_of(texts.tree, settings.url)
        self.root = Node(Kind.ROOT)
        self.open_nodes = OpenNodes(self.root)
        self.scopes = Scopes()
        self.state = State()
        self.marks: Marks = ()
        self.leaf: Leaf | None = None
        self.leaves: list[Leaf] = []
        self.waiting: list[tuple[Node, Marks]] = []
        """Images and formulas since the last edge of a block that has had no text."""
        self.gone = b""
        """For each row of `Dom.elements`, 1 where all text goes; empty where that is not known."""
        self.row = 0
        """The row of the next block-level element."""
        self.is_untidy = False
        """Whether there are formulas or callouts, of which some is only known at the end."""
        self.placed: set[int] = set()
        """Formulas that stand in a leaf, by `id`."""
        self.last_image: Node | None = None
        """The image before, if there is no text between."""
        self.footnotes = find_footnotes(texts.tree) if FOOTNOTE_SIGN.search(page) is not None else Footnotes()
        self.joined = _joined_tables(texts, judged)
        self.counters: dict[int, list[int]] = {}
        """Of an ordered list, by `id`: the number of its next item, and the step."""
        self.loose_lists: dict[int, Node] = {}
        """Lists made for items without one, by the `mem_id` of the element around them."""
        self.parts = _parts_of_rows(texts, judged)

    def edge(self) -> None:
        """The edge of a block: what comes next is another leaf, and what waits stands by itself."""
        self.leaf = None
        code = self.state.code
        if code is not None and code.value and not code.value.endswith("\n"):
            code.value += "\n"
        if self.waiting:
            waiting, self.waiting = self.waiting, []
            paragraph = Node(Kind.PARAGRAPH, nested(waiting))
            self.open_nodes.put(paragraph)
            self.scopes.add(paragraph)

    def text(self, node: LexborNode) -> None:
        """Read a text node: of a block that stays, of one that goes, or blank."""
        run = self.texts.runs.get(node.mem_id)
        if run is None:
            if not self.state.skip and (self.leaf is not None or self.state.code is not None):
                self._blank(node.text_content or "")
            return
        self.last_image = None
        block = self.texts.blocks[run]
        kept = self.judged.kept.get(block)
        if block not in self.judged.neutral:
            self.scopes.see_text(kept=kept is not None or block == self.judged.headline)
        if kept is None:
            self.leaf = None
        elif self.state.formula is not None:
            self._formula_text(self.state.formula, run, kept)
        elif self.state.skip:
            if self.state.code is None:
                self.leaf_of(run, kept).exact = False
        elif self.state.code is not None:
            if not self.state.code.value:
                self.open_nodes.put(self.state.code)
            self.state.code.value += node.text_content or ""
        else:
            self.leaf_of(run, kept).add(node.text_content or "", self.marks)

    def _blank(self, content: str) -> None:
        """White space between texts; in code between lines that are elements, it is no line of its own."""
        if not content.isspace():
            return
        if self.state.code is None:
            if self.leaf is not None:
                self.leaf.add(content, self.marks)
        elif self.state.code.value:
            self.state.code.value += content

    def _formula_text(self, formula: Node, run: int, kept: Kept) -> None:
        """A text that a formula stands for."""
        leaf = self.leaf_of(run, kept)
        leaf.exact = False
        if id(formula) not in self.placed:
            self.placed.add(id(formula))
            leaf.add(formula, self.marks)

    def leaf_of(self, run: int, kept: Kept) -> Leaf:
        """The leaf of a run, begun if need be."""
        if self.leaf is None or self.leaf.run != run:
            expected = self.parts.get(run, self.texts.texts[run])
            if kept.rewritten and run not in self.parts:
                expected = kept.text
            depth = 1 if kept.headline else self.state.heading
            node = Node(Kind.HEADING, number=depth) if depth else Node(Kind.PARAGRAPH)
            self.leaf = Leaf(node, run, expected)
            self.leaves.append(self.leaf)
            self.open_nodes.put(node)
            for atom, marks in self.waiting:
                self.leaf.add(atom, marks)
                self.leaf.exact &= atom.kind is Kind.IMAGE
            self.waiting = []
        return self.leaf

    def add_atom(self, atom: Node) -> None:
        """Add an image or a formula where the traversal is."""
        if self.leaf is not None:
            self.leaf.add(atom, self.marks)
        elif self.state.code is None:
            self.waiting.append((atom, self.marks))

    def is_after_formula(self, tex: str) -> bool:
        """Whether the last thing that was read is the formula `tex`."""
        texts = self.leaf.texts if self.leaf is not None else self.waiting
        last = next((it for it, _ in reversed(texts[-2:]) if isinstance(it, Node)), None)
        return last is not None and last.value == tex

    def line_end(self) -> None:
        """Add a line break."""
        if self.state.code is not None:
            if self.state.code.value:
                self.state.code.value += "\n"
        elif self.leaf is not None:
            self.leaf.add(LINE_END, self.marks)


def _joined_tables(texts: BlockTexts, judged: Judged) -> set[int]:
    """The `mem_id` of the tables with rows that were joined to a block that stays."""
    found: set[int] = set()
    for run in range(1, len(texts.blocks)):
        if texts.blocks[run] == texts.blocks[run - 1] and texts.blocks[run] in judged.kept:
            node = texts.first[run].parent
            while node is not None and node.tag != "table":
                node = node.parent
            if node is not None:
                found.add(node.mem_id)
    return found


def _parts_of_rows(texts: BlockTexts, judged: Judged) -> dict[int, str]:
    """Run -> its text, for the cells of rows that a site rule has rewritten."""
    rewritten = {block for block, kept in judged.kept.items() if kept.rewritten}
    if not rewritten:
        return {}
    runs_of: dict[int, list[int]] = {}
    for run, block in enumerate(texts.blocks):
        if block in rewritten:
            runs_of.setdefault(block, []).append(run)
    parts: dict[int, str] = {}
    for block, runs in runs_of.items():
        text = judged.kept[block].text
        cells = text.split(_ROW_SEPARATOR)
        if len(runs) > 1:
            cells = cells if len(cells) == len(runs) else [text, *[""] * (len(runs) - 1)]
            parts.update(zip(runs, cells, strict=True))
    return parts
