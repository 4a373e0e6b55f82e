"""Rules that are not saved yet on the pages of their site, and saving them with a case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from cleaner.errors import CleanerError, RuleError
from cleaner.pipeline import Cleaner
from cleaner.review.index import given
from cleaner.review.rule_case import case_of
from cleaner.review.rule_files import NOT_SAID, FolderCopy, Target, target_of, unique
from cleaner.review.rule_text import CASES, with_entry
from cleaner.review.run import ReviewError
from cleaner.rules.cases import run_cases
from cleaner.rules.rule_files import rule_files
from cleaner.trial.account import Account
from cleaner.trial.alarms import alarms
from cleaner.trial.compare import compared
from cleaner.writers.placing import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cleaner.options import Options
    from cleaner.readers.record import Record
    from cleaner.result import Result
    from cleaner.review.rule_files import Draft
    from cleaner.trial.account import RuleAccount

PAGES: Final = 20
"""Pages of a site that a rule is tried on."""


class Workshop:
    """Where rules are made: the user's folder, and what else decides on pages."""

    def __init__(self, folder: Path, others: Sequence[Path], options: Options) -> None:
        """`folder` is where rules are written; `others` are folders that come after it.

        Rules take part here also where the run was without them.
        """
        self.folder = folder
        self._others = [it for it in others if it != folder]
        self._options = replace(options, site_rules=True)

    @property
    def folders(self) -> list[Path]:
        """All folders of rules that there are, the strongest first."""
        return [*([self.folder] if any(rule_files(self.folder)) else []), *self._others]

    def target(self, record: Record) -> Target:
        """The file that rules for a page go into. Raises ReviewError where there can be none."""
        judged = Cleaner(rules=self.folders, options=self._options).compare(**given(record))
        return target_of(self.folder, judged.document.url, judged.found)

    def tried(self, target: Target, draft: Draft, pages: Mapping[str, Record]) -> dict[str, Any]:
        """What a rule does on pages, as JSON can hold it. Raises ReviewError where it cannot be used."""
        draft = unique(draft, target.text)
        with FolderCopy(self.folder, target, target.with_rule(draft)) as copy:
            account = Account()
            cleaner = self._cleaner(copy)
            for source, record in pages.items():
                try:
                    account.add(source, compared(cleaner.compare(**given(record))))
                except CleanerError:
                    continue  # the page cannot be cleaned, with or without the rule
            return _told(account, copy.path.as_posix(), f"{target.site}/{draft.id}", target.path)

    def save(self, target: Target, draft: Draft, record: Record, result: Result, name: str) -> Path:
        """Write a rule with a case made of the page `record`, that it was made on.

        Raises ReviewError where the rule cannot be used or its case would fail; then nothing is written.
        """
        if draft.rule["why"] == NOT_SAID:
            raise ReviewError(
                "say why this is safe on every page of the site; a rule without a reason is refused"
            )
        draft = unique(draft, target.text)
        text = target.with_rule(draft)
        with FolderCopy(self.folder, target, text) as copy:
            judged = self._cleaner(copy).compare(**given(record))
            case = case_of(result, judged, f"{target.site}/{draft.id}", f"{name} ({draft.id})")
            text = with_entry(text, CASES, case, str(target.path))
            copy.path.write_text(text, encoding="utf-8")
            self._check_cases(copy)
        try:
            write_whole(target.path, text.encode("utf-8"))
        except OSError as error:
            raise ReviewError(f"{target.path} cannot be written: {error.strerror or error}") from error
        return target.path

    def _cleaner(self, copy: FolderCopy) -> Cleaner:
        try:
            return Cleaner(rules=[copy.folder, *self._others], options=self._options)
        except RuleError as error:
            raise ReviewError(copy.named_as_original(str(error))) from error

    def _check_cases(self, copy: FolderCopy) -> None:
        """Raise ReviewError where a case of the file fails, the new one or one that it had."""
        own = f"{copy.path.as_posix()}:"
        for failure in run_cases([copy.folder, *self._others], built_in=False).failures:
            if failure.where.startswith(own):
                raise ReviewError(f"nothing is written: {failure.summary}")


def _told(account: Account, source: str, rule: str, path: Path) -> dict[str, Any]:
    file = account.files.get(source)
    if file is None:
        raise ReviewError(f"{path} is for none of the pages that it was tried on; see its match")
    found = [it for name, it in file.rules.items() if name == rule or name.startswith(f"{rule}.")]
    if not found:
        raise ReviewError(f"{path}: the rule {rule} was not tried; another rule has its name")
    alarmed = [it for it in alarms(account, {}) if it.file == source]
    return {
        "rule": rule,
        "file": str(path),
        "pages": file.totals.pages,
        "alarms": [it.message for it in alarmed if it.rule in ("", rule) or it.rule.startswith(f"{rule}.")],
        **_effects(found),
    }


def _effects(rules: Sequence[RuleAccount]) -> dict[str, Any]:
    """The effects of a rule; of a body, of all its alternatives."""
    silent: dict[str, int] = {}
    for it in rules:
        for why, count in it.commonest_silence:
            silent[why] = silent.get(why, 0) + count
    return {
        "spoke": sum(it.spoke for it in rules),
        "took": sum(it.took for it in rules),
        "gave": sum(it.gave for it in rules),
        "silent": silent,
        "examples": [example for it in rules for example in it.examples],
    }
