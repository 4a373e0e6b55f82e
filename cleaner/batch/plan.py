"""Planning a run: resolves the arguments of the command line, and validates them before anything is written.

An INPUT is a file, a folder, a pattern, a remote path or `-`. OUTPUT is `-`, a folder or a file. It is a
folder if it exists as one, ends in `/`, or does not exist and has no suffix. If INPUT is a folder or there
are several INPUTs, a new OUTPUT is a folder unless it has the suffix of an output format.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cleaner.batch.addresses import Addresses
from cleaner.batch.names import NAME_BYTES, short_name, with_suffix
from cleaner.batch.request import PlanError, Request
from cleaner.batch.shard import ALL
from cleaner.batch.sources import Source, expand, location
from cleaner.readers import READERS, Reader, reader_for
from cleaner.readers.record import is_local, shown
from cleaner.writers import WRITERS, Writer, writer_after, writer_for
from cleaner.writers.placing import HIDDEN, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence


JOURNAL: Final = f"{HIDDEN}journal"
"""Name of the journal in an OUTPUT folder."""
FAILURES: Final = "failures.jsonl"
"""Name of the list of failures in an OUTPUT folder."""
_JOURNAL_STEM_BYTES: Final = 160
"""Most bytes of OUTPUT's name in the name of its journal. The rest is for a prefix and SQLite's suffixes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A valid request, with everything that follows from it."""

    request: Request
    sources: Sequence[Source]
    addresses: Addresses
    from_many: bool
    """Whether INPUT may consist of several files."""
    read_as: Reader | None
    """The reader of every file; None where it depends on the suffix of each file."""
    target: Path | None
    """OUTPUT; None for standard output."""
    to_folder: bool
    """Whether OUTPUT is a folder."""
    write_as: Writer | None
    """The writer of every document; None where it depends on the reader."""

    @property
    def root(self) -> Path | None:
        """The OUTPUT folder, below which no links are followed; None where OUTPUT is a file."""
        return self.target if self.to_folder else None

    @property
    def place(self) -> Path | None:
        """OUTPUT, with links resolved where it is a file."""
        return None if self.target is None else place_of(self.target, self.root)

    @property
    def journal(self) -> Path | None:
        """Path of the journal; None where a run cannot be resumed.

        There is none for standard output, a remote OUTPUT, a device or pipe, and a run of a single document.
        """
        place = self.place
        if place is None or not is_local(place) or not self._many:
            return None
        if self.to_folder:
            return place / (f".{self.request.shard}{JOURNAL}" if self.request.shard.total > 1 else JOURNAL)
        if place.exists() and not place.is_file():
            return None
        return place.with_name(f".{short_name(place.name, _JOURNAL_STEM_BYTES)}{JOURNAL}")

    @property
    def base(self) -> Path | None:
        """The folder that holds all outputs; None for standard output."""
        return self.place if self.to_folder or self.place is None else self.place.parent

    @property
    def failures(self) -> Path | None:
        """Path of the list of failures; None where neither `--failures` nor a journal gives it a place."""
        shard = self.request.shard
        if self.request.failures is not None:
            return shard.path(self.request.failures)
        if self.journal is None or self.target is None:
            return None
        if self.to_folder:
            return shard.path(self.target / FAILURES)
        stem = with_suffix(self.target.name, (self.writer.suffix,), "")
        return self.target.with_name(short_name(f"{stem}.{FAILURES}", NAME_BYTES, FAILURES))

    @property
    def removed(self) -> Path | None:
        """Path of the removed spans; None where they are not wanted."""
        return self.request.shard.path(self.request.removed)

    @property
    def report(self) -> Path | None:
        """Path of the report; None where it is not wanted."""
        return self.request.shard.path(self.request.report)

    @property
    def report_page(self) -> Path | None:
        """Path of the report as a page; likewise."""
        return self.request.shard.path(self.request.report_page)

    @property
    def sidecars(self) -> dict[str, Path | None]:
        """The sidecar files by the option that names each."""
        return {
            "--removed": self.removed,
            "--report": self.report,
            "--report, the page,": self.report_page,
            "--failures": self.failures,
        }

    @property
    def reserved(self) -> frozenset[str]:
        """Paths relative to the OUTPUT folder that no output may have: sidecar files, of all shards."""
        root, request = _real_path(self.root), self.request
        typed = map(
            _real_path,
            (request.removed, request.report, request.report_page, request.failures, self.failures),
        )
        below = [path for path in typed if root and path and path != root and path.is_relative_to(root)]
        paths = {it.path(path) or path for path in below for it in (ALL, *request.shard.siblings())}
        names = {path.relative_to(root).as_posix() for path in paths} if root else set()
        return frozenset({JOURNAL, FAILURES, *names})

    @property
    def written_paths(self) -> frozenset[str]:
        """Real paths of OUTPUT and of the sidecar files, which must not be read as input."""
        places = (_real_path(path) for path in (self.place, *self.sidecars.values()))
        return frozenset(str(path) for path in places if path)

    @property
    def writer(self) -> Writer:
        """The writer of OUTPUT, where it is not a folder."""
        return self.write_as or writer_after(self.read_as or READERS["jsonl"], self.sources[0].name)

    @property
    def _many(self) -> bool:
        """Whether INPUT may hold many documents."""
        return self.from_many or (self.read_as is not None and self.read_as.many)


def make_plan(request: Request) -> Plan:
    """The plan for `request`.

    Raises PlanError, ManifestError, and MissingExtraError for remote paths without the extra `remote`.
    """
    try:
        sources = expand(request.sources)
    except FileNotFoundError as error:
        raise PlanError(str(error)) from error
    from_many = len(sources) > 1 or sources[0].is_folder
    target = None if request.target == "-" else location(request.target)
    plan = Plan(
        request=request,
        sources=sources,
        addresses=Addresses(request.manifest),
        from_many=from_many,
        read_as=_reader(request, sources, from_many=from_many),
        target=target,
        to_folder=_is_folder(request.target, target, from_many=from_many),
        write_as=WRITERS[request.write_as] if request.write_as else _writer(target, from_many=from_many),
    )
    plan = _for_shard(plan)
    _check_format(plan)
    _check_distinct(plan)
    _check_options(plan)
    return plan


def _for_shard(plan: Plan) -> Plan:
    """`plan` with the shard in the name of OUTPUT, where that is a file, which other shards would replace."""
    target = plan.target
    if target is None or plan.to_folder or (is_local(target) and target.exists() and not target.is_file()):
        return plan
    suffix = plan.writer.suffix if target.name.lower().endswith(plan.writer.suffix) else target.suffix
    return replace(plan, target=plan.request.shard.path(target, suffix))


def _reader(request: Request, sources: Sequence[Source], *, from_many: bool) -> Reader | None:
    """The reader of all files, if there is a single one; PlanError for a file of unknown format."""
    if request.read_as:
        return READERS[request.read_as]
    readers = [None if it.is_folder or it.path is None else reader_for(it.path.name) for it in sources]
    for source, reader in zip(sources, readers, strict=True):
        if source.path is not None and reader is None and not source.is_folder:
            known = ", ".join(suffix for it in READERS.values() for suffix in it.suffixes)
            raise PlanError(
                f"INPUT {shown(source.path)}: its suffix is none of {known}; say what it is with --from"
            )
    if from_many:
        return None
    return readers[0] or READERS["txt"]


def _is_folder(typed: str, target: Path | None, *, from_many: bool) -> bool:
    """Whether OUTPUT is a folder, as the module docstring defines it."""
    if target is None:
        return False
    if target.exists():
        return target.is_dir()
    if typed.endswith(("/", os.sep)):
        return True
    return writer_for(target.name) is None if from_many else not target.suffix


def _writer(target: Path | None, *, from_many: bool) -> Writer | None:
    """The writer that OUTPUT's suffix stands for, if any."""
    if target is None or target.is_dir():
        return WRITERS["jsonl"] if from_many and target is None else None
    return writer_for(target.name)


def _check_format(plan: Plan) -> None:
    """Raise PlanError where many documents would go into a file of a single-document format."""
    if plan.to_folder:
        return
    many = plan.from_many or (plan.read_as is not None and plan.read_as.many)
    if many and not plan.writer.many:
        raise PlanError(
            "OUTPUT is one text file but INPUT may hold many documents; "
            "give a folder (`out/`) for a text file each, or --to jsonl"
        )


def _check_distinct(plan: Plan) -> None:
    """Raise PlanError where an output would overwrite an input, or where two outputs have the same path."""
    target = _real_path(plan.target)
    sidecars = {name: _real_path(path) for name, path in plan.sidecars.items()}
    for name, path in sidecars.items():
        others = [it for option, it in sidecars.items() if option != name]
        if path and (path in {target, *others} or path.is_dir()):
            raise PlanError(f"{name} must be a file of its own")
    for name, path in {"OUTPUT": target, **sidecars}.items():
        _check_name(plan, name, path)
    for source in plan.sources:
        _check_source(source, _real_path(source.path), target, plan)
        for name, path in sidecars.items():
            _check_sidecar(source, _real_path(source.path), name, path)


def _check_name(plan: Plan, name: str, path: Path | None) -> None:
    """Raise PlanError where `path` cannot be created, or is the manifest or a name reserved for the run."""
    if path is None:
        return
    if path.name.startswith(HIDDEN) or path.name.endswith(JOURNAL):
        raise PlanError(f"{name}: a run keeps the name {shown(path.name)} for itself; choose another")
    if path == _real_path(plan.request.manifest):
        raise PlanError(f"{name} is the manifest, which would be lost")
    above = next((it for it in path.parents if it.exists()), None)
    if above and not above.is_dir():
        raise PlanError(f"{shown(path)}: {shown(above)} is a file, not a folder")


def _check_source(given: Source, source: Path | None, target: Path | None, plan: Plan) -> None:
    """Raise PlanError where OUTPUT (real path `target`) overlaps an INPUT (real path `source`)."""
    if source is None or target is None:
        return
    if source == target:
        raise PlanError("OUTPUT is INPUT; the originals would be lost")
    if given.is_folder and target.is_relative_to(source):
        raise PlanError("OUTPUT lies inside INPUT; the next run would read it. Put it elsewhere")
    if given.is_folder and plan.to_folder and source.is_relative_to(target):
        raise PlanError("INPUT lies inside OUTPUT, where outputs could replace it. Put one elsewhere")
    if plan.to_folder and not given.is_folder and _real_path(target / given.name) == source:
        raise PlanError("OUTPUT is the folder INPUT lies in; the original would be lost")


def _check_sidecar(given: Source, source: Path | None, name: str, path: Path | None) -> None:
    """Raise PlanError where the sidecar file of the option `name` overlaps an INPUT."""
    if source is None or path is None:
        return
    if path == source:
        raise PlanError(f"{name} is INPUT; the original would be lost")
    if given.is_folder and path.is_relative_to(source):
        raise PlanError(f"{name} lies inside INPUT; the next run would read it. Put it elsewhere")


def _check_options(plan: Plan) -> None:
    """Raise PlanError where an option does not go with standard streams or a remote OUTPUT."""
    request = plan.request
    option = "--resume" if request.resume else "--retry-failures" if request.retry else None
    if option and plan.journal is None and plan.target is None:
        raise PlanError(f"{option} needs an OUTPUT that stays; standard output does not")
    if option and plan.target is not None and not is_local(plan.target):
        raise PlanError(f"{option} needs an OUTPUT on this machine, as its journal lies beside it")
    if request.sample is not None and any(it.path is None for it in plan.sources):
        raise PlanError("--sample reads INPUT twice, which standard input does not allow; use --limit")


def _real_path(path: Path | None) -> Path | None:
    """The real path of a local path; None for a remote path, which cannot be compared with local ones."""
    return Path(os.path.realpath(path)) if path is not None and is_local(path) else None
