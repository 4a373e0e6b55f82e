"""The report of a run -> its documents, its options and its rules, to clean them again as they were."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cleaner.batch import Plan, PlanError, Request, Shard, make_plan
from cleaner.batch.addresses import ManifestError
from cleaner.batch.task import STDIN
from cleaner.errors import CleanerError, OptionError
from cleaner.options import Options
from cleaner.readers import READERS
from cleaner.readers.record import shown
from cleaner.report.comparison import read_report

if TYPE_CHECKING:
    from collections.abc import Mapping

_LISTS: Final = ("least_certain", "most_removed", "shortest")
"""The report's lists of documents to look at."""


class ReviewError(CleanerError):
    """A run cannot be reviewed, or what a reviewer asks for cannot be done; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run that has ended."""

    report: Mapping[str, Any]
    plan: Plan
    """Where its documents are. Its OUTPUT is standard output: nothing is written."""
    options: Options
    rules: tuple[Path, ...]
    """The folders of the user's own rules."""
    named: Mapping[str, int | None]
    """The documents that the report names to be looked at -> their characters then, where it says so."""

    @property
    def documents(self) -> int:
        """How many documents were cleaned."""
        return int(self.report["cleaned"]) + int(self.report["empty"])


def open_run(path: Path) -> Run:
    """The run that the report at `path` tells of.

    Raises ReportError where it is no report, and ReviewError where the run cannot be read again.
    """
    report = read_report(path, "RUN")
    about = report.get("run")
    if not isinstance(about, dict) or not isinstance(about.get("inputs"), list):
        raise ReviewError(f"RUN {shown(path)} does not say what was read; run again with --report FILE.json")
    if STDIN in about["inputs"] and not Path(STDIN).exists():
        raise ReviewError(
            f"RUN {shown(path)}: the run read standard input, which is gone; save it to a file, run on that"
        )
    try:
        plan = make_plan(_request(about))
        rules = tuple(map(Path, about.get("rules", ())))
        return Run(report, plan, _options(path, about), rules, _named(report))
    except (PlanError, ManifestError) as error:
        raise ReviewError(
            f"RUN {shown(path)}: {error}; start the review in the folder that the run was started in"
        ) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ReviewError(f"RUN {shown(path)} is of another version; run again with --report") from error


def _named(report: Mapping[str, Any]) -> dict[str, int | None]:
    named: dict[str, int | None] = {}
    for it in (it for name in _LISTS for it in report.get(name, ())):
        chars = it.get("source_chars")
        named[str(it["source"])] = chars if isinstance(chars, int) else None
    for kind in report.get("samples", {}).values():
        for found in kind.values():
            for it in found:
                named.setdefault(str(it["source"]), None)
    return named


def _request(about: Mapping[str, Any]) -> Request:
    read_as, manifest = about.get("from"), about.get("manifest")
    if read_as not in (None, *READERS):
        raise ValueError(read_as)
    return Request(
        sources=list(map(str, about["inputs"])),
        target="-",
        read_as=read_as,
        write_as="jsonl",
        manifest=None if manifest is None else Path(manifest),
        limit=about.get("limit"),
        sample=about.get("sample"),
        shard=Shard(*about.get("shard", (0, 1))),
    )


def _options(path: Path, about: Mapping[str, Any]) -> Options:
    """The options of the run; those that this version does not know are an error: they decided something."""
    given = about.get("options")
    known = {it.name for it in fields(Options)}
    if not isinstance(given, dict) or not given.keys() <= known:
        raise ReviewError(f"RUN {shown(path)} has options of another version; run again with --report")
    try:
        return Options(**given)
    except OptionError as error:
        raise ReviewError(f"RUN {shown(path)}: {error}") from error
