"""Mistakes as text, as JSON for programs, and as annotations of GitHub's workflows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cleaner.printable import printable

if TYPE_CHECKING:
    from cleaner.rules.lint.folder import Checked
    from cleaner.rules.mistake import Mistake


def as_json(checked: Checked) -> str:
    """The number of files, the files that were skipped, and each mistake with its place."""
    value = {
        "files": checked.files,
        "skipped": list(checked.skipped),
        "mistakes": [
            {
                "file": it.file,
                "line": it.line,
                "column": it.column,
                "severity": _severity(it),
                "message": it.message,
            }
            for it in checked.mistakes
        ],
    }
    return json.dumps(value, indent=2, ensure_ascii=False)


def as_annotation(mistake: Mistake) -> str:
    """A workflow command of GitHub, which shows the mistake at its place in a pull request.

    >>> from cleaner.rules.mistake import Mistake
    >>> as_annotation(Mistake("a.yaml", 2, 1, 'unknown key "mach"'))
    '::error file=a.yaml,line=2,col=1::unknown key "mach"'
    """
    place = f",line={mistake.line},col={mistake.column}" if mistake.line else ""
    return f"::{_severity(mistake)} file={_property(mistake.file)}{place}::{_data(mistake.message)}"


def _severity(mistake: Mistake) -> str:
    return "warning" if mistake.is_warning else "error"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
