"""Class-name labels: what classes, ids and roles say a block is; the nearer the name, the stronger."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.segment.html.class_labels import CLASS_LABELS, known_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.dom import Dom

_NEARNESS: Final = np.array((10, 8, 6, 3), dtype=np.uint8)[:, None, None]
"""The strength of a name in tenths: on the block's own element, that around it, two beyond, farther up."""


def class_name_labels() -> tuple[str, ...]:
    """The labels that names can give: those of blocks, and places on a page."""
    return _known()[0]


def label_by_class_names(dom: Dom) -> NDArray[np.float32]:
    """How strongly names give each of `class_name_labels` to each block, 0 to 1, shape (labels, blocks)."""
    elements, at = dom.elements, dom.element
    around = elements.parent[at]
    beyond = elements.parent[around]
    near = (
        elements.names[at] | dom.inline_names,
        elements.names[around],
        elements.names[beyond] | elements.names[elements.parent[beyond]],
        elements.around[at],
    )
    _, byte, bit = _known()
    octets = np.array(near, dtype="<u8").view(np.uint8).reshape(len(near), -1, 8).transpose(0, 2, 1)
    named = (octets.take(byte, axis=1) & bit) != 0
    # The nearest name is the strongest, so the maximum is its strength.
    strength: NDArray[np.float32] = (named * _NEARNESS).max(axis=0) / np.float32(10)
    return strength


@cache
def _known() -> tuple[tuple[str, ...], NDArray[np.intp], NDArray[np.uint8]]:
    """The labels that any name gives, in which byte of a number each is, and as which bit of that."""
    known = [place for place in range(len(CLASS_LABELS)) if known_names().bits >> place & 1]
    byte, bit = np.divmod(known, 8)
    return tuple(CLASS_LABELS[place] for place in known), byte, (1 << bit).astype(np.uint8)[:, None]
