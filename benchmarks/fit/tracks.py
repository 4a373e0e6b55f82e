"""What fitting needs of each track: its corpora, the examples made of them, and how they are fitted."""

from __future__ import annotations

from collections.abc import Callable, Iterable  # noqa: TC003 - the fields of a named tuple
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path  # noqa: TC003 - likewise
from random import Random
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from benchmarks.corpus import read
from benchmarks.fit import examples, html_examples
from benchmarks.fit.examples import Donors, Example  # noqa: TC001 - likewise
from benchmarks.fit.export import feature_names
from benchmarks.fit.train import Recipe
from cleaner.segment.html import segment_html
from cleaner.segment.text import segment

if TYPE_CHECKING:
    from benchmarks.systems import Track

Record = dict[str, Any]
_SAMPLE: Final = "One block is enough to name the features."
_GIVERS: list[Donors] = []
"""The pages that may be mixed into others; inherited by the processes that make examples."""


class Fitting(NamedTuple):
    """How the judge of one track is fitted."""

    pattern: str
    """Which files of the cache are its corpora."""
    make: Callable[[list[Record], Path, int], Iterable[Example]]
    feature_names: Callable[[], tuple[str, ...]]
    recipe: Recipe

    def records(self, cache: Path) -> list[Record]:
        """All records of the track's corpora."""
        return [record for file in sorted(cache.glob(self.pattern)) for record in read(file)]

    def examples(self, records: list[Record], cache: Path, seed: int) -> list[Example]:
        """All examples; kept in the cache for the next run with the same seed."""
        import pickle  # noqa: PLC0415 - a cache of one's own making

        store = cache / f"examples{self.pattern.removeprefix('*-dev').split('.jsonl')[0]}-{seed}.pickle"
        if not store.exists():
            store.write_bytes(pickle.dumps(list(self.make(records, cache, seed))))
        return list(pickle.loads(store.read_bytes()))  # noqa: S301 - likewise


def _of_text(records: list[Record], cache: Path, seed: int) -> Iterable[Example]:
    _GIVERS[:] = [examples.donors(records)]
    extracted = _extracted(cache)
    work = [
        (record, extracted.get(record["id"]) if record["share"] is None else None, seed + i)
        for i, record in enumerate(records)
    ]
    return _in_processes(_text_page, work)


def _text_page(work: tuple[Record, str | None, int]) -> list[Example]:
    record, extracted, seed = work
    return list(examples.page_examples(record, extracted, _GIVERS[0], Random(seed)))


def _of_html(records: list[Record], _cache: Path, _seed: int) -> Iterable[Example]:
    return _in_processes(_html_page, records)


def _html_page(record: Record) -> list[Example]:
    return list(html_examples.page_examples(record))


def _in_processes(make: Callable[[Any], list[Example]], work: list[Any]) -> Iterable[Example]:
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        return [example for made in pool.map(make, work, chunksize=40) for example in made]


def _extracted(cache: Path) -> dict[str, str]:
    """What an HTML extractor kept of the pages that have no gold text, white space folded."""
    records = read(cache / "trafilatura.jsonl.gz")
    return {r["id"]: " ".join((r["extracted"] or "").split()) for r in records if r["set"] == "segments-dev"}


TRACKS: Final[dict[Track, Fitting]] = {
    "text": Fitting("*-dev.jsonl.gz", _of_text, lambda: feature_names(segment(_SAMPLE)), Recipe()),
    "html": Fitting(
        "*-dev.html.jsonl.gz",
        _of_html,
        lambda: feature_names(segment_html(f"<p>{_SAMPLE}</p>")),
        Recipe(epochs=16, dropout=0.2, hidden_inputs=0.1),
    ),
}
