"""`cleaner run`: cleans many documents and accounts for each. The work is done in `cleaner.batch`."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import click

from cleaner.batch import Limits, Plan, PlanError, Request, Setup, count_documents, make_plan
from cleaner.batch import run as run_batch
from cleaner.batch.addresses import ManifestError
from cleaner.batch.input_files import Files
from cleaner.batch.tally import Tally, documents
from cleaner.batch.task import describe_error
from cleaner.cli.main import INTERRUPTED
from cleaner.cli.output import tell
from cleaner.cli.run_options import with_options
from cleaner.cli.watch import Watch
from cleaner.options import Engine, Options, Prefer
from cleaner.readers.record import shown
from cleaner.report.comparison import ReportError
from cleaner.writers import Form

SHOWN_FILES = 20
"""Number of files that a dry run lists by name."""


@click.command()
@click.argument("sources", metavar="INPUT...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.argument("target", metavar="OUTPUT", type=click.Path(allow_dash=True))
@with_options
def run(sources: tuple[str, ...], target: str, *, dry_run: bool, jobs: int, **given: Any) -> None:  # noqa: ANN401 - the options by name
    """Clean the documents of INPUT and write them to OUTPUT.

    INPUT is a file, a folder, a pattern in quotes ('crawl/*.warc.gz') or - for standard input; there
    may be several. Formats go by file name: .txt and .html are one document a file; .jsonl, .parquet,
    .warc and .wet are many; .gz and .zst are unpacked. Standard input is text unless --from says
    otherwise.

    OUTPUT is - for standard output, a folder, or a file. It is a folder if it is one already, ends
    in /, or is new and has no suffix; a folder INPUT is mirrored into it. With --to jsonl or an
    OUTPUT like all.jsonl a folder of texts becomes one file; with --to txt a file of records becomes
    a folder of texts named by their ids.

    \b
    Exit status:
      0  every document was cleaned, or no more failed than --max-failures allows
      1  more failed; each is named with its reason
      2  the command line or a rule file is wrong
    """  # noqa: D301 - click does not wrap a paragraph that begins with this escape
    setup = _setup(given)
    try:
        plan = make_plan(_request(sources, target, given))
        if dry_run:
            _dry_run(plan, setup.limits.size)
            return
        tally = _run(plan, setup, jobs)
    except (PlanError, ManifestError, ReportError) as error:
        raise click.UsageError(str(error)) from error
    except BrokenPipeError:
        raise  # the reader of standard output has closed it; click exits without a message
    except OSError as error:
        raise click.UsageError(f"{shown(error.filename or target)}: {error.strerror or error}") from error
    if tally.stopped or tally.has_failed_beyond(given["max_failures"]):
        sys.exit(1)


def _run(plan: Plan, setup: Setup, jobs: int) -> Tally:
    """Run the plan; after Ctrl-C print how to resume, and exit."""
    try:
        with Watch() as watch:
            return run_batch(plan, setup, jobs, watch, hint=f"to go on: {_resume_command()}")
    except KeyboardInterrupt:
        tell(_interrupted_message(plan))
        sys.exit(INTERRUPTED)


def _setup(given: dict[str, Any]) -> Setup:
    """The settings of workers, from the options of the command line by name."""
    options = Options(
        site_rules=not given["no_site_rules"],
        title=given["title"],
        keep=given["keep"],
        drop=given["drop"],
        prefer=Prefer(given["prefer"]),
        engine=Engine(given["engine"]),
        find_metadata=given["find_metadata"],
        links=given["links"],
        images=given["images"],
    )
    limits = Limits(given["max_size"], given["max_seconds"], given["max_memory"])
    return Setup(
        rules=given["rules"],
        options=options,
        limits=limits,
        removed=given["removed"] is not None,
        report=bool(given["report"]),
        max_removed=given["max_removed"],
        form=Form(given["form"]),
    )


def _request(sources: tuple[str, ...], target: str, given: dict[str, Any]) -> Request:
    """What to read and write, from the arguments and options of the command line."""
    same = ("read_as", "write_as", "resume", "removed", "failures", "against", "manifest")
    part = ("limit", "sample", "shard")
    report, page = _report_files(given["report"])
    if given["against"] is not None and not given["report"]:
        raise click.UsageError("--against goes into the report; say where with --report")
    return Request(
        sources,
        target,
        retry=given["retry_failures"],
        report=report,
        report_page=page,
        **{it: given[it] for it in same + part},
    )


def _report_files(paths: tuple[Path, ...]) -> tuple[Path | None, Path | None]:
    """The JSON file and the page among those of `--report`; UsageError where there are two of a kind."""
    pages = [it for it in paths if it.suffix.lower() in (".html", ".htm")]
    others = [it for it in paths if it not in pages]
    if len(pages) > 1 or len(others) > 1:
        raise click.UsageError("--report writes one JSON file and one page (FILE.html), not two of a kind")
    return next(iter(others), None), next(iter(pages), None)


def _interrupted_message(plan: Plan) -> str:
    """The message after Ctrl-C."""
    if plan.journal is None:
        return "interrupted: nothing was written that could be gone on with"
    return f"interrupted: what is done is kept; to go on: {_resume_command()}"


def _resume_command() -> str:
    """The command line that resumes this run."""
    typed = [it for it in sys.argv[1:] if it not in {"--resume", "--overwrite"}]
    return shlex.join([Path(sys.argv[0]).name, *typed, "--resume"])


def _dry_run(plan: Plan, max_bytes: int) -> None:
    """Print the files that a run would read and write, with their numbers of documents."""
    read = number = found = 0
    files = Files(plan)
    for number, file in enumerate(files, start=1):
        try:
            found, reason = count_documents(file, plan.request.shard, max_bytes), file.error
        except Exception as error:  # noqa: BLE001 - readers use many libraries
            found, reason = 0, describe_error(error)
        read += found
        if number <= SHOWN_FILES:
            target = (
                "a file for each" if file.target is None and plan.to_folder else shown(file.target or "-")
            )
            state = f"cannot be read: {reason}" if reason else f"{documents(found)} to {target}"
            tell(f"{file.source()}: {state}")
    if number > SHOWN_FILES:
        tell(f"and {number - SHOWN_FILES:,} files more")
    if files.left_alone:
        tell(f"left alone: {files.left_alone.total():,}")
    for wanted in (plan.request.limit, plan.request.sample):
        read = read if wanted is None else min(read, wanted)
    tell(f"would read {documents(read)} of {number:,} files; nothing was written")
