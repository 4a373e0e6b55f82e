"""A page of a site as learning sees it: its blocks, and what the generic part decides about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cleaner.characters.scripts import IS_UNSPACED
from cleaner.learn.limits import COMPARED_WORDS
from cleaner.rules.conditions import fold_all
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.document import Document
    from cleaner.pipeline import Judged
    from cleaner.verdict import Decision


def word_count(text: str) -> int:
    """Words of `text`; in scripts that are written without spaces, half its characters.

    >>> word_count("Read also"), word_count("相关新闻")
    (2, 2)
    """
    unspaced = len(IS_UNSPACED.findall(text))
    return unspaced // 2 if unspaced else len(text.split())


def one_space(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())


@dataclass(frozen=True, eq=False)
class SitePage:
    """One judged page."""

    source: str
    """Its name in messages."""
    judged: Judged

    @property
    def document(self) -> Document:
        """The blocks."""
        return self.judged.document

    @property
    def html(self) -> str | None:
        """The page that they came from; None for plain text."""
        return self.judged.given.page

    @property
    def decisions(self) -> Sequence[Decision]:
        """Those of the generic part, one a block."""
        return self.judged.decided.generic if self.judged.decided else ()

    @cached_property
    def texts(self) -> list[str]:
        """The text of each block on one line."""
        return [one_space(block.text) for block in self.document.blocks]

    @cached_property
    def folded(self) -> list[str]:
        """The text of each block as rules compare it."""
        return fold_all([block.text for block in self.document.blocks])

    @cached_property
    def kept(self) -> list[bool]:
        """Whether each block is kept and no headline: the generic body."""
        return [it.keep and it.label is not Label.HEADLINE for it in self.decisions]

    @cached_property
    def body_characters(self) -> int:
        """Characters of the generic body."""
        return sum(len(self.texts[block]) for block, keep in enumerate(self.kept) if keep)

    @cached_property
    def paragraphs(self) -> list[int]:
        """The blocks of the generic body that are too long to be like another page's by chance."""
        return [
            block
            for block, keep in enumerate(self.kept)
            if keep and word_count(self.texts[block]) >= COMPARED_WORDS
        ]
