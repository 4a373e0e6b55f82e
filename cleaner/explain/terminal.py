"""Decisions -> what a person reads on a terminal: the counts, then every block with the evidence."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cleaner.explain.facts import is_chosen, is_doubtful
from cleaner.printable import folded
from cleaner.verdict import CERTAIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from rich.console import RenderableType

    from cleaner.result import JudgedBlock, Result
    from cleaner.rules.outcomes import AppliedRules

WIDTH: Final = 80
"""Columns where the output is no terminal."""
_SIDE_BY_SIDE: Final = 130
"""Columns from which the evidence stands beside the text."""
_LABEL_WIDTH: Final = 15
_SCORE_WIDTH: Final = 6
_MARGIN: Final = 25
"""Columns of number, mark and label, with what is between."""
_SHOWN_LINES: Final = 4
"""Longer blocks are shortened in their middle: their beginning and end say what they are."""


def write_explanation(
    result: Result,
    name: str,
    out: IO[str],
    *,
    colour: bool | None = None,
    only: str | None = None,
    brief: bool = False,
    width: int | None = None,
) -> None:
    """Write the explanation of `result`, which must have been made with `explain=True`, to `out`.

    `colour` forces colour on or off; by default it is on where `out` is a terminal. `only` chooses blocks,
    see `cleaner.explain.facts.is_chosen`; `brief` gives each a line. `width` is in columns, by default that
    of the terminal.
    """
    terminal = out.isatty() if colour is None else colour
    width = width or (None if out.isatty() else WIDTH)
    console = Console(file=out, width=width, force_terminal=terminal, highlight=False)
    console.print(_heading(result, name))
    console.print(_summary(result))
    shown = [(n, it) for n, it in enumerate(result.blocks, start=1) if is_chosen(it, only)]
    if not shown and only is not None:
        console.print(Text(f"no block is {only}"))
    for number, block in shown:
        console.print((_line if brief else _block)(number, block, console.width))
    if result.applied_rules is not None and only is None and not brief:
        console.print(Group(*_silent_rules(result.applied_rules)))


def _heading(result: Result, name: str) -> Group:
    kept = sum(block.keep for block in result.blocks)
    facts = [
        f"language {folded(result.language or 'unknown')}",
        f"site {folded(result.site or 'unknown')}",
        f"{kept} of {len(result.blocks)} blocks kept",
        f"{len(result.text) / max(result.source_chars, 1):.0%} of the text",
    ]
    return Group(Text(folded(name), style="bold"), Text(" · ".join(facts), style="dim"), Text())


def _summary(result: Result) -> Group:
    counts = Counter((block.keep, block.label) for block in result.blocks)
    lines = []
    for keep, verb in ((True, "kept"), (False, "removed")):
        named = [f"{number} {label}" for (kept, label), number in counts.most_common() if kept is keep]
        lines.append(Text.assemble((f"{verb}: ", "bold"), ", ".join(named) or "nothing"))
    if doubtful := sum(is_doubtful(block.score) for block in result.blocks):
        lines.append(Text.assemble(("in doubt: ", "bold"), str(doubtful)))
    if result.timed_out:
        rules = folded(", ".join(result.timed_out))
        lines.append(Text(f"ran out of time and skipped: {rules}", style="yellow"))
    for it in result.doubts:
        said = "believed as its file says" if it.believed else "not believed here"
        words = f"{folded(it.name)}: leaves {it.share:.0%} of what the generic part keeps; {said}"
        lines.append(Text(words, style="yellow"))
    note = "Numbers are log-odds: above 0 speaks for main content, below 0 for boilerplate."
    return Group(*lines, Text(note, style="dim"), Text())


def _cells(number: int, block: JudgedBlock) -> tuple[Text, Text, Text]:
    """Number, mark and label of a block."""
    colour = "green" if block.keep else "red"
    mark = Text("✓" if block.keep else "✗", style=f"bold {colour}")
    return Text(str(number), style="dim"), mark, Text(block.label, style=colour)


def _line(number: int, block: JudgedBlock, width: int) -> Text:
    """A block on one line of at most `width` columns."""
    place, mark, label = _cells(number, block)
    text = Text(folded(block.text), style="" if block.keep else "dim")
    text.truncate(max(width - _MARGIN - _SCORE_WIDTH, 1), overflow="ellipsis")
    place.align("right", 4)
    label.align("left", _LABEL_WIDTH)
    score = Text(f"{_strength(block.score):>{_SCORE_WIDTH - 1}}", style="dim")
    return Text(" ").join((place, mark, label, score, text))


def _block(number: int, block: JudgedBlock, width: int) -> Group:
    side_by_side = width >= _SIDE_BY_SIDE
    column = (width - _MARGIN) * 3 // 7 if side_by_side else width - _MARGIN
    text = Text(_shortened(block.text, column * _SHOWN_LINES), style="" if block.keep else "dim")
    table = Table.grid(padding=(0, 1))
    table.add_column(width=4, justify="right", style="dim")
    table.add_column(width=1)
    table.add_column(width=_LABEL_WIDTH)
    table.add_column(ratio=3, overflow="fold")
    below: list[RenderableType] = [Text()]
    cells: list[RenderableType] = [*_cells(number, block), text]
    if side_by_side:
        table.add_column(ratio=4, overflow="fold")
        cells.append(_evidence(block))
    else:
        below.insert(0, Padding(_evidence(block), (0, 0, 0, 7)))
    table.add_row(*cells)
    return Group(table, *below)


def _evidence(block: JudgedBlock) -> Table:
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
    return table


def _silent_rules(applied: AppliedRules) -> Iterator[Text]:
    """The site rules that speak of no block, and why."""
    silent = [outcome for outcome in applied.outcomes if outcome.silent is not None]
    if silent:
        yield Text(f"silent rules of {folded(applied.file)}:", style="bold")
    for outcome in silent:
        yield Text.assemble(f"  {folded(outcome.name)}: ", (folded(outcome.silent or ""), "dim"))


def _strength(weight: float) -> str:
    if abs(weight) == CERTAIN:
        return "keep" if weight > 0 else "drop"
    return f"{weight:+.1f}"


def _shortened(text: str, most: int) -> str:
    words = folded(text)
    if len(words) <= most:
        return words
    half = most // 2
    return f"{words[:half].rstrip()} … {words[-half:].lstrip()}"
