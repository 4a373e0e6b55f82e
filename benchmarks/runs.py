"""One global alignment of a page's blocks with the gold text, as runs of equal words.

A longest common subsequence, which keeps order; RapidFuzz finds it bit-parallel, so that a page of
20,000 words takes milliseconds. It says what *can* be aligned; whether a run means anything is judged in
`align.py`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz.distance import LCSseq

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana and Han: scripts without spaces, where a character is a token."""
TOKEN: Final = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")


@dataclass(slots=True)
class Run:
    """Equal tokens in a row: `text[start:start + size] == gold[gold:gold + size]`, in one block."""

    block: int
    start: int
    gold: int
    size: int


def tokens(text: str) -> list[str]:
    """Lower-case words; single characters where the script has no spaces."""
    return TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def runs_by_block(block_tokens: Sequence[Sequence[str]], gold: Sequence[str]) -> dict[int, list[Run]]:
    """The global alignment, as runs in order within each block."""
    text = [token for block in block_tokens for token in block]
    owner = np.repeat(np.arange(len(block_tokens)), [len(block) for block in block_tokens])
    runs = _split(_matches(text, gold), owner)
    _reach_back(runs, text, gold, owner)
    by_block: dict[int, list[Run]] = {}
    for run in runs:
        if run.size:
            by_block.setdefault(run.block, []).append(run)
    return by_block


def _matches(text: Sequence[str], gold: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Pairs of positions on a longest common subsequence of the two.

    Tokens that only one side has cannot be on it; leaving them out first saves time and memory.
    """
    vocabulary = {token: number for number, token in enumerate(set(text) & set(gold))}
    text_places = [place for place, token in enumerate(text) if token in vocabulary]
    gold_places = [place for place, token in enumerate(gold) if token in vocabulary]
    steps = LCSseq.opcodes(
        [vocabulary[text[place]] for place in text_places],
        [vocabulary[gold[place]] for place in gold_places],
    )
    for start, gold_start, size in steps.as_matching_blocks():
        for offset in range(size):
            yield text_places[start + offset], gold_places[gold_start + offset]


def _split(matches: Iterable[tuple[int, int]], owner: NDArray[np.int_]) -> list[Run]:
    """Matches joined into runs that break at block ends."""
    runs: list[Run] = []
    for place, gold in matches:
        block = int(owner[place])
        last = runs[-1] if runs else None
        if last and last.block == block and last.start + last.size == place and last.gold + last.size == gold:
            last.size += 1
        else:
            runs.append(Run(block, place, gold, 1))
    return runs


def _reach_back(runs: list[Run], text: Sequence[str], gold: Sequence[str], owner: NDArray[np.int_]) -> None:
    """Let each run take the equal tokens just before it, out of the runs that had them.

    The alignment is free to give a paragraph's first words to a headline or teaser above it that
    begins alike. They go to the paragraph where that swallows the other run whole.
    """
    for index, run in enumerate(runs):
        gain = 0
        while (
            run.start > gain
            and run.gold > gain
            and owner[run.start - gain - 1] == run.block
            and text[run.start - gain - 1] == gold[run.gold - gain - 1]
        ):
            gain += 1
        robbed = index - 1
        while robbed >= 0 and runs[robbed].gold >= run.gold - gain:
            runs[robbed].size = 0
            robbed -= 1
        while robbed >= 0 and not runs[robbed].size:
            robbed -= 1
        if robbed >= 0:
            last = runs[robbed]
            gain = min(gain, run.gold - last.gold - last.size, run.start - last.start - last.size)
        run.start, run.gold, run.size = run.start - gain, run.gold - gain, run.size + gain
