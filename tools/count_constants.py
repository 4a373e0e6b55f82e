"""`python -m tools.count_constants [PATH...]`: how many numbers decide once the model has given its scores.

Counts the numeric constants of Python files: named ones (`_REACH: Final = 6`, one for each number in them),
and unnamed ones inside functions, where 0, 1, 2 and -1 are how things are written and do not count. By
default the files of `cleaner/decide` and `cleaner/heuristics`.
"""

from __future__ import annotations

import ast
import sys
from collections import Counter
from pathlib import Path
from typing import Final

DEFAULT: Final = ("cleaner/decide", "cleaner/heuristics")
PLAIN: Final = {0, 1, 2}
"""Values that are no choice."""


def numbers(tree: ast.AST) -> list[float]:
    """All numbers in `tree`, booleans aside; the sign does not matter.

    >>> numbers(ast.parse("a = {1: -0.5, True: (3, 'x')}"))
    [1, 0.5, 3]
    """
    found = (it.value for it in ast.walk(tree) if isinstance(it, ast.Constant))
    return [it for it in found if isinstance(it, int | float) and not isinstance(it, bool)]


def count(source: str) -> Counter[str]:
    """How many constants a module has, `named` at its top level and `unnamed` in its functions."""
    counted: Counter[str] = Counter()
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign | ast.Assign) and node.value is not None:
            counted["named"] += len(numbers(node.value))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            counted["unnamed"] += sum(it not in PLAIN for it in numbers(node))
    return counted


def main() -> None:
    """Print the counts by file and in all."""
    total: Counter[str] = Counter()
    for place in map(Path, sys.argv[1:] or DEFAULT):
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            found = count(file.read_text(encoding="utf-8"))
            total += found
            if found:
                print(f"{found['named']:4} named {found['unnamed']:4} unnamed  {file}")  # noqa: T201
    print(f"{total['named']:4} named {total['unnamed']:4} unnamed  in all")  # noqa: T201


if __name__ == "__main__":
    main()
