"""Opens the rules from their compiled form or from the cache, without reading rule files.

Reading and validating a rule file takes a millisecond, and importing pydantic and PyYAML a third of a second.
So the built-in files are compiled ahead of time, into `rules/compiled`, and books with the user's own files
are cached (`cleaner.rules.cache`). Rule files are read, and their faults reported, only where the stored book
was not made from exactly these files.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from cleaner.resources import compiled, rules_folder
from cleaner.rules.match import RuleBook

if TYPE_CHECKING:
    from collections.abc import Sequence

STORED: Final = "sites.jsonl"
"""Name of the compiled form in `rules/compiled`."""


def open_rules(folders: Sequence[Path] = ()) -> RuleBook:
    """The rules in `folders` and the built-in ones; raises RuleError with every fault of every file."""
    if folders:
        from cleaner.rules.cache import open_cached  # noqa: PLC0415 - only with rules of the user

        return open_cached(folders, sources())
    stored = compiled(STORED, sources())
    if stored:
        return RuleBook(stored.read_bytes().rstrip())
    from cleaner.rules.compile_rules import load_rules  # noqa: PLC0415 - with pydantic, which is slow to import

    return load_rules()


def sources() -> list[Path]:
    """The sources of the compiled form: the rule files, and the code that compiles them."""
    folder, here = rules_folder(), Path(__file__).parent
    files = [it for place in ("sites", "platforms") for it in (folder / place).rglob("*.y*ml")]
    code = (
        *(
            "compile_rules",
            "conditions",
            "fields",
            "findings",
            "judge",
            "literals",
            "load",
            "marked_yaml",
            "match",
            "patterns",
        ),
        *("runs", "schema", "schema_conditions", "schema_parts", "selectors", "signatures", "stored"),
    )
    return [*sorted(files), *(here / f"{name}.py" for name in code), here.parent / "identify" / "site.py"]
