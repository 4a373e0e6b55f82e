"""What the walk gathered -> arrays."""

from __future__ import annotations

from collections import defaultdict
from itertools import count, islice
from typing import TYPE_CHECKING

import numpy as np

from cleaner.segment.html.dom import Dom, Elements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.segment.html.blocks import Builder, Piece


def dom(builder: Builder, pieces: Sequence[Piece]) -> Dom:
    """The columns for `pieces`, blocks of `builder`."""
    columns = list(zip(*pieces, strict=True)) or [()] * 12
    (_, tag, element, flags, names, links, link_characters, strong_characters, images, level, _, _) = columns
    parent = builder.parents
    depth, around, like = [0], [0], [0]
    numbers: defaultdict[tuple[int, int, str | None], int] = defaultdict(count(1).__next__)
    elements = zip(parent, builder.tags, builder.classes, builder.names, strict=True)
    for above, its_tag, css_class, called in islice(elements, 1, None):
        depth.append(depth[above] + 1)
        around.append(around[above] | called)
        like.append(numbers[above, its_tag, css_class])
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
        elements=Elements(
            parent=np.array(parent, np.int32),
            tag=np.array(builder.tags, np.uint8),
            depth=np.array(depth, np.int32),
            end=np.array([len(parent), *builder.ends[1:]], np.int32),
            names=np.array(builder.names, np.uint64),
            around=np.array(around, np.uint64),
            like=np.array(like, np.int32),
        ),
        head=builder.head,
        deepest=builder.deepest,
    )
