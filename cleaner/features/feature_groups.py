"""Features and their groups: a feature is called `group/name`, and explanations name the group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Column = tuple[str | tuple[str, ...], "NDArray[np.generic]"]
"""A feature with its values, shape (blocks,), or several at once, shape (features, blocks)."""
Group: TypeAlias = Callable[[], Iterator[Column]]
"""Computes the features of one group."""


class Features(NamedTuple):
    """The feature matrix of a page."""

    names: tuple[str, ...]
    """`group/name`, one a column."""
    values: NDArray[np.float32]
    """Shape (blocks, features)."""


def group_of(name: str) -> str:
    """The group that a feature belongs to, by its full name.

    >>> group_of("size/over 5 words")
    'size'
    """
    return name.split("/", 1)[0]
