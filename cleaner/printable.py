"""Text of others as a terminal may have it: what a terminal obeys, and does not show, is escaped.

Documents, file names and rule files can hold sequences that clear the screen, set the window's title or put
commands on the clipboard, and marks that show text in another order than it has. Escaped they are seen, also
in a pipe, whose other end may be a terminal. All else is left as it is, in any script: the joiners that
Persian, Hindi and emoji need are characters of the text.
"""

from __future__ import annotations

import re
from typing import Final

_CONTROLS: Final = r"\x00-\x1f\x7f-\x9f"
_LINE_ENDS: Final = r"\u2028\u2029"
_DIRECTIONS: Final = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
"""Bidirectional marks, embeddings, overrides and isolates, and the deprecated format characters."""
_SURROGATES: Final = r"\ud800-\udfff"
"""No characters: no encoding has them. Names that are not UTF-8 come with them."""
_OBEYED: Final = re.compile(f"[{_CONTROLS}{_LINE_ENDS}{_DIRECTIONS}{_SURROGATES}]")


def printable(text: str) -> str:
    r"""`text` on one line, with what is not to reach a terminal escaped as Python has it.

    >>> printable("\x1b[2Jtwo\nlines, \u202etxt.exe")
    '\\x1b[2Jtwo\\nlines, \\u202etxt.exe'
    """
    return _OBEYED.sub(_escaped, text)


def printable_lines(text: str) -> str:
    """`text` likewise, in the lines that it has."""
    return "\n".join(map(printable, text.split("\n")))


def folded(text: str) -> str:
    r"""`text` likewise, with all white space as single spaces: the words of a document, to be quoted.

    >>> folded("\tone\r\n two\x07 ")
    'one two\\x07'
    """
    return printable(" ".join(text.split()))


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
