"""Proposals tried on pages that nothing was learnt from: those that `try` alarms on go, until none does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.errors import RuleError
from cleaner.learn.rule_file import Draft, written
from cleaner.rules.cases import Outcome
from cleaner.rules.compile_rules import compile_book, site_rules
from cleaner.rules.load import load_files
from cleaner.trial.account import Account
from cleaner.trial.alarms import alarms
from cleaner.trial.compare import compared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cleaner.learn.page import SitePage
    from cleaner.pipeline import Cleaner
    from cleaner.rules import RuleBook
    from cleaner.rules.load import RuleFile
    from cleaner.trial.account import RuleAccount
    from cleaner.trial.alarms import Alarm


class Refused(NamedTuple):
    """A proposal that is not written."""

    rule: str
    why: str


def attempt(
    draft: Draft, left_out: Sequence[SitePage], cleaner: Cleaner, day: date
) -> tuple[Draft, list[Refused]]:
    """The draft with what can be written of it, each rule with its trial; and what cannot."""
    refused: list[Refused] = []
    while draft.proposals:
        try:
            file, book = _compiled(draft)
        except RuleError as error:
            refused += [Refused(it.id, error.faults[0]) for it in draft.proposals]
            return replace(draft, proposals=()), refused
        found = list(_failing(draft, file, book))
        if not found:
            account = _tried(book, left_out, cleaner)
            found = list(_refused(draft, account))
            if not found:
                return _with_trial(draft, account, day), refused
        refused += found
        gone = {it.rule for it in found}
        draft = replace(draft, proposals=[it for it in draft.proposals if it.id not in gone])
    return draft, refused


def _compiled(draft: Draft) -> tuple[RuleFile, RuleBook]:
    """The draft as a rule file, and the book of it alone. Raises RuleError where it is no valid file."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "draft.yaml").write_text(written(draft), encoding="utf-8")
        files = load_files([Path(folder)], built_in=False)
    return files[0], compile_book(files)


def _failing(draft: Draft, file: RuleFile, book: RuleBook) -> Iterator[Refused]:
    """The proposals with a case that fails, because of a rule beside it."""
    rules = site_rules(file)
    failing = {
        case.name: failure.summary
        for index, case in enumerate(file.model.cases)
        for failure in Outcome(file, index, case, rules).failures(book)
    }
    for proposal in draft.proposals:
        names = [case["name"] for case in proposal.cases if case["name"] in failing]
        if names:
            yield Refused(proposal.id, failing[names[0]])


def _tried(book: RuleBook, pages: Sequence[SitePage], cleaner: Cleaner) -> Account:
    """The account of a trial."""
    account = Account()
    for page in pages:
        given = page.judged.given
        judged = cleaner.compare(
            given.text, html=given.page, url=page.document.url, language=given.language, book=book
        )
        account.add(page.source, compared(judged))
    return account


def _refused(draft: Draft, account: Account) -> Iterator[Refused]:
    """The proposals that there is an alarm about; of the file as a whole, the body or what took most."""
    rules = _rules(account)
    if not account.files:
        yield from (Refused(it.id, "no page left out is given the file") for it in draft.proposals)
        return
    addresses = dict.fromkeys(account.files, (*draft.match.domains, *draft.match.hosts))
    found = alarms(account, addresses)
    about_rules: dict[str, Alarm] = {}
    for alarm in found:
        if alarm.rule:
            about_rules.setdefault(_id(alarm.rule), alarm)
    yield from (Refused(rule, alarm.message) for rule, alarm in about_rules.items())
    if found and not about_rules:
        names = [it.id for it in draft.proposals]
        most = max(names, key=lambda it: (it == "body", rules[it].took if it in rules else 0))
        yield Refused(most, found[0].message)


def _rules(account: Account) -> dict[str, RuleAccount]:
    """Rule -> its account; of a body, that of the alternative that spoke most."""
    found: dict[str, RuleAccount] = {}
    for file in account.files.values():
        for name, rule in sorted(file.rules.items(), key=lambda it: it[1].spoke):
            found[_id(name)] = rule
    return found


def _id(name: str) -> str:
    """`body` for `courier.example/body.1`."""
    return name.rpartition("/")[2].partition(".")[0]


def _with_trial(draft: Draft, account: Account, day: date) -> Draft:
    rules = _rules(account)
    tried = {
        name: f"tried on {rule.pages} pages left out: spoke on {rule.spoke}, took {rule.took:,} characters "
        f"({rule.share:.1%})"
        for name, rule in rules.items()
    }
    checked: dict[str, dict[str, Any]] = {
        name: {"date": day, "pages": rule.pages, "share": round(rule.spoke_share, 2)}
        for name, rule in rules.items()
    }
    return replace(draft, tried=tried, checked=checked)
