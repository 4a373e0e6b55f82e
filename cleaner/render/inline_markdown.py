"""Inline pieces -> a line of Markdown."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from cleaner.render.escape import combine, destination, escaped, inline_code
from cleaner.render.tree import INLINE_TAGS, Kind, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.render.tree import Node

_SIGNS: Final = {Kind.EMPHASIS: "*", Kind.STRONG: "**", Kind.DELETED: "~~"}
"""The marks that have signs. Where these would not be read, and for all others, stand tags of HTML."""


def line_of(pieces: Sequence[Node], *, in_link: bool = False) -> str:
    """The pieces as Markdown. A line break is a line end after a backslash."""
    if len(pieces) == 1 and pieces[0].kind is Kind.TEXT:
        return escaped(pieces[0].value, in_link=in_link)
    parts = [(it, part) for it in pieces if (part := _piece(it, in_link=in_link))]
    made: list[str] = []
    for place, (node, part) in enumerate(parts):
        before = made[-1] if made else ""
        follower, after = parts[place + 1] if place + 1 < len(parts) else (None, "")
        if node.kind in _SIGNS:
            made.append(_marked(node.kind, part, before[-1:], after[:1], follower))
            continue
        if combine(before, part):
            if parts[place - 1][0].kind is Kind.REFERENCE:
                made.append("\\")
            else:
                made[-1] = f"{before[:-1]}\\{before[-1]}"
        made.append(part)
    return "".join(made)


def _marked(kind: Kind, inner: str, before: str, after: str, follower: Node | None) -> str:
    """A marked piece: with signs around it where these are read as a mark, else with tags."""
    sign, tag = _SIGNS[kind], INLINE_TAGS[kind]
    beside = {before, after, _SIGNS.get(follower.kind, "")[:1] if follower else ""}
    if sign[0] not in beside and _works(inner, sign[0], before, after):
        return f"{sign}{inner}{sign}"
    return f"<{tag}>{inner}</{tag}>"


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
            tag = INLINE_TAGS[node.kind]
            return f"<{tag}>{line_of(node.children, in_link=in_link)}</{tag}>"
        case _:
            return line_of(node.children, in_link=in_link)


def _works(inner: str, sign: str, before: str, after: str) -> bool:
    """Whether signs around `inner` are read as a mark between the characters `before` and `after`.

    By the rules of CommonMark a sign opens nothing between a letter and punctuation, and runs of signs beside
    each other are one. Where letters are on both sides, signs inside could be taken for those of the outside.
    """
    if sign == "~" and "~" in {inner[0], inner[-1]}:
        return False
    is_word_before, is_word_after = _may_be_word(before), _may_be_word(after)
    if (is_word_before and not _is_word(inner[0])) or (is_word_after and not _is_word(inner[-1])):
        return False
    return sign not in inner or not (is_word_before or is_word_after)


def _is_word(character: str) -> bool:
    """Whether a character is neither white space nor punctuation, as every version of CommonMark has it."""
    return bool(character) and not character.isspace() and unicodedata.category(character)[0] not in "PSZ"


def _may_be_word(character: str) -> bool:
    """Whether some version of CommonMark has it so: symbols beyond ASCII are punctuation since 0.31 alone."""
    is_symbol = bool(character) and not character.isascii() and unicodedata.category(character)[0] == "S"
    return is_symbol or _is_word(character)
