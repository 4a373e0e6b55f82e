"""Where the data that ships with the package lies.

`rules/` stands at the top of the checkout, where people add to it, and is copied into the package
when a wheel is built; an editable install reads the checkout's.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def rules_folder() -> Path:
    """The folder of the built-in rules: `sites/`, `platforms/` and `phrases/`."""
    package = Path(str(files("cleaner")))
    packaged = package / "_rules"
    return packaged if packaged.is_dir() else package.parent / "rules"
