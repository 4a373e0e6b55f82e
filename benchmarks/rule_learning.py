"""What `cleaner rules learn` brings on pages that it has not seen, of sites that it has.

    python -m benchmarks.rule_learning BENCH... [--track HTML] [--only bounds] [--pages 6] [--engine fast]

The pages of each site with three pages or more are dealt into folds. Rules are learnt from all folds but one,
as the command learns them, and run on the pages of that one, as plain text and as HTML, against the generic
part. For text, an oracle says what repeated blocks can give at most: it drops, of the blocks that the generic
part keeps and that stand on two of the other pages, just those that are not in the gold.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from benchmarks.align import BODY_SHARE, body_share
from benchmarks.flatten import FLATTENERS, decode, flatten
from benchmarks.metrics import word_scores
from benchmarks.pages import load
from cleaner import Cleaner, Engine, Options
from cleaner.learn.rule_file import Match, written
from cleaner.learn.site import judged_page, learn_site
from cleaner.render.text import render
from cleaner.rules.compile_rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.metrics import Scores
    from benchmarks.pages import Page
    from cleaner.learn.page import SitePage
    from cleaner.rules import RuleBook

FEWEST_PAGES: Final = 3
FOLDS: Final = 3
OTHER_PAGES: Final = 2
TEXT, HTML = "text", "HTML"
BOUNDS, BLOCKS = "bounds", "blocks"
_DAY: Final = datetime.now(UTC).date()


class Outcome(NamedTuple):
    """One page held out."""

    page: Page
    generic: Scores
    learnt: Scores
    oracle: Scores
    lost: list[str]
    """Blocks of the gold that the rules drop."""

    @property
    def change(self) -> float:
        """Of word F1, by the rules."""
        return self.learnt.f1 - self.generic.f1


def sites(folder: Path, most: int) -> Iterator[list[Page]]:
    """The pages of each site with enough of them, up to `most`."""
    found: dict[str, list[Page]] = defaultdict(list)
    for page in load(folder):
        if page.body and "/" not in page.site:
            found[page.site].append(page)
    yield from (pages[:most] for _, pages in sorted(found.items()) if len(pages) >= FEWEST_PAGES)


def outcomes(pages: Sequence[Page], track: str, cleaner: Cleaner, only: str | None) -> Iterator[Outcome]:
    """Each page with the rules learnt from the other folds, or `only` those that are bounds, or blocks."""
    seen = [_judged(page, track, cleaner) for page in pages]
    for fold in range(FOLDS):
        others = [it for place, it in enumerate(seen) if place % FOLDS != fold]
        book = _book(pages[0].site, others, cleaner, only)
        for place in range(fold, len(pages), FOLDS):
            yield _outcome(pages[place], seen[place], others, book, cleaner)


def _judged(page: Page, track: str, cleaner: Cleaner) -> SitePage:
    html = decode(page.html)
    content = {"html": html} if track == HTML else {"text": flatten(next(iter(FLATTENERS)), html, page.id)}
    return judged_page({"source": page.id, "url": page.url, **content}, cleaner)


def _book(site: str, pages: Sequence[SitePage], cleaner: Cleaner, only: str | None) -> RuleBook | None:
    draft = learn_site(site, pages, Match(domains=(site,)), cleaner, _DAY).draft
    wanted = [it for it in draft.proposals if only is None or it.is_body == (only == BOUNDS)]
    if not wanted:
        return None
    draft = replace(draft, proposals=wanted)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.yaml").write_text(written(draft), encoding="utf-8")
        return load_rules([Path(folder)], built_in=False)


def _outcome(
    page: Page, seen: SitePage, others: Sequence[SitePage], book: RuleBook | None, cleaner: Cleaner
) -> Outcome:
    given, gold = seen.judged.given, page.body or ""
    kept = [it for it, keep in enumerate(seen.kept) if keep]
    left = kept
    if book is not None:
        decided = cleaner.compare(given.text, html=given.page, url=page.url, book=book).decided
        after = [it.keep for it in decided.decisions] if decided else []
        left = [it for it in kept if after[it]]
    is_gold = body_share([block.text for block in seen.document.blocks], gold) >= BODY_SHARE
    spread = Counter(text for other in others for text in set(other.folded))
    needed = min(OTHER_PAGES, len(others))
    best = [it for it in kept if is_gold[it] or spread[seen.folded[it]] < needed]
    generic, learnt, oracle = (word_scores(render(seen.document, some), gold) for some in (kept, left, best))
    lost = [seen.texts[it] for it in set(kept) - set(left) if is_gold[it]]
    return Outcome(page, generic, learnt, oracle, lost)


def _told(found: Sequence[Outcome], title: str) -> str:
    f1 = fmean(it.change for it in found)
    recall = fmean(it.learnt.recall - it.generic.recall for it in found)
    possible = fmean(it.oracle.f1 - it.generic.f1 for it in found)
    reached = f", {f1 / possible:.0%} of the oracle's {possible:+.5f}" if possible else ""
    worst = min(found, key=lambda it: it.change)
    before = fmean(it.generic.f1 for it in found)
    up, down = sum(it.change > 0 for it in found), sum(it.change < 0 for it in found)
    return (
        f"{title}: {len(found)} pages, F1 {before:.4f} {f1:+.5f}{reached}; recall {recall:+.5f}; "
        f"up {up}, down {down}, worst {worst.change:+.4f} ({worst.page.url})"
    )


@click.command()
@click.argument("folders", metavar="BENCH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--sites", "most_sites", default=100, show_default=True, help="Most sites of a set.")
@click.option("--pages", default=6, show_default=True, help="Most pages of a site.")
@click.option("--engine", type=click.Choice([it.value for it in Engine]), default="fast", show_default=True)
@click.option("--track", "tracks", type=click.Choice((TEXT, HTML)), multiple=True, help="By default both.")
@click.option("--only", type=click.Choice((BOUNDS, BLOCKS)), help="Of what was learnt, this alone.")
@click.option("--show", is_flag=True, help="Every page that loses, and what of the gold it loses.")
def main(
    folders: tuple[Path, ...],
    most_sites: int,
    pages: int,
    engine: str,
    tracks: tuple[str, ...],
    only: str | None,
    *,
    show: bool,
) -> None:
    """Print what learnt rules change, by set and track."""
    cleaner = Cleaner(options=Options(engine=Engine(engine), site_rules=False))
    for track in tracks or (TEXT, HTML):
        everything: list[Outcome] = []
        for folder in folders:
            some = [
                it
                for of_site in list(sites(folder, pages))[:most_sites]
                for it in outcomes(of_site, track, cleaner, only)
            ]
            everything += some
            print(_told(some, f"{track} {folder.name}"), flush=True)
            for it in sorted(some, key=lambda it: it.change) if show else ():
                if it.lost or it.change < 0:
                    print(f"  {it.change:+.4f} {it.page.url}", *it.lost[:5], sep="\n      ")
        print(_told(everything, f"{track} all"), flush=True)


if __name__ == "__main__":
    main()
