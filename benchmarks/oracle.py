"""The ceiling of the text track: what keeping exactly the lines labelled body would score.

A system that keeps or drops whole lines cannot do better, so the distance to this is what is left to win.
It also checks the labels: were they wrong, this figure would fall.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import click

from benchmarks.align import BODY_SHARE
from benchmarks.corpus import lines, read
from benchmarks.metrics import Scores, mean_by_page, mean_of_sides, shingle_scores, word_scores
from benchmarks.table import HEADLINE_TYPE

CACHE_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


def body_lines(record: dict[str, Any]) -> str:
    """The lines of a corpus record that its labels call body."""
    labelled = zip(lines(record["text"]), record["share"], strict=True)
    return "\n".join(line for line, share in labelled if share >= BODY_SHARE)


@click.command()
@click.argument("cache_files", nargs=-1, required=True, type=CACHE_FILE)
def main(cache_files: tuple[Path, ...]) -> None:
    """Score the labels in CACHE_FILES, written by `benchmarks.corpus`, on articles."""
    for file in cache_files:
        words: dict[str, list[Scores]] = defaultdict(list)
        shingles: dict[str, list[Scores]] = defaultdict(list)
        for record in read(file):
            if record["share"] is not None and record["page_type"] == HEADLINE_TYPE:
                kept = body_lines(record)
                words[record["flattener"]].append(word_scores(kept, record["gold"]))
                shingles[record["flattener"]].append(shingle_scores(kept, record["gold"]))
        for flattener, scores in words.items():
            word, shingle = mean_by_page(scores).f1, mean_of_sides(shingles[flattener]).f1
            click.echo(f"{file.name}  {flattener:12} word F1 {word:.3f}  shingle F1 {shingle:.3f}")


if __name__ == "__main__":
    main()
