"""What the tests of site rules share: rule files written on the spot, and what they do to lines."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from cleaner.rules import RuleBook
from cleaner.rules.cases import line_document

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner.rules import RuleFindings, SiteRules

HEAD = "site: example.org\nmatch: {domains: [example.org]}\n"


def write(folder: Path, **files: str) -> Path:
    """Write rule files, by their names (`__` is a slash), and give the folder they are in."""
    for name, text in files.items():
        target = folder / "my-rules" / f"{name.replace('__', '/')}.yaml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dedent(text), encoding="utf-8")
    return folder / "my-rules"


def site(folder: Path, text: str) -> SiteRules:
    """The rules of a file that begins with HEAD."""
    book = RuleBook.load([write(folder, example=HEAD + dedent(text))], built_in=False)
    (only,) = book.sites
    return only


def judged(rules: SiteRules, *lines: str, url: str | None = None) -> RuleFindings:
    return rules.judge(line_document("\n".join(lines), url))


def dropped(rules: SiteRules, *lines: str, url: str | None = None) -> list[str]:
    """The lines that go: a rule drops them, and none keeps them."""
    findings = judged(rules, *lines, url=url)
    kept = {verdict.block for verdict in findings.verdicts if verdict.weight > 0}
    gone = {verdict.block for verdict in findings.verdicts if verdict.weight < 0} - kept
    return [lines[block] for block in sorted(gone)]
