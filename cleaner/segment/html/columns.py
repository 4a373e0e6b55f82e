"""What the walk gathered -> arrays."""

from __future__ import annotations

from collections import defaultdict
from itertools import count, islice
from typing import TYPE_CHECKING

import numpy as np

from cleaner.segment.html.dom import Dom, Elements
from cleaner.segment.html.tags import TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cleaner.segment.html.blocks import Builder, Piece


def dom(builder: Builder, pieces: Sequence[Piece]) -> Dom:
    """The columns for `pieces`, blocks of `builder`."""
    columns = list(zip(*pieces, strict=True)) or [()] * 12
    (_, tag, element, flags, names, links, link_characters, strong_characters, images, level, _, _) = columns
    in_links = np.array(link_characters, np.int32)
    return Dom(
        tag=np.array(tag, np.uint8),
        element=np.array(element, np.int32),
        flags=np.array(flags, np.uint32),
        inline_names=np.array(names, np.uint64),
        links=np.maximum(np.array(links, np.int32), in_links > 0),
        link_characters=in_links,
        strong_characters=np.array(strong_characters, np.int32),
        images=np.array(images, np.int32),
        list_level=np.array(level, np.int32),
        elements=_elements(builder),
        head=builder.head,
        deepest=builder.deepest,
    )


def _elements(builder: Builder) -> Elements:
    rows = len(builder.parents)
    parent, tag = np.array(builder.parents, np.int32), np.array(builder.tags, np.uint8)
    end = np.array([rows, *builder.ends[1:]], np.int32)
    around = [0]
    for above, called in islice(zip(builder.parents, builder.names, strict=True), 1, None):
        around.append(around[above] | called)
    return Elements(
        parent=parent,
        tag=tag,
        # Of the elements before one, those that have not ended stand around it.
        depth=np.arange(rows) - np.bincount(end, minlength=rows + 1).cumsum()[:rows],
        end=end,
        names=np.array(builder.names, np.uint64),
        around=np.array(around, np.uint64),
        like=_alike(parent, tag, builder.classes),
    )


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
