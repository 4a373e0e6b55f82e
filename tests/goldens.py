"""`python -m tests.goldens`: write the goldens anew from what the code does now; then read the diff.

A golden is what a person agreed to. Tests compare with it and never write it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cleaner import Cleaner, Result

DOCUMENTS: Final = Path(__file__).parent.parent / "fixtures" / "documents"


def names() -> list[str]:
    """The documents, by the name of their folder."""
    return sorted(folder.name for folder in DOCUMENTS.iterdir() if folder.is_dir())


def source(name: str) -> str:
    """The text of a document, line ends as they are."""
    return (DOCUMENTS / name / "input.txt").read_bytes().decode()


def kept(name: str) -> str:
    """What must be left of it."""
    return (DOCUMENTS / name / "kept.golden").read_text().removesuffix("\n")


def removed(name: str) -> str:
    """What must be removed: line, label and text, a block a line."""
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


def main() -> None:
    """Write `kept.golden` and `removed.golden` of every document."""
    cleaner = Cleaner()
    for name in names():
        result = cleaner.clean(source(name))
        (DOCUMENTS / name / "kept.golden").write_text(result.text + "\n")
        (DOCUMENTS / name / "removed.golden").write_text(removed_listing(result))


if __name__ == "__main__":
    main()
