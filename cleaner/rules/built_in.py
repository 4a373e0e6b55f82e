"""Rules opened as quickly as can be: as they were compiled ahead, or as they were when last read.

Reading and checking rule files takes a millisecond each, and a third of a second for what it needs. So the
built-in ones are compiled ahead, into `rules/compiled`, and books with the user's own files are kept in a
cache (`cleaner.rules.cache`). Where either is not of exactly these files, they are read, so that what is
wrong with them is known at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from cleaner.resources import compiled, rules_folder
from cleaner.rules.match import RuleBook

if TYPE_CHECKING:
    from collections.abc import Sequence

STORED: Final = "sites.jsonl"
"""What the compiled form is called in `rules/compiled`."""


def open_rules(folders: Sequence[Path] = ()) -> RuleBook:
    """The rules in `folders` and the built-in ones; raises RuleError with every fault of every file."""
    if folders:
        from cleaner.rules.cache import open_cached  # noqa: PLC0415 - for who has rules of their own

        return open_cached(folders, sources())
    stored = compiled(STORED, sources())
    if stored:
        return RuleBook(stored.read_bytes().rstrip())
    from cleaner.rules.compile import load_rules  # noqa: PLC0415 - with pydantic, which is slow to import

    return load_rules()


def sources() -> list[Path]:
    """What decides the compiled form: the rule files, and the code that compiles them."""
    folder, here = rules_folder(), Path(__file__).parent
    files = [it for place in ("sites", "platforms") for it in (folder / place).rglob("*.y*ml")]
    code = (
        *("compile", "conditions", "fields", "judge", "literals", "load", "marked_yaml", "match", "patterns"),
        *("runs", "schema", "selectors", "signatures", "stored"),
    )
    return [*sorted(files), *(here / f"{name}.py" for name in code), here.parent / "identify" / "site.py"]
