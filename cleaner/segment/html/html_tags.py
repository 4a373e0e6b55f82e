"""HTML tags: how each affects the flow of text, and which flags it gives the blocks inside.

The flow is that of browsers' default style sheet; the style sheets of pages are not read.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag, auto
from typing import Final, NamedTuple


class Flow(IntEnum):
    """How an element affects the flow of text."""

    INLINE = auto()
    """Part of a line."""
    PLAIN = auto()
    """Likewise, and its attributes are not read: emphasis."""
    BREAK = auto()
    """Ends a line; twice in a row, ends a block."""
    IMAGE = auto()
    LINK = auto()
    HEAD = auto()
    """Not shown: metadata of the page."""
    SKIP = auto()
    """Not shown, or not as text of the page: code, drawings, the values of a form."""
    BLOCK = auto()
    """On lines of its own; so are all flows below."""
    ROW = auto()
    CELL = auto()
    TABLE = auto()


class Flag(IntFlag):
    """A property that a block has from the elements around it. Bits of `Dom.flags`."""

    NAV = auto()
    HEADER = auto()
    FOOTER = auto()
    ASIDE = auto()
    FORM = auto()
    ARTICLE = auto()
    MAIN = auto()
    SECTION = auto()
    FIGURE = auto()
    TABLE = auto()
    LIST = auto()
    QUOTE = auto()
    BUTTON = auto()
    HEADING = auto()
    LINK = auto()
    """The whole block is inside a link."""
    PRE = auto()
    DETAILS = auto()
    DIALOG = auto()
    STRONG = auto()
    ARTICLE_BODY = auto()
    """Marked as the article's body with schema.org terms, in microdata or RDFa."""
    ARIA_HIDDEN = auto()
    """Hidden from screen readers, but shown."""
    HIDDEN = auto()
    """Not shown unless a script decides otherwise."""
    NOSCRIPT = auto()
    """Shown only where scripts are off."""
    SKIP = auto()
    """Not shown as text; no block has it."""
    JSON_LD = auto()
    """Not on the page: the article in its JSON-LD."""

    @property
    def words(self) -> str:
        """The flag in words, for people and for names of features."""
        return (self.name or "").lower().replace("_", " ")


class Tag(NamedTuple):
    """What the traversal needs to know of a tag."""

    flow: Flow
    code: int
    """Index into `TAGS`; 0 for inline tags."""
    flags: int


def listed(*lines: str) -> tuple[str, ...]:
    """The words of some lines: a list of tags that is easier to read than one with quotes."""
    return tuple(word for line in lines for word in line.split())


_WITH_FLAGS: Final[dict[str, tuple[Flow, Flag]]] = {
    "nav": (Flow.BLOCK, Flag.NAV),
    "menu": (Flow.BLOCK, Flag.LIST),
    "header": (Flow.BLOCK, Flag.HEADER),
    "footer": (Flow.BLOCK, Flag.FOOTER),
    "aside": (Flow.BLOCK, Flag.ASIDE),
    "form": (Flow.BLOCK, Flag.FORM),
    "fieldset": (Flow.BLOCK, Flag.FORM),
    "legend": (Flow.BLOCK, Flag.FORM),
    "search": (Flow.BLOCK, Flag.FORM),
    "article": (Flow.BLOCK, Flag.ARTICLE),
    "main": (Flow.BLOCK, Flag.MAIN),
    "section": (Flow.BLOCK, Flag.SECTION),
    "figure": (Flow.BLOCK, Flag.FIGURE),
    "figcaption": (Flow.BLOCK, Flag.FIGURE),
    "table": (Flow.TABLE, Flag.TABLE),
    "tr": (Flow.ROW, Flag.TABLE),
    "td": (Flow.CELL, Flag.TABLE),
    "th": (Flow.CELL, Flag.TABLE),
    "ul": (Flow.BLOCK, Flag.LIST),
    "ol": (Flow.BLOCK, Flag.LIST),
    "dl": (Flow.BLOCK, Flag.LIST),
    "dir": (Flow.BLOCK, Flag.LIST),
    "blockquote": (Flow.BLOCK, Flag.QUOTE),
    "button": (Flow.BLOCK, Flag.BUTTON),
    "pre": (Flow.BLOCK, Flag.PRE),
    "listing": (Flow.BLOCK, Flag.PRE),
    "xmp": (Flow.BLOCK, Flag.PRE),
    "plaintext": (Flow.BLOCK, Flag.PRE),
    "details": (Flow.BLOCK, Flag.DETAILS),
    "dialog": (Flow.BLOCK, Flag.DIALOG),
    "noscript": (Flow.BLOCK, Flag.NOSCRIPT),
    "a": (Flow.LINK, Flag.LINK),
    "b": (Flow.PLAIN, Flag.STRONG),
    "strong": (Flow.PLAIN, Flag.STRONG),
    "br": (Flow.BREAK, Flag(0)),
    "img": (Flow.IMAGE, Flag(0)),
    "picture": (Flow.PLAIN, Flag(0)),
    "rt": (Flow.INLINE, Flag.HIDDEN),  # how the characters beside it are read: no part of the sentence
    "rtc": (Flow.INLINE, Flag.HIDDEN),
    "amp-img": (Flow.IMAGE, Flag(0)),
    "title": (Flow.HEAD, Flag.SKIP),
    "meta": (Flow.HEAD, Flag.SKIP),
    "link": (Flow.HEAD, Flag.SKIP),
    "script": (Flow.HEAD, Flag.SKIP),
}
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS: Final = listed(
    "html body address caption center dd details div dt frameset hgroup hr li p summary",
    "tbody thead tfoot colgroup marquee amp-accordion amp-sidebar amp-carousel",
)
_PLAIN: Final = listed("em i u s small big tt sub sup wbr bdi bdo ins del strike source")
_SKIPPED: Final = listed(
    "style svg math template select datalist optgroup option textarea iframe object embed canvas audio",
    "video applet noframes noembed frame input param map rp head amp-analytics amp-ad amp-embed amp-iframe",
)

TAGS: Final[tuple[str, ...]] = tuple(
    dict.fromkeys(
        (*_BLOCKS, *_HEADINGS, *(tag for tag, (flow, _) in _WITH_FLAGS.items() if flow >= Flow.BLOCK))
    )
)
"""The tags that blocks and elements can have, in the order of their codes."""

CODES: Final = {tag: code for code, tag in enumerate(TAGS)}

KNOWN: Final[dict[str, Tag]] = (
    dict.fromkeys(_PLAIN, Tag(Flow.PLAIN, 0, 0))
    | dict.fromkeys(_SKIPPED, Tag(Flow.SKIP, 0, int(Flag.SKIP)))
    | {tag: Tag(Flow.BLOCK, CODES[tag], 0) for tag in _BLOCKS}
    | {tag: Tag(Flow.BLOCK, CODES[tag], int(Flag.HEADING)) for tag in _HEADINGS}
    | {tag: Tag(flow, CODES.get(tag, 0), int(flag)) for tag, (flow, flag) in _WITH_FLAGS.items()}
)
UNKNOWN: Final = Tag(Flow.INLINE, 0, 0)
"""Tags that are not listed are inline, as in browsers."""

ROLES: Final[dict[str, int]] = {
    role: int(flag)
    for role, flag in {
        "navigation": Flag.NAV,
        "menu": Flag.NAV,
        "menubar": Flag.NAV,
        "toolbar": Flag.NAV,
        "banner": Flag.HEADER,
        "contentinfo": Flag.FOOTER,
        "complementary": Flag.ASIDE,
        "main": Flag.MAIN,
        "article": Flag.ARTICLE,
        "search": Flag.FORM,
        "form": Flag.FORM,
        "dialog": Flag.DIALOG,
        "alertdialog": Flag.DIALOG,
        "button": Flag.BUTTON,
        "heading": Flag.HEADING,
        "figure": Flag.FIGURE,
        "list": Flag.LIST,
    }.items()
}
"""`role` -> the flag of the tag that it stands for."""
