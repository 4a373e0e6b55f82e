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
from typing import TYPE_CHECKING

from cleaner.document import Block, Document
from cleaner.identify.metadata import with_own_url
from cleaner.printable import printable
from cleaner.rules.clock import RuleTime
from cleaner.rules.compile_rules import compile_book, site_rules
from cleaner.rules.conditions import fold
from cleaner.rules.literals import LEAST, clauses
from cleaner.rules.load import load_files
from cleaner.rules.schema import Drop, Keep, Rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cleaner.rules.judge import SiteRules
    from cleaner.rules.load import RuleFile
    from cleaner.rules.match import RuleBook
    from cleaner.rules.schema import Case

SECONDS = 5.0
"""Time limit for one rule; far above that of a run, so that no case fails on a slow machine."""
TOTAL_SECONDS = 60.0
"""Time limit for all rules on one case."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One line of a case that was not dropped or kept as the case expects."""

    where: str
    """`file:line` of the expectation."""
    case: str
    line: str
    expected: str
    got: str
    rule: str
    """The rules that matched the line, or `no rule`."""

    def __str__(self) -> str:
        """The failure in four lines, as `cleaner rules test` prints it."""
        lines = (
            f"{self.where}: {self.case}",
            f"    line      {self.line}",
            f"    expected  {self.expected}",
            f"    got       {self.got}, by {self.rule}",
        )
        return "\n".join(map(printable, lines))


@dataclass(frozen=True, slots=True)
class Report:
    """The results of all cases."""

    files: int
    cases: int
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]
    """Each begins with `file:line: `. They are about rules without a case in which they match and another
    line must be left alone, and about signatures whose pattern must be run on every document."""


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


def _document(case: Case) -> Document:
    if case.html is None:
        return line_document(case.text or "", case.url)
    from cleaner.segment.html import segment_html  # noqa: PLC0415 - for cases with pages alone

    return with_own_url(segment_html(case.html, url=case.url))


def run_cases(folders: Sequence[Path] = (), *, built_in: bool | None = None) -> Report:
    """Run the cases of the files in `folders`, or without any, of the built-in files.

    The built-in files are loaded in any case, since others may extend them; `built_in` says whether their
    cases run too. Raises RuleError where a file is wrong.
    """
    files = load_files(folders)
    book = compile_book(files)
    with_built_in = not folders if built_in is None else built_in
    chosen = [file for file in files if file.layer < len(folders) or with_built_in]
    failures: list[Failure] = []
    warnings: list[str] = []
    for file in chosen:
        rules = site_rules(file)
        tested: set[str] = set()
        for index, case in enumerate(file.model.cases):
            outcome = _Outcome(file, index, case, rules)
            failures += outcome.failures(book)
            if case.keep:
                tested |= outcome.hits
        warnings += (*_signatures_without_literals(file), *_untested_rules(file, tested))
    count = sum(len(file.model.cases) for file in chosen)
    return Report(len(chosen), count, tuple(failures), tuple(warnings))


class _Outcome:
    """The effect of a file's rules on one of its cases."""

    def __init__(self, file: RuleFile, index: int, case: Case, rules: SiteRules) -> None:
        self.file = file
        self.index = index
        self.case = case
        self.rules = rules
        self.document = _document(case)
        self.findings = rules.judge(self.document, page=case.html, time=RuleTime(SECONDS, TOTAL_SECONDS))
        self.verdicts = self.findings.by_block()
        self.hits = {verdict.judge for verdicts in self.verdicts.values() for verdict in verdicts}

    def failures(self, book: RuleBook) -> Iterator[Failure]:
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
                yield self._failure(
                    (kind, position), line, "a line of the text", "not in the text", "no rule"
                )
            elif right < needed or right < wanted[key]:
                rules = sorted(
                    {rule for dropped, names in all_of_them if dropped != (kind == "drop") for rule in names}
                )
                states = ("dropped", "left alone") if kind == "drop" else ("left alone", "dropped")
                yield self._failure((kind, position), line, *states, ", ".join(rules) or "no rule")

    def _outcomes(self) -> dict[str, list[tuple[bool, list[str]]]]:
        """Folded line -> for each occurrence, whether it was dropped, and the rules that matched it."""
        outcomes: dict[str, list[tuple[bool, list[str]]]] = {}
        for index, block in enumerate(self.document.blocks):
            verdicts = self.verdicts.get(index, ())
            dropped = bool(verdicts) and verdicts[0].weight < 0
            outcomes.setdefault(fold(block.text), []).append(
                (dropped, [verdict.judge for verdict in verdicts])
            )
        return outcomes

    def _failure(
        self, place: tuple[str | int, ...], line: str, expected: str, got: str, rule: str
    ) -> Failure:
        return Failure(
            self.file.where("cases", self.index, *place), self.case.name, line, expected, got, rule
        )


def _signatures_without_literals(file: RuleFile) -> Iterator[str]:
    """Warnings about signatures whose patterns must be run on every block of every document."""
    for index, form in enumerate(file.model.match.signatures if file.model.match else ()):
        asked = form.all or (form,)
        if any(it.line or (it.pattern and clauses(it.pattern)) for it in asked) or form.site_name:
            continue
        yield (
            f"{file.where('match', 'signatures', index)}: this pattern is searched in every block of every "
            f"document, as its matches share no {LEAST} characters in a row; put such into it, or give line"
        )


def _untested_rules(file: RuleFile, tested: set[str]) -> Iterator[str]:
    for named in file.rules:
        rule, where = named.rule, f'{file.where(*named.place)}: "{named.id}"'
        if isinstance(rule, Rewrite) or (isinstance(rule, Drop | Keep) and rule.judged):
            continue
        name = f"rule:{file.model.site}/{named.id}"
        if not any(it == name or it.startswith(f"{name}.") for it in tested):
            yield f"{where} is at work in no case that also has a line it must leave alone; add one"
        if isinstance(rule, Drop) and _counts_back_unguarded(rule):
            yield f"{where} counts back, and takes body where it finds less; add while: or beyond_first:"


def _counts_back_unguarded(rule: Drop) -> bool:
    backward = rule.from_ is None and rule.after is None
    return backward and (rule.blocks or 0) > 1 and rule.while_ is None and not rule.beyond_first
