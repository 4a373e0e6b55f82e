"""Decisions -> what a person reads: every block, kept or removed, with the evidence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cleaner.printable import folded
from cleaner.verdict import CERTAIN

if TYPE_CHECKING:
    from typing import IO

    from cleaner.result import JudgedBlock, Result

WIDTH: Final = 80
"""Columns where the output is no terminal."""
_SHOWN_CHARACTERS: Final = 220
"""Longer blocks are shortened in their middle: their beginning and end say what they are."""
_LABEL_WIDTH: Final = 15


def write_explanation(result: Result, name: str, out: IO[str], *, colour: bool | None = None) -> None:
    """Write the explanation of `result`, which must have been made with `explain=True`, to `out`.

    `colour` forces colour on or off; by default it is on where `out` is a terminal.
    """
    terminal = out.isatty() if colour is None else colour
    console = Console(
        file=out, width=None if out.isatty() else WIDTH, force_terminal=terminal, highlight=False
    )
    console.print(_heading(result, name))
    for number, block in enumerate(result.blocks, start=1):
        console.print(_block(number, block))
    console.print(_summary(result))


def _heading(result: Result, name: str) -> Group:
    kept = sum(block.keep for block in result.blocks)
    facts = [
        f"language {folded(result.language or 'unknown')}",
        f"site {folded(result.site or 'unknown')}",
        f"{kept} of {len(result.blocks)} blocks kept",
        f"{len(result.text) / max(result.source_chars, 1):.0%} of the text",
    ]
    return Group(Text(folded(name), style="bold"), Text(" · ".join(facts), style="dim"), Text())


def _block(number: int, block: JudgedBlock) -> Group:
    colour = "green" if block.keep else "red"
    table = Table.grid(padding=(0, 1))
    table.add_column(width=4, justify="right", style="dim")
    table.add_column(width=1, style=f"bold {colour}")
    table.add_column(width=_LABEL_WIDTH, style=colour)
    table.add_column(ratio=1, style="" if block.keep else "dim", overflow="fold")
    table.add_row(str(number), "✓" if block.keep else "✗", block.label, Text(_shortened(block.text)))
    return Group(table, _evidence(block), Text())


def _evidence(block: JudgedBlock) -> Padding:
    """Who decided, who named the block, and the items of its score; only the rule where one decided."""
    certain = abs(block.score) == CERTAIN
    table = Table.grid(padding=(0, 1))
    table.add_column(width=5, justify="right")
    table.add_column(ratio=1, overflow="fold")
    if not certain:
        said = f"in all, decided by {folded(block.decided_by)}"
        if block.labelled_by != block.decided_by:
            said += f", labelled by {folded(block.labelled_by)}"
        table.add_row(Text(_strength(block.score), style="bold"), Text(said, style="bold"))
    for verdict in block.verdicts:
        if certain and abs(verdict.weight) != CERTAIN:
            continue
        colour = "green" if verdict.weight > 0 else "red"
        words = Text.assemble((f"{folded(verdict.judge)}: ", "dim"), folded(verdict.evidence))
        table.add_row(Text(_strength(verdict.weight), style=colour), words)
    return Padding(table, (0, 0, 0, 7))


def _strength(weight: float) -> str:
    if abs(weight) == CERTAIN:
        return "keep" if weight > 0 else "drop"
    return f"{weight:+.1f}"


def _shortened(text: str) -> str:
    words = folded(text)
    if len(words) <= _SHOWN_CHARACTERS:
        return words
    half = _SHOWN_CHARACTERS // 2
    return f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


def _summary(result: Result) -> Group:
    counts = Counter((block.keep, block.label) for block in result.blocks)
    lines = []
    for keep, verb in ((True, "kept"), (False, "removed")):
        named = [f"{number} {label}" for (kept, label), number in counts.most_common() if kept is keep]
        lines.append(Text.assemble((f"{verb}: ", "bold"), ", ".join(named) or "nothing"))
    if result.timed_out:
        rules = folded(", ".join(result.timed_out))
        lines.append(Text(f"ran out of time and skipped: {rules}", style="yellow"))
    for it in result.doubts:
        said = "believed as its file says" if it.believed else "not believed here"
        words = f"{folded(it.name)}: leaves {it.share:.0%} of what the generic part keeps; {said}"
        lines.append(Text(words, style="yellow"))
    note = "Numbers are log-odds: above 0 speaks for main content, below 0 for boilerplate."
    return Group(*lines, Text(note, style="dim"))
