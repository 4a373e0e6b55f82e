"""The files of `--report`: made of the counts of a run, the facts of its documents, and an earlier report."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import orjson

from cleaner.batch.outputs import OutputError
from cleaner.batch.task import STDIN, Status
from cleaner.readers.record import shown
from cleaner.report.collector import Collector
from cleaner.report.comparison import compare, read_report
from cleaner.version import __version__
from cleaner.writers.placing import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner.batch.plan import Plan
    from cleaner.batch.tally import Tally
    from cleaner.batch.task import Outcome
    from cleaner.batch.workers import Setup


class RunReport:
    """The report of one run, while it runs."""

    def __init__(self, plan: Plan, setup: Setup) -> None:
        """Read the report of `--against`, before anything is written. Raises ReportError."""
        self._plan = plan
        self._setup = setup
        self._collector = Collector()
        against = plan.request.against
        self._before = None if against is None else read_report(against)

    def add(self, outcome: Outcome) -> None:
        """Add the outcome of one or more documents, in the order of the input."""
        if outcome.status is Status.FAILED:
            self._collector.fail(outcome.source, outcome.reason, outcome.documents)
        elif outcome.stats.facts is not None:
            self._collector.add(outcome.stats.facts)

    def write(self, tally: Tally, left_alone: dict[str, int]) -> None:
        """Write the files that are asked for. Raises OutputError."""
        plan = self._plan
        report = {
            **tally.report(),
            "left_alone": left_alone,
            "run": self._about(),
            **self._collector.told(),
        }
        if self._before is not None:
            report["against"] = {"file": shown(plan.request.against or ""), **compare(self._before, report)}
        if plan.report is not None:
            option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
            self._write(plan.report, orjson.dumps(report, option=option))
        if plan.report_page is not None:
            from cleaner.report.page import report_page  # noqa: PLC0415 - a template engine, for pages alone

            self._write(plan.report_page, report_page(report).encode("utf-8"))

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file whole; below the OUTPUT folder no links are followed."""
        try:
            write_whole(path, content, self._plan.root)
        except OSError as error:
            raise OutputError(f"{shown(path)} cannot be written: {error.strerror or error}") from error

    def _about(self) -> dict[str, Any]:
        """What was run: version, inputs, output, rules and options, the same for any number of workers."""
        request, options = self._plan.request, self._setup.options
        return {
            "cleaner": __version__,
            "inputs": [STDIN if it == "-" else shown(it) for it in request.sources],
            "output": "stdout" if self._plan.target is None else shown(request.target),
            "rules": [shown(it) for it in self._setup.rules],
            "from": request.read_as,
            "manifest": None if request.manifest is None else shown(request.manifest),
            "limit": request.limit,
            "sample": request.sample,
            "shard": [request.shard.index, request.shard.total],
            "options": {it.name: _plain(getattr(options, it.name)) for it in fields(options)},
        }


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever an option is
    """An option as JSON can hold it."""
    return sorted(map(str, value)) if isinstance(value, frozenset) else value
