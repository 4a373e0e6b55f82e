"""The built-in phrases, loaded once in a process.

They are compiled ahead of time into `rules/compiled`. Where the files have changed since, they are compiled
in every process that needs them, which takes most of a second.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from cleaner.lexicon import store
from cleaner.resources import compiled, rules_folder

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from cleaner.lexicon.phrases import Phrases

STORED: Final = "phrases.npz"
"""The name of the compiled phrases in `rules/compiled`."""


def phrase_files() -> list[Path]:
    """The files of the built-in phrases, one language each."""
    return sorted((rules_folder() / "phrases").glob("*.yaml"))


@cache
def phrases() -> Phrases:
    """The built-in phrases, compiled; raises RuleError where one of the files has changed and is wrong."""
    files = phrase_files()
    if stored := compiled(STORED, files, store.FORMAT):
        return store.load(stored)
    from cleaner.lexicon.compile_phrases import compile_phrases  # noqa: PLC0415 - needs PyYAML, and only for changed files

    return compile_phrases(files)


@cache
def roles(language: int | None) -> NDArray[np.uint8]:
    """`Phrases.roles` of the built-in phrases, computed once a language."""
    return phrases().roles(language)
