"""A text reduced to its letters and digits: the same however a tool lays the text out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from cleaner.characters.alphabet import IS_WORD, kinds, look_up
from cleaner.characters.folding import code_points, fold_codes

if TYPE_CHECKING:
    from collections.abc import Sequence


def letters(texts: Sequence[str]) -> list[str]:
    """The letters and digits of each text, in lower case.

    All texts at once: for the blocks of a page that takes two fifths of the time of a pattern for each.

    >>> letters(["**Read** more…", "17:30"])
    ['readmore', '1730']
    """
    text = "\n".join(texts)
    codes = code_points(text)
    places = np.flatnonzero(look_up(IS_WORD, kinds().take(codes)))
    kept = fold_codes(text, codes).take(places).tobytes().decode("utf-32-le")
    bounds = np.searchsorted(places, np.cumsum([0, *(len(each) + 1 for each in texts)])).tolist()
    return [kept[start:end] for start, end in pairwise(bounds)]
