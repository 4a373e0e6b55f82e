"""The whole of learning: the input into the spool, each site as a task, and the files that come of it."""

from __future__ import annotations

import pickle
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

import orjson

from cleaner.batch import Limits, Setup, outcomes
from cleaner.batch.pool import Pool
from cleaner.batch.task import Outcome, Status, Task
from cleaner.learn.gather import GatherSetup, gathered, unpacked
from cleaner.learn.limits import MOST_PAGE_BYTES, MOST_SIGNATURES, OTHER_SITES, PAGES_OF_SITE
from cleaner.learn.spool import Spool
from cleaner.readers.record import Raw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cleaner.batch import Plan, Tally
    from cleaner.learn.attempt import Refused
    from cleaner.learn.rule_file import Draft
    from cleaner.learn.site import Learnt
    from cleaner.options import Options
    from cleaner.pipeline import Cleaner
    from cleaner.readers.record import Record

_LIMITS: Final = Limits(size=10 * MOST_PAGE_BYTES * PAGES_OF_SITE, seconds=3600.0)
"""Those of a site, which is a task of its own."""
FOLDER: Final = "sites"
"""The folder of the files in `--out`."""
_DOMAIN: Final = "domain:"
_HOST: Final = "host:"
_GROUP: Final = "texts:"


@dataclass(frozen=True, slots=True)
class StudySetup(Setup):
    """The settings of workers that learn from the pages of a site."""

    day: date = date.min
    """The day that is written into stamps."""

    def outcome(self, cleaner: Cleaner, task: Task, record: Record) -> Outcome:
        """What is learnt about the site that `record` holds, in `Outcome.data`."""
        from cleaner.learn.rule_file import Match  # noqa: PLC0415 - the main process needs no pipeline
        from cleaner.learn.site import common_domain, judged_page, learn_site  # noqa: PLC0415 - likewise

        kind, _, name = task.source.partition(":")
        match = Match()
        if f"{kind}:" == _DOMAIN:
            name = common_domain([page["url"] for page in record.fields["pages"]]) or name
            match = Match(domains=(name,))
        elif f"{kind}:" == _HOST:
            match = Match(hosts=(name,))
        pages = [judged_page(page, cleaner) for page in record.fields["pages"]]
        learnt = learn_site(name, pages, match, cleaner, self.day)
        return Outcome(Status.CLEANED, task.source, task.position, data=pickle.dumps(learnt))


class Written(NamedTuple):
    """A file that was written."""

    path: str
    pages: int
    """Pages that were looked at."""
    has_body: bool
    lines: int
    """Rules for repeated blocks."""


@dataclass(slots=True)
class Summary:
    """What became of the sites of an input."""

    sites: int = 0
    """Those with pages enough to learn from."""
    written: list[Written] = field(default_factory=list)
    """The files."""
    refused: list[tuple[str, Refused]] = field(default_factory=list)
    """Site, and a proposal that there was an alarm about."""
    present: list[str] = field(default_factory=list)
    """Files that were there before, and are left as they are."""
    too_large: int = 0
    """Pages that were not looked at."""
    without_site: int = 0
    """Documents without a URL that have too few lines to be told by."""
    failed: list[tuple[str, str]] = field(default_factory=list)
    """Site, and why nothing was learnt about it."""


def learn(plan: Plan, options: Options, out: Path, jobs: int, day: date, tally: Tally) -> Summary:
    """Write rule files for the sites of `plan` into the folder `out`. Documents are counted in `tally`.

    Raises OSError where a file cannot be written, and CleanerError where the temporary folder is full or no
    worker can be started.
    """
    summary = Summary()
    with Spool() as spool:
        _gather(plan, options, jobs, tally, spool, summary)
        setup = StudySetup(options=replace(options, site_rules=False), limits=_LIMITS, day=day)
        with Pool(setup, jobs) as pool:
            for item in pool.imap(_tasks(spool)):
                if isinstance(item, Outcome):
                    summary.sites += 1
                    if item.status is Status.FAILED:
                        summary.failed.append((item.source, item.reason))
                    else:
                        spool.note(item.source, item.data)
        _write(spool, out, summary)
    return summary


def _gather(plan: Plan, options: Options, jobs: int, tally: Tally, spool: Spool, summary: Summary) -> None:
    from cleaner.learn.groups import Groups  # noqa: PLC0415 - with the segmentation

    groups = Groups()
    for outcome in outcomes(plan, GatherSetup(options=replace(options, site_rules=False)), jobs, tally=tally):
        if not outcome.data:
            continue
        found = gathered(outcome.data)
        group = groups.group(found.lines) if not (found.domain or found.host) else None
        if found.size > MOST_PAGE_BYTES:
            summary.too_large += 1
        elif found.domain or found.host:
            site = f"{_DOMAIN}{found.domain}" if found.domain else f"{_HOST}{found.host}"
            spool.add(site, found.name, found.page)
        elif group is None:
            summary.without_site += 1
        else:
            spool.add(f"{_GROUP}{group:09}", found.name, found.page)


def _tasks(spool: Spool) -> Iterator[Task]:
    """Each site as a record of JSON lines, whose field `pages` has its pages."""
    for number, site in enumerate(spool.sites()):
        pages = [unpacked(page) for page in spool.pages(site)]
        data = orjson.dumps({"id": site, "text": "", "pages": pages})
        yield Task(Raw(data, site), number, "jsonl", "jsonl", None, site)


def _write(spool: Spool, out: Path, summary: Summary) -> None:
    from cleaner.learn.rule_file import written  # noqa: PLC0415 - with PyYAML

    shared = _shared(spool)
    names: set[str] = set()
    for learnt in _noted(spool):
        summary.refused += [(learnt.draft.site, it) for it in learnt.refused]
        draft = _with_signatures(learnt, shared, alone=summary.sites <= OTHER_SITES)
        if draft is None:
            continue
        draft = _named(draft, names)
        names.add(draft.site)
        path = out / FOLDER / f"{draft.site}.yaml"
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(written(draft))
            lines = sum(not it.is_body for it in draft.proposals)
            summary.written.append(Written(str(path), draft.pages, len(draft.proposals) > lines, lines))
        except FileExistsError:
            summary.present.append(str(path))


def _noted(spool: Spool) -> Iterator[Learnt]:
    for data in spool.notes():
        yield pickle.loads(data)  # noqa: S301 - made by a worker of this run


def _shared(spool: Spool) -> set[int]:
    """The signatures of sites with proposals that stand on the pages of another site, too."""
    from cleaner.learn.signatures import digest  # noqa: PLC0415 - with the pipeline

    asked = {
        digest(it.kind, it.text)
        for learnt in _noted(spool)
        if learnt.draft.proposals
        for it in learnt.signatures
    }
    times = Counter(it for learnt in _noted(spool) for it in learnt.seen if it in asked)
    return {it for it, count in times.items() if count > 1}


def _with_signatures(learnt: Learnt, shared: set[int], *, alone: bool) -> Draft | None:
    """The draft with the signatures that are the site's own; None where nothing can be written.

    Where there are hardly other sites, not standing on them says nothing: a line must name its site then.
    """
    from cleaner.learn.signatures import LINE, digest, names_site  # noqa: PLC0415 - likewise

    draft = learnt.draft
    by_address = bool(draft.match.domains or draft.match.hosts)
    own = [
        it
        for it in learnt.signatures
        if digest(it.kind, it.text) not in shared
        and not (alone and by_address and it.kind == LINE and not names_site(it.text, draft.site))
    ][:MOST_SIGNATURES]
    if not draft.proposals or not (own or by_address):
        return None
    return replace(draft, match=replace(draft.match, signatures=tuple(own)))


def _named(draft: Draft, taken: set[str]) -> Draft:
    """The draft with a name of its own: that of its address, or one made of its first signature."""
    name = draft.site
    if not (draft.match.domains or draft.match.hosts):
        words = re.findall(r"[^\W_]+", draft.match.signatures[0].text.casefold())
        name = "-".join(words)[:60].strip("-") or f"texts-{name}"
    name = re.sub(r"[^\w.-]", "-", name).lstrip(".-")
    others = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return replace(draft, site=next(it for it in (name, *others) if it not in taken))
