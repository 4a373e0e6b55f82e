"""Measurements summed up into rows, and rows into a table for a terminal."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from benchmarks.metrics import Scores, mean_by_page, mean_of_sides, segment_scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.measure import Measurement

HEADLINE_TYPE: Final = "article"
"""The page type whose figure is the one to quote, in sets that have several."""
ALL_TYPES: Final = "all types"
MEAN: Final = "mean"
"""In place of a flattener's name: the mean of the figures of all of them."""
HEADER: Final = (
    "pages", "system", "flattener", "n", "word F1 (P/R)", "shingle F1 (P/R)", "segment F1 (P/R)",
    "CPU ms", "chars/s", "failed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One system on one group of pages."""

    group: str
    system: str
    flattener: str
    pages: int
    words: Scores | None
    shingles: Scores | None
    segments: Scores | None
    cpu_ms: float
    """CPU milliseconds a page, mean."""
    characters_per_second: float
    failed: int

    def as_dict(self) -> dict[str, Any]:
        """For JSON: scores as {precision, recall, f1} or null."""
        fields = asdict(self)
        return {key: value._asdict() if isinstance(value, Scores) else value for key, value in fields.items()}


def rows(measurements: Sequence[Measurement], by: str | None = None) -> list[Row]:
    """A row a group and system, and one a flattener below it where there are several.

    `by` adds the groups of a field of the measurement, `page_type` or `language`.
    """
    made: list[Row] = []
    for group, members in groups(measurements, by).items():
        for system in dict.fromkeys(m.system for m in members):
            own = [m for m in members if m.system == system]
            flatteners = list(dict.fromkeys(m.flattener for m in own))
            each = [_row(group, name, [m for m in own if m.flattener == name]) for name in flatteners]
            made += each if len(each) == 1 else [_mean_row(each), *each]
    return made


def groups(measurements: Sequence[Measurement], by: str | None) -> dict[str, list[Measurement]]:
    """Group's name -> its measurements: the headline type, all types, then those asked for."""
    found: dict[str, list[Measurement]] = {}
    types = {m.page_type for m in measurements}
    if len(types) > 1 and HEADLINE_TYPE in types:
        found[HEADLINE_TYPE] = [m for m in measurements if m.page_type == HEADLINE_TYPE]
    found[types.pop() if len(types) == 1 else ALL_TYPES] = list(measurements)
    if by is not None:
        split: dict[str, list[Measurement]] = defaultdict(list)
        for m in measurements:
            split[getattr(m, by)].append(m)
        found |= {name: members for name, members in sorted(split.items()) if name not in found}
    return found


def _row(group: str, flattener: str, own: Sequence[Measurement]) -> Row:
    seconds, characters = sum(m.cpu_seconds for m in own), sum(m.characters for m in own)
    words = [m.words for m in own if m.words]
    shingles = [m.shingles for m in own if m.shingles]
    segments = [m.segments for m in own if m.segments]
    return Row(
        group=group,
        system=own[0].system,
        flattener=flattener,
        pages=len(own),
        words=mean_by_page(words) if words else None,
        shingles=mean_of_sides(shingles) if shingles else None,
        segments=segment_scores(segments) if segments else None,
        cpu_ms=1000 * seconds / len(own),
        characters_per_second=characters / seconds if seconds else 0.0,
        failed=sum(m.failed for m in own),
    )


def _mean_row(each: Sequence[Row]) -> Row:
    """The mean over flatteners of every figure; failures are added up."""
    milliseconds = sum(row.cpu_ms for row in each) / len(each)
    speed = sum(row.characters_per_second for row in each) / len(each)
    return Row(
        group=each[0].group,
        system=each[0].system,
        flattener=MEAN,
        pages=each[0].pages,
        words=_mean(row.words for row in each),
        shingles=_mean(row.shingles for row in each),
        segments=_mean(row.segments for row in each),
        cpu_ms=milliseconds,
        characters_per_second=speed,
        failed=sum(row.failed for row in each),
    )


def _mean(scores: Iterable[Scores | None]) -> Scores | None:
    known = [score for score in scores if score]
    return mean_by_page(known) if known else None


def render(made: Sequence[Row]) -> str:
    """The rows in aligned columns, empty columns left out."""
    cells = [HEADER, *(_cells(row) for row in made)]
    used = [column for column in zip(*cells, strict=True) if any(column[1:])]
    widths = [max(map(len, column)) for column in used]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in zip(*used, strict=True)
    )
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.group,
        row.system,
        row.flattener,
        str(row.pages),
        _score(row.words),
        _score(row.shingles),
        _score(row.segments),
        f"{row.cpu_ms:.2f}",
        f"{row.characters_per_second:,.0f}",
        str(row.failed or ""),
    )


def _score(score: Scores | None) -> str:
    return f"{score.f1:.3f} ({score.precision:.3f}/{score.recall:.3f})" if score else ""
