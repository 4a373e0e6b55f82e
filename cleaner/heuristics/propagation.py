"""Propagation: carrying the strength of a claim to the blocks around that belong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.characters.alphabet import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.features.page import Page

BUTTON: Final = 3
"""Words. A button or a field between paragraphs of an appeal or a notice is this short."""
SUFFICIENT: Final = 0.3
"""The strength that a paragraph must be claimed with for the short block beside it to belong to it."""


def short_beside(page: Page, strength: NDArray[np.float64], longest: int = BUTTON) -> NDArray[np.bool_]:
    """Blocks of at most `longest` words that a claim may be carried to: no headings, and no sentences."""
    result: NDArray[np.bool_] = (page.size <= longest) & (page.last_kind != Kind.FULL_STOP)
    result[:-1] &= ~page.paragraph[1:] | (strength[1:] >= SUFFICIENT)
    return result


def spread(
    strength: NDArray[np.float64], eligible: NDArray[np.bool_], reach: int, fade: float
) -> NDArray[np.float64]:
    """`strength`, carried to eligible blocks up to `reach` places off, `fade` times as strong each step.

    >>> spread(np.array([1.0, 0.0, 0.0]), np.array([False, True, True]), reach=2, fade=0.5).tolist()
    [1.0, 0.5, 0.25]
    """
    if not strength.any():
        return strength
    gain = eligible * fade
    framed = np.zeros(len(strength) + 2)
    result = framed[1:-1]
    result[:] = strength
    for _ in range(reach):
        carried = np.maximum(framed[:-2], framed[2:])
        carried *= gain
        np.maximum(result, carried, out=result)
    return result


def window_sum(
    values: NDArray[np.bool_] | NDArray[np.float64], before: int, after: int
) -> NDArray[np.float64]:
    """The sum of `values` from `before` places before to `after` places after each block.

    >>> window_sum(np.array([1.0, 2.0, 4.0]), before=1, after=0).tolist()
    [1.0, 3.0, 6.0]
    """
    blocks = len(values)
    total = np.zeros(blocks + before + after + 1)
    np.cumsum(values, out=total[before + 1 : before + 1 + blocks])
    total[before + 1 + blocks :] = total[before + blocks]
    return total[before + after + 1 :] - total[:blocks]


def runs_after(opening: NDArray[np.bool_], member: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Blocks in an unbroken run of members that follows an opening block, the opening one included.

    >>> runs_after(np.array([True, False, False, False]), np.array([False, True, False, True])).tolist()
    [True, True, False, False]
    """
    places = np.arange(len(opening))
    last_opening = np.maximum.accumulate(np.where(opening, places, -1))
    last_outsider = np.maximum.accumulate(np.where(member | opening, -1, places))
    result: NDArray[np.bool_] = last_opening > last_outsider
    return result
