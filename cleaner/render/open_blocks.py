"""Openings of block-level elements: headings, lists, tables and the like; see `openings`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.render import elements
from cleaner.render.callouts import callout_kind, is_title, may_be_callout
from cleaner.render.code import is_code_box, is_numbers
from cleaner.render.elements import number_of
from cleaner.render.open_code import open_code, open_code_part
from cleaner.render.tables import holds_code, is_code, is_data, new_cell
from cleaner.render.tree import Kind, Node

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from cleaner.render.reading import Reading


def open_heading(reading: Reading, node: LexborNode) -> None:
    """A heading of its level; a cell of a table has none."""
    if reading.state.table is None:
        reading.state = reading.state._replace(heading=elements.HEADINGS[node.tag or ""])


def open_container(reading: Reading, node: LexborNode) -> None:
    """A quotation, a figure's caption, `details` and so on."""
    kind = elements.CONTAINERS[node.tag or ""]
    if kind is Kind.QUOTE and open_callout(reading, node):
        return
    reading.open_nodes.open(Node(kind))


def open_figure(reading: Reading, _node: LexborNode) -> bool:
    """A figure: an image, table or code with its caption."""
    reading.open_nodes.open(Node(Kind.FIGURE))
    return True


def open_definition(reading: Reading, node: LexborNode) -> None:
    """A term or its description, inside of a list of such."""
    if any(it.kind is Kind.DEFINITIONS for it in reading.open_nodes.nodes):
        open_part(reading, node, Node(elements.INSIDE_DEFINITIONS[node.tag or ""]))


def open_part(reading: Reading, node: LexborNode, part: Node) -> None:
    """`part`, or in its place the footnote whose text the element holds."""
    label = reading.footnotes.texts.get(node.mem_id)
    reading.open_nodes.open(Node(Kind.FOOTNOTE, value=label) if label else part)


def open_list(reading: Reading, node: LexborNode) -> None:
    """A list, and where it begins to count."""
    if node.mem_id in reading.footnotes.texts:
        open_part(reading, node, Node(Kind.FOOTNOTE))
    made = Node(Kind.LIST, ordered=node.tag == "ol")
    reading.open_nodes.open(made)
    if made.ordered:
        given = node.attributes
        step = -1 if "reversed" in given else 1
        first = sum(it.tag == "li" for it in node.iter()) if step < 0 else 1
        reading.counters[id(made)] = [number_of(given.get("start"), first), step]


def open_item(reading: Reading, node: LexborNode) -> None:
    """An item, with its number, or the text of a footnote."""
    nodes = reading.open_nodes
    if node.mem_id in reading.footnotes.texts:
        open_part(reading, node, Node(Kind.ITEM))
        return
    if nodes.innermost.kind is not Kind.LIST:
        open_loose_list(reading, node)
    around = nodes.innermost
    item = Node(Kind.ITEM)
    counter = reading.counters.get(id(around))
    if counter is not None:
        item.number = number_of(node.attributes.get("value"), counter[0])
        counter[0] = item.number + counter[1]
    nodes.open(item)


def open_loose_list(reading: Reading, node: LexborNode) -> None:
    """The list of items that stand in none, one for those beside each other."""
    parent = node.parent.mem_id if node.parent is not None else 0
    made = reading.loose_lists.get(parent)
    if made is None or (made.children and made not in reading.open_nodes.innermost.children[-1:]):
        made = reading.loose_lists[parent] = Node(Kind.LIST)
    reading.open_nodes.open(made)


def open_table(reading: Reading, node: LexborNode) -> None:
    """A table of data, or one for layout, which is passed through."""
    if is_code(node):
        open_code(reading, node)
    elif holds_code(node):
        reading.state = reading.state._replace(code_table=True, table=None)
    elif is_data(node, is_joined=reading.element in reading.joined):
        table = Node(Kind.TABLE)
        reading.open_nodes.open(table)
        if reading.open_nodes.innermost is table:
            reading.state = reading.state._replace(table=table)
    else:
        reading.state = reading.state._replace(table=None)


def open_row(reading: Reading, _node: LexborNode) -> None:
    """A row of a table of data."""
    table = reading.state.table
    if table is not None and reading.open_nodes.innermost is table:
        row = Node(Kind.ROW)
        table.children.append(row)
        reading.open_nodes.open(row)


def open_cell(reading: Reading, node: LexborNode) -> None:
    """A cell, empty ones included."""
    if reading.state.code_table or reading.state.code is not None:
        open_code_part(reading, node)
    elif reading.open_nodes.innermost.kind is Kind.ROW:
        cell = new_cell(node)
        reading.open_nodes.innermost.children.append(cell)
        reading.open_nodes.open(cell)


def open_box(reading: Reading, node: LexborNode) -> bool:
    """A `div`, `p`, `section` or `aside`: mostly nothing, but a callout, code or a footnote may be one.

    Returns whether it holds an image with its caption, as a `figure` does.
    """
    if reading.state.code is not None or reading.state.code_table:
        open_code_part(reading, node)
    elif reading.footnotes.texts and node.mem_id in reading.footnotes.texts:
        open_part(reading, node, Node(Kind.FOOTNOTE))
    elif names := node.attributes.get("class"):
        if "MathJax" in names:
            reading.state = reading.state._replace(skip=True)
        elif may_be_callout(names):
            open_callout(reading, node)
        elif "code" in names and is_code_box(node):
            open_code(reading, node)
        elif "number" in names and is_numbers(node, names):
            reading.state = reading.state._replace(skip=True)
        return not elements.CAPTIONED.isdisjoint(names.split())
    return False


def is_captioned(node: LexborNode) -> bool:
    """Whether an element is a box with an image and its caption, by its class."""
    return not elements.CAPTIONED.isdisjoint((node.attributes.get("class") or "").split())


def open_callout(reading: Reading, node: LexborNode) -> bool:
    """A callout, or its title. Returns whether the element is one."""
    given = node.attributes
    around = reading.open_nodes.nodes
    if kind := callout_kind(given):
        if any(it.kind is Kind.CALLOUT for it in around):
            return False
        reading.is_untidy = True
        reading.open_nodes.open(Node(Kind.CALLOUT, value=kind))
        return True
    if is_title(given) and around[-1].kind is Kind.CALLOUT:
        reading.open_nodes.open(Node(Kind.SUMMARY))
        return True
    return False


def open_input(reading: Reading, node: LexborNode) -> None:
    """A box to tick makes an item one of a task list."""
    item = reading.open_nodes.innermost
    given = node.attributes
    if item.kind is Kind.ITEM and item.checked is None and (given.get("type") or "").lower() == "checkbox":
        item.checked = "checked" in given
