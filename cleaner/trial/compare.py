"""One page with its rules against the same page without them, as plain values that workers can send."""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from cleaner.decide.against_generic import taken_and_given
from cleaner.decide.thresholds import DOUBTFUL_SCORE, SURE_BODY_SCORE
from cleaner.identify.site import host, registered_domain
from cleaner.rules import silence
from cleaner.rules.clock import RuleTime
from cleaner.rules.runs import Run
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleaner.decide.resolve import Decided
    from cleaner.document import Document
    from cleaner.pipeline import Judged
    from cleaner.rules import RuleFindings, SiteRules
    from cleaner.rules.judge import Rule
    from cleaner.verdict import Decision, Verdict

SHOWN: Final = 160
"""Characters of a block in an example."""
TOOK: Final = "took"
GAVE: Final = "gave back"
AGREED: Final = "agreed"
REWROTE: Final = "rewrote"
"""What became of the blocks of an example, against the generic part."""
BODY, LINE, PATTERN, RUN, SELECTOR = "body", "line", "pattern", "run", "selector"
"""Kinds of rules, see `kind_of`."""
_RULE: Final = "rule:"
_ANCHOR_OR_SPACE: Final = re.compile(r"^\^|(?<!\\)\$$|\w.*(?: |\\[sW]).*\w")


def compared(judged: Judged) -> dict[str, Any]:
    """What the rules of a page do on it; `docs/rules.md` has the meaning of each account made from it."""
    document = judged.document
    url = document.url or ""
    page: dict[str, Any] = {
        "site": registered_domain(url) or host(url) or "",
        "html": judged.given.page is not None,
        "generic": 0,
        "kept": 0,
        "sure": False,
    }
    if judged.decided is not None:
        sizes = [block.end - block.start for block in document.blocks]
        page["generic"] = _characters(sizes, [it.keep for it in judged.decided.generic])
        page["kept"] = _characters(sizes, [it.keep for it in judged.decided.ruled])
        page["sure"] = _is_sure(sizes, judged.decided.generic)
    if judged.found is None or judged.findings is None or judged.decided is None:
        return page
    rules = judged.found.rules
    return page | {
        "file": rules.source,
        "name": rules.name,
        "platform": rules.platform,
        "by_signature": judged.found.by_signature,
        "doubts": [it._asdict() for it in judged.decided.doubts],
        "rules": _rules(judged, rules, judged.findings, judged.decided),
    }


def _characters(sizes: Sequence[int], kept: Sequence[bool]) -> int:
    return sum(size for size, keep in zip(sizes, kept, strict=True) if keep)


def _is_sure(sizes: Sequence[int], generic: Sequence[Decision]) -> bool:
    """Whether most of what the generic part keeps is body beyond doubt."""
    body = [it.keep and it.label is not Label.HEADLINE for it in generic]
    certain = [keep and it.score >= SURE_BODY_SCORE for keep, it in zip(body, generic, strict=True)]
    return 2 * _characters(sizes, certain) > _characters(sizes, body)


def _rules(
    judged: Judged, rules: SiteRules, findings: RuleFindings, decided: Decided
) -> list[dict[str, Any]]:
    """Each rule of the page's file: the characters it took and gave, an example, or why it is silent."""
    document, said = judged.document, _said(decided)
    won: dict[str, list[int]] = {}
    spoke: set[str] = set()
    for block, verdicts in said.items():
        won.setdefault(verdicts[0].judge, []).append(block)
        spoke.update(it.judge for it in verdicts)
    parts = (*rules.rules, *rules.headline, *rules.body)
    silent = {rule.name for rule in parts if rule.judge not in spoke}
    why = silence.silences(rules, silent, document, judged.given.page) if silent else {}
    bounds = {bound.name for bound in findings.bounds}
    accounts = []
    for rule in parts:
        about: dict[str, Any] = {"name": rule.name, "evidence": rule.evidence, "kind": kind_of(rule)}
        if rule.judge in won:
            about |= _effect(document, decided, won[rule.judge])
        elif rule.judge in spoke:
            about["silent"] = silence.LOST
        else:
            about["silent"] = silence.NOT_CHOSEN if rule.name in bounds else why[rule.name].reason
        accounts.append(about)
    return [*accounts, *_rewrites(judged, rules, decided)]


def kind_of(rule: Rule) -> str:
    """What a rule goes by: `body`, `headline`, `judged`, `selector`, `run`, `line` or `pattern`.

    A pattern that is anchored or has several words is as good as a line; a word stands in articles, too.
    """
    if rule.outside is not None:
        return BODY
    if rule.finder is None:
        return "judged"
    if isinstance(rule.finder, Run):
        return RUN
    condition = rule.finder.condition
    if condition.selector is not None:
        return "headline" if rule.keep and rule.label is Label.HEADLINE else SELECTOR
    if condition.pattern is None or _is_specific(condition.pattern.text):
        return LINE
    return PATTERN


def _is_specific(pattern: str) -> bool:
    """Whether a pattern is anchored, or has several words.

    >>> [_is_specific(it) for it in ("^Photo: ", "read this next", "harbour", "^Photo|harbour")]
    [True, True, False, False]
    """
    told = pattern.removeprefix("(?i)")
    if told.startswith("^(") and told.endswith(")$"):
        return True
    return "|" not in told and bool(_ANCHOR_OR_SPACE.search(told))


def _said(decided: Decided) -> Mapping[int, tuple[Verdict, ...]]:
    """The verdicts of rules on each block, the winner first, as they decided."""
    return {
        block: verdicts
        for block, it in enumerate(decided.ruled)
        if (verdicts := tuple(v for v in it.verdicts if v.judge.startswith(_RULE)))
    }


def _effect(document: Document, decided: Decided, blocks: Sequence[int]) -> dict[str, Any]:
    """What a rule did to the blocks that it decided."""
    took, gave = taken_and_given(decided.generic, decided.ruled, blocks)

    def size(some: Sequence[int]) -> int:
        return sum(document.blocks[it].end - document.blocks[it].start for it in some)

    return {
        "blocks": len(blocks),
        "took": size(took),
        "gave": size(gave),
        "texts": [
            [_digest(document.blocks[it].text), size([it]), decided.generic[it].score >= DOUBTFUL_SCORE]
            for it in took
        ],
        "example": {
            "effect": TOOK if took else GAVE if gave else AGREED,
            **_example(document, _longest_stretch(took or gave or blocks)),
        },
    }


def _digest(text: str) -> str:
    """Stands for `text`, white space aside, where texts of several pages are compared."""
    return blake2b(" ".join(text.split()).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _longest_stretch(blocks: Sequence[int]) -> list[int]:
    """The longest row of neighbours among `blocks`, which are in order; the first of several."""
    rows = groupby(enumerate(blocks), lambda it: it[1] - it[0])
    return max(([block for _, block in row] for _, row in rows), key=len)


def _example(document: Document, blocks: Sequence[int]) -> dict[str, Any]:
    """A stretch of blocks with the block before and the one after."""
    first, last = blocks[0], blocks[-1]
    texts = [block.text for block in document.blocks]
    return {
        "before": _short(texts[first - 1]) if first else None,
        "first": _short(texts[first]),
        "last": _short(texts[last]) if last > first else None,
        "between": max(0, len(blocks) - 2),
        "after": _short(texts[last + 1]) if last + 1 < len(texts) else None,
    }


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 2].rstrip()} …"


def _rewrites(judged: Judged, rules: SiteRules, decided: Decided) -> list[dict[str, Any]]:
    """Each replacement: the characters by which it made the blocks shorter or longer that stay."""
    kept = [b.text for b, it in zip(judged.document.blocks, decided.ruled, strict=True) if it.keep]
    accounts = []
    for name, evidence, changes in rules.changes(kept, judged.document.url, RuleTime()):
        about: dict[str, Any] = {"name": name, "evidence": evidence, "kind": "rewrite"}
        if changes:
            about |= {
                "blocks": len(changes),
                "took": sum(max(0, len(old) - len(new)) for old, new in changes),
                "gave": sum(max(0, len(new) - len(old)) for old, new in changes),
                "texts": [],
                "example": {
                    "effect": REWROTE,
                    "first": _short(changes[0][0]),
                    "after": _short(changes[0][1]),
                },
            }
        else:
            about["silent"] = silence.NO_BLOCK
        accounts.append(about)
    return accounts
