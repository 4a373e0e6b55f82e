"""What the tests of site rules share: rule files written on the spot, and what they do to lines."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from cleaner.identify.metadata import with_own_url
from cleaner.rules.cases import line_document
from cleaner.rules.compile_rules import load_rules
from cleaner.segment.html import segment_html

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cleaner.rules import RuleFindings, SiteRules
    from cleaner.verdict import Verdict

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
    book = load_rules([write(folder, example=HEAD + dedent(text))], built_in=False)
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


def dropped_from(rules: SiteRules, page: str, url: str | None = None) -> list[str]:
    """The blocks of a page that go, by rules alone."""
    document = with_own_url(segment_html(page, url=url))
    said = rules.judge(document, 5.0, page=page).by_block()
    return [block.text for place, block in enumerate(document.blocks) if _goes(said.get(place, ()))]


def _goes(verdicts: Sequence[Verdict]) -> bool:
    return bool(verdicts) and verdicts[0].weight < 0
