"""What decides the output, as digests: for caches of results, and for runs that are to be gone on with."""

from __future__ import annotations

import os
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cleaner.resources import rules_folder
from cleaner.version import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from cleaner.model import Model
    from cleaner.options import Options

_LIBRARIES: Final = (
    "langdetect",
    "lxml",
    "markdown-it-py",
    "numpy",
    "regex",
    "selectolax",
    "tld",
    "trafilatura",
)
"""Whose version decides what is read from a page or text, or how it is judged."""
_RULE_FILES: Final = frozenset({".yaml", ".yml"})
_CODE: Final = frozenset({".py", ".pyc"})


def fingerprint(options: Options, rules: str, model: Model | None = None) -> str:
    """All that decides the output, as 32 hexadecimal digits; `rules` is what `rules_content` gave.

    Equal in every process, and another whenever any of it changes.
    """
    parts = [own_content(), rules, options_content(options)]
    pieces = [part.encode() for part in parts]
    return _digest([*pieces, *(_pieces(model) if model is not None else ())])


@cache
def own_content() -> str:
    """The version of the package, a digest of its data, and one of the versions of its libraries."""
    data = content([Path(__file__).parent / "model", rules_folder()])
    libraries = _digest(f"{name} {_version(name)}".encode() for name in _LIBRARIES)
    return f"{__version__} {data} {libraries}"


def rules_content(folders: Sequence[Path]) -> str:
    """A digest of the rule files in `folders`, strongest first; empty without any. Raises OSError."""
    return content(folders, _RULE_FILES) if folders else ""


def options_content(options: Options) -> str:
    """Every option with its value, in the order of their names."""
    values = {it.name: getattr(options, it.name) for it in fields(options)}
    return "; ".join(
        f"{name}={sorted(value) if isinstance(value, frozenset) else value}"
        for name, value in sorted(values.items())
    )


def content(places: Iterable[Path], suffixes: Collection[str] = ()) -> str:
    """A digest of the names and contents of all files in `places`, wherever these lie; raises OSError.

    Of folders, the files with one of `suffixes`; without suffixes, all but code.
    """
    return _digest(piece for place in places for piece in _files(place, suffixes))


def _files(place: Path, suffixes: Collection[str]) -> Iterator[bytes]:
    """The name of each file in `place` and what it holds, after a mark that another place begins."""
    yield b"place"
    if not place.is_dir():
        yield from (os.fsencode(place.name), place.read_bytes())
        return
    for file in sorted(it for it in place.rglob("*") if it.is_file()):
        if file.suffix in suffixes if suffixes else file.suffix not in _CODE:
            yield from (os.fsencode(file.relative_to(place)), file.read_bytes())


def _pieces(value: object) -> Iterator[bytes]:
    """What a model is made of, in order."""
    if isinstance(value, tuple):
        yield f"{len(value)} parts".encode()
        for part in value:
            yield from _pieces(part)
    elif hasattr(value, "tobytes"):
        yield f"{value.dtype} {value.shape}".encode()  # type: ignore[attr-defined]  # an array
        yield value.tobytes()
    else:
        yield repr(sorted(value) if isinstance(value, frozenset) else value).encode()


def _digest(pieces: Iterable[bytes]) -> str:
    """A digest of `pieces`, each with its length, so that no other pieces give the same bytes."""
    digest = blake2b(digest_size=16)
    for piece in pieces:
        digest.update(len(piece).to_bytes(8, "little"))
        digest.update(piece)
    return digest.hexdigest()


def _version(library: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to import

    try:
        return version(library)
    except PackageNotFoundError:
        return "unknown"
