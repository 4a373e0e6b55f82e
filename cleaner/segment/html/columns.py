"""What the walk gathered -> arrays."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from cleaner.segment.html.dom import Dom, Elements
from cleaner.segment.html.names import look_up_all
from cleaner.segment.html.tags import TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.segment.html.blocks import Builder, Piece


def dom(builder: Builder, pieces: Sequence[Piece]) -> Dom:
    """The columns for `pieces`, blocks of `builder`."""
    columns = list(zip(*pieces, strict=True)) or [()] * 12
    (_, tag, element, flags, names, links, link_characters, strong_characters, images, level, _, _) = columns
    in_links, at = np.array(link_characters, np.int32), np.array(element, np.int32)
    return Dom(
        tag=np.array(tag, np.uint8),
        element=at,
        flags=np.array(flags, np.uint32),
        inline_names=np.array(names, np.uint64),
        links=np.maximum(np.array(links, np.int32), in_links > 0),
        link_characters=in_links,
        strong_characters=np.array(strong_characters, np.int32),
        images=np.array(images, np.int32),
        list_level=np.array(level, np.int32),
        elements=_elements(builder, at),
        head=builder.head,
        deepest=builder.deepest,
    )


def _elements(builder: Builder, of_blocks: NDArray[np.int32]) -> Elements:
    rows = len(builder.parents)
    parent, tag = np.array(builder.parents, np.int32), np.array(builder.tags, np.uint8)
    end = np.array([rows, *builder.ends[1:]], np.int32)
    names, around = _names(builder, _holding(of_blocks, end))
    return Elements(
        parent=parent,
        tag=tag,
        # Of the elements before one, those that have not ended stand around it.
        depth=np.arange(rows) - np.bincount(end, minlength=rows + 1).cumsum()[:rows],
        end=end,
        names=names,
        around=around,
        like=_alike(parent, tag, builder.classes),
    )


def _holding(of_blocks: NDArray[np.int32], end: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which elements have a block somewhere inside."""
    before = np.zeros(len(end) + 1, np.int64)
    np.bincount(of_blocks, minlength=len(end)).cumsum(out=before[1:])
    return before[end] > before[:-1]


def _names(builder: Builder, wanted: NDArray[np.bool_]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """What each of the elements that are `wanted` is called, and what it or any around it is.

    Names that were never met before cost more than all else about an element, and an element in five has
    no text whose judgement they could serve.
    """
    names, around = [0] * len(wanted), [0] * len(wanted)
    parents, classes, other_names = builder.parents, builder.classes, builder.other_names
    for row in np.flatnonzero(wanted).tolist():
        css_class, others = classes[row], other_names[row]
        called = look_up_all(css_class) if css_class else 0
        if others:
            called |= look_up_all(others)
        names[row] = called
        around[row] = around[parents[row]] | called
    return np.array(names, np.uint64), np.array(around, np.uint64)


def _alike(
    parent: NDArray[np.int32], tag: NDArray[np.uint8], classes: Sequence[str | None]
) -> NDArray[np.int64]:
    """A number for every element, the same for those of one parent with the same tag and class."""
    numbers: defaultdict[str | None, int] = defaultdict(count().__next__)
    numbered = np.array([numbers[css_class] for css_class in classes])
    which = (numbered * len(TAGS) + tag) * len(parent) + parent
    which[0] = -1  # the page itself is like no element, though its own parent
    result: NDArray[np.int64] = np.unique(which, return_inverse=True)[1]
    return result
