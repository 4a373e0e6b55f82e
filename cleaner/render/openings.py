"""What each element changes when a traversal enters it; all of it is undone at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.render import elements
from cleaner.render.addresses import image_address, link_address
from cleaner.render.callouts import callout_kind, is_title
from cleaner.render.code import is_block, is_line, is_near_code, is_no_code, language_of
from cleaner.render.marks import with_mark
from cleaner.render.mathematics import tex_of_element, tex_of_image, tex_of_script
from cleaner.render.tables import holds_code, is_data, new_cell
from cleaner.render.tree import Kind, Node
from cleaner.segment.html.html_tags import KNOWN, Flag
from cleaner.segment.html.tag_ids import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborNode

    from cleaner.render.reading import Reading

_TINY: Final = 2
"""Pixels of an image that nobody sees."""
_LONGEST_BUTTON: Final = 20
"""Characters of a button beside code."""
_DRAWN_MATH: Final = (
    "MathJax",
    "MathJax_Preview",
    "MathJax_Display",
    "MathJax_SVG",
    "MathJax_CHTML",
    "mjx-chtml",
)
"""Classes of what MathJax draws beside the script with the formula."""


def _mark(reading: Reading, mark: Node) -> None:
    reading.marks = with_mark(reading.marks, mark)


def _open_mark(reading: Reading, node: LexborNode) -> None:
    if reading.state.code is not None:
        _open_code_part(reading, node)
        return
    kind = elements.MARKS[node.tag or ""]
    if kind is Kind.INLINE_CODE and reading.leaf is None and is_block(node):
        _open_code(reading, node)
        return
    if kind in {Kind.STRONG, Kind.EMPHASIS} and elements.unmarked(kind, node.attributes):
        return
    _mark(reading, Node(kind))


def _open_span(reading: Reading, node: LexborNode) -> None:
    if reading.state.code is not None or reading.state.code_table:
        _open_code_part(reading, node)
        return
    given = node.attributes
    names = given.get("class")
    if names and names.startswith("katex") and _open_formula(reading, node):
        return
    if names and "MathJax" in names and not _DRAWN.isdisjoint(names.split()):
        reading.state = reading.state._replace(skip=True)
    elif "style" in given:
        for kind in elements.styled(given):
            _mark(reading, Node(kind))


def _open_code_part(reading: Reading, node: LexborNode) -> None:
    """An inline element inside code: line numbers are left out, and lines without line ends get them."""
    if is_no_code(node):
        reading.state = reading.state._replace(skip=True)
        return
    code = reading.state.code
    if code is not None and code.value and not code.value.endswith("\n") and is_line(node):
        before = node.prev
        if before is not None and before.tag == node.tag:
            code.value += "\n"


def open_link(reading: Reading, node: LexborNode) -> None:
    """A link: to a footnote, back from one, or to an address."""
    given = node.attributes
    if reading.state.code is not None:
        _open_code_part(reading, node)
        return
    if "href" not in given:
        return
    if reading.leaf is not None:
        reading.leaf.open_link()
    number = node.mem_id
    if number in reading.footnotes.back and _in_footnote(reading):
        reading.state = reading.state._replace(skip=True)
        return
    address = link_address(given.get("href"), reading.base)
    if label := reading.footnotes.references.get(number):
        _mark(reading, Node(Kind.REFERENCE, value=label, url=address if reading.settings.links else ""))
    elif reading.state.heading and _is_permalink(node):
        reading.state = reading.state._replace(skip=True)
    elif address and reading.settings.links:
        _mark(reading, Node(Kind.LINK, url=address))


def _in_footnote(reading: Reading) -> bool:
    return any(it.kind is Kind.FOOTNOTE for it in reading.open_nodes.nodes)


def _is_permalink(link: LexborNode) -> bool:
    """Whether a link in a heading is the sign that gives the heading's own address."""
    return (link.text() or "").strip() in {"#", "¶", "§", "🔗", "\uf0c1", "\u200b#", "Link"} and "#" in (
        link.attributes.get("href") or ""
    )


def _open_heading(reading: Reading, node: LexborNode) -> None:
    if reading.state.table is None:
        reading.state = reading.state._replace(heading=elements.HEADINGS[node.tag or ""])


def _open_container(reading: Reading, node: LexborNode) -> None:
    kind = elements.CONTAINERS[node.tag or ""]
    if kind is Kind.QUOTE and _open_callout(reading, node):
        return
    reading.open_nodes.open(Node(kind))


def open_figure(reading: Reading, _node: LexborNode) -> None:
    """A figure: an image, table or code with its caption."""
    reading.open_nodes.open(Node(Kind.FIGURE))


def _open_definition(reading: Reading, node: LexborNode) -> None:
    if any(it.kind is Kind.DEFINITIONS for it in reading.open_nodes.nodes):
        _open_part(reading, node, Node(elements.INSIDE_DEFINITIONS[node.tag or ""]))


def _open_part(reading: Reading, node: LexborNode, part: Node) -> None:
    """`part`, or in its place the footnote whose text the element holds."""
    label = reading.footnotes.texts.get(node.mem_id)
    reading.open_nodes.open(Node(Kind.FOOTNOTE, value=label) if label else part)


def _open_list(reading: Reading, node: LexborNode) -> None:
    made = Node(Kind.LIST, ordered=node.tag == "ol")
    reading.open_nodes.open(made)
    if made.ordered:
        given = node.attributes
        step = -1 if "reversed" in given else 1
        first = sum(it.tag == "li" for it in node.iter()) if step < 0 else 1
        reading.counters[id(made)] = [_number(given.get("start"), first), step]


def _number(value: str | None, otherwise: int) -> int:
    try:
        return int(value or "") if len(value or "") < 10 else otherwise  # noqa: PLR2004 - digits that Markdown allows
    except ValueError:
        return otherwise


def _open_item(reading: Reading, node: LexborNode) -> None:
    nodes = reading.open_nodes
    if node.mem_id in reading.footnotes.texts:
        _open_part(reading, node, Node(Kind.ITEM))
        return
    if nodes.innermost.kind is not Kind.LIST:
        _open_loose_list(reading, node)
    around = nodes.innermost
    item = Node(Kind.ITEM)
    counter = reading.counters.get(id(around))
    if counter is not None:
        item.number = _number(node.attributes.get("value"), counter[0])
        counter[0] = item.number + counter[1]
    nodes.open(item)


def _open_loose_list(reading: Reading, node: LexborNode) -> None:
    """The list of items that stand in none, one for those beside each other."""
    parent = node.parent.mem_id if node.parent is not None else 0
    made = reading.loose_lists.get(parent)
    if made is None or (made.children and made not in reading.open_nodes.innermost.children[-1:]):
        made = reading.loose_lists[parent] = Node(Kind.LIST)
    reading.open_nodes.open(made)


def _open_table(reading: Reading, node: LexborNode) -> None:
    if holds_code(node):
        reading.state = reading.state._replace(code_table=True, table=None)
    elif is_data(node, reading.joined):
        table = Node(Kind.TABLE)
        reading.open_nodes.open(table)
        if reading.open_nodes.innermost is table:
            reading.state = reading.state._replace(table=table)
    else:
        reading.state = reading.state._replace(table=None)


def _open_row(reading: Reading, _node: LexborNode) -> None:
    table = reading.state.table
    if table is not None and reading.open_nodes.innermost is table:
        row = Node(Kind.ROW)
        table.children.append(row)
        reading.open_nodes.open(row)


def _open_cell(reading: Reading, node: LexborNode) -> None:
    if reading.state.code_table:
        _open_code_part(reading, node)
    elif reading.open_nodes.innermost.kind is Kind.ROW:
        cell = new_cell(node)
        reading.open_nodes.innermost.children.append(cell)
        reading.open_nodes.open(cell)


def _open_code(reading: Reading, node: LexborNode) -> None:
    if is_no_code(node):
        reading.state = reading.state._replace(skip=True)
    elif reading.state.code is None:
        reading.state = reading.state._replace(code=Node(Kind.CODE, title=language_of(node)))


def _open_box(reading: Reading, node: LexborNode) -> None:
    """A `div`, `p`, `section` or `aside`: mostly nothing, but a callout or a footnote may be one."""
    if reading.state.code is not None or reading.state.code_table:
        _open_code_part(reading, node)
    elif reading.footnotes.texts and node.mem_id in reading.footnotes.texts:
        _open_part(reading, node, Node(Kind.FOOTNOTE))
    elif "MathJax" in (node.attributes.get("class") or ""):
        reading.state = reading.state._replace(skip=True)
    else:
        _open_callout(reading, node)


def _open_callout(reading: Reading, node: LexborNode) -> bool:
    given = node.attributes
    if "class" not in given:
        return False
    around = reading.open_nodes.nodes
    if kind := callout_kind(given):
        if any(it.kind is Kind.CALLOUT for it in around):
            return False
        reading.open_nodes.open(Node(Kind.CALLOUT, value=kind))
        return True
    if is_title(given) and around[-1].kind is Kind.CALLOUT:
        reading.open_nodes.open(Node(Kind.SUMMARY))
        return True
    return False


def _open_image(reading: Reading, node: LexborNode) -> None:
    given = node.attributes
    if tex := tex_of_image(given):
        if reading.state.formula is None and not reading.is_after_formula(tex):
            reading.add_atom(Node(Kind.INLINE_MATH, value=tex))
        return
    if not reading.settings.images or reading.state.code is not None:
        return
    if any(_number(given.get(side), _TINY + 1) <= _TINY for side in ("width", "height")):
        return
    address = image_address(node, reading.base)
    before = reading.last_image
    if not address or (before is not None and before.url == address):
        return
    if reading.state.noscript and before is not None:
        return
    image = Node(Kind.IMAGE, value=" ".join((given.get("alt") or "").split()), url=address)
    reading.last_image = image
    reading.add_atom(image)


def _open_noscript(reading: Reading, _node: LexborNode) -> None:
    reading.state = reading.state._replace(noscript=True)


def _open_break(reading: Reading, _node: LexborNode) -> None:
    reading.line_end()


def _open_rule(reading: Reading, _node: LexborNode) -> None:
    if reading.state.table is None and reading.state.code is None:
        rule = Node(Kind.RULE)
        reading.open_nodes.put(rule)
        reading.scopes.add(rule)


def _open_input(reading: Reading, node: LexborNode) -> None:
    """A box to tick makes an item one of a task list."""
    item = reading.open_nodes.innermost
    given = node.attributes
    if item.kind is Kind.ITEM and item.checked is None and (given.get("type") or "").lower() == "checkbox":
        item.checked = "checked" in given


def _open_button(reading: Reading, node: LexborNode) -> None:
    if len((node.text() or "").strip()) <= _LONGEST_BUTTON and is_near_code(node):
        reading.state = reading.state._replace(skip=True)


def _open_reading(reading: Reading, node: LexborNode) -> None:
    """How the characters of a ruby are read."""
    for mark in reading.marks:
        if mark.kind is Kind.RUBY:
            mark.value += "".join((node.text() or "").split())
    reading.state = reading.state._replace(skip=True)


def _open_formula(reading: Reading, node: LexborNode) -> bool:
    """A formula stands for its element, whatever characters draw it. Returns whether there is one."""
    if reading.state.formula is not None:
        return True
    found = tex_of_element(node)
    if found is None:
        return False
    tex, display = found
    reading.state = reading.state._replace(formula=Node(Kind.INLINE_MATH, value=tex, checked=display))
    return True


def _open_math(reading: Reading, node: LexborNode) -> None:
    if not _open_formula(reading, node):
        reading.state = reading.state._replace(skip=True)


def _open_script(reading: Reading, node: LexborNode) -> None:
    found = tex_of_script(node)
    if found is not None:
        tex, display = found
        reading.add_atom(Node(Kind.INLINE_MATH, value=tex, checked=display))
    reading.state = reading.state._replace(skip=True)


def open_custom(reading: Reading, node: LexborNode) -> None:
    """An element that HTML does not know: MathJax draws formulas as one."""
    if node.tag == "mjx-container" and not _open_formula(reading, node):
        return
    if reading.state.code is not None:
        _open_code_part(reading, node)


def _by_tag() -> dict[str, Callable[[Reading, LexborNode], object]]:
    return {
        **dict.fromkeys(elements.MARKS, _open_mark),
        **dict.fromkeys(elements.STYLED, _open_span),
        **dict.fromkeys(elements.HEADINGS, _open_heading),
        **dict.fromkeys(elements.CONTAINERS, _open_container),
        **dict.fromkeys(elements.INSIDE_DEFINITIONS, _open_definition),
        **dict.fromkeys(elements.LISTS, _open_list),
        **dict.fromkeys(elements.CODE, _open_code),
        **dict.fromkeys(elements.IMAGES, _open_image),
        **dict.fromkeys(("div", "p", "section", "aside"), _open_box),
        **dict.fromkeys(("td", "th"), _open_cell),
        **dict.fromkeys(("rt", "rp", "rtc"), _open_reading),
        "figure": open_figure,
        "a": open_link,
        "li": _open_item,
        "table": _open_table,
        "tr": _open_row,
        "noscript": _open_noscript,
        "br": _open_break,
        "hr": _open_rule,
        "input": _open_input,
        "button": _open_button,
        "math": _open_math,
        "script": _open_script,
    }


def _numbers() -> dict[str, int]:
    """Tag -> the id that the parser gives it; see `tag_ids`."""
    parser = LexborHTMLParser("")
    tags = {*_by_tag(), *KNOWN}
    numbers = {tag: parser.create_node(tag).tag_id for tag in tags}
    return {tag: number for tag, number in numbers.items() if number < BUILT_IN}


_DRAWN: Final = frozenset(_DRAWN_MATH)
_NUMBERS: Final = _numbers()
OPENINGS: Final = {_NUMBERS[tag]: opening for tag, opening in _by_tag().items() if tag in _NUMBERS}
"""Tag id -> what the element does."""
SKIPPED: Final = frozenset(
    _NUMBERS[tag]
    for tag, it in KNOWN.items()
    if it.flags & Flag.SKIP and tag in _NUMBERS and tag not in _by_tag()
)
"""Tag ids of elements whose text is none of the page."""
