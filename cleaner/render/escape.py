r"""Text -> Markdown that reads as that text: signs that would be read as marks get a backslash.

A backslash stands only where a sign would do something: `snake_case` and `[sic]` are common in prose. What is
around a sign is looked at where that is enough to know; where it is not, the sign is escaped.
"""

from __future__ import annotations

import re
from typing import Final

_SPECIAL: Final = re.compile(r"[\\*`_<&~\[\]!$]")
"""Searched for first, as most texts have none."""
_ALWAYS: Final = re.compile(r"[*`]")
_UNDERSCORE: Final = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
"""Inside a word an underscore marks nothing."""
_BACKSLASH: Final = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)")
_LESS: Final = re.compile(r"<(?=[a-zA-Z/!?])")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_TILDE: Final = re.compile(r"~(?=~)|(?<=[^\s])~|~$")
"""Not before a number: `~5` can open a deletion, but nothing closes one."""
_OPEN_BRACKET: Final = re.compile(r"\[(?=\^)|^\[(?=[ xX]\])")
_CLOSE_BRACKET: Final = re.compile(r"\](?=[(\[:])")
"""Of a link, a reference or a definition."""
_BRACKETS: Final = re.compile(r"[\[\]]")
_EXCLAMATION: Final = re.compile(r"!(?=\[)")
_ESCAPED_END: Final = re.compile(r"(?<!\\)(?:\\\\)*\\.\Z", re.DOTALL)
"""A sign at the end that a backslash escapes."""
_DOLLARS: Final = re.compile(r"\$(?=\S)[^$]*\S\$(?!\d)|\$\$")
"""Two signs between which some renderers see a formula."""

_LINE_START: Final = re.compile(
    r"(?m)^(?=#{1,6}(?:\s|$)|>|[+-](?:\s|$)|=+\s*$|-+\s*$|[|:-][|:\s-]*$)|^(\d{1,9})(?=[.)](?:\s|$))"
)
"""Where a line would be read as a heading, quotation, list item, underline or row of dashes. A number is
followed by the backslash, as a digit cannot be escaped."""
_STARTS: Final = frozenset("#>+-=|:0123456789")
"""With what such a line may begin."""
_HEADING_END: Final = re.compile(r"(^|\s)(?=#+$)")
_BACKTICKS: Final = re.compile(r"`+")
_URL_SIGNS: Final = str.maketrans(
    {" ": "%20", "<": "%3C", ">": "%3E", "\\": "%5C", "\n": "", "\r": "", "`": "%60"}
)
_PLAIN_URL: Final = re.compile(r"[\w:/.?=%#+,;~@!$'*-]*", re.ASCII)
"""Most addresses, in which nothing needs be changed."""
_SPACES: Final = re.compile(r"\s")


def escaped(text: str, *, in_link: bool = False) -> str:
    r"""A piece of a line. In the text of a link, all brackets are escaped.

    >>> escaped("2 * 3 in snake_case [sic], <b> & &amp;")
    '2 \\* 3 in snake_case [sic], \\<b> & \\&amp;'
    """
    if _SPECIAL.search(text) is None:
        return text
    text = _BACKSLASH.sub(r"\\\\", text)
    text = _ALWAYS.sub(r"\\\g<0>", text)
    for sign in (_UNDERSCORE, _LESS, _ENTITY, _TILDE, _EXCLAMATION):
        text = sign.sub(r"\\\g<0>", text)
    if in_link:
        text = _BRACKETS.sub(r"\\\g<0>", text)
    else:
        text = _CLOSE_BRACKET.sub(r"\\\g<0>", _OPEN_BRACKET.sub(r"\\\g<0>", text))
    return text.replace("$", r"\$") if _DOLLARS.search(text) else text


def combine(before: str, after: str) -> bool:
    """Whether a sign at the end of a piece and one at the beginning of the next would be read as one mark.

    >>> combine("[sic]", "(so)"), combine("Look!", "[here](/x)"), combine("[sic]", " (so)")
    (True, True, False)
    """
    end, start = before[-1:], after[:1]
    together = (end == "]" and start in {"(", "[", ":"}) or (end == "!" and start == "[")
    return together and _ESCAPED_END.search(before) is None


def escaped_lines(text: str) -> str:
    r"""The lines of a paragraph whose pieces are escaped, so that none begins like a block of another kind.

    >>> escaped_lines("1914. It began.")
    '1914\\. It began.'
    """
    if text[:1] not in _STARTS and "\n" not in text:
        return text
    return _LINE_START.sub(r"\1\\", text)


def escaped_heading(text: str) -> str:
    r"""The line of a heading whose pieces are escaped; signs at its end would go.

    >>> escaped_heading("In C #")
    'In C \\#'
    """
    return _HEADING_END.sub(r"\1\\", text)


def inline_code(code: str) -> str:
    """Code in a line, between more backticks than are in it.

    >>> inline_code("a`b"), inline_code("`")
    ('``a`b``', '`` ` ``')
    """
    runs = {len(it) for it in _BACKTICKS.findall(code)}
    ticks = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    padded = code.startswith("`") or code.endswith("`") or (code[:1] == code[-1:] == " " and code.strip())
    return f"{ticks} {code} {ticks}" if padded else f"{ticks}{code}{ticks}"


def fence(code: str) -> str:
    """The line before and after a block of code: longer than what is in it."""
    return "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(code)), default=0))


def destination(url: str) -> str:
    """An address as it stands in a link, with the same meaning.

    >>> destination("https://example.org/a b_(c)")
    'https://example.org/a%20b_(c)'
    """
    if _PLAIN_URL.fullmatch(url):
        return url
    url = _SPACES.sub("%20", url.translate(_URL_SIGNS))
    url = _ENTITY.sub(r"\\&", url)
    return url if _is_balanced(url) else url.replace("(", r"\(").replace(")", r"\)")


def _is_balanced(url: str) -> bool:
    """Whether the parentheses in an address close each other, not too deep for Markdown."""
    depth = 0
    for sign in url:
        depth += (sign == "(") - (sign == ")")
        if not 0 <= depth <= 3:  # noqa: PLR2004 - renderers stop at various depths
            return False
    return depth == 0
