"""Cases that fail, and rules that no case shows at work beside what they leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.rules import silence
from cleaner.rules.cases import Outcome
from cleaner.rules.compile_rules import site_rules
from cleaner.rules.lint.conditions import of_rule
from cleaner.rules.schema import Drop, Keep, Rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.rules.judge import SiteRules
    from cleaner.rules.load import NamedRule, RuleFile
    from cleaner.rules.match import RuleBook
    from cleaner.rules.mistake import Mistake


def check(file: RuleFile, book: RuleBook) -> Iterator[Mistake]:
    """The mistakes that the cases of `file` show; `book` has all files."""
    rules = site_rules(file)
    outcomes = [Outcome(file, index, case, rules) for index, case in enumerate(file.model.cases)]
    for outcome in outcomes:
        for failure in outcome.failures(book):
            yield file.mistake(failure.place, failure.summary)
    yield from _names(file)
    for named in file.rules:
        if isinstance(named.rule, Rewrite) or (isinstance(named.rule, Drop | Keep) and named.rule.judged):
            continue
        yield from _untested(file, named, rules, outcomes)


def _names(file: RuleFile) -> Iterator[Mistake]:
    seen: set[str] = set()
    for index, case in enumerate(file.model.cases):
        if case.name in seen:
            what = f'a case above is called "{case.name}", too; say what this one shows'
            yield file.mistake(("cases", index, "name"), what, is_warning=True)
        seen.add(case.name)


def _untested(
    file: RuleFile, named: NamedRule, rules: SiteRules, outcomes: Sequence[Outcome]
) -> Iterator[Mistake]:
    name = f"rule:{file.model.site}/{named.id}"
    at_work = [it for it in outcomes if any(hit == name or hit.startswith(f"{name}.") for hit in it.hits)]
    if outcomes and _has_selectors(named) and all(it.case.html is None for it in at_work or outcomes):
        what = f'"{named.id}" has selectors, and is at work in no case with html; add one'
        yield file.mistake(named.place, what, is_warning=True)
    elif not any(it.case.keep for it in at_work):
        what = f'"{named.id}" is at work in no case that also has a line it must leave alone'
        remedy = _held_back(file, named, rules, outcomes) or "add one"
        yield file.mistake(named.place, f"{what}; {remedy}", is_warning=True)


def _has_selectors(named: NamedRule) -> bool:
    return any(it.css or it.xpath for it in of_rule(named))


def _held_back(file: RuleFile, named: NamedRule, rules: SiteRules, outcomes: Sequence[Outcome]) -> str:
    """What holds the rule back in the cases, and so is to be mended; empty if that says little about it."""
    telling = {silence.TOO_LONG, silence.GUARDED, silence.OUTSIDE_WINDOW, silence.NO_END, silence.EXCEPTED}
    name = f"{file.model.site}/{named.id}"
    for outcome in outcomes:
        found = silence.silences(rules, {name}, outcome.document, outcome.case.html).get(name)
        if found and found.reason in telling:
            return f'mend the rule, or add one (in "{outcome.case.name}" {found.told})'
    return ""
