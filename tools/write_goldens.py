"""`python -m tools.write_goldens`: write the goldens of `fixtures` anew; then read the diff.

A golden of a document is the output that a person has read and agreed to; one of features is what the
weights were fitted on; one of structure is the Markdown of a small page.
"""

from __future__ import annotations

from cleaner import Cleaner
from tools import feature_goldens, goldens, structure_goldens


def main() -> None:
    """Write `kept.golden` and `removed.golden` of every document, features of some pages, and structure."""
    cleaner = Cleaner()
    for name in goldens.names():
        result = cleaner.clean(goldens.source(name))
        folder = goldens.DOCUMENTS / name
        (folder / "kept.golden").write_text(f"{result.text}\n")
        (folder / "removed.golden").write_text(goldens.removed_listing(result))
    for name in feature_goldens.names():
        feature_goldens.write(name)
    feature_goldens.write_claims()
    for name in structure_goldens.names():
        structure_goldens.write(name)


if __name__ == "__main__":
    main()
