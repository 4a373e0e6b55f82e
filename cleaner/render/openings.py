"""What each element does when a traversal enters it; all that it changes is put back at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.render import elements
from cleaner.render.open_atoms import open_image, open_math, open_noscript, open_rule, open_script
from cleaner.render.open_blocks import (
    open_box,
    open_cell,
    open_container,
    open_definition,
    open_figure,
    open_heading,
    open_input,
    open_item,
    open_list,
    open_row,
    open_table,
)
from cleaner.render.open_code import open_button, open_code
from cleaner.render.open_inline import open_break, open_link, open_mark, open_reading, open_span
from cleaner.segment.html.html_tags import KNOWN
from cleaner.segment.html.tag_ids import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborNode

    from cleaner.render.reading import Reading


def _by_tag() -> dict[str, Callable[[Reading, LexborNode], bool | None]]:
    return {
        **dict.fromkeys(elements.MARKS, open_mark),
        **dict.fromkeys(elements.STYLED, open_span),
        **dict.fromkeys(elements.HEADINGS, open_heading),
        **dict.fromkeys(elements.CONTAINERS, open_container),
        **dict.fromkeys(elements.INSIDE_DEFINITIONS, open_definition),
        **dict.fromkeys(elements.LISTS, open_list),
        **dict.fromkeys(elements.CODE, open_code),
        **dict.fromkeys(elements.IMAGES, open_image),
        **dict.fromkeys(("div", "p", "section", "aside"), open_box),
        **dict.fromkeys(("td", "th"), open_cell),
        **dict.fromkeys(("rt", "rp", "rtc"), open_reading),
        "figure": open_figure,
        "a": open_link,
        "li": open_item,
        "table": open_table,
        "tr": open_row,
        "noscript": open_noscript,
        "br": open_break,
        "hr": open_rule,
        "input": open_input,
        "button": open_button,
        "math": open_math,
        "script": open_script,
    }


def _numbers() -> dict[str, int]:
    """Tag -> the id that the parser gives it; see `tag_ids`."""
    parser = LexborHTMLParser("")
    tags = {*_by_tag(), *KNOWN}
    numbers = {tag: parser.create_node(tag).tag_id for tag in tags}
    return {tag: number for tag, number in numbers.items() if number < BUILT_IN}


_NUMBERS: Final = _numbers()
OPENINGS: Final = {_NUMBERS[tag]: opening for tag, opening in _by_tag().items() if tag in _NUMBERS}
"""Tag id -> what the element does; it returns True where it holds an image with its caption."""
SKIPPED_WHOLE: Final = frozenset(
    _NUMBERS[tag]
    for tag in (
        *("div", "section", "nav", "aside", "header", "footer", "form", "article", "main", "p", "button"),
        *("ul", "ol", "dl", "table", "blockquote", "details", "pre", *elements.HEADINGS),
    )
)
"""Tag ids of elements that are passed over where nothing of them stays; not items and rows, which count."""
