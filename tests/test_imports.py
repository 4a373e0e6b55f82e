"""Data flows one way, and so do imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "cleaner"
ROOMS = [
    ["errors", "verdict", "document", "options", "resources", "extras", "printable"],
    ["encodings", "characters"],
    ["segment"],
    ["reference"],
    ["view"],
    ["identify", "extractor", "article_body"],
    ["rules", "heuristics"],
    ["model", "weigh", "veto", "naming"],
    ["resolve", "render", "render_markdown"],
    ["result"],
    ["evidence", "deadline", "fingerprint", "inputs"],
    ["streams", "warming"],
    ["pipeline"],
    ["explain"],
    ["readers", "writers"],
    ["batch"],
    ["cli"],
]
"""Each room may import from its own row and from rows above it."""
FLOOR = {room: row for row, rooms in enumerate(ROOMS) for room in rooms}


def imported_rooms(path: Path) -> set[str]:
    """The rooms that a module imports when it runs; imports for types alone do not count."""
    tree = ast.parse(path.read_text())
    typing_only = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If)
        and isinstance(branch.test, ast.Name)
        and branch.test.id == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    modules = [
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in typing_only
    ]
    return {module.split(".")[1] for module in modules if module.startswith("cleaner.")}


@pytest.mark.parametrize(
    "path",
    [p for p in sorted(PACKAGE.rglob("*.py")) if p != PACKAGE / "__init__.py"],
    ids=lambda p: str(p.relative_to(PACKAGE)),
)
def test_a_room_imports_only_from_rooms_before_it(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert room in FLOOR, f"{room} has no place in ROOMS"
    wrong = {other for other in imported_rooms(path) if FLOOR[other] > FLOOR[room]}
    assert not wrong, f"{path.relative_to(PACKAGE)} imports from {wrong}, which come after it"


@pytest.mark.parametrize(
    "heavy", ["numpy", "pydantic", "yaml", "trafilatura", "langdetect", "rich", "selectolax"]
)
def test_help_imports_nothing_heavy(heavy: str) -> None:
    code = (
        "import sys; from click.testing import CliRunner; from cleaner.cli.main import main; "
        f"assert CliRunner().invoke(main, ['--help']).exit_code == 0; sys.exit({heavy!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_run_leaves_to_its_workers_what_only_they_need(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("A paragraph of plain English that is long enough to judge.")
    code = (
        "import sys; from click.testing import CliRunner; from cleaner.cli.main import main; "
        f"CliRunner().invoke(main, ['run', {str(tmp_path / 'in.txt')!r}, {str(tmp_path / 'out')!r}]); "
        "loaded = {'numpy', 'pydantic', 'yaml', 'tqdm', 'charset_normalizer'} & set(sys.modules); "
        "sys.exit(', '.join(sorted(loaded)) or 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_cleaning_does_not_import_what_it_does_not_need() -> None:
    code = (
        "import sys; from cleaner import clean; clean('A paragraph of plain English that is long enough to judge.'); "
        "sys.exit(bool({'trafilatura', 'langdetect', 'rich', 'torch', 'selectolax', 'pydantic', 'yaml'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
