"""`python -m benchmarks.chart`: draw docs/pictures/results.svg from the figures in benchmarks/results.json.

A dot plot: a panel a set, a row a system. The SVG holds its own style sheet, which follows the reader's
choice of a light or a dark screen.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

RESULTS: Final = Path(__file__).with_name("results.json")
CHART: Final = Path(__file__).parents[1] / "docs" / "pictures" / "results.svg"
SETS: Final = ("articles", "news", "segments")
"""The sets that have a panel, by their id."""

_LEFT: Final = 230
_PANEL: Final = 220
_AXIS: Final = 155
_VALUE: Final = 196
"""Pixels: where the panels begin, how far they are apart, the axis of one, and where its values end."""
_TOP: Final = 64
_ROW: Final = 22
_LEAST: Final = 0.65
_TICKS: Final = (0.7, 0.8, 0.9, 1.0)
"""The axis ends at the last."""

_STYLE: Final = """
  rect { fill: #ffffff; }
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #3b434b; }
  .note { font-size: 11px; fill: #68727d; }
  .tick { text-anchor: middle; }
  .head { font-weight: 600; fill: #1f2328; }
  .value { text-anchor: end; font-variant-numeric: tabular-nums; }
  .ours { font-weight: 600; fill: #0757b0; }
  line { stroke: #d5dae0; }
  circle { fill: #8b959f; }
  circle.ours { fill: #0969da; }
  @media (prefers-color-scheme: dark) {
    rect { fill: #14181d; }
    text { fill: #c3cad1; }
    .note { fill: #929ba4; }
    .tick { text-anchor: middle; }
  .head { fill: #f0f3f6; }
    .ours { fill: #79b8ff; }
    line { stroke: #3a424b; }
    circle { fill: #77818c; }
    circle.ours { fill: #58a6ff; }
  }
"""


def main() -> None:
    """Draw the chart."""
    CHART.parent.mkdir(parents=True, exist_ok=True)
    CHART.write_text(chart(json.loads(RESULTS.read_text("utf-8"))), encoding="utf-8")


def chart(results: Mapping[str, Any]) -> str:
    """The chart of `results` as the text of an SVG."""
    panels = [it for id_ in SETS for it in results["sets"] if it["id"] == id_]
    rows = sum(len(track["systems"]) + 1 for track in results["tracks"])
    bottom = _TOP + rows * _ROW + 8
    width, height = _LEFT + len(panels) * _PANEL, bottom + 28
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(_title(results))}</title>",
        f"<style>{_STYLE}</style>",
        '<rect width="100%" height="100%" rx="8"/>',
        *_axes(panels, bottom),
        *_rows(results["tracks"], panels),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _title(results: Mapping[str, Any]) -> str:
    """What the picture shows, for readers who do not see it."""
    told = [
        f"{system['name']} {_figure(system['figures'][SETS[0]])}"
        for track in results["tracks"]
        for system in track["systems"]
    ]
    return f"F1 by system on {len(SETS)} sets of pages; on articles: {', '.join(told)}"


def _axes(panels: Sequence[Mapping[str, Any]], bottom: int) -> Iterator[str]:
    """The head of each panel, and its ticks."""
    for place, it in enumerate(panels):
        left = _LEFT + place * _PANEL
        yield _text(left, 20, it["title"], "head")
        yield _text(left, 38, f"{it['metric']}, {it['pages']:,} pages", "note")
        for tick in _TICKS:
            x = left + _along(tick)
            yield f'<line x1="{x:g}" x2="{x:g}" y1="{_TOP - 12}" y2="{bottom}"/>'
            yield _text(x, bottom + 16, _figure(tick, 1), "note tick")


def _rows(tracks: Sequence[Mapping[str, Any]], panels: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A head for each track, and below it a row for each system."""
    y = _TOP
    for track in tracks:
        yield _text(8, y + 4, track["title"], "head")
        y += _ROW
        for system in track["systems"]:
            style = "ours" if system.get("ours") else ""
            yield _text(16, y + 4, system["name"], style)
            for place, panel in enumerate(panels):
                yield from _point(_LEFT + place * _PANEL, y, system["figures"][panel["id"]], style)
            y += _ROW


def _point(left: int, y: int, figure: float | None, style: str) -> Iterator[str]:
    """A figure as a point on the axis of its panel, and in words beside it; nothing for None."""
    if figure is None:
        return
    x = left + _along(figure)
    yield f'<line x1="{left}" x2="{x:g}" y1="{y}" y2="{y}"/>'
    yield f'<circle class="{style}" cx="{x:g}" cy="{y}" r="5"/>'
    yield _text(left + _VALUE, y + 4, _figure(figure), f"value {style}".strip())


def _along(figure: float) -> float:
    """Pixels from the beginning of an axis; what is below its least value stands at it."""
    return round(_AXIS * max(figure - _LEAST, 0) / (_TICKS[-1] - _LEAST), 1)


def _figure(figure: float, digits: int = 3) -> str:
    """A share without the zero before its point.

    >>> _figure(0.962), _figure(1.0, 1)
    ('.962', '1.0')
    """
    return f"{figure:.{digits}f}".removeprefix("0")


def _text(x: float, y: float, words: str, style: str) -> str:
    return f'<text class="{style}" x="{x:g}" y="{y:g}">{escape(words)}</text>'


if __name__ == "__main__":
    main()
