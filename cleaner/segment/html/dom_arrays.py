"""The columns that a `Builder` gathered -> the arrays of `Dom` and `Elements`."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from cleaner.dom import Dom, Elements
from cleaner.segment.html.class_labels import look_up_all
from cleaner.segment.html.html_tags import TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.segment.html.blocks import Builder
    from cleaner.segment.html.piece import Piece


def dom_of(builder: Builder, pieces: Sequence[Piece]) -> Dom:
    """What the DOM says of `pieces`, which came from `builder`."""
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
        # The elements before a row that have not ended are those around it.
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
    """The class-name labels of each `wanted` element, and those of it and all elements around it.

    Looking up a name for the first time costs more than anything else about an element, so elements without
    text, one in five, are left out.
    """
    names, around = [0] * len(wanted), [0] * len(wanted)
    parents, classes, other_names = builder.parents, builder.classes, builder.other_names
    for row in np.flatnonzero(wanted).tolist():
        css_class, others = classes[row], other_names[row]
        labels = look_up_all(css_class) if css_class else 0
        if others:
            labels |= look_up_all(others)
        names[row] = labels
        around[row] = around[parents[row]] | labels
    return np.array(names, np.uint64), np.array(around, np.uint64)


def _alike(
    parent: NDArray[np.int32], tag: NDArray[np.uint8], classes: Sequence[str | None]
) -> NDArray[np.int64]:
    """A number for every element; siblings with the same tag and class have the same."""
    numbers: defaultdict[str | None, int] = defaultdict(count().__next__)
    numbered = np.array([numbers[css_class] for css_class in classes])
    which = (numbered * len(TAGS) + tag) * len(parent) + parent
    which[0] = -1  # the page is its own parent, but no sibling of its children
    result: NDArray[np.int64] = np.unique(which, return_inverse=True)[1]
    return result
