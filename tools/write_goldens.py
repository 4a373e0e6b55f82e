"""`python -m tools.write_goldens`: write the goldens of `fixtures` anew; then read the diff.

A golden of a document is the output that a person has read and agreed to; one of features is what the
weights were fitted on.
"""

from __future__ import annotations

from cleaner import Cleaner
from tools import feature_goldens, goldens


def main() -> None:
    """Write `kept.golden` and `removed.golden` of every document, and the features of some pages."""
    cleaner = Cleaner()
    for name in goldens.names():
        result = cleaner.clean(goldens.source(name))
        folder = goldens.DOCUMENTS / name
        (folder / "kept.golden").write_text(f"{result.text}\n")
        (folder / "removed.golden").write_text(goldens.removed_listing(result))
    for name in feature_goldens.names():
        feature_goldens.write(name)
    feature_goldens.write_claims()


if __name__ == "__main__":
    main()
