"""What a report wants to know of one document; made in the worker that has cleaned it."""

from __future__ import annotations

import math
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.verdict import CERTAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleaner.result import JudgedBlock, Result

SCORE_REACH: Final = 12
"""Scores are counted in bins of one log-odds between the negative of this and this; beyond, in the outermost."""
_LONGEST_TITLE: Final = 120
_LONGEST_SAMPLE: Final = 240
_SURROUNDINGS: Final = 90
"""Characters of a title, of a sampled block, and of the blocks before and after it."""


class Counts(NamedTuple):
    """Blocks and characters that one judge, or one label, has kept and removed in a document."""

    kept_blocks: int = 0
    kept_chars: int = 0
    removed_blocks: int = 0
    removed_chars: int = 0

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(*map(sum, zip(self, other, strict=True)))


class Sample(NamedTuple):
    """A block with its surroundings, to be looked at."""

    priority: int
    """Of two samples that one with the lower number stays; by chance, but always the same for a document."""
    source: str
    """The document's name in messages."""
    block: int
    """The block's number in the document, from 1."""
    keep: bool
    label: str
    judge: str
    score: float
    """Log-odds, from -100 to 100."""
    text: str
    before: str
    after: str
    """The end of the block before, and the beginning of the one after; empty at the document's edges."""


class DocumentFacts(NamedTuple):
    """One document."""

    source: str
    title: str | None
    site: str | None
    language: str | None
    blocks: int
    kept_blocks: int
    source_chars: int
    kept_chars: int
    doubt: float
    """The share of its characters that is expected to be decided wrongly, by the scores of its blocks."""
    labels: Mapping[str, Counts]
    """Label -> its blocks."""
    judges: Mapping[str, Counts]
    """Who decided -> its blocks; all site rules together as `rule`."""
    rules: Mapping[str, Counts]
    """`site/id` -> the blocks that the rule decided."""
    scores: Mapping[int, tuple[int, int]]
    """Bin -> blocks kept and removed. Blocks that a rule decided have no score."""
    samples: Mapping[tuple[str, str], Sample]
    """`label` or `rule` and the name -> a block; of labels one that was removed."""


def document_facts(result: Result, source: str) -> DocumentFacts:
    """The facts of a result; `source` is the document's name in messages."""
    blocks = result.blocks
    labels: dict[str, Counts] = {}
    judges: dict[str, Counts] = {}
    rules: dict[str, Counts] = {}
    scores: dict[int, tuple[int, int]] = {}
    places: dict[tuple[str, str], list[int]] = {}
    wrong = total = 0.0
    for place, block in enumerate(blocks):
        chars = block.end - block.start
        counts = Counts(1, chars, 0, 0) if block.keep else Counts(0, 0, 1, chars)
        judge, _, rule = block.decided_by.partition(":")
        _add(labels, block.label.value, counts)
        _add(judges, judge, counts)
        if rule:
            _add(rules, rule, counts)
            places.setdefault(("rule", rule), []).append(place)
        if not block.keep:
            places.setdefault(("label", block.label.value), []).append(place)
        total += chars
        if abs(block.score) != CERTAIN:
            _count_score(scores, block)
            if judge != "options":
                wrong += chars / (1 + math.exp(min(abs(block.score), 50.0)))
    return DocumentFacts(
        source=source,
        title=_cut(result.title, _LONGEST_TITLE) if result.title else None,
        site=result.site,
        language=result.language,
        blocks=len(blocks),
        kept_blocks=sum(block.keep for block in blocks),
        source_chars=result.source_chars,
        kept_chars=len(result.text),
        doubt=wrong / total if total else 0.0,
        labels=labels,
        judges=judges,
        rules=rules,
        scores=scores,
        samples={group: _sample(blocks, found, group, source) for group, found in places.items()},
    )


def _add(known: dict[str, Counts], name: str, counts: Counts) -> None:
    before = known.get(name)
    known[name] = counts if before is None else before.plus(counts)


def _count_score(scores: dict[int, tuple[int, int]], block: JudgedBlock) -> None:
    place = max(-SCORE_REACH, min(math.floor(block.score), SCORE_REACH - 1))
    kept, removed = scores.get(place, (0, 0))
    scores[place] = (kept + block.keep, removed + (not block.keep))


def _sample(
    blocks: tuple[JudgedBlock, ...], places: list[int], group: tuple[str, str], source: str
) -> Sample:
    """One of the blocks at `places`, by a hash of the group and the document's name."""
    digest = blake2b("\0".join((*group, source)).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    priority = int.from_bytes(digest, "big")
    place = places[priority % len(places)]
    block = blocks[place]
    return Sample(
        priority, source, place + 1, block.keep, block.label.value, block.decided_by,
        round(max(-100.0, min(block.score, 100.0)), 3), _cut(block.text, _LONGEST_SAMPLE),
        _cut(blocks[place - 1].text[-2 * _SURROUNDINGS :], -_SURROUNDINGS) if place else "",
        _cut(blocks[place + 1].text, _SURROUNDINGS) if place + 1 < len(blocks) else "",
    )  # fmt: skip


def _cut(text: str, most: int) -> str:
    """The beginning of `text`, or its end where `most` is negative, with single spaces.

    >>> _cut("one two  three", 8), _cut("one two  three", -6)
    ('one two…', '…three')
    """
    size = abs(most)
    words = " ".join((text[: 2 * size] if most > 0 else text[-2 * size :]).split())
    if len(words) <= size and len(text) <= 2 * size:
        return words
    return f"{words[: size - 1].rstrip()}…" if most > 0 else f"…{words[1 - size :].lstrip()}"
