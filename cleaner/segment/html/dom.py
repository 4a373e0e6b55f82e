"""What the DOM knows of the blocks of a page, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaner.segment.html.head import Head


class Elements(NamedTuple):
    """The block-level elements of a page, one entry each, in document order: parents before children.

    Row 0 is the page itself and its own parent.
    """

    parent: NDArray[np.int32]
    """The row of the nearest block-level element around it."""
    tag: NDArray[np.uint8]
    """Index into `html_tags.TAGS`."""
    depth: NDArray[np.int64]
    """How many block-level elements are around it."""
    end: NDArray[np.int32]
    """One past the last element inside it: `range(row, end[row])` is the element and all inside."""
    names: NDArray[np.uint64]
    """Class-name labels of its class, id, role and itemprop: bits of `class_labels.CLASS_LABELS`.

    0 where no block is inside.
    """
    around: NDArray[np.uint64]
    """Those of it and of all elements around it; likewise."""
    like: NDArray[np.int64]
    """A number that siblings with the same tag and the same class share."""


@dataclass(frozen=True, slots=True)
class Dom:
    """What the DOM knows: arrays of shape (blocks,), the elements that they index, and the page's head."""

    tag: NDArray[np.uint8]
    """The tag of its element, or `tr` for a row of a data table; index into `TAGS`."""
    element: NDArray[np.int32]
    """Row in `elements` of the nearest block-level element around the block."""
    flags: NDArray[np.uint32]
    """What elements it is in: bits of `html_tags.Flag`."""
    inline_names: NDArray[np.uint64]
    """Class-name labels of the inline elements inside it, and of `rel` of its links; bits of
    `CLASS_LABELS`."""
    links: NDArray[np.int32]
    """Links in it."""
    link_characters: NDArray[np.int32]
    """Characters inside links."""
    strong_characters: NDArray[np.int32]
    """Characters inside `b` and `strong`."""
    images: NDArray[np.int32]
    """Images between the end of the block before and its own end."""
    list_level: NDArray[np.int32]
    """How many lists it is in."""
    elements: Elements
    head: Head
    deepest: int
    """The depth of the most deeply nested node, inline elements counted; parsers differ on deep pages."""
