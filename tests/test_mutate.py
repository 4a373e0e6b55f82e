"""The tool that breaks code: every break is one change, and sources stay Python."""

from __future__ import annotations

import ast

from tools.mutate import breaks

SOURCE = """\
def f(size, known):
    if size < 3 and known:
        return size + 1
    return size
"""


def test_each_break_changes_one_place() -> None:
    whole = ast.unparse(ast.parse(SOURCE)).splitlines()
    found = [ast.unparse(broken).splitlines() for _, broken in breaks(ast.parse(SOURCE))]
    changed = [[new for old, new in zip(whole, it, strict=True) if old != new] for it in found]
    assert sorted(changed) == [
        ["        return size + 3"],
        ["        return size - 1"],
        ["    if not (size < 3 and known):"],
        ["    if size < 3 or known:"],
        ["    if size < 7 and known:"],
        ["    if size >= 3 and known:"],
    ]


def test_what_is_for_types_alone_is_left() -> None:
    assert not list(breaks(ast.parse("if TYPE_CHECKING:\n    import a")))
