"""The documents of `fixtures/documents` and their goldens: what must be left of each, and what removed.

Tests compare with the goldens; only `python -m tools.write_goldens` writes them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cleaner import Result

DOCUMENTS: Final = Path(__file__).parent.parent / "fixtures" / "documents"


def names() -> list[str]:
    """The names of the documents' folders."""
    return sorted(folder.name for folder in DOCUMENTS.iterdir() if folder.is_dir())


def source(name: str) -> str:
    """The text of a document, with its line ends."""
    return (DOCUMENTS / name / "input.txt").read_bytes().decode()


def kept(name: str) -> str:
    """The text that must be left of a document."""
    return (DOCUMENTS / name / "kept.golden").read_text().removesuffix("\n")


def removed(name: str) -> str:
    """The listing of what must be removed from a document: line number, label and text, one block a line."""
    return (DOCUMENTS / name / "removed.golden").read_text()


def removed_listing(result: Result) -> str:
    """The removed blocks of `result` in the form of the golden."""
    text = result.document.source
    lines = [
        f"{text.count(chr(10), 0, block.start) + 1:4}  {block.label:16}  {' '.join(block.text.split())}\n"
        for block in result.blocks
        if not block.keep
    ]
    return "".join(lines)
