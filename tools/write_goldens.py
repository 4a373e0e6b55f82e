"""`python -m tools.write_goldens`: write the goldens of `fixtures/documents` anew; then read the diff.

A golden is the output that a person has read and agreed to.
"""

from __future__ import annotations

from cleaner import Cleaner
from tools import goldens


def main() -> None:
    """Write `kept.golden` and `removed.golden` of every document."""
    cleaner = Cleaner()
    for name in goldens.names():
        result = cleaner.clean(goldens.source(name))
        folder = goldens.DOCUMENTS / name
        (folder / "kept.golden").write_text(f"{result.text}\n")
        (folder / "removed.golden").write_text(goldens.removed_listing(result))


if __name__ == "__main__":
    main()
