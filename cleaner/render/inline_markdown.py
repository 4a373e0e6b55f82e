"""Inline pieces -> a line of Markdown."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from cleaner.render.escape import destination, escaped, inline_code, joined
from cleaner.render.tree import Kind, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.render.tree import Node

_SIGNS: Final = {Kind.EMPHASIS: "*", Kind.STRONG: "**", Kind.DELETED: "~~"}
_TAGS: Final = {
    Kind.EMPHASIS: "em",
    Kind.STRONG: "strong",
    Kind.DELETED: "del",
    Kind.SUBSCRIPT: "sub",
    Kind.SUPERSCRIPT: "sup",
    Kind.KEYBOARD: "kbd",
}
"""Markdown has no sign for some marks, and none that works everywhere; HTML is part of it."""


def line_of(pieces: Sequence[Node], *, in_link: bool = False) -> str:
    """The pieces as Markdown. A line break is a line end after a backslash."""
    parts = [_piece(it, in_link=in_link) for it in pieces]
    made = ""
    for place, (node, part) in enumerate(zip(pieces, parts, strict=True)):
        sign = _SIGNS.get(node.kind)
        if sign is not None:
            after = next((it[0] for it in parts[place + 1 :] if it), "")
            tag = _TAGS[node.kind]
            works = _works(part, sign[0], made[-1:], after, signs_after=pieces[place + 1 : place + 2])
            made += f"{sign}{part}{sign}" if works else f"<{tag}>{part}</{tag}>"
        else:
            made = joined(made, part, reference=place > 0 and pieces[place - 1].kind is Kind.REFERENCE)
    return made


def _piece(node: Node, *, in_link: bool) -> str:  # noqa: PLR0911 - one return a kind
    """A piece without the signs around it that depend on what is beside it."""
    match node.kind:
        case Kind.TEXT:
            return escaped(node.value, in_link=in_link)
        case Kind.INLINE_CODE:
            return inline_code(words_of(node.children))
        case Kind.INLINE_MATH:
            return f"$${node.value}$$" if node.checked else f"${node.value}$"
        case Kind.LINE_BREAK:
            return "\\\n"
        case Kind.LINK:
            inner = line_of(node.children, in_link=True)
            return f"[{inner}]({destination(node.url)})"
        case Kind.IMAGE:
            return f"![{escaped(node.value, in_link=True)}]({destination(node.url)})"
        case Kind.REFERENCE:
            return f"[^{node.value}]"
        case Kind.SUBSCRIPT | Kind.SUPERSCRIPT | Kind.KEYBOARD:
            tag = _TAGS[node.kind]
            return f"<{tag}>{line_of(node.children, in_link=in_link)}</{tag}>"
        case _:
            return line_of(node.children, in_link=in_link)


def _works(inner: str, sign: str, before: str, after: str, *, signs_after: Sequence[Node]) -> bool:
    """Whether signs around `inner` are read as a mark between the characters `before` and `after`.

    By the rules of CommonMark a sign opens nothing between a letter and punctuation, and runs of signs beside
    each other are one. Where letters are on both sides, signs inside could be taken for those of the outside.
    """
    if before == sign or (signs_after and _SIGNS.get(signs_after[0].kind, " ")[0] == sign) or after == sign:
        return False
    if sign == "~" and "~" in {inner[0], inner[-1]}:
        return False
    is_word_before, is_word_after = _is_word(before), _is_word(after)
    if (is_word_before and not _is_word(inner[0])) or (is_word_after and not _is_word(inner[-1])):
        return False
    return sign not in inner or not (is_word_before or is_word_after)


def _is_word(character: str) -> bool:
    """Whether a character is neither white space nor punctuation, as CommonMark has it."""
    return bool(character) and not character.isspace() and unicodedata.category(character)[0] not in "PSZ"
