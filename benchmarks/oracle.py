"""The ceiling of either track: what keeping exactly the blocks labelled body would score.

A system that keeps or drops whole blocks cannot do better, so the distance to this is what is left to win.
It also checks the labels: were they wrong, this figure would fall.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import click

from benchmarks.align import BODY_SHARE
from benchmarks.corpus import lines, read
from benchmarks.measure import NO_FLATTENER
from benchmarks.metrics import Scores, mean_by_page, mean_of_sides, shingle_scores, word_scores
from benchmarks.table import HEADLINE_TYPE

CACHE_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


def body_blocks(record: dict[str, Any]) -> str:
    """The blocks of a corpus record that its labels call body: lines of text, or blocks of a page."""
    blocks = record["blocks"] if "blocks" in record else lines(record["text"])
    labelled = zip(blocks, record["share"], strict=True)
    return "\n".join(block for block, share in labelled if share >= BODY_SHARE)


@click.command()
@click.argument("cache_files", nargs=-1, required=True, type=CACHE_FILE)
def main(cache_files: tuple[Path, ...]) -> None:
    """The blocks of a record that its labels call body: lines of text, or blocks of a page."""
    for file in cache_files:
        words: dict[str, list[Scores]] = defaultdict(list)
        shingles: dict[str, list[Scores]] = defaultdict(list)
        for record in read(file):
            if record["share"] is not None and record["page_type"] == HEADLINE_TYPE:
                kept = body_blocks(record)
                flattener = record.get("flattener", NO_FLATTENER)
                words[flattener].append(word_scores(kept, record["gold"]))
                shingles[flattener].append(shingle_scores(kept, record["gold"]))
        for flattener, scores in words.items():
            word, shingle = mean_by_page(scores).f1, mean_of_sides(shingles[flattener]).f1
            click.echo(f"{file.name}  {flattener:12} word F1 {word:.3f}  shingle F1 {shingle:.3f}")


if __name__ == "__main__":
    main()
