"""Lists to choose from with thousands of entries: seen before a page is parsed, and made plain text.

With every `option` the parser goes through all before it, to know which is chosen, so that a list of
100,000 would take a minute. What can be chosen is not shown as text of the page; so the tags go, and what
is left of the list stays what it was: something inside a `select`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.segment.html.depth import TAG

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEW: Final = 4000
"""Options of a page; so many take a tenth of a second. A page with as few tags need not be looked at."""
_CHOICE: Final = frozenset(("option", "optgroup"))
_LOWER: Final = 0x20
"""The bit that sets small letters apart from capitals."""


def has_too_many(data: bytes, starts: NDArray[np.intp]) -> bool:
    """Whether a page may have thousands of options, given its `tag_starts`; errs towards yes."""
    codes = np.frombuffer(data, np.uint8)
    letters = (codes[starts + place] | _LOWER == ord(letter) for place, letter in enumerate("opt", 1))
    return bool(np.count_nonzero(np.logical_and.reduce(list(letters))) > FEW)


def without_choices(page: str) -> str:
    """`page` without the tags of options; all of its text stays, parted as it was."""
    kept: list[str] = []
    at = 0
    for tag in TAG.finditer(page):
        if (tag["name"] or "").lower() in _CHOICE:
            kept += (page[at : tag.start()], " ")
            at = tag.end()
    return "".join((*kept, page[at:]))
