"""Charts as inline SVG: bars without axes, whose figures stand beside them as text.

A chart has a size and classes, no colours: the style sheet gives these, for light and dark. Screen readers
pass over it, as they read the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Sequence

CERTAIN: Final = 100.0
"""The score that stands for certain, see `cleaner.explain.facts`."""
_REACH: Final = 6.0
"""Log-odds at which a bar is full: beyond, nothing is in doubt."""
_OPEN: Final = Markup(
    '<svg class="{name}" viewBox="0 0 {width} {height}" preserveAspectRatio="none" aria-hidden="true">'
)
_RECT: Final = Markup(
    '<rect class="{name}" x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"/>'
)


def score_bar(score: float) -> Markup:
    """A bar from the middle: to the right for main content, to the left for boilerplate."""
    length = min(abs(score), _REACH) / _REACH * 50
    name = "sure" if abs(score) >= CERTAIN else "score"
    bar = _RECT.format(name=name, x=50 if score >= 0 else 50 - length, y=0, width=length, height=4)
    middle = _RECT.format(name="middle", x=49.5, y=0, width=1, height=4)
    return _chart("score-bar", 100, 4, bar, middle)


def bars(counts: Sequence[float], most: float | None = None) -> Markup:
    """A histogram: a bar for each count, side by side; `most` is the count of a full bar."""
    highest = most or max((*counts, 1))
    drawn = [
        _RECT.format(
            name="bar", x=place * 10 + 0.5, y=30 - 30 * it / highest, width=9, height=30 * it / highest
        )
        for place, it in enumerate(counts)
        if it
    ]
    ground = _RECT.format(name="ground", x=0, y=29.6, width=len(counts) * 10, height=0.4)
    return _chart("histogram", len(counts) * 10, 30, *drawn, ground)


def share_bar(share: float, name: str = "bar") -> Markup:
    """A bar from the left for a share (0 to 1); `name` is its class."""
    whole = _RECT.format(name="ground", x=0, y=0, width=100, height=4)
    part = _RECT.format(name=name, x=0, y=0, width=100 * min(max(share, 0), 1), height=4)
    return _chart("share-bar", 100, 4, whole, part)


def pairs(lower: Sequence[float], upper: Sequence[float]) -> Markup:
    """A histogram of two kinds: bars of `upper` above the line, of `lower` below it, on one scale."""
    highest = max((*lower, *upper, 1))
    drawn = []
    for place, (below, above) in enumerate(zip(lower, upper, strict=True)):
        for name, count, y in (("above", above, 30 - 30 * above / highest), ("below", below, 30)):
            if count:
                drawn.append(
                    _RECT.format(name=name, x=place * 10 + 0.5, y=y, width=9, height=30 * count / highest)
                )
    ground = _RECT.format(name="ground", x=0, y=29.8, width=len(lower) * 10, height=0.4)
    return _chart("histogram pairs", len(lower) * 10, 60, *drawn, ground)


def shares(quantiles: Sequence[float]) -> Markup:
    """A distribution of shares (0 to 1) on one line: a thin line, a thick one, and a mark at the median.

    `quantiles` are those at 10, 25, 50, 75 and 90 %.
    """
    low, lower, middle, upper, high = (100 * it for it in quantiles)
    return _chart(
        "spread", 100, 6,
        _RECT.format(name="ground", x=0, y=2.75, width=100, height=0.5),
        _RECT.format(name="thin", x=low, y=2.25, width=high - low, height=1.5),
        _RECT.format(name="thick", x=lower, y=1, width=upper - lower, height=4),
        _RECT.format(name="middle", x=middle - 0.75, y=0, width=1.5, height=6),
    )  # fmt: skip


def _chart(name: str, width: float, height: float, *parts: Markup) -> Markup:
    opened = _OPEN.format(name=name, width=width, height=height)
    return Markup("").join((opened, *parts, Markup("</svg>")))
