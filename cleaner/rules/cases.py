"""Runs the test cases in rule files.

Rule packs outside this project use it in the same way:

    from cleaner.rules.cases import run_cases

    def test_my_rules():
        assert [str(failure) for failure in run_cases([Path("my-rules")]).failures] == []

Each line of a case's text, or each block of its page, is a block. Only the rules decide, without the generic
part: a block is dropped if a rule drops it and none keeps it, or if no rule matches it and it is outside the
file's `body`. Rules with `judged:` depend on the generic part, and have no effect here. A headline that no
rule finds is treated as any other block.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cleaner.document import Block, Document
from cleaner.identify.metadata import with_own_url
from cleaner.printable import printable
from cleaner.rules.clock import RuleTime
from cleaner.rules.compile_rules import compile_book, site_rules
from cleaner.rules.conditions import fold
from cleaner.rules.load import load_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cleaner.rules.judge import SiteRules
    from cleaner.rules.load import RuleFile
    from cleaner.rules.marked_yaml import Place
    from cleaner.rules.match import RuleBook
    from cleaner.rules.schema import Case

SECONDS = 5.0
"""Time limit for one rule; far above that of a run, so that no case fails on a slow machine."""
TOTAL_SECONDS = 60.0
"""Time limit for all rules on one case."""
NO_RULE: Final = "no rule"


@dataclass(frozen=True, slots=True)
class Failure:
    """One line of a case that was not dropped or kept as the case expects."""

    where: str
    """`file:line` of the expectation."""
    place: Place
    """The keys and indexes that lead to it."""
    case: str
    line: str
    expected: str
    got: str
    rule: str
    """The rules that decided so, or `NO_RULE`."""

    def __str__(self) -> str:
        """The failure in four lines, as `cleaner rules test` prints it; of a case that passes, in two."""
        if self.is_pass:
            return "\n".join(map(printable, (f"{self.where}: {self.case}", f"    {self.got}")))
        lines = (
            f"{self.where}: {self.case}",
            f"    line      {self.line}",
            f"    expected  {self.expected}",
            f"    got       {self.got}, by {self.rule}",
        )
        return "\n".join(map(printable, lines))

    @property
    def is_pass(self) -> bool:
        """Whether the case as a whole passes, and `todo` says that it fails."""
        return self.place[-1] == "todo"

    @property
    def summary(self) -> str:
        """The failure in one line, without its place."""
        if self.is_pass:
            return f'the case "{self.case}" {self.got}'
        by = "" if self.rule == NO_RULE else f" by {self.rule}"
        remedy = "" if ";" in self.got else "; mend the rule or the case"
        what = f'"{self.line}" should be {self.expected}, and is {self.got}{by}{remedy}'
        return f'the case "{self.case}" fails: {what}'


@dataclass(frozen=True, slots=True)
class Report:
    """The results of all cases."""

    files: int
    cases: int
    failures: tuple[Failure, ...]
    todo: int = 0
    """Cases that fail and are known to (`todo: true`)."""


def line_document(text: str, url: str | None = None) -> Document:
    r"""`text` as a document whose blocks are its lines, stripped; blank lines are left out.

    >>> [block.text for block in line_document("Old mill\n\n  Read more\n").blocks]
    ['Old mill', 'Read more']
    """
    blocks: list[Block] = []
    start = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            begin = start + line.index(stripped)
            blocks.append(Block(begin, begin + len(stripped), stripped))
        start += len(line)
    return Document(source=text, blocks=tuple(blocks), url=url)


def case_document(case: Case, *, with_url: bool = True) -> Document:
    """The document of a case, by default with the case's URL, or the one that its page gives itself."""
    url = case.url if with_url else None
    if case.html is None:
        return line_document(case.text or "", url)
    from cleaner.segment.html import segment_html  # noqa: PLC0415 - for cases with pages alone

    document = segment_html(case.html, url=url)
    return with_own_url(document) if with_url else document


def run_cases(folders: Sequence[Path] = (), *, built_in: bool | None = None) -> Report:
    """Run the cases of the files in `folders`, or without any, of the built-in files.

    The built-in files are loaded in any case, since others may extend them; `built_in` says whether their
    cases run too. Raises RuleError where a file is wrong.
    """
    files = load_files(folders)
    book = compile_book(files)
    with_built_in = not folders if built_in is None else built_in
    chosen = [file for file in files if file.layer < len(folders) or with_built_in]
    outcomes = [
        Outcome(file, index, case, rules)
        for file in chosen
        for rules in [site_rules(file)]
        for index, case in enumerate(file.model.cases)
    ]
    failures = [failure for outcome in outcomes for failure in outcome.failures(book)]
    todo = sum(outcome.case.todo is not None for outcome in outcomes)
    return Report(len(chosen), len(outcomes), tuple(failures), todo)


class Outcome:
    """The effect of a file's rules on one of its cases."""

    def __init__(self, file: RuleFile, index: int, case: Case, rules: SiteRules) -> None:
        self.file = file
        self.index = index
        self.case = case
        self.rules = rules
        self.document = case_document(case)
        self.findings = rules.judge(self.document, page=case.html, time=RuleTime(SECONDS, TOTAL_SECONDS))
        self.verdicts = self.findings.by_block()
        self.hits = {verdict.judge for verdicts in self.verdicts.values() for verdict in verdicts}

    def failures(self, book: RuleBook) -> Iterator[Failure]:
        """The lines that went wrong. A case with `todo` must have some, and passes then."""
        found = list(self._failures(book))
        if self.case.todo is None:
            yield from found
        elif not found:
            got = "passes, although it is marked todo; remove todo"
            yield self._failure(("todo",), "(all)", "wrong, as todo says", got, NO_RULE)

    def _failures(self, book: RuleBook) -> Iterator[Failure]:
        if self.case.url:
            yield from self._wrong_file(book)
        for name in self.findings.timed_out:
            yield self._failure(("name",), "(all)", f"{name} finishes", "it ran out of time", f"rule:{name}")
        for kind in ("drop", "keep"):
            yield from self._wrong_lines(kind)

    def _wrong_file(self, book: RuleBook) -> Iterator[Failure]:
        found = book.find(self.document)
        if found is None or found.rules.name != self.rules.name:
            got = f"{found.rules.source}, because {found.why}" if found else "no rule file"
            yield self._failure(("url",), str(self.case.url), f"leads to {self.rules.source}", got, "match")

    def _wrong_lines(self, kind: str) -> Iterator[Failure]:
        """Failures of `kind`. A line that occurs several times is listed once for each of them."""
        outcomes = self._outcomes()
        listed: tuple[str, ...] = getattr(self.case, kind)
        other = Counter(map(fold, self.case.keep if kind == "drop" else self.case.drop))
        wanted = Counter(map(fold, listed))
        for position, line in enumerate(listed):
            key = fold(line)
            all_of_them = outcomes.get(key, [])
            right = sum(dropped == (kind == "drop") for dropped, _ in all_of_them)
            needed = wanted[key] if other[key] else len(all_of_them)
            if not all_of_them:
                yield self._failure((kind, position), line, "a line of the text", "not in the text", NO_RULE)
            elif right < needed or right < wanted[key]:
                rules = sorted(
                    {rule for dropped, names in all_of_them if dropped != (kind == "drop") for rule in names}
                )
                states = ("dropped", "left alone") if kind == "drop" else ("left alone", "dropped")
                yield self._failure((kind, position), line, *states, ", ".join(rules) or NO_RULE)

    def _outcomes(self) -> dict[str, list[tuple[bool, list[str]]]]:
        """Folded line -> for each occurrence, whether it was dropped, and the rules that want it so."""
        outcomes: dict[str, list[tuple[bool, list[str]]]] = {}
        for index, block in enumerate(self.document.blocks):
            verdicts = self.verdicts.get(index, ())
            dropped = bool(verdicts) and verdicts[0].weight < 0
            names = [it.judge for it in verdicts if (it.weight < 0) == dropped]
            outcomes.setdefault(fold(block.text), []).append((dropped, names))
        return outcomes

    def _failure(self, place: Place, line: str, expected: str, got: str, rule: str) -> Failure:
        where = ("cases", self.index, *place)
        return Failure(self.file.where(*where), where, self.case.name, line, expected, got, rule)
