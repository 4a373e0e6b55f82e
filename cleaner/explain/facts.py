"""An explained result as plain data: what the page and `--format json` show, as JSON can hold it.

docs/how-it-works.md documents the keys. Blocks are numbered from 1, as people count them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from cleaner.decide.thresholds import KEEP_SCORE
from cleaner.options import Prefer
from cleaner.verdict import CERTAIN, Label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleaner.result import JudgedBlock, Result
    from cleaner.rules.outcomes import AppliedRules, RuleOutcome
    from cleaner.verdict import Verdict

FORM: Final = 1
"""The version of the form: one more when a key goes, or means something else."""
_MOST_SURE: Final = 100.0
"""Stands for certain: JSON has no infinity."""
KEPT, REMOVED, DOUBTFUL = "kept", "removed", "doubtful"
"""The states that blocks can be chosen by, beside their labels."""


def is_doubtful(score: float) -> bool:
    """Whether a block with this score stays or goes with what is preferred (`--prefer`).

    >>> is_doubtful(-0.4), is_doubtful(-4.0), is_doubtful(CERTAIN)
    (True, False, False)
    """
    return KEEP_SCORE[Prefer.RECALL] <= score < KEEP_SCORE[Prefer.PRECISION]


def is_chosen(block: JudgedBlock, only: str | None) -> bool:
    """Whether a block is one of `only`: None for all, a label, or KEPT, REMOVED or DOUBTFUL."""
    if only in (KEPT, REMOVED):
        return block.keep is (only == KEPT)
    return only is None or (is_doubtful(block.score) if only == DOUBTFUL else block.label == only)


def explanation(result: Result, name: str, only: str | None = None) -> dict[str, Any]:
    """All that is known of how `result`, made with `explain=True`, came about; `name` is the document's.

    `only` leaves out blocks, as in `is_chosen`; the counts are of all.
    """
    numbered = enumerate(result.blocks, start=1)
    return {
        "version": FORM,
        "document": name,
        "url": result.document.url,
        "title": result.title,
        "language": result.language,
        "site": result.site,
        "source_chars": result.source_chars,
        "kept_chars": len(result.text),
        "counts": counts(result.blocks),
        "blocks": [_block(number, it, result) for number, it in numbered if is_chosen(it, only)],
        "hidden": [
            {"start": start, "end": end, "text": result.document.source[start:end]}
            for start, end in result.document.skipped
        ],
        "site_rules": _site_rules(result.applied_rules),
        "rules_out_of_time": list(result.timed_out),
        "rules_doubted": [it._asdict() for it in result.doubts],
    }


def counts(blocks: Iterable[JudgedBlock]) -> dict[str, Any]:
    """How many blocks there are, how many of each state, and of each label in the order of `Label`."""
    blocks = list(blocks)
    labels = Counter((block.label, block.keep) for block in blocks)
    return {
        "blocks": len(blocks),
        KEPT: sum(block.keep for block in blocks),
        REMOVED: sum(not block.keep for block in blocks),
        DOUBTFUL: sum(is_doubtful(block.score) for block in blocks),
        "labels": {
            label.value: {KEPT: labels[label, True], REMOVED: labels[label, False]}
            for label in Label
            if labels[label, True] or labels[label, False]
        },
    }


def _block(number: int, block: JudgedBlock, result: Result) -> dict[str, Any]:
    return {
        "number": number,
        "start": block.start,
        "end": block.end,
        "text": block.text,
        "keep": block.keep,
        "label": block.label.value,
        "decided_by": block.decided_by,
        "labelled_by": block.labelled_by,
        "score": _number(block.score),
        "doubtful": is_doubtful(block.score),
        "path": result.element_paths[number - 1] if result.element_paths else None,
        "evidence": list(map(_evidence, block.verdicts)),
    }


def _evidence(verdict: Verdict) -> dict[str, Any]:
    return {
        "kind": _kind(verdict.judge),
        "judge": verdict.judge,
        "label": verdict.label.value,
        "score": _number(verdict.weight),
        "why": verdict.evidence,
    }


def _kind(judge: str) -> str:
    """`rule` and `veto` decide, `score` items add up, `part` is what a group of features is worth alone.

    >>> [_kind(it) for it in ("rule:a.example/menu", "model", "calibration:leniency", "model:link")]
    ['rule', 'score', 'score', 'part']
    """
    group, _, rest = judge.partition(":")
    if group in ("rule", "veto"):
        return group
    return "score" if group == "calibration" or (group == "model" and not rest) else "part"


def _number(log_odds: float) -> float:
    """Log-odds as JSON can hold them, to a thousandth; certain is 100 or -100."""
    if abs(log_odds) == CERTAIN:
        return _MOST_SURE if log_odds > 0 else -_MOST_SURE
    return round(log_odds, 3) + 0.0


def _site_rules(applied: AppliedRules | None) -> dict[str, Any] | None:
    if applied is None:
        return None
    return {"file": applied.file, "chosen": applied.chosen, "rules": list(map(_rule, applied.outcomes))}


def _rule(outcome: RuleOutcome) -> dict[str, Any]:
    told = outcome._asdict()
    return {
        **told,
        "label": outcome.label.value if outcome.label else None,
        "blocks": [block + 1 for block in outcome.blocks],
    }
