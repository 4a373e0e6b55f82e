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
    """Place in `cleaner.segment.html.tags.TAGS`."""
    depth: NDArray[np.int64]
    """How many block-level elements it stands in."""
    end: NDArray[np.int32]
    """One past the last element inside it: what it holds are the rows from its own to this."""
    names: NDArray[np.uint64]
    """What its class, id, role and itemprop call it: bits of `cleaner.segment.html.names.SIDES`.

    Nothing where no block is inside.
    """
    around: NDArray[np.uint64]
    """What it or any element around it is called; likewise."""
    like: NDArray[np.int64]
    """Elements of one parent with the same tag and the same class have the same number here."""


@dataclass(frozen=True, slots=True)
class Dom:
    """What the DOM knows: arrays of shape (blocks,), the elements they point into, and the page's head."""

    tag: NDArray[np.uint8]
    """The block's own tag, that of its element, `tr` for a row of data; place in `TAGS`."""
    element: NDArray[np.int32]
    """Row in `elements` of the nearest block-level element around the block."""
    flags: NDArray[np.uint32]
    """What it stands in: bits of `cleaner.segment.html.tags.Flag`."""
    inline_names: NDArray[np.uint64]
    """What the inline elements inside it are called, links and their `rel` among them; bits of `SIDES`."""
    links: NDArray[np.int32]
    """Links in it."""
    link_characters: NDArray[np.int32]
    """Characters inside links."""
    strong_characters: NDArray[np.int32]
    """Characters inside `b` and `strong`."""
    images: NDArray[np.int32]
    """Images between the block before and the end of this one."""
    list_level: NDArray[np.int32]
    """How many lists it stands in."""
    elements: Elements
    head: Head
    deepest: int
    """The depth of the most deeply nested node, inline elements counted; parsers differ on deep pages."""
