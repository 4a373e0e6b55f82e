"""`python -m tests.compiled`: write `rules/compiled` anew from the rules as they are now.

Nothing is wrong without it, only slow to start: what is out of date is passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.lexicon import phrases, store
from cleaner.lexicon.compile import compile_phrases
from cleaner.resources import fingerprint, fingerprint_file, rules_folder
from cleaner.rules import built_in
from cleaner.rules.compile import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def main() -> None:
    """Write every compiled file, and beside it the fingerprint of what it is made from."""
    folder = rules_folder() / "compiled"
    folder.mkdir(exist_ok=True)
    store.save(compile_phrases(phrases.phrase_files()), folder / phrases.STORED)
    _sign(folder / phrases.STORED, phrases.sources())
    (folder / built_in.STORED).write_bytes(load_rules().stored + b"\n")
    _sign(folder / built_in.STORED, built_in.sources())


def _sign(file: Path, sources: Iterable[Path]) -> None:
    fingerprint_file(file).write_text(f"{fingerprint(sources)}\n", encoding="ascii")


if __name__ == "__main__":
    main()
