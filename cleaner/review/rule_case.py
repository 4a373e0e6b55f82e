"""The case of a new rule: the page that it was made on, what it takes there and what it leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cleaner.review.marks import text_of
from cleaner.review.page_piece import page_piece
from cleaner.rules.conditions import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cleaner.pipeline import Judged
    from cleaner.result import Result

_MOST_DROPPED: Final = 8
"""Lines that a rule takes that are listed."""


def case_of(result: Result, judged: Judged, rule: str, name: str) -> Mapping[str, Any]:
    """A case of a page, on which the rules of `judged` are the file's with the new one, `site/id`.

    It lists some lines that the rule drops or keeps, and more that stay near them.
    """
    dropped, left, spoken = _by_rules(judged, rule)
    took = _spread([i for i in dropped if i in spoken], _MOST_DROPPED)
    stays = [i for i in left if result.blocks[i].keep or i in spoken] or left
    near = sorted(stays, key=lambda i: min((abs(i - it) for it in took or spoken), default=i))
    near = _distinct(result, near, took)
    enough = len(took) + 2
    piece = page_piece(result, sorted({*took, *near[: 2 * enough]}))
    case: dict[str, Any] = {"name": name}
    if result.document.url:
        case["url"] = result.document.url
    if piece is not None and set(took or near[:1]) <= set(piece.blocks):
        near = [i for i in near if i in piece.blocks]
        case["html"] = piece.html
    else:
        case["text"] = text_of(result)
    kept = sorted(near[:enough])
    if took:
        case["drop"] = _lines(result, took)
    return case | {"keep": _lines(result, kept)}


def _by_rules(judged: Judged, rule: str) -> tuple[list[int], list[int], set[int]]:
    """The blocks that rules alone drop, the others, and those that `rule` speaks of."""
    said = judged.findings.by_block() if judged.findings else {}
    gone = {i for i, verdicts in said.items() if verdicts[0].weight < 0}
    own = (f"rule:{rule}", f"rule:{rule}.")
    spoken = {
        i
        for i, verdicts in said.items()
        if any(it.judge == own[0] or it.judge.startswith(own[1]) for it in verdicts)
    }
    return sorted(gone), [i for i in range(len(judged.document.blocks)) if i not in gone], spoken


def _spread(blocks: Sequence[int], most: int) -> list[int]:
    """At most so many of `blocks`: the first, the last, and some between."""
    if len(blocks) <= most:
        return list(blocks)
    return [blocks[round(i * (len(blocks) - 1) / (most - 1))] for i in range(most)]


def _distinct(result: Result, blocks: Sequence[int], took: Sequence[int]) -> list[int]:
    """`blocks` without those that say what another of them says, or what was taken."""
    seen = {fold(result.blocks[i].text) for i in took}
    found = []
    for i in blocks:
        if (line := fold(result.blocks[i].text)) not in seen:
            seen.add(line)
            found.append(i)
    return found


def _lines(result: Result, blocks: Sequence[int]) -> list[str]:
    return list(dict.fromkeys(" ".join(result.blocks[i].text.split()) for i in blocks))
