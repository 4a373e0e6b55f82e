"""What a report wants to know of one document; made in the worker that has cleaned it."""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import blake2b
from itertools import compress
from math import floor, isfinite, tanh
from operator import mul, not_
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from cleaner.decide.against_generic import taken_and_given

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cleaner.report.offers import Offers
    from cleaner.result import Result
    from cleaner.verdict import Decision, Label

    Kind: TypeAlias = tuple[Label, str, bool]
    """A block's label, who decided on it, and whether it stays."""

_LONGEST_TITLE: Final = 120
_LONGEST_SAMPLE: Final = 240
_SURROUNDINGS: Final = 90
"""Characters of a title, of a sampled block, and of the blocks before and after it."""

_MOST_SURE: Final = 100.0
"""Log-odds that stand for certain, as in `Result.removed`."""
_OPTIONS: Final = "options"
"""Who decided where options did, as `resolve` has it, which a run's main process does not import."""

Counts: TypeAlias = tuple[int, int, int, int]
"""Blocks and characters of a document that were kept, then those that were removed.

Plain tuples: a document has a dozen of these, and named tuples take twice as long to be sent.
"""


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
    kept_scores: Mapping[int, int]
    removed_scores: Mapping[int, int]
    """Score, rounded down -> blocks that were kept, and removed. Blocks that a rule decided have none."""
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
    counted = _Counted(result)
    return DocumentFacts(
        source=source,
        title=_cut(result.title, _LONGEST_TITLE) if result.title else None,
        site=result.site,
        language=result.language,
        blocks=len(result.decisions),
        kept_blocks=counted.keep.count(True),
        source_chars=result.source_chars,
        kept_chars=len(result.text),
        doubt=counted.doubt(),
        labels=counted.labels,
        judges=counted.judges,
        rules=counted.rules,
        kept_scores=_rounded_down(compress(counted.scores, counted.keep)),
        removed_scores=_rounded_down(compress(counted.scores, map(not_, counted.keep))),
        samples=_samples(result, counted, source, offers),
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
    """Blocks and characters of a document by label, judge and rule."""

    __slots__ = ("decided_by", "judges", "keep", "kinds", "labels", "rules", "scores", "sizes")

    def __init__(self, result: Result) -> None:
        self.sizes = [end - start for start, end, _ in result.document.blocks]
        columns = tuple(zip(*result.decisions, strict=True)) or ((),) * 4
        self.keep, labels, self.decided_by, self.scores = columns[:4]
        self.kinds: list[Kind] = list(zip(labels, self.decided_by, self.keep, strict=True))
        """One a block."""
        self.labels: dict[str, Counts] = {}
        self.judges: dict[str, Counts] = {}
        self.rules: dict[str, Counts] = {}
        alike: defaultdict[Kind, list[int]] = defaultdict(list)
        for kind, size in zip(self.kinds, self.sizes, strict=True):
            alike[kind].append(size)
        for (label, decided_by, keep), sizes in alike.items():
            blocks, chars = len(sizes), sum(sizes)
            counts = (blocks, chars, 0, 0) if keep else (0, 0, blocks, chars)
            judge, _, rule = decided_by.partition(":")
            _add(self.labels, label.value, counts)
            _add(self.judges, judge, counts)
            if rule:
                _add(self.rules, rule, counts)

    def doubt(self) -> float:
        """The share of characters that is expected to be decided wrongly, of those that scores decided.

        The probability of a decision with log-odds s to be wrong is 1 / (1 + exp(|s|)), that is half of
        1 - tanh(|s| / 2), which does not overflow.
        """
        sizes = self.sizes
        if _OPTIONS in self.decided_by:
            pairs = zip(sizes, self.decided_by, strict=True)
            sizes = [0 if by == _OPTIONS else size for size, by in pairs]
        sure = map(abs, map(tanh, [score / 2 for score in self.scores]))
        wrong: float = sum(sizes) - sum(map(mul, sizes, sure))
        return max(wrong, 0.0) / max(2 * sum(self.sizes), 1)


def _add(known: dict[str, Counts], name: str, counts: Counts) -> None:
    """Add `counts` to those of a name."""
    if name in known:
        a, b, c, d = known[name]
        counts = a + counts[0], b + counts[1], c + counts[2], d + counts[3]
    known[name] = counts


def _rounded_down(scores: Iterable[float]) -> dict[int, int]:
    """Score, rounded down -> how often it is there; not those that are infinite."""
    return dict(Counter(map(floor, filter(isfinite, scores))))


def _samples(
    result: Result, counted: _Counted, source: str, offers: Offers | None
) -> dict[tuple[str, str], Sample]:
    """A block of each group, chosen by a hash of the group and the document's name."""
    groups = [("label", label) for label, (*_, removed, _) in counted.labels.items() if removed]
    groups += [("rule", rule) for rule in counted.rules]
    found: dict[tuple[str, str], Sample] = {}
    for group in groups:
        name = "\0".join((*group, source)).encode("utf-8", "surrogatepass")
        priority = int.from_bytes(blake2b(name, digest_size=8).digest(), "big")
        if offers is None or offers.may_stay(group, priority):
            found[group] = _sample(result, _places(counted.kinds, *group), priority, source)
    return found


def _places(kinds: Sequence[Kind], group: str, name: str) -> list[int]:
    """The blocks that may be the sample of a group: removed ones of a label, all of a rule."""
    if group == "label":
        return [place for place, (label, _, keep) in enumerate(kinds) if label == name and not keep]
    return [place for place, (_, by, _) in enumerate(kinds) if by.partition(":")[2] == name]


def _sample(result: Result, places: list[int], priority: int, source: str) -> Sample:
    """One of the blocks at `places`, as `priority` has it."""
    place = places[priority % len(places)]
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
