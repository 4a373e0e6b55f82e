"""The alarms of `cleaner rules try` on rules written from one page of a site, good ones and wrong ones.

    python -m benchmarks.rule_alarms BENCH... [--sites 30] [--engine fast]

From the first two pages of every site with three pages or more, rules are made as a newcomer would write
them who has seen one: a bound around the body, lines and boxes to drop. From the first page wrong ones of
five kinds are made, too: a run that begins above the article, a word of the body, a selector that is stale, a
box that holds the body on other pages, a signature that other sites have. Each is tried on the site's other
pages, a signature also on pages of others. What counts is what it does to their word F1: a rule is good where
it raises the mean and costs no page .02, and wrong where it is made to be, and costs the mean .01 or has no
effect at all. All others are neither. Thresholds are chosen on the sites with even numbers, and counted on
both halves.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click
import yaml
from selectolax.lexbor import LexborHTMLParser

from benchmarks.flatten import decode
from benchmarks.metrics import word_scores, words
from benchmarks.pages import load
from cleaner import Cleaner, Engine, Options
from cleaner.decide.thresholds import ALARM_TAKEN
from cleaner.render.text import render
from cleaner.rules.conditions import fold
from cleaner.trial.account import Account
from cleaner.trial.alarms import alarms
from cleaner.trial.compare import compared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.pages import Page
    from cleaner.pipeline import Judged

PAGES: Final = 3
WRITTEN_FROM: Final = 2
STRANGERS: Final = 3
"""Pages of a site that rules are written from, and of other sites that a signature is tried on."""
MOST_PAGES: Final = 5
SHARES: Final = (0.03, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3)
LOSS: Final = 0.01
PAGE_LOSS: Final = 0.02
"""Of word F1, on the mean and on a page."""
Read = tuple[Any, str]
"""A page of a set, and its HTML."""
Foreign = dict[str, list[Read]]
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z-]*")


class Rule(NamedTuple):
    """One rule, as the part of a rule file that holds it, and what it was made to be."""

    kind: str
    part: dict[str, Any]
    is_wrong: bool


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
            harmless = self.rule.kind in ("run", "word", "box")
            return "wrong" if self.change < -LOSS or not harmless else ""
        return "good" if self.change > 0 and self.worst > -PAGE_LOSS else ""

    def is_alarmed(self, share: float) -> bool:
        """Whether the trial raises an alarm, with `share` as the limit for one rule."""
        sources = dict.fromkeys(self.account.files, self.addresses)
        return bool(alarms(self.account, sources, share))


def rules_from(page: Page, html: str, judged: Judged) -> Iterator[Rule]:
    """The rules that a newcomer writes who has seen one page, in good faith."""
    gold = Counter(words(page.body or ""))
    if box := _box(html, gold):
        yield Rule("bound", {"body": _bound(box)}, is_wrong=False)
    lines = _wrongly_kept(judged, gold)[:4]
    for line in lines:
        yield Rule("line", _drop(line=line), is_wrong=False)
    for css in dict.fromkeys(filter(None, (_small_box(html, line) for line in lines))):
        yield Rule("selector", _drop(css=css), is_wrong=False)


def wrong_rules_from(page: Page, html: str, judged: Judged, others: Sequence[str]) -> Iterator[Rule]:
    """Rules that do harm, or nothing, elsewhere; `others` are pages of the same site."""
    gold = Counter(words(page.body or ""))
    box = _box(html, gold)
    if box:
        yield Rule("stale", {"body": _bound(f"{box}-old")}, is_wrong=True)
    above = _line_above(judged, gold, others)
    if above:
        yield Rule("run", _drop(**{"from": {"line": above}, "to": "end", "at_most": 250}), is_wrong=True)
    long = [(count, word) for word, count in gold.items() if len(word) > 4 and word.isalpha()]  # noqa: PLR2004 - no stopword
    if long:
        yield Rule("word", _drop(pattern=rf"(?i)\b{max(long)[1]}\b"), is_wrong=True)
    elsewhere = next((it for other in others if (it := _box(other, None)) and it != box), None)
    if elsewhere:
        yield Rule("box", _drop(css=elsewhere), is_wrong=True)


def _bound(css: str) -> dict[str, Any]:
    return {"css": css, "inside": "judged", "why": "the article stands in it"}


def _drop(**how: Any) -> dict[str, Any]:  # noqa: ANN401 - the keys of a rule
    return {"drop": [{"label": "widget", "why": "seen on one page", **how}]}


def _box(html: str, gold: Counter[str] | None) -> str | None:
    """The smallest element that holds nine tenths of the gold words; without gold, an article."""
    tree = LexborHTMLParser(html)
    best = None
    for node in tree.css("article, main, section, div"):
        name = node.attributes.get("class") or ""
        classes = [it for it in name.split() if _NAME.fullmatch(it)]
        if not classes:
            continue
        if gold is None and node.tag not in ("article", "main"):
            continue
        have = Counter(words(node.text()))
        if gold is not None and (gold & have).total() < 0.9 * gold.total():
            continue
        selector = f"{node.tag}.{classes[0]}"
        if len(tree.css(selector)) == 1 and (best is None or have.total() < best[0]):
            best = have.total(), selector
    return best[1] if best else None


def _small_box(html: str, line: str) -> str | None:
    """The smallest element with a class that holds a line, and at most twice as much."""
    found: list[tuple[int, str]] = []
    for node in LexborHTMLParser(html).css("[class]"):
        text = " ".join(node.text().split())
        classes = [it for it in (node.attributes.get("class") or "").split() if _NAME.fullmatch(it)]
        if classes and " ".join(line.split()) in text and len(text) <= 2 * len(line):
            found.append((len(text), f"{node.tag}.{classes[0]}"))
    return min(found)[1] if found else None


def signature_from(judged: Judged, foreign: Foreign) -> Rule | None:
    """A line of a page that most other sites have, too, as a signature of its site."""
    counts = [(len(foreign.get(fold(it.text), ())), it.text) for it in judged.document.blocks]
    count, line = max(counts, default=(0, ""))
    return Rule("signature", {"signatures": [{"line": line}]}, is_wrong=True) if count else None


def _wrongly_kept(judged: Judged, gold: Counter[str]) -> list[str]:
    """Blocks that the generic part keeps although less than half of their words are gold."""
    decided = judged.decided.generic if judged.decided else []
    blocks = zip(judged.document.blocks, decided, strict=True) if decided else ()
    return [
        block.text
        for block, it in blocks
        if it.keep and "\n" not in block.text and _share(block.text, gold) < 0.5  # noqa: PLR2004 - half
    ]


def _line_above(judged: Judged, gold: Counter[str], others: Sequence[str]) -> str | None:
    """The last line above the body that other pages have, too."""
    found = None
    for block in judged.document.blocks:
        if len(words(block.text)) > 12 and _share(block.text, gold) > 0.9:  # noqa: PLR2004 - a paragraph of the body
            return found
        if "\n" not in block.text and any(block.text in other for other in others):
            found = block.text
    return None


def _share(text: str, gold: Counter[str]) -> float:
    have = Counter(words(text))
    return (have & gold).total() / have.total() if have else 0.0


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
            rules = [*rules_from(page, html, judged)]
            if author == 0:
                rules += wrong_rules_from(page, html, judged, [other for _, other in rest])
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
@click.option("--show", is_flag=True, help="Every rule that is judged wrongly at the share that ships.")
def main(folders: tuple[Path, ...], sites: int, engine: str, *, show: bool) -> None:
    """Print how many good and wrong rules are alarmed, by half and share."""
    found = [it for it in _outcomes(folders, sites, Engine(engine)) if it.verdict]
    kinds = Counter((it.verdict, it.rule.kind) for it in found)
    print(", ".join(f"{count} {verdict} {kind}" for (verdict, kind), count in sorted(kinds.items())))
    for share in SHARES:
        print(f"share {share:.2f}: " + "; ".join(_counts(found, half, share) for half in (0, 1)))
    for it in found if show else ():
        if it.is_alarmed(ALARM_TAKEN) != (it.verdict == "wrong"):
            print(it.verdict, it.rule.kind, it.rule.part, f"{it.change:+.3f} {it.worst:+.3f}")
            print(
                "   ",
                [
                    (r.share, r.own_share, r.own.worst[0])
                    for f in it.account.files.values()
                    for r in f.rules.values()
                ],
            )


def _counts(found: Sequence[Outcome], half: int, share: float) -> str:
    told = []
    for verdict in ("wrong", "good"):
        some = [it for it in found if it.half == half and it.verdict == verdict]
        told.append(f"{sum(it.is_alarmed(share) for it in some)} of {len(some)} {verdict}")
    return f"half {half} alarms {', '.join(told)}"


if __name__ == "__main__":
    main()
