"""Lone surrogates: halves of UTF-16 pairs, which a Python string can hold and UTF-8 cannot encode."""

from __future__ import annotations

import re
from typing import Final

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> tuple[str, int]:
    r"""`text` with U+FFFD for each surrogate, and how many there were; offsets stay the same.

    >>> replace_surrogates("half \ud83d a character")
    ('half � a character', 1)
    """
    try:
        text.encode()  # takes a fiftieth of the time of the pattern
    except UnicodeEncodeError:
        return _SURROGATE.subn("\ufffd", text)
    return text, 0
