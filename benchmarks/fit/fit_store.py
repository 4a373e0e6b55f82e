"""Fitted networks, kept on disk as they are done: a fit that was stopped goes on where it was.

A network is kept under a digest of all that it is fitted on and with: the examples, the recipe, the fold that
is left out, its seed, and the code that fits.
"""

from __future__ import annotations

import pickle
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import fit as tools
from cleaner.fingerprint import content

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.fit.train import Fitted

FOLDER: Final = "fits"
_FITTING: Final = ("network.py", "train.py", "distillation.py", "fit_store.py")
"""The code that a network depends on, beside its examples."""


def fitted(cache: Path, key: str, make: Callable[[], Fitted]) -> Fitted:
    """What `make` gives, kept in the folder `fits` of `cache`; `key` says what it is fitted on and with."""
    here = Path(tools.__file__).parent
    parts = (key, version("torch"), content(here / name for name in _FITTING))
    file = cache / FOLDER / f"{blake2b(repr(parts).encode(), digest_size=12).hexdigest()}.pickle"
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        unfinished = file.with_suffix(".part")
        unfinished.write_bytes(pickle.dumps(make()))
        unfinished.rename(file)
    found: Fitted = pickle.loads(file.read_bytes())  # noqa: S301 - a cache of one's own making
    return found
