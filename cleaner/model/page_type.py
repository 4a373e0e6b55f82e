"""Page type: what kind of page a document is, as an article or a forum, where that is sure.

Multinomial logistic regression over the mean of the page's features. It decides nothing: whoever reads the
results may want the articles alone, or none of the products. `benchmarks.fit.page_types` fitted it on the
page types of WCXB (Foley 2026); `page_type.json` says how well it did on pages of sites held out.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from cleaner.features.feature_groups import Features
from cleaner.model import select_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE: Final = Path(__file__).with_name("page_type.npz")


class PageTypes(NamedTuple):
    """The fitted regression for documents of one origin."""

    types: tuple[str, ...]
    features: tuple[str, ...]
    weight: NDArray[np.float32]
    """Shape (features, types)."""
    bias: NDArray[np.float32]
    sure: float
    """The probability from which a type is told."""

    def type_of(self, page: Features) -> str | None:
        """The type of a page, given `page_features`; None where none is sure."""
        odds = select_columns(self, page).values[0] @ self.weight + self.bias
        likely = int(np.argmax(odds))
        return self.types[likely] if 1 / np.exp(odds - odds[likely]).sum() >= self.sure else None


def page_features(features: Features, size: NDArray[np.generic]) -> Features:
    """One row for the page: the mean over its blocks, each weighing as much as the root of its words.

    `size` has the words of each block, shape (blocks,).
    """
    weight = np.sqrt(np.maximum(size, 1), dtype=np.float32)
    mean = features.values.T @ (weight / weight.sum())
    return Features(features.names, mean[None])


@cache
def built_in(source: Literal["text", "html"]) -> PageTypes:
    """The regression for documents that came from `source`."""
    with np.load(FILE, allow_pickle=False) as stored:
        return PageTypes(
            tuple(map(str, stored["types"])),
            tuple(map(str, stored[f"{source}/features"])),
            stored[f"{source}/weight"],
            stored[f"{source}/bias"],
            float(stored[f"{source}/sure"]),
        )
