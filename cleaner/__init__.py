"""Leave only the core article body of a text, plain or HTML.

    from cleaner import clean
    clean(text).text

The names load what they need when they are first used, so that importing the package is free.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cleaner.version import __version__ as __version__

if TYPE_CHECKING:
    from cleaner.document import Block, Document
    from cleaner.errors import CleanerError, DocumentError, MissingExtraError, OptionError, RuleError
    from cleaner.options import Engine, Options, Prefer
    from cleaner.pipeline import Cleaner, clean
    from cleaner.result import Failure, JudgedBlock, Removed, Result
    from cleaner.verdict import Decision, Label, Verdict

__all__ = [
    "Block",
    "Cleaner",
    "CleanerError",
    "Decision",
    "Document",
    "DocumentError",
    "Engine",
    "Failure",
    "JudgedBlock",
    "Label",
    "MissingExtraError",
    "OptionError",
    "Options",
    "Prefer",
    "Removed",
    "Result",
    "RuleError",
    "Verdict",
    "clean",
]

_HOMES = {
    "cleaner.pipeline": ("Cleaner", "clean"),
    "cleaner.document": ("Block", "Document"),
    "cleaner.errors": ("CleanerError", "DocumentError", "MissingExtraError", "OptionError", "RuleError"),
    "cleaner.options": ("Engine", "Options", "Prefer"),
    "cleaner.result": ("Failure", "JudgedBlock", "Removed", "Result"),
    "cleaner.verdict": ("Decision", "Label", "Verdict"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the names are of many types
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
