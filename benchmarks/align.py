"""Which blocks of a flattened page are the gold text: labels for fitting, and the oracle's choice.

The gold is a string, not a choice of blocks, so each block is asked how much of it lies on one global
alignment with the gold. Counting words would not do: "News" in a menu is no body because the word
occurs somewhere in the article. An alignment keeps order, and long unbroken stretches are what tells a
paragraph from a teaser about the same subject.

When not to believe it: a gold that was edited (rather than cut out of the page) aligns in scraps, and
of a text that stands on the page twice only one copy is body, the one the alignment happens to take.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.runs import runs_by_block, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BODY_SHARE: Final = 0.5
"""A block is body when at least this share of it aligns: the better half of its words."""
SHORT: Final = 4
"""Blocks of fewer tokens match by chance, so they must fit whole between aligned neighbours."""
LONG: Final = 8
"""From here on two words in a row are evidence enough, and order may be forgiven."""
MIN_RUN: Final = 2
"""Fewer words in a row than this are a coincidence, in a block of any length."""
MIN_RUN_MEDIUM: Final = 3
"""The same for blocks between SHORT and LONG, where one "of the" would be half the block."""
MEDIUM_SHARE: Final = 2 / 3
"""Less of such a block is a heading's words in a caption or a teaser, and counts as none."""
REACH: Final = 3
"""How many blocks away the aligned neighbour of a short block may stand."""
NEAR: Final = 20
"""How many gold tokens may lie between a short block and a neighbour on one side only."""
SHINGLE: Final = 4
MOVED_SHARE: Final = 0.8
"""Share of a block's shingles that must be unused gold before its wrong place is forgiven."""


def body_share(blocks: Sequence[str], gold: str) -> NDArray[np.float64]:
    """For each block the share of its tokens that stand in the gold, 0 to 1, shape (len(blocks),).

    A block without tokens (a rule, a bullet) is 1 between two body blocks and 0 elsewhere.
    """
    block_tokens = [tokens(block) for block in blocks]
    gold_tokens = tokens(gold)
    share = np.zeros(len(blocks))
    if not gold_tokens or not blocks:
        return share
    spans: dict[int, tuple[int, int]] = {}
    used = np.zeros(len(gold_tokens), dtype=bool)
    for block, runs in runs_by_block(block_tokens, gold_tokens).items():
        size = len(block_tokens[block])
        shortest = MIN_RUN if size >= LONG else MIN_RUN_MEDIUM
        solid = [run for run in runs if run.size >= shortest]
        if size < SHORT or not solid:
            continue
        share[block] = sum(run.size for run in solid) / size
        if size < LONG and share[block] < MEDIUM_SHARE:
            share[block] = 0.0
        if share[block] >= BODY_SHARE:
            spans[block] = (solid[0].gold, solid[-1].gold + solid[-1].size)
            for run in solid:
                used[run.gold : run.gold + run.size] = True
    _add_moved(block_tokens, gold_tokens, used, share)
    _add_fitting(block_tokens, gold_tokens, spans, share)
    _add_empty(block_tokens, share)
    return share


def _shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[place : place + SHINGLE]) for place in range(len(words) - SHINGLE + 1)]


def _add_moved(
    block_tokens: Sequence[Sequence[str]],
    gold: Sequence[str],
    used: NDArray[np.bool_],
    share: NDArray[np.float64],
) -> None:
    """Long blocks that are gold in another order than the page has it; a second copy finds none left."""
    unused = Counter(
        shingle for place, shingle in enumerate(_shingles(gold)) if not used[place : place + SHINGLE].all()
    )
    for block, words in enumerate(block_tokens):
        if share[block] >= BODY_SHARE or len(words) < LONG:
            continue
        wanted = Counter(_shingles(words))
        found = wanted & unused
        if found.total() >= MOVED_SHARE * wanted.total():
            share[block] = found.total() / wanted.total()
            unused -= found


def _add_fitting(
    block_tokens: Sequence[Sequence[str]],
    gold: Sequence[str],
    spans: dict[int, tuple[int, int]],
    share: NDArray[np.float64],
) -> None:
    """Blocks up to LONG that stand whole in the gold next to where an aligned neighbour stands.

    This is the only way in for short blocks, and the second chance of a heading whose words the
    alignment gave to a caption. Twice over the page, down and up, so that a list of short items is
    reached from either end.
    """
    order = range(len(block_tokens))
    for block in (*order, *reversed(order)):
        words = block_tokens[block]
        if not 0 < len(words) < LONG or block in spans:
            continue
        before = next((spans[b] for b in range(block - 1, block - REACH - 1, -1) if b in spans), None)
        after = next((spans[b] for b in range(block + 1, block + REACH + 1) if b in spans), None)
        place = _find(words, gold, before, after)
        if place is not None:
            spans[block] = (place, place + len(words))
            share[block] = 1.0


def _find(
    words: Sequence[str],
    gold: Sequence[str],
    before: tuple[int, int] | None,
    after: tuple[int, int] | None,
) -> int | None:
    """Where `words` stand in the gold between the neighbours' spans; None if nowhere."""
    if before and after:
        first, last = before[1], after[0]
    elif before:
        first, last = before[1], before[1] + NEAR
    elif after:
        first, last = max(0, after[0] - NEAR), after[0]
    else:
        return None
    size = len(words)
    for place in range(first, min(last, len(gold)) - size + 1):
        if list(gold[place : place + size]) == list(words):
            return place
    return None


def _add_empty(block_tokens: Sequence[Sequence[str]], share: NDArray[np.float64]) -> None:
    """Blocks without words go with their neighbours, where these agree on body."""
    worded = [block for block, words in enumerate(block_tokens) if words]
    for previous, following in pairwise(worded):
        if share[previous] >= BODY_SHARE and share[following] >= BODY_SHARE:
            share[previous + 1 : following] = 1.0
