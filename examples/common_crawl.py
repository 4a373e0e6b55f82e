"""Common Crawl to clean English text: WARC -> clean -> language -> quality -> JSON lines, with datatrove.

    pip install 'article-cleaner[datatrove]' 'datatrove[io,processing]' spacy
    python examples/common_crawl.py 'warc/' 'out/' --tasks 8

The input is a folder of WARC files, local or remote, such as `s3://commoncrawl/crawl-data/CC-MAIN-2024-18/`.
A run that was stopped goes on with the tasks that are not done, as datatrove marks in `out/logs`. The
language is what `cleaner` found; datatrove's `LanguageFilter` would download a model for it.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.filters import GopherQualityFilter, GopherRepetitionFilter, LambdaFilter
from datatrove.pipeline.readers import WarcReader
from datatrove.pipeline.writers import JsonlWriter

from cleaner import Cleaner, Engine, Options
from cleaner.integrations.datatrove import CleanDocuments

if TYPE_CHECKING:
    from datatrove.data import Document


def main() -> None:
    """Run the pipeline over a folder."""
    given = arguments()
    out = given.output.rstrip("/")
    pipeline = [
        WarcReader(given.input, glob_pattern=given.pattern, default_metadata={"crawl": given.input}),
        CleanDocuments(
            Cleaner(options=Options(engine=Engine.FAST, max_seconds=20)),
            holds="html",
            exclusion_writer=JsonlWriter(f"{out}/excluded/clean"),
        ),
        LambdaFilter(is_english, exclusion_writer=JsonlWriter(f"{out}/excluded/language")),
        GopherRepetitionFilter(exclusion_writer=JsonlWriter(f"{out}/excluded/repetition")),
        GopherQualityFilter(exclusion_writer=JsonlWriter(f"{out}/excluded/quality")),
        JsonlWriter(f"{out}/clean"),
    ]
    LocalPipelineExecutor(pipeline, tasks=given.tasks, workers=given.workers, logging_dir=f"{out}/logs").run()


def is_english(document: Document) -> bool:
    """Whether the text is English."""
    return bool(document.metadata["cleaner"]["language"] == "en")


def arguments() -> argparse.Namespace:
    """The arguments of the command line."""
    parser = argparse.ArgumentParser(description="Common Crawl to clean English text.")
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--pattern", default="*.warc.gz")
    parser.add_argument("--tasks", type=int, default=1)
    parser.add_argument("--workers", type=int, default=-1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
