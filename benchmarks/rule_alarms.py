"""The alarms of `cleaner rules try` on rules written from one page of a site, good ones and wrong ones.

    python -m benchmarks.rule_alarms BENCH... [--sites 30] [--engine fast]

From the first two pages of every site with three pages or more, rules are made in good faith, and from the
first one wrong ones, too (`benchmarks.newcomer_rules`). Each is tried on the site's other pages, a signature
also on pages of others. What counts is what it does to their word F1: a rule is good where it raises the mean
and costs no page .02, and wrong where it is made to be, and costs the mean .01 or has no effect at all. All
others are neither. Thresholds are chosen on the sites with even numbers, and counted on both halves.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click
import yaml

from benchmarks.flatten import decode
from benchmarks.metrics import word_scores, words
from benchmarks.newcomer_rules import MAY_BE_HARMLESS, rules_from, signature_from, wrong_rules_from
from benchmarks.pages import load
from cleaner import Cleaner, Engine, Options
from cleaner.render.text import render
from cleaner.rules.conditions import fold
from cleaner.trial.account import Account
from cleaner.trial.alarms import alarms
from cleaner.trial.compare import compared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.newcomer_rules import Rule
    from benchmarks.pages import Page
    from cleaner.pipeline import Judged

PAGES: Final = 3
WRITTEN_FROM: Final = 2
STRANGERS: Final = 3
"""Pages of a site that rules are written from, and of other sites that a signature is tried on."""
MOST_PAGES: Final = 5
LOSS: Final = 0.01
PAGE_LOSS: Final = 0.02
"""Of word F1, on the mean and on a page."""
Read = tuple["Page", str]
"""A page of a set, and its HTML."""
Foreign = dict[str, list[Read]]


class Outcome(NamedTuple):
    """What a rule does on the other pages of its site."""

    rule: Rule
    half: int
    change: float
    """Of the mean word F1."""
    worst: float
    """The change on the page that loses most."""
    account: Account
    addresses: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """`good`, `wrong` or neither."""
        if self.rule.is_wrong:
            is_harm = self.change < -LOSS or self.rule.kind not in MAY_BE_HARMLESS
            return "wrong" if is_harm else ""
        return "good" if self.change > 0 and self.worst > -PAGE_LOSS else ""

    @property
    def alarms(self) -> list[str]:
        """What the trial raises."""
        sources = dict.fromkeys(self.account.files, self.addresses)
        return [it.message for it in alarms(self.account, sources)]


def tried(
    rule: Rule, site: tuple[str, int], pages: Sequence[Read], strangers: Sequence[Read], engine: Engine
) -> Outcome | None:
    """The outcome of a rule of a site, given by domain and half, on other `pages` of it.

    `strangers` are pages of other sites on which its signature may hold. None where the rule cannot be used.
    """
    domain, half = site
    with tempfile.TemporaryDirectory() as folder:
        signatures = {"signatures": it} if (it := rule.part.get("signatures")) else {}
        rules = {key: it for key, it in rule.part.items() if key != "signatures"}
        file = {"site": domain, "match": {"domains": [domain], **signatures}, **rules}
        text = yaml.safe_dump(file, allow_unicode=True)
        (Path(folder) / "a.yaml").write_text(text, encoding="utf-8")
        try:
            cleaner = Cleaner(rules=folder, options=Options(engine=engine))
        except Exception:  # noqa: BLE001 - a line that is no rule
            return None
        account, changes = Account(), []
        for page, html in pages:
            judged = cleaner.compare(html=html, url=page.url)
            account.add(page.id, compared(judged))
            changes.append(_change(judged, page.body or ""))
        for page, html in strangers:
            account.add(page.id, compared(cleaner.compare(html=html, url=page.url)))
    return Outcome(rule, half, sum(changes) / len(changes), min(changes), account, (domain,))


def _change(judged: Judged, body: str) -> float:
    if judged.decided is None:
        return 0.0
    with_rules, without = (
        word_scores(render(judged.document, [i for i, it in enumerate(some) if it.keep]), body).f1
        for some in (judged.decided.ruled, judged.decided.generic)
    )
    return with_rules - without


def _sites(folders: Sequence[Path]) -> list[tuple[str, list[Page]]]:
    found: dict[str, list[Page]] = {}
    for folder in folders:
        for page in load(folder):
            if page.body:
                found.setdefault(page.site, []).append(page)
    many = [
        (site, pages[:MOST_PAGES]) for site, pages in found.items() if len(pages) >= PAGES and "." in site
    ]
    return sorted(many, key=lambda it: (-len(it[1]), it[0]))


def _outcomes(folders: Sequence[Path], sites: int, engine: Engine) -> Iterator[Outcome]:
    generic = Cleaner(options=Options(engine=engine, site_rules=False))
    chosen = _sites(folders)[:sites]
    foreign = _foreign(generic, chosen)
    for number, (site, pages) in enumerate(chosen):
        known = site.split("/")[0], number % 2
        read = [(page, decode(page.html)) for page in pages]
        for author in range(WRITTEN_FROM):
            page, html = read[author]
            rest = [it for place, it in enumerate(read) if place != author]
            judged = generic.compare(html=html, url=page.url)
            gold = Counter(words(page.body or ""))
            rules = [*rules_from(html, gold, judged)]
            if author == 0:
                others = {other: Counter(words(it.body or "")) for it, other in rest}
                rules += wrong_rules_from(html, gold, judged, others)
                rules += filter(None, [signature_from(judged, foreign)])
            for rule in rules:
                strangers = [
                    it
                    for form in rule.part.get("signatures", ())
                    for it in foreign[fold(form["line"])]
                    if it[0].site != site
                ]
                outcome = tried(rule, known, rest, strangers[:STRANGERS], engine)
                if outcome is not None:
                    yield outcome


def _foreign(generic: Cleaner, sites: Sequence[tuple[str, list[Page]]]) -> Foreign:
    """Folded line -> the first pages of the sites that have it, for lines of two sites or more."""
    found: dict[str, list[Read]] = {}
    for _, pages in sites:
        read = pages[0], decode(pages[0].html)
        document = generic.compare(html=read[1], url=pages[0].url).document
        for line in {fold(block.text) for block in document.blocks}:
            found.setdefault(line, []).append(read)
    return {line: reads for line, reads in found.items() if len(reads) > 1}


@click.command()
@click.argument("folders", metavar="BENCH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--sites", default=30, show_default=True, help="Most sites, those with most pages first.")
@click.option("--engine", type=click.Choice([it.value for it in Engine]), default="fast", show_default=True)
@click.option("--show", is_flag=True, help="Every rule that is judged wrongly.")
def main(folders: tuple[Path, ...], sites: int, engine: str, *, show: bool) -> None:
    """Print how many good and wrong rules are alarmed, by half and kind."""
    found = [it for it in _outcomes(folders, sites, Engine(engine)) if it.verdict]
    kinds = Counter((it.half, it.verdict, it.rule.kind) for it in found)
    alarmed = Counter((it.half, it.verdict, it.rule.kind) for it in found if it.alarms)
    for kind, count in sorted(kinds.items()):
        half, verdict, name = kind
        print(f"half {half}: {alarmed[kind]} of {count} {verdict} rules of the kind {name} are alarmed")
    for it in found if show else ():
        if bool(it.alarms) != (it.verdict == "wrong"):
            print(it.verdict, it.rule.kind, it.rule.part, f"{it.change:+.3f} {it.worst:+.3f}", *it.alarms)


if __name__ == "__main__":
    main()
