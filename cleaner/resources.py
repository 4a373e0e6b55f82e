"""Where the data that ships with the package lies.

`rules/` stands at the top of the checkout, where people add to it, and is copied into the package
when a wheel is built; an editable install reads the checkout's.

What is made from it ahead of time, since making it takes long, lies in `rules/compiled`: each file beside a
fingerprint of what it was made from. `python -m tests.compiled` writes it; where it is out of date it is
passed over.
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


def compiled(name: str, sources: Iterable[Path]) -> Path | None:
    """The file `name` of `rules/compiled`, if it was made from what `sources` hold now."""
    file = rules_folder() / "compiled" / name
    try:
        known = fingerprint_file(file).read_text(encoding="ascii").strip()
        return file if file.is_file() and known == fingerprint(sources) else None
    except (OSError, UnicodeDecodeError):
        return None


def fingerprint_file(compiled: Path) -> Path:
    """Where the fingerprint of what `compiled` was made from is kept."""
    return compiled.with_name(f"{compiled.name}.sources")


def fingerprint(sources: Iterable[Path]) -> str:
    """A digest of the names and the contents of `sources`; raises OSError."""
    digest = blake2b(digest_size=16)
    for source in sources:
        content = source.read_bytes()
        digest.update(f"{source.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
