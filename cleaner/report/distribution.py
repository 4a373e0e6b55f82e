"""A distribution of shares in bounded memory: a histogram that is fine enough for quantiles."""

from __future__ import annotations

from array import array
from typing import Any, Final

_BINS: Final = 100
"""Quantiles are right to one part in so many."""
_SHOWN_BINS: Final = 20
"""Bins of the histogram that reports show."""
QUANTILES: Final = (0.1, 0.25, 0.5, 0.75, 0.9)


class Distribution:
    """Counts of values from 0 to 1.

    >>> shares = Distribution()
    >>> for share in (0.0, 0.5, 0.5, 1.0):
    ...     shares.add(share)
    >>> shares.told()["mean"], shares.told()["quantiles"]["50"]
    (0.5, 0.505)
    """

    __slots__ = ("_bins", "_sum")

    def __init__(self) -> None:
        self._bins = array("L", bytes(array("L").itemsize * _BINS))
        self._sum = 0.0

    def add(self, share: float) -> None:
        """Count a value; beyond 0 or 1 it counts as these."""
        if not 0.0 <= share <= 1.0:
            share = min(max(share, 0.0), 1.0)
        self._bins[min(int(share * _BINS), _BINS - 1)] += 1
        self._sum += share

    def told(self) -> dict[str, Any]:
        """Mean, quantiles by percent and a histogram of `_SHOWN_BINS` equal bins; JSON can hold it."""
        number = sum(self._bins)
        width = _BINS // _SHOWN_BINS
        return {
            "mean": round(self._sum / number, 4) if number else None,
            "quantiles": {f"{it:.0%}"[:-1]: self._quantile(it, number) for it in QUANTILES},
            "histogram": [sum(self._bins[it : it + width]) for it in range(0, _BINS, width)],
        }

    def _quantile(self, part: float, number: int) -> float | None:
        """The value below which a part of all lie, between the edges of its bin; None without any."""
        if not number:
            return None
        wanted, seen = part * number, 0
        for place, count in enumerate(self._bins):
            if count and seen + count >= wanted:
                return round((place + (wanted - seen) / count) / _BINS, 4)
            seen += count
        return 1.0
