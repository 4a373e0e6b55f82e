"""What fitting needs of each track: its corpora, and the examples made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from benchmarks.corpus import read
from benchmarks.fit import example_cache, examples, html_examples
from benchmarks.fit.examples import Donors, Example, Lent
from benchmarks.fit.export import feature_names
from benchmarks.fit.snippets import Snippet, site_of, snippets
from benchmarks.fit.splices import bodies
from benchmarks.teacher import NAME as TAUGHT
from cleaner.segment.html import segment_html
from cleaner.segment.text import segment

if TYPE_CHECKING:
    from benchmarks.systems import Track

Record = dict[str, Any]
_HtmlWork = tuple[Callable[..., Iterable[Example]], tuple[Any, ...], tuple[int, int] | None]
"""What makes examples, of which pages, and where there are snippets among them their fold and a seed."""
Folds = Mapping[str, int]
"""Site -> fold."""
_WEAK_LABELS: Final = "trafilatura.jsonl.gz"
"""The file that `benchmarks.weak_labels` writes."""
_SAMPLE: Final = "One block is enough to name the features."
_GIVERS: dict[int, Donors] = {}
"""Fold -> the pages that may be mixed into others of that fold; inherited by processes that make examples.

What a page is mixed with is seen with it in fitting, so it must be held out with it, too.
"""
_SNIPPETS: dict[int, list[Snippet]] = {}
"""Fold -> its snippets; likewise."""
PAGES_A_BODY: Final = 10
"""Pages of plain text for each body of ours and flattener, each among other boilerplate. Held out, on a fold
and a third of the pages, ten in place of one find the headline on .88 of such pages in place of .70, and WCXB
gains .002 of F1; but its tail grows from .033 to .060, segments lose .004, and texts on one line of
`fixtures/pages` lose a quarter. The weights that ship were fitted with one."""
_MIXTURES_A_PAGE: Final = 2
"""Pages of HTML that every article is put into."""


class Fitting(NamedTuple):
    """The corpora and examples of one track; how it is fitted is in `benchmarks.fit.recipe`."""

    pattern: str
    """Which files of the cache are its corpora."""
    make: Callable[[list[Record], Path, int, Folds], Iterable[Example]]
    feature_names: Callable[[], tuple[str, ...]]
    taught: str | None = None
    """Which files of the cache are pages that a teacher labelled; None where there are none."""

    def corpora(self, cache: Path) -> list[Path]:
        """The files of the track's corpora."""
        return sorted(file for it in (self.pattern, self.taught) if it for file in cache.glob(it))

    def records(self, cache: Path) -> list[Record]:
        """All records of the track's corpora."""
        return [record for file in self.corpora(cache) for record in read(file)]

    def key(self, records: list[Record], cache: Path, fold_of: Folds) -> str:
        """A digest of all that the examples are made from."""
        pages = [Path(record["html_file"]) for record in records if "html_file" in record]
        weak = [file for file in (cache / _WEAK_LABELS,) if file.exists()]
        return example_cache.digest([*self.corpora(cache), *weak, *pages], fold_of)

    def examples(
        self, records: list[Record], cache: Path, seed: int, fold_of: Folds, key: str
    ) -> list[Example]:
        """All examples; kept in the cache until anything changes that they are made from, as `key` tells."""
        kind = self.pattern.removeprefix("*-dev").split(".jsonl")[0]
        name = f"examples{kind}-{seed}-{max(fold_of.values()) + 1}"
        return example_cache.cached(cache, name, key, lambda: self.make(records, cache, seed, fold_of))


def _by_fold(records: list[Record], fold_of: Folds) -> dict[int, list[Record]]:
    parts: dict[int, list[Record]] = {}
    for record in records:
        parts.setdefault(fold_of[record["site"]], []).append(record)
    return parts


def _of_text(records: list[Record], cache: Path, seed: int, fold_of: Folds) -> Iterable[Example]:
    _GIVERS.clear()
    _GIVERS.update({fold: examples.donors(part) for fold, part in _by_fold(records, fold_of).items()})
    _share_snippets(fold_of)
    extracted = _extracted(cache)
    work = [
        (
            record,
            extracted.get(record["id"]) if record["share"] is None else None,
            fold_of[record["site"]],
            seed + i,
        )
        for i, record in enumerate(records)
    ]
    ours = [
        (body, number, fold, seed + i * PAGES_A_BODY + number)
        for fold, some in _SNIPPETS.items()
        for i, body in enumerate(bodies(some))
        for number in range(PAGES_A_BODY)
    ]
    return [*_in_processes(_text_page, work), *_in_processes(_snippet_page, ours)]


def _share_snippets(fold_of: Folds) -> None:
    """Lend the snippets that have a fold."""
    _SNIPPETS.clear()
    for snippet in snippets():
        if (fold := fold_of.get(site_of(snippet))) is not None:
            _SNIPPETS.setdefault(fold, []).append(snippet)


def _text_page(work: tuple[Record, str | None, int, int]) -> list[Example]:
    record, extracted, fold, seed = work
    rng = Random(seed)
    return list(examples.page_examples(record, extracted, _GIVERS[fold], _lent(fold, rng), rng))


def _snippet_page(work: tuple[Snippet, int, int, int]) -> list[Example]:
    body, number, fold, seed = work
    rng = Random(seed)
    return list(examples.snippet_examples(body, number, _lent(fold, rng), rng))


def _lent(fold: int, rng: Random) -> Lent:
    """The snippets that pages of a fold may have."""
    others = sorted(_SNIPPETS.keys() - {fold})
    lender = rng.choice(others) if others else None
    return Lent([*_SNIPPETS.get(fold, ()), *(_SNIPPETS[lender] if lender is not None else ())], lender)


def _of_html(records: list[Record], _cache: Path, seed: int, fold_of: Folds) -> Iterable[Example]:
    rng = Random(seed)
    _share_snippets(fold_of)
    work: list[_HtmlWork] = [(html_examples.page_examples, (record,), None) for record in records]
    for fold, part in _by_fold(records, fold_of).items():
        articles = [
            it
            for it in part
            if it["share"] and it["page_type"] in ("article", "mixed") and it["set"] != TAUGHT
        ]
        for article in articles:
            others = [it for it in articles if it["site"] != article["site"]]
            templates = rng.sample(others, min(_MIXTURES_A_PAGE, len(others)))
            work += [(html_examples.mixture_examples, (article, it), None) for it in templates]
            work.append((html_examples.spliced_examples, (article,), (fold, rng.randrange(1 << 30))))
        for body in bodies(_SNIPPETS.get(fold, ())):
            pages = (body, rng.choice(articles))
            work.append((html_examples.body_examples, pages, (fold, rng.randrange(1 << 30))))
    return _in_processes(_html_page, work)


def _html_page(work: _HtmlWork) -> list[Example]:
    make, pages, lent_by = work
    if lent_by is None:
        return list(make(*pages))
    fold, seed = lent_by
    rng = Random(seed)
    return list(make(*pages, _lent(fold, rng), rng))


def _in_processes(make: Callable[[Any], list[Example]], work: list[Any]) -> Iterable[Example]:
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        return [example for made in pool.map(make, work, chunksize=40) for example in made]


def _extracted(cache: Path) -> dict[str, str]:
    """What an HTML extractor kept of the pages that have no gold text, white space folded."""
    records = read(cache / _WEAK_LABELS)
    return {r["id"]: " ".join((r["extracted"] or "").split()) for r in records if r["set"] == "segments-dev"}


TRACKS: Final[dict[Track, Fitting]] = {
    "text": Fitting(
        "*-dev.jsonl.gz",
        _of_text,
        lambda: feature_names(segment(_SAMPLE)),
        "*.teacher.jsonl.gz",
    ),
    "html": Fitting(
        "*-dev.html.jsonl.gz",
        _of_html,
        lambda: feature_names(segment_html(f"<p>{_SAMPLE}</p>")),
        "*.teacher.html.jsonl.gz",
    ),
}
