"""What rendering with structure is given: the blocks that stay, and how they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kept(NamedTuple):
    """A block that stays."""

    text: str
    """As it is rendered."""
    rewritten: bool = False
    """Whether that is not the page's own text."""
    headline: bool = False


class Settings(NamedTuple):
    """What the tree is made with."""

    url: str | None = None
    links: bool = True
    images: bool = False


class Judged(NamedTuple):
    """What became of the blocks of a page, by their indexes."""

    kept: Mapping[int, Kept]
    neutral: frozenset[int] = frozenset()
    """Removed blocks that say nothing about images beside them: captions."""
    headline: int | None = None
    """The block of the headline, kept or not; images below it may stand before the first paragraph."""
    removed: frozenset[int] = frozenset()
    """Blocks that were removed for what they look like, and stay where a kept block refers to them."""
