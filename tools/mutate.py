"""`python -m tools.mutate cleaner/features TESTS...`: break the code in places, and see if a test notices.

Each module is broken in a few places, one at a time, in a copy of the checkout: a comparison turned round, a
condition denied, `and` for `or`, another number, a sum for a difference. The places are drawn with a fixed
seed, so that a second run breaks the same ones. What no test notices is printed in full.
"""

from __future__ import annotations

import ast
import copy
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT: Final = Path(__file__).parent.parent
_LEFT_OUT: Final = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "build", "*.egg-info")
_SECONDS: Final = 600
_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COMPUTED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip


def breaks(tree: ast.Module) -> Iterator[tuple[int, ast.Module]]:
    """Line and tree of every way there is to break a module in one place."""
    for number, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        for change in _changes(node):
            broken = copy.deepcopy(tree)
            target = next(it for place, it in enumerate(ast.walk(broken)) if place == number)
            for name, value in change.items():
                setattr(target, name, value)
            yield getattr(node, "lineno", 0), broken


def _changes(node: ast.AST) -> Iterator[dict[str, object]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
        yield {"ops": [_COMPARED[type(node.ops[0])](), *node.ops[1:]]}
    elif isinstance(node, ast.BoolOp):
        yield {"op": ast.And() if isinstance(node.op, ast.Or) else ast.Or()}
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _COMPUTED:
        yield {"op": _COMPUTED[type(node.op)]()}
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        yield {"op": ast.UAdd()}
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield {"test": ast.UnaryOp(ast.Not(), node.test)}
    elif (
        isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and type(node.value) is not bool
    ):
        yield {"value": node.value * 2 + 1}


def _sample(file: Path, count: int) -> Iterator[tuple[str, str]]:
    """What is broken, and the module's source with it, for so many places of a module."""
    tree = ast.parse(file.read_text("utf-8"))
    lines = file.read_text("utf-8").splitlines()
    whole = ast.unparse(tree).splitlines()
    all_ways = list(breaks(tree))
    for place in sorted(Random(0).sample(range(len(all_ways)), min(count, len(all_ways)))):  # noqa: S311 - no secret
        line, broken = all_ways[place]
        source = ast.unparse(ast.fix_missing_locations(broken))
        now = next((new for old, new in zip(whole, source.splitlines(), strict=False) if old != new), "")
        yield f"{file.name}:{line}: {lines[line - 1].strip()}  ->  {now.strip()}", source


@click.command()
@click.argument("package", type=click.Path(exists=True, path_type=Path))
@click.argument("tests", nargs=-1, required=True)
@click.option("--breaks", "count", default=5, show_default=True, help="Places in each module.")
@click.option("--part", default="1/1", show_default=True, help="Which part of the modules, as 1/2 and 2/2.")
def main(package: Path, tests: tuple[str, ...], count: int, part: str) -> None:
    """Break each module of PACKAGE and run TESTS on it; exit 1 where one break was not noticed."""
    which, of = map(int, part.split("/"))
    files = sorted(it for it in [package, *package.rglob("*.py")] if it.is_file())[which - 1 :: of]
    missed = made = 0
    with tempfile.TemporaryDirectory() as place:
        copied = Path(place) / "checkout"
        shutil.copytree(_ROOT, copied, ignore=_LEFT_OUT)
        if not _notice_nothing(copied, tests):
            raise click.ClickException("the tests fail on the code as it is")
        for file in files:
            target = copied / file.resolve().relative_to(_ROOT)
            for what, source in _sample(file, count):
                target.write_text(source, "utf-8")
                made += 1
                if _notice_nothing(copied, tests):
                    missed += 1
                    click.echo(f"not noticed: {what}")
            shutil.copy(file, target)
    click.echo(f"{made} breaks, {missed} not noticed")
    sys.exit(bool(missed))


def _notice_nothing(checkout: Path, tests: tuple[str, ...]) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ended = subprocess.run(  # noqa: S603 - our own tests
            command, cwd=checkout, env=environment, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode == 0


if __name__ == "__main__":
    main()
