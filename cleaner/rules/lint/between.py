"""Signatures that take the pages of other files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.rules.cases import case_document
from cleaner.rules.conditions import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.rules.load import RuleFile
    from cleaner.rules.match import RuleBook
    from cleaner.rules.mistake import Mistake


def check(files: Sequence[RuleFile], book: RuleBook) -> Iterator[Mistake]:
    """The signatures of `files` that other files of them have, too, or that hold in others' cases."""
    yield from _shared(files)
    by_shown = {it.shown: it for it in files}
    told: set[tuple[str, str]] = set()
    for file in files:
        related = {it.shown for it in file.lineage()}
        for case in file.model.cases:
            found = book.find(case_document(case, with_url=False))
            if found is None or not found.by_signature or found.rules.source in related:
                continue
            owner = by_shown.get(found.rules.source)
            if owner is None or file.shown in {it.shown for it in owner.lineage()}:
                continue
            if (owner.shown, file.shown) not in told:
                told.add((owner.shown, file.shown))
                what = f'a signature holds in the case "{case.name}" of {file.shown}; make it narrower'
                yield owner.mistake(("match", "signatures"), f"{what} ({found.why})", is_warning=True)


def _shared(files: Sequence[RuleFile]) -> Iterator[Mistake]:
    first: dict[tuple[str, str], RuleFile] = {}
    for file in files:
        for index, form in enumerate(file.model.match.signatures if file.model.match else ()):
            for key in ("line", "site_name", "generator"):
                for text in getattr(form, key) or ():
                    other = first.setdefault((key, fold(text)), file)
                    if other.shown != file.shown and other.layer == file.layer:
                        what = f'"{text}" is a signature of {other.shown}, too, which wins; remove one'
                        yield file.mistake(("match", "signatures", index, key), what, is_warning=True)
