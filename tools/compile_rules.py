"""`python -m tools.compile_rules`: write `rules/compiled` anew from the rules as they are now.

Without it everything works, but starts slowly: compiled files that are out of date are not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.lexicon import built_in_phrases, store
from cleaner.lexicon.compile_phrases import compile_phrases
from cleaner.resources import fingerprint, fingerprint_file, rules_folder
from cleaner.rules import built_in_rules
from cleaner.rules.compile_rules import load_rules

if TYPE_CHECKING:
    from pathlib import Path


def main() -> None:
    """Write every compiled file, and beside it the fingerprint of what it is compiled from."""
    folder = rules_folder() / "compiled"
    folder.mkdir(exist_ok=True)
    _compile_phrases(folder / built_in_phrases.STORED)
    _compile_sites(folder / built_in_rules.STORED)


def _compile_phrases(file: Path) -> None:
    sources = built_in_phrases.phrase_files()
    store.save(compile_phrases(sources), file)
    _sign(file, fingerprint(sources, store.FORMAT))


def _compile_sites(file: Path) -> None:
    file.write_bytes(load_rules().stored + b"\n")
    _sign(file, fingerprint(built_in_rules.sources()))


def _sign(file: Path, digest: str) -> None:
    fingerprint_file(file).write_text(f"{digest}\n", encoding="ascii")


if __name__ == "__main__":
    main()
