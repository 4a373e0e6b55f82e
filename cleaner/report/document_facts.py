"""What a report wants to know of one document; made in the worker that has cleaned it."""

from __future__ import annotations

import math
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.decide.against_generic import taken_and_given
from cleaner.verdict import CERTAIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleaner.report.offers import Offers
    from cleaner.result import Result
    from cleaner.verdict import Decision, Label

SCORE_REACH: Final = 12
"""Scores are counted in bins of one log-odds from minus this to this; those beyond in the outermost."""
_LONGEST_TITLE: Final = 120
_LONGEST_SAMPLE: Final = 240
_SURROUNDINGS: Final = 90
"""Characters of a title, of a sampled block, and of the blocks before and after it."""

_MOST_SURE: Final = 100.0
"""Log-odds that stand for certain, as in `Result.removed`."""
_OPTIONS: Final = "options"
"""Who decided where options did, as `resolve` has it, which a run's main process does not import."""
_BEYOND_DOUBT: Final = 50.0
"""Log-odds at which nothing is expected to be wrong; much larger ones would overflow."""


class Counts(NamedTuple):
    """Blocks and characters that one judge, or one label, has kept and removed in a document."""

    kept_blocks: int = 0
    kept_chars: int = 0
    removed_blocks: int = 0
    removed_chars: int = 0

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        a, b, c, d = self
        return Counts(a + other[0], b + other[1], c + other[2], d + other[3])


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


class AgainstGeneric(NamedTuple):
    """A document on which rules decided, beside the same without them; characters of its blocks."""

    generic_chars: int
    """What the generic part alone keeps."""
    kept_chars: int
    """What stays with the rules."""
    rules: Mapping[str, tuple[int, int]]
    """`site/id` of each rule that changed something -> what it removed of that, what it kept beyond."""


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
    """`label` or `rule` and the name -> a block; of labels one that was removed. See `offers.Offers`."""
    against_generic: AgainstGeneric | None = None
    """What rules changed; None where none decided."""


def document_facts(
    result: Result, source: str, generic: Sequence[Decision] = (), offers: Offers | None = None
) -> DocumentFacts:
    """The facts of a result; `source` is the document's name in messages.

    `generic` are the decisions of the generic part alone; without them nothing is said of what rules changed.
    With `offers`, samples that cannot be among the run's are left out.
    """
    sizes = [block.end - block.start for block in result.document.blocks]
    counted = _Counted(result.decisions, sizes)
    return DocumentFacts(
        source=source,
        title=_cut(result.title, _LONGEST_TITLE) if result.title else None,
        site=result.site,
        language=result.language,
        blocks=len(result.decisions),
        kept_blocks=sum(decision.keep for decision in result.decisions),
        source_chars=result.source_chars,
        kept_chars=len(result.text),
        doubt=counted.doubt,
        labels=_as_counts(counted.labels),
        judges=_as_counts(counted.judges),
        rules=_as_counts(counted.rules),
        scores=counted.by_score,
        samples=_samples(result, counted.places, source, offers),
        against_generic=_against_generic(result, generic) if counted.rules and generic else None,
    )


def _against_generic(result: Result, generic: Sequence[Decision]) -> AgainstGeneric:
    """What the rules took and gave, by the rule that decided on each block."""
    blocks, decisions = result.document.blocks, result.decisions
    took, gave = taken_and_given(generic, decisions, range(len(blocks)))
    rules: dict[str, list[int]] = {}
    for place, changed in enumerate((took, gave)):
        for block in changed:
            judge, _, rule = decisions[block].decided_by.partition(":")
            if judge == "rule":
                rules.setdefault(rule, [0, 0])[place] += len(blocks[block].text)
    return AgainstGeneric(
        sum(len(block.text) for block, it in zip(blocks, generic, strict=True) if it.keep),
        sum(len(block.text) for block, it in zip(blocks, decisions, strict=True) if it.keep),
        {rule: (taken, given) for rule, (taken, given) in rules.items()},
    )


class _Counted:
    """Blocks and characters by label, judge and rule, scores and doubt, in one pass over the blocks."""

    __slots__ = ("_wrong", "judges", "labels", "places", "rules", "scores", "sizes")

    def __init__(self, decisions: Sequence[Decision], sizes: Sequence[int]) -> None:
        """Count the blocks of a document; `sizes` are in characters."""
        self.sizes = sizes
        self.labels: dict[str, list[int]] = {}
        self.judges: dict[str, list[int]] = {}
        self.rules: dict[str, list[int]] = {}
        self.places: dict[tuple[str, str], list[int]] = {}
        """`label` or `rule` and the name -> blocks that may be its sample, in no order."""
        self.scores = [0] * (4 * SCORE_REACH)
        """Of each bin of scores the blocks removed and kept, one after the other."""
        self._wrong = 0.0
        for kind, places in self._alike(decisions).items():
            self._count(*kind, places)

    def _alike(self, decisions: Sequence[Decision]) -> dict[tuple[Label, str, bool], list[int]]:
        """The blocks that are alike in label, judge and decision; their scores are counted on the way."""
        alike: dict[tuple[Label, str, bool], list[int]] = {}
        scores, sizes, floor, exp, wrong = self.scores, self.sizes, math.floor, math.exp, 0.0
        last_label = last_by = last_keep = None
        places: list[int] = []
        for place, (keep, label, decided_by, score, _, _) in enumerate(decisions):
            if label is not last_label or decided_by is not last_by or keep is not last_keep:
                last_label, last_by, last_keep = label, decided_by, keep
                places = alike.setdefault((label, decided_by, keep), [])
            places.append(place)
            away = abs(score)
            if away != CERTAIN:
                scores[2 * (max(-SCORE_REACH, min(floor(score), SCORE_REACH - 1)) + SCORE_REACH) + keep] += 1
            if away < _BEYOND_DOUBT and decided_by != _OPTIONS:
                wrong += sizes[place] / (1 + exp(away))
        self._wrong = wrong
        return alike

    def _count(self, label: Label, decided_by: str, keep: bool, places: list[int]) -> None:  # noqa: FBT001 - a key's part
        """Count blocks that are alike."""
        judge, _, rule = decided_by.partition(":")
        name, sizes = label.value, self.sizes
        blocks_and_chars = len(places), sum([sizes[place] for place in places])
        _add(self.labels, name, *blocks_and_chars, keep=keep)
        _add(self.judges, judge, *blocks_and_chars, keep=keep)
        if not keep:
            self.places.setdefault(("label", name), []).extend(places)
        if rule:
            _add(self.rules, rule, *blocks_and_chars, keep=keep)
            self.places.setdefault(("rule", rule), []).extend(places)

    @property
    def doubt(self) -> float:
        """The share of characters that is expected to be decided wrongly, of those that scores decided."""
        return self._wrong / max(sum(self.sizes), 1)

    @property
    def by_score(self) -> dict[int, tuple[int, int]]:
        """Bin of scores -> blocks kept and removed."""
        pairs = zip(self.scores[::2], self.scores[1::2], strict=True)
        return {place: (kept, gone) for place, (gone, kept) in enumerate(pairs, -SCORE_REACH) if kept or gone}


def _add(known: dict[str, list[int]], name: str, blocks: int, chars: int, *, keep: bool) -> None:
    """Count blocks in the four numbers of `Counts`."""
    counts = known.setdefault(name, [0, 0, 0, 0])
    place = 0 if keep else 2
    counts[place] += blocks
    counts[place + 1] += chars


def _as_counts(known: dict[str, list[int]]) -> dict[str, Counts]:
    return {name: Counts(*counts) for name, counts in known.items()}


def _samples(
    result: Result, places: Mapping[tuple[str, str], list[int]], source: str, offers: Offers | None
) -> dict[tuple[str, str], Sample]:
    """A block of each group, chosen by a hash of the group and the document's name."""
    found: dict[tuple[str, str], Sample] = {}
    for group, blocks in places.items():
        name = "\0".join((*group, source)).encode("utf-8", "surrogatepass")
        priority = int.from_bytes(blake2b(name, digest_size=8).digest(), "big")
        if offers is None or offers.may_stay(group, priority):
            found[group] = _sample(result, blocks, priority, source)
    return found


def _sample(result: Result, places: list[int], priority: int, source: str) -> Sample:
    """One of the blocks at `places`, as `priority` has it."""
    place = sorted(places)[priority % len(places)]
    blocks, decision = result.document.blocks, result.decisions[place]
    return Sample(
        priority,
        source,
        place + 1,
        decision.keep,
        decision.label.value,
        decision.decided_by,
        round(max(-_MOST_SURE, min(decision.score, _MOST_SURE)), 3),
        _cut(blocks[place].text, _LONGEST_SAMPLE),
        _cut(blocks[place - 1].text, -_SURROUNDINGS) if place else "",
        _cut(blocks[place + 1].text, _SURROUNDINGS) if place + 1 < len(blocks) else "",
    )


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
