"""All mistakes in the rule files of folders: unusable files, cases that fail, and what looks wrong."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.rules.compile_rules import compile_book
from cleaner.rules.lint import between, cases, lines, match, patterns, runs, selectors
from cleaner.rules.load import link_files, read_files
from cleaner.rules.mistake import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cleaner.rules.load import RuleFile

CHECKS: Final = (patterns.check, selectors.check, runs.check, lines.check, match.check)
"""Those that look at one file by itself."""
_NEARLY: Final = (".yaml.txt", ".yml.txt", ".YAML", ".YML", ".yaml~", ".yaml.bak", ".json")
"""Ends of names of files that were meant as rule files and are not read."""


class Checked(NamedTuple):
    """What a check has found."""

    files: int
    """Files that were checked, faulty ones included."""
    mistakes: tuple[Mistake, ...]
    """By file and place; those that make a file unusable may be the only ones of their file."""
    skipped: tuple[str, ...] = ()
    """Faulty files without which the others were checked."""

    @property
    def faults(self) -> list[Mistake]:
        """The mistakes that are no warnings."""
        return [it for it in self.mistakes if not it.is_warning]


def check_folders(folders: Sequence[Path] = (), *, skip_faulty: bool = False) -> Checked:
    """Check the files in `folders`, or without any the built-in ones.

    While a file cannot be used, the files of a folder are not looked at any closer, unless `skip_faulty`:
    then the others are checked as if it were not there.
    """
    files, mistakes = read_files(folders)
    faulty = {it.file for it in mistakes}
    linked, more = link_files(files)
    while more and skip_faulty:
        mistakes += more
        faulty |= {it.file for it in more}
        linked, more = link_files([it for it in files if it.shown not in faulty])
    mistakes += more
    own = [it for it in linked if it.layer < len(folders) or not folders]
    if not mistakes or skip_faulty:
        mistakes += _of_sound(own, linked)
    mistakes += [it for folder in folders for it in _not_read(folder)]
    count = len({*(it.shown for it in own), *faulty})
    return Checked(count, tuple(sorted(set(mistakes))), tuple(sorted(faulty)) if skip_faulty else ())


def _of_sound(own: Sequence[RuleFile], everyone: Sequence[RuleFile]) -> Iterator[Mistake]:
    """The mistakes in files that can be used."""
    book = compile_book(everyone)
    for file in own:
        for check in CHECKS:
            yield from check(file)
        yield from cases.check(file, book)
    yield from between.check(own, book)


def _not_read(folder: Path) -> Iterator[Mistake]:
    """Files that look like rule files and are not named like ones."""
    for place in (folder, folder / "sites", folder / "platforms"):
        if place.is_dir():
            for path in sorted(place.iterdir()):
                if path.name.endswith(_NEARLY) and path.is_file() and path.name != "schema.json":
                    shown = os.fsencode(path.as_posix()).decode("utf-8", errors="backslashreplace")
                    what = "is not read: rule files are named *.yaml; rename it"
                    yield Mistake(shown, 0, 0, what, is_warning=True)
