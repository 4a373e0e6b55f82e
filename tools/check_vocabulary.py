"""`python -m tools.check_vocabulary`: words of this project's past for which the field has terms.

The field's terms are what a reader knows from trafilatura, jusText and scikit-learn. Prints every place that
has one of the words instead, and ends with status 1 if there is any. CHANGELOG may have them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

TERMS: Final = {
    r"cleaner[./]view\b": "features",
    r"\bwitness(es)?\b": "reference extraction",
    r"\bown[ _]word\b": "reference extraction of JSON-LD",
    r"\bNOBODY\b": "NO_REFERENCES",
    r"\bsecond[ _]look\b": "veto",
    r"\bput[ _]out\b": "veto",
    r"\bweigh\(|\bcleaner\.weigh\b": "calibrate",
    r"\bcleaner\.naming\b": "labelling",
    r"\blikeness\b": "topical similarity",
    r"\bspoken\(": "phrase_claims",
    r"\b_cut_off\b": "relu",
    r"\bmodel\.quick\b|\bQUICK\b": "student",
    r"\bfunction[ _]words?\b": "stopword",
    r"\bGain\b": "stats",
    r"\bbatch[./](past|written|facts|choice)\b": "previous run, sidecar files, fingerprint, sampling",
    r"\bfor who has little time\b": "for low latency",
}
"""What is not to be used, as a pattern -> what is."""
_EXEMPT: Final = frozenset({"CHANGELOG.md", "tools/check_vocabulary.py", "tests/test_vocabulary.py"})
_SNIPPETS: Final = Path("benchmarks/fit/snippets")
_SUFFIXES: Final = frozenset({".py", ".md", ".yaml", ".toml"})


def places(file: Path) -> Iterator[tuple[int, str, str]]:
    """Line, word and term of every place in `file`."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        for pattern, term in TERMS.items():
            for found in re.finditer(pattern, line):
                yield number, found[0], term


def tracked() -> list[Path]:
    """Code and text under version control; fixtures and snippets are the words of articles."""
    command = ["git", "ls-files"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - git
    files = (Path(name) for name in listed.splitlines())
    return [
        it
        for it in files
        if it.suffix in _SUFFIXES
        and str(it) not in _EXEMPT
        and it.parts[0] != "fixtures"
        and _SNIPPETS not in it.parents
        and it.is_file()
    ]


def main() -> None:
    """Print every place."""
    found = [(file, *place) for file in tracked() for place in places(file)]
    for file, number, word, term in found:
        print(f"{file}:{number}: {word}; the field says {term}")  # noqa: T201
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
