"""The options of `cleaner run`, and those that several commands share."""

from __future__ import annotations

import os
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cleaner.batch.limits import Limits
from cleaner.batch.shard import ALL, Shard
from cleaner.decide.thresholds import MAX_REMOVED
from cleaner.options import Engine, Options, Prefer
from cleaner.readers import READERS
from cleaner.verdict import Label
from cleaner.writers import WRITERS, Form

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_UNITS: Final = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_FILE: Final = click.Path(dir_okay=False, path_type=Path)


class Size(click.ParamType):  # type: ignore[type-arg] # generic since click 8.4
    """An option type for a number of bytes: `500000`, `500K`, `20MB` or `1.5G`, in powers of 1000.

    >>> Size()("20MB")
    20000000
    """

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - click's signature
        """The number of bytes; fails with a usage error for anything else and for 0."""
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", str(value).strip().upper())
        if not match or not float(match[1]):
            self.fail(f"{value!r} is no size; write it like 500K, 20MB or 1.5G", param, ctx)
        return int(float(match[1]) * _UNITS[match[2]])


class Share(click.ParamType):  # type: ignore[type-arg] # generic since click 8.4
    """An option type for a share: `0.9` or `90%`.

    >>> Share()("90%")
    0.9
    """

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401 - click's signature
        """The share, from 0 to 1; fails with a usage error for anything else."""
        match = re.fullmatch(r"(\d+(?:\.\d+)?|\.\d+)\s*(%?)", str(value).strip())
        share = float(match[1]) / (100 if match[2] else 1) if match else -1.0
        if not 0 <= share <= 1:
            self.fail(f"{value!r} is no share; write it like 0.9 or 90%", param, ctx)
        return share


class ShardOf(click.ParamType):  # type: ignore[type-arg] # generic since click 8.4
    """An option type for a shard: `0/4` to `3/4`.

    >>> str(ShardOf()("3/4"))
    '00003-of-00004'
    """

    name = "shard"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Shard:  # noqa: ANN401 - click's signature
        """The shard; fails with a usage error for anything else, such as the shard N of N."""
        if isinstance(value, Shard):
            return value
        match = re.fullmatch(r"(\d{1,9})/(\d{1,9})", str(value).strip())
        if not match or int(match[1]) >= int(match[2]):
            self.fail(f"{value!r} is no shard; write 0/4, 1/4, 2/4 and 3/4 for four of them", param, ctx)
        return Shard(int(match[1]), int(match[2]))


class Allowed(click.ParamType):  # type: ignore[type-arg] # generic since click 8.4
    """An option type for how many may fail: a number, or a share of all as `1%` or `0.01`.

    >>> Allowed()("20"), Allowed()("1%")
    (20, Fraction(1, 100))
    """

    name = "allowed"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | Fraction:  # noqa: ANN401 - click's signature
        """An int for a number, a Fraction from 0 to 1 for a share; fails with a usage error otherwise."""
        if isinstance(value, int | Fraction):
            return value
        match = re.fullmatch(r"(\d*\.?\d+)\s*(%?)", str(value).strip())
        if match and not match[2] and "." not in match[1]:
            return int(match[1])
        share = Fraction(match[1]) / (100 if match[2] else 1) if match else Fraction(2)
        if share > 1:
            self.fail(f"{value!r} is neither a number nor a share; write 20, 1% or 0.01", param, ctx)
        return share


def _labels(_ctx: click.Context, _param: click.Parameter, names: tuple[str, ...]) -> frozenset[Label]:
    """The labels with these names; see `label_named`."""
    return frozenset(label_named(name) for name in names)


def label_named(name: str, beside: Sequence[str] = ()) -> Label:
    """The label with this name; `beside` are other words that the option takes.

    Fails with a usage error that lists similar names and all labels.
    """
    try:
        return Label.parse(name)
    except ValueError as error:
        import difflib  # noqa: PLC0415 - only for typing errors

        known = [label.value for label in Label]
        near = difflib.get_close_matches(name.lower(), [*beside, *known])
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        words = "".join(f"{it}, " for it in beside)
        what = f"none of {words}and no label" if beside else "no label"
        raise click.BadParameter(f"{name!r} is {what}.{hint} Labels: {', '.join(known)}.") from error


def all_cores() -> int:
    """Number of cores that this process may use, which may be fewer than the machine has."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def engine_option() -> Callable[..., Any]:
    """The option `--engine`, for every command that cleans documents."""
    return click.option(
        "--engine",
        type=click.Choice([it.value for it in Engine]),
        default=Options().engine.value,
        show_default=True,
        help="How HTML is read: by one fast parser, or by trafilatura as well.",
    )


def prefer_option() -> Callable[..., Any]:
    """The option `--prefer`, for every command that cleans documents."""
    return click.option(
        "--prefer",
        type=click.Choice([it.value for it in Prefer]),
        default=Options().prefer.value,
        show_default=True,
        help="Where a block is in doubt: as fitted, keep more, or keep less.",
    )


OPTIONS: Final = (
    click.option(
        "--from", "read_as", type=click.Choice(list(READERS)), help="Read every file as this format."
    ),
    click.option("--to", "write_as", type=click.Choice(list(WRITERS)), help="Write this format."),
    click.option(
        "--rules",
        multiple=True,
        metavar="DIR",
        type=click.Path(exists=True, path_type=Path),
        help="Your own rules, ahead of the built-in ones. Repeatable.",
    ),
    click.option("--no-site-rules", is_flag=True, help="The generic part alone."),
    engine_option(),
    prefer_option(),
    click.option(
        "--keep",
        multiple=True,
        metavar="LABEL",
        callback=_labels,
        help="Blocks with this label stay, besides body, headline and section headings. Repeatable.",
    ),
    click.option(
        "--drop",
        multiple=True,
        metavar="LABEL",
        callback=_labels,
        help="Blocks with this label go; wins over --keep. Repeatable.",
    ),
    click.option(
        "--title/--no-title", default=True, show_default=True, help="The headline as the first line."
    ),
    click.option(
        "--as",
        "form",
        type=click.Choice([it.value for it in Form]),
        default=Form.TEXT.value,
        show_default=True,
        help="What the field text of records holds.",
    ),
    click.option(
        "--links/--no-links",
        default=Options().links,
        show_default=True,
        help="Whether Markdown and HTML have links.",
    ),
    click.option(
        "--images/--no-images",
        default=Options().images,
        show_default=True,
        help="Whether Markdown and HTML have images.",
    ),
    click.option(
        "--find-metadata",
        is_flag=True,
        help="Look for author and date in the text of HTML pages whose head lacks them; 30 ms a page.",
    ),
    click.option(
        "--manifest", metavar="CSV", type=_FILE, help="URLs of the files: a table with columns path and url."
    ),
    click.option(
        "--removed", metavar="FILE", type=_FILE, help="Write what was removed, as spans, a document a line."
    ),
    click.option(
        "--failures",
        metavar="FILE",
        type=_FILE,
        help="Write what failed here.  [default: failures.jsonl in OUTPUT, or beside it]",
    ),
    click.option(
        "--report",
        multiple=True,
        metavar="FILE",
        type=_FILE,
        help="Write what was read and became of it, as JSON, or to FILE.html as a page. Twice for both.",
    ),
    click.option(
        "--against",
        metavar="FILE",
        type=_FILE,
        help="An earlier run's JSON report: the report says what changed.",
    ),
    click.option(
        "--max-removed",
        type=Share(),
        default=MAX_REMOVED,
        show_default=f"{MAX_REMOVED:.0%}",
        metavar="SHARE",
        help="Mark documents that lose more than this share of their text, such as 95%.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=all_cores,
        show_default="all cores",
        help="Worker processes. The output is the same for any number.",
    ),
    click.option(
        "--resume/--overwrite",
        default=False,
        show_default=True,
        help="Go on where an earlier run to this OUTPUT ended, or clean everything again.",
    ),
    click.option("--retry-failures", is_flag=True, help="As --resume, and try again what failed."),
    click.option(
        "--max-size", type=Size(), default=Limits().size, show_default="20MB", help="Largest document read."
    ),
    click.option(
        "--max-seconds",
        type=click.FloatRange(min=0, min_open=True),
        default=Limits().seconds,
        show_default=True,
        help="Longest time on one document.",
    ),
    click.option(
        "--max-memory",
        type=Size(),
        default=Limits().memory,
        show_default="2GB",
        help="Most memory for one document (on Linux).",
    ),
    click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N documents."),
    click.option(
        "--sample",
        type=click.IntRange(min=1),
        metavar="N",
        help="Only N documents by chance, always the same.",
    ),
    click.option(
        "--shard",
        type=ShardOf(),
        default=ALL,
        show_default="all",
        metavar="I/N",
        help="Only part I (from 0) of N, always the same; the parts may be written to one folder.",
    ),
    click.option(
        "--max-failures",
        type=Allowed(),
        default=0,
        show_default=True,
        metavar="N",
        help="Exit with 0 if no more than so many fail: a number, or a share such as 1%.",
    ),
    click.option("--dry-run", is_flag=True, help="Say what would be read and written, and write nothing."),
)


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add OPTIONS to `command`, in their order in the help. A decorator."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command
