"""The built-in rules, read only once a document may be theirs.

Reading and checking rule files takes half the time in which a short text is cleaned, and most texts are of
no site that is known. So what leads to a rule file, its domains and signatures, is compiled ahead; only when
something leads to one are the files read. Where they are others than those that were compiled, they are read
at once, so that what is wrong with them is known at once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import regex

from cleaner.resources import compiled, rules_folder
from cleaner.rules.conditions import Condition
from cleaner.rules.judge import SiteRules
from cleaner.rules.match import Address, RuleBook, Signature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.document import Document

STORED: Final = "sites.json"
"""What the compiled form is called in `rules/compiled`."""
_SOME: Final = SiteRules("some file", "built-in rules")
"""Stands in an index for every rule file."""


@dataclass(frozen=True, slots=True)
class BuiltInRules:
    """The built-in rules behind an index; like a `RuleBook`, but `site_for` alone."""

    index: RuleBook
    """What leads to a rule file, without the rules."""

    def site_for(self, document: Document) -> SiteRules | None:
        """The rules for `document`, or None where no file matches."""
        return _book().site_for(document) if self.index.find(document) else None


def open_rules(folders: Sequence[Path] = ()) -> RuleBook | BuiltInRules:
    """The rules in `folders` and the built-in ones; raises RuleError with every fault of every file."""
    if not folders and (stored := compiled(STORED, sources())):
        return BuiltInRules(from_json(json.loads(stored.read_bytes())))
    return RuleBook.load(folders)


def sources() -> list[Path]:
    """What decides the compiled form: the rule files, and the code that compiles them."""
    folder, here = rules_folder(), Path(__file__).parent
    files = [it for place in ("sites", "platforms") for it in (folder / place).rglob("*.y*ml")]
    code = ("built_in", "compile", "conditions", "load", "marked_yaml", "match", "schema")
    return [*sorted(files), *(here / f"{name}.py" for name in code)]


@cache
def _book() -> RuleBook:
    return RuleBook.load()


def to_json(book: RuleBook) -> dict[str, Any]:
    """All that leads to a rule file of `book`."""
    return {
        "domains": sorted({domain for layer in book.domains for domain in layer}),
        "lines": sorted(book.lines),
        "names": sorted(book.names),
        "signatures": [[_to_json(it) for it in signature.conditions] for signature in book.signatures],
    }


def from_json(stored: dict[str, Any]) -> RuleBook:
    """A book of no rules that finds a file for every document that `to_json` was given one for."""
    plain = Signature(_SOME, 0, "", ())
    return RuleBook(
        domains=(dict.fromkeys(stored["domains"], (Address(_SOME),)),),
        lines=dict.fromkeys(stored["lines"], plain),
        names=dict.fromkeys(stored["names"], plain),
        signatures=tuple(
            Signature(_SOME, 0, "", tuple(map(_from_json, conditions))) for conditions in stored["signatures"]
        ),
    )


def _to_json(condition: Condition) -> dict[str, Any]:
    """A condition of a signature, which asks for text alone."""
    if condition.pattern is not None:
        return {"pattern": condition.pattern.pattern}
    return {"lines": sorted(condition.lines)}


def _from_json(stored: dict[str, Any]) -> Condition:
    if "pattern" in stored:
        return Condition(pattern=regex.compile(stored["pattern"]))
    return Condition(lines=frozenset(stored["lines"]))
