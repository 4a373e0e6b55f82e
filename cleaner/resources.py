"""Finds the data that ships with the package.

`rules/` is at the top of the checkout, where people edit it. A wheel has a copy inside the package; an
editable install reads the checkout's.

What is compiled from it ahead of time, because that takes long, is in `rules/compiled`: each file beside a
fingerprint of what it was compiled from. `python -m tools.compile_rules` writes it. A file whose fingerprint
does not match is not read.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def rules_folder() -> Path:
    """The folder of the built-in rules: `sites/`, `platforms/`, `phrases/` and what is compiled from them."""
    package = Path(__file__).parent
    packaged = package / "_rules"
    return packaged if packaged.is_dir() else package.parent / "rules"


def compiled(name: str, sources: Iterable[Path], version: int = 0) -> Path | None:
    """The file `name` of `rules/compiled`, or None where it was not compiled from these sources.

    `version` is that of the file's format. It changes with the code that compiles, and so stands in for that
    code among the sources.
    """
    file = rules_folder() / "compiled" / name
    try:
        known = fingerprint_file(file).read_text(encoding="ascii").strip()
        return file if file.is_file() and known == fingerprint(sources, version) else None
    except (OSError, UnicodeDecodeError):
        return None


def fingerprint_file(compiled: Path) -> Path:
    """Where the fingerprint of a compiled file is kept."""
    return compiled.with_name(f"{compiled.name}.sources")


def fingerprint(sources: Iterable[Path], version: int = 0) -> str:
    """A digest of the names and contents of `sources`, and of `version`; raises OSError."""
    digest = blake2b(f"version {version}\n".encode(), digest_size=16)
    for source in sources:
        content = source.read_bytes()
        digest.update(f"{source.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
