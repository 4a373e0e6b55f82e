"""How like the body a block is: the words and names it shares with the rest of the document.

A teaser for another story is as well written as the article it stands beside; what gives it away
is that its names and words occur nowhere else. The measure is a share of a block's own words, so it
knows no language; it needs no list of common words, because words found in most blocks are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.view.alphabet import Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaner.view.page import Page

_SHORTEST_CONTENT: Final = 4
"""Letters. Shorter words of cased scripts are mostly function words."""
_NEAR: Final = 6
"""Blocks on either side that count as the surroundings."""


def likeness(page: Page, weight: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Features of likeness to the body, where `weight` says how much each block is body, 0 to 1."""
    content = _content_words(page)
    _, place, _ = page.distinct
    vocabulary = len(page.distinct[0])
    pair = np.unique(page.word_block[content] * np.int64(vocabulary) + place[content])
    block, word = pair // vocabulary, pair % vocabulary
    name = np.zeros(vocabulary, dtype=bool)
    name[place[content & (page.words.kind == Kind.UPPER)]] = True

    mass = np.bincount(word, weights=weight[block], minlength=vocabulary)
    elsewhere = mass[word] - weight[block]
    shared = 1 - np.exp(-np.maximum(elsewhere, 0))
    blocks_with = np.bincount(word, minlength=vocabulary)[word]
    size = np.bincount(block, minlength=page.blocks)

    def mean(values: NDArray[np.float64], mask: NDArray[np.bool_] | None = None) -> NDArray[np.float64]:
        chosen = np.ones(len(block), dtype=bool) if mask is None else mask
        total = np.bincount(block[chosen], weights=values[chosen], minlength=page.blocks)
        return total / np.maximum(np.bincount(block[chosen], minlength=page.blocks), 1)

    names = name[word]
    before, after = _nearest_use(block, word, weight, page.blocks)
    return {
        "words": mean(shared),
        "names": mean(shared, names),
        "weight of words": np.minimum(mean(np.log1p(np.maximum(elsewhere, 0))), 3),
        "found elsewhere": mean((blocks_with > 1).astype(float)),
        "in the prose before": mean((before <= _NEAR).astype(float)),
        "in the prose after": mean((after <= _NEAR).astype(float)),
        "new words": np.log1p(mean((blocks_with == 1).astype(float)) * size) / 3,
        "content words": np.log1p(size) / 4,
        "has names": (np.bincount(block[names], minlength=page.blocks) > 0).astype(float),
    }


def _content_words(page: Page) -> NDArray[np.bool_]:
    words = page.words
    whole = np.isin(words.kind, (Kind.IDEOGRAPH, Kind.UNSPACED, Kind.LETTER))
    long = (words.length >= _SHORTEST_CONTENT) | whole
    return long & (words.kind != Kind.DIGIT) & ~page.own_function_words


def _nearest_use(
    block: NDArray[np.int64], word: NDArray[np.int64], weight: NDArray[np.float64], blocks: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For every use of a word, how many blocks of prose ago it was last used, and until it next is.

    Distances are counted in prose: a menu between two paragraphs does not part them.
    """
    order = np.lexsort((block, word))
    prose_so_far = np.cumsum(weight)[block[order]]
    same = word[order][1:] == word[order][:-1]
    step = np.where(same, np.diff(prose_so_far), np.inf)
    before = np.full(len(order), np.inf)
    after = np.full(len(order), np.inf)
    before[order[1:]] = step
    after[order[:-1]] = step
    return before, after
