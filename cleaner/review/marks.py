"""What a person says of blocks, right or wrong, as cases in a YAML file.

A case has the form that rule files have (docs/rules.md, "cases"): the lines of a document that must go and
those that must stay. Of a text it holds all blocks, one a line; of a page a piece that holds what was judged.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from cleaner.review.page_piece import page_piece
from cleaner.review.run import ReviewError
from cleaner.review.yaml_text import as_yaml
from cleaner.rules import marked_yaml
from cleaner.rules.conditions import fold
from cleaner.rules.schema import Case
from cleaner.writers.placing import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cleaner.result import Result

_HEADER: Final = """\
# What was said of blocks in `cleaner review`: lines of each document that must go, and those that must stay.
# The form is that of the cases in rule files. The file is written anew with each word; comments are not kept.
"""


class Marks:
    """The cases of one file. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one. Raises ReviewError where it holds something else."""
        self.path = path
        self._lock = Lock()
        self._cases: dict[str, dict[str, Any]] = _read(path) if path.exists() else {}

    def __len__(self) -> int:
        """How many documents have a case."""
        return len(self._cases)

    def of(self, source: str) -> Mapping[str, bool]:
        """Folded line of a document -> whether it must stay."""
        case = self._cases.get(source, {})
        return {fold(line): kind == "keep" for kind in ("drop", "keep") for line in case.get(kind, ())}

    def mark(self, source: str, result: Result, block: int, keep: bool | None) -> None:  # noqa: FBT001 - what it must be
        """Note that a block of a document must stay or go, or with None that nothing is said of it.

        The file is written at once. Raises ReviewError where it cannot be.
        """
        line = _line(result.blocks[block].text)
        with self._lock:
            before = self._cases.get(source, {})
            lines = {
                kind: [it for it in before.get(kind, ()) if fold(it) != fold(line)]
                for kind in ("drop", "keep")
            }
            if keep is not None:
                lines["keep" if keep else "drop"].append(line)
            cases = {**self._cases, source: _case(source, result, lines)}
            if not any(lines.values()):
                del cases[source]
            _write(self.path, cases)
            self._cases = cases


def _case(source: str, result: Result, lines: Mapping[str, list[str]]) -> dict[str, Any]:
    wanted = {fold(line) for found in lines.values() for line in found}
    places = [place for place, block in enumerate(result.blocks) if fold(block.text) in wanted]
    piece = page_piece(result, places)
    case: dict[str, Any] = {"name": source}
    if result.document.url:
        case["url"] = result.document.url
    if piece is None or len(piece.blocks) < len(places):
        case["text"] = text_of(result)
    else:
        case["html"] = piece.html
    return case | {kind: found for kind, found in lines.items() if found}


def text_of(result: Result) -> str:
    """All blocks of a document, one a line."""
    return "".join(f"{_line(block.text)}\n" for block in result.blocks)


def _line(text: str) -> str:
    return " ".join(text.split())


def _write(path: Path, cases: Mapping[str, dict[str, Any]]) -> None:
    try:
        write_whole(path, (_HEADER + as_yaml({"cases": list(cases.values())})).encode("utf-8"))
    except OSError as error:
        raise ReviewError(f"{path} cannot be written: {error.strerror or error}") from error


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        marked = marked_yaml.parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewError(f"{path} cannot be read: {error}") from error
    for mark, what in marked.faults:
        raise ReviewError(f"{path}:{mark.line}: {what}")
    cases = marked.value.get("cases") if isinstance(marked.value, dict) else None
    if not isinstance(cases, list):
        raise ReviewError(f"{path} holds no list of cases; name another file with --cases")
    found = {}
    for place, case in enumerate(cases):
        try:
            found[Case.model_validate(case).name] = dict(case)
        except ValidationError as error:
            line = marked.line(("cases", place))
            what = error.errors()[0]["msg"]
            raise ReviewError(f"{path}:{line}: this is no case: {what}") from error
    return found
