"""Text from elsewhere, made safe to print."""

from __future__ import annotations


def escaped(text: str) -> str:
    r"""`text` on one line, with what a terminal would obey, or cannot show, as Python writes it.

    For messages that quote documents, file names and rule files: an escape sequence in one of these could
    retitle a terminal or hide what stands before it.

    >>> print(escaped("a\x1b]0;owned\x07\nb"))
    a\x1b]0;owned\x07\nb
    """
    if text.isprintable():
        return text
    return "".join(it if it.isprintable() else it.encode("unicode_escape").decode("ascii") for it in text)
