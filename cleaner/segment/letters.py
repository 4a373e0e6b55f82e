"""A text as its letters and digits alone: what stays the same however a tool lays it out."""

from __future__ import annotations

import re
from typing import Final

_NO_LETTERS: Final = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """`text` in lower case, without white space, punctuation and markup signs."""
    return _NO_LETTERS.sub("", text).lower()
