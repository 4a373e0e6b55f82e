"""A cache of examples, keyed by everything that they are made from.

The key is a digest over the code that features and targets come from, the phrases and names they use, the
versions of the libraries, the corpora and the pages. When any of it changes, examples are made afresh, so a
model is never fitted on features that the code no longer computes. The hyperparameters that
`python -m benchmarks.fit --recipe` changes are no part of the key, as no example depends on them.
"""

from __future__ import annotations

import pickle
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import benchmarks
import cleaner
from cleaner.fingerprint import content
from cleaner.resources import rules_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from benchmarks.fit.examples import Example

_ROOMS: Final = (
    "characters",
    "lexicon",
    "segment",
    "identify",
    "references",
    "features",
    "heuristics",
    "document.py",
    "verdict.py",
)
"""The code of `cleaner` that features come from."""
_MAKING: Final = (
    "fit/tracks.py",
    "fit/examples.py",
    "fit/html_examples.py",
    "fit/html_mixtures.py",
    "fit/html_splices.py",
    "fit/lines.py",
    "fit/snippets.py",
    "fit/snippets",
    "fit/splices.py",
    "fit/variations.py",
    "flatten.py",
    "html_corpus.py",
    "pages.py",
)
"""The code of `benchmarks` that makes examples of records."""
_DATA: Final = ("phrases", "html")
"""The folders of `rules/` that features come from."""
_LIBRARIES: Final = ("langdetect", "lxml", "numpy", "rapidfuzz", "regex", "selectolax", "trafilatura")


def digest(data: Iterable[Path], folds: Mapping[str, int]) -> str:
    """A digest of all that examples are made from: `data` are the corpora, and the pages that they name.

    `folds` says which sites may be mixed with each other.
    """
    package, tools, rules = Path(cleaner.__file__).parent, Path(benchmarks.__file__).parent, rules_folder()
    parts = (
        content([*(package / room for room in _ROOMS), *(tools / it for it in _MAKING)], {".py", ".yaml"}),
        content([*(rules / folder for folder in _DATA), *data]),
        *(f"{library} {version(library)}" for library in _LIBRARIES),
        repr(sorted(folds.items())),
    )
    return blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def cached(folder: Path, name: str, key: str, make: Callable[[], Iterable[Example]]) -> list[Example]:
    """What `make` gives, kept in `folder` under `name` and `key`; what is kept under another key goes."""
    store = folder / f"{name}-{key}.pickle"
    if not store.exists():
        unfinished = store.with_suffix(".part")
        unfinished.write_bytes(pickle.dumps(list(make())))
        for outdated in folder.glob(f"{name}-*.pickle"):
            outdated.unlink()
        unfinished.rename(store)
    return list(pickle.loads(store.read_bytes()))  # noqa: S301 - a cache of one's own making
