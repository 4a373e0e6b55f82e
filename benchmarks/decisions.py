"""Every decision on every page of some sets, written down, so that two versions of the code can be compared.

    python -m benchmarks.decisions FOLDER... --out before.jsonl.gz
    python -m benchmarks.decisions --compare before.jsonl.gz after.jsonl.gz

A line a page and track (text, full, fast): its blocks' ends, whether each is kept, label, judge, and score to
two places. The comparison says on how many pages and blocks something differs, by what, and names the first
pages. Moving code about must change nothing; what changes on purpose is seen one by one.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson

from benchmarks.flatten import decode, flatten
from benchmarks.pages import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from benchmarks.pages import Page
    from cleaner import Result

TRACKS: Final = ("text", "full", "fast")
FIELDS: Final = ("end", "keep", "label", "judge", "score")
SHOWN: Final = 10


def decisions_of(page: Page) -> list[dict[str, Any]]:
    """What becomes of each block of `page`, by track; site rules are off."""
    from cleaner import Cleaner, Options  # noqa: PLC0415 - in the worker processes alone
    from cleaner.options import Engine  # noqa: PLC0415 - likewise

    html = decode(page.html)
    rows = []
    for track in TRACKS:
        engine = Engine.FAST if track == "fast" else Engine.FULL
        cleaner = Cleaner(options=Options(site_rules=False, engine=engine))
        if track == "text":
            result = cleaner.clean(flatten("resiliparse", html, page.id), url=page.url)
        else:
            result = cleaner.clean(html=html, url=page.url)
        rows.append({"page": page.id, "track": track, "blocks": _blocks(result)})
    return rows


def _blocks(result: Result) -> list[list[Any]]:
    return [[it.end, it.keep, it.label.value, it.judge, round(it.weight, 2)] for it in result.blocks]


def write(folders: Iterable[Path], out: Path, jobs: int) -> None:
    """Write the decisions on all pages of `folders`, in order."""
    pages = [page for folder in folders for page in load(folder)]
    with multiprocessing.Pool(jobs) as pool, gzip.open(out, "wb", compresslevel=1) as file:
        for number, rows in enumerate(pool.imap(decisions_of, pages, chunksize=8), start=1):
            file.writelines(orjson.dumps(row) + b"\n" for row in rows)
            if number % 200 == 0:
                print(f"{number} of {len(pages)} pages", flush=True)


def differences(before: Sequence[list[Any]], after: Sequence[list[Any]]) -> Counter[str]:
    """How many blocks of a page differ, by field; other blocks altogether count as `blocks`."""
    if [it[0] for it in before] != [it[0] for it in after]:
        return Counter({"blocks": 1})
    pairs = zip(before, after, strict=True)
    return Counter(
        name for one, other in pairs for name, was, now in zip(FIELDS, one, other, strict=True) if was != now
    )


def compare(before: Path, after: Path) -> None:
    """Print what differs between two files that `write` made of the same pages."""
    pages: Counter[str] = Counter()
    blocks: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for one, other in zip(_lines(before), _lines(after), strict=True):
        track = one["track"]
        pages[track] += 1
        found = differences(one["blocks"], other["blocks"])
        for name, number in found.items():
            blocks[f"{track}: {name}"] += number
            pages[f"{track}: {name}"] += 1
        if found and shown[track] < SHOWN:
            shown[track] += 1
            print(f"{track} {one['page']}: {dict(found)}")
    for name, number in sorted(pages.items()):
        print(f"{name}: {number} pages{f', {blocks[name]} blocks' if name in blocks else ''}")


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file) as lines:
        for line in lines:
            yield orjson.loads(line)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Write down every decision, or compare two such files.")
    parser.add_argument("folders", nargs="*", type=Path, help="sets of pages with gold")
    parser.add_argument("--out", type=Path, help="the file to write")
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("BEFORE", "AFTER"))
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    if given.compare:
        compare(*given.compare)
    else:
        write(given.folders, given.out, given.jobs)


if __name__ == "__main__":
    main()
