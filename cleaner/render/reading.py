"""The place that a traversal of a page has reached: the nodes and marks around it, and the leaf it is in.

`openings` says what each element changes here; `structure` walks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleaner.render.leaves import Leaf
from cleaner.render.marks import LINE_END, Marks, Text, folded, nested
from cleaner.render.open_nodes import OpenNodes
from cleaner.render.scopes import Scopes
from cleaner.render.tree import Kind, Node
from cleaner.segment.html.block_finder import BlockFinder

if TYPE_CHECKING:
    from cleaner.render.footnotes import Footnotes
    from cleaner.render.judged import Judged, Kept, Settings
    from cleaner.render.page_parts import PageParts


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
    """Whether texts are passed over, which are of blocks: a button beside code, the number of a footnote."""
    unseen: bool = False
    """Whether texts are of no block: they are not shown."""
    hidden: bool = False
    """Whether an inline element is hidden."""
    formula: Node | None = None
    """The formula whose characters are passed over."""
    noscript: bool = False


class Reading:
    """The tree as far as it is built, and the place that is reached."""

    def __init__(self, page: PageParts, judged: Judged, settings: Settings, footnotes: Footnotes) -> None:
        """`settings.url` is what relative addresses are relative to."""
        self.judged, self.settings, self.footnotes = judged, settings, footnotes
        self.finder = BlockFinder(page.document, page.first)
        self.root = Node(Kind.ROOT)
        self.open_nodes = OpenNodes(self.root)
        self.scopes = Scopes()
        self.state = State()
        self.marks: Marks = ()
        self.leaf: Leaf | None = None
        self.leaves: list[Leaf] = []
        self.waiting: list[Text] = []
        """Images and formulas since the last edge of a block that has had no text, with white space after."""
        self.row = page.row
        """The row of the next block-level element."""
        self.element = page.parents[page.row]
        """The row of the innermost block-level element that is open."""
        self.seen: set[int] = set()
        """The kept blocks that were come to."""
        self.is_untidy = False
        """Whether there are formulas or callouts, of which some is only known at the end."""
        self.placed: set[int] = set()
        """Formulas that stand in a leaf, by `id`."""
        self.last_image: Node | None = None
        """The image before, if there is no text between."""
        self.shown: set[str] = set()
        """The addresses of all images since the last text."""
        self.joined = page.joined_tables(judged.kept)
        """The rows of the tables with rows that were joined to a block that stays."""
        self.counters: dict[int, list[int]] = {}
        """Of an ordered list, by `id`: the number of its next item, and the step."""
        self.loose_lists: dict[int, Node] = {}
        """Lists made for items without one, by the `mem_id` of the element around them."""

    def edge(self) -> None:
        """The edge of a block: what comes next is another leaf, and what waits stands by itself."""
        self.leaf = None
        if self.finder.block >= 0:
            self.finder.edge()
        code = self.state.code
        if code is not None and code.value and not code.value.endswith("\n"):
            code.value += "\n"
        if self.waiting:
            waiting, self.waiting = self.waiting, []
            paragraph = Node(Kind.PARAGRAPH, nested(folded(waiting)))
            self.open_nodes.put(paragraph)
            self.scopes.add(paragraph)

    def enter_block(self) -> None:
        """Begin a block-level element."""
        self.edge()
        self.scopes.open()
        self.element, self.row = self.row, self.row + 1

    def pass_over(self, element: int, ends: list[int]) -> int:
        """Pass over an element of which no text stays. Returns the row after it."""
        self.edge()
        self.finder.skip(element)
        self.scopes.see_text(kept=False)
        self._end_images()
        return ends[element]

    def _end_images(self) -> None:
        """Note that images before and after this are not beside each other."""
        if self.last_image is not None:
            self.last_image = None
            self.shown.clear()

    def text(self, content: str) -> None:
        """Read a text node that is not blank: of a block that stays, or of one that goes."""
        state = self.state
        if state.unseen or (state.hidden and self.finder.is_hidden(content, self.element)):
            return
        block = self.finder.find(content, self.element)
        if block < 0:
            return
        if self.last_image is not None:
            self._end_images()
        kept = self.judged.kept.get(block)
        if block not in self.judged.neutral:
            self.scopes.see_text(kept=kept is not None or block == self.judged.headline)
        if kept is None:
            self.leaf = None
        else:
            self.seen.add(block)
            self._kept_text(content, block, kept, state)

    def _kept_text(self, content: str, block: int, kept: Kept, state: State) -> None:
        """Put a text where it goes: it may be of a formula, of code, or one that is passed over."""
        if state.formula is not None:
            self._formula_text(state.formula, block, kept)
        elif state.skip:
            if state.code is None:
                self.leaf_of(block, kept).exact = False
        elif state.code is not None:
            if not state.code.value:
                self.open_nodes.put(state.code)
            state.code.value += content
        else:
            (self.leaf or self.leaf_of(block, kept)).texts.append((content, self.marks))

    def blank(self, content: str) -> None:
        """Read white space between texts. In code between lines that are elements, it is no line."""
        state = self.state
        if state.skip:
            return
        if state.code is None:
            if self.leaf is not None:
                self.leaf.texts.append((content, self.marks))
            elif self.waiting:
                self.waiting.append((content, self.marks))
        elif state.code.value:
            state.code.value += content

    def _formula_text(self, formula: Node, block: int, kept: Kept) -> None:
        """A text that a formula stands for."""
        leaf = self.leaf_of(block, kept)
        leaf.exact = False
        if id(formula) not in self.placed:
            self.placed.add(id(formula))
            leaf.add(formula, self.marks)

    def leaf_of(self, block: int, kept: Kept) -> Leaf:
        """The leaf of the run that is read, begun if need be."""
        if self.leaf is None:
            depth = 1 if kept.headline else self.state.heading
            node = Node(Kind.HEADING, number=depth) if depth else Node(Kind.PARAGRAPH)
            self.leaf = Leaf(node, block, kept.text, is_part=self.finder.is_row)
            self.leaves.append(self.leaf)
            if kept.headline and self.open_nodes.attached == 1:
                self.root.children.append(node)  # whatever list or table the page lays it out with
            else:
                self.open_nodes.put(node)
            for atom, marks in self.waiting:
                self.leaf.add(atom, marks)
                self.leaf.exact &= isinstance(atom, str) or atom.kind is Kind.IMAGE
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
        if self.finder.line_end():
            self.leaf = None
        if self.state.code is not None:
            if self.state.code.value:
                self.state.code.value += "\n"
        elif self.leaf is not None:
            self.leaf.add(LINE_END, self.marks)
