"""What a rule for a block of a page could be: by line, pattern, run, selector, or as a bound of the body.

A proposal is a first draft for a person: the simplest rule of its kind that takes the block and leaves alone
what stays of this page. Whether it is right on others, a trial says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner.review.selectors import Selected, selected
from cleaner.review.yaml_text import as_yaml
from cleaner.verdict import MAIN_CONTENT, Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.result import JudgedBlock, Result

LINE, PATTERN, RUN, SELECTOR, BOUND = "line", "pattern", "run", "selector", "bound"
KINDS: Final = (LINE, PATTERN, RUN, SELECTOR, BOUND)
_BEGINNING: Final = 4
"""Words of a long block that its pattern begins with."""
_LONG: Final = 8
"""Words from which a block is long."""
_SPARE: Final = 3
"""Blocks by which a run may be longer on other pages."""
_BODY_SHARE: Final = 0.9
"""The share of what stays, in characters, that a bound must hold on this page."""


class Pointed(NamedTuple):
    """What a person points at."""

    result: Result
    block: int
    """Its index."""
    end: int | None
    """The index of the last block of a run; None where only one block was pointed at."""
    label: Label
    """What the blocks are: of main content they are kept, else dropped."""

    @property
    def text(self) -> str:
        """The text of the block, on one line."""
        return _line(self.result.blocks[self.block])


class Proposal(NamedTuple):
    """A rule that could be written."""

    section: str
    """`drop`, `keep` or `body`: where in a rule file it stands."""
    rule: str
    """YAML, without its `id` and `why`."""
    told: str
    """What it finds on this page, in words."""


def proposals(pointed: Pointed) -> dict[str, list[Proposal]]:
    """By kind, the best first; empty where the page has nothing to make one of."""
    section = "keep" if pointed.label in MAIN_CONTENT else "drop"
    head: dict[str, Any] = {"label": pointed.label.value}

    def of_blocks(found: Sequence[tuple[dict[str, Any], str]]) -> list[Proposal]:
        return [Proposal(section, as_yaml(head | rule), told) for rule, told in found]

    elements = selected(pointed.result, pointed.block)
    return {
        LINE: of_blocks([_line_rule(pointed)]),
        PATTERN: of_blocks([_pattern_rule(pointed)]),
        RUN: of_blocks([_run_rule(pointed)]),
        SELECTOR: of_blocks([_selector_rule(it) for it in _safest_first(pointed, elements)]),
        BOUND: [Proposal("body", as_yaml(rule), told) for rule, told in _bounds(pointed, elements)],
    }


def _line_rule(pointed: Pointed) -> tuple[dict[str, Any], str]:
    same = sum(_line(it) == pointed.text for it in pointed.result.blocks)
    return {"line": pointed.text}, _blocks_told(same)


def _pattern_rule(pointed: Pointed) -> tuple[dict[str, Any], str]:
    pattern = _pattern(pointed.result.blocks[pointed.block].text)
    found = sum(re.search(pattern, it.text) is not None for it in pointed.result.blocks)
    return {"pattern": pattern}, _blocks_told(found)


def _pattern(text: str) -> str:
    r"""The text with any number for its numbers; of a long one its beginning.

    >>> _pattern("Page 2 of 12"), _pattern("Follow us on every network that there is today, please")
    ('^Page \\d+ of \\d+$', '^Follow us on every\\b')
    """
    words = text.split()
    shown = words if len(words) <= _LONG else words[:_BEGINNING]
    between = " " if " ".join(words) == text else r"\s+"
    pieces = (re.sub(r"\d+", r"\\d+", re.escape(it)) for it in shown)
    end = "$" if shown is words else r"\b" if shown[-1][-1].isalnum() else ""
    return f"^{between.join(pieces)}{end}"


def _run_rule(pointed: Pointed) -> tuple[dict[str, Any], str]:
    """From the block to the one that was pointed at, else over all that follow with the same decision."""
    blocks = pointed.result.blocks
    first, last = pointed.block, pointed.end
    if last is None:
        last = first
        while last + 1 < len(blocks) and blocks[last + 1].keep is blocks[first].keep:
            last += 1
    first, last = min(first, last), max(first, last)
    is_end = last == len(blocks) - 1 and (first > 0 or last == first)
    rule: dict[str, Any] = {
        "from": "start" if first == 0 and last > 0 else {"line": _line(blocks[first])},
        "to": "end" if is_end and pointed.end is None else {"line": _line(blocks[last])},
        "at_most": last - first + 1 + _SPARE,
    }
    return rule, f"blocks {first + 1} to {last + 1}"


def _safest_first(pointed: Pointed, elements: Sequence[Selected]) -> list[Selected]:
    """Those with fewest blocks that are to stay where they are first, of these the largest first."""
    blocks = pointed.result.blocks
    wanted = pointed.label in MAIN_CONTENT

    def wrong(it: Selected) -> int:
        return sum(blocks[i].keep is not wanted for i in it.blocks if i != pointed.block)

    return sorted(elements, key=lambda it: (wrong(it), -len(it.blocks)))


def _selector_rule(found: Selected) -> tuple[dict[str, Any], str]:
    return {"css": found.css}, _blocks_told(len(found.blocks))


def _bounds(pointed: Pointed, elements: Sequence[Selected]) -> list[tuple[dict[str, Any], str]]:
    """Boxes around the block that hold what stays, the smallest first; then the block as the body's end."""
    blocks = pointed.result.blocks
    stays = {i for i, it in enumerate(blocks) if it.keep}
    size = {i: len(blocks[i].text) for i in stays}
    whole = sum(size.values()) or 1
    found: list[tuple[dict[str, Any], str]] = []
    for it in sorted(elements, key=lambda it: len(it.blocks)):
        share = sum(size.get(i, 0) for i in it.blocks) / whole
        if share >= _BODY_SHARE and len(it.blocks) < len(blocks):
            told = f"{_blocks_told(len(it.blocks))}, {share:.0%} of what stays"
            found.append(({"css": it.css, "inside": "judged"}, told))
    middle = sorted(stays)[len(stays) // 2] if stays else len(blocks)
    before = pointed.block < middle
    end = "after" if before else "until"
    inside = len(blocks) - pointed.block - 1 if before else pointed.block
    if inside and inside < len(blocks):
        rule: dict[str, Any] = {end: {"line": pointed.text}, "inside": "judged"}
        found.append((rule, f"{_blocks_told(inside)} {'after' if before else 'before'} this one"))
    return found


def _blocks_told(number: int) -> str:
    return f"{number} block{'' if number == 1 else 's'} of this page"


def _line(block: JudgedBlock) -> str:
    return " ".join(block.text.split())
