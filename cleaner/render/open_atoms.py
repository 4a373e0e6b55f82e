"""Openings of what is something without text: images, formulas and rules; see `openings`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.render.addresses import image_address, is_preview
from cleaner.render.elements import number_of
from cleaner.render.mathematics import tex_of_element, tex_of_image, tex_of_script
from cleaner.render.open_code import open_code_part
from cleaner.render.same_image import are_one_picture, is_avatar
from cleaner.render.tree import Kind, Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

    from cleaner.render.reading import Reading

_TINY: Final = 2
"""Pixels of an image that nobody sees."""


def open_image(reading: Reading, node: LexborNode) -> None:
    """An image where it stands, or the formula that it draws."""
    given = node.attributes
    if tex := tex_of_image(given):
        if reading.state.formula is None and not reading.is_after_formula(tex):
            reading.add_atom(Node(Kind.INLINE_MATH, value=tex))
        return
    if not reading.settings.images or reading.state.code is not None:
        return
    if any(number_of(given.get(side), _TINY + 1) <= _TINY for side in ("width", "height")):
        return
    address = image_address(node, reading.settings.url)
    before = reading.last_image
    if not address or is_avatar(given, address):
        return
    if before is not None and (_is_repeated(before, address) or reading.state.noscript):
        if reading.state.noscript and before.checked and are_one_picture(before.url, address):
            before.url, before.value = address, before.value or _words(given)
        return
    if address in reading.shown:
        return  # the same gallery in another size, or for another device
    image = Node(Kind.IMAGE, value=_words(given), url=address, checked=is_preview(given))
    image.title = next((it.url for it in reading.marks if it.kind is Kind.LINK), "")
    reading.last_image = image
    reading.shown.add(address)
    reading.add_atom(image)


def _words(given: Mapping[str, str | None]) -> str:
    """The alternative text of an image."""
    return " ".join((given.get("alt") or "").split())


def _is_repeated(before: Node, address: str) -> bool:
    """Whether an image is the one before it again: in another size, or what a link around that leads to."""
    return are_one_picture(before.url, address) or (before.title != "" and before.title == address)


def open_noscript(reading: Reading, _node: LexborNode) -> None:
    """What is shown without scripts may hold the same image again."""
    reading.state = reading.state._replace(noscript=True)


def open_rule(reading: Reading, _node: LexborNode) -> None:
    """A thematic break, where it separates blocks."""
    if reading.state.table is None and reading.state.code is None:
        rule = Node(Kind.RULE)
        reading.open_nodes.put(rule)
        reading.scopes.add(rule)


def open_formula(reading: Reading, node: LexborNode) -> bool:
    """A formula stands for its element, whatever characters draw it. Returns whether there is one."""
    if reading.state.formula is not None:
        return True
    found = tex_of_element(node)
    if found is None:
        return False
    tex, display = found
    reading.is_untidy = True
    reading.state = reading.state._replace(formula=Node(Kind.INLINE_MATH, value=tex, checked=display))
    return True


def open_math(reading: Reading, node: LexborNode) -> None:
    """MathML, as the formula that it is."""
    if not open_formula(reading, node):
        reading.state = reading.state._replace(skip=True)


def open_script(reading: Reading, node: LexborNode) -> None:
    """A script of MathJax with a formula; other scripts are passed over."""
    found = tex_of_script(node)
    if found is not None:
        tex, display = found
        reading.is_untidy = True
        reading.add_atom(Node(Kind.INLINE_MATH, value=tex, checked=display))
    reading.state = reading.state._replace(skip=True)


def open_custom(reading: Reading, node: LexborNode) -> None:
    """An element that HTML does not know: MathJax draws formulas as one."""
    if node.tag == "mjx-container" and not open_formula(reading, node):
        return
    if reading.state.code is not None:
        open_code_part(reading, node)
