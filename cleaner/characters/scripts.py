"""Scripts of letters, told by ranges of code points: coarser than Unicode's script property, and faster."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FIRST: Final = {
    "Latin": 0,
    "Greek": 0x370,
    "Cyrillic": 0x400,
    "Armenian": 0x530,
    "Hebrew": 0x590,
    "Arabic": 0x600,
    "of India": 0x900,
    "Thai and its neighbours": 0xE00,
    "Georgian and others": 0x10A0,
    "Latin, for Vietnamese": 0x1E00,
    "Greek, with accents": 0x1F00,
    "Chinese and Japanese": 0x2E80,
    "Korean": 0xAC00,
    "others": 0xD7B0,
}
"""Scripts by their first code points; characters between two scripts count for the one before them."""
_FIRSTS: Final = np.array(list(_FIRST.values()))
_NAMES: Final = list(_FIRST)

UNSPACED: Final = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Scripts without spaces between words, for a pattern: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
IS_UNSPACED: Final = re.compile(f"[{UNSPACED}]")

LATIN: Final = _NAMES.index("Latin")
LAST_LATIN: Final = _FIRST["Greek"] - 1
"""The last code point of Latin, apart from the letters for Vietnamese."""


def scripts(codes: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The number of the script of each code point; ranges of one script have one number.

    >>> scripts(np.array([ord("a"), ord("ế"), ord("я")])).tolist() == [LATIN, LATIN, 2]
    True
    """
    numbers = np.searchsorted(_FIRSTS, codes, side="right") - 1
    numbers[numbers == _NAMES.index("Latin, for Vietnamese")] = LATIN
    numbers[numbers == _NAMES.index("Greek, with accents")] = _NAMES.index("Greek")
    return numbers
