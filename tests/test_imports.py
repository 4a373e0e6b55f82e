"""Imports go one way, from room to room, and in no circle."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "cleaner"
ROOMS = (
    *("printable", "version", "lazy", "resources", "errors", "extras"),
    *("verdict", "options", "dom", "document"),
    *("encodings", "characters", "lexicon", "segment", "identify", "references", "features", "heuristics"),
    *("model", "rules", "decide", "render", "result", "pages", "explain"),
    *("deadline", "inputs", "fingerprint", "streams", "warming", "engines", "pipeline"),
    *("readers", "writers", "report", "batch", "trial", "status", "learn", "review", "integrations", "cli"),
)
"""The modules and packages in `cleaner/`. Each may import only from those before it, for types alone as well."""
KNOWN_UPWARD: set[tuple[str, str]] = set()
"""Importer and imported of imports from a later room. None may be added; one that is gone must be removed here."""
KNOWN_CIRCLES: set[frozenset[str]] = set()
"""Modules that import each other. Likewise."""

Graph = dict[str, set[str]]
"""Module -> the modules that it imports, anywhere in its code."""


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree: ast.AST, modules: set[str]) -> set[str]:
    """The `modules` that code imports, at its top, in functions, for types, or by a name in a string."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            inside = [f"{node.module}.{name.name}" for name in node.names]
            found.update(it if it in modules else str(node.module) for it in inside)
        elif isinstance(node, ast.Constant) and str(node.value).startswith("cleaner."):
            found.add(str(node.value))
    return found & modules


def import_graph(folder: Path) -> Graph:
    paths = {module_of(path): path for path in sorted(folder.rglob("*.py"))}
    return {it: imported(ast.parse(path.read_text()), set(paths)) - {it} for it, path in paths.items()}


def circles(graph: Graph) -> dict[frozenset[str], list[str]]:
    """Every set of modules that all import each other, by way of others or not, with a shortest path round it."""
    reached = {module: reachable(graph, module) for module in graph}
    tied = {frozenset(it for it in there if module in reached[it]) for module, there in reached.items()}
    return {modules: shortest_circle(graph, min(modules)) for modules in tied if modules}


def reachable(graph: Graph, start: str) -> set[str]:
    """What `start` imports, and what that imports, and so on."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph[waiting.pop()] - found
        found |= new
        waiting.extend(new)
    return found


def shortest_circle(graph: Graph, start: str) -> list[str]:
    paths = [[start]]
    for path in paths:
        if start in graph[path[-1]]:
            return [*path, start]
        seen = {it for known in paths for it in known}
        paths += [[*path, it] for it in sorted(graph[path[-1]] - seen)]
    raise AssertionError(start)


GRAPH = import_graph(PACKAGE)


def room(module: str) -> int:
    name = module.split(".")[1]
    assert name in ROOMS, f"{name} has no place in ROOMS"
    return ROOMS.index(name)


@pytest.mark.parametrize("module", sorted(set(GRAPH) - {"cleaner"}))
def test_a_room_imports_only_from_rooms_before_it(module: str) -> None:
    wrong = {it for it in GRAPH[module] if it == "cleaner" or room(it) > room(module)}
    known = {it for importer, it in KNOWN_UPWARD if importer == module}
    assert wrong == known, f"{module} imports {wrong}, which come after it; known are {known}"


@pytest.mark.parametrize(
    ("folder", "known"),
    [(PACKAGE, KNOWN_CIRCLES), (ROOT / "benchmarks", set())],
    ids=["cleaner", "benchmarks"],
)
def test_modules_import_each_other_in_no_circle(folder: Path, known: set[frozenset[str]]) -> None:
    found = circles(import_graph(folder))
    new = [" -> ".join(path) for modules, path in found.items() if modules not in known]
    assert not new, "import circles:\n" + "\n".join(sorted(new))
    gone = [sorted(modules) for modules in known - set(found)]
    assert not gone, f"no circle any more, take out of KNOWN_CIRCLES: {gone}"


def test_circles_are_seen_through_functions_types_and_packages() -> None:
    code = {
        "a": "if TYPE_CHECKING:\n    from cleaner.b import B",
        "b": "def f():\n    from cleaner.c import deep",
        "c": "import cleaner.d",
        "c.deep": "from cleaner.a import A, B",
        "e": "import_module('cleaner.d')",
        "d": "from cleaner import a, e",
    }
    modules = {f"cleaner.{name}" for name in code}
    graph = {f"cleaner.{name}": imported(ast.parse(text), modules) for name, text in code.items()}
    assert circles(graph) == {
        frozenset({"cleaner.a", "cleaner.b", "cleaner.c.deep"}): [
            "cleaner.a",
            "cleaner.b",
            "cleaner.c.deep",
            "cleaner.a",
        ],
        frozenset({"cleaner.d", "cleaner.e"}): ["cleaner.d", "cleaner.e", "cleaner.d"],
    }


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
